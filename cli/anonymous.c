/*
 * anonymous.c - anonymous touchpoints, between configuration and store. See
 * anonymous.h.
 */
#include "cli/anonymous.h"

#include <string.h>

#include "cli/log.h"
#include "store/answers/unlinked.h"

static struct touchpoint *
touchpoint_of(const struct app *app, const char *name)
{
	const GPtrArray *all = app->settings->touchpoints;

	for (guint i = 0; i < all->len; i++) {
		struct touchpoint *one = all->pdata[i];

		if (strcmp(one->name, name) == 0)
			return one;
	}
	return NULL;
}

gboolean
anonymous_learn(struct app *app, GError **error)
{
	g_autoptr(GPtrArray) known = store_anonymous(app->store, error);

	for (guint i = 0; known != NULL && i < known->len; i++) {
		const struct anonymous_touchpoint *one = known->pdata[i];
		struct touchpoint *touchpoint = touchpoint_of(app, one->name);

		if (touchpoint == NULL || touchpoint->anonymous)
			continue;
		touchpoint->anonymous = TRUE;
		log_line(LOG_WARNING,
		    "[touchpoint %s] was anonymous, and stays so: people were "
		    "promised it; give what is not anonymous another name",
		    one->name);
	}
	return known != NULL;
}

gboolean
anonymous_keep(struct app *app, GError **error)
{
	const GPtrArray *all = app->settings->touchpoints;
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < all->len; i++) {
		const struct touchpoint *one = all->pdata[i];

		if (one->anonymous)
			g_ptr_array_add(names, one->name);
	}
	g_ptr_array_add(names, NULL);
	return store_make_anonymous(app->store,
		   (const char *const *)names->pdata,
		   app->settings->scoring.min_answers,
		   clock_now(&app->clock), error) &&
	    anonymous_learn(app, error);
}

static void
note_word(const struct mustache_name *name, gpointer user)
{
	gboolean *says = user;

	*says |= strcmp(name->name, "words.anonymous") == 0;
}

void
anonymous_notes(const struct app *app, GPtrArray *notes)
{
	static const struct catalog_own own;
	const GPtrArray *all = app->settings->touchpoints;
	const char *language = catalog_language(app->catalog,
	    app->settings->organisation.language, NULL);

	for (guint i = 0; i < all->len; i++) {
		const struct touchpoint *one = all->pdata[i];
		gboolean says = FALSE;

		if (!one->anonymous)
			continue;
		catalog_names(app->catalog, one->template, language, &own,
		    note_word, &says);
		if (!says)
			g_ptr_array_add(notes,
			    g_strdup_printf("[touchpoint %s] is anonymous, and "
				"its template %s does not say so: put "
				"{{words.anonymous}} into it",
				one->name, one->template));
	}
}
