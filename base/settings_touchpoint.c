/*
 * settings_touchpoint.c - the sections [touchpoint NAME]: their keys, and the
 * struct touchpoint that is built of each.
 *
 * What may be wrong in them is settings_touchpoint_check.c's. Called by
 * settings.c.
 */
#include "base/settings_internal.h"

#include <string.h>

#define DAY_S (24 * 60 * (gint64)60)

const struct config_key settings_touchpoint_keys[] = {
	{ .name = "on",
	    .type = CONFIG_TEXT,
	    .example = "booking",
	    .help = "The type of event it follows. One of on, every and rrule "
		    "must stand in each touchpoint." },
	{ .name = "every",
	    .type = CONFIG_DURATION,
	    .min = DAY_S,
	    .max = SETTINGS_LONGEST_S,
	    .example = "60 days",
	    .help = "It follows no event: it comes round for each person, so "
		    "long after the last answer or invitation at this "
		    "touchpoint." },
	{ .name = "rrule",
	    .type = CONFIG_RRULE,
	    .example = "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;BYHOUR=10",
	    .help = "It follows no event: it comes round by the calendar, for "
		    "all at once, in the organisation's time zone. See "
		    "`spread`." },
	{ .name = "where",
	    .type = CONFIG_CONDITION,
	    .example = "plan = gold and nights >= 3",
	    .help = "Who is asked, by the attributes of the event or, if it "
		    "has none of that name, the customer: NAME = VALUE, or "
		    "!= < <= > >=, NAME in (a, b), NAME is set, NAME is not "
		    "set; with and, or, not and ( ) between. event.NAME and "
		    "contact.NAME say which; contact.language too. What is no "
		    "word stands in \"quotes\". Everybody, if it is left "
		    "out." },
	{ .name = "sample",
	    .type = CONFIG_PERCENT,
	    .fallback = "100%",
	    .example = "20%",
	    .help = "What part of them is asked, drawn by lot; the same "
		    "however often it is judged." },
	{ .name = "delay",
	    .type = CONFIG_DURATION,
	    .fallback = "0",
	    .example = "2 hours",
	    .max = SETTINGS_LONGEST_S,
	    .help = "How long after the event we ask." },
	{ .name = "spread",
	    .type = CONFIG_DURATION,
	    .fallback = "0",
	    .example = "90 days",
	    .max = SETTINGS_LONGEST_S,
	    .help = "Lays people evenly over so long a time, each at the same "
		    "place in it every time. With `every` and `rrule` at most "
		    "the time from one round to the next." },
	{ .name = "calendar",
	    .type = CONFIG_TEXT,
	    .example = "polite",
	    .help = "The [calendar NAME] whose hours and holidays it keeps, "
		    "by the clock of who is asked. That of [cadence], if it "
		    "is left out; `none`: at any time. Texts keep the hours "
		    "of [sms] too." },
	{ .name = "rest",
	    .type = CONFIG_DURATION,
	    .max = SETTINGS_LONGEST_S,
	    .choices = (const char *const[]){ "exempt", NULL },
	    .example = "7 days",
	    .help = "Its own in place of that of [cadence]: how long a person "
		    "was not asked before it asks. `exempt`: it neither waits "
		    "for others, nor do they wait for it." },
	{ .name = "priority",
	    .type = CONFIG_INTEGER,
	    .fallback = "0",
	    .max = 9,
	    .example = "5",
	    .help = "Who has less waits, if one with more is planned for the "
		    "same person within its rest." },
	{ .name = "drip",
	    .type = CONFIG_RATE,
	    .example = "50/hour",
	    .help = "How many of its messages leave. What [cadence] and "
		    "[team NAME] say holds too." },
	{ .name = "max_lateness",
	    .type = CONFIG_DURATION,
	    .min = 60,
	    .max = SETTINGS_LONGEST_S,
	    .example = "4 hours",
	    .help = "Its own in place of that of [cadence]." },
	{ .name = "remind",
	    .type = CONFIG_DURATIONS,
	    .min = 60,
	    .max = SETTINGS_LONGEST_S,
	    .example = "3 days, 7 days",
	    .help = "How long after it left who has not answered is reminded: "
		    "up to three times, the earliest first." },
	{ .name = "nudge",
	    .type = CONFIG_DURATION,
	    .min = 60,
	    .max = SETTINGS_LONGEST_S,
	    .example = "2 days",
	    .help = "How long after a score without a word we ask, once, for "
		    "the reason." },
	{ .name = "promoter_link",
	    .type = CONFIG_TEXT,
	    .example = "https://reviews.example.com/aurora",
	    .help = "Where promoters may tell others: it stands in the thanks "
		    "for an answer, by text and by mail. By mail thanks are "
		    "sent only if there is a link: once, in answer. Mustache "
		    "behind the host, as in ?ref={{event.reference}}." },
	{ .name = "promoter_link_text",
	    .type = CONFIG_TEXT,
	    .example = "Review us",
	    .help = "What stands on the link; \"Write a review\" in the "
		    "customer's language, if it is left out." },
	{ .name = "promoter_link_for",
	    .type = CONFIG_CHOICE,
	    .fallback = "promoters",
	    .choices = (const char *const[]){ "promoters", "everyone", NULL },
	    .example = "everyone",
	    .help = "Who gets the link. To ask for public reviews of those "
		    "alone who are happy is review gating: some sites (Google "
		    "among them) and some laws forbid it. `everyone` for "
		    "those; `promoters` for a referral." },
	{ .name = "anonymous",
	    .type = CONFIG_BOOLEAN,
	    .fallback = "no",
	    .help = "Nothing links an answer to who gave it, once it is "
		    "stored: neither name nor time is kept, the mail it came "
		    "in is emptied, and answers count as soon as five of them "
		    "(or `min_answers` of [scores], if that is more) wait. "
		    "For ever: what people were promised stays. By mail "
		    "alone; delete what the mailbox keeps." },
	{ .name = "channel",
	    .type = CONFIG_LIST,
	    .fallback = "email",
	    .choices = (const char *const[]){ "email", "sms", NULL },
	    .example = "sms, email",
	    .help = "By what we ask: the first by which the customer can be "
		    "reached. A text that is not delivered is followed by "
		    "the next." },
	{ .name = "via",
	    .type = CONFIG_LIST,
	    .example = "texts, backup",
	    .help = "The providers it leaves by, in order: by the second, if "
		    "the first has halted. Needed if there are several of "
		    "its channel; digests leave by the first." },
	{ .name = "template",
	    .type = CONFIG_TEXT,
	    .fallback = "invitation",
	    .help = "The message: NAME.html.mustache and NAME.txt.mustache." },
	{ .name = "subject",
	    .type = CONFIG_TEXT,
	    .example = "{{contact.name}}, how was your stay?",
	    .help = "Instead of the language's own subject, for everybody." },
	{ .name = "question",
	    .type = CONFIG_LINES,
	    .example = "How likely are you to recommend us to a friend?",
	    .help = "Instead of the language's own question, for everybody." },
	{ .name = "text",
	    .type = CONFIG_LINES,
	    .example = "{{organisation.name}}: how likely are you to recommend "
		       "us, 0-10?",
	    .help = "Instead of the language's own question by text, for "
		    "everybody. Its lines stay lines. See `dripscore preview "
		    "--sms`." },
	{ .name = "unless",
	    .type = CONFIG_LIST,
	    .example = "cancellation, no-show",
	    .help = "Types of events which, with the same reference from the "
		    "same source, end an invitation that has not left. With "
		    "`on` alone." },
	{ .name = "expires",
	    .type = CONFIG_DURATION,
	    .fallback = "30 days",
	    .min = 60,
	    .max = SETTINGS_LONGEST_S,
	    .help = "How long after it was due an invitation may still leave, "
		    "and how long after it left it waits for an answer. An "
		    "answer that comes later counts all the same." },
	{ 0 },
};

