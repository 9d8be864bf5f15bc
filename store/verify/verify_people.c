/*
 * verify_people.c - standing, heard and base_tally against what each person has
 * answered. Called by verify.c, after all responses have been read.
 */
#include <string.h>

#include "store/counts/tally.h"
#include "store/verify/verify_counts.h"

static const char stands[] =
    "who has answered stands by the last answer that counts, anywhere and at "
    "each touchpoint";
static const char balance[] =
    "the base is all contacts, by what they said last and what they are worth";

/* So many answers on. */
#define AHEAD 16

/* A row of base_tally. */
struct base {
	struct verify_key key; /* touchpoint and band; day */
	gint64 contacts, valued, value_micro;
};

static const char *const bands[] = { "", "none", "promoter", "passive",
	"detractor" };
enum { NO_BAND, NEVER, PROMOTER, PASSIVE, DETRACTOR };

static int
band_of(int score)
{
	return score >= 9 ? PROMOTER : score >= 7 ? PASSIVE : DETRACTOR;
}

/* touchpoint -1: anywhere. */
static struct base *
base_at(struct verify *verify, gint64 touchpoint, int band, gint64 day)
{
	return verify_map_at(verify->blocks, touchpoint * 16 + band, day);
}

/* TRUE: as long as it counts, it is somebody's last answer, maybe. */
static gboolean
is_of_somebody(const struct verify_response *one)
{
	return !one->is_superseded && one->contact != 0;
}

static struct verify_contact *
person_of(const struct verify *verify, const struct verify_response *one)
{
	return &g_array_index(verify->contacts.rows, struct verify_contact,
	    one->contact - 1);
}

/*
 * The answers that count, of one person after the other: first how many, then
 * where those of each begin, then which.
 */
static void
gather(struct verify *verify)
{
	const GArray *all = verify->responses.rows;
	const GArray *people = verify->contacts.rows;
	struct verify_heard *heard = &verify->heard;

	for (guint i = 0; i < all->len; i++) {
		const struct verify_response *one =
		    &g_array_index(all, struct verify_response, i);

		if (is_of_somebody(one))
			person_of(verify, one)->n_answers++;
	}
	for (guint i = 0; i < people->len; i++) {
		struct verify_contact *one =
		    &g_array_index(people, struct verify_contact, i);

		one->first = heard->n_answers;
		heard->n_answers += one->n_answers;
		one->n_answers = 0;
	}
	heard->answers = g_new(guint32, heard->n_answers + 1);
	for (guint i = 0; i < all->len; i++) {
		const struct verify_response *one =
		    &g_array_index(all, struct verify_response, i);
		struct verify_contact *person;

		if (!is_of_somebody(one))
			continue;
		person = person_of(verify, one);
		heard->answers[person->first + person->n_answers++] = i;
	}
}

/* People are asked for in order: what will be wanted soon is fetched. */
static const struct verify_response *
answer_at(const struct verify *verify, guint index)
{
	const struct verify_heard *heard = &verify->heard;
	const GArray *all = verify->responses.rows;

	if (index + AHEAD < heard->n_answers)
		__builtin_prefetch(&g_array_index(all, struct verify_response,
		    heard->answers[index + AHEAD]));
	return &g_array_index(all, struct verify_response,
	    heard->answers[index]);
}

/* Of the two, which was said last. */
static gboolean
is_later(const struct verify_response *one, const struct verify_response *other)
{
	return other == NULL || one->answered_at > other->answered_at ||
	    (one->answered_at == other->answered_at && one->id > other->id);
}

static const struct verify_response *
last_of(const struct verify *verify, const struct verify_contact *person)
{
	const struct verify_response *last = NULL;

	for (guint i = 0; person != NULL && i < person->n_answers; i++) {
		const struct verify_response *one = answer_at(verify,
		    person->first + i);

		if (is_later(one, last))
			last = one;
	}
	return last;
}

