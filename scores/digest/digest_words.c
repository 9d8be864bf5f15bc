/*
 * digest_words.c - asks the catalog for words, and writes numbers and dates as
 * its language file says. Knows no scores. See digest_words.h.
 */
#include "scores/digest/digest_words.h"

#include <math.h>
#include <string.h>

#include "base/errors.h"
#include "base/text.h"
#include "base/timezone.h"

#define MONTHS 12
#define HOUR_S 3600
#define DAY_HOURS 24
#define MINUS "\u2212"
#define NO_BREAK_SPACE "\u00a0"

static char *
word_with(struct digest_words *words, const char *key, const json_t *context)
{
	g_autoptr(GError) error = NULL;
	char *text = catalog_word(words->catalog, CATALOG_DIGEST,
	    words->language, key, context, MUSTACHE_HEADER, &error);

	if (text != NULL)
		return text;
	if (words->error == NULL)
		words->error = g_steal_pointer(&error);
	return g_strdup("");
}

char *
digest_word(struct digest_words *words, const char *key, ...)
{
	json_t *context = json_object();
	const char *name;
	va_list pairs;
	char *text;

	va_start(pairs, key);
	while ((name = va_arg(pairs, const char *)) != NULL)
		json_object_set_new(context, name,
		    json_string(va_arg(pairs, const char *)));
	va_end(pairs);
	text = word_with(words, key, context);
	json_decref(context);
	return text;
}

static gboolean
read_months(struct digest_words *words)
{
	g_autofree char *list = digest_word(words, "months", NULL);

	words->months = g_strsplit(list, ",", -1);
	for (char **month = words->months; *month != NULL; month++)
		g_strstrip(*month);
	return g_strv_length(words->months) == MONTHS;
}

struct digest_words *
digest_words_new(const struct catalog *catalog, const char *language,
    GError **error)
{
	g_autoptr(digest_words) words = g_new0(struct digest_words, 1);
	gboolean good;

	words->catalog = catalog;
	words->language = language;
	words->decimal = digest_word(words, "decimal", NULL);
	words->thousands = digest_word(words, "thousands", NULL);
	if (g_str_equal(words->thousands, "space")) {
		g_free(words->thousands);
		words->thousands = g_strdup(NO_BREAK_SPACE);
	}
	good = read_months(words);
	if (words->error != NULL) {
		g_propagate_error(error, g_steal_pointer(&words->error));
		return NULL;
	}
	if (!good) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "language \"%s\": [digest] months: found %u names divided "
		    "by commas; allowed are 12",
		    language, g_strv_length(words->months));
		return NULL;
	}
	return g_steal_pointer(&words);
}

void
digest_words_free(struct digest_words *words)
{
	if (words == NULL)
		return;
	g_free(words->decimal);
	g_free(words->thousands);
	g_strfreev(words->months);
	g_clear_error(&words->error);
	g_free(words);
}

char *
digest_integer(const struct digest_words *words, gint64 number)
{
	g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, number);
	gsize n = strlen(digits);
	GString *out;

	if (n <= 4)
		return g_steal_pointer(&digits);
	out = g_string_new(NULL);
	for (gsize i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			g_string_append(out, words->thousands);
		g_string_append_c(out, digits[i]);
	}
	return g_string_free(out, FALSE);
}

char *
digest_tenths(const struct digest_words *words, double number)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	char *point;

	g_ascii_formatd(digits, sizeof(digits), "%.1f", number);
	point = strchr(digits, '.');
	g_assert(point != NULL);
	*point = '\0';
	return g_strconcat(digits, words->decimal, point + 1, NULL);
}

char *
digest_points(double points, gboolean plus)
{
	long rounded = lround(points);
	const char *sign = "";

	if (rounded < 0)
		sign = MINUS;
	else if (plus)
		sign = rounded > 0 ? "+" : "±";
	return g_strdup_printf("%s%ld", sign, labs(rounded));
}

char *
digest_percent(struct digest_words *words, double rate)
{
	g_autofree char *number = g_strdup_printf("%ld", lround(100.0 * rate));

	return digest_word(words, "percent", "n", number, NULL);
}

/* The first is written as a word of its own in French: "1er". */
static char *
day_text(struct digest_words *words, int day)
{
	return day == 1 ? digest_word(words, "first_of_month", NULL) :
			  g_strdup_printf("%d", day);
}

char *
digest_date(struct digest_words *words, GTimeZone *zone, gint64 at)
{
	g_autofree char *day = NULL;
	struct local_time local;

	timezone_to_local(zone, at, &local);
	day = day_text(words, local.day);
	return digest_word(words, "date", "day", day, "month",
	    words->months[local.month - 1], NULL);
}

char *
digest_day(struct digest_words *words, gint32 day)
{
	g_autofree char *number = NULL;
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH_JULIAN));
	number = day_text(words, g_date_get_day(&date));
	return digest_word(words, "date", "day", number, "month",
	    words->months[g_date_get_month(&date) - 1], NULL);
}

char *
digest_length(struct digest_words *words, gint64 seconds)
{
	gint64 hours = (seconds + HOUR_S / 2) / HOUR_S;
	gboolean days = hours >= 2 * DAY_HOURS;
	g_autofree char *n = digest_integer(words,
	    days ? (hours + DAY_HOURS / 2) / DAY_HOURS : MAX(hours, 1));

	return digest_word(words, days ? "days" : "hours", "n", n, NULL);
}

char *
digest_span(struct digest_words *words, gint32 since_day, gint32 until_day)
{
	GDate from, to;
	g_autofree char *from_day = NULL, *to_day = NULL;
	g_autofree char *from_year = NULL, *to_year = NULL;
	const char *key = "period_month";

	g_date_clear(&from, 1);
	g_date_clear(&to, 1);
	g_date_set_julian(&from, (guint32)(since_day + EPOCH_JULIAN));
	g_date_set_julian(&to, (guint32)(until_day - 1 + EPOCH_JULIAN));
	if (g_date_compare(&from, &to) >= 0)
		key = "period_day";
	else if (g_date_get_year(&from) != g_date_get_year(&to))
		key = "period_years";
	else if (g_date_get_month(&from) != g_date_get_month(&to))
		key = "period_year";
	from_day = day_text(words, g_date_get_day(&from));
	to_day = day_text(words, g_date_get_day(&to));
	from_year = g_strdup_printf("%u", g_date_get_year(&from));
	to_year = g_strdup_printf("%u", g_date_get_year(&to));
	return digest_word(words, key, "from_day", from_day, "from_month",
	    words->months[g_date_get_month(&from) - 1], "from_year", from_year,
	    "to_day", to_day, "to_month",
	    words->months[g_date_get_month(&to) - 1], "to_year", to_year, NULL);
}

/* A mail program may have put the address where the name goes. */
char *
digest_name(const char *name)
{
	g_autofree char *clean = text_clean(name != NULL ? name : "");

	g_strstrip(clean);
	if (*clean == '\0' || strchr(clean, '@') != NULL)
		return NULL;
	return g_steal_pointer(&clean);
}
