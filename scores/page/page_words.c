/*
 * page_words.c - the words of a page and the parts that it is put together
 * from. Knows no scores. See page_internal.h.
 */
#include <math.h>
#include <string.h>

#include "base/errors.h"
#include "base/money.h"
#include "base/timezone.h"
#include "scores/page/page_internal.h"

#define MONTHS 12

const char *const page_classes[OVERVIEW_BANDS] = { "promoter", "passive",
	"detractor", "silent" };
const char *const page_bands[OVERVIEW_BANDS] = { "promoters", "passives",
	"detractors", "silent" };

const char *
page_class(int score)
{
	if (score >= 9)
		return page_classes[OVERVIEW_PROMOTERS];
	return page_classes[score >= 7 ? OVERVIEW_PASSIVES :
					 OVERVIEW_DETRACTORS];
}

char *
page_word(struct page_words *words, const char *key, ...)
{
	json_t *context = json_object();
	g_autoptr(GError) error = NULL;
	const char *name;
	va_list pairs;
	char *text;

	json_object_set(context, "organisation", words->organisation);
	va_start(pairs, key);
	while ((name = va_arg(pairs, const char *)) != NULL)
		page_set(context, name, va_arg(pairs, const char *));
	va_end(pairs);
	text = catalog_word(words->catalog, CATALOG_REPORT, words->language,
	    key, context, MUSTACHE_HEADER, &error);
	json_decref(context);
	if (text != NULL)
		return text;
	if (words->error == NULL)
		words->error = g_steal_pointer(&error);
	return g_strdup("");
}

char *
page_counted(struct page_words *words, const char *key, gint64 n)
{
	g_autofree char *number = digest_integer(words->digest, n);

	return page_word(words, key, "n", number, NULL);
}

char *
page_money(const struct page_words *words, gint64 micro)
{
	g_autofree char *number = digest_integer(words->digest,
	    llround((double)micro / (double)MONEY_UNIT));

	if (words->currency == NULL)
		return g_steal_pointer(&number);
	return g_strconcat(number, "\u00a0", words->currency, NULL);
}

char *
page_date(struct page_words *words, gint64 at)
{
	return digest_date(words->digest, words->zone, at);
}

char *
page_tick(struct page_words *words, gint32 day, gboolean by_month)
{
	g_autofree char *day_text = NULL, *year = NULL;
	const char *month;
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH_JULIAN));
	day_text = g_strdup_printf("%d", g_date_get_day(&date));
	year = g_strdup_printf("%d", g_date_get_year(&date));
	month = words->months[g_date_get_month(&date) - 1];
	return page_word(words, by_month ? "tick_month" : "tick_day", "day",
	    day_text, "month", month, "year", year, NULL);
}

static gboolean
read_months(struct page_words *words, GError **error)
{
	g_autofree char *list = page_word(words, "short_months", NULL);

	words->months = g_strsplit(list, ",", -1);
	for (char **month = words->months; *month != NULL; month++)
		g_strstrip(*month);
	if (words->error != NULL) {
		g_propagate_error(error, g_steal_pointer(&words->error));
		return FALSE;
	}
	if (g_strv_length(words->months) == MONTHS)
		return TRUE;
	g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
	    "language \"%s\": [report] short_months: found %u names divided by "
	    "commas; allowed are 12",
	    words->language, g_strv_length(words->months));
	return FALSE;
}

struct page_words *
page_words_new(const struct catalog *catalog, const struct overview *overview,
    GError **error)
{
	const struct settings *settings = overview->settings;
	g_autoptr(page_words) words = g_new0(struct page_words, 1);

	words->catalog = catalog;
	words->language = catalog_language(catalog,
	    overview->team != NULL ? overview->team->language : NULL,
	    settings->organisation.language);
	words->zone = settings->organisation.zone;
	words->currency = settings->scoring.currency;
	words->organisation = json_object();
	page_set(words->organisation, "name", settings->organisation.name);
	words->digest = digest_words_new(catalog, words->language, error);
	if (words->digest == NULL || !read_months(words, error))
		return NULL;
	return g_steal_pointer(&words);
}

void
page_words_free(struct page_words *words)
{
	if (words == NULL)
		return;
	digest_words_free(words->digest);
	g_strfreev(words->months);
	json_decref(words->organisation);
	g_clear_error(&words->error);
	g_free(words);
}

void
page_set(json_t *object, const char *key, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text != NULL ? text : "",
	    -1);

	json_object_set_new(object, key, json_string(valid));
}

void
page_take(json_t *object, const char *key, char *text)
{
	page_set(object, key, text);
	g_free(text);
}

json_t *
page_section(struct page_words *words, const char *id, const char *title_key,
    const char *lead_key)
{
	static const char *const lists[] = { "tiles", "charts", "columns",
		"rows", "said", "remarks" };
	static const char *const flags[] = { "short", "has_tiles", "has_rows",
		"has_said", "wider" };
	json_t *section = json_object();

	page_set(section, "id", id);
	page_take(section, "title",
	    title_key != NULL ? page_word(words, title_key, NULL) : NULL);
	page_take(section, "lead",
	    lead_key != NULL ? page_word(words, lead_key, NULL) : NULL);
	page_set(section, "whole", NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
		json_object_set_new(section, lists[i], json_array());
	for (gsize i = 0; i < G_N_ELEMENTS(flags); i++)
		json_object_set_new(section, flags[i], json_false());
	return section;
}

void
page_add_remark(json_t *section, char *remark)
{
	if (remark != NULL)
		json_array_append_new(json_object_get(section, "remarks"),
		    json_string(remark));
	g_free(remark);
}

void
page_add_tile(json_t *owner, const char *class, char *name, char *figure,
    char *note)
{
	json_t *tile = json_object();

	page_set(tile, "class", class);
	page_take(tile, "name", name);
	page_take(tile, "figure", figure);
	page_take(tile, "note", note);
	json_array_append_new(json_object_get(owner, "tiles"), tile);
	json_object_set_new(owner, "has_tiles", json_true());
}

void
page_add_column(struct page_words *words, json_t *section, const char *class,
    const char *key)
{
	json_t *column = json_object();

	page_set(column, "class", class);
	page_take(column, "name",
	    key != NULL ? page_word(words, key, NULL) : NULL);
	json_array_append_new(json_object_get(section, "columns"), column);
}

json_t *
page_add_row(json_t *section, const char *class, const char *name)
{
	json_t *row = json_object();

	page_set(row, "class", class);
	page_set(row, "dot", NULL);
	page_set(row, "name", name);
	json_object_set_new(row, "cells", json_array());
	json_array_append_new(json_object_get(section, "rows"), row);
	json_object_set_new(section, "has_rows", json_true());
	return row;
}

void
page_add_cell(json_t *row, const struct page_cell *cell)
{
	json_t *object = json_object();
	gboolean empty = cell->figure == NULL && cell->svg == NULL;

	page_set(object, "class", cell->class);
	page_set(object, "tone", cell->tone);
	page_take(object, "name", cell->name);
	page_take(object, "figure", cell->figure);
	page_take(object, "by", cell->by);
	page_take(object, "svg", cell->svg);
	json_object_set_new(object, "empty", json_boolean(empty));
	json_array_append_new(json_object_get(row, "cells"), object);
}
