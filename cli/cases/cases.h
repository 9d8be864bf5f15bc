/*
 * cases.h - cases as `dripscore cases` and `dripscore case` show them. Inside
 * of cli/cases/ only.
 */
#ifndef CLI_CASES_CASES_H
#define CLI_CASES_CASES_H

#include <jansson.h>

#include "cli/app.h"
#include "store/cases/cases.h"

/* "3 hours", "1 day": the largest unit alone; owned. */
char *case_span(gint64 seconds);
/* "due in 2 days", "3 hours late", "closed"; owned. */
char *case_due(const struct customer_case *each, gint64 now_at);
/* "score 2", "words without a score"; owned. */
char *case_why(const struct customer_case *each);
/* "Ada <ada@customer.example>", fit for a terminal; owned. NULL: not known. */
char *case_person(const struct customer_case *each);

/* As --json prints it; notes (struct case_note) may be NULL. */
json_t *case_json(const struct customer_case *each, const GPtrArray *notes,
    gint64 now_at);
int case_print_json(json_t *json);

/* `dripscore case N`. */
int case_show(struct app *app, gint64 case_id, gboolean json);

#endif
