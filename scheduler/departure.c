/*
 * departure.c - see departure.h. Called by drip.c for each message about to
 * leave; what follows from an event is cadence.c's.
 */
#include "scheduler/departure.h"

#include "base/timezone.h"
#include "scheduler/away.h"
#include "scheduler/cadence.h"
#include "scheduler/texting.h"

/* What is no invitation, and no answer, is tried for so long. */
#define CONTENT_LIFE_S (5 * 24 * 60 * 60)
/* A program is told of what has just happened, or not at all. */
#define WEBHOOK_LIFE_S (24 * 60 * 60)
/* Who has texted waits for an answer for so long. */
#define ANSWER_LIFE_S (60 * 60)
/* Who has written a mail, for so long. */
#define MAIL_ANSWER_LIFE_S (2 * 24 * 60 * 60)
/* Who is outranked looks again so long after the other was due. */
#define AFTER_RIVAL_S 60
/* The same, if the other is overdue already. */
#define AFTER_LATE_RIVAL_S (10 * 60)

static const char is_suppressed[] = "the address is suppressed";

static gboolean
comes_with_invitation(const struct outbox_item *item)
{
	return item->kind == MESSAGE_INVITATION ||
	    message_kind_is_follow_up(item->kind);
}

gint64
departure_gives_up_at(const struct outbox_item *item)
{
	if (comes_with_invitation(item))
		return item->expires_at;
	if (item->channel == CHANNEL_WEBHOOK)
		return item->created_at + WEBHOOK_LIFE_S;
	if (!message_kind_is_answer(item->kind))
		return item->created_at + CONTENT_LIFE_S;
	return item->created_at +
	    (item->channel == CHANNEL_SMS ? ANSWER_LIFE_S : MAIL_ANSWER_LIFE_S);
}

static gboolean
refuse(struct departure *departure, enum verdict verdict, char *reason)
{
	departure->verdict = verdict;
	departure->reason = reason;
	return FALSE;
}

gboolean
departure_wait_until(const struct settings *settings,
    const struct outbox_item *item, gint64 at_at, const char *why,
    struct departure *departure)
{
	GTimeZone *zone = settings->organisation.zone;
	g_autofree char *when = NULL;

	departure->next_at = at_at;
	if (at_at == G_MAXINT64)
		return refuse(departure, VERDICT_EXPIRED,
		    g_strdup_printf("it could never leave: %s", why));
	when = timezone_format(zone, at_at);
	if (at_at >= item->expires_at)
		return refuse(departure, VERDICT_EXPIRED,
		    g_strdup_printf("it would come too late, on %s: %s", when,
			why));
	return refuse(departure, VERDICT_RETRY,
	    g_strdup_printf("%s; it waits until %s", why, when));
}

gboolean
departure_wait(const struct settings *settings, const struct outbox_item *item,
    gint64 from_at, const char *why, struct departure *departure)
{
	g_autoptr(window) window = window_of(settings,
	    settings_touchpoint(settings, item->touchpoint),
	    &item->event->contact, item->channel);

	return departure_wait_until(settings, item,
	    window_next(window, from_at), why, departure);
}

/* A later one of them could leave only if this one does not now. */
static const struct neighbour *
find_superior(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct outbox_item *item,
    gint64 now_at)
{
	for (guint i = 0; item->rivals != NULL && i < item->rivals->len; i++) {
		const struct neighbour *rival = item->rivals->pdata[i];
		const struct touchpoint *other =
		    settings_touchpoint(settings, rival->touchpoint);

		if (other != NULL && !other->exempt &&
		    other->priority > touchpoint->priority &&
		    rival->at < now_at + other->rest_s)
			return rival;
	}
	return NULL;
}

static gboolean
outranks_all(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct outbox_item *item,
    gint64 now_at, struct departure *departure)
{
	const struct neighbour *rival = find_superior(settings, touchpoint,
	    item, now_at);
	g_autofree char *when = NULL;
	g_autofree char *why = NULL;

	if (rival == NULL)
		return TRUE;
	when = timezone_format(settings->organisation.zone, rival->at);
	why = g_strdup_printf("%s goes first, which is due on %s",
	    rival->touchpoint, when);
	return departure_wait(settings, item,
	    MAX(rival->at + AFTER_RIVAL_S, now_at + AFTER_LATE_RIVAL_S), why,
	    departure);
}

