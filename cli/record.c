/*
 * record.c - `dripscore record`: a score that somebody was told, and the
 * correction of one that is stored.
 *
 * What each part may be is scores/history/answer_cells.h's.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timezone.h"
#include "cli/anonymous.h"
#include "cli/app.h"
#include "scores/history/answer_cells.h"
#include "store/answers/recorded.h"

static struct {
	char *contact, *name, *touchpoint, *score, *scale, *comment, *source;
	char *by, *at, *correct, *reason;
} given;

static const GOptionEntry entries[] = {
	{ "contact", 0, 0, G_OPTION_ARG_STRING, &given.contact,
	    "Who has said it: an e-mail address, or a telephone number",
	    "ADDRESS" },
	{ "name", 0, 0, G_OPTION_ARG_STRING, &given.name,
	    "The customer's name, if it is not known", "NAME" },
	{ "touchpoint", 0, 0, G_OPTION_ARG_STRING, &given.touchpoint,
	    "About which touchpoint", "NAME" },
	{ "score", 0, 0, G_OPTION_ARG_STRING, &given.score,
	    "From 0 to 10", "SCORE" },
	{ "scale", 0, 0, G_OPTION_ARG_STRING, &given.scale,
	    "0-10; there is no other", "SCALE" },
	{ "comment", 0, 0, G_OPTION_ARG_STRING, &given.comment,
	    "The reason, in the customer's words", "TEXT" },
	{ "source", 0, 0, G_OPTION_ARG_STRING, &given.source,
	    "How it was told: interview, phone, counter, paper...", "WORD" },
	{ "by", 0, 0, G_OPTION_ARG_STRING, &given.by,
	    "Who records or corrects it", "NAME" },
	{ "at", 0, 0, G_OPTION_ARG_STRING, &given.at,
	    "When it was said, as 2026-03-01T12:00:00Z; now, if left out",
	    "TIME" },
	{ "correct", 0, 0, G_OPTION_ARG_STRING, &given.correct,
	    "The number of an answer that is wrong; with --score, --by and "
	    "--reason", "ANSWER" },
	{ "reason", 0, 0, G_OPTION_ARG_STRING, &given.reason,
	    "Why it is corrected", "TEXT" },
	{ 0 },
};

/* A line that stays with the answer for ever. */
static gboolean
is_line(const char *text)
{
	return text != NULL && *text != '\0' && strlen(text) <= 1000 &&
	    g_utf8_validate(text, -1, NULL) && !text_has_control(text);
}

static int
check_author(void)
{
	return is_line(given.by) ?
	    EX_OK :
	    app_fail_with(EX_USAGE,
		"--by is needed: who records it, by name; it stays with the "
		"answer");
}

/* A scale is not converted: who was asked from 1 to 10 was asked another
 * question. */
static gboolean
read_score(int *score, GError **error)
{
	enum answer_scale scale = SCALE_0_10;

	if (given.scale != NULL && !cell_scale(given.scale, &scale, error))
		return FALSE;
	if (scale != SCALE_0_10)
		return data_refuse(error,
		    "scale: found %s, which is another question than from 0 to "
		    "10, and no Net Promoter Score; allowed is 0-10. Answers "
		    "of before can be converted: import --responses "
		    "--convert-scale", given.scale);
	return cell_score(given.score, score, error) &&
	    (given.comment == NULL || cell_comment(given.comment, error));
}

static gboolean
read_contact(const struct app *app, struct foreign_response *told,
    char **number, GError **error)
{
	g_strstrip(given.contact);
	if (*given.contact == '\0')
		return data_refuse(error,
		    "contact: found nothing; allowed is an address or a "
		    "number");
	if (strchr(given.contact, '@') != NULL) {
		told->email = given.contact;
		if (!cell_email(given.contact, error))
			return FALSE;
	} else if (!cell_phone(given.contact, app->settings->texting.country,
		       number, error))
		return FALSE;
	told->phone = *number;
	told->name = given.name;
	return given.name == NULL || cell_name(given.name, error);
}

static gboolean
read_told(const struct app *app, struct foreign_response *told, char **number,
    GError **error)
{
	GTimeZone *zone = app->settings->organisation.zone;
	gint64 now_at = clock_now(&app->clock);

	told->touchpoint = given.touchpoint;
	told->comment = given.comment != NULL && *given.comment != '\0' ?
	    given.comment :
	    NULL;
	told->answered_at = now_at;
	told->source = given.source;
	told->author = given.by;
	if (!cell_source(given.source, error) ||
	    !read_score(&told->score, error) ||
	    !read_contact(app, told, number, error) ||
	    (given.at != NULL &&
		!cell_answered_at(given.at, zone, now_at, &told->answered_at,
		    error)))
		return FALSE;
	told->day = timezone_day(zone, told->answered_at);
	return TRUE;
}

static int
check_touchpoint(const struct app *app)
{
	const struct touchpoint *touchpoint =
	    settings_touchpoint(app->settings, given.touchpoint);

	if (touchpoint == NULL)
		return app_no_section(app, "touchpoint", given.touchpoint);
	if (touchpoint->anonymous)
		return app_fail_with(EX_USAGE,
		    "[touchpoint %s] is anonymous: nobody's answer can be "
		    "recorded there, for it would be known whose it is",
		    touchpoint->name);
	return EX_OK;
}