void
settings_touchpoint_free(gpointer data)
{
	struct touchpoint *touchpoint = data;

	g_free(touchpoint->name);
	g_free(touchpoint->on);
	g_clear_pointer(&touchpoint->rrule, recurrence_free);
	g_clear_pointer(&touchpoint->where, condition_free);
	g_free(touchpoint->template);
	g_free(touchpoint->subject);
	g_free(touchpoint->question);
	g_strfreev(touchpoint->via);
	g_free(touchpoint->text);
	g_free(touchpoint->promoter_link);
	g_free(touchpoint->promoter_link_text);
	g_strfreev(touchpoint->unless);
	g_free(touchpoint);
}

/* The section that says it: the touchpoint's own, or [cadence]. */
static const struct config_section *
said_in(const struct config_section *section,
    const struct config_section *cadence, const char *key)
{
	return config_has(section, key) ? section : cadence;
}

static void
build_rest(struct touchpoint *touchpoint, const struct config_section *section,
    const struct config_section *cadence)
{
	touchpoint->exempt = g_strcmp0(config_text(section, "rest"),
				 "exempt") == 0;
	if (!touchpoint->exempt)
		touchpoint->rest_s =
		    config_number(said_in(section, cadence, "rest"), "rest");
}

static void
build_who(struct touchpoint *touchpoint, const struct config_section *section)
{
	const char *rrule = config_text(section, "rrule");
	const char *where = config_text(section, "where");

	touchpoint->on = g_strdup(config_text(section, "on"));
	touchpoint->every_s = config_number(section, "every");
	touchpoint->rrule = rrule != NULL ? recurrence_parse(rrule, NULL) :
					    NULL;
	touchpoint->where = where != NULL ? condition_parse(where, NULL) : NULL;
	touchpoint->sample_percent = (guint)config_number(section, "sample");
	touchpoint->unless = g_strdupv((char **)config_list(section, "unless"));
}

