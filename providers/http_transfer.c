/*
 * http_transfer.c - how one call is put to libcurl, and what its end means.
 * Called by http_client.c.
 *
 * Whether a gateway may have taken a request is judged by the bytes that
 * libcurl gave to the kernel (CURLINFO_REQUEST_SIZE) since it first called
 * PREREQFUNCTION. Tried with 7.88.1, by plain text and by TLS:
 *  - no name, no connection, no handshake, an untrusted certificate, a proxy
 *    that refuses CONNECT: PREREQFUNCTION was not called. What was written of
 *    CONNECT counts in REQUEST_SIZE, hence the difference;
 *  - a server that hangs up as soon as it has accepted: by TLS there was no
 *    handshake; by plain text the kernel took all before the news came. In
 *    doubt, though nobody read it;
 *  - a kept connection on which the server hangs up after the request: libcurl
 *    would send all of it again on another, and report one success; but it
 *    calls PREREQFUNCTION again before, which stops it if a byte was written:
 *    in doubt. (If none was, it begins anew, and rightly.)
 *  - a kept connection that the server had closed before: libcurl looks at it
 *    first, and makes another. There remains the moment between its look and
 *    its write: nobody reads that request, but it can't be told from one that
 *    was read; in doubt. Servers keep an idle connection for 5 s (Apache,
 *    Node) or longer; who uses only those that were idle for less doesn't meet
 *    that moment (KEPT_IDLE_MAX_S).
 */
#include "providers/http_transfer.h"

#include <gio/gio.h>
#include <string.h>

#include "base/text.h"
#include "providers/curl_watch.h"

/* libcurl compares whole seconds: less than 4 s. */
#define KEPT_IDLE_MAX_S 3L
#define HEADERS_MAX_BYTES (64 * 1024)

static size_t
on_answer_bytes(char *bytes, size_t size, size_t n, void *user)
{
	struct http_transfer *transfer = user;

	if (transfer->answer->len + size * n > transfer->answer_max_bytes) {
		transfer->too_large = "body";
		return 0;
	}
	g_string_append_len(transfer->answer, bytes, (gssize)(size * n));
	return size * n;
}

static void
take_header(struct http_transfer *transfer, const char *line, gsize n)
{
	const char *colon = memchr(line, ':', n);
	g_autofree char *name = NULL;
	g_autofree char *raw = NULL;

	/* Each answer has its own, a "100 Continue" too. */
	if (n > 5 && strncmp(line, "HTTP/", 5) == 0)
		g_hash_table_remove_all(transfer->headers);
	if (colon == NULL)
		return;
	name = g_ascii_strdown(line, colon - line);
	raw = g_strndup(colon + 1, (gsize)(n - (gsize)(colon + 1 - line)));
	g_hash_table_insert(transfer->headers, g_steal_pointer(&name),
	    text_clean(g_strstrip(raw)));
}

static size_t
on_header_line(char *bytes, size_t size, size_t n, void *user)
{
	struct http_transfer *transfer = user;

	transfer->header_bytes += size * n;
	if (transfer->header_bytes > HEADERS_MAX_BYTES) {
		transfer->too_large = "head";
		return 0;
	}
	take_header(transfer, bytes, size * n);
	return size * n;
}

static gboolean
is_written(const struct http_transfer *transfer)
{
	long bytes = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &bytes);
	return transfer->begun && bytes > transfer->bytes_before;
}

/* On a connection that is there, before the first byte of the request. */
static int
on_begin(void *user, char *their_address,
    char *our_address G_GNUC_UNUSED, int their_port G_GNUC_UNUSED,
    int our_port G_GNUC_UNUSED)
{
	struct http_transfer *transfer = user;

	transfer->here = http_is_here(their_address);
	if (transfer->here && transfer->elsewhere) {
		transfer->refusal = "it leads to this very machine";
		return CURL_PREREQFUNC_ABORT;
	}
	/* To go on would be to send it twice. */
	if (transfer->once && is_written(transfer))
		return CURL_PREREQFUNC_ABORT;
	if (!transfer->begun)
		curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE,
		    &transfer->bytes_before);
	transfer->begun = TRUE;
	return CURL_PREREQFUNC_OK;
}

