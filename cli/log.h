/*
 * log.h - one line an event, with the priorities of journald (sd-daemon(3)).
 *
 * No address, no text of a customer and no secret ever stands in a line.
 */
#ifndef CLI_LOG_H
#define CLI_LOG_H

#include <glib.h>
#include <syslog.h>

/* priority: LOG_ERR, LOG_WARNING, LOG_NOTICE, LOG_INFO, LOG_DEBUG. */
void log_line(int priority, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Lines of lower priority than this are left out; LOG_INFO unless set. */
void log_set_priority(int lowest);

#endif
