/*
 * page.h - an overview as one HTML page that stands by itself: pictures inside,
 * nothing from outside, no script. Pure; called by `dripscore report`.
 *
 * What stands on it is composed here, how it looks is the template "report".
 */
#ifndef SCORES_PAGE_H
#define SCORES_PAGE_H

#include "scores/page/overview.h"
#include "templates/catalog.h"

#define PAGE_GROUPS_MAX 20 /* of a facet; the data have them all */
#define PAGE_COMMENT_MAX_CHARS 1000

/*
 * In the team's language, else the organisation's. NULL with error set if the
 * template or a word is not there. Owned. Names are shown where known;
 * addresses never are.
 */
char *page_compose(const struct catalog *catalog,
    const struct overview *overview, GError **error);

#endif
