/*
 * condition_values.h - what an event and its contact say to names, as
 * conditions name them (condition.h), beside any condition. Pure. Called by
 * store/, which counts answers by it.
 */
#ifndef BASE_CONDITION_VALUES_H
#define BASE_CONDITION_VALUES_H

#include "base/model.h"

/*
 * n texts, in the order of the names; each NULL if it says nothing that could
 * be compared. event, contact: NULL if there is none. The array is freed by
 * condition_values_free.
 */
char **condition_values(const char *const *names, guint n,
    const struct event *event, const struct contact *contact);
void condition_values_free(char **values, guint n);

#endif