static void
tell_nobody(struct verify *verify, const char *table, gint64 contact_id)
{
	verify_tell(verify, table, contact_id, verify_whole,
	    "it is of contact %" G_GINT64_FORMAT ", which is not there",
	    contact_id);
}

static void
take_standing(struct verify *verify, struct rows *rows)
{
	gint64 contact_id = rows_int(rows, 0);
	struct verify_contact *person = verify_find(&verify->contacts,
	    contact_id);
	const struct verify_response *last = last_of(verify, person);
	gint64 expected = last != NULL ? last->id : 0;
	struct base *base;

	if (person != NULL)
		person->is_standing = TRUE;
	else
		tell_nobody(verify, "standing", contact_id);
	if (rows_int(rows, 1) != expected)
		verify_tell(verify, "standing", contact_id, stands,
		    "it says response %" G_GINT64_FORMAT
		    ", and the last is %" G_GINT64_FORMAT,
		    rows_int(rows, 1), expected);
	if (last != NULL) {
		base = base_at(verify, -1, NEVER, 0);
		base->contacts--;
		base = base_at(verify, -1, band_of(last->score), last->day);
		base->contacts++;
	} else {
		base = base_at(verify, -1, NEVER, 0);
	}
	if (!rows_is_null(rows, 2)) {
		base->valued++;
		base->value_micro += rows_int(rows, 2);
	}
}

/* By touchpoint, and by time within each. */
static gint
by_touchpoint(gconstpointer a, gconstpointer b)
{
	const struct verify_response *left =
	    *(const struct verify_response *const *)a;
	const struct verify_response *right =
	    *(const struct verify_response *const *)b;

	if (left->touchpoint != right->touchpoint)
		return left->touchpoint < right->touchpoint ? -1 : 1;
	return is_later(left, right) ? 1 : -1;
}

/* The last answers of a person at each touchpoint, in order of its number. */
static GPtrArray *
lasts_of(const struct verify *verify, const struct verify_contact *person)
{
	GPtrArray *all = g_ptr_array_new();
	guint n = 0;

	for (guint i = 0; i < person->n_answers; i++)
		g_ptr_array_add(all,
		    (gpointer)answer_at(verify, person->first + i));
	g_ptr_array_sort(all, by_touchpoint);
	for (guint i = 0; i < all->len; i++) {
		const struct verify_response *one = all->pdata[i];
		const struct verify_response *next = i + 1 < all->len ?
		    all->pdata[i + 1] :
		    NULL;

		if (next == NULL || next->touchpoint != one->touchpoint)
			all->pdata[n++] = all->pdata[i];
	}
	g_ptr_array_set_size(all, (int)n);
	return all;
}

/* The rows of `heard` of one person, gathered. */
static void
end_person(struct verify *verify)
{
	struct verify_heard *heard = &verify->heard;
	struct verify_contact *person = verify_find(&verify->contacts,
	    heard->contact_id);
	g_autoptr(GPtrArray) lasts = NULL;

	if (heard->rows->len == 0)
		return;
	lasts = person != NULL ? lasts_of(verify, person) : g_ptr_array_new();
	for (guint i = 0; i < lasts->len; i++) {
		const struct verify_response *last = lasts->pdata[i];
		gint64 day = (gint64)last->touchpoint << 32 |
		    (guint32)last->day;
		gboolean found = FALSE;

		for (guint j = 0; j < heard->rows->len && !found; j++)
			found = g_array_index(heard->rows, gint64, j) == day;
		if (!found)
			verify_tell(verify, "heard", heard->contact_id, stands,
			    "of the answer at %s it doesn't know",
			    verify_touchpoint_name(verify, last->touchpoint));
	}
	if (lasts->len != heard->rows->len)
		verify_tell(verify, "heard", heard->contact_id, stands,
		    "it has %u touchpoints, and there are %u",
		    heard->rows->len, lasts->len);
	if (person != NULL)
		person->is_heard = TRUE;
	else
		tell_nobody(verify, "heard", heard->contact_id);
	g_array_set_size(heard->rows, 0);
}

