/*
 * bounce.c - reads delivery reports and complaints.
 *
 * Reports with fields are read by their fields. Older servers write prose: of
 * it only the sender, X-Failed-Recipients and a status code are understood,
 * and without a code nothing is called permanent. Called by read.c.
 */
#include "replies/bounce.h"

#include <string.h>

#include "base/text.h"
#include "replies/charset.h"

#define FAILED_MAX 100
#define LINES_MAX 20000
#define ADDRESS_MAX_BYTES 320
#define REASON_MAX_BYTES 500
#define PROSE_MAX_BYTES 8192 /* of a report without fields */

/* Of several recipients the gravest stands. */
enum outcome {
	OUTCOME_NONE,
	OUTCOME_DELIVERED,
	OUTCOME_DELAYED,
	OUTCOME_FAILED,
	OUTCOME_FAILED_FOR_EVER,
};

/* One recipient's group of fields. */
struct group {
	char *final;	/* Final-Recipient */
	char *original; /* Original-Recipient */
	char *action;
	char *status;
	char *diagnostic;
};

static struct bounce *
bounce_new(enum reply_kind kind)
{
	struct bounce *bounce = g_new0(struct bounce, 1);

	bounce->kind = kind;
	bounce->failed = g_ptr_array_new_with_free_func(g_free);
	return bounce;
}

void
bounce_free(struct bounce *bounce)
{
	if (bounce == NULL)
		return;
	g_ptr_array_unref(bounce->failed);
	g_free(bounce->status);
	g_free(bounce->reason);
	g_free(bounce);
}

static void
group_clear(struct group *group)
{
	g_free(group->final);
	g_free(group->original);
	g_free(group->action);
	g_free(group->status);
	g_free(group->diagnostic);
	*group = (struct group){ NULL };
}

/* The address in "rfc822; <ada@example.com>" or alone; NULL if none. */
static char *
take_address(const char *value)
{
	const char *type_end = value != NULL ? strchr(value, ';') : NULL;
	gsize n;

	if (value == NULL)
		return NULL;
	if (type_end != NULL)
		value = type_end + 1;
	value += strspn(value, " \t<\"");
	n = strcspn(value, " \t<>\",;");
	if (n == 0 || n > ADDRESS_MAX_BYTES || memchr(value, '@', n) == NULL)
		return NULL;
	return g_strndup(value, n);
}

static void
add_failed(struct bounce *bounce, const char *value)
{
	g_autofree char *address = take_address(value);

	if (address == NULL || bounce->failed->len >= FAILED_MAX ||
	    g_ptr_array_find_with_equal_func(bounce->failed, address,
		g_str_equal, NULL))
		return;
	g_ptr_array_add(bounce->failed, g_steal_pointer(&address));
}

/* n digits at most; past them, or NULL if there is none. */
static const char *
past_digits(const char *at, gsize n)
{
	gsize digits = strspn(at, "0123456789");

	return digits > 0 && digits <= n ? at + digits : NULL;
}

/*
 * The first enhanced status code (RFC 3463) of class 2, 4 or 5 in the text, or
 * NULL. Not a part of an address such as 10.5.1.1.
 */
static char *
find_status(const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		const char *end;

		if ((*at != '2' && *at != '4' && *at != '5') || at[1] != '.' ||
		    (at > text && (g_ascii_isalnum(at[-1]) || at[-1] == '.')))
			continue;
		end = past_digits(at + 2, 3);
		end = end != NULL && *end == '.' ? past_digits(end + 1, 3) :
						   NULL;
		if (end != NULL && *end != '.' && !g_ascii_isalnum(*end))
			return g_strndup(at, end - at);
	}
	return NULL;
}

/* What an SMTP reply "550 ..." alone says: "5.0.0"; NULL if there is none. */
static char *
find_smtp_code(const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		if ((*at != '4' && *at != '5') ||
		    (at > text && !strchr(" \t\n:(#", at[-1])) || at[1] < '0' ||
		    at[1] > '5' || !g_ascii_isdigit(at[2]) ||
		    (at[3] != ' ' && at[3] != '-' && at[3] != '\n'))
			continue;
		return g_strdup_printf("%c.0.0", *at);
	}
	return NULL;
}

