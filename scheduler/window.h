/*
 * window.h - when a message may reach a person, by all that constrains it: the
 * touchpoint's calendar where the person is, and for a text the hours of [sms].
 * The one check of it. Pure.
 *
 * The person is in the contact's time zone; else in that of the phone number's
 * country, if it has but one; else in the organisation's. A text keeps its
 * hours in all of the zones of the number's country (calendar_next_in).
 */
#ifndef SCHEDULER_WINDOW_H
#define SCHEDULER_WINDOW_H

#include "base/autoptr.h"
#include "base/settings.h"

/* What constrains one message. It borrows from the settings: it is good as
 * long as they are. */
struct window {
	const struct calendar *calendar; /* NULL: at any time */
	GTimeZone *zone;		 /* where the person is */
	const struct calendar *hours;	 /* of [sms]; NULL: it is no text */
	GTimeZone *const *zones;	 /* where the hours are kept */
	guint n_zones;
};

/* touchpoint: NULL: no calendar. */
struct window *window_of(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct contact *contact,
    enum channel channel);
void window_free(struct window *window);
AUTOPTR_DEFINE(window, window_free)

/*
 * The first moment from `at` on that is inside; at itself, if it is.
 * G_MAXINT64: none in ten years, or none in the hours of [sms] though the
 * calendar opened two hundred times.
 */
gint64 window_next(const struct window *window, gint64 at);
gboolean window_contains(const struct window *window, gint64 at);
/* The first moment after `at`, which is inside, that is not. G_MAXINT64: none
 * in ten years. */
gint64 window_closes(const struct window *window, gint64 at);
/*
 * Why `at`, which is outside, is: "outside the hours of calendar polite in
 * Europe/Lisbon", "closed: Christmas Day", "quiet hours"; owned.
 */
char *window_reason(const struct window *window, gint64 at);

#endif
