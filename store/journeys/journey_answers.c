/*
 * journey_answers.c - see journey.h: what a contact has told people, or said
 * long ago, beside what he was asked. Called by journey.c.
 */
#include "store/internal.h"
#include "store/journeys/journey.h"

void
journey_answer_free(struct journey_answer *answer)
{
	g_free(answer->touchpoint);
	g_free(answer->source);
	g_free(answer->author);
	g_free(answer);
}

static gpointer
answer_from_rows(struct rows *rows)
{
	struct journey_answer *answer = g_new0(struct journey_answer, 1);

	answer->id = rows_int(rows, 0);
	answer->touchpoint = rows_dup(rows, 1);
	answer->score = (int)rows_int(rows, 2);
	answer->commented = rows_int(rows, 3) != 0;
	answer->answered_at = rows_int(rows, 4);
	answer->source = rows_dup(rows, 5);
	answer->author = rows_dup(rows, 6);
	return answer;
}

gboolean
journey_read_answers(struct db *db, struct journey *journey, GError **error)
{
	journey->answers = db_list(db, error, answer_from_rows,
	    (GDestroyNotify)journey_answer_free,
	    "SELECT r.id, r.touchpoint, r.score,"
	    " CASE WHEN r.comment IS NULL THEN 0 ELSE 1 END, r.answered_at,"
	    " r.source, r.author FROM response r"
	    " WHERE r.contact_id = $1 AND r.invitation_id IS NULL"
	    " AND NOT EXISTS (SELECT 1 FROM response n"
	    "  WHERE n.supersedes = r.id) ORDER BY r.answered_at, r.id",
	    "i", journey->contact.id);
	return journey->answers != NULL;
}
