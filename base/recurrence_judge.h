/*
 * recurrence_judge.h - what a recurrence rule may say. For recurrence.c alone.
 */
#ifndef BASE_RECURRENCE_JUDGE_H
#define BASE_RECURRENCE_JUDGE_H

#include <glib.h>

/*
 * The rule in capitals, with what RFC 5545 would take from DTSTART written into
 * it; owned. NULL with error set if it is none that recurrence.h takes.
 */
char *recurrence_judge(const char *rule, GError **error);

#endif
