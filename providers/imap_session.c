/*
 * imap_session.c - one connection to an IMAP mailbox, through libcurl's easy
 * interface: open, list a range of UIDs, fetch one. It knows nothing of batches
 * and positions: imap_fetch.c, its only caller, does.
 *
 * A mail is fetched by URL (;UID=n), for libcurl loses literals in the answer
 * to a command of ours; listings are commands of ours, whose answers have none.
 */
#include "providers/imap_session.h"

#include <curl/curl.h>
#include <string.h>

#include "base/errors.h"
#include "providers/imap_listing.h"

#define LINE_MAX_BYTES 65536
#define LOGOUT_TIMEOUT_S 5
#define BUFFER_BYTES (64 * 1024L)

struct imap_session {
	const struct imap_question *question;
	CURL *curl;
	char *server;  /* URL without a mailbox */
	char *mailbox; /* URL without parameters */
	gboolean is_logged_in;
	gint64 began_us; /* monotonic */
	char message[CURL_ERROR_SIZE];
	guint32 uidvalidity;
	/* Of the command that is under way: */
	struct imap_listing *listing;
	GByteArray *bytes; /* of a mail */
	gsize limit;
	gboolean is_over; /* we ended it, for there was too much */
	guint32 seen_uidvalidity, seen_uidnext, seen_highest;
};

/* Every line the server says, commands' answers and all. */
static size_t
on_header(char *data, size_t size, size_t n, void *user)
{
	struct imap_session *session = user;
	g_autofree char *line = g_ascii_strup(data,
	    (gssize)MIN(size * n, LINE_MAX_BYTES));
	guint32 number;

	if (!g_str_has_prefix(line, "* "))
		return size * n;
	if ((number = imap_number_after(line, "OK [UIDVALIDITY ")) != 0)
		session->seen_uidvalidity = number;
	if ((number = imap_number_after(line, "OK [UIDNEXT ")) != 0)
		session->seen_uidnext = number;
	if ((number = imap_number_after(line, "* SEARCH ")) != 0)
		session->seen_highest = number;
	return size * n;
}

static size_t
on_listing(char *data, size_t size, size_t n, void *user)
{
	struct imap_session *session = user;

	session->is_over = !imap_listing_feed(session->listing, data, size * n);
	return session->is_over ? 0 : size * n;
}

static size_t
on_bytes(char *data, size_t size, size_t n, void *user)
{
	struct imap_session *session = user;
	gsize room = session->limit + 1 - session->bytes->len;

	g_byte_array_append(session->bytes, (const guint8 *)data,
	    (guint)MIN(size * n, room));
	session->is_over = size * n > room;
	return session->is_over ? 0 : size * n;
}

/* The mailbox is INBOX if the URL names none. */
static void
set_urls(struct imap_session *session, const char *url)
{
	const char *host = strstr(url, "://");
	gsize n = host != NULL ? (gsize)(host - url) + 3 : 0;
	const char *path;
	gsize path_bytes;

	n += strcspn(url + n, "/");
	path = url + n + strspn(url + n, "/");
	path_bytes = strlen(path);
	while (path_bytes > 0 && path[path_bytes - 1] == '/')
		path_bytes--;
	session->server = g_strdup_printf("%.*s/", (int)n, url);
	session->mailbox = path_bytes == 0 ?
	    g_strconcat(session->server, "INBOX", NULL) :
	    g_strdup_printf("%s%.*s", session->server, (int)path_bytes, path);
}

static void
set_login(CURL *curl, const struct imap_question *question)
{
	curl_easy_setopt(curl, CURLOPT_USERNAME, question->user);
	if (question->bearer != NULL) {
		curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER,
		    question->bearer);
		curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS,
		    "AUTH=OAUTHBEARER;AUTH=XOAUTH2");
	} else {
		curl_easy_setopt(curl, CURLOPT_PASSWORD, question->password);
	}
	curl_easy_setopt(curl, CURLOPT_SASL_IR, 1L);
}

struct imap_session *
imap_session_new(const struct imap_question *question)
{
	struct imap_session *session = g_new0(struct imap_session, 1);
	CURL *curl = curl_easy_init();
	long silence_s = (long)((question->timeout_ms + 999) / 1000);

	g_assert(curl != NULL);
	session->question = question;
	session->curl = curl;
	set_urls(session, question->url);
	session->began_us = g_get_monotonic_time();
	session->bytes = g_byte_array_new();
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "imap,imaps");
	/* No password passes by what an environment says. */
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_USE_SSL,
	    question->plaintext ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	if (question->ca_file != NULL)
		curl_easy_setopt(curl, CURLOPT_CAINFO, question->ca_file);
	set_login(curl, question);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, BUFFER_BYTES);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)question->timeout_ms);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, silence_s);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, silence_s);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, session->message);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, session);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, session);
	return session;
}

static gint64
spent_ms(const struct imap_session *session)
{
	return (g_get_monotonic_time() - session->began_us) / 1000;
}

gboolean
imap_session_is_late(const struct imap_session *session)
{
	return spent_ms(session) > session->question->batch_ms;
}

/* A refused SELECT is CURLE_LOGIN_DENIED too. */
static enum dripscore_error
error_code(const struct imap_session *session, CURLcode code)
{
	switch ((int)code) {
	case CURLE_LOGIN_DENIED:
		return session->is_logged_in ? DRIPSCORE_ERROR_UNAVAILABLE :
					       DRIPSCORE_ERROR_CONFIG;
	case CURLE_QUOTE_ERROR:
	case CURLE_REMOTE_FILE_NOT_FOUND:
	case CURLE_WEIRD_SERVER_REPLY:
		return DRIPSCORE_ERROR_DATA;
	default:
		return DRIPSCORE_ERROR_UNAVAILABLE;
	}
}