/* Without the "smtp;" before it, in one line. */
static char *
tidy_reason(const char *diagnostic)
{
	const char *type_end = strchr(diagnostic, ';');
	g_autoptr(GString) out = g_string_new(NULL);

	if (type_end != NULL && type_end - diagnostic <= 16)
		diagnostic = type_end + 1;
	for (; *diagnostic != '\0'; diagnostic++) {
		if (!g_ascii_isspace(*diagnostic))
			g_string_append_c(out, *diagnostic);
		else if (out->len > 0 && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	g_strchomp(out->str);
	return *out->str != '\0' ? text_cut(out->str, REASON_MAX_BYTES) : NULL;
}

static char *
group_status(const struct group *group)
{
	char *status = group->status != NULL ? find_status(group->status) :
					       NULL;

	if (status == NULL && group->diagnostic != NULL)
		status = find_status(group->diagnostic);
	if (status == NULL && group->diagnostic != NULL)
		status = find_smtp_code(group->diagnostic);
	return status;
}

static enum outcome
group_outcome(const struct group *group, const char *status)
{
	g_autofree char *word = g_strndup(group->action,
	    strcspn(group->action, " \t(;"));

	if (g_ascii_strcasecmp(word, "failed") == 0)
		return status != NULL && *status == '5' ?
		    OUTCOME_FAILED_FOR_EVER :
		    OUTCOME_FAILED;
	if (g_ascii_strcasecmp(word, "delayed") == 0)
		return OUTCOME_DELAYED;
	if (g_ascii_strcasecmp(word, "delivered") == 0 ||
	    g_ascii_strcasecmp(word, "relayed") == 0 ||
	    g_ascii_strcasecmp(word, "expanded") == 0)
		return OUTCOME_DELIVERED;
	return OUTCOME_NONE;
}

/* Adds a finished group to the judgement, and empties it. */
static void
judge_group(struct bounce *bounce, enum outcome *gravest, struct group *group)
{
	g_autofree char *status = group_status(group);
	enum outcome outcome = group->action != NULL ?
	    group_outcome(group, status) :
	    OUTCOME_NONE;

	if (outcome != OUTCOME_NONE && outcome > *gravest) {
		*gravest = outcome;
		g_ptr_array_set_size(bounce->failed, 0);
		g_free(bounce->status);
		bounce->status = g_steal_pointer(&status);
		g_free(bounce->reason);
		bounce->reason = group->diagnostic != NULL ?
		    tidy_reason(group->diagnostic) :
		    NULL;
	}
	if (outcome != OUTCOME_NONE && outcome == *gravest)
		add_failed(bounce,
		    group->final != NULL ? group->final : group->original);
	group_clear(group);
}

static char **
group_field(struct group *group, const char *line)
{
	static const struct {
		const char *name;
		gsize offset;
	} fields[] = {
		{ "Final-Recipient:", G_STRUCT_OFFSET(struct group, final) },
		{ "Original-Recipient:",
		    G_STRUCT_OFFSET(struct group, original) },
		{ "Action:", G_STRUCT_OFFSET(struct group, action) },
		{ "Status:", G_STRUCT_OFFSET(struct group, status) },
		{ "Diagnostic-Code:",
		    G_STRUCT_OFFSET(struct group, diagnostic) },
	};

	for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
		if (g_ascii_strncasecmp(line, fields[i].name,
			strlen(fields[i].name)) == 0)
			return G_STRUCT_MEMBER_P(group, fields[i].offset);
	return NULL;
}

static void
judge_line(struct bounce *bounce, enum outcome *gravest, struct group *group,
    const char *line)
{
	char **field = group_field(group, line);

	if (*line == '\0') {
		/* Some servers leave a blank line within a group. */
		if (group->action != NULL &&
		    (group->final != NULL || group->original != NULL))
			judge_group(bounce, gravest, group);
		return;
	}
	if (field == NULL)
		return;
	if (*field != NULL) /* no blank line between groups */
		judge_group(bounce, gravest, group);
	*field = g_strstrip(g_strdup(strchr(line, ':') + 1));
}

/* The lines, with folded ones joined to the line they continue. */
static GPtrArray *
unfold(const char *fields)
{
	g_auto(GStrv) lines = charset_lines(fields, LINES_MAX);
	GPtrArray *whole = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) line = g_string_new(NULL);

	for (guint i = 0; lines[i] != NULL; i++) {
		gboolean more = lines[i + 1] != NULL &&
		    (*lines[i + 1] == ' ' || *lines[i + 1] == '\t') &&
		    *g_strchomp(lines[i + 1]) != '\0';

		g_string_append(line, g_strchomp(lines[i]));
		if (more)
			continue;
		g_ptr_array_add(whole, g_strdup(line->str));
		g_string_truncate(line, 0);
	}
	return whole;
}

struct bounce *
bounce_of_status(const char *fields)
{
	g_autoptr(bounce) bounce = bounce_new(REPLY_BOUNCE);
	g_autoptr(GPtrArray) lines = unfold(fields);
	enum outcome gravest = OUTCOME_NONE;
	struct group group = { NULL };

	for (guint i = 0; i < lines->len; i++)
		judge_line(bounce, &gravest, &group, lines->pdata[i]);
	judge_group(bounce, &gravest, &group);
	switch (gravest) {
	case OUTCOME_NONE:
		return NULL;
	case OUTCOME_DELIVERED:
		bounce->kind = REPLY_DELIVERED;
		break;
	case OUTCOME_DELAYED:
		bounce->kind = REPLY_DELAY;
		break;
	case OUTCOME_FAILED_FOR_EVER:
		bounce->permanent = TRUE;
		break;
	case OUTCOME_FAILED:
		break;
	}
	return g_steal_pointer(&bounce);
}

/* The value of a field of a feedback report, or NULL; borrowed. */
static const char *
feedback_field(const GPtrArray *lines, const char *name)
{
	gsize n = strlen(name);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = lines->pdata[i];

		if (g_ascii_strncasecmp(line, name, n) == 0 && line[n] == ':')
			return line + n + 1 + strspn(line + n + 1, " \t");
	}
	return NULL;
}

