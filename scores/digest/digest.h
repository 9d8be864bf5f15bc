/*
 * digest.h - a team's digest: what was said at its touchpoints in a period,
 * what is owed, what is to come, as a mail.
 *
 * digest_gather collects the facts from the store; digest_drawing says what its
 * picture looks like, which a worker draws; digest_compose fills the template
 * "digest" with both; digest_put writes it to the outbox, which sends it as it
 * sends everything. Called by the daemon and by `dripscore digest`.
 */
#ifndef SCORES_DIGEST_H
#define SCORES_DIGEST_H

#include "base/settings.h"
#include "scores/digest/due.h"
#include "scores/figures/nps.h"
#include "store/cases/cases.h"
#include "store/outbox/digests.h"
#include "store/counts/scores.h"
#include "store/store.h"
#include "templates/catalog.h"

#define DIGEST_WEEKS 13
#define DIGEST_DAYS (7 * DIGEST_WEEKS)
#define DIGEST_DETRACTORS_MAX 12 /* whose comments are shown */
#define DIGEST_OTHERS_MAX 6	 /* of passives, and of promoters */
#define DIGEST_COMMENT_MAX_CHARS 1000
#define DIGEST_CASES_MAX 5

struct digest_row {
	char *touchpoint; /* NULL: over all of them */
	struct tally tally;
	struct nps nps;
	struct nps_change change; /* to the period before, judged */
};
void digest_row_free(struct digest_row *row);

struct digest_week {
	gint32 since_day;
	struct nps nps;
};

/* A tag that is heard more often than chance explains. */
struct digest_tag {
	char *name;
	gint64 now, before; /* answers that have it */
};
void digest_tag_free(struct digest_tag *tag);

/* What stands still, or goes wrong, unless somebody looks. */
enum digest_still_kind {
	DIGEST_NO_ANSWERS,   /* at touchpoint `name`, since `day` */
	DIGEST_NOTHING_SENT, /* the same: no invitation either */
	DIGEST_HALTED,	     /* provider `name` */
	DIGEST_BOUNCES,	     /* n of `of`, before that n_before of of_before */
};
struct digest_still {
	enum digest_still_kind kind;
	char *name;
	gint32 day; /* the last on which there was any */
	gint64 n, of, n_before, of_before;
};
void digest_still_free(struct digest_still *still);

struct digest_facts {
	struct digest_period period;
	gint64 now_at;
	GPtrArray *rows; /* struct digest_row, one a touchpoint */
	struct digest_row total;
	struct digest_week weeks[DIGEST_WEEKS]; /* up to until_day */
	GPtrArray *said; /* struct said, as store_said gives them */
	GPtrArray *tags; /* struct digest_tag, the most frequent first */
	struct case_sums cases;
	GPtrArray *planned; /* struct touchpoint_count, of the week to come */
	gboolean planned_all; /* FALSE: there are more */
	GPtrArray *still; /* struct digest_still */
	struct seal *seal; /* or NULL */
};
/* Without anything in it. */
struct digest_facts *digest_facts_new(const struct digest_period *period,
    gint64 now_at);
void digest_facts_free(struct digest_facts *facts);
AUTOPTR_DEFINE(digest_facts, digest_facts_free)

/* TRUE: no answers, nothing that is owed, nothing that stands still. */
gboolean digest_is_empty(const struct digest_facts *facts);

/* All borrowed. */
struct digest_input {
	const struct settings *settings;
	const struct team *team;
	const struct digest_facts *facts;
	/* What `src` says of the trend's pictures, for light and for dark mail;
	 * NULL: there is none, and the figures stand alone. */
	const char *picture, *picture_dark;
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

/* NULL with error set if the store could not be read. */
struct digest_facts *digest_gather(const struct digest_source *source,
    const struct digest_period *period, gint64 now_at, GError **error);

/* What a mail's picture is drawn with. */
enum digest_paper {
	DIGEST_LIGHT,
	DIGEST_DARK,
};
#define DIGEST_PAPERS 2
/*
 * The trend as SVG; NULL without error: fewer than two weeks have a score, and
 * there is nothing to see.
 */
GBytes *digest_drawing(const struct digest_source *source,
    const struct digest_facts *facts, enum digest_paper paper, GError **error);

/* PNG of each paper; any may be NULL: it was not drawn. */
struct digest_pictures {
	GBytes *png[DIGEST_PAPERS];
};
void digest_pictures_clear(struct digest_pictures *pictures);

/* TRUE: there is nothing new, and the team wants to hear nothing then. */
gboolean digest_is_withheld(const struct digest_source *source,
    const struct digest_facts *facts);

/*
 * One message for each of the team's addresses, due at once, all or none; none
 * if it is withheld. *written is FALSE if this digest was written before.
 */
gboolean digest_put(const struct digest_source *source,
    const struct digest_facts *facts, const struct digest_pictures *pictures,
    gint64 now_at, gboolean *written, GError **error);

/* What stands in the store of it and what the configuration says; borrows. */
gboolean digest_schedule_read(const struct digest_source *source,
    struct digest_schedule *schedule, GError **error);

#endif
