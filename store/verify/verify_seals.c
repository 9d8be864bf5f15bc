/*
 * verify_seals.c - what is stored of each digest's proof: its seal, and the
 * responses with which its chains ended. Called by verify.c.
 *
 * Whether its numbers follow from the chains is proof.c's, for one digest.
 */
#include <string.h>

#include "store/answers/seal.h"
#include "store/verify/verify_internal.h"

static const char sealed[] =
    "of a digest is stored what its seal says, and its chains come by where "
    "they ended then";

static void
take_moved(struct verify *verify, struct rows *rows)
{
	verify_tell(verify, "digest", rows_int(rows, 1), sealed,
	    "of team %s: response %" G_GINT64_FORMAT ", the last of %s then, "
	    "is not there as it was", rows_text(rows, 0), rows_int(rows, 2),
	    rows_text(rows, 3));
}

static gpointer
digest_of_rows(struct rows *rows)
{
	return seal_new(rows_text(rows, 0), rows_int(rows, 1));
}

static gboolean
check_seal(struct verify *verify, const struct seal *digest, GError **error)
{
	g_autoptr(seal) seal = NULL;
	char shown[SEAL_DIGITS + 1];

	if (!seal_read(verify->db, digest->team, digest->until_at, &seal,
		error))
		return FALSE;
	if (seal == NULL)
		return TRUE;
	memcpy(shown, seal->text, sizeof(shown));
	seal_stamp(seal);
	if (strcmp(shown, seal->text) != 0)
		verify_tell(verify, "digest", digest->until_at, sealed,
		    "of team %s: its seal is %s, and what is stored has %s",
		    digest->team, shown, seal->text);
	return TRUE;
}

gboolean
verify_seals(struct verify *verify, GError **error)
{
	g_autoptr(GPtrArray) digests = db_list(verify->db, error,
	    digest_of_rows, (GDestroyNotify)seal_free,
	    "SELECT team, until_at FROM digest WHERE seal IS NOT NULL"
	    " UNION SELECT team, until_at FROM digest_proof", "");

	if (digests == NULL)
		return FALSE;
	for (guint i = 0; i < digests->len; i++) {
		if (!check_seal(verify, digests->pdata[i], error))
			return FALSE;
	}
	return verify_each(verify,
	    "SELECT p.team, p.until_at, p.response_id, p.touchpoint"
	    " FROM digest_proof p LEFT JOIN response r ON r.id = p.response_id"
	    " WHERE p.response_id <> 0 AND (r.hash IS NULL"
	    "  OR r.hash <> p.hash OR r.touchpoint <> p.touchpoint)",
	    take_moved, error);
}
