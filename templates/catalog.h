/*
 * catalog.h - the message templates and their languages: read once, checked,
 * compiled, and then only filled.
 *
 * A template NAME is two files, NAME.html.mustache and NAME.txt.mustache (but
 * "report", which is no mail, has HTML alone); its subject and all its words
 * stand in the language files, lang/CODE.ini. What the admin has in a folder of
 * the same form goes before what is shipped, file by file, and key by key in
 * the language files: a folder with one line in lang/en.ini changes one
 * sentence.
 *
 * A template named "digest" or "digest-..." is a digest, and so with "nudge",
 * "reprompt", "stopped", "thanks" and "report"; any other is an invitation. The
 * kind says which section of the language files is its words (each value is
 * Mustache itself) and which variables it may name, in catalog_variables.c. The
 * shipped lang/en.ini says which words there are: a language that lacks one of
 * them, or has another, is a mistake.
 *
 * Called when the configuration loads (catalog_load, catalog_compile_own), by
 * scheduler/ to compose invitations and by scores/ to write digests.
 */
#ifndef TEMPLATES_CATALOG_H
#define TEMPLATES_CATALOG_H

#include <glib.h>
#include <jansson.h>

#include "base/autoptr.h"
#include "templates/mustache.h"

enum catalog_kind {
	CATALOG_INVITATION,
	CATALOG_DIGEST,
	CATALOG_REMINDER, /* words alone, which go before an invitation's */
	CATALOG_NUDGE,
	CATALOG_REPROMPT, /* to who has answered, but not by one number */
	CATALOG_STOPPED,  /* confirms an opt-out */
	CATALOG_CASE, /* mails about a case: words alone, section [case] */
	CATALOG_ALERT, /* to a team, of one answer */
	CATALOG_TEXT, /* SMS: words alone, section [sms]; no template */
	CATALOG_REPORT, /* a page to look at: rendered.text is NULL */
	CATALOG_THANKS, /* to who has answered, with a link */
};
#define CATALOG_KINDS 11

struct catalog;

/*
 * Reads admin_folder (may be NULL) and the shipped folder: the environment's
 * DRIPSCORE_TEMPLATES, else PKGDATADIR "/templates". Mistakes are appended to
 * `mistakes` (char *, "file:line: ..."), all that there are; a template or a
 * value that has one is left out. NULL with error set only if a folder cannot
 * be read or no English is shipped.
 */
struct catalog *catalog_load(const char *admin_folder, GPtrArray *mistakes,
    GError **error);
void catalog_free(struct catalog *catalog);
AUTOPTR_DEFINE(catalog, catalog_free)

/* With both its files. Its kind goes by its name alone. */
gboolean catalog_has_template(const struct catalog *catalog, const char *name);
/* Whether a template of that name is an invitation. */
gboolean catalog_is_invitation(const char *name);
/* Names of all templates, sorted, NULL at the end; borrowed. */
const char *const *catalog_templates(const struct catalog *catalog);
/* Codes of all languages, sorted, NULL at the end; borrowed. */
const char *const *catalog_languages(const struct catalog *catalog);
/* Whether "pt-BR" is there, or what it begins with ("pt"). */
gboolean catalog_has_language(const struct catalog *catalog,
    const char *wanted);
/*
 * The code of the language to write in: `wanted` ("pt-BR", "pt_br"), or what it
 * begins with ("pt"), else the same of `fallback`, else "en". Both may be NULL.
 * Borrowed from the catalog.
 */
const char *catalog_language(const struct catalog *catalog, const char *wanted,
    const char *fallback);

/*
 * A text of the admin's own, from the configuration (the subject or question of
 * a touchpoint): compiled, its variables checked. NULL after mistakes, each
 * beginning with `where` ("dripscore.ini:12: [touchpoint x] subject").
 */
struct mustache *catalog_compile_own(enum catalog_kind kind, const char *where,
    const char *text, GPtrArray *mistakes);

/* What differs in one mail from what the language says. */
struct catalog_own {
	/* The admin's own words for one touchpoint; NULL: the language's. */
	const struct mustache *subject;
	const struct mustache *question;
	/* An invitation asks again: words of [reminder] go before its own. */
	gboolean reminds;
};

struct rendered {
	char *subject; /* one line, UTF-8, not encoded */
	char *text;
	char *html;
};
void rendered_clear(struct rendered *rendered);

/*
 * Fills a template: its words and question first, then the subject, then both
 * bodies. To the context it adds (in a copy) `language`, `question` if the kind
 * has one, `subject`, and `words`, an object of all words, where a template
 * finds them as {{words.greeting}}. language: from catalog_language; own may be
 * NULL. FALSE with error set, and nothing in rendered, if the template or the
 * language is not there or a limit of mustache.h is passed.
 *
 * An invitation's context: organisation {name, postal_address}, brand {colour,
 * colour_text, logo_url}, contact {name}, event {type, reference, ...},
 * touchpoint, scores [{value, mailto, class}], unsubscribe_mailto. colour_text
 * is what can be read on colour. An optional value is left out, or "". A nudge
 * has score, its band {promoter, passive, detractor}, one of which is true, and
 * answer_mailto in place of the scores; the confirmation of an opt-out has
 * neither these nor unsubscribe_mailto.
 */
gboolean catalog_render(const struct catalog *catalog, const char *name,
    const char *language, json_t *context, const struct catalog_own *own,
    struct rendered *rendered, GError **error);

/*
 * The names in all that catalog_render would fill: template, words, and the
 * admin's own. FALSE if the template or the language is not there.
 */
gboolean catalog_names(const struct catalog *catalog, const char *name,
    const char *language, const struct catalog_own *own,
    mustache_name_seen seen, gpointer user);

/*
 * One value of a language file, filled; owned. For what stands outside of the
 * bodies: "mail_subject" and "mail_body_hint" of an invitation, to be put into
 * scores[].mailto (their context has also `score`), or a label in a row of a
 * digest. MUSTACHE_HEADER makes one line of it. NULL with error set if there
 * is no such key or language, or a limit is passed.
 */
char *catalog_word(const struct catalog *catalog, enum catalog_kind kind,
    const char *language, const char *key, const json_t *context,
    enum mustache_escape escape, GError **error);

#endif
