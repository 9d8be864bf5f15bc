/*
 * smtp_link.c - lets libcurl connect, and says in our words why it could not.
 * Called by smtp_login.c.
 */
#include "providers/smtp_link.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "providers/curl_watch.h"

struct smtp_link {
	const struct smtp_settings *settings;
	struct curl_watch *watch;
	CURL *easy;
	char error[CURL_ERROR_SIZE];
	struct smtp_hello hello;
	const char *secrets[2];
	gboolean with_token;
	smtp_link_done done;
	gpointer user;

	/* While connecting: */
	guint deadline;
	guint deadline_s;
	gboolean connected; /* TCP, and TLS if it is implicit */
	gboolean heard;	    /* the server said something just now */

	/* Once connected: */
	int descriptor;
	gboolean plain; /* no TLS */
};

static void
waiting_end(struct smtp_link *link)
{
	curl_watch_end(link->watch);
	g_clear_handle_id(&link->deadline, g_source_remove);
}

static void
report(struct smtp_link *link, enum send_outcome outcome, const char *detail,
    gboolean auth_refused)
{
	g_autofree char *masked = smtp_mask(detail, link->secrets);
	struct send_result failure = { .outcome = outcome, .detail = masked };

	waiting_end(link);
	link->done(&failure, auth_refused, link->user);
}

/* Never halted: certificates are renewed and networks mended without us. */
static void
report_trouble(struct smtp_link *link, CURLcode code)
{
	g_autofree char *detail = NULL;
	const char *why = *link->error != '\0' ? link->error :
						 curl_easy_strerror(code);
	const char *what = "no connection";

	if (code == CURLE_PEER_FAILED_VERIFICATION)
		what = "the server's certificate is not trusted";
	else if (code == CURLE_USE_SSL_FAILED)
		what = "the server offers no STARTTLS";
	else if (code == CURLE_SSL_CONNECT_ERROR)
		what = "no TLS";
	else if (link->connected)
		what = "the server hung up or spoke no SMTP";
	detail = g_strdup_printf("%s: %s", what, why);
	report(link,
	    code == CURLE_SSL_CACERT_BADFILE ? SEND_HALTED : SEND_DEFERRED,
	    detail, FALSE);
}

static void
report_failure(struct smtp_link *link, CURLcode code)
{
	const struct smtp_hello *hello = &link->hello;

	if (code == CURLE_LOGIN_DENIED && hello->stage != SMTP_AUTH)
		report(link, SEND_HALTED,
		    "the server offers no way to log in "
		    "that fits (AUTH PLAIN, LOGIN or XOAUTH2)",
		    FALSE);
	else if (code == CURLE_LOGIN_DENIED && hello->code < 400)
		/* XOAUTH2 refuses by a 334, after which libcurl hangs up. */
		report(link, SEND_HALTED,
		    link->with_token ?
			"the server refused the token at AUTH" :
			"the server refused the password at AUTH",
		    TRUE);
	else if (hello->code >= 400 && code != CURLE_OPERATION_TIMEDOUT)
		report(link, hello->outcome, hello->detail,
		    hello->stage == SMTP_AUTH && hello->code >= 500);
	else
		report_trouble(link, code);
}

static void
connected(struct smtp_link *link)
{
	curl_socket_t descriptor = CURL_SOCKET_BAD;

	curl_easy_getinfo(link->easy, CURLINFO_ACTIVESOCKET, &descriptor);
	link->descriptor = descriptor;
	link->plain = !link->settings->implicit_tls &&
	    link->settings->tls != SMTP_TLS_REQUIRED &&
	    !link->hello.starttls_begun;
	link->done(NULL, FALSE, link->user);
}

static void
finish(struct smtp_link *link, CURLcode code)
{
	waiting_end(link);
	if (code != CURLE_OK)
		report_failure(link, code);
	else if (link->settings->user != NULL && !link->hello.authenticated)
		/* libcurl calls it a success. */
		report(link, SEND_HALTED,
		    "the server offers no AUTH, though "
		    "there is a password or token for it",
		    FALSE);
	else
		connected(link);
}

static gboolean
on_deadline(gpointer user)
{
	struct smtp_link *link = user;
	g_autofree char *detail = NULL;

	link->deadline = 0;
	if (!link->connected)
		detail = g_strdup_printf("no connection within %u s",
		    link->deadline_s);
	else
		detail = g_strdup_printf("no answer within %u s %s %s",
		    link->deadline_s, link->hello.code == 0 ? "at" : "after",
		    smtp_stage_name(link->hello.stage));
	report(link, SEND_DEFERRED, detail, FALSE);
	return G_SOURCE_REMOVE;
}

static void
deadline_set(struct smtp_link *link, guint seconds)
{
	g_clear_handle_id(&link->deadline, g_source_remove);
	link->deadline_s = seconds;
	link->deadline = g_timeout_add(seconds * 1000, on_deadline, link);
}

static void
deadline_move(struct smtp_link *link)
{
	curl_off_t reached_us = 0;

	if (!link->connected) {
		curl_easy_getinfo(link->easy,
		    link->settings->implicit_tls ? CURLINFO_APPCONNECT_TIME_T :
						   CURLINFO_CONNECT_TIME_T,
		    &reached_us);
		link->connected = reached_us > 0;
		link->heard |= link->connected;
	}
	if (link->heard)
		deadline_set(link, link->settings->command_timeout_s);
	link->heard = FALSE;
}

