/*
 * status.c - `dripscore status`: what waits, what is in doubt, what failed and
 * why.
 */
#include <stdio.h>
#include <string.h>

#include "cli/app.h"
#include "cli/feeds.h"
#include "cli/reasons.h"
#include "providers/provider.h"
#include "store/outbox/crew.h"
#include "store/health.h"
#include "store/answers/unlinked.h"

static void
print_count(const char *what, gint64 n, const char *note)
{
	printf("  %-22s %8" G_GINT64_FORMAT "%s%s\n", what, n,
	    *note != '\0' ? "   " : "", note);
}

static void
print_invitations(const struct health *health)
{
	puts("Invitations");
	for (guint i = 0; i < INVITATION_STATES; i++) {
		enum invitation_state state = (enum invitation_state)i;
		g_autofree char *next = NULL;

		if (state == INVITATION_SCHEDULED &&
		    health->next_due_at != G_MAXINT64)
			next = time_format(health->next_due_at);
		if (next != NULL) {
			g_autofree char *note = g_strdup_printf("next due %s",
			    next);

			print_count(invitation_state_name(state),
			    health->invitations[i], note);
		} else {
			print_count(invitation_state_name(state),
			    health->invitations[i], "");
		}
	}
}

static void
print_rest(const struct health *health)
{
	puts("\nIn and out");
	print_count("events", health->events, "");
	print_count("  not judged yet", health->events_waiting, "");
	print_count("messages waiting", health->messages_waiting, "");
	print_count("messages on their way", health->leased, "");
	print_count("digests written", health->digests, "");
	print_count("replies not read yet", health->replies_new, "");
	print_count("replies set aside", health->replies_aside, "");
	print_count("replies without score", health->replies_unscored,
	    health->replies_unscored > 0 ? "kept: see `dripscore cases`" :
					   "");
	print_count("responses", health->responses, "");
	print_count("suppressed addresses", health->suppressions, "");
}

/* Nothing, where nobody is asked by text. */
static gboolean
print_texts(const struct app *app, const struct health *health, GError **error)
{
	const GPtrArray *providers = app->settings->providers;
	gboolean any = health->conversations > 0;

	for (guint i = 0; i < providers->len; i++) {
		const char *type = config_text(providers->pdata[i], "type");

		any |= provider_find(type)->channel == CHANNEL_SMS;
	}
	if (!any)
		return TRUE;
	puts("\nTexts");
	if (!fuse_print(app, "  ", error))
		return FALSE;
	print_count("open conversations", health->conversations, "");
	print_count("waiting in line", health->in_line,
	    health->in_line > 0 ? "for their number to be free" : "");
	print_count("reports to apply", health->reports_waiting, "");
	return TRUE;
}

static gboolean
print_providers(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) all = store_provider_health(store, error);
	gboolean first = TRUE;

	for (guint i = 0; all != NULL && i < all->len; i++) {
		const struct provider_health *one = all->pdata[i];
		g_autofree char *since = time_format(one->changed_at);

		if (strcmp(one->state, "halted") != 0)
			continue;
		if (first)
			puts("\nHalted providers");
		first = FALSE;
		printf("  %s since %s: %s\n", one->provider, since,
		    one->detail != NULL ? one->detail : "");
	}
	return all != NULL;
}

static gboolean
print_doubts(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) doubts = store_doubts(store, error);

	if (doubts == NULL)
		return FALSE;
	if (doubts->len > 0)
		puts("\nIn doubt: they may have left; `dripscore resolve` "
		     "says what became of them");
	for (guint i = 0; i < doubts->len; i++) {
		const struct doubt *one = doubts->pdata[i];
		g_autofree char *at = time_format(one->started_at);

		printf("  message %" G_GINT64_FORMAT " (%s) by %s at %s%s%s\n",
		    one->message_id, one->what, one->provider, at,
		    one->detail != NULL ? ": " : "",
		    one->detail != NULL ? one->detail : "");
	}
	return TRUE;
}

static gboolean
print_unlinked(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) all = store_anonymous(store, error);

	for (guint i = 0; all != NULL && i < all->len; i++) {
		const struct anonymous_touchpoint *one = all->pdata[i];

		if (one->waits)
			printf("\n%s is anonymous: fewer than %u answers wait "
			       "until there are enough\n",
			    one->name, one->least);
	}
	return all != NULL;
}

/* Nothing, where there is but one. */
static gboolean
print_workers(const struct app *app, GError **error)
{
	g_autoptr(GPtrArray) all = NULL;

	if (app->settings->lease_s == 0)
		return TRUE;
	all = store_crew(app->store, error);
	if (all == NULL)
		return FALSE;
	puts(all->len > 0 ? "\nWorkers" : "\nWorkers: none runs");
	for (guint i = 0; i < all->len; i++) {
		const struct crew_worker *one = all->pdata[i];
		g_autofree char *since = time_format(one->joined_at);

		printf("  %-22s since %s%s%s\n", one->name, since,
		    one->alive ? "" : "   not heard of",
		    one->leads ? "   leads" : "");
	}
	return TRUE;
}

/* Nothing, where it is at home. */
static gboolean
print_home(const struct app *app, GError **error)
{
	GError *failure = NULL;
	g_autofree char *refusal = adopt_refusal(app, &failure);

	if (failure != NULL) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	if (refusal != NULL)
		printf("%s\n\n", refusal);
	return TRUE;
}

static int
run(struct app *app, int argc, char **argv)
{
	struct health health;
	g_autoptr(GError) error = NULL;
	int code;

	if (!command_parse(&command_status, NULL, &argc, &argv))
		return EX_USAGE;
	code = app_open(app, FALSE);
	if (code != EX_OK)
		return code;
	if (!store_health(app->store, &health, &error) ||
	    !print_home(app, &error))
		return app_fail(error);
	print_invitations(&health);
	print_rest(&health);
	if (!print_texts(app, &health, &error) ||
	    !reasons_print(app->store, &error) ||
	    !print_workers(app, &error) ||
	    !print_providers(app->store, &error) ||
	    !feeds_print(app->store, app->settings, clock_now(&app->clock),
		&error) ||
	    !print_unlinked(app->store, &error) ||
	    !print_doubts(app->store, &error))
		return app_fail(error);
	return EX_OK;
}

const struct command command_status = {
	.name = "status",
	.arguments = "",
	.summary = "What waits, what is in doubt, what failed and why",
	.run = run,
};