static gboolean
has_control(const char *text, guchar lowest)
{
	for (; *text != '\0'; text++)
		if ((guchar)*text < lowest || *text == 0x7f)
			return TRUE;
	return FALSE;
}

/* libcurl lets line ends in headers pass. */
static const char *
find_refusal(const struct http_call *call)
{
	if (has_control(call->url, '!'))
		return "a blank or control character stands in the URL";
	for (gsize i = 0; call->headers != NULL && call->headers[i] != NULL;
	     i++)
		if (has_control(call->headers[i], ' '))
			return "a control character stands in a header";
	return NULL;
}

static void
set_headers(struct http_transfer *transfer, const struct http_call *call)
{
	/* Nothing waits for a 100. */
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");

	for (gsize i = 0; call->headers != NULL && call->headers[i] != NULL;
	     i++)
		list = curl_slist_append(list, call->headers[i]);
	transfer->request_headers = list;
	curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, list);
	curl_easy_setopt(transfer->easy, CURLOPT_USERAGENT, "dripscore");
	if (call->user == NULL)
		return;
	curl_easy_setopt(transfer->easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
	curl_easy_setopt(transfer->easy, CURLOPT_USERNAME, call->user);
	curl_easy_setopt(transfer->easy, CURLOPT_PASSWORD,
	    call->password != NULL ? call->password : "");
}

static void
set_method(struct http_transfer *transfer, const struct http_call *call)
{
	CURL *easy = transfer->easy;
	gboolean is_post = g_str_equal(call->method, "POST");

	g_assert(is_post || g_str_equal(call->method, "GET"));
	if (is_post) {
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)transfer->body_bytes);
		/* In one write with the head. */
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
		    transfer->body != NULL ? transfer->body : "");
	}
	transfer->once = is_post || call->once;
	if (call->fresh) {
		curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	}
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, KEPT_IDLE_MAX_S);
}

static void
set_answer(struct http_transfer *transfer)
{
	CURL *easy = transfer->easy;

	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_begin);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header_line);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_answer_bytes);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	/* The proxy's own answer to CONNECT is no answer of the gateway. */
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
}

/* The environment's proxy is for others, never for this very machine. */
static void
set_way(struct http_transfer *transfer, const char *url, const char *ca_file)
{
	CURL *easy = transfer->easy;
	g_autofree char *host = NULL;

	curl_watch_prepare(easy);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	/* A gateway may refuse a stream of HTTP/2 and take it again: libcurl
	 * would repeat it by itself. Texts are too few to gain by it. */
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)transfer->timeout_s);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	/* The system's folder of certificates stays in force beside it. */
	if (ca_file != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
	if (g_uri_split_network(url, G_URI_FLAGS_NONE, NULL, &host, NULL,
		NULL) &&
	    host != NULL && text_is_loopback(host))
		curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

struct http_transfer *
http_transfer_new(const struct http_call *call, gint64 timeout_s,
    const char *ca_file, CURL *easy)
{
	struct http_transfer *transfer = g_new0(struct http_transfer, 1);

	transfer->timeout_s = timeout_s;
	transfer->refusal = find_refusal(call);
	transfer->elsewhere = call->elsewhere;
	transfer->answer = g_string_new(NULL);
	transfer->answer_max_bytes = call->answer_max_bytes != 0 ?
	    call->answer_max_bytes :
	    HTTP_ANSWER_MAX_BYTES;
	transfer->headers = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, g_free);
	if (call->body != NULL) {
		transfer->body_bytes = call->body_bytes >= 0 ?
		    (gsize)call->body_bytes :
		    strlen(call->body);
		transfer->body = g_memdup2(call->body, transfer->body_bytes);
	}
	transfer->easy = easy != NULL ? easy : curl_easy_init();
	g_assert(transfer->easy != NULL);
	set_way(transfer, call->url, ca_file);
	set_headers(transfer, call);
	set_method(transfer, call);
	set_answer(transfer);
	return transfer;
}

