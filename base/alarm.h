/*
 * alarm.h - wakes the loop at a moment of the wall clock, and when that clock
 * is set or the machine has slept, for then all moments are nearer or farther
 * than they seemed. It costs no wake until then.
 */
#ifndef BASE_ALARM_H
#define BASE_ALARM_H

#include <glib.h>

#include "base/autoptr.h"

struct alarm;

/*
 * rung is called by the default main context. NULL with DRIPSCORE_ERROR_OS if
 * the system has no timer left.
 */
struct alarm *alarm_new(void (*rung)(gpointer user), gpointer user,
    GError **error);
void alarm_free(struct alarm *alarm);
AUTOPTR_DEFINE(alarm, alarm_free)

/*
 * Rings once: at that moment (UTC seconds; at once, if it is over), or when the
 * clock is set before. G_MAXINT64: then alone. It replaces what was set.
 */
void alarm_set(struct alarm *alarm, gint64 at);

#endif
