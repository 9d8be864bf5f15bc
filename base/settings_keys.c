/*
 * settings_keys.c - the list of all sections, and the keys of those that have
 * no file of their own. Data; read by config.c and the manual.
 */
#include "base/settings_internal.h"

static const struct config_key organisation_keys[] = {
	{ .name = "name",
	    .type = CONFIG_TEXT,
	    .required = TRUE,
	    .example = "Aurora Spa",
	    .help = "Who asks. It stands in mails and digests." },
	{ .name = "timezone",
	    .type = CONFIG_TIMEZONE,
	    .required = TRUE,
	    .example = "Europe/Helsinki",
	    .help = "By whose days scores are counted, and in which times "
		    "without an offset are read." },
	{ .name = "language",
	    .type = CONFIG_LANGUAGE,
	    .fallback = "en",
	    .help = "For customers whose own is not known, or not there. "
		    "Shipped are de, en, es, fi, fr and pt." },
	{ .name = "postal_address",
	    .type = CONFIG_LINES,
	    .example = "Aurora Spa, 1 Harbour Road, Helsinki",
	    .help = "It stands at the foot of every invitation, as many "
		    "countries demand." },
	{ .name = "admin",
	    .type = CONFIG_ADDRESSES,
	    .example = "admin@example.com",
	    .help = "Who is told at once when a provider halts, or the fuse "
		    "of the money for texts has blown. Nobody, if it is left "
		    "out: then it stands in the log and in `dripscore "
		    "status`." },
	{ .name = "brand_colour",
	    .type = CONFIG_COLOUR,
	    .fallback = "#2b5f75",
	    .help = "The colour of the head and the scale in mails." },
	{ .name = "logo_url",
	    .type = CONFIG_URL,
	    .choices = (const char *const[]){ "https", NULL },
	    .example = "https://www.example.com/logo.png",
	    .help = "A picture for the head of mails. The name, if it is left "
		    "out." },
	{ 0 },
};

static const struct config_key store_keys[] = {
	{ .name = "url",
	    .type = CONFIG_TEXT,
	    .required = TRUE,
	    .example = "sqlite:/var/lib/dripscore/dripscore.db",
	    .help = "sqlite:PATH: one file, which is made if it is missing. A "
		    "path that does not begin with / counts from the folder "
		    "of this file. postgresql://USER@HOST/DATABASE: a server, "
		    "for several machines; `?passfile=PATH` at its end names "
		    "the file of the password, if it is not ~/.pgpass." },
	{ .name = "lease",
	    .type = CONFIG_DURATION,
	    .min = 2,
	    .max = 3600,
	    .example = "1 minute",
	    .help = "PostgreSQL alone: a worker (`dripscore run`) that was not "
		    "heard of for so long is taken for dead. The others take "
		    "over what it had not begun to send; what it had begun is "
		    "in doubt. A minute, if it is left out." },
	{ 0 },
};

static const struct config_key templates_keys[] = {
	{ .name = "directory",
	    .type = CONFIG_PATH,
	    .example = "/etc/dripscore/templates",
	    .help = "A folder of your own templates and languages; what is not "
		    "there is taken from the shipped ones." },
	{ 0 },
};

static const struct config_key provider_keys[] = {
	{ .name = "type",
	    .type = CONFIG_CHOICE,
	    .required = TRUE,
	    .example = "smtp",
	    .help = "What it is; the other keys depend on it." },
	{ 0 },
};

static const struct config_key inbox_keys[] = {
	{ .name = "type",
	    .type = CONFIG_CHOICE,
	    .required = TRUE,
	    .example = "imap",
	    .help = "How replies come in; the other keys depend on it." },
	{ 0 },
};

/* {{column}} of the file; {{row}} is the number of the row. */
#define IMPORT_FIELD(field, what)                                              \
	{                                                                      \
		.name = field, .type = CONFIG_TEXT,                            \
		.fallback = "{{" field "}}", .help = what                      \
	}

