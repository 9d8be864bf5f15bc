/*
 * verify_unlinked.c - anonymous answers: as many as there are invitations that
 * were answered so, and none of them linked to anybody. Called by verify.c and
 * as invitations and responses are read.
 */
#include "store/verify/verify_internal.h"

static gint64 *
balance_of(struct verify *verify, guint16 touchpoint)
{
	if (verify->unlinked->len <= touchpoint)
		g_array_set_size(verify->unlinked, touchpoint + 1u);
	return &g_array_index(verify->unlinked, gint64, touchpoint);
}

void
verify_unlinked_count(struct verify *verify, guint16 touchpoint, int by)
{
	*balance_of(verify, touchpoint) += by;
}

static void
take_unlinked(struct verify *verify, struct rows *rows)
{
	verify_unlinked_count(verify,
	    verify_touchpoint(verify, rows_text(rows, 0)), -1);
	verify->sums->unlinked++;
}

static void
take_kept(struct verify *verify, struct rows *rows)
{
	verify_tell(verify, "reply", rows_int(rows, 0),
	    "nothing is kept of an answer to an anonymous touchpoint",
	    "it names its invitation, or its bytes are there");
}

gboolean
verify_unlinked(struct verify *verify, GError **error)
{
	if (!verify_each(verify, "SELECT touchpoint FROM unlinked",
		take_unlinked, error) ||
	    !verify_each(verify,
		"SELECT r.id FROM reply r JOIN reply_raw w"
		" ON w.reply_id = r.id WHERE r.note IN ("
		"'anonymous: it counts, and is linked to nobody',"
		" 'anonymous: words without a score are not kept')"
		" AND (r.invitation_id IS NOT NULL OR length(w.bytes) > 0"
		"  OR r.score IS NOT NULL OR r.excerpt IS NOT NULL"
		"  OR r.author IS NOT NULL OR r.recipient IS NOT NULL)",
		take_kept, error))
		return FALSE;
	for (guint i = 0; i < verify->unlinked->len; i++) {
		gint64 n = g_array_index(verify->unlinked, gint64, i);

		if (n != 0)
			verify_tell(verify, "unlinked", 0,
			    "of each invitation that was answered anonymously "
			    "there is one answer, linked to nobody",
			    "at %s there are %" G_GINT64_FORMAT " too %s",
			    verify_touchpoint_name(verify, (guint16)i), ABS(n),
			    n > 0 ? "few" : "many");
	}
	return TRUE;
}
