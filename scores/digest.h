/*
 * digest.h - a team's digest: what was said at its touchpoints in a period, as
 * a mail.
 *
 * digest_compose fills the template "digest" from plain data; digest_make
 * gathers that from the store; digest_put writes it to the outbox, which sends
 * it as it sends everything. Called by the daemon and by `dripscore digest`.
 */
#ifndef SCORES_DIGEST_H
#define SCORES_DIGEST_H

#include "base/settings.h"
#include "scores/due.h"
#include "scores/report.h"
#include "store/store.h"
#include "templates/catalog.h"

#define DIGEST_COMMENTS_MAX 25
#define DIGEST_COMMENT_MAX_CHARS 1000

/* All borrowed. */
struct digest_input {
	const struct organisation *organisation;
	const struct team *team;
	struct digest_period period;
	const GPtrArray *rows; /* struct report_row, one a touchpoint */
	const struct report_row *total;
	/* struct said, as store_said gives them; those past
	 * DIGEST_COMMENTS_MAX are not shown, and that is said. */
	const GPtrArray *said;
};

/*
 * FALSE with error set, and nothing in rendered, if the template or a word is
 * not there. Names are shown where known; addresses never are.
 */
gboolean digest_compose(const struct catalog *catalog,
    const struct digest_input *input, struct rendered *rendered,
    GError **error);

struct digest_source {
	struct store *store;
	const struct settings *settings;
	const struct catalog *catalog;
	const struct team *team;
};

gboolean digest_make(const struct digest_source *source,
    const struct digest_period *period, struct rendered *rendered,
    GError **error);

/*
 * One message for each of the team's addresses, due at once, all or none.
 * *written is FALSE if this digest was written before.
 */
gboolean digest_put(const struct digest_source *source,
    const struct digest_period *period, gint64 now_at, gboolean *written,
    GError **error);

/*
 * The schedule of a team that has a rule, its after_at from the store. FALSE
 * with error set if the store fails.
 */
gboolean digest_schedule_read(const struct digest_source *source,
    struct digest_schedule *schedule, GError **error);

#endif