static void
on_moved(gpointer user)
{
	struct smtp_link *link = user;
	CURLMsg *message;
	int n;

	deadline_move(link);
	message = curl_multi_info_read(curl_watch_multi(link->watch), &n);
	if (message != NULL && message->msg == CURLMSG_DONE)
		finish(link, message->data.result);
}

static size_t
on_server_line(char *bytes, size_t size, size_t n, void *user)
{
	struct smtp_link *link = user;

	link->heard = TRUE;
	smtp_hello_take(&link->hello, bytes, size * n, link->secrets);
	return size * n;
}

static void
set_security(struct smtp_link *link, const char *token)
{
	const struct smtp_settings *settings = link->settings;
	static const long use[] = {
		[SMTP_TLS_REQUIRED] = CURLUSESSL_ALL,
		[SMTP_TLS_OPPORTUNISTIC] = CURLUSESSL_TRY,
		[SMTP_TLS_NO] = CURLUSESSL_NONE,
	};

	curl_easy_setopt(link->easy, CURLOPT_USE_SSL, use[settings->tls]);
	curl_easy_setopt(link->easy, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	/* The system's folder of certificates stays in force beside it. */
	if (settings->ca_file != NULL)
		curl_easy_setopt(link->easy, CURLOPT_CAINFO, settings->ca_file);
	if (settings->user == NULL)
		return;
	curl_easy_setopt(link->easy, CURLOPT_USERNAME, settings->user);
	link->with_token = token != NULL;
	if (token != NULL) {
		curl_easy_setopt(link->easy, CURLOPT_XOAUTH2_BEARER, token);
		curl_easy_setopt(link->easy, CURLOPT_LOGIN_OPTIONS,
		    "AUTH=XOAUTH2");
	} else {
		curl_easy_setopt(link->easy, CURLOPT_PASSWORD,
		    settings->secret.password);
		curl_easy_setopt(link->easy, CURLOPT_LOGIN_OPTIONS,
		    "AUTH=PLAIN;AUTH=LOGIN");
	}
}

static void
set_options(struct smtp_link *link)
{
	const struct smtp_settings *settings = link->settings;
	long longest_s = (long)settings->connect_timeout_s +
	    20 * (long)settings->command_timeout_s;
	CURL *easy = link->easy;

	curl_watch_prepare(easy);
	curl_easy_setopt(easy, CURLOPT_URL, settings->url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, link->error);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_server_line);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, link);
	curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
	/* Our own deadlines go by stage; these only stand behind them. */
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, longest_s);
	curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (long)settings->command_timeout_s + 60);
}

struct smtp_link *
smtp_link_open(const struct smtp_settings *settings, const char *token,
    smtp_link_done done, gpointer user)
{
	struct smtp_link *link = g_new0(struct smtp_link, 1);

	link->settings = settings;
	link->done = done;
	link->user = user;
	link->secrets[0] = settings->user;
	smtp_hello_init(&link->hello,
	    !settings->implicit_tls && settings->tls != SMTP_TLS_NO);
	link->watch = curl_watch_new(on_moved, link);
	link->easy = curl_easy_init();
	g_assert(link->easy != NULL);
	set_options(link);
	set_security(link, token);
	deadline_set(link, settings->connect_timeout_s);
	curl_multi_add_handle(curl_watch_multi(link->watch), link->easy);
	return link;
}

void
smtp_link_close(struct smtp_link *link)
{
	if (link == NULL)
		return;
	waiting_end(link);
	curl_multi_remove_handle(curl_watch_multi(link->watch), link->easy);
	curl_easy_cleanup(link->easy);
	curl_watch_free(link->watch);
	smtp_hello_clear(&link->hello);
	g_free(link);
}

const struct smtp_capabilities *
smtp_link_capabilities(const struct smtp_link *link)
{
	return &link->hello.capabilities;
}

int
smtp_link_descriptor(const struct smtp_link *link)
{
	return link->descriptor;
}

gboolean
smtp_link_is_plain(const struct smtp_link *link)
{
	return link->plain;
}

/* Without TLS libcurl does no more than this, but looks the connection up and
 * changes the handler of SIGPIPE around each call. */
static enum smtp_link_io
plain_io(ssize_t done, gsize *n)
{
	if (done > 0) {
		*n = (gsize)done;
		return SMTP_LINK_DONE;
	}
	return done < 0 && (errno == EAGAIN || errno == EINTR) ?
	    SMTP_LINK_AGAIN :
	    SMTP_LINK_LOST;
}

enum smtp_link_io
smtp_link_read(struct smtp_link *link, char *bytes, gsize max, gsize *n)
{
	CURLcode code;

	if (link->plain)
		return plain_io(recv(link->descriptor, bytes, max,
				    MSG_DONTWAIT),
		    n);
	code = curl_easy_recv(link->easy, bytes, max, n);
	if (code == CURLE_AGAIN)
		return SMTP_LINK_AGAIN;
	return code == CURLE_OK && *n > 0 ? SMTP_LINK_DONE : SMTP_LINK_LOST;
}

enum smtp_link_io
smtp_link_write(struct smtp_link *link, const guint8 *bytes, gsize max,
    gsize *n)
{
	CURLcode code;

	if (link->plain)
		return plain_io(send(link->descriptor, bytes, max,
				    MSG_DONTWAIT | MSG_NOSIGNAL),
		    n);
	code = curl_easy_send(link->easy, bytes, max, n);
	if (code == CURLE_AGAIN || (code == CURLE_OK && *n == 0))
		return SMTP_LINK_AGAIN;
	return code == CURLE_OK ? SMTP_LINK_DONE : SMTP_LINK_LOST;
}
