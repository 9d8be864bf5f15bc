/*
 * preview_sms.c - `dripscore preview --sms`: what texts say, how long they are,
 * what makes them longer, and what they cost.
 */
#include "cli/preview.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/gsm.h"
#include "base/money.h"

#define COLUMNS 78

/* currency NULL: the price is not known. */
struct price {
	gint64 micro; /* of a segment */
	const char *currency;
};

/* Each with a score that asks for it. */
static const struct {
	const char *name;
	enum message_kind kind;
	int score;
} texts[] = {
	{ "question", MESSAGE_INVITATION, -1 },
	{ "reminder", MESSAGE_REMINDER, -1 },
	{ "reason, 9-10", MESSAGE_REASON, 9 },
	{ "reason, 7-8", MESSAGE_REASON, 7 },
	{ "reason, 0-6", MESSAGE_REASON, 3 },
	{ "nudge", MESSAGE_NUDGE, 10 },
	{ "thanks", MESSAGE_THANKS, -1 },
	{ "thanks, link", MESSAGE_THANKS, 10 },
	{ "re-prompt", MESSAGE_REPROMPT, -1 },
	{ "stopped", MESSAGE_STOPPED, -1 },
	{ "started", MESSAGE_STARTED, -1 },
	{ "help", MESSAGE_HELP, -1 },
};

static const char *
encoding_name(const struct gsm_size *size)
{
	return size->ucs2 ? "UCS-2" : "GSM-7";
}

/* The sign itself, or its number if it cannot be seen; owned. */
static char *
visible(gunichar character)
{
	char utf8[8] = "";

	if (!g_unichar_isgraph(character) || g_unichar_ismark(character))
		return g_strdup_printf("U+%04X", character);
	g_unichar_to_utf8(character, utf8);
	return g_strdup(utf8);
}

/* "’ in line 1: write ' instead"; NULL if nothing forces UCS-2. Owned. */
static char *
advice(const struct gsm_size *size)
{
	g_autofree char *sign = visible(size->culprit);
	const char *instead = size->instead;

	if (!size->ucs2)
		return NULL;
	if (instead == NULL)
		return g_strdup_printf(
		    "%s in line %u: the GSM alphabet has nothing like it", sign,
		    size->culprit_line);
	if (*instead == '\0')
		return g_strdup_printf("%s in line %u: leave it out", sign,
		    size->culprit_line);
	return g_strdup_printf("%s in line %u: write %s instead", sign,
	    size->culprit_line,
	    strcmp(instead, " ") == 0 ? "a blank" : instead);
}

/* "2 segments"; owned. */
static char *
segments_text(guint n)
{
	return g_strdup_printf("%u segment%s", n, n == 1 ? "" : "s");
}

/* "171 septets, 135 left"; owned. */
static char *
units_text(const struct gsm_size *size)
{
	return g_strdup_printf("%u %s, %u left", size->units,
	    size->ucs2 ? "units" : "septets", size->room);
}

/* "0.158 EUR"; owned. NULL: the price is not known. */
static char *
cost_text(const struct price *price, guint segments)
{
	return price->currency != NULL ?
	    money_format(price->micro * segments, price->currency) :
	    NULL;
}

/* json_pack's "s?" takes NULL for null. */
static json_t *
measured(const struct gsm_size *size, const struct price *price)
{
	g_autofree char *sign = size->ucs2 ? g_new0(char, 8) : NULL;
	g_autofree char *cost = price->currency != NULL ?
	    money_format(price->micro * size->segments, NULL) :
	    NULL;

	if (sign != NULL)
		g_unichar_to_utf8(size->culprit, sign);
	return json_pack("{s:s, s:I, s:I, s:I, s:s?, s:o, s:s?, s:s?, s:s?}",
	    "encoding", encoding_name(size), "segments",
	    (json_int_t)size->segments, "units", (json_int_t)size->units,
	    "room", (json_int_t)size->room, "culprit", sign, "line",
	    size->ucs2 ? json_integer(size->culprit_line) : json_null(),
	    "instead", size->instead, "cost", cost, "currency",
	    price->currency);
}

static void
print_json(json_t *object)
{
	g_autofree char *line = json_dumps(object,
	    JSON_PRESERVE_ORDER | JSON_COMPACT);

	puts(line);
	json_decref(object);
}

/* A line of the text begins two columns in, what is folded of it four. */
static void
print_line(const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	glong column = 2;

	fputs("  ", stdout);
	for (char **word = words; *word != NULL; word++) {
		glong n = g_utf8_strlen(*word, -1);

		if (word > words && column + 1 + n > COLUMNS) {
			fputs("\n    ", stdout);
			column = 4;
		} else if (word > words) {
			fputc(' ', stdout);
			column++;
		}
		fputs(*word, stdout);
		column += n;
	}
	fputc('\n', stdout);
}