/* A secret may stand in what was said. */
static void
wipe(struct http_transfer *transfer)
{
	if (transfer->body != NULL)
		explicit_bzero(transfer->body, transfer->body_bytes);
	for (struct curl_slist *line = transfer->request_headers; line != NULL;
	     line = line->next)
		explicit_bzero(line->data, strlen(line->data));
}

CURL *
http_transfer_end(struct http_transfer *transfer)
{
	CURL *easy = g_steal_pointer(&transfer->easy);

	/* Nothing of this call may be in the next one. */
	curl_easy_reset(easy);
	http_transfer_free(transfer);
	return easy;
}

void
http_transfer_free(struct http_transfer *transfer)
{
	if (transfer == NULL)
		return;
	g_clear_pointer(&transfer->easy, curl_easy_cleanup);
	wipe(transfer);
	curl_slist_free_all(transfer->request_headers);
	g_hash_table_unref(transfer->headers);
	g_string_free(transfer->answer, TRUE);
	g_free(transfer->body);
	g_free(transfer->type);
	g_free(transfer->detail);
	g_free(transfer);
}

/* Of what never left: whether nothing but the admin can help. */
static gboolean
is_ours(CURLcode code)
{
	return code == CURLE_URL_MALFORMAT ||
	    code == CURLE_UNSUPPORTED_PROTOCOL ||
	    code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CACERT_BADFILE || code == CURLE_FAILED_INIT ||
	    code == CURLE_NOT_BUILT_IN;
}

/* In libcurl's words; owned. */
static char *
explain(const struct http_transfer *transfer, CURLcode code)
{
	/* It tells of on_begin() there. */
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return g_strdup("the connection was lost");
	return text_clean(*transfer->error != '\0' ? transfer->error :
						     curl_easy_strerror(code));
}

static void
judge_failure(struct http_transfer *transfer, CURLcode code,
    struct http_answer *answer)
{
	g_autofree char *why = explain(transfer, code);

	if (transfer->refusal != NULL) {
		answer->came = SEND_HALTED;
		transfer->detail = g_strdup(transfer->refusal);
	} else if (transfer->too_large != NULL) {
		answer->came = SEND_IN_DOUBT;
		curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE,
		    &answer->status);
		transfer->detail = g_strdup_printf(
		    "the request was sent; the %s of the answer is too large",
		    transfer->too_large);
	} else if (is_written(transfer)) {
		answer->came = SEND_IN_DOUBT;
		transfer->detail = g_strdup_printf(
		    "the request was sent, and no whole answer came: %s", why);
	} else {
		answer->came = is_ours(code) ? SEND_HALTED : SEND_DEFERRED;
		transfer->detail = g_strdup_printf("%s: %s",
		    code == CURLE_PEER_FAILED_VERIFICATION ?
			"the server's certificate is not trusted" :
			"the request could not be sent",
		    why);
	}
	answer->detail = transfer->detail;
}

/* Without parameters, in lower case. */
static char *
media_type(const char *header)
{
	gsize n = header != NULL ? strcspn(header, ";, \t") : 0;

	return n > 0 ? g_ascii_strdown(header, (gssize)n) : g_strdup("");
}

void
http_transfer_judge(struct http_transfer *transfer, CURLcode code,
    struct http_answer *answer)
{
	*answer = (struct http_answer){ .came = SEND_ACCEPTED,
		.type = "",
		.body = "",
		.detail = "",
		.here = transfer->here,
		.headers = transfer->headers };
	if (transfer->refusal != NULL || code != CURLE_OK) {
		judge_failure(transfer, code, answer);
		return;
	}
	curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE,
	    &answer->status);
	transfer->type = media_type(
	    g_hash_table_lookup(transfer->headers, "content-type"));
	answer->type = transfer->type;
	answer->body = transfer->answer->str;
	answer->body_bytes = transfer->answer->len;
	answer->retry_after_s =
	    http_retry_after(g_hash_table_lookup(transfer->headers,
				 "retry-after"),
		g_hash_table_lookup(transfer->headers, "date"));
}
