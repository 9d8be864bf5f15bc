/*
 * config_secret.c - reads a secret from a file that is its owner's alone.
 *
 * The secret never stands in an error. Called when the configuration is
 * checked, and by config_secret and the providers when the secret is used.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config_value.h"
#include "base/errors.h"

#define SECRET_MAX_BYTES 16384

/* The file is judged by its descriptor: a path may change meanwhile. */
static gboolean
file_is_private(int fd, const char *path, GError **error)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return config_refuse(error, "%s: cannot be examined: %s", path,
		    g_strerror(errno));
	if (!S_ISREG(status.st_mode))
		return config_refuse(error, "%s: is no regular file", path);
	if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return config_refuse(error,
		    "%s: its mode %04o lets others "
		    "use it; allowed is 0600 or 0400 (chmod 600 %s)",
		    path, (guint)(status.st_mode & 07777), path);
	return TRUE;
}

static char *
first_line(char *text, gsize n, const char *path, GError **error)
{
	char *end = memchr(text, '\n', n);
	gsize length = end != NULL ? (gsize)(end - text) : n;

	if (length > 0 && text[length - 1] == '\r')
		length--;
	if (length == 0) {
		config_refuse(error,
		    "%s: its first line is empty; it must be "
		    "the secret",
		    path);
		return NULL;
	}
	if (end == NULL && n > SECRET_MAX_BYTES) {
		config_refuse(error, "%s: its first line has over %d bytes",
		    path, SECRET_MAX_BYTES);
		return NULL;
	}
	for (gsize i = 0; i < length; i++) {
		if (g_ascii_iscntrl(text[i])) {
			config_refuse(error,
			    "%s: a control character is in "
			    "its first line",
			    path);
			return NULL;
		}
	}
	return g_strndup(text, length);
}

char *
config_secret_read(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char text[SECRET_MAX_BYTES + 1];
	char *secret = NULL;
	gsize n = 0;
	gssize got = 1;

	if (fd < 0) {
		config_refuse(error, "%s: cannot be opened: %s", path,
		    g_strerror(errno));
		return NULL;
	}
	if (file_is_private(fd, path, error)) {
		while (n < sizeof(text) && got > 0) {
			got = read(fd, text + n, sizeof(text) - n);
			if (got > 0)
				n += got;
		}
		if (got < 0)
			config_refuse(error, "%s: cannot be read: %s", path,
			    g_strerror(errno));
		else
			secret = first_line(text, n, path, error);
		explicit_bzero(text, sizeof(text));
	}
	close(fd);
	return secret;
}
