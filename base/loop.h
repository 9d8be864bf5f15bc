/*
 * loop.h - how long the event loop's turns take: from when it wakes to when it
 * can wait again. While one lasts, nobody else is heard.
 */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <glib.h>

/* It is called at the end of the turn, from within it. */
typedef void (*loop_took)(gint64 turn_us, gpointer user);

/*
 * From now on the turns of the default main context are told; NULL: no more.
 * There is one who is told at a time.
 */
void loop_measure(loop_took took, gpointer user);

#endif
