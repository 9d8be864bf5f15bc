/*
 * fuzz_condition.c - any bytes as a condition: the first line; the others are
 * the attributes of an event. What holds needs no reason; what does not names a
 * part that, by itself, does not hold either; `not` turns it round.
 */
#include <string.h>

#include "base/condition.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

#define WANTED ", wanted is "

static void
check_part(const char *why, const struct event *event)
{
	const char *wanted = strstr(why, WANTED);
	g_autoptr(condition) part = NULL;

	g_assert(wanted != NULL && g_utf8_validate(why, -1, NULL));
	g_assert(strpbrk(why, "\n\r\t") == NULL);
	/* A part that was cut or cleaned says something else. */
	if (!g_str_is_ascii(why) || strlen(wanted) > 200 ||
	    strchr(why, '?') != NULL || strchr(why, '"') != NULL)
		return;
	part = condition_parse(wanted + strlen(WANTED), NULL);
	g_assert(part != NULL);
	g_assert(!condition_holds(part, event, NULL, NULL));
}

static void
check_not(const char *text, const struct event *event, gboolean held)
{
	g_autofree char *turned = g_strdup_printf("not(%s)", text);
	g_autoptr(condition) condition = condition_parse(turned, NULL);

	/* NULL: one more is too deep or too long. */
	if (condition != NULL)
		g_assert(condition_holds(condition, event, NULL, NULL) != held);
}

static void
check_refusal(const GError *error, const char *text)
{
	gint64 column;

	g_assert(error != NULL && g_utf8_validate(error->message, -1, NULL));
	if (strlen(text) > CONDITION_MAX_BYTES)
		return;
	g_assert(g_str_has_prefix(error->message, "column "));
	column = g_ascii_strtoll(error->message + strlen("column "), NULL, 10);
	g_assert(column >= 1 && column <= (gint64)strlen(text) + 1);
}

/* The same text about answers: refused at a column, or held with a reason. */
static void
check_of_answers(const char *text, const struct event *event)
{
	static const char *const tags[] = { "price", NULL };
	static const struct answer_facts answer = { .score = 3,
		.before = 9,
		.comment = "loud",
		.touchpoint = "stay",
		.channel = "email",
		.tags = tags };
	g_autoptr(GError) error = NULL;
	g_autoptr(condition) condition = condition_parse_answer(text, &error);
	g_autofree char *why = NULL;

	if (condition == NULL)
		check_refusal(error, text);
	else
		g_assert(condition_holds_for(condition, &answer, event, NULL,
			     &why) == (why == NULL));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *all = g_strndup((const char *)data, size);
	g_auto(GStrv) halves = g_strsplit(all, "\n", 2);
	const char *text = halves[0] != NULL ? halves[0] : "";
	g_autoptr(GError) error = NULL;
	g_autoptr(condition) condition = condition_parse(text, &error);
	g_autofree char *why = NULL;
	struct event event = {
		.type = (char *)"booking",
		.contact = { .email = (char *)"a@example.com",
		    .language = (char *)"fi",
		    .attributes = (char *)"{\"plan\":\"gold\"}" },
		.attributes = halves[0] != NULL ? halves[1] : NULL,
	};
	gboolean held;

	check_of_answers(text, &event);
	if (condition == NULL) {
		check_refusal(error, text);
		return 0;
	}
	g_assert(error == NULL);
	held = condition_holds(condition, &event, NULL, &why);
	g_assert(held == (why == NULL));
	if (!held)
		check_part(why, &event);
	check_not(text, &event, held);
	return 0;
}