static void
print_recorded(const struct app *app, const struct foreign_response *told,
    const struct recorded *recorded)
{
	printf("answer %" G_GINT64_FORMAT ": %d at %s, by %s\n",
	    recorded->response_id, told->score, told->touchpoint,
	    told->source);
	if (recorded->new_contact)
		puts("The contact was not known, and is made.");
	if (recorded->invitation_id != 0) {
		g_autofree char *sent = timezone_format(
		    app->settings->organisation.zone, recorded->sent_at);

		printf("It answers the invitation that was sent %s: no "
		       "reminder will be.\n",
		    sent);
	}
}

static int
record(struct app *app)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *number = NULL;
	struct foreign_response told = { 0 };
	struct recorded recorded;
	int code;

	if (!anonymous_learn(app, &error))
		return app_fail(error);
	code = check_touchpoint(app);
	if (code != EX_OK)
		return code;
	if (!read_told(app, &told, &number, &error) ||
	    !store_record(app->store, &told, clock_now(&app->clock), &recorded,
		&error))
		return app_fail(error);
	print_recorded(app, &told, &recorded);
	return EX_OK;
}

static int
tell_corrected(const struct correction *correction,
    enum correction_outcome outcome, gint64 new_id)
{
	gint64 id = correction->response_id;

	switch (outcome) {
	case CORRECTION_DONE:
		printf("answer %" G_GINT64_FORMAT ": %d, in the place of "
		       "answer %" G_GINT64_FORMAT ", which stays on record\n",
		    new_id, correction->score, id);
		return EX_OK;
	case CORRECTION_UNKNOWN:
		return app_fail_with(EX_DATAERR,
		    "there is no answer %" G_GINT64_FORMAT "; `dripscore why "
		    "CONTACT` shows the numbers", id);
	case CORRECTION_SUPERSEDED:
		return app_fail_with(EX_DATAERR,
		    "answer %" G_GINT64_FORMAT " counts no more: answer "
		    "%" G_GINT64_FORMAT " is in its place; correct that",
		    id, new_id);
	case CORRECTION_ANONYMOUS:
		return app_fail_with(EX_DATAERR,
		    "answer %" G_GINT64_FORMAT " is anonymous: nobody can tell "
		    "whose it is, so nobody corrects it", id);
	case CORRECTION_SAME:
		return app_fail_with(EX_DATAERR,
		    "answer %" G_GINT64_FORMAT " says so already", id);
	}
	g_assert_not_reached();
}

static int
correct(struct app *app)
{
	g_autoptr(GError) error = NULL;
	struct correction correction = {
		.comment = given.comment,
		.author = given.by,
		.reason = given.reason,
	};
	enum correction_outcome outcome;
	gint64 new_id = 0;

	if (!g_ascii_string_to_signed(given.correct, 10, 1, G_MAXINT64,
		&correction.response_id, NULL))
		return app_fail_with(EX_USAGE,
		    "\"%s\" is no answer's number; `dripscore why CONTACT` "
		    "shows them", given.correct);
	if (!is_line(given.reason))
		return app_fail_with(EX_USAGE,
		    "--reason is needed: why it is corrected; it stays with "
		    "the answer");
	if (!read_score(&correction.score, &error) ||
	    !store_correct(app->store, &correction, clock_now(&app->clock),
		&outcome, &new_id, &error))
		return app_fail(error);
	return tell_corrected(&correction, outcome, new_id);
}

static int
check_options(void)
{
	if (given.score == NULL)
		return app_fail_with(EX_USAGE, "--score is needed");
	if (given.correct != NULL) {
		if (given.contact != NULL || given.touchpoint != NULL ||
		    given.source != NULL || given.at != NULL ||
		    given.name != NULL)
			return app_fail_with(EX_USAGE,
			    "--correct takes --score, --comment, --by and "
			    "--reason: whose it is, and where and when, stay");
		return EX_OK;
	}
	if (given.contact == NULL || given.touchpoint == NULL ||
	    given.source == NULL)
		return app_fail_with(EX_USAGE,
		    "--contact, --touchpoint and --source are needed; --source "
		    "is a word such as interview, phone, counter or paper");
	return given.reason == NULL ?
	    EX_OK :
	    app_fail_with(EX_USAGE, "--reason is for --correct");
}

static int
run(struct app *app, int argc, char **argv)
{
	int code;

	if (!command_parse(&command_record, entries, &argc, &argv))
		return EX_USAGE;
	code = check_options();
	if (code == EX_OK)
		code = check_author();
	if (code == EX_OK)
		code = app_open(app, TRUE);
	if (code != EX_OK)
		return code;
	return given.correct != NULL ? correct(app) : record(app);
}

const struct command command_record = {
	.name = "record",
	.arguments = "",
	.summary = "A score that somebody was told, or the correction of one",
	.run = run,
};
