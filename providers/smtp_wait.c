/*
 * smtp_wait.c - see smtp_wait.h. Called by smtp_connection.c.
 */
#include "providers/smtp_wait.h"

struct smtp_wait {
	GSource source; /* first */
	smtp_wait_over over;
	gpointer user;
	gpointer tag; /* of the descriptor; NULL: none is watched */
	GIOCondition condition;
	gboolean asked;
	gint64 at_us;
};

static gboolean
prepare(GSource *source, gint *timeout_ms)
{
	const struct smtp_wait *wait = (struct smtp_wait *)source;
	gint64 left_us;

	*timeout_ms = -1;
	if (wait->asked)
		return TRUE;
	if (wait->at_us == 0)
		return FALSE;
	left_us = wait->at_us - g_source_get_time(source);
	*timeout_ms = (gint)CLAMP((left_us + 999) / 1000, 0, G_MAXINT);
	return left_us <= 0;
}

static GIOCondition
seen(const struct smtp_wait *wait)
{
	return wait->tag != NULL ?
	    g_source_query_unix_fd((GSource *)&wait->source, wait->tag) :
	    0;
}

static gboolean
check(GSource *source)
{
	const struct smtp_wait *wait = (struct smtp_wait *)source;

	return wait->asked || seen(wait) != 0 ||
	    (wait->at_us != 0 && wait->at_us <= g_source_get_time(source));
}

static gboolean
dispatch(GSource *source, GSourceFunc callback G_GNUC_UNUSED,
    gpointer unused G_GNUC_UNUSED)
{
	struct smtp_wait *wait = (struct smtp_wait *)source;

	wait->asked = FALSE;
	wait->over((seen(wait) & ~G_IO_OUT) != 0, wait->user);
	return G_SOURCE_CONTINUE;
}

static GSourceFuncs functions = {
	.prepare = prepare,
	.check = check,
	.dispatch = dispatch,
};

struct smtp_wait *
smtp_wait_new(smtp_wait_over over, gpointer user)
{
	GSource *source = g_source_new(&functions, sizeof(struct smtp_wait));
	struct smtp_wait *wait = (struct smtp_wait *)source;

	wait->over = over;
	wait->user = user;
	/* Nobody runs the loop within it. Else GLib takes its descriptor out
	 * and in again, with two writes, around each call. */
	g_source_set_can_recurse(source, TRUE);
	g_source_attach(source, NULL);
	return wait;
}

void
smtp_wait_free(struct smtp_wait *wait)
{
	if (wait == NULL)
		return;
	g_source_destroy(&wait->source);
	g_source_unref(&wait->source);
}

void
smtp_wait_ask(struct smtp_wait *wait)
{
	wait->asked = TRUE;
}

void
smtp_wait_until(struct smtp_wait *wait, gint64 at_us)
{
	wait->at_us = at_us;
}

void
smtp_wait_watch(struct smtp_wait *wait, int descriptor, GIOCondition condition)
{
	if (condition == wait->condition)
		return;
	wait->condition = condition;
	if (condition == 0)
		g_source_remove_unix_fd(&wait->source,
		    g_steal_pointer(&wait->tag));
	else if (wait->tag == NULL)
		wait->tag = g_source_add_unix_fd(&wait->source, descriptor,
		    condition);
	else
		g_source_modify_unix_fd(&wait->source, wait->tag, condition);
}
