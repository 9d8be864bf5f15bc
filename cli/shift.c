/*
 * shift.c - see shift.h. Called by the daemon.
 */
#include "cli/shift.h"

#include <string.h>

#include "cli/anonymous.h"
#include "cli/log.h"
#include "cli/webhooks.h"
#include "store/counts/scores.h"

void
shift_free(struct shift *shift)
{
	if (shift == NULL)
		return;
	g_clear_pointer(&shift->works, works_free);
	/* Else who calls where we listened once would wait for ever. */
	g_clear_pointer(&shift->app->listener, listener_unref);
	if (shift->owned) {
		shift->app->store = NULL;
		app_clear(shift->app);
		g_free(shift->app);
	}
	g_free(shift);
}

struct shift *
shift_new(struct app *app, void (*wake)(gpointer user), gpointer user,
    GError **error)
{
	struct works *works;
	struct shift *shift;

	if (!anonymous_keep(app, error))
		return NULL;
	works = works_new(app, wake, user, error);
	if (works == NULL)
		return NULL;
	shift = g_new0(struct shift, 1);
	shift->app = app;
	shift->works = works;
	return shift;
}

/* 0, or an exit code; what is wrong has been said. */
static int
load(struct app *app, const struct app *old)
{
	int code = app_load(app);

	if (code == EX_OK &&
	    strcmp(app->settings->store_url, old->settings->store_url) != 0)
		code = app_fail_with(EX_CONFIG,
		    "another [store] needs a restart");
	if (code == EX_OK && app->settings->lease_s != old->settings->lease_s)
		code = app_fail_with(EX_CONFIG,
		    "another lease of [store] needs a restart");
	app->store = old->store;
	return code == EX_OK ? app_compose(app) : code;
}

gboolean
shift_keep_attributes(struct shift *shift, GError **error)
{
	const struct scoring *scoring = &shift->app->settings->scoring;
	gboolean changed = FALSE;

	if (shift->counts)
		return TRUE;
	shift->counts = store_keep_attributes(shift->app->store,
	    (const char *const *)scoring->by, scoring->value, &changed, error);
	if (changed)
		log_line(LOG_NOTICE,
		    "answers are counted by the attributes of [scores]");
	return shift->counts;
}

gboolean
shift_begin_anew(struct shift *shift, void (*wake)(gpointer user),
    gpointer user, GError **error)
{
	/* Nothing of it may leave while the other is made. */
	g_clear_pointer(&shift->works, works_free);
	shift->works = works_new(shift->app, wake, user, error);
	return shift->works != NULL;
}

struct shift *
shift_read_again(const struct app *old, void (*wake)(gpointer user),
    gpointer user)
{
	struct app *app = g_new0(struct app, 1);
	struct shift *shift = NULL;
	g_autoptr(GError) error = NULL;

	app->config_path = g_strdup(old->config_path);
	app->clock = old->clock;
	app->listener = listener_ref(old->listener);
	if (load(app, old) == EX_OK)
		shift = shift_new(app, wake, user, &error);
	if (error != NULL)
		app_fail(error);
	if (shift != NULL) {
		shift->owned = TRUE;
		return shift;
	}
	app->store = NULL;
	app_clear(app);
	g_free(app);
	return NULL;
}