static gboolean
has_rested(const struct settings *settings, const struct touchpoint *touchpoint,
    const struct outbox_item *item, gint64 now_at, struct departure *departure)
{
	const struct neighbour *last = item->asks->len > 0 ?
	    item->asks->pdata[0] :
	    NULL;
	g_autofree char *when = NULL;
	g_autofree char *rest = NULL;
	g_autofree char *why = NULL;

	if (last == NULL || now_at >= last->at + touchpoint->rest_s)
		return TRUE;
	when = timezone_format(settings->organisation.zone, last->at);
	rest = config_duration_text(touchpoint->rest_s);
	why = g_strdup_printf("the rest of %s: asked at %s on %s", rest,
	    last->touchpoint, when);
	return departure_wait(settings, item, last->at + touchpoint->rest_s,
	    why, departure);
}

/* The last so many of a year were asked since then. */
static gboolean
has_year_left(const struct settings *settings, const struct outbox_item *item,
    gint64 now_at, struct departure *departure)
{
	guint max = settings->cadence.max_per_year;
	const struct neighbour *oldest;
	g_autofree char *why = NULL;

	if (max == 0 || item->asks->len < max)
		return TRUE;
	oldest = item->asks->pdata[max - 1];
	if (now_at >= oldest->at + ASK_YEAR_S)
		return TRUE;
	why = g_strdup_printf("asked %u time%s in 365 days, as often as "
			      "max_per_year allows",
	    max, max == 1 ? "" : "s");
	return departure_wait(settings, item, oldest->at + ASK_YEAR_S, why,
	    departure);
}

/* Whether the contact may be asked once more. */
static gboolean
may_ask(const struct settings *settings, const struct touchpoint *touchpoint,
    const struct outbox_item *item, gint64 now_at, struct departure *departure)
{
	return item->kind != MESSAGE_INVITATION || touchpoint->exempt ||
	    item->asks == NULL ||
	    (outranks_all(settings, touchpoint, item, now_at, departure) &&
		has_rested(settings, touchpoint, item, now_at, departure) &&
		has_year_left(settings, item, now_at, departure));
}

struct ask_limit
departure_ask_limit(const struct settings *settings,
    const struct outbox_item *item)
{
	const struct touchpoint *touchpoint = item->touchpoint != NULL ?
	    settings_touchpoint(settings, item->touchpoint) :
	    NULL;
	struct ask_limit limit = { 0 };

	if (touchpoint == NULL || touchpoint->exempt ||
	    item->kind != MESSAGE_INVITATION)
		return limit;
	limit.counts = TRUE;
	limit.rest_s = touchpoint->rest_s;
	limit.max_per_year = settings->cadence.max_per_year;
	return limit;
}

static gboolean
may_text(const struct settings *settings, const struct outbox_item *item,
    struct departure *departure)
{
	const struct contact *contact = &item->event->contact;
	char *refusal;

	if (item->channel != CHANNEL_SMS)
		return TRUE;
	if (contact->phone == NULL)
		return refuse(departure, VERDICT_FAILED,
		    g_strdup("no address is known"));
	refusal = texting_refusal(settings, contact, item->event);
	return refusal == NULL ||
	    refuse(departure, VERDICT_SUPPRESSED, refusal);
}

static gboolean
is_in_time(const struct settings *settings, const struct touchpoint *touchpoint,
    const struct outbox_item *item, gint64 now_at, struct departure *departure)
{
	g_autofree char *when = NULL;
	g_autofree char *allowed = NULL;

	if (now_at >= item->expires_at)
		return refuse(departure, VERDICT_EXPIRED,
		    g_strdup("its time was over before it could leave"));
	if (now_at - item->ready_at <= touchpoint->max_lateness_s)
		return TRUE;
	when = timezone_format(settings->organisation.zone, item->ready_at);
	allowed = config_duration_text(touchpoint->max_lateness_s);
	return refuse(departure, VERDICT_EXPIRED,
	    g_strdup_printf("too late: it was to leave on %s, and may be late "
			    "by %s",
		when, allowed));
}

static gboolean
is_in_window(const struct settings *settings,
    const struct touchpoint *touchpoint, const struct outbox_item *item,
    gint64 now_at, struct departure *departure)
{
	g_autoptr(window) window = window_of(settings, touchpoint,
	    &item->event->contact, item->channel);
	gint64 next_at = window_next(window, now_at);
	g_autofree char *why = NULL;

	if (next_at == now_at)
		return TRUE;
	why = window_reason(window, now_at);
	return departure_wait_until(settings, item, next_at, why, departure);
}

