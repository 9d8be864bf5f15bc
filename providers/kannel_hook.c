/*
 * kannel_hook.c - reads what Kannel tells by HTTP: texts and delivery reports
 * (Kannel 1.4.5 User's Guide, table 6-8 and chapter 10). Called by kannel.c.
 *
 * The bytes of a text are in whatever charset Kannel had it in, and may hold a
 * NUL; so `text` is cut out of the query before the rest is read as a form.
 *
 * BUGS: smsbox calls for several texts at once, so two that came in the same
 * second may be told in the wrong order.
 */
#include "providers/kannel_hook.h"

#include <string.h>

#include "base/errors.h"
#include "providers/form.h"
#include "providers/hook_fields.h"

/* Its clock may be a little before ours. */
#define CLOCKS_DIFFER_S (24 * 60 * 60)

/* What stands for the message itself is not asked for. */
char *
kannel_dlr_url(const char *hook_url, const char *name)
{
	const struct form_field field = { "name", name };
	g_autofree char *form = form_encode(&field, 1);
	g_autoptr(GString) url = g_string_new(hook_url);

	g_string_append_printf(url, "?%s", form);
	/* Kannel takes % for an escape of its own. */
	g_string_replace(url, "%", "%%", 0);
	g_string_append(url, "&status=%d&answer=%A");
	return g_string_free(g_steal_pointer(&url), FALSE);
}

/* FALSE if an escape is cut short or is none. */
static gboolean
decode_field(const char *field, gsize n, GByteArray *bytes)
{
	for (gsize i = 0; i < n; i++) {
		guint8 byte = (guint8)field[i];

		if (byte == '+') {
			byte = ' ';
		} else if (byte == '%') {
			int high = i + 2 < n ?
			    g_ascii_xdigit_value(field[i + 1]) :
			    -1;
			int low = i + 2 < n ?
			    g_ascii_xdigit_value(field[i + 2]) :
			    -1;

			if (high < 0 || low < 0)
				return FALSE;
			byte = (guint8)(high << 4 | low);
			i += 2;
		}
		g_byte_array_append(bytes, &byte, 1);
	}
	return TRUE;
}

/* A telephone may have cut a pair of surrogates; half of one is U+FFFD. */
static char *
text_of_utf16(const GByteArray *bytes)
{
	GString *text = g_string_sized_new(bytes->len);
	gunichar high = 0;

	for (guint i = 0; i + 1 < bytes->len; i += 2) {
		gunichar unit = (gunichar)bytes->data[i] << 8 |
		    bytes->data[i + 1];
		gboolean ends_pair = high != 0 && (unit & 0xfc00) == 0xdc00;

		if (high != 0 && !ends_pair)
			g_string_append_unichar(text, 0xfffd);
		if (ends_pair)
			unit = 0x10000 + ((high & 0x3ff) << 10) +
			    (unit & 0x3ff);
		high = (unit & 0xfffffc00) == 0xd800 ? unit : 0;
		if (high == 0)
			g_string_append_unichar(text,
			    unit == 0 || (unit & 0xfffffc00) == 0xdc00 ?
				0xfffd :
				unit);
	}
	if (high != 0)
		g_string_append_unichar(text, 0xfffd);
	return g_string_free(text, FALSE);
}

/*
 * charset: what Kannel says it is, or NULL. "8-BIT" says that nobody knows. All
 * of it is taken, for a text that is refused would be told for ever.
 */
static char *
text_of(const GByteArray *bytes, const char *coding, const char *charset)
{
	const char *data = bytes->len > 0 ? (const char *)bytes->data : "";
	gboolean known = charset != NULL && charset[0] != '\0' &&
	    g_ascii_strcasecmp(charset, "UTF-8") != 0 &&
	    g_ascii_strcasecmp(charset, "8-BIT") != 0;
	g_autofree char *converted = NULL;
	gsize n = bytes->len;

	if (g_strcmp0(coding, "2") == 0 ||
	    (known && g_ascii_strncasecmp(charset, "UTF-16", 6) == 0))
		return text_of_utf16(bytes);
	if (!known && memchr(data, '\0', n) == NULL &&
	    !g_utf8_validate_len(data, n, NULL))
		charset = "WINDOWS-1252";
	else if (!known)
		return g_utf8_make_valid(data, (gssize)n);
	converted = g_convert(data, (gssize)n, "UTF-8", charset, NULL, &n,
	    NULL);
	return converted != NULL ? g_utf8_make_valid(converted, (gssize)n) :
				   g_utf8_make_valid(data, (gssize)bytes->len);
}

