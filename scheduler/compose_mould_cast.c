/*
 * compose_mould_cast.c - how a mould is cast from a mail with blanks, and
 * freed. What it is made of: compose_mould_parts.h. Called by compose_mould.c.
 */
#include <string.h>

#include "scheduler/compose_mould_parts.h"

static void
fixed_clear(struct fixed *fixed)
{
	if (fixed->bytes != NULL)
		g_string_free(fixed->bytes, TRUE);
	g_clear_pointer(&fixed->patches, g_array_unref);
	fixed->bytes = NULL;
}

static void
segment_clear(gpointer data)
{
	g_free(((struct segment *)data)->text);
}

static void
run_clear(gpointer data)
{
	struct run *run = data;

	g_clear_pointer(&run->segments, g_array_unref);
	fixed_clear(&run->plain);
	fixed_clear(&run->encoded);
}

void
mould_free(struct mould *mould)
{
	if (mould == NULL)
		return;
	fixed_clear(&mould->from);
	fixed_clear(&mould->subject_fixed);
	fixed_clear(&mould->rest);
	fixed_clear(&mould->between);
	fixed_clear(&mould->end);
	g_clear_pointer(&mould->subject, g_array_unref);
	g_clear_pointer(&mould->text.runs, g_array_unref);
	g_clear_pointer(&mould->html.runs, g_array_unref);
	g_free(mould);
}

/* Where a line is broken by quoted-printable. */
static gsize
soft_break(const char *at)
{
	return strncmp(at, "=\r\n", 3) == 0 ? 3 : 0;
}

/* TRUE if the blank stands there; *end is behind it, patches are added. */
static gboolean
match_blank(const char *bytes, gsize at, const char *blank,
    enum mould_token token, GArray *patches, gsize *end)
{
	guint before = patches->len;
	struct patch patch = { .at = at, .token = token };

	for (gsize i = 0; blank[i] != '\0'; i++) {
		gsize skip = soft_break(bytes + at);

		if (skip > 0) {
			if (patch.n > 0)
				g_array_append_val(patches, patch);
			at += skip;
			patch = (struct patch){ at, token, i, 0 };
		}
		if (bytes[at] != blank[i]) {
			g_array_set_size(patches, before);
			return FALSE;
		}
		at++;
		patch.n++;
	}
	g_array_append_val(patches, patch);
	*end = at;
	return TRUE;
}

/* Takes the bytes over. */
static struct fixed
fixed_of(const struct cast *cast, GString *bytes)
{
	struct fixed fixed = { bytes,
		g_array_new(FALSE, FALSE, sizeof(struct patch)) };

	for (gsize at = 0; at < bytes->len;) {
		gsize end = at + 1;

		for (guint i = 0; i < MOULD_TOKENS; i++) {
			if (cast->blanks[i] != NULL &&
			    bytes->str[at] == cast->blanks[i][0] &&
			    match_blank(bytes->str, at, cast->blanks[i],
				(enum mould_token)i, fixed.patches, &end))
				break;
		}
		at = end;
	}
	return fixed;
}

static void
add_text(GArray *segments, const char *text, gsize n)
{
	struct segment segment = { .kind = SEGMENT_TEXT };

	if (n == 0)
		return;
	segment.text = g_strndup(text, n);
	g_array_append_val(segments, segment);
}

/* The length of a blank of a gap that begins here; 0: none does. */
static gsize
gap_at(const char *at, struct segment *segment)
{
	if (*at != blank_forms[BLANK_TEXT].before[0] &&
	    *at != blank_forms[BLANK_LINK].before[0])
		return 0;
	for (guint i = 0; i < G_N_ELEMENTS(blank_forms); i++) {
		const struct blank_form *form = &blank_forms[i];
		gsize n = strlen(form->before);

		if (strncmp(at, form->before, n) != 0 || at[n] < 'A' ||
		    at[n] >= 'A' + GAPS_MAX ||
		    strncmp(at + n + 1, form->behind, strlen(form->behind)) !=
			0)
			continue;
		*segment = (struct segment){ .kind = SEGMENT_GAP,
			.which = (guint)(at[n] - 'A'),
			.as = (enum blank_kind)i };
		return n + 1 + strlen(form->behind);
	}
	return 0;
}

