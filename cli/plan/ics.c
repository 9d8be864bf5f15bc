/*
 * ics.c - a plan as an iCalendar feed (RFC 5545) to subscribe to: for each
 * touchpoint and day an event with the number of messages. It says of nobody
 * that they are among them. Called by plan.c. Pure.
 */
#include <string.h>

#include "base/timezone.h"
#include "cli/plan/plan.h"

#define LINE_MAX_BYTES 75
#define HOURS 24

/* What leaves at a touchpoint on a day. */
struct entry {
	const char *touchpoint;
	gint32 day;
	gint64 asked, others;
	gint64 by_hour[HOURS];
};

/* RFC 5545, 3.1: longer lines are folded, between characters. */
static void
put_line(GString *ics, const char *line)
{
	gsize room = LINE_MAX_BYTES;

	for (const char *c = line; *c != '\0'; c = g_utf8_next_char(c)) {
		gsize n = (gsize)(g_utf8_next_char(c) - c);

		if (n > room) {
			g_string_append(ics, "\r\n ");
			room = LINE_MAX_BYTES - 1;
		}
		g_string_append_len(ics, c, (gssize)n);
		room -= n;
	}
	g_string_append(ics, "\r\n");
}

static void
put_property(GString *ics, const char *name, const char *value)
{
	g_autofree char *line = g_strconcat(name, ":", value, NULL);

	put_line(ics, line);
}

/* RFC 5545, 3.3.11 */
static void
put_text(GString *ics, const char *name, const char *text)
{
	g_autoptr(GString) value = g_string_new(NULL);

	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '\n')
			g_string_append(value, "\\n");
		else if (strchr("\\;,", *c) != NULL)
			g_string_append_printf(value, "\\%c", *c);
		else
			g_string_append_c(value, *c);
	}
	put_property(ics, name, value->str);
}

static char *
date_text(gint32 day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(day + EPOCH_JULIAN));
	return g_strdup_printf("%04d%02d%02d", g_date_get_year(&date),
	    g_date_get_month(&date), g_date_get_day(&date));
}

/* The same plan tomorrow has the same; another organisation has others. */
static char *
uid_of(const struct plan *plan, const struct entry *entry)
{
	g_autofree char *date = date_text(entry->day);
	g_autofree char *house = g_compute_checksum_for_string(
	    G_CHECKSUM_SHA256, plan->settings->organisation.name, -1);

	return g_strdup_printf("%s-%s-%.16s@dripscore", entry->touchpoint, date,
	    house);
}

static char *
summary_of(const struct entry *entry)
{
	GString *text = g_string_new(entry->touchpoint);

	g_string_append(text, ": ");
	if (entry->asked > 0 || entry->others == 0)
		g_string_append_printf(text, "%" G_GINT64_FORMAT " asked",
		    entry->asked);
	if (entry->asked > 0 && entry->others > 0)
		g_string_append(text, ", ");
	if (entry->others > 0)
		g_string_append_printf(text, "%" G_GINT64_FORMAT " reminder%s",
		    entry->others, entry->others == 1 ? "" : "s");
	return g_string_free(text, FALSE);
}

static char *
hours_of(const struct plan *plan, const struct entry *entry)
{
	GString *text = g_string_new(NULL);

	g_string_printf(text, "Messages by the hour (%s):",
	    plan->settings->organisation.timezone_name);
	for (guint hour = 0; hour < HOURS; hour++) {
		if (entry->by_hour[hour] > 0)
			g_string_append_printf(text,
			    "\n%02u:00  %" G_GINT64_FORMAT, hour,
			    entry->by_hour[hour]);
	}
	return g_string_free(text, FALSE);
}

static void
put_entry(GString *ics, const struct plan *plan, const struct entry *entry,
    const char *stamp)
{
	g_autofree char *uid = uid_of(plan, entry);
	g_autofree char *begin = date_text(entry->day);
	g_autofree char *end = date_text(entry->day + 1);
	g_autofree char *summary = summary_of(entry);
	g_autofree char *hours = hours_of(plan, entry);

	put_line(ics, "BEGIN:VEVENT");
	put_text(ics, "UID", uid);
	put_property(ics, "DTSTAMP", stamp);
	put_property(ics, "DTSTART;VALUE=DATE", begin);
	put_property(ics, "DTEND;VALUE=DATE", end);
	put_text(ics, "SUMMARY", summary);
	put_text(ics, "DESCRIPTION", hours);
	put_line(ics, "TRANSP:TRANSPARENT");
	put_line(ics, "END:VEVENT");
}

static struct entry *
find_entry(GHashTable *by_touchpoint, const struct plan_send *send, gint32 day,
    GPtrArray *entries)
{
	struct entry *entry = g_hash_table_lookup(by_touchpoint,
	    send->touchpoint);

	if (entry != NULL && entry->day == day)
		return entry;
	entry = g_new0(struct entry, 1);
	entry->touchpoint = send->touchpoint;
	entry->day = day;
	g_hash_table_insert(by_touchpoint, (gpointer)send->touchpoint, entry);
	g_ptr_array_add(entries, entry);
	return entry;
}

/* Sends are in order of time: so are days. */
static GPtrArray *
entries_of(const struct plan *plan)
{
	g_autoptr(GHashTable)
	    by_touchpoint = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *entries = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < plan->sends->len; i++) {
		const struct plan_send *send = &g_array_index(plan->sends,
		    struct plan_send, i);
		struct local_time local;
		struct entry *entry;

		if (send->touchpoint == NULL)
			continue;
		timezone_to_local(plan->settings->organisation.zone, send->at,
		    &local);
		entry = find_entry(by_touchpoint, send,
		    timezone_local_day(&local), entries);
		if (send->kind == MESSAGE_INVITATION)
			entry->asked++;
		else
			entry->others++;
		entry->by_hour[local.hour]++;
	}
	return entries;
}

/* "20261201T120000Z" */
static char *
stamp_text(gint64 at)
{
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at);

	return g_date_time_format(time, "%Y%m%dT%H%M%SZ");
}

char *
plan_ics(const struct plan *plan, gint64 now_at)
{
	g_autoptr(GPtrArray) entries = entries_of(plan);
	g_autofree char *stamp = stamp_text(now_at);
	g_autofree char *name = g_strdup_printf("Surveys of %s",
	    plan->settings->organisation.name);
	GString *ics = g_string_new(NULL);

	put_line(ics, "BEGIN:VCALENDAR");
	put_line(ics, "VERSION:2.0");
	put_line(ics, "PRODID:-//dripscore//dripscore plan//EN");
	put_line(ics, "CALSCALE:GREGORIAN");
	put_text(ics, "NAME", name);
	put_text(ics, "X-WR-CALNAME", name);
	put_line(ics, "REFRESH-INTERVAL;VALUE=DURATION:PT12H");
	for (guint i = 0; i < entries->len; i++)
		put_entry(ics, plan, entries->pdata[i], stamp);
	put_line(ics, "END:VCALENDAR");
	return g_string_free(ics, FALSE);
}
