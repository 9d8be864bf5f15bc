/*
 * journey.h - a person on a journey past two touchpoints, for the tests of what
 * is judged about it.
 */
#ifndef TESTS_UNIT_JOURNEY_H
#define TESTS_UNIT_JOURNEY_H

#include "base/settings.h"
#include "store/journeys/events.h"
#include "tests/unit/unit.h"

#define NOW_AT 1772366400 /* 2026-03-01T12:00:00Z */
#define HOUR_S 3600

static char *stay_unless[] = { (char *)"cancellation", (char *)"no-show",
	NULL };
static char *nothing[] = { NULL };
static const struct touchpoint stay = {
	.name = (char *)"stay",
	.on = (char *)"booking",
	.delay_s = 2 * HOUR_S,
	.expires_s = 24 * HOUR_S,
	.sample_percent = 100,
	.max_lateness_s = 24 * HOUR_S,
	.channels = { CHANNEL_EMAIL },
	.n_channels = 1,
	.unless = stay_unless,
};
static const struct touchpoint dinner = {
	.name = (char *)"dinner",
	.on = (char *)"booking",
	.expires_s = HOUR_S,
	.sample_percent = 100,
	.max_lateness_s = 24 * HOUR_S,
	.channels = { CHANNEL_SMS, CHANNEL_EMAIL },
	.n_channels = 2,
	.unless = nothing,
};
/* As a test has changed them. */
static struct touchpoint stay_now, dinner_now;
static char *home[] = { (char *)"FI", NULL };
static struct settings settings;
static struct due_event due;
static struct event event;

G_GNUC_UNUSED static void
begin(void)
{
	stay_now = stay;
	dinner_now = dinner;
	settings = (struct settings){
		.touchpoints = g_ptr_array_new(),
		.organisation.zone = g_time_zone_new_utc(),
		.texting.countries = home,
		.texting.hours = { 8 * 60, 21 * 60 },
		.texting.consent_attribute = (char *)"sms_consent",
	};
	g_ptr_array_add(settings.touchpoints, &stay_now);
	event = (struct event){
		.id = 7,
		.source = (char *)"desk",
		.type = (char *)"booking",
		.reference = (char *)"B-1",
		.contact.email = (char *)"a@example.com",
		.occurred_at = NOW_AT,
	};
	due = (struct due_event){ .event = &event,
		.companions = g_ptr_array_new() };
}

G_GNUC_UNUSED static void
end(void)
{
	g_ptr_array_unref(settings.touchpoints);
	g_time_zone_unref(settings.organisation.zone);
	g_ptr_array_unref(due.companions);
}

#endif
