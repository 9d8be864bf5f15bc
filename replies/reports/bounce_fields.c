/*
 * bounce_fields.c - judges the fields of a delivery report (RFC 3464), and of
 * the many that are nearly so.
 *
 * Called by bounce.c, for a part of the type message/delivery-status, and for
 * a text in which such fields stand.
 */
#include "replies/reports/bounce.h"

#include <string.h>

#include "base/text.h"
#include "replies/mail/charset.h"
#include "replies/reports/bounce_address.h"
#include "replies/reports/bounce_named.h"
#include "replies/reports/bounce_status.h"

#define LINES_MAX 20000
#define REASON_MAX_BYTES 500

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
	char *original; /* Original-Recipient: as we wrote it */
	char *actual;	/* X-Actual-Recipient */
	char *action;
	char *status;
	char *diagnostic;
};

static void
group_clear(struct group *group)
{
	g_free(group->final);
	g_free(group->original);
	g_free(group->actual);
	g_free(group->action);
	g_free(group->status);
	g_free(group->diagnostic);
	*group = (struct group){ NULL };
}

/* Without the "smtp;" before it, in one line. */
char *
bounce_tidy_reason(const char *diagnostic)
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

/* Servers that forget the action, or have words of their own for it. */
static enum outcome
outcome_of_status(const char *status)
{
	switch (status != NULL ? *status : '\0') {
	case '5':
		return OUTCOME_FAILED;
	case '4':
		return OUTCOME_DELAYED;
	case '2':
		return OUTCOME_DELIVERED;
	}
	return OUTCOME_NONE;
}

static enum outcome
group_outcome(const struct group *group, const char *status)
{
	static const struct {
		const char *word;
		enum outcome outcome;
	} actions[] = {
		{ "failed", OUTCOME_FAILED },
		{ "failure", OUTCOME_FAILED },
		{ "fail", OUTCOME_FAILED },
		{ "expired", OUTCOME_FAILED },
		{ "delayed", OUTCOME_DELAYED },
		{ "deferred", OUTCOME_DELAYED },
		{ "delivered", OUTCOME_DELIVERED },
		{ "deliverable", OUTCOME_DELIVERED },
		{ "relayed", OUTCOME_DELIVERED },
		{ "expanded", OUTCOME_DELIVERED },
	};
	g_autofree char *word = NULL;
	const char *action = group->action;

	if (action == NULL)
		return group->final != NULL || group->original != NULL ?
		    outcome_of_status(status) :
		    OUTCOME_NONE;
	action += strspn(action, " \t\"'<");
	word = g_strndup(action, strcspn(action, " \t(;\"'>,."));
	for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
		if (g_ascii_strcasecmp(word, actions[i].word) != 0)
			continue;
		if (actions[i].outcome == OUTCOME_FAILED &&
		    bounce_status_is_permanent(status, group->diagnostic))
			return OUTCOME_FAILED_FOR_EVER;
		return actions[i].outcome;
	}
	return OUTCOME_NONE;
}

static char *
group_address(const struct group *group)
{
	const char *const values[] = { group->original, group->final,
		group->actual };

	for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
		char *address = bounce_address_of_field(values[i]);

		if (address != NULL)
			return address;
	}
	return NULL;
}

/* What is less grave than a failure is not told beside one. */
static gboolean
is_of_a_kind(enum outcome a, enum outcome b)
{
	return a == b || (a >= OUTCOME_FAILED && b >= OUTCOME_FAILED);
}

/* Adds a finished group to the judgement, and empties it. */
static void
judge_group(struct bounce *bounce, enum outcome *gravest, struct group *group)
{
	g_autofree char *status = bounce_status_of(group->status,
	    group->diagnostic);
	g_autofree char *address = group_address(group);
	enum outcome outcome = group_outcome(group, status);

	if (outcome > *gravest) {
		if (!is_of_a_kind(outcome, *gravest))
			g_ptr_array_set_size(bounce->failed, 0);
		g_free(bounce->status);
		bounce->status = g_steal_pointer(&status);
		g_free(bounce->reason);
		bounce->reason = group->diagnostic != NULL ?
		    bounce_tidy_reason(group->diagnostic) :
		    NULL;
	}
	if (outcome != OUTCOME_NONE &&
	    is_of_a_kind(outcome, MAX(*gravest, outcome)))
		bounce_named_add(bounce->failed, address);
	*gravest = MAX(*gravest, outcome);
	group_clear(group);
}

static char **
group_field(struct group *group, const char *line)
{
	static const struct {
		const char *name;
		gsize offset;
	} fields[] = {
		{ "Final-Recipient", G_STRUCT_OFFSET(struct group, final) },
		{ "Original-Recipient",
		    G_STRUCT_OFFSET(struct group, original) },
		{ "X-Actual-Recipient", G_STRUCT_OFFSET(struct group, actual) },
		{ "Action", G_STRUCT_OFFSET(struct group, action) },
		{ "Status", G_STRUCT_OFFSET(struct group, status) },
		{ "Diagnostic-Code",
		    G_STRUCT_OFFSET(struct group, diagnostic) },
	};

	for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
		gsize n = strlen(fields[i].name);

		if (g_ascii_strncasecmp(line, fields[i].name, n) == 0 &&
		    line[n + strspn(line + n, " \t")] == ':')
			return G_STRUCT_MEMBER_P(group, fields[i].offset);
	}
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

GPtrArray *
bounce_unfold(const char *fields)
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
	g_autoptr(GPtrArray) lines = bounce_unfold(fields);
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
