/*
 * unheard.c - see unheard.h. Called by check.c, and by webhooks.c for the log.
 */
#include "cli/unheard.h"

#include <string.h>

/* What opens the way in, by type. */
static const struct {
	const char *type;
	const char *key;	   /* of the provider; NULL: none is needed */
	gboolean answers_need_url; /* of [web] */
	gboolean reports_need_url;
	const char *poll; /* the key by which it is asked instead */
} ways[] = {
	{ "twilio", NULL, TRUE, TRUE, "poll" },
	{ "vonage", "signature_secret_file", FALSE, TRUE, NULL },
	{ "kannel", "hook_secret_file", FALSE, TRUE, NULL },
	{ "http", "reply_text", FALSE, FALSE, NULL },
};

static char *
note_of(const struct settings *settings, const struct config_section *section,
    gsize way)
{
	const struct web_settings *web = &settings->web;
	const char *key = ways[way].key;
	gboolean wants_key = key != NULL && !config_has(section, key);

	if (ways[way].poll != NULL && config_has(section, ways[way].poll))
		return NULL;
	if (wants_key || !web->on ||
	    (ways[way].answers_need_url && web->public_url == NULL))
		return g_strdup_printf("[provider %s]: no answer can come in; "
				       "that takes %s%s%s%s%s",
		    section->name, wants_key ? "`" : "", wants_key ? key : "",
		    wants_key ? "` here, and " : "",
		    "[web] with a `public_url`",
		    ways[way].poll != NULL ? ", or `poll` here" : "");
	if (ways[way].reports_need_url && web->public_url == NULL)
		return g_strdup_printf("[provider %s]: no delivery report can "
				       "come in; that takes a `public_url` in "
				       "[web]",
		    section->name);
	return NULL;
}

GPtrArray *
unheard_notes(const struct settings *settings)
{
	GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < settings->providers->len; i++) {
		const struct config_section *each =
		    settings->providers->pdata[i];
		const char *type = config_text(each, "type");

		for (gsize way = 0; way < G_N_ELEMENTS(ways); way++) {
			char *note = strcmp(type, ways[way].type) == 0 ?
			    note_of(settings, each, way) :
			    NULL;

			if (note != NULL)
				g_ptr_array_add(notes, note);
		}
	}
	return notes;
}
