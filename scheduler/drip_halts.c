/*
 * drip_halts.c - what becomes of a door when it halts, is not reached, pauses,
 * or works again. Who waits for it is drip_doors.c's. Called by drip.c.
 *
 * A door works, is halted, or is on trial: its halt is over, and one message
 * goes ahead. The others take the next of their doors that works. A door whose
 * host is not reached is halted too, for a second at first, then for longer and
 * longer: one mechanism, but for what people are told, and when.
 */
#include "scheduler/backoff.h"
#include "scheduler/drip_internal.h"

/* However long a pause the other side asks for. */
#define PAUSE_MAX_S (4 * 60 * 60)
/* From so many misses in a row on it counts as halted: a minute has passed. */
#define MISSES_TOLD 7
/* A connection may be lost by chance; so many in a row are not. */
#define CUTS_MAX 3
/* A host that takes no more connections than it has is not asked for more. */
#define NARROW_S 60

gboolean
drip_is_halted(const struct drip *drip, const struct door *door)
{
	return drip->now_at < door->halted_until_at;
}

gboolean
drip_is_on_trial(const struct drip *drip, const struct door *door)
{
	return door->halted_until_at != 0 && !drip_is_halted(drip, door);
}

guint
drip_places(const struct drip *drip, const struct door *door)
{
	if (door->halted_until_at != 0)
		return 1;
	return drip->now_at < door->narrow_until_at ?
	    MIN(door->places, door->provider->capacity) :
	    door->provider->capacity;
}

static void
set_why(struct door *door, const char *what, const char *detail)
{
	g_free(door->why);
	door->why = g_strdup_printf("the provider %s %s%s%s",
	    door->provider->name, what, detail != NULL ? ": " : "",
	    detail != NULL ? detail : "");
}

static void
tell_halt(struct drip *drip, struct door *door, const char *detail)
{
	/* Several sends may find it out at once, and those that try it. */
	if (!door->told)
		drip->hooks.halted(door->provider->name, detail,
		    drip->hooks.user);
	door->told = TRUE;
}

static void
close_until(struct drip *drip, struct door *door, gint64 until_at)
{
	door->halted_until_at = until_at;
	door->tried = FALSE;
	door->heard++;
	drip_look_anew(door);
	drip_clear_line(drip, door);
}

static void
halt(struct drip *drip, struct door *door, gint64 until_at, const char *detail)
{
	set_why(door, "has halted", detail);
	tell_halt(drip, door, detail);
	close_until(drip, door, until_at);
}

static void
leave_alone(struct drip *drip, struct door *door, const char *detail)
{
	gint64 until_at;

	door->misses++;
	until_at = drip->now_at +
	    backoff_s(door->provider->name, door->misses);
	set_why(door, "is not reached", detail);
	if (drip->hooks.missed != NULL)
		drip->hooks.missed(door->provider->name, detail,
		    until_at - drip->now_at, drip->hooks.user);
	if (door->misses >= MISSES_TOLD)
		tell_halt(drip, door, detail);
	close_until(drip, door, until_at);
}

static void
is_heard(struct door *door)
{
	door->heard++;
	door->cuts = 0;
}

/* What was parked is called back as there is room. */
static void
work_again(struct drip *drip, struct door *door)
{
	is_heard(door);
	door->misses = 0;
	if (door->halted_until_at == 0)
		return;
	door->halted_until_at = 0;
	g_clear_pointer(&door->why, g_free);
	door->parked = TRUE;
	drip_look_anew(door);
	door->calls = 0;
	door->called_id = 0;
	if (door->told)
		drip->hooks.halted(door->provider->name, NULL,
		    drip->hooks.user);
	else if (drip->hooks.missed != NULL)
		drip->hooks.missed(door->provider->name, NULL, 0,
		    drip->hooks.user);
	door->told = FALSE;
}

/*
 * Retry-After is about the door, not about this message alone (429, RFC 6585;
 * 503, RFC 9110): those in line would but be told the same. It is no halt: a
 * pause sends nobody to another door.
 */
static void
pause_door(struct drip *drip, struct door *door, gint64 pause_s)
{
	gint64 until_at = drip->now_at + MIN(pause_s, PAUSE_MAX_S);

	door->paused_until_at = MAX(door->paused_until_at, until_at);
	set_why(door, "asked for a pause", NULL);
	drip_clear_line(drip, door);
}

/*
 * A host that has answered another since, or was found out already, is not
 * missed anew; one that works is only asked for less at once.
 */
static void
miss(struct drip *drip, struct send *send, const struct send_result *result)
{
	struct door *door = send->door;

	if (result->reach == SEND_CUT_OFF && door->halted_until_at == 0 &&
	    ++door->cuts < CUTS_MAX)
		return;
	if (send->heard == door->heard) {
		leave_alone(drip, door, result->detail);
	} else if (result->reach == SEND_UNREACHED &&
	    door->halted_until_at == 0) {
		door->places = MAX(door->busy, 1);
		door->narrow_until_at = drip->now_at + NARROW_S;
	}
}

/* Nothing of it has left: it waits as it was, and this was no try. */
static void
wait_for_host(struct drip *drip, struct send *send)
{
	if (send->door->halted_until_at != 0)
		drip_go_elsewhere(drip, send);
	else
		drip_park(send);
	send->keep = FALSE;
	if (send->attempt_id == 0)
		send->door = NULL;
}

static void
deferred(struct drip *drip, struct door *door, const struct send_result *result,
    gint64 next_at)
{
	is_heard(door);
	if (drip_is_on_trial(drip, door)) {
		door->halted_until_at = next_at;
		door->tried = FALSE;
	}
	if (result->retry_after_s > 0)
		pause_door(drip, door, result->retry_after_s);
}

/*
 * A verdict on a message ends a halt; a deferral leaves it open, and the next
 * message is tried later.
 */
void
drip_judge_door(struct drip *drip, struct send *send,
    const struct send_result *result, gint64 next_at)
{
	struct door *door = send->door;

	if (result->reach != SEND_REACHED)
		miss(drip, send, result);
	switch (result->outcome) {
	case SEND_ACCEPTED:
	case SEND_REJECTED:
		work_again(drip, door);
		break;
	case SEND_IN_DOUBT:
		if (result->reach == SEND_REACHED)
			work_again(drip, door);
		break;
	case SEND_DEFERRED:
		if (result->reach == SEND_REACHED)
			deferred(drip, door, result, next_at);
		else if (result->reach == SEND_UNREACHED)
			wait_for_host(drip, send);
		break;
	case SEND_HALTED:
		halt(drip, door, next_at, result->detail);
		drip_go_elsewhere(drip, send);
		break;
	}
}