struct bounce *
bounce_of_feedback(const char *fields)
{
	g_autoptr(GPtrArray) lines = unfold(fields);
	const char *type = feedback_field(lines, "Feedback-Type");
	struct bounce *bounce;

	if (type != NULL && g_ascii_strncasecmp(type, "not-spam", 8) == 0)
		return NULL;
	bounce = bounce_new(REPLY_COMPLAINT);
	add_failed(bounce, feedback_field(lines, "Original-Rcpt-To"));
	add_failed(bounce, feedback_field(lines, "Removal-Recipient"));
	if (type != NULL)
		bounce->reason = tidy_reason(type);
	return bounce;
}

static gboolean
is_from_server(const struct mail *mail)
{
	return mail->from != NULL &&
	    g_ascii_strncasecmp(mail->from, "mailer-daemon@", 14) == 0;
}

static gboolean
says_delay(const char *subject)
{
	g_autofree char *lower = subject != NULL ? g_utf8_strdown(subject, -1) :
						   g_strdup("");

	return strstr(lower, "delayed") != NULL ||
	    strstr(lower, "warning") != NULL;
}

/* A report without fields: Exim's, qmail's and their like. */
static struct bounce *
bounce_of_prose(const struct mail *mail)
{
	const char *named = mail_header(mail, "X-Failed-Recipients");
	g_autofree char *prose = NULL;
	g_auto(GStrv) addresses = NULL;
	struct bounce *bounce;

	if (named == NULL && !is_from_server(mail))
		return NULL;
	bounce = bounce_new(named == NULL && says_delay(mail->subject) ?
		REPLY_DELAY :
		REPLY_BOUNCE);
	if (named != NULL)
		addresses = g_strsplit(named, ",", FAILED_MAX);
	for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
		add_failed(bounce, addresses[i]);
	if (mail->text == NULL)
		return bounce;
	prose = text_cut(mail->text, PROSE_MAX_BYTES);
	bounce->status = find_status(prose);
	if (bounce->status == NULL)
		bounce->status = find_smtp_code(prose);
	bounce->permanent = bounce->kind == REPLY_BOUNCE &&
	    bounce->status != NULL && *bounce->status == '5';
	return bounce;
}

struct bounce *
bounce_of_mail(const struct mail *mail)
{
	struct bounce *bounce = NULL;

	if (mail->feedback != NULL)
		return bounce_of_feedback(mail->feedback);
	if (mail->status != NULL)
		bounce = bounce_of_status(mail->status);
	return bounce != NULL ? bounce : bounce_of_prose(mail);
}
