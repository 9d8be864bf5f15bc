/*
 * web_listen.c - the socket that the web listens on, made apart from it so that
 * it outlives a configuration that is read again. Called by cli/.
 */
#include <errno.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/errors.h"
#include "web/web.h"

#define BACKLOG 512

static int
listen_at(const struct addrinfo *at)
{
	const int yes = 1;
	int fd = socket(at->ai_family,
	    at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
	int problem;

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (at->ai_family == AF_INET6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes,
		    sizeof(yes));
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	problem = errno;
	(void)close(fd);
	errno = problem;
	return -1;
}

int
web_listen(const struct web_settings *settings, GError **error)
{
	const struct addrinfo wanted = { .ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	g_autofree char *port = g_strdup_printf("%u", settings->port);
	struct addrinfo *found = NULL;
	const char *why;
	int fd = -1;
	int code = getaddrinfo(settings->host, port, &wanted, &found);

	if (code == 0)
		fd = listen_at(found);
	why = code == 0	       ? g_strerror(errno) :
	    code == EAI_SYSTEM ? g_strerror(errno) :
				 gai_strerror(code);
	if (fd < 0)
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "[web]: nobody can listen on %s, port %s: %s",
		    settings->host, port, why);
	if (found != NULL)
		freeaddrinfo(found);
	return fd;
}
