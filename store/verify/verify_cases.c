/*
 * verify_cases.c - what holds of cases, and of the mails about them. Called by
 * verify.c.
 */
#include "store/verify/verify_internal.h"

static void
take_two(struct verify *verify, struct rows *rows)
{
	verify_tell(verify, "case", rows_int(rows, 0),
	    "of an invitation one case is open at a time",
	    "of invitation %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT " are",
	    rows_int(rows, 1), rows_int(rows, 2));
}

static void
take_closed(struct verify *verify, struct rows *rows)
{
	verify_tell(verify, "case", rows_int(rows, 0),
	    "nobody is reminded of a closed case, and an open one has no "
	    "outcome",
	    "it is not so");
}

static void
take_mail(struct verify *verify, struct rows *rows)
{
	verify_tell(verify, "message", rows_int(rows, 0),
	    "a mail about a case is an alert, or one between the two sides",
	    "it is of another kind: %s", rows_text(rows, 1));
}

gboolean
verify_cases(struct verify *verify, GError **error)
{
	return verify_each(verify,
		   "SELECT max(id), invitation_id, count(*)"
		   " FROM customer_case WHERE closed_at IS NULL"
		   " AND invitation_id IS NOT NULL GROUP BY invitation_id"
		   " HAVING count(*) > 1",
		   take_two, error) &&
	    verify_each(verify,
		"SELECT id FROM customer_case WHERE (closed_at IS NOT NULL"
		" AND remind_at IS NOT NULL)"
		" OR (closed_at IS NULL AND outcome IS NOT NULL)",
		take_closed, error) &&
	    verify_each(verify,
		"SELECT m.id, m.kind FROM case_message x JOIN message m"
		" ON m.id = x.message_id"
		" WHERE m.kind NOT IN ('relay', 'alert')",
		take_mail, error);
}
