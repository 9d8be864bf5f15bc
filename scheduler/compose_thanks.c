/*
 * compose_thanks.c - the link in thanks for an answer: whether there is one,
 * where it leads, and what stands on it. Called by compose_ask.c and
 * compose_text.c.
 */
#include "scheduler/compose_internal.h"

/* What may stand in a link as it is; all else is escaped. */
#define LINK_ALLOWED ":/?#[]@!$&'()*+,;=%"

static char *
fill_own(const struct mustache *own, const json_t *context, GError **error)
{
	g_autoptr(GString) filled = g_string_new(NULL);

	if (!mustache_render(own, context, MUSTACHE_TEXT, filled, error))
		return NULL;
	return g_string_free(g_steal_pointer(&filled), FALSE);
}

static char *
link_text(const struct composer *composer, const struct own_words *own,
    const char *language, const json_t *context, GError **error)
{
	if (own->link_text != NULL)
		return fill_own(own->link_text, context, error);
	return catalog_word(composer->catalog, CATALOG_THANKS, language,
	    "button", context, MUSTACHE_TEXT, error);
}

gboolean
compose_add_link(const struct composer *composer,
    const struct touchpoint *touchpoint, const char *language, int score,
    json_t *context, gboolean *has_link, GError **error)
{
	const struct own_words *own = touchpoint != NULL ?
	    g_hash_table_lookup(composer->own, touchpoint->name) :
	    NULL;
	g_autofree char *filled = NULL, *link = NULL, *text = NULL;

	*has_link = FALSE;
	if (own == NULL || own->link == NULL ||
	    score < touchpoint_thanks_from(touchpoint))
		return TRUE;
	filled = fill_own(own->link, context, error);
	text = filled != NULL ?
	    link_text(composer, own, language, context, error) :
	    NULL;
	if (text == NULL)
		return FALSE;
	link = g_uri_escape_string(filled, LINK_ALLOWED, FALSE);
	compose_set_text(context, "link", link);
	compose_set_text(context, "link_text", text);
	*has_link = TRUE;
	return TRUE;
}
