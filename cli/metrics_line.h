/*
 * metrics_line.h - the text format of Prometheus, version 0.0.4, a line at a
 * time. For metrics.c and gauges.c.
 */
#ifndef CLI_METRICS_LINE_H
#define CLI_METRICS_LINE_H

#include <glib.h>

/* type: "counter", "gauge", "summary". */
void metrics_family(GString *out, const char *name, const char *type,
    const char *help);
/* Labels without a name are left out; values are escaped. */
void metrics_line(GString *out, const char *name, const char *label,
    const char *value, const char *label2, const char *value2, double number);
/* A family of one line without labels. */
void metrics_one(GString *out, const char *name, const char *type,
    const char *help, double number);

#endif