static gsize
token_at(const struct cast *cast, const char *at, struct segment *segment)
{
	for (guint i = 0; i < MOULD_TOKENS; i++) {
		if (cast->blanks[i] == NULL || *at != cast->blanks[i][0] ||
		    !g_str_has_prefix(at, cast->blanks[i]))
			continue;
		*segment = (struct segment){ .kind = SEGMENT_TOKEN,
			.which = i };
		return strlen(cast->blanks[i]);
	}
	return 0;
}

/* *gaps: how many of them are gaps. */
static GArray *
segments_of(const struct cast *cast, const char *text, gsize n, guint *gaps)
{
	g_autofree char *copy = g_strndup(text, n);
	GArray *segments = g_array_new(FALSE, FALSE, sizeof(struct segment));
	const char *from = copy;

	g_array_set_clear_func(segments, segment_clear);
	*gaps = 0;
	for (const char *at = copy; *at != '\0';) {
		struct segment segment;
		gsize length = gap_at(at, &segment);

		*gaps += length > 0;
		if (length == 0)
			length = token_at(cast, at, &segment);
		if (length == 0) {
			at++;
			continue;
		}
		add_text(segments, from, (gsize)(at - from));
		g_array_append_val(segments, segment);
		at += length;
		from = at;
	}
	add_text(segments, from, strlen(from));
	return segments;
}

/* Adds lines without gaps. */
static void
add_fixed(const struct cast *cast, struct body *body, const char *text, gsize n)
{
	struct run run = { NULL };
	GString *encoded = g_string_new(NULL);
	GString *plain = g_string_new(NULL);

	if (n > 0) {
		body->plain &= mime_is_plain(text, n);
		mime_put_lines(encoded, text, n, FALSE);
		mime_put_lines(plain, text, n, TRUE);
	}
	run.encoded = fixed_of(cast, encoded);
	run.plain = fixed_of(cast, plain);
	g_array_append_val(body->runs, run);
}

static struct body
body_of(const struct cast *cast, const char *subtype, const char *text)
{
	struct body body = { subtype,
		g_array_new(FALSE, FALSE, sizeof(struct run)), TRUE };
	const char *from = text;

	g_array_set_clear_func(body.runs, run_clear);
	for (const char *line = text; *line != '\0';) {
		gsize n = strcspn(line, "\n");
		struct run run = { NULL };
		guint gaps;

		n += line[n] == '\n';
		run.segments = segments_of(cast, line, n, &gaps);
		if (gaps > 0) {
			add_fixed(cast, &body, from, (gsize)(line - from));
			g_array_append_val(body.runs, run);
			from = line + n;
		} else {
			g_array_unref(run.segments);
		}
		line += n;
	}
	add_fixed(cast, &body, from, strlen(from));
	return body;
}

/* A blank that is left stands in a form that is not known here. */
static gboolean
is_left(const char *text)
{
	return text != NULL &&
	    (strstr(text, "\xee\x80") != NULL ||
		strstr(text, "%EE%80") != NULL);
}

