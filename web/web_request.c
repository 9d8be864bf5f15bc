/*
 * web_request.c - see web_request.h. Called by web.c.
 */
#include "web/web_request.h"

#include <arpa/inet.h>
#include <string.h>

#define SECRET_MAX 100

/* Of these a second one would leave open which of them counts. */
static const char *const single[] = { "authorization", "content-encoding",
	"content-length", "content-type", "host", "transfer-encoding",
	"x-twilio-signature", NULL };

/* RFC 9110 section 5.6.2. */
static gboolean
is_name(const char *key, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		if (!g_ascii_isalnum(key[i]) &&
		    (key[i] == '\0' ||
			strchr("!#$%&'*+-.^_`|~", key[i]) == NULL))
			return FALSE;
	}
	return n > 0;
}

static gboolean
is_value(const char *value, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		if (g_ascii_iscntrl(value[i]) && value[i] != '\t')
			return FALSE;
	}
	return TRUE;
}

struct reading {
	GHashTable *headers;
	gboolean refused;
};

static enum MHD_Result
take_header(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_n,
    const char *value, size_t value_n)
{
	struct reading *reading = cls;
	g_autofree char *name = g_ascii_strdown(key, (gssize)key_n);
	const char *before = g_hash_table_lookup(reading->headers, name);
	char *now;

	(void)kind;
	if (value == NULL)
		value_n = 0;
	if (!is_name(key, key_n) || !is_value(value, value_n) ||
	    (before != NULL && g_strv_contains(single, name))) {
		reading->refused = TRUE;
		return MHD_NO;
	}
	now = g_strndup(value, value_n);
	/* RFC 9110 section 5.3: as if it had been sent as one. */
	if (before != NULL) {
		char *both = g_strconcat(before, ", ", now, NULL);

		g_free(now);
		now = both;
	}
	g_hash_table_insert(reading->headers, g_steal_pointer(&name), now);
	return MHD_YES;
}

/* 0, or the status that refuses it. */
static guint
judge_length(const struct web_head *head, GHashTable *headers)
{
	const char *length = g_hash_table_lookup(headers, "content-length");
	const char *encoding = g_hash_table_lookup(headers,
	    "transfer-encoding");
	guint64 n;

	if (encoding != NULL &&
	    (length != NULL || strcmp(head->version, "HTTP/1.1") != 0 ||
		g_ascii_strcasecmp(encoding, "chunked") != 0))
		return MHD_HTTP_BAD_REQUEST;
	if (length == NULL)
		return 0;
	/* 19 digits do not overflow; a sign or a blank is none. */
	if (*length == '\0' || strlen(length) > 19 ||
	    strspn(length, "0123456789") != strlen(length))
		return MHD_HTTP_BAD_REQUEST;
	n = g_ascii_strtoull(length, NULL, 10);
	return n > head->body_max_bytes ? MHD_HTTP_CONTENT_TOO_LARGE : 0;
}

/* An address of IPv4 that comes dressed as IPv6 is undressed; NULL: none. */
static char *
write_address(int family, const void *bytes)
{
	const struct in6_addr *six = bytes;
	char text[INET6_ADDRSTRLEN];

	if (family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(six)) {
		family = AF_INET;
		bytes = &six->s6_addr[12];
	}
	if (inet_ntop(family, bytes, text, sizeof(text)) == NULL)
		return NULL;
	return g_strdup(text);
}

static char *
peer_address(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection,
		MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *peer = info != NULL ? info->client_addr : NULL;

	if (peer != NULL && peer->sa_family == AF_INET)
		return write_address(AF_INET,
		    &((const struct sockaddr_in *)(const void *)peer)
			 ->sin_addr);
	if (peer != NULL && peer->sa_family == AF_INET6)
		return write_address(AF_INET6,
		    &((const struct sockaddr_in6 *)(const void *)peer)
			 ->sin6_addr);
	return NULL;
}

/* "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]:4711" */
static char *
read_address(const char *text)
{
	g_autofree char *plain = g_strstrip(g_strdup(text));
	const char *begin = plain;
	struct in6_addr six;
	struct in_addr four;
	char *end = NULL;

	if (*plain == '[') {
		begin++;
		end = strchr(plain, ']');
		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return NULL;
	} else if (strchr(plain, ':') == strrchr(plain, ':')) {
		end = strchr(plain, ':');
	}
	if (end != NULL)
		*end = '\0';
	if (inet_pton(AF_INET, begin, &four) == 1)
		return write_address(AF_INET, &four);
	if (inet_pton(AF_INET6, begin, &six) == 1)
		return write_address(AF_INET6, &six);
	return NULL;
}

/*
 * Whom the proxy has seen is what it added itself: the last of all. What stands
 * before it anybody may have written.
 */
static char *
caller_address(const struct web_head *head, GHashTable *headers)
{
	const char *told = g_hash_table_lookup(headers, "x-forwarded-for");
	const char *last;

	if (!head->proxied || told == NULL)
		return peer_address(head->connection);
	last = strrchr(told, ',');
	return read_address(last != NULL ? last + 1 : told);
}

static gboolean
is_plain_target(const char *target)
{
	if (*target != '/')
		return FALSE;
	for (; *target != '\0'; target++) {
		if (!g_ascii_isgraph(*target) || *target == '#')
			return FALSE;
	}
	return TRUE;
}

guint
web_request_read(const struct web_head *head, struct http_request **request)
{
	g_autoptr(http_request) read = g_new0(struct http_request, 1);
	struct reading reading = { .headers = g_hash_table_new_full(g_str_hash,
				       g_str_equal, g_free, g_free) };
	const char *mark = strchr(head->target, '?');
	guint refusal;

	read->headers = reading.headers;
	(void)MHD_get_connection_values_n(head->connection, MHD_HEADER_KIND,
	    take_header, &reading);
	if (reading.refused || !g_str_has_prefix(head->version, "HTTP/1."))
		return MHD_HTTP_BAD_REQUEST;
	refusal = judge_length(head, read->headers);
	if (refusal != 0)
		return refusal;
	if (!is_plain_target(head->target) ||
	    (strcmp(head->method, "GET") != 0 &&
		strcmp(head->method, "POST") != 0))
		return MHD_HTTP_NOT_FOUND;
	read->address = caller_address(head, read->headers);
	if (read->address == NULL)
		return MHD_HTTP_BAD_REQUEST;
	read->method = g_strdup(head->method);
	read->path = mark != NULL ?
	    g_strndup(head->target, (gsize)(mark - head->target)) :
	    g_strdup(head->target);
	read->query = g_strdup(mark != NULL ? mark + 1 : "");
	*request = g_steal_pointer(&read);
	return 0;
}

char *
web_request_hook(const char *path)
{
	static const char root[] = "/hooks/";
	const char *name = path + strlen(root);
	const char *slash;

	if (!g_str_has_prefix(path, root))
		return NULL;
	slash = strchr(name, '/');
	if (slash == NULL)
		return *name != '\0' ? g_strdup(name) : NULL;
	if (slash == name || slash[1] == '\0' || strlen(slash + 1) > SECRET_MAX)
		return NULL;
	for (const char *at = slash + 1; *at != '\0'; at++) {
		if (!g_ascii_isalnum(*at))
			return NULL;
	}
	return g_strndup(name, (gsize)(slash - name));
}
