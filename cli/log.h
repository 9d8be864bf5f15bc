/*
 * log.h - one line an event, with the priorities of journald (sd-daemon(3)).
 *
 * No address, no text of a customer and no secret ever stands in a line.
 */
#ifndef CLI_LOG_H
#define CLI_LOG_H

#include <glib.h>
#include <syslog.h>

/*
 * priority: LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG. Within a
 * turn of the main loop lines of LOG_INFO are gathered, and written when it is
 * over, or with the next line that is more urgent.
 */
void log_line(int priority, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Writes what has gathered. */
void log_flush(void);

/* Lines of lower priority than this are left out; LOG_INFO unless set. */
void log_set_priority(int lowest);

#endif
