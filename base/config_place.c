/*
 * config_place.c - from a column of a value to the line and the column of the
 * file, for what is wrong in the middle of a long value.
 *
 * Called by config_section.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/config_section.h"

/* What a mistake with a column in it begins with. */
static const char mark[] = "column ";

/* Where the character with this number, from 1, stands in the file. */
static struct ini_place
place_of(const struct ini_entry *entry, glong number)
{
	g_auto(GStrv) lines = g_strsplit(entry->value, "\n", -1);
	struct ini_place place = { entry->line, 1 };

	for (guint i = 0; lines[i] != NULL && i < entry->places->len; i++) {
		glong n = g_utf8_strlen(lines[i], -1);

		place = g_array_index(entry->places, struct ini_place, i);
		if (number <= n || lines[i + 1] == NULL) {
			place.column += (guint)(number - 1);
			break;
		}
		/* The end of the line is a character too. */
		number = MAX(number - n - 1, 1);
	}
	return place;
}

char *
config_placed(const struct ini_entry *entry, const char *mistake, guint *line)
{
	struct ini_place place;
	char *rest;
	glong number;

	if (entry->places == NULL || !g_str_has_prefix(mistake, mark))
		return g_strdup(mistake);
	number = strtol(mistake + strlen(mark), &rest, 10);
	if (number < 1 || *rest != ':')
		return g_strdup(mistake);
	place = place_of(entry, number);
	*line = place.line;
	return g_strdup_printf("%s%u%s", mark, place.column, rest);
}