static void
print_named(const char *name, const char *text, const struct gsm_size *size,
    const struct price *price)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autofree char *segments = segments_text(size->segments);
	g_autofree char *units = units_text(size);
	g_autofree char *cost = cost_text(price, size->segments);
	g_autofree char *what = advice(size);

	printf("%-13s %s  %-11s  %-23s%s%s\n", name, encoding_name(size),
	    segments, units, cost != NULL ? "  " : "",
	    cost != NULL ? cost : "");
	for (char **line = lines; *line != NULL; line++)
		print_line(*line);
	if (what != NULL)
		printf("  ! %s\n", what);
	putchar('\n');
}

/* What one customer costs who answers everything. */
static void
print_sum(guint segments, const struct price *price)
{
	g_autofree char *all = segments_text(segments);
	g_autofree char *cost = cost_text(price, segments);
	g_autofree char *each = cost_text(price, 1);

	printf("Question, reason and thanks: %s", all);
	if (cost != NULL)
		printf(", %s at %s each.\n", cost, each);
	else
		printf(". No price is set: `price` in [sms].\n");
}

/* Thanks with a link only where there is one. */
static gboolean
is_sent(guint i, const struct touchpoint *touchpoint)
{
	return texts[i].kind != MESSAGE_THANKS || texts[i].score < 0 ||
	    touchpoint->promoter_link != NULL;
}

static char *
text_at(const struct app *app, guint i, const struct touchpoint *touchpoint,
    const struct event *event, GError **error)
{
	return compose_text(app->composer, texts[i].kind, touchpoint, event,
	    NULL, texts[i].score, error);
}

int
preview_texts(const struct app *app, const struct touchpoint *touchpoint,
    const struct event *event, gboolean json)
{
	const struct texting *texting = &app->settings->texting;
	const struct price price = { texting->price_micro,
		texting->price_micro > 0 ? texting->currency : NULL };
	/* A talk has one of each kind: the longest. */
	guint talk[MESSAGE_HELP + 1] = { 0 };

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *text = !is_sent(i, touchpoint) ?
		    NULL :
		    text_at(app, i, touchpoint, event,
		    &error);
		struct gsm_size size;
		guint *longest = &talk[texts[i].kind];

		if (!is_sent(i, touchpoint))
			continue;
		if (text == NULL)
			return app_fail(error);
		gsm_measure(text, &size);
		*longest = MAX(*longest, size.segments);
		if (json) {
			json_t *object = json_pack("{s:s, s:s}", "name",
			    texts[i].name, "text", text);
			json_t *more = measured(&size, &price);

			json_object_update(object, more);
			json_decref(more);
			print_json(object);
		} else {
			print_named(texts[i].name, text, &size, &price);
		}
	}
	if (!json)
		print_sum(talk[MESSAGE_INVITATION] + talk[MESSAGE_REASON] +
			talk[MESSAGE_THANKS],
		    &price);
	return EX_OK;
}

/* [sms] of a file that may be missing, or have mistakes elsewhere. */
static struct config *
read_price(struct app *app, struct price *price)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	const struct config_section *section = NULL;
	struct config *config;

	if (app->schemas == NULL)
		app->schemas = app_schemas();
	config = config_read(app->config_path, app->schemas, mistakes, NULL);
	if (config != NULL)
		section = config_find(config, "sms", NULL);
	if (section != NULL && config_number(section, "price") > 0) {
		price->micro = config_number(section, "price");
		price->currency = config_text(section, "currency");
	}
	return config;
}

static void
print_measured(const struct gsm_size *size, const struct price *price)
{
	g_autofree char *units = units_text(size);
	g_autofree char *cost = cost_text(price, size->segments);
	g_autofree char *what = advice(size);

	printf("encoding  %s\n", encoding_name(size));
	if (what != NULL)
		printf("          %s\n", what);
	printf("segments  %u\n", size->segments);
	printf("length    %s\n", units);
	printf("cost      %s\n",
	    cost != NULL ? cost : "not known: there is no `price` in [sms]");
}

int
preview_text(struct app *app, const char *text, gboolean json)
{
	struct price price = { 0 };
	g_autoptr(config) config = NULL;
	g_autofree char *utf8 = g_utf8_validate(text, -1, NULL) ?
	    g_strdup(text) :
	    g_locale_to_utf8(text, -1, NULL, NULL, NULL);
	struct gsm_size size;

	if (utf8 == NULL)
		return app_fail_with(EX_DATAERR,
		    "the text is not in UTF-8; allowed is text that is");
	config = read_price(app, &price);
	gsm_measure(utf8, &size);
	if (json)
		print_json(measured(&size, &price));
	else
		print_measured(&size, &price);
	return EX_OK;
}