static void
build_when(const struct settings *settings, struct touchpoint *touchpoint,
    const struct config_section *section, const struct config_section *cadence)
{
	touchpoint->delay_s = config_number(section, "delay");
	touchpoint->expires_s = config_number(section, "expires");
	touchpoint->spread_s = config_number(section, "spread");
	touchpoint->calendar = settings_calendar(settings,
	    config_text(said_in(section, cadence, "calendar"), "calendar"));
	touchpoint->max_lateness_s =
	    config_number(said_in(section, cadence, "max_lateness"),
		"max_lateness");
	build_rest(touchpoint, section, cadence);
	touchpoint->priority = (guint)config_number(section, "priority");
	touchpoint->drip = settings_rate(section, "drip");
	touchpoint->n_reminders = settings_reminders(section,
	    touchpoint->remind_s);
	touchpoint->nudge_s = config_number(section, "nudge");
}

static void
build_what(struct touchpoint *touchpoint, const struct config_section *section)
{
	const char *const *channels = config_list(section, "channel");

	touchpoint->anonymous = config_boolean(section, "anonymous");
	touchpoint->template = g_strdup(config_text(section, "template"));
	touchpoint->subject = g_strdup(config_text(section, "subject"));
	touchpoint->question = g_strdup(config_text(section, "question"));
	touchpoint->text = g_strdup(config_text(section, "text"));
	settings_thanks_build(touchpoint, section);
	touchpoint->via = g_strdupv((char **)config_list(section, "via"));
	for (; *channels != NULL &&
	     touchpoint->n_channels < G_N_ELEMENTS(touchpoint->channels);
	     channels++)
		touchpoint->channels[touchpoint->n_channels++] =
		    channel_from_name(*channels);
}

guint
settings_reminders(const struct config_section *section,
    gint64 remind_s[REMINDERS_MAX])
{
	const char *const *remind = config_list(section, "remind");
	guint n = 0;

	for (; *remind != NULL && n < REMINDERS_MAX; remind++)
		config_duration_parse(*remind, &remind_s[n++], NULL);
	return n;
}

struct touchpoint *
settings_touchpoint_build(const struct settings *settings,
    const struct config_section *section, const struct config_section *cadence)
{
	struct touchpoint *touchpoint = g_new0(struct touchpoint, 1);

	touchpoint->name = g_strdup(section->name);
	build_who(touchpoint, section);
	build_when(settings, touchpoint, section, cadence);
	build_what(touchpoint, section);
	return touchpoint;
}
