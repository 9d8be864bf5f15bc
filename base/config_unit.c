/*
 * config_unit.c - durations and sizes: whole numbers with a unit that must be
 * said, several in sum.
 *
 * A month and a year have no fixed length, and are refused. Called by
 * config_value.c, and through config.h by whoever shows a duration.
 */
#include <string.h>

#include "base/config_value.h"
#include "base/errors.h"

struct unit {
	const char *name;
	gint64 factor;
};

static const struct unit durations[] = {
	{ "s", 1 },
	{ "sec", 1 },
	{ "secs", 1 },
	{ "second", 1 },
	{ "seconds", 1 },
	{ "min", 60 },
	{ "mins", 60 },
	{ "minute", 60 },
	{ "minutes", 60 },
	{ "h", 3600 },
	{ "hour", 3600 },
	{ "hours", 3600 },
	{ "d", 86400 },
	{ "day", 86400 },
	{ "days", 86400 },
	{ "w", 604800 },
	{ "week", 604800 },
	{ "weeks", 604800 },
	{ NULL, 0 },
};
#define DURATION_UNITS "seconds, minutes, hours, days and weeks"

static const struct unit sizes[] = {
	{ "B", 1 },
	{ "bytes", 1 },
	{ "kB", 1000 },
	{ "KiB", 1024 },
	{ "MB", 1000000 },
	{ "MiB", 1048576 },
	{ "GB", 1000000000 },
	{ "GiB", 1073741824 },
	{ NULL, 0 },
};
#define SIZE_UNITS "B, kB, KiB, MB, MiB, GB and GiB"

static const struct unit *
unit_find(const struct unit *units, const char *name)
{
	for (; units->name != NULL; units++)
		if (g_ascii_strcasecmp(units->name, name) == 0)
			return units;
	return NULL;
}

static gboolean
unit_unknown(const struct unit *units, const char *name, const char *allowed,
    GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *hint = NULL;

	for (; units->name != NULL; units++)
		g_ptr_array_add(names, (gpointer)units->name);
	g_ptr_array_add(names, NULL);
	hint = config_words_hint(name, (const char *const *)names->pdata);
	return config_refuse(error, "\"%s\" is no unit%s; allowed are %s", name,
	    hint, allowed);
}

/* One number and its unit; *text is moved past them and the blanks after. */
static gboolean
part_parse(const struct unit *units, const char **text, const char *allowed,
    gint64 *sum, GError **error)
{
	const char *digits = *text;
	gsize n_digits = strspn(digits, "0123456789");
	g_autofree char *number = g_strndup(digits, n_digits);
	const char *word = digits + n_digits;
	g_autofree char *name = NULL;
	const struct unit *unit;
	gint64 count, product;

	word += strspn(word, " ");
	name = g_strndup(word, strcspn(word, " 0123456789"));
	*text = word + strlen(name);
	*text += strspn(*text, " ");
	if (n_digits == 0 || *name == '.' || *name == ',')
		return config_refuse(error,
		    "\"%s\" is no whole number with a "
		    "unit; allowed are %s",
		    digits, allowed);
	if (*name == '\0')
		return config_refuse(error, "%s has no unit; allowed are %s",
		    number, allowed);
	unit = unit_find(units, name);
	if (unit == NULL)
		return unit_unknown(units, name, allowed, error);
	if (!g_ascii_string_to_signed(number, 10, 0, G_MAXINT64, &count,
		NULL) ||
	    __builtin_mul_overflow(count, unit->factor, &product) ||
	    __builtin_add_overflow(*sum, product, sum))
		return config_refuse(error, "%s %s is more than can be counted",
		    number, name);
	return TRUE;
}

static gboolean
sum_parse(const struct unit *units, const char *text, const char *allowed,
    gint64 *sum, GError **error)
{
	gint64 parsed = 0;

	text += strspn(text, " ");
	if (strspn(text, "0") != strlen(text) || *text == '\0') {
		do {
			if (!part_parse(units, &text, allowed, &parsed, error))
				return FALSE;
		} while (*text != '\0');
	}
	*sum = parsed;
	return TRUE;
}

gboolean
config_duration_parse(const char *text, gint64 *seconds, GError **error)
{
	return sum_parse(durations, text, DURATION_UNITS, seconds, error);
}

gboolean
config_size_parse(const char *text, gint64 *bytes, GError **error)
{
	return sum_parse(sizes, text, SIZE_UNITS, bytes, error);
}

char *
config_duration_text(gint64 seconds)
{
	static const struct unit words[] = {
		{ "day", 86400 },
		{ "hour", 3600 },
		{ "minute", 60 },
		{ "second", 1 },
	};
	g_autoptr(GString) text = g_string_new(NULL);

	g_assert(seconds >= 0);
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		gint64 count = seconds / words[i].factor;

		seconds %= words[i].factor;
		if (count > 0)
			g_string_append_printf(text,
			    "%s%" G_GINT64_FORMAT " %s%s",
			    text->len > 0 ? " " : "", count, words[i].name,
			    count > 1 ? "s" : "");
	}
	if (text->len == 0)
		g_string_append(text, "0 seconds");
	return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
config_size_text(gint64 bytes)
{
	static const struct unit words[] = {
		{ "GiB", 1073741824 },
		{ "MiB", 1048576 },
		{ "KiB", 1024 },
		{ "B", 1 },
	};
	guint i = 0;

	while (bytes == 0 ? words[i].factor > 1 : bytes % words[i].factor != 0)
		i++;
	return g_strdup_printf("%" G_GINT64_FORMAT " %s",
	    bytes / words[i].factor, words[i].name);
}
