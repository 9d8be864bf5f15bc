/*
 * twilio_signature.c - see twilio_signature.h. Pure. Reads of a request what
 * the signature needs, and nothing for its meaning. Called by twilio_hook.c.
 */
#include "providers/twilio_signature.h"

#include <string.h>

#include "base/errors.h"

#define SHA1_BYTES 20
#define DEFAULT_HTTP_PORT ":80"
#define DEFAULT_HTTPS_PORT ":443"

struct pair {
	const char *name, *value;
};

static int
compare_pairs(gconstpointer a, gconstpointer b)
{
	const struct pair *one = a, *other = b;
	int order = strcmp(one->name, other->name);

	return order != 0 ? order : strcmp(one->value, other->value);
}

static void
append_fields(GString *text, const struct form *form)
{
	g_autoptr(GArray)
	    pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));

	for (guint i = 0; i < form->names->len; i++) {
		struct pair pair = { form->names->pdata[i],
			form->values->pdata[i] };

		g_array_append_val(pairs, pair);
	}
	g_array_sort(pairs, compare_pairs);
	for (guint i = 0; i < pairs->len; i++) {
		const struct pair *pair = &g_array_index(pairs, struct pair, i);

		if (i > 0 && compare_pairs(pair - 1, pair) == 0)
			continue;
		g_string_append(text, pair->name);
		g_string_append(text, pair->value);
	}
}

char *
twilio_signature_make(const char *token, const char *url,
    const struct form *form)
{
	g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA1,
	    (const guint8 *)token, strlen(token));
	g_autoptr(GString) text = g_string_new(url);
	guint8 digest[SHA1_BYTES];
	gsize n = sizeof(digest);

	if (form != NULL)
		append_fields(text, form);
	g_hmac_update(hmac, (const guint8 *)text->str, (gssize)text->len);
	g_hmac_get_digest(hmac, digest, &n);
	return g_base64_encode(digest, n);
}

static gboolean
is_right(const char *token, const char *url, const struct form *form,
    const char *signature)
{
	g_autofree char *right = twilio_signature_make(token, url, form);
	gsize n = strlen(right);
	volatile guint8 difference = 0;

	if (strlen(signature) != n)
		return FALSE;
	for (gsize i = 0; i < n; i++)
		difference |= (guint8)(right[i] ^ signature[i]);
	return difference == 0;
}

/* Where ":PORT" begins and ends in the address; both the end of the host if it
 * has none. */
static void
find_port(const char *url, const char **from, const char **to)
{
	const char *host = strstr(url, "://");
	const char *at, *bracket, *colon;
	gsize n;

	host = host != NULL ? host + strlen("://") : url;
	n = strcspn(host, "/?#");
	*to = host + n;
	at = g_strrstr_len(host, (gssize)n, "@");
	host = at != NULL ? at + 1 : host;
	bracket = g_strrstr_len(host, *to - host, "]");
	host = bracket != NULL ? bracket : host;
	colon = g_strrstr_len(host, *to - host, ":");
	*from = colon != NULL ? colon : *to;
}

static char *
without_port(const char *url)
{
	const char *from, *to;

	find_port(url, &from, &to);
	return g_strdup_printf("%.*s%s", (int)(from - url), url, to);
}

static char *
with_port(const char *url)
{
	const char *from, *to;

	find_port(url, &from, &to);
	if (from != to)
		return g_strdup(url);
	return g_strdup_printf("%.*s%s%s", (int)(from - url), url,
	    g_str_has_prefix(url, "https:") ? DEFAULT_HTTPS_PORT :
					      DEFAULT_HTTP_PORT,
	    to);
}

static gboolean
is_signed(const char *token, const char *url, const struct form *form,
    const char *signature)
{
	g_autofree char *bare = without_port(url);
	g_autofree char *full = with_port(url);
	gboolean by_bare = is_right(token, bare, form, signature);
	gboolean by_full = is_right(token, full, form, signature);

	return by_bare || by_full;
}