static const struct config_key import_keys[] = {
	IMPORT_FIELD("type",
	    "The type of event. {{column}} stands for what is "
	    "in that column, {{row}} for the row's number; "
	    "words around them stay. So it is in the keys "
	    "below."),
	IMPORT_FIELD("reference",
	    "What the event is about, such as a booking "
	    "number."),
	IMPORT_FIELD("at",
	    "When it happened; without an offset, in the "
	    "organisation's time zone."),
	IMPORT_FIELD("email", "The customer's address."),
	IMPORT_FIELD("phone",
	    "The customer's number, as +358401234567; as at home, if "
	    "[sms] country is set."),
	IMPORT_FIELD("name", "The customer's name."),
	IMPORT_FIELD("language", "The customer's language."),
	IMPORT_FIELD("timezone", "The customer's time zone."),
	{ .name = "at_format",
	    .type = CONFIG_TEXT,
	    .example = "%d.%m.%Y %H:%M",
	    .help = "How `at` is written, in the letters of strptime(3), if "
		    "not as 2026-03-01T12:00:00Z." },
	{ .name = "values",
	    .type = CONFIG_MAPPING,
	    .example = "type Check-Out -> checkout",
	    .help = "Other people's values: a line each, KEY THEIRS -> OURS. "
		    "* stands for all theirs that no line names; - is "
		    "nothing, and a type of - leaves the row out." },
	{ .name = "empty",
	    .type = CONFIG_LIST,
	    .fallback = "NULL",
	    .help = "Values that stand for nothing, in any column." },
	{ .name = "attributes",
	    .type = CONFIG_LIST,
	    .example = "country, nights",
	    .help = "Columns kept with the event, for templates and `where`. "
		    "contact.Plan is the column of this name, else Plan, kept "
		    "with the contact. All that no key above names, if it is "
		    "left out." },
	{ .name = "delimiter",
	    .type = CONFIG_CHOICE,
	    .fallback = "comma",
	    .choices = (const char *const[]){ "comma", "semicolon", "tab",
		NULL },
	    .help = "What divides the columns." },
	{ 0 },
};

static const struct config_schema sections[] = {
	{ .kind = "organisation",
	    .required = TRUE,
	    .help = "Who you are.",
	    .keys = organisation_keys },
	{ .kind = "store",
	    .required = TRUE,
	    .help = "Where everything is kept.",
	    .keys = store_keys },
	{ .kind = "provider",
	    .named = TRUE,
	    .example_name = "mail",
	    .help = "A door by which messages leave. One is enough.",
	    .keys = provider_keys,
	    .variant_key = "type" },
	{ .kind = "inbox",
	    .named = TRUE,
	    .example_name = "replies",
	    .help = "Where replies come in. Of several, the address of the "
		    "first is put into what we send.",
	    .keys = inbox_keys,
	    .variant_key = "type" },
	{ .kind = "touchpoint",
	    .named = TRUE,
	    .example_name = "after-booking",
	    .help = "A point of the journey at which we ask.",
	    .keys = settings_touchpoint_keys },
	{ .kind = "team",
	    .named = TRUE,
	    .example_name = "front-desk",
	    .help = "Who hears of the scores.",
	    .keys = settings_team_keys },
	{ .kind = "cadence",
	    .help = "When people are asked, at all touchpoints.",
	    .keys = settings_cadence_keys },
	{ .kind = "calendar",
	    .named = TRUE,
	    .example_name = "polite",
	    .help = "When messages may leave, by the clock of who gets them: "
		    "of the customer's zone; else of the number's country, if "
		    "it has one zone; else the organisation's.",
	    .keys = settings_calendar_keys },
	{ .kind = "cases",
	    .help = "What is owed to unhappy customers, and to those whose "
		    "replies a person should look at.",
	    .keys = settings_cases_keys },
	{ .kind = "scores",
	    .help = "How answers are counted and shown.",
	    .keys = settings_scores_keys },
	{ .kind = "tag",
	    .named = TRUE,
	    .example_name = "price",
	    .help = "What an answer is about: it is counted by tag, too.",
	    .keys = settings_tag_keys },
	{ .kind = "sms",
	    .help = "How texts leave, and what their answers do.",
	    .keys = settings_sms_keys },
	{ .kind = "web",
	    .help = "HTTP in, for the webhooks of text gateways. Without this "
		    "section nothing listens.",
	    .keys = settings_web_keys },
	{ .kind = "templates",
	    .help = "What messages look like.",
	    .keys = templates_keys },
	{ .kind = "import",
	    .named = TRUE,
	    .example_name = "bookings",
	    .help = "How `dripscore import --map NAME` reads a CSV file whose "
		    "columns have other names.",
	    .keys = import_keys },
	{ .kind = "feed",
	    .named = TRUE,
	    .example_name = "bookings",
	    .help = "A calendar on the web (iCalendar) whose entries become "
		    "events.",
	    .keys = settings_feed_keys },
	{ 0 },
};

struct config_schema *
settings_schemas(const struct config_variant *providers,
    const struct config_variant *inboxes)
{
	struct config_schema *schemas = g_memdup2(sections, sizeof(sections));

	for (struct config_schema *each = schemas; each->kind != NULL; each++) {
		if (each->keys == provider_keys)
			each->variants = providers;
		else if (each->keys == inbox_keys)
			each->variants = inboxes;
	}
	return schemas;
}
