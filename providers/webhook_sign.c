/*
 * webhook_sign.c - secrets and signatures of webhooks, as Standard Webhooks
 * wants them. Called by webhook.c. Pure.
 */
#include <string.h>

#include "base/errors.h"
#include "providers/webhook.h"

#define PREFIX "whsec_"
#define SECRET_MIN_BYTES 24
#define SECRET_MAX_BYTES 64
#define SECRETS_MAX 4
#define MAC_BYTES 32

static void
secret_free(gpointer data)
{
	GBytes *secret = data;
	gsize n;
	gpointer bytes = g_bytes_unref_to_data(secret, &n);

	explicit_bzero(bytes, n);
	g_free(bytes);
}

/* g_base64_decode skips what is no base64. */
static gboolean
is_base64(const char *text)
{
	gsize n = strlen(text);
	gsize letters = strspn(text,
	    G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "+/");

	return n % 4 == 0 && n - letters <= 2 &&
	    strspn(text + letters, "=") == n - letters;
}

static GBytes *
read_secret(const char *word, GError **error)
{
	const char *text = word + strlen(PREFIX);
	guchar *bytes;
	gsize n = 0;

	if (!g_str_has_prefix(word, PREFIX) || !is_base64(text)) {
		config_refuse(error,
		    "it holds no secret of webhooks; allowed is " PREFIX
		    " and base64 behind it");
		return NULL;
	}
	bytes = g_base64_decode(text, &n);
	if (n >= SECRET_MIN_BYTES && n <= SECRET_MAX_BYTES)
		return g_bytes_new_take(bytes, n);
	explicit_bzero(bytes, n);
	g_free(bytes);
	config_refuse(error,
	    "its secret has %zu bytes behind the base64; allowed are %d to %d",
	    n, SECRET_MIN_BYTES, SECRET_MAX_BYTES);
	return NULL;
}

GPtrArray *
webhook_secrets(const char *line, GError **error)
{
	g_autoptr(GPtrArray) secrets = g_ptr_array_new_with_free_func(
	    secret_free);
	char **words = g_strsplit(line, " ", -1);
	gboolean ok = TRUE;

	for (char **word = words; ok && *word != NULL; word++) {
		GBytes *secret;

		if (**word == '\0')
			continue;
		secret = read_secret(*word, error);
		ok = secret != NULL;
		if (ok)
			g_ptr_array_add(secrets, secret);
	}
	for (char **word = words; *word != NULL; word++)
		explicit_bzero(*word, strlen(*word));
	g_strfreev(words);
	if (ok && (secrets->len == 0 || secrets->len > SECRETS_MAX))
		ok = config_refuse(error,
		    "%u secrets stand in it; allowed are 1 to %d", secrets->len,
		    SECRETS_MAX);
	return ok ? g_steal_pointer(&secrets) : NULL;
}

static void
append_signature(GString *out, GBytes *secret, const char *head,
    const void *body, gsize n)
{
	gsize key_bytes;
	const guint8 *key = g_bytes_get_data(secret, &key_bytes);
	GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA256, key, key_bytes);
	guint8 mac[MAC_BYTES];
	gsize mac_bytes = sizeof(mac);
	g_autofree char *text = NULL;

	g_hmac_update(hmac, (const guchar *)head, -1);
	g_hmac_update(hmac, body, (gssize)n);
	g_hmac_get_digest(hmac, mac, &mac_bytes);
	g_hmac_unref(hmac);
	text = g_base64_encode(mac, mac_bytes);
	g_string_append_printf(out, "%sv1,%s", out->len > 0 ? " " : "", text);
}

char *
webhook_sign(const GPtrArray *secrets, const char *id, gint64 at,
    const void *body, gsize n)
{
	g_autofree char *head = g_strdup_printf("%s.%" G_GINT64_FORMAT ".", id,
	    at);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < secrets->len; i++)
		append_signature(out, secrets->pdata[i], head, body, n);
	return g_string_free(out, FALSE);
}
