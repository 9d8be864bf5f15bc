/*
 * verify_responses.c - responses: what they say, what supersedes what, and what
 * of them counts; replies. Called by verify.c.
 */
#include "store/verify/chain_rows.h"
#include "store/counts/response_counts.h"
#include "store/verify/verify_counts.h"

#include <string.h>

static const char as_it_came[] =
    "contact and comment of a response are as they came, or erased with their "
    "salt";

/* Columns behind those of chain_rows.h. */
enum {
	COMMENT = CHAIN_N_COLUMNS,
	CONTACT,
	INVITATION,
	SALT,
	SUPERSEDES,
	REPLY,
	PROFILE,
	LATER_PROFILE,
	BEFORE,
};

static void
check_digests(struct verify *verify, struct rows *rows,
    const struct chain_row *row)
{
	g_autoptr(GBytes) salt = rows_bytes(rows, SALT);
	g_autoptr(GBytes) contact = NULL;
	g_autoptr(GBytes) comment = NULL;

	if (salt == NULL || g_bytes_get_size(salt) == 0)
		return;
	contact = chain_contact_digest(salt, rows_int(rows, CONTACT));
	if (!g_bytes_equal(contact, row->link.contact_digest))
		verify_tell(verify, "response", row->id, as_it_came,
		    "its contact is another");
	comment = chain_digest(salt, rows_text(rows, COMMENT));
	if (!g_bytes_equal(comment, row->link.comment_digest))
		verify_tell(verify, "response", row->id, as_it_came,
		    "its comment is another");
}

/* What is superseded counts no more. */
static void
check_supersedes(struct verify *verify, const struct verify_response *one,
    gint64 supersedes)
{
	struct verify_response *before =
	    verify_find(&verify->responses, supersedes);

	if (before == NULL || before->is_superseded ||
	    before->invitation != one->invitation)
		verify_tell(verify, "response", one->id,
		    "a response supersedes one before it, of the same "
		    "invitation, that nothing else does",
		    "it supersedes %" G_GINT64_FORMAT, supersedes);
	if (before == NULL)
		return;
	before->is_superseded = TRUE;
	verify->sums->superseded++;
}

static void
check_anonymous(struct verify *verify, struct rows *rows,
    const struct chain_row *row, guint16 touchpoint)
{
	verify_unlinked_count(verify, touchpoint, -1);
	if (!rows_is_null(rows, CONTACT) || !rows_is_null(rows, INVITATION) ||
	    !rows_is_null(rows, REPLY) || row->link.facets != NULL)
		verify_tell(verify, "response", row->id,
		    "an anonymous answer is linked to nobody",
		    "a contact, an invitation, a reply or a profile is named");
}

/* Its index, and 1; 0: none, or one that is not there. */
static guint32
reference_of(struct verify *verify, struct rows *rows, int column,
    struct verify_table *table, const char *name)
{
	if (rows_is_null(rows, column))
		return 0;
	if (verify_find(table, rows_int(rows, column)) != NULL)
		return table->hint + 1;
	verify_tell(verify, "response", rows_int(rows, 0), verify_whole,
	    "it refers to %s %" G_GINT64_FORMAT ", which is not there", name,
	    rows_int(rows, column));
	return 0;
}

/* It is of the same person, was stored before, and not said after. */
static guint32
before_of(struct verify *verify, const struct verify_response *one,
    struct rows *rows)
{
	const struct verify_response *before;

	if (rows_is_null(rows, BEFORE))
		return 0;
	before = verify_find(&verify->responses, rows_int(rows, BEFORE));
	if (before != NULL && before->contact == one->contact &&
	    before->contact != 0 &&
	    before->answered_at <= one->answered_at)
		return verify->responses.hint + 1;
	verify_tell(verify, "response", one->id,
	    "the answer before an answer is of the same person, and earlier",
	    "it says %" G_GINT64_FORMAT, rows_int(rows, BEFORE));
	return 0;
}

/* What of it is counted, and by what. */
static void
note_counts(struct verify *verify, struct rows *rows,
    const struct chain_row *row, struct verify_response *one)
{
	const char *source = row->link.source;
	const gint64 *facet = g_hash_table_lookup(verify->counts->sources,
	    source);
	struct verify_table *facets = &verify->counts->facets;

	one->answered_at = row->link.answered_at;
	one->has_words = !rows_is_null(rows, COMMENT);
	one->profile = verify_profile_at(verify, "response", one->id,
	    rows_int(rows, PROFILE));
	one->later_profile = verify_profile_at(verify, "response", one->id,
	    rows_int(rows, LATER_PROFILE));
	one->before = before_of(verify, one, rows);
	if (response_is_anonymous(source))
		return;
	if (facet != NULL && verify_find(facets, *facet) != NULL)
		one->source = facets->hint + 1;
	else
		verify_tell(verify, "response", one->id,
		    "what is counted by facets has facets that are known",
		    "its source is no facet");
}

