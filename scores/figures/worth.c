/*
 * worth.c - who holds how much revenue. The attribute that says what a customer
 * is worth is read where contacts are stored (store/counts/people.h). See
 * worth.h.
 */
#include "scores/figures/worth.h"

#include <jansson.h>
#include <string.h>

#include "base/money.h"
#include "scores/table/cells.h"
#include "scores/table/plain.h"
#include "store/counts/scores.h"

#define HEARD_DAYS 365

static const struct {
	const char *stored, *name, *words;
} bands[WORTH_BANDS] = {
	[WORTH_PROMOTERS] = { "promoter", "promoters", "Promoters" },
	[WORTH_PASSIVES] = { "passive", "passives", "Passives" },
	[WORTH_DETRACTORS] = { "detractor", "detractors", "Detractors" },
	[WORTH_SILENT] = { "none", "not heard from", "Not heard from" },
};

void
worth_sum(struct worth *worth)
{
	worth->total = (struct worth_holding){ 0 };
	for (int i = 0; i < WORTH_BANDS; i++) {
		worth->total.contacts += worth->bands[i].contacts;
		worth->total.valued += worth->bands[i].valued;
		worth->total.value_micro += worth->bands[i].value_micro;
	}
}

gboolean
worth_read(struct store *store, gint32 today, struct worth *worth,
    GError **error)
{
	gint64 contacts;
	g_autoptr(GPtrArray) rows = store_base(store, today + 1 - HEARD_DAYS,
	    today + 1, &contacts, error);

	*worth = (struct worth){ 0 };
	if (rows == NULL)
		return FALSE;
	for (guint i = 0; i < rows->len; i++) {
		const struct base_row *row = g_ptr_array_index(rows, i);

		for (int k = 0; *row->touchpoint == '\0' && k < WORTH_BANDS;
		     k++) {
			if (strcmp(row->band, bands[k].stored) != 0)
				continue;
			worth->bands[k].contacts += row->contacts;
			worth->bands[k].valued += row->valued;
			worth->bands[k].value_micro += row->value_micro;
		}
	}
	worth_sum(worth);
	return TRUE;
}

/* FALSE: nothing is known to be worth anything. */
static gboolean
share_of(const struct worth *worth, const struct worth_holding *holding,
    double *share)
{
	if (worth->total.value_micro <= 0)
		return FALSE;
	*share = (double)holding->value_micro /
	    (double)worth->total.value_micro;
	return TRUE;
}

#define COLUMNS 5

static void
append_line(GString *out, const guint width[COLUMNS], char *const *cells)
{
	plain_append_left(out, cells[0], width[0]);
	for (int i = 1; i < COLUMNS; i++) {
		g_string_append(out, "  ");
		plain_append_right(out, cells[i], width[i]);
	}
	g_string_append_c(out, '\n');
}

static char **
line_of(const struct worth *worth, const char *name,
    const struct worth_holding *holding, const char *currency)
{
	char **cells = g_new0(char *, COLUMNS + 1);
	double share = 0.0;
	gboolean shared = share_of(worth, holding, &share);

	cells[0] = g_strdup(name);
	cells[1] = g_strdup_printf("%" G_GINT64_FORMAT, holding->contacts);
	cells[2] = holding->contacts > 0 ?
	    g_strdup_printf("%.0f%%",
		100.0 * (double)holding->valued / (double)holding->contacts) :
	    g_strdup("");
	cells[3] = holding->valued > 0 ?
	    money_format(holding->value_micro, currency) :
	    g_strdup("");
	cells[4] = shared ? g_strdup_printf("%.0f%%", 100.0 * share) :
			    g_strdup("");
	return cells;
}

char *
worth_table(const struct worth *worth, const struct scoring *scoring)
{
	static const char *const headings[] = { "", "Customers", "Known",
		"Worth", "Share", NULL };
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(
	    (GDestroyNotify)g_strfreev);
	GString *out = g_string_new(NULL);
	guint width[COLUMNS] = { 0 };

	if (worth->total.valued == 0) {
		g_string_append_printf(out,
		    "Nobody's worth is known: [scores] value = %s\n"
		    "names the attribute that tells it, and `dripscore run` "
		    "counts it.\n",
		    scoring->value);
		return g_string_free(out, FALSE);
	}
	g_ptr_array_add(lines, g_strdupv((char **)headings));
	for (int i = 0; i < WORTH_BANDS; i++)
		g_ptr_array_add(lines,
		    line_of(worth, bands[i].words, &worth->bands[i],
			scoring->currency));
	g_ptr_array_add(lines,
	    line_of(worth, "All", &worth->total, scoring->currency));
	for (guint k = 0; k < lines->len; k++)
		for (int i = 0; i < COLUMNS; i++)
			width[i] = MAX(width[i],
			    plain_width(((char **)lines->pdata[k])[i]));
	for (guint k = 0; k < lines->len; k++)
		append_line(out, width, lines->pdata[k]);
	g_string_append(out,
	    "\nBy the last answer anywhere, of the last twelve months. Known: "
	    "whose worth is.\n");
	return g_string_free(out, FALSE);
}

/* A decimal number that is exact, as a spreadsheet reads it. */
static char *
value_text(const struct worth_holding *holding)
{
	return holding->valued > 0 ? money_format(holding->value_micro, NULL) :
				     g_strdup("");
}

char *
worth_csv(const struct worth *worth)
{
	GString *out = g_string_new(
	    "band,contacts,worth_known,value,share\r\n");

	for (int i = 0; i < WORTH_BANDS; i++) {
		const struct worth_holding *holding = &worth->bands[i];
		g_autofree char *value = value_text(holding);
		double share = 0.0;
		gboolean shared = share_of(worth, holding, &share);

		cells_append_text(out, bands[i].name);
		cells_append_count(out, holding->contacts);
		cells_append_count(out, holding->valued);
		g_string_append_printf(out, ",%s", value);
		cells_append_known(out, shared, share);
		g_string_append(out, "\r\n");
	}
	return g_string_free(out, FALSE);
}

static json_t *
holding_json(const struct worth *worth, enum worth_band band)
{
	const struct worth_holding *holding = &worth->bands[band];
	double share = 0.0;
	gboolean shared = share_of(worth, holding, &share);

	return json_pack("{s:s, s:I, s:I, s:o, s:o}", "band", bands[band].name,
	    "contacts", (json_int_t)holding->contacts, "worth_known",
	    (json_int_t)holding->valued, "value",
	    holding->valued > 0 ?
		json_real((double)holding->value_micro / MONEY_UNIT) :
		json_null(),
	    "share", shared ? json_real(share) : json_null());
}

char *
worth_json(const struct worth *worth, gboolean lines)
{
	json_t *list = json_array();
	char *text;

	for (int i = 0; i < WORTH_BANDS; i++)
		json_array_append_new(list,
		    holding_json(worth, (enum worth_band)i));
	text = cells_json(list, lines);
	json_decref(list);
	return text;
}
