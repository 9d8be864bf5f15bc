/*
 * works_log.c - see works_log.h. Called by drip and taker, for works.c.
 */
#include "cli/works_log.h"

#include "cli/log.h"

static const char *
verdict_name(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_SENT:
		return "sent";
	case VERDICT_RETRY:
		return "deferred";
	case VERDICT_FAILED:
		return "failed";
	case VERDICT_IN_DOUBT:
		return "in doubt";
	case VERDICT_EXPIRED:
		return "expired";
	case VERDICT_SUPPRESSED:
		return "suppressed";
	case VERDICT_CANCELLED:
		return "cancelled";
	}
	g_assert_not_reached();
}

static int
verdict_priority(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_SENT:
	case VERDICT_EXPIRED:
	case VERDICT_SUPPRESSED:
	case VERDICT_CANCELLED:
		return LOG_INFO;
	case VERDICT_RETRY:
		return LOG_NOTICE;
	case VERDICT_FAILED:
	case VERDICT_IN_DOUBT:
		return LOG_WARNING;
	}
	g_assert_not_reached();
}

void
works_log_ended(const struct drip_report *report, gpointer user)
{
	(void)user;
	/* It waits for its provider; the halt has been told already. */
	if (report->verdict == VERDICT_RETRY && report->provider == NULL)
		return;
	log_line(verdict_priority(report->verdict),
	    "%s: message %" G_GINT64_FORMAT "%s%s%s by %s%s%s",
	    verdict_name(report->verdict), report->message_id,
	    report->touchpoint != NULL ? " (" : "",
	    report->touchpoint != NULL ? report->touchpoint : "",
	    report->touchpoint != NULL ? ")" : "",
	    report->provider != NULL ? report->provider : "nobody",
	    report->detail != NULL ? ": " : "",
	    report->detail != NULL ? report->detail : "");
}

void
works_log_taken(gint64 reply_id, enum reply_kind kind, gint64 invitation_id,
    const char *note, gpointer user)
{
	g_autofree char *whose = invitation_id != 0 ?
	    g_strdup_printf(", invitation %" G_GINT64_FORMAT, invitation_id) :
	    g_strdup("");

	(void)user;
	log_line(LOG_INFO, "reply %" G_GINT64_FORMAT ": %s%s%s%s", reply_id,
	    reply_kind_name(kind), whose, note != NULL ? ": " : "",
	    note != NULL ? note : "");
}

void
works_log_held_up(const char *why, gpointer user)
{
	(void)user;
	log_line(LOG_ERR, "replies wait to be read: %s", why);
}