static void
take_heard(struct verify *verify, struct rows *rows)
{
	guint16 touchpoint = verify_touchpoint(verify, rows_text(rows, 1));
	gint32 day = (gint32)rows_int(rows, 2);
	gint64 both = (gint64)touchpoint << 32 | (guint32)day;

	if (rows_int(rows, 0) != verify->heard.contact_id)
		end_person(verify);
	verify->heard.contact_id = rows_int(rows, 0);
	g_array_append_val(verify->heard.rows, both);
	base_at(verify, touchpoint, NO_BAND, day)->contacts++;
}

static void
take_base(struct verify *verify, struct rows *rows)
{
	const char *touchpoint = rows_text(rows, 0);
	int band = NO_BAND;
	struct base *base;

	for (int i = 0; i < (int)G_N_ELEMENTS(bands); i++) {
		if (strcmp(bands[i], rows_text(rows, 1)) == 0)
			band = i;
	}
	base = base_at(verify,
	    *touchpoint != '\0' ? verify_touchpoint(verify, touchpoint) : -1,
	    band, rows_int(rows, 2));
	if (base->contacts != rows_int(rows, 3) ||
	    base->valued != rows_int(rows, 4) ||
	    base->value_micro != rows_int(rows, 5))
		verify_tell(verify, "base_tally", 0, balance,
		    "%s, %s, day %" G_GINT64_FORMAT
		    ": it says %" G_GINT64_FORMAT
		    ", and there are %" G_GINT64_FORMAT,
		    *touchpoint != '\0' ? touchpoint : "anywhere", bands[band],
		    rows_int(rows, 2), rows_int(rows, 3), base->contacts);
	base->contacts = base->valued = base->value_micro = 0;
}

static void
tell_left_out(struct verify *verify)
{
	for (guint i = 0; i < verify->blocks->entries->len; i++) {
		const struct base *one =
		    &g_array_index(verify->blocks->entries, struct base, i);

		if (one->contacts != 0 || one->valued != 0 ||
		    one->value_micro != 0)
			verify_tell(verify, "base_tally", 0, balance,
			    "%" G_GINT64_FORMAT " people of day %"
			    G_GINT64_FORMAT " are in no row",
			    one->contacts, one->key.b);
	}
	for (guint i = 0; i < verify->contacts.rows->len; i++) {
		const struct verify_contact *one =
		    &g_array_index(verify->contacts.rows,
			struct verify_contact, i);

		if (one->n_answers != 0 &&
		    (!one->is_standing || !one->is_heard))
			verify_tell(verify, "contact", one->id, stands,
			    "it has answered, and has no row in %s",
			    one->is_standing ? "heard" : "standing");
	}
}

static gboolean
compare_all(struct verify *verify, GError **error)
{
	base_at(verify, -1, NEVER, 0)->contacts = verify->contacts.rows->len;
	if (!verify_each(verify,
		"SELECT contact_id, response_id, value_micro FROM standing"
		" ORDER BY contact_id",
		take_standing, error) ||
	    !verify_each(verify,
		"SELECT contact_id, touchpoint, day FROM heard"
		" ORDER BY contact_id, touchpoint",
		take_heard, error))
		return FALSE;
	end_person(verify);
	if (!verify_each(verify,
		"SELECT touchpoint, band, day, contacts, valued, value_micro"
		" FROM base_tally",
		take_base, error))
		return FALSE;
	tell_left_out(verify);
	return TRUE;
}

gboolean
verify_people(struct verify *verify, GError **error)
{
	struct verify_map base;
	gboolean ok;

	verify_map_begin(&base, sizeof(struct base));
	verify->blocks = &base;
	verify->heard.rows = g_array_new(FALSE, FALSE, sizeof(gint64));
	gather(verify);
	ok = compare_all(verify, error);
	g_array_unref(verify->heard.rows);
	g_free(verify->heard.answers);
	verify_map_end(&base);
	return ok;
}