/*
 * One form has many texts: "%2b" for "%2B", "%41" for "A", "a" for "a=". No
 * program that encodes forms writes those, so who did is not Twilio. It makes
 * the signature stand for the bytes that came, as near as can be.
 */
static gboolean
is_as_encoded(const char *text, gsize n)
{
	gboolean named = FALSE; /* the field has its "=" */

	for (gsize i = 0; i < n; i++) {
		int high, low;

		if (text[i] == '=') {
			named = TRUE;
		} else if (text[i] == '&') {
			if (!named)
				return FALSE;
			named = FALSE;
		} else if (text[i] == '%') {
			high = i + 2 < n && !g_ascii_islower(text[i + 1]) ?
			    g_ascii_xdigit_value(text[i + 1]) :
			    -1;
			low = i + 2 < n && !g_ascii_islower(text[i + 2]) ?
			    g_ascii_xdigit_value(text[i + 2]) :
			    -1;
			if (high < 0 || low < 0 ||
			    g_ascii_isalnum(high * 16 + low))
				return FALSE;
			i += 2;
		} else if (!g_ascii_isgraph(text[i])) {
			return FALSE;
		}
	}
	return named || n == 0;
}

static struct form *
read_form(GBytes *body, GError **error)
{
	gsize n;
	const char *text = g_bytes_get_data(body, &n);

	if (!is_as_encoded(text, n)) {
		data_refuse(error, "the form is not encoded as Twilio's are");
		return NULL;
	}
	return form_parse(text, n, error);
}

static gboolean
check_body(const struct http_request *request, GError **error)
{
	g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256,
	    request->body);
	g_autoptr(form)
	    query = form_parse(request->query, strlen(request->query), error);
	const char *told;

	if (query == NULL)
		return FALSE;
	told = form_value(query, "bodySHA256");
	if (told == NULL)
		return data_refuse(error,
		    "the query has no bodySHA256, which Twilio adds for JSON");
	if (!g_str_equal(told, sum))
		return data_refuse(error,
		    "the body is not the one whose SHA-256 is in the query");
	return TRUE;
}

/* "application/json; charset=utf-8" is of the type application/json. */
static gboolean
is_of_type(const struct http_request *request, const char *type)
{
	const char *header = g_hash_table_lookup(request->headers,
	    "content-type");
	gsize n = header != NULL ? strcspn(header, "; \t") : 0;

	return n == strlen(type) && g_ascii_strncasecmp(header, type, n) == 0;
}

static gboolean
read_body(const struct http_request *request, struct form **form,
    GError **error)
{
	*form = NULL;
	if (is_of_type(request, "application/json"))
		return check_body(request, error);
	if (!is_of_type(request, "application/x-www-form-urlencoded"))
		return data_refuse(error,
		    "the Content-Type is not one that Twilio sends; allowed "
		    "are application/x-www-form-urlencoded and "
		    "application/json");
	*form = read_form(request->body, error);
	return *form != NULL;
}

gboolean
twilio_signature_check(const char *token, const char *hook_url,
    const struct http_request *request, struct form **form, GError **error)
{
	const char *signature = g_hash_table_lookup(request->headers,
	    TWILIO_SIGNATURE_HEADER);
	g_autofree char *url = g_strconcat(hook_url,
	    *request->query != '\0' ? "?" : "", request->query, NULL);
	g_autoptr(form) read = NULL;

	if (!g_str_equal(request->method, "POST"))
		return data_refuse(error,
		    "the method is not POST; set it so at Twilio");
	if (*request->path != '/' || !g_str_has_suffix(hook_url, request->path))
		return data_refuse(error,
		    "the path is not the one that Twilio was told to call");
	if (signature == NULL)
		return data_refuse(error, "there is no X-Twilio-Signature");
	if (!read_body(request, &read, error))
		return FALSE;
	if (!is_signed(token, url, read, signature))
		return data_refuse(error,
		    "the X-Twilio-Signature is not right: made by another, "
		    "with another auth token, or for another address than "
		    "public_url says");
	*form = g_steal_pointer(&read);
	return TRUE;
}