gboolean
imap_session_is_usable(const GError *error)
{
	return g_error_matches(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA);
}

static void
set_error(const struct imap_session *session, CURLcode code, const char *what,
    GError **error)
{
	if (code == CURLE_LOGIN_DENIED && !session->is_logged_in)
		g_set_error(error, DRIPSCORE_ERROR, error_code(session, code),
		    "the IMAP server refuses to let us log in (user and %s)",
		    session->question->bearer != NULL ? "token" : "password");
	else
		g_set_error(error, DRIPSCORE_ERROR, error_code(session, code),
		    "%s: %s", what,
		    *session->message != '\0' ? session->message :
						curl_easy_strerror(code));
}

static CURLcode
perform(struct imap_session *session, const char *url, const char *command,
    curl_write_callback on_write)
{
	gint64 left = session->question->budget_ms - spent_ms(session);

	session->is_over = FALSE;
	*session->message = '\0';
	curl_easy_setopt(session->curl, CURLOPT_URL, url);
	curl_easy_setopt(session->curl, CURLOPT_CUSTOMREQUEST, command);
	curl_easy_setopt(session->curl, CURLOPT_WRITEFUNCTION, on_write);
	curl_easy_setopt(session->curl, CURLOPT_TIMEOUT_MS, (long)MAX(left, 1));
	return curl_easy_perform(session->curl);
}

/* The mailbox as it was opened: another UIDVALIDITY is an error. */
static char *
selected_url(const struct imap_session *session)
{
	return g_strdup_printf("%s;UIDVALIDITY=%u", session->mailbox,
	    session->uidvalidity);
}

static size_t
on_nothing(char *data, size_t size, size_t n, void *user)
{
	(void)data;
	(void)user;
	return size * n;
}

/* For a server that doesn't say UIDNEXT. */
static CURLcode
ask_highest(struct imap_session *session)
{
	session->seen_highest = 0;
	return perform(session, session->mailbox, "UID SEARCH UID *",
	    on_nothing);
}

gboolean
imap_session_select(struct imap_session *session, guint32 *uidvalidity,
    guint32 *highest, GError **error)
{
	CURLcode code = perform(session, session->server, "NOOP", on_nothing);

	session->is_logged_in = code == CURLE_OK;
	if (code == CURLE_OK)
		code = perform(session, session->mailbox, "NOOP", on_nothing);
	if (code == CURLE_OK && session->seen_uidnext == 0)
		code = ask_highest(session);
	if (code != CURLE_OK) {
		set_error(session, code, "the mailbox cannot be opened", error);
		return FALSE;
	}
	if (session->seen_uidvalidity == 0) {
		g_set_error_literal(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_UNAVAILABLE,
		    "the IMAP server tells no "
		    "UIDVALIDITY of the mailbox, so we can't know what is new");
		return FALSE;
	}
	session->uidvalidity = session->seen_uidvalidity;
	*uidvalidity = session->seen_uidvalidity;
	*highest = session->seen_uidnext > 0 ? session->seen_uidnext - 1 :
					       session->seen_highest;
	return TRUE;
}

GArray *
imap_session_list(struct imap_session *session, guint32 first, guint32 last,
    GError **error)
{
	g_autofree char *url = selected_url(session);
	g_autofree char *command =
	    g_strdup_printf("UID FETCH %u:%u (UID RFC822.SIZE)", first, last);
	CURLcode code;

	imap_listing_free(session->listing);
	session->listing = imap_listing_new(first, last);
	code = perform(session, url, command, on_listing);
	if (code == CURLE_OK)
		return imap_listing_mails(session->listing);
	if (session->is_over)
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
		    "the server lists more than %d mails at once",
		    IMAP_LISTED_MAX);
	else
		set_error(session, code, "the mailbox cannot be listed", error);
	return NULL;
}

GByteArray *
imap_session_fetch(struct imap_session *session, guint32 uid, gsize limit,
    gboolean cut, GError **error)
{
	g_autofree char *mailbox = selected_url(session);
	g_autofree char *partial = cut ?
	    g_strdup_printf("/;PARTIAL=0.%zu", limit) :
	    g_strdup("");
	g_autofree char *url = g_strdup_printf("%s/;UID=%u%s", mailbox, uid,
	    partial);
	CURLcode code;

	session->limit = limit;
	g_byte_array_set_size(session->bytes, 0);
	code = perform(session, url, NULL, on_bytes);
	if (code == CURLE_OK || session->is_over) {
		GByteArray *bytes = session->bytes;

		session->bytes = g_byte_array_new();
		return bytes;
	}
	set_error(session, code, "the mail cannot be fetched", error);
	return NULL;
}

/*
 * libcurl says LOGOUT when it closes, and waits for the answer without a limit
 * of ours, unless the connection closes with the transfer.
 */
static void
log_out(struct imap_session *session)
{
	curl_easy_setopt(session->curl, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(session->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (long)LOGOUT_TIMEOUT_S);
	(void)perform(session, session->mailbox, "NOOP", on_nothing);
}

static void
hang_up(struct imap_session *session)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (curl_easy_getinfo(session->curl, CURLINFO_ACTIVESOCKET, &fd) ==
		CURLE_OK &&
	    fd != CURL_SOCKET_BAD)
		shutdown(fd, SHUT_RDWR);
}

void
imap_session_free(struct imap_session *session, gboolean politely)
{
	if (politely)
		log_out(session);
	hang_up(session);
	curl_easy_cleanup(session->curl);
	imap_listing_free(session->listing);
	g_byte_array_unref(session->bytes);
	g_free(session->server);
	g_free(session->mailbox);
	g_free(session);
}