/* What may be different now from when it was planned. */
static gboolean
is_wanted(const struct touchpoint *touchpoint, const struct outbox_item *item,
    struct departure *departure)
{
	const struct event *cancelling = NULL;

	if (touchpoint == NULL)
		return refuse(departure, VERDICT_CANCELLED,
		    g_strdup("the touchpoint is no longer configured"));
	if (item->companions != NULL)
		cancelling = cadence_cancelling(touchpoint, item->companions);
	if (cancelling != NULL)
		return refuse(departure, VERDICT_CANCELLED,
		    cadence_cancel_reason(cancelling));
	if (item->pointless)
		return refuse(departure, VERDICT_CANCELLED,
		    g_strdup("there is nothing to remind of any more"));
	if (item->suppressed)
		return refuse(departure, VERDICT_SUPPRESSED,
		    g_strdup(is_suppressed));
	return TRUE;
}

/* Nobody is reminded who has said to be away until later. */
static gboolean
is_back(const struct settings *settings, const struct touchpoint *touchpoint,
    const struct outbox_item *item, gint64 now_at, struct departure *departure)
{
	g_autofree char *why = NULL;
	gint64 back_at;

	if (!message_kind_is_follow_up(item->kind) || item->away_until == 0)
		return TRUE;
	back_at = away_ends_at(settings, touchpoint, &item->event->contact,
	    item->away_until);
	if (now_at >= back_at)
		return TRUE;
	why = away_reason(item->away_until);
	return departure_wait(settings, item, back_at, why, departure);
}

static gboolean
survey_is_free(const struct settings *settings, const struct outbox_item *item,
    gint64 now_at, struct departure *departure)
{
	const struct touchpoint *touchpoint = settings_touchpoint(settings,
	    item->touchpoint);

	return is_wanted(touchpoint, item, departure) &&
	    is_in_time(settings, touchpoint, item, now_at, departure) &&
	    may_text(settings, item, departure) &&
	    is_back(settings, touchpoint, item, now_at, departure) &&
	    is_in_window(settings, touchpoint, item, now_at, departure) &&
	    may_ask(settings, touchpoint, item, now_at, departure);
}

/* The opt-out itself is confirmed, and HELP is answered, in any case. */
static gboolean
talks_on(enum message_kind kind)
{
	return kind == MESSAGE_REASON || kind == MESSAGE_THANKS ||
	    kind == MESSAGE_REPROMPT;
}

static gboolean
answer_is_free(const struct settings *settings, const struct outbox_item *item,
    gint64 now_at, struct departure *departure)
{
	char *refusal;

	if (now_at >= departure_gives_up_at(item))
		return refuse(departure, VERDICT_EXPIRED,
		    g_strdup("too late to answer"));
	if (item->suppressed && talks_on(item->kind))
		return refuse(departure, VERDICT_SUPPRESSED,
		    g_strdup(is_suppressed));
	if (item->pointless)
		return refuse(departure, VERDICT_CANCELLED,
		    g_strdup("there is a score by now"));
	if (item->channel != CHANNEL_SMS)
		return TRUE;
	refusal = texting_answer_refusal(settings, item->recipient);
	return refusal == NULL ||
	    refuse(departure, VERDICT_SUPPRESSED, refusal);
}

gboolean
departure_is_free(const struct settings *settings,
    const struct outbox_item *item, gint64 now_at, struct departure *departure)
{
	*departure = (struct departure){ 0 };
	/* A provider may be halted, or out of reach, for longer. */
	if (item->channel == CHANNEL_WEBHOOK)
		return now_at < departure_gives_up_at(item) ||
		    refuse(departure, VERDICT_EXPIRED,
			g_strdup("it could not be told for a day"));
	if (comes_with_invitation(item))
		return survey_is_free(settings, item, now_at, departure);
	/* To a customer about his case. */
	if (item->kind == MESSAGE_RELAY && item->suppressed)
		return refuse(departure, VERDICT_SUPPRESSED,
		    g_strdup(is_suppressed));
	return !message_kind_is_answer(item->kind) ||
	    answer_is_free(settings, item, now_at, departure);
}