static gboolean
is_left_in(const GArray *segments)
{
	for (guint i = 0; i < segments->len; i++) {
		if (is_left(g_array_index(segments, struct segment, i).text))
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_whole(const struct body *body)
{
	for (guint i = 0; i < body->runs->len; i++) {
		const struct run *run = &g_array_index(body->runs, struct run,
		    i);

		if (run->segments != NULL ? is_left_in(run->segments) :
					    is_left(run->plain.bytes->str))
			return FALSE;
	}
	return TRUE;
}

static struct mould *
mould_of(const struct cast *cast, struct mime_mail *mail)
{
	struct mould *mould = g_new0(struct mould, 1);
	GString *from = g_string_new(NULL);
	GString *rest = g_string_new(NULL);
	GString *between = g_string_new(NULL);
	GString *end = g_string_new(NULL);
	guint gaps;

	mime_put_from(from, mail->from);
	mould->from = fixed_of(cast, from);
	mould->subject = segments_of(cast, mail->subject,
	    strlen(mail->subject), &gaps);
	if (gaps == 0) {
		GString *subject = g_string_new(NULL);

		mime_put_subject(subject, mail->subject);
		mould->subject_fixed = fixed_of(cast, subject);
	}
	mime_put_rest(rest, mail);
	mould->rest = fixed_of(cast, rest);
	mould->text = body_of(cast, "plain", mail->text);
	mime_put_boundary(between, mail->boundary, FALSE);
	mould->between = fixed_of(cast, between);
	mould->html = body_of(cast, "html", mail->html);
	mime_put_boundary(end, mail->boundary, TRUE);
	mould->end = fixed_of(cast, end);
	mould->bytes = strlen(mail->text) + strlen(mail->html) * 5 / 4 + 4096;
	if (!is_left_in(mould->subject) && is_whole(&mould->text) &&
	    is_whole(&mould->html))
		return mould;
	mould_free(mould);
	return NULL;
}

char *
mould_blank(const struct cast *cast, enum token_purpose purpose, gint64 id)
{
	switch (purpose) {
	case TOKEN_REPLY:
		return g_strdup(cast->blanks[MOULD_REPLY]);
	case TOKEN_UNSUBSCRIBE:
		return g_strdup(cast->blanks[MOULD_LEAVE]);
	case TOKEN_MESSAGE_ID:
		return g_strdup(cast->blanks[id == cast->follows_message_id ?
			MOULD_FOLLOWS :
			MOULD_MESSAGE]);
	case TOKEN_BOUNCE:
	case TOKEN_DELIVERY:
	case TOKEN_CASE_OWNER:
	case TOKEN_CASE_CUSTOMER:
		break;
	}
	g_assert_not_reached();
}

/* As long as the token, and like no word. */
static char *
blank_like(const char *token, char mark)
{
	char *blank;

	if (token == NULL)
		return NULL;
	blank = g_strdup(token);
	for (gsize i = 0; blank[i] != '\0'; i++)
		blank[i] = i % 2 == 0 ? mark : 'q';
	return blank;
}

struct mould *
mould_new(const struct composer *composer, const struct outbox_item *item,
    const struct config_section *provider, const struct event *blank,
    const struct mould_filling *like)
{
	static const char marks[] = "zxjk";
	struct cast cast = { .follows_message_id = item->follows_message_id };
	struct composer caster = *composer;
	struct outbox_item for_all = *item;
	struct asked_mail asked;
	struct mould *mould = NULL;

	for (guint i = 0; i < MOULD_TOKENS; i++)
		cast.blanks[i] = blank_like(like->tokens[i], marks[i]);
	caster.cast = &cast;
	for_all.event = (struct event *)blank;
	if (compose_asked_mail(&caster, &for_all, provider, 0, &asked, NULL)) {
		g_autofree char *message_id = compose_message_id(&caster,
		    provider, item->message_id);
		g_autofree char *boundary = g_strconcat("=_",
		    cast.blanks[MOULD_MESSAGE], NULL);

		asked.mail.from = config_text(provider, "from");
		asked.mail.message_id = message_id;
		asked.mail.boundary = boundary;
		if (*asked.mail.html != '\0')
			mould = mould_of(&cast, &asked.mail);
		asked_mail_clear(&asked);
	}
	for (guint i = 0; i < MOULD_TOKENS; i++)
		g_free(cast.blanks[i]);
	return mould;
}