/* The query without its first `text`, whose bytes are added; or NULL. */
static char *
take_text_out(const char *query, GByteArray *bytes, gboolean *found)
{
	g_auto(GStrv) fields = g_strsplit(query, "&", -1);
	GString *rest = g_string_new(NULL);

	*found = FALSE;
	for (guint i = 0; fields[i] != NULL; i++) {
		const char *value = fields[i] + strlen("text=");

		if (*found || !g_str_has_prefix(fields[i], "text=")) {
			g_string_append_printf(rest, "&%s", fields[i]);
			continue;
		}
		*found = TRUE;
		if (!decode_field(value, strlen(value), bytes)) {
			g_string_free(rest, TRUE);
			return NULL;
		}
	}
	return g_string_free(rest, FALSE);
}

static gint64
time_of(const char *text, gint64 now_at)
{
	guint64 time;

	if (text == NULL ||
	    !g_ascii_string_to_unsigned(text, 10, 1,
		(guint64)(now_at + CLOCKS_DIFFER_S), &time, NULL))
		return 0;
	return (gint64)time;
}

static void
add_text(struct arrivals *arrivals, const struct form *form,
    const GByteArray *bytes, gint64 now_at)
{
	const char *from = form_value(form, "from");
	const char *time = form_value(form, "time");
	const char *id = form_value(form, "id");
	g_autofree char *number = hook_number(from);
	struct incoming_text *text;

	if (number == NULL)
		return;
	text = g_new0(struct incoming_text, 1);
	text->from = g_steal_pointer(&number);
	text->to = g_strdup(form_value(form, "to"));
	text->text = text_of(bytes, form_value(form, "coding"),
	    form_value(form, "charset"));
	text->written_at = time_of(time, now_at);
	text->id = id != NULL && id[0] != '\0' ?
	    g_strdup(id) :
	    hook_text_id(text->from, time, text->text);
	g_ptr_array_add(arrivals->texts, text);
}

/* The word behind "stat:" or the like in a receipt (SMPP 3.4, appendix B); it
 * holds the message's beginning too, so no more is taken from it. Owned. */
static char *
word_behind(const char *answer, const char *name)
{
	const char *found = strstr(answer, name);
	gsize n = 0;

	if (found == NULL)
		return NULL;
	found += strlen(name);
	while (n < 12 && g_ascii_isalnum(found[n]))
		n++;
	return n == 0 ? NULL : g_strndup(found, n);
}

static char *
detail_of(const char *what, const char *answer)
{
	g_autofree char *stat = NULL;
	g_autofree char *err = NULL;
	g_autofree char *code = NULL;
	GString *detail = g_string_new(what);

	if (answer == NULL)
		return g_string_free(detail, FALSE);
	stat = word_behind(answer, "stat:");
	err = word_behind(answer, "err:");
	if (g_str_has_prefix(answer, "NACK/"))
		code = word_behind(answer, "NACK/");
	if (stat != NULL)
		g_string_append_printf(detail, ": %s", stat);
	if (err != NULL)
		g_string_append_printf(detail, ", error %s", err);
	if (code != NULL)
		g_string_append_printf(detail, ": %s", code);
	return g_string_free(detail, FALSE);
}

static gboolean
add_report(struct arrivals *arrivals, const struct form *form,
    const char *status, GError **error)
{
	static const struct {
		const char *status;
		enum delivery_state state;
		const char *detail;
	} known[] = {
		{ "1", DELIVERY_DELIVERED, "delivered" },
		{ "2", DELIVERY_UNDELIVERED, "not delivered" },
		{ "4", DELIVERY_SENT, "the network keeps it for later" },
		{ "8", DELIVERY_SENT, "the network has taken it" },
		{ "16", DELIVERY_UNDELIVERED, "the network has refused it" },
	};
	const char *name = form_value(form, "name");
	struct delivery_report *report;

	if (name == NULL || name[0] == '\0')
		return data_refuse(error, "a delivery report without a name");
	for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
		if (!g_str_equal(known[i].status, status))
			continue;
		report = g_new0(struct delivery_report, 1);
		report->name = g_strdup(name);
		report->state = known[i].state;
		report->detail = detail_of(known[i].detail,
		    form_value(form, "answer"));
		g_ptr_array_add(arrivals->reports, report);
	}
	return TRUE;
}

gboolean
kannel_hook_read(const char *query, gint64 now_at, struct arrivals *arrivals,
    GError **error)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(form) form = NULL;
	g_autofree char *rest = NULL;
	gboolean is_text;

	rest = take_text_out(query, bytes, &is_text);
	if (rest == NULL)
		return data_refuse(error, "the text is not percent-encoded");
	form = form_parse(rest, strlen(rest), error);
	if (form == NULL)
		return FALSE;
	if (form_value(form, "status") != NULL && !is_text)
		return add_report(arrivals, form, form_value(form, "status"),
		    error);
	if (!is_text || form_value(form, "from") == NULL)
		return data_refuse(error,
		    "neither a text nor a delivery report; the get-url ends "
		    "in ?%s",
		    KANNEL_GET_QUERY);
	add_text(arrivals, form, bytes, now_at);
	return TRUE;
}