static void
note_references(struct verify *verify, struct rows *rows,
    struct verify_response *one)
{
	struct verify_invitation *invitation;

	one->contact = reference_of(verify, rows, CONTACT, &verify->contacts,
	    "contact");
	one->invitation = reference_of(verify, rows, INVITATION,
	    &verify->invitations, "invitation");
	reference_of(verify, rows, REPLY, &verify->replies, "reply");
	invitation = verify_invitation_at(verify, one->invitation);
	if (invitation != NULL)
		invitation->is_answered = TRUE;
}

static void
take_contact(struct verify *verify, struct rows *rows)
{
	const struct verify_contact one = { .id = rows_int(rows, 0) };

	g_array_append_val(verify->contacts.rows, one);
}

static void
take_response(struct verify *verify, struct rows *rows)
{
	struct chain_row row;
	struct verify_response one = { 0 };

	chain_row_read(&row, rows, 0, verify_chains_profiles(verify->chains));
	one.id = row.id;
	note_references(verify, rows, &one);
	one.day = (gint32)row.link.day;
	one.score = (guint8)row.link.score;
	one.touchpoint = verify_touchpoint(verify, row.link.touchpoint);
	verify->sums->responses++;
	if (row.link.score < 0 || row.link.score > 10)
		verify_tell(verify, "response", row.id,
		    "a score is from 0 to 10", "it is %" G_GINT64_FORMAT,
		    row.link.score);
	verify_chain_take(verify, &row, one.touchpoint);
	check_digests(verify, rows, &row);
	if (strcmp(row.link.source, "anonymous") == 0)
		check_anonymous(verify, rows, &row, one.touchpoint);
	note_counts(verify, rows, &row, &one);
	if (!rows_is_null(rows, SUPERSEDES))
		check_supersedes(verify, &one, rows_int(rows, SUPERSEDES));
	g_array_append_val(verify->responses.rows, one);
	chain_row_clear(&row);
}

static void
take_reply(struct verify *verify, struct rows *rows)
{
	const char *state = rows_text(rows, 1);
	gboolean is_new = strcmp(state, "new") == 0;
	gboolean aside = strcmp(state, "set aside") == 0;
	gint64 id = rows_int(rows, 0);

	g_array_append_val(verify->replies.rows, id);
	verify->sums->replies++;
	verify->sums->replies_new += is_new;
	verify->sums->replies_aside += aside;
	if ((!is_new && !aside && strcmp(state, "read") != 0) ||
	    is_new != rows_is_null(rows, 3) ||
	    (is_new || aside) != rows_is_null(rows, 2))
		verify_tell(verify, "reply", rows_int(rows, 0),
		    "a reply is new, or set aside, or read and of some kind",
		    "it is %s, its kind is %s, and it has %s", state,
		    rows_is_null(rows, 2) ? "not known" : rows_text(rows, 2),
		    rows_is_null(rows, 3) ? "never been read" : "been read");
	if ((is_new && !rows_is_null(rows, 4)) ||
	    (aside && rows_is_null(rows, 4)))
		verify_tell(verify, "reply", rows_int(rows, 0),
		    "a person is shown what could not be read, and what nobody "
		    "has read is shown to none",
		    "it is %s, and %s", state,
		    aside ? "not shown" : "shown");
	if (rows_int(rows, 5) != 1)
		verify_tell(verify, "reply", rows_int(rows, 0),
		    "a reply is kept as it came in", "its bytes are not there");
}

gboolean
verify_responses(struct verify *verify, GError **error)
{
	verify->chains = verify_chains_new(verify->db, error);
	return verify->chains != NULL &&
	    verify_each(verify, "SELECT id FROM contact ORDER BY id",
		take_contact, error) &&
	    verify_each(verify,
		"SELECT id, state, kind, read_at, concern, (SELECT count(*)"
		" FROM reply_raw w WHERE w.reply_id = reply.id) FROM reply"
		" ORDER BY id",
		take_reply, error) &&
	    verify_each(verify,
		"SELECT " CHAIN_COLUMNS ", r.comment, r.contact_id,"
		" r.invitation_id, r.salt, r.supersedes, r.reply_id, r.profile,"
		" r.later_profile, r.before_id FROM" CHAIN_FROM
		" ORDER BY r.id",
		take_response, error) &&
	    verify_each(verify,
		"SELECT touchpoint, hash, response_id FROM response_chain",
		verify_chain_end, error) &&
	    verify_chains_tell(verify, error);
}
