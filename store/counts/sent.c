/*
 * sent.c - see sent.h. Called by invitations.c, effects.c, firsts.c and
 * responses.c.
 */
#include "store/counts/sent.h"

#include "store/counts/facets.h"

gboolean
sent_book(struct tally_book *book, struct db *db, gint64 profile,
    const char *touchpoint, gint32 day, const struct tally *by, GError **error)
{
	const GArray *facets;

	if (profile == 0)
		return TRUE;
	facets = profile_facets(db, profile, error);
	if (facets == NULL)
		return FALSE;
	for (guint i = 0; i < facets->len; i++) {
		const struct facet *one =
		    &g_array_index(facets, struct facet, i);

		if (one->counted)
			tally_book_add(book, one->id, touchpoint, day, by);
	}
	return TRUE;
}

/* Its event and its channel now, with what is known of the contact. */
static char *
text_of_invitation(struct db *db, const struct kept *kept,
    gint64 invitation_id, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT i.channel, " EVENT_COLUMNS " FROM invitation i"
	    " JOIN event e ON e.id = i.event_id"
	    " JOIN contact c ON c.id = i.contact_id WHERE i.id = $1",
	    "i", invitation_id);
	g_autoptr(event) event = NULL;
	gboolean found;

	if (rows == NULL || !rows_first(rows, &found, error))
		return NULL;
	if (!found)
		return g_strdup("");
	event = event_of_rows(rows, 1);
	return facets_text(kept, channel_from_name(rows_text(rows, 0)), event,
	    &event->contact);
}

static char *
text_of_contact(struct db *db, const struct kept *kept, gint64 contact_id,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT " CONTACT_COLUMNS " FROM contact c WHERE c.id = $1", "i",
	    contact_id);
	struct contact contact = { 0 };
	gboolean found;
	char *text;

	if (rows == NULL || !rows_first(rows, &found, error))
		return NULL;
	if (found)
		contact_from_rows(&contact, rows, 0);
	text = facets_text(kept, CHANNEL_NONE, NULL, &contact);
	contact_clear(&contact);
	return text;
}

gboolean
sent_profile(struct db *db, gint64 invitation_id, gint64 contact_id,
    gint64 *profile, GError **error)
{
	const struct kept *kept = facets_kept(db, error);
	g_autofree char *text = NULL;

	*profile = 0;
	if (kept == NULL)
		return FALSE;
	if (invitation_id != 0 &&
	    !db_one(db, profile, 0, error,
		"SELECT profile FROM invitation_state"
		" WHERE invitation_id = $1",
		"i", invitation_id))
		return FALSE;
	if (*profile != 0)
		return TRUE;
	text = invitation_id != 0 ?
	    text_of_invitation(db, kept, invitation_id, error) :
	    text_of_contact(db, kept, contact_id, error);
	return text != NULL && profile_of(db, text, profile, error);
}

/* As it is counted. */
struct counted {
	gint64 profile;
	char *touchpoint;
	gint32 day;
	gboolean is_sent, is_answered;
};

static gboolean
read_counted(struct db *db, gint64 invitation_id, struct counted *counted,
    GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT s.profile, i.touchpoint, s.sent_day,"
	    " CASE s.state WHEN 'answered' THEN 1 ELSE 0 END"
	    " FROM invitation_state s JOIN invitation i"
	    " ON i.id = s.invitation_id WHERE s.invitation_id = $1",
	    "i", invitation_id);
	gboolean found;

	*counted = (struct counted){ 0 };
	if (rows == NULL || !rows_first(rows, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	counted->profile = rows_int(rows, 0);
	counted->touchpoint = rows_dup(rows, 1);
	counted->is_sent = !rows_is_null(rows, 2);
	counted->day = (gint32)rows_int(rows, 2);
	counted->is_answered = rows_int(rows, 3) != 0;
	return TRUE;
}

static gboolean
count(struct db *db, const struct counted *counted, const struct tally *by,
    GError **error)
{
	g_autoptr(tally_book) book = tally_book_new();

	tally_book_add(book, TALLY_FACET_ALL, counted->touchpoint, counted->day,
	    by);
	return sent_book(book, db, counted->profile, counted->touchpoint,
		   counted->day, by, error) &&
	    tally_book_write(book, db, error);
}

gboolean
sent_count(struct db *db, gint64 invitation_id, GError **error)
{
	struct counted counted = { 0 };
	gint64 profile;
	gboolean ok;

	if (!sent_profile(db, invitation_id, 0, &profile, error) ||
	    !db_run(db, error,
		"UPDATE invitation_state SET profile = $2"
		" WHERE invitation_id = $1",
		"ii", invitation_id, profile) ||
	    !read_counted(db, invitation_id, &counted, error))
		return FALSE;
	ok = count(db, &counted,
	    &(const struct tally){ .sent = 1,
		.answered = counted.is_answered ? 1 : 0 },
	    error);
	g_free(counted.touchpoint);
	return ok;
}

gboolean
sent_count_answer(struct db *db, gint64 invitation_id, GError **error)
{
	struct counted counted = { 0 };
	gboolean ok = read_counted(db, invitation_id, &counted, error) &&
	    (!counted.is_sent ||
		count(db, &counted, &(const struct tally){ .answered = 1 },
		    error));

	g_free(counted.touchpoint);
	return ok;
}

gboolean
sent_uncount(struct db *db, gint64 invitation_id, GError **error)
{
	struct counted counted = { 0 };
	gboolean ok = read_counted(db, invitation_id, &counted, error) &&
	    (!counted.is_sent ||
		(count(db, &counted,
		     &(const struct tally){ .sent = -1,
			 .answered = counted.is_answered ? -1 : 0 },
		     error) &&
		    db_run(db, error,
			"UPDATE invitation_state SET profile = 0"
			" WHERE invitation_id = $1",
			"i", invitation_id)));

	g_free(counted.touchpoint);
	return ok;
}

gboolean
sent_profiles(struct db *db, const GPtrArray *verdicts, gint64 *profiles,
    GError **error)
{
	const struct kept *kept = facets_kept(db, error);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

	if (kept == NULL)
		return FALSE;
	for (guint i = 0; i < verdicts->len; i++) {
		const struct outbox_verdict *verdict = verdicts->pdata[i];
		const struct outbox_item *item = verdict->item;

		g_ptr_array_add(texts,
		    facets_text(kept, item->channel, item->event,
			&item->event->contact));
	}
	return profiles_of(db, (char *const *)texts->pdata, texts->len,
	    profiles, error);
}

gboolean
sent_count_all(struct db *db, const GPtrArray *verdicts,
    const gint64 *profiles, GError **error)
{
	static const struct tally one = { .sent = 1 };
	g_autoptr(tally_book) book = tally_book_new();

	for (guint i = 0; i < verdicts->len; i++) {
		const struct outbox_verdict *verdict = verdicts->pdata[i];

		tally_book_add(book, TALLY_FACET_ALL,
		    verdict->item->touchpoint, verdict->day, &one);
		if (!sent_book(book, db, profiles[i],
			verdict->item->touchpoint, verdict->day, &one, error))
			return FALSE;
	}
	return tally_book_write(book, db, error);
}
