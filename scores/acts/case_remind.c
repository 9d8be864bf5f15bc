/*
 * case_remind.c - see case_remind.h. What the mail says is composed as it
 * leaves.
 */
#include "scores/acts/case_remind.h"

#include "store/cases/cases.h"

gboolean
case_remind_turn(struct store *store, const struct settings *settings,
    gint64 now_at, guint limit, guint *reminded, GError **error)
{
	g_autoptr(GPtrArray) cases = store_cases_to_remind(store, now_at, limit,
	    error);

	*reminded = 0;
	if (cases == NULL)
		return FALSE;
	for (guint i = 0; i < cases->len; i++) {
		const struct customer_case *each = cases->pdata[i];
		g_auto(GStrv) people = settings_case_people(settings,
		    each->owner, each->team);

		if (!store_remind_case(store, each->id,
			(const char *const *)people, now_at, error))
			return FALSE;
	}
	*reminded = cases->len;
	return TRUE;
}
