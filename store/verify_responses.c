/*
 * verify_responses.c - responses: the chain of their hashes, what supersedes
 * what, and what of them counts; replies. Called by verify.c.
 */
#include "store/chain.h"
#include "store/verify_internal.h"

#include <string.h>

static const char chained[] =
    "each response carries the hash of the one before it in its touchpoint's "
    "chain: none was changed, put in or taken out";
static const char as_it_came[] =
    "contact and comment of a response are as they came, or erased with their "
    "salt";

static GBytes **
chain_end(struct verify *verify, guint16 touchpoint)
{
	while (verify->chains->len <= touchpoint)
		g_ptr_array_add(verify->chains, NULL);
	return (GBytes **)&verify->chains->pdata[touchpoint];
}

/* It is told once: what follows is compared with what stands here. */
static void
check_chain(struct verify *verify, gint64 id, guint16 touchpoint,
    const struct chain_link *link, GBytes *hash)
{
	GBytes **end = chain_end(verify, touchpoint);
	g_autoptr(GBytes) expected = NULL;

	if (*end == NULL) {
		*end = chain_begin();
		verify->sums->chains++;
	}
	expected = chain_hash(*end, link);
	if (!g_bytes_equal(expected, hash))
		verify_tell(verify, "response", id, chained,
		    "its hash is not that of what stands before it and in it");
	g_bytes_unref(*end);
	*end = g_bytes_ref(hash);
}

static void
check_digests(struct verify *verify, gint64 id, struct rows *rows,
    const struct chain_link *link)
{
	g_autoptr(GBytes) salt = rows_bytes(rows, 8);
	g_autoptr(GBytes) contact = NULL;
	g_autoptr(GBytes) comment = NULL;

	if (salt == NULL || g_bytes_get_size(salt) == 0)
		return;
	contact = chain_contact_digest(salt, rows_int(rows, 3));
	if (!g_bytes_equal(contact, link->contact_digest))
		verify_tell(verify, "response", id, as_it_came,
		    "its contact is another");
	comment = chain_digest(salt, rows_text(rows, 2));
	if (!g_bytes_equal(comment, link->comment_digest))
		verify_tell(verify, "response", id, as_it_came,
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
	    before->invitation_id != one->invitation_id)
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
note_answer(struct verify *verify, gint64 invitation_id)
{
	struct verify_invitation *invitation =
	    verify_find(&verify->invitations, invitation_id);

	if (invitation != NULL)
		invitation->is_answered = TRUE;
}

static void
take_response(struct verify *verify, struct rows *rows)
{
	g_autoptr(GBytes) contact_digest = rows_bytes(rows, 9);
	g_autoptr(GBytes) comment_digest = rows_bytes(rows, 10);
	g_autoptr(GBytes) hash = rows_bytes(rows, 11);
	const struct chain_link link = {
		.form = CHAIN_FORM_FIRST,
		.touchpoint = rows_text(rows, 1),
		.score = rows_int(rows, 13),
		.answered_at = rows_int(rows, 5),
		.source = rows_text(rows, 6),
		.author = rows_text(rows, 7),
		.contact_digest = contact_digest,
		.comment_digest = comment_digest,
	};
	struct verify_response one = { .id = rows_int(rows, 0),
		.invitation_id = rows_int(rows, 4),
		.day = (gint32)rows_int(rows, 14) };

	verify->sums->responses++;
	if (link.score < 0 || link.score > 10)
		verify_tell(verify, "response", one.id,
		    "a score is from 0 to 10",
		    "it is %" G_GINT64_FORMAT, link.score);
	one.score = (guint8)link.score;
	one.touchpoint = verify_touchpoint(verify, link.touchpoint);
	check_chain(verify, one.id, one.touchpoint, &link, hash);
	check_digests(verify, one.id, rows, &link);
	if (!rows_is_null(rows, 12))
		check_supersedes(verify, &one, rows_int(rows, 12));
	if (one.invitation_id != 0)
		note_answer(verify, one.invitation_id);
	g_array_append_val(verify->responses.rows, one);
}

static void
take_chain(struct verify *verify, struct rows *rows)
{
	const char *name = rows_text(rows, 0);
	guint16 touchpoint = verify_touchpoint(verify, name);
	GBytes **end = chain_end(verify, touchpoint);
	g_autoptr(GBytes) hash = rows_bytes(rows, 1);

	if (*end == NULL || !g_bytes_equal(*end, hash))
		verify_tell(verify, "response_chain", 0, chained,
		    "the chain of %s does not end with its last response",
		    name);
	/* Seen: see check_ends. */
	g_clear_pointer(end, g_bytes_unref);
}

static void
check_ends(struct verify *verify)
{
	for (guint i = 0; i < verify->chains->len; i++) {
		if (verify->chains->pdata[i] != NULL)
			verify_tell(verify, "response_chain", 0, chained,
			    "the chain of %s has no end noted",
			    verify_touchpoint_name(verify, (guint16)i));
	}
}

static void
take_reply(struct verify *verify, struct rows *rows)
{
	const char *state = rows_text(rows, 1);
	gboolean is_new = strcmp(state, "new") == 0;
	gboolean aside = strcmp(state, "set aside") == 0;

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
	if (!verify_each(verify,
		"SELECT id, state, kind, read_at, concern, (SELECT count(*)"
		" FROM reply_raw w WHERE w.reply_id = reply.id) FROM reply"
		" ORDER BY id",
		take_reply, error) ||
	    !verify_each(verify,
		"SELECT id, touchpoint, comment, contact_id, invitation_id,"
		" answered_at, source, author, salt, contact_digest,"
		" comment_digest, hash, supersedes, score, day FROM response"
		" ORDER BY id",
		take_response, error) ||
	    !verify_each(verify, "SELECT touchpoint, hash FROM response_chain",
		take_chain, error))
		return FALSE;
	check_ends(verify);
	return TRUE;
}
