/*
 * test_catalog.c - the shipped templates and languages, the admin's over them,
 * and each mistake that loading reports.
 *
 * A test that needs a folder of its own makes one under the temporary
 * directory.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/errors.h"
#include "templates/catalog.h"
#include "tests/unit/unit.h"

static const char *const languages[] = { "de", "en", "es", "fi", "fr", "pt" };

static GPtrArray *mistakes;
static char *folder;

static void
setup(void)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *shipped = g_build_filename(top != NULL ? top : ".",
	    "templates", NULL);

	g_setenv("DRIPSCORE_TEMPLATES", shipped, TRUE);
	mistakes = g_ptr_array_new_with_free_func(g_free);
	folder = g_dir_make_tmp("catalog-XXXXXX", NULL);
	ck_assert_ptr_nonnull(folder);
}

static void
folder_remove(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *inside = g_build_filename(path, name, NULL);

		if (g_file_test(inside, G_FILE_TEST_IS_DIR))
			folder_remove(inside);
		else
			g_unlink(inside);
	}
	g_rmdir(path);
}

static void
teardown(void)
{
	folder_remove(folder);
	g_free(folder);
	g_ptr_array_unref(mistakes);
}

static void
put(const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *parent = g_path_get_dirname(path);

	ck_assert_int_eq(g_mkdir_with_parents(parent, 0700), 0);
	ck_assert(g_file_set_contents(path, text, -1, NULL));
}

static struct catalog *
load(void)
{
	g_autoptr(GError) error = NULL;
	struct catalog *catalog = catalog_load(folder, mistakes, &error);

	ck_assert_msg(catalog != NULL, "%s", error != NULL ? error->message :
	    "");
	return catalog;
}

static struct catalog *
load_good(void)
{
	struct catalog *catalog = load();

	ck_assert_msg(mistakes->len == 0, "%s", mistakes->len == 0 ? "" :
	    (const char *)g_ptr_array_index(mistakes, 0));
	return catalog;
}

/* Loads, and expects this mistake alone; %s of it is the folder. */
static void
assert_mistake(const char *expected)
{
	g_autoptr(catalog) catalog = load();
	g_auto(GStrv) parts = g_strsplit(expected, "%s", 2);
	g_autofree char *whole = parts[0] != NULL && parts[1] != NULL ?
	    g_strconcat(parts[0], folder, parts[1], NULL) :
	    g_strdup(expected);

	ck_assert_uint_eq(mistakes->len, 1);
	ck_assert_str_eq(g_ptr_array_index(mistakes, 0), whole);
}

static json_t *
context_new(const char *name)
{
	json_t *context = json_pack("{s:{s:s,s:s}, s:{s:s,s:s}, s:{s:s?},"
	    "s:{s:s,s:s}, s:s, s:s, s:[]}",
	    "organisation", "name", "Aurora & Spa",
	    "postal_address", "Rantakatu 14\nHelsinki",
	    "brand", "colour", "#0b6e6e", "colour_text", "#ffffff",
	    "contact", "name", name,
	    "event", "type", "booking", "reference", "B-1042",
	    "touchpoint", "after-booking",
	    "unsubscribe_mailto", "mailto:s%2Bu.abc@example.com?subject=stop",
	    "scores");

	ck_assert_ptr_nonnull(context);
	for (int score = 0; score <= 10; score++) {
		g_autofree char *mailto = g_strdup_printf(
		    "mailto:s%%2Babc@example.com?subject=%d&body=x", score);

		json_array_append_new(json_object_get(context, "scores"),
		    json_pack("{s:i, s:s, s:s}", "value", score, "mailto",
		    mailto, "class", "passive"));
	}
	return context;
}

static void
render(const struct catalog *catalog, const char *name, const char *language,
    json_t *context, const struct catalog_own *own, struct rendered *rendered)
{
	g_autoptr(GError) error = NULL;

	ck_assert_msg(catalog_render(catalog, name, language, context, own,
	    rendered, &error), "%s", error != NULL ? error->message : "");
	json_decref(context);
}

static guint
count(const char *text, const char *what)
{
	guint n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

START_TEST(what_is_shipped_has_no_mistake)
{
	g_autoptr(catalog) catalog = load_good();
	const char *const *codes = catalog_languages(catalog);

	ck_assert(catalog_has_template(catalog, "invitation"));
	ck_assert(!catalog_has_template(catalog, "invitatoin"));
	ck_assert(g_strv_contains(catalog_templates(catalog), "invitation"));
	ck_assert_uint_eq(g_strv_length((char **)codes),
	    G_N_ELEMENTS(languages));
	for (guint i = 0; i < G_N_ELEMENTS(languages); i++)
		ck_assert_str_eq(codes[i], languages[i]);
}
END_TEST

START_TEST(invitation_is_whole_in_each_language)
{
	g_autoptr(catalog) catalog = load_good();
	g_autofree char *lang = g_strdup_printf("<html lang=\"%s\">",
	    languages[_i]);
	struct rendered mail;

	render(catalog, "invitation", languages[_i], context_new("Ada <L>"),
	    NULL, &mail);
	ck_assert_ptr_nonnull(strstr(mail.subject, "Aurora & Spa"));
	ck_assert_ptr_null(strpbrk(mail.subject, "\r\n"));
	ck_assert_ptr_nonnull(strstr(mail.text, "Ada <L>"));
	ck_assert_ptr_nonnull(strstr(mail.text, "\n   0 = "));
	ck_assert_ptr_nonnull(strstr(mail.text, "\n  10 = "));
	ck_assert_ptr_nonnull(strstr(mail.text, "\nRantakatu 14\nHelsinki\n"));
	ck_assert_ptr_nonnull(strstr(mail.text,
	    "\nmailto:s%2Bu.abc@example.com?subject=stop\n"));
	ck_assert_ptr_nonnull(strstr(mail.html, lang));
	ck_assert_ptr_nonnull(strstr(mail.html, "Ada &lt;L&gt;"));
	ck_assert_uint_eq(count(mail.html,
	    "href=\"mailto:s%2Babc@example.com?subject="), 11);
	ck_assert_ptr_nonnull(strstr(mail.html, "subject=10&amp;body=x\""));
	ck_assert_uint_eq(count(mail.html,
	    "href=\"mailto:s%2Bu.abc@example.com?subject=stop\""), 1);
	ck_assert_ptr_nonnull(strstr(mail.html, "Rantakatu 14\nHelsinki"));
	ck_assert_ptr_null(strstr(mail.html, "{{"));
	ck_assert_ptr_null(strstr(mail.text, "{{"));
	rendered_clear(&mail);
}
END_TEST

START_TEST(html_fetches_nothing_but_the_logo)
{
	g_autoptr(catalog) catalog = load_good();
	json_t *context = context_new("Ada");
	struct rendered mail;

	render(catalog, "invitation", "en", json_incref(context), NULL, &mail);
	ck_assert_ptr_null(strstr(mail.html, "<img"));
	ck_assert_ptr_null(strstr(mail.html, "<script"));
	ck_assert_ptr_null(strstr(mail.html, "http"));
	ck_assert_ptr_null(strstr(mail.html, "url("));
	rendered_clear(&mail);
	json_object_set_new(json_object_get(context, "brand"), "logo_url",
	    json_string("https://example.com/logo.png"));
	render(catalog, "invitation", "en", context, NULL, &mail);
	ck_assert_uint_eq(count(mail.html, "<img"), 1);
	ck_assert_uint_eq(count(mail.html, "http"), 1);
	ck_assert_ptr_nonnull(strstr(mail.html,
	    "src=\"https://example.com/logo.png\" alt=\"Aurora &amp; Spa\""));
	rendered_clear(&mail);
}
END_TEST

START_TEST(nobody_is_greeted_by_no_name)
{
	g_autoptr(catalog) catalog = load_good();
	struct rendered mail;

	render(catalog, "invitation", "en", context_new(NULL), NULL, &mail);
	ck_assert(g_str_has_prefix(mail.text, "Hello,\n"));
	rendered_clear(&mail);
	render(catalog, "invitation", "en", context_new("Ada"), NULL, &mail);
	ck_assert(g_str_has_prefix(mail.text, "Hello Ada,\n"));
	rendered_clear(&mail);
}
END_TEST

START_TEST(touchpoints_own_words_go_before_the_languages)
{
	g_autoptr(catalog) catalog = load_good();
	g_autoptr(mustache) subject = catalog_compile_own(CATALOG_INVITATION,
	    "x", "Your {{event.type}}, {{contact.name}}?", mistakes);
	g_autoptr(mustache) question = catalog_compile_own(CATALOG_INVITATION,
	    "x", "Was <{{event.room}}> good?", mistakes);
	struct catalog_own own = { .subject = subject, .question = question };
	json_t *context = context_new("Ada\r\nBcc: eve@example.com");
	struct rendered mail;

	ck_assert_uint_eq(mistakes->len, 0);
	json_object_set_new(json_object_get(context, "event"), "room",
	    json_string("A&B"));
	render(catalog, "invitation", "fi", json_incref(context), &own, &mail);
	ck_assert_str_eq(mail.subject,
	    "Your booking, Ada Bcc: eve@example.com?");
	ck_assert_ptr_nonnull(strstr(mail.text, "\nWas <A&B> good?\n"));
	ck_assert_ptr_nonnull(strstr(mail.html,
	    "Was &lt;A&amp;B&gt; good?</h1>"));
	rendered_clear(&mail);
	own.reminds = TRUE;
	render(catalog, "invitation", "fi", json_incref(context), &own, &mail);
	ck_assert_str_eq(mail.subject,
	    "Muistutus: Your booking, Ada Bcc: eve@example.com?");
	ck_assert_ptr_nonnull(strstr(mail.text, "\nWas <A&B> good?\n"));
	rendered_clear(&mail);
	json_decref(context);
}
END_TEST

/* The same mail but for what it begins with. */
START_TEST(reminder_says_that_it_asks_again)
{
	static const struct catalog_own again = { .reminds = TRUE };
	g_autoptr(catalog) catalog = load_good();
	struct rendered first, second;

	render(catalog, "invitation", languages[_i], context_new("Ada"), NULL,
	    &first);
	render(catalog, "invitation", languages[_i], context_new("Ada"), &again,
	    &second);
	ck_assert_str_ne(first.subject, second.subject);
	ck_assert_ptr_nonnull(strstr(second.subject, "Aurora & Spa"));
	ck_assert_int_le(g_utf8_strlen(second.subject, -1), 60);
	ck_assert_str_ne(first.text, second.text);
	ck_assert_str_eq(strstr(first.text, "\n   0 = "),
	    strstr(second.text, "\n   0 = "));
	ck_assert_str_ne(first.html, second.html);
	ck_assert_uint_eq(count(second.html,
	    "href=\"mailto:s%2Babc@example.com?subject="), 11);
	ck_assert_ptr_null(strstr(second.html, "{{"));
	rendered_clear(&first);
	rendered_clear(&second);
}
END_TEST

static const char *const bands[] = { "promoter", "passive", "detractor" };

/* Of each language and band. */
START_TEST(nudge_thanks_and_asks_for_the_reason)
{
	g_autoptr(catalog) catalog = load_good();
	const char *language = languages[_i / 3];
	json_t *context = context_new("Ada <L>");
	g_autofree char *key = g_strconcat("intro_", bands[_i % 3], NULL);
	g_autofree char *intro = NULL;
	g_autofree char *begins = NULL;
	struct rendered mail;

	json_object_del(context, "scores");
	json_object_set_new(context, "score", json_integer(0));
	json_object_set_new(context, "band",
	    json_pack("{s:b}", bands[_i % 3], TRUE));
	json_object_set_new(context, "answer_mailto",
	    json_string("mailto:s%2Babc@example.com?subject=x&body=y"));
	intro = catalog_word(catalog, CATALOG_NUDGE, language, key, context,
	    MUSTACHE_TEXT, NULL);
	begins = g_strndup(intro, strcspn(intro, "\n"));
	render(catalog, "nudge", language, context, NULL, &mail);
	/* It is quoted in the answer's subject, and is no score there. */
	ck_assert_ptr_null(strpbrk(mail.subject, "\r\n0123456789"));
	ck_assert_int_le(g_utf8_strlen(mail.subject, -1), 60);
	ck_assert_ptr_nonnull(strstr(mail.text, begins));
	ck_assert_ptr_nonnull(strstr(mail.text, ": 0\n"));
	ck_assert_ptr_nonnull(strstr(mail.html, ">0</td>"));
	ck_assert_ptr_nonnull(strstr(mail.html, "Ada &lt;L&gt;"));
	ck_assert_uint_eq(count(mail.html,
	    "href=\"mailto:s%2Babc@example.com?subject=x&amp;body=y\""), 1);
	ck_assert_uint_eq(count(mail.html,
	    "href=\"mailto:s%2Bu.abc@example.com?subject=stop\""), 1);
	ck_assert_uint_eq(count(mail.html, "mailto:"), 2);
	ck_assert_ptr_null(strstr(mail.text, "\n\n\n"));
	ck_assert_ptr_null(strstr(mail.html, "{{"));
	ck_assert_ptr_null(strstr(mail.text, "{{"));
	rendered_clear(&mail);
}
END_TEST

START_TEST(reply_to_a_nudge_is_prepared_without_a_score)
{
	g_autoptr(catalog) catalog = load_good();
	json_t *context = json_pack("{s:i, s:{s:s}}", "score", 9,
	    "organisation", "name", "Aurora Spa");
	g_autofree char *subject = catalog_word(catalog, CATALOG_NUDGE,
	    languages[_i], "mail_subject", context, MUSTACHE_HEADER, NULL);
	g_autofree char *hint = catalog_word(catalog, CATALOG_NUDGE,
	    languages[_i], "mail_body_hint", context, MUSTACHE_HEADER, NULL);

	ck_assert(g_str_has_suffix(subject, "Aurora Spa"));
	ck_assert_ptr_null(strpbrk(subject, "\n0123456789"));
	ck_assert(g_str_has_prefix(hint, "> "));
	ck_assert_ptr_null(strpbrk(hint, "\n0123456789"));
	json_decref(context);
}
END_TEST

START_TEST(template_goes_by_its_name)
{
	ck_assert(catalog_is_invitation("invitation"));
	ck_assert(catalog_is_invitation("digestive"));
	ck_assert(!catalog_is_invitation("digest-short"));
	ck_assert(!catalog_is_invitation("nudge"));
	ck_assert(!catalog_is_invitation("nudge-x"));
}
END_TEST

START_TEST(mistake_in_own_words_says_where)
{
	ck_assert_ptr_null(catalog_compile_own(CATALOG_INVITATION,
	    "d.ini:12: [touchpoint x] subject", "Hi {{#contact.name}}",
	    mistakes));
	ck_assert_ptr_null(catalog_compile_own(CATALOG_INVITATION,
	    "d.ini:12: [touchpoint x] subject", "{{contact_name}}", mistakes));
	ck_assert_uint_eq(mistakes->len, 2);
	ck_assert_str_eq(g_ptr_array_index(mistakes, 0),
	    "d.ini:12: [touchpoint x] subject: section contact.name is not "
	    "closed");
	ck_assert(g_str_has_suffix(g_ptr_array_index(mistakes, 1),
	    "; did you mean {{contact.name}}?"));
}
END_TEST

START_TEST(of_a_contact_any_attribute_may_be_named_but_not_its_fields)
{
	static const char *const wrong[] = { "{{contact.nmae}}",
		"{{contact.Name}}", "{{contact.email}}", "{{contact.phone}}",
		"{{#contact}}{{timezone}}{{/contact}}" };
	g_autoptr(mustache) sound = catalog_compile_own(CATALOG_INVITATION,
	    "d.ini:1: subject",
	    "{{contact.plan}} {{#contact}}{{name}}{{rate}}{{/contact}}",
	    mistakes);

	ck_assert_ptr_nonnull(sound);
	ck_assert_uint_eq(mistakes->len, 0);
	for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
		ck_assert_ptr_null(catalog_compile_own(CATALOG_TEXT,
		    "d.ini:1: text", wrong[i], mistakes));
		ck_assert_uint_eq(mistakes->len, i + 1);
	}
}
END_TEST

static const struct {
	const char *wanted, *fallback, *expected;
} choices[] = {
	{ "pt", NULL, "pt" },
	{ "pt-BR", "fi", "pt" },
	{ "PT_br", "fi", "pt" },
	{ "zh-Hant-TW", "fi-FI", "fi" },
	{ "zh", "xx", "en" },
	{ NULL, "de", "de" },
	{ NULL, NULL, "en" },
	{ "", NULL, "en" },
};

START_TEST(language_is_the_nearest_there_is)
{
	g_autoptr(catalog) catalog = load_good();

	ck_assert_str_eq(catalog_language(catalog, choices[_i].wanted,
	    choices[_i].fallback), choices[_i].expected);
}
END_TEST

START_TEST(reply_is_prepared_with_the_score)
{
	g_autoptr(catalog) catalog = load_good();
	g_autoptr(GError) error = NULL;
	json_t *context = json_pack("{s:i, s:{s:s}}", "score", 9,
	    "organisation", "name", "Aurora Spa");
	g_autofree char *subject = catalog_word(catalog, CATALOG_INVITATION,
	    languages[_i], "mail_subject", context, MUSTACHE_HEADER, &error);
	g_autofree char *hint = catalog_word(catalog, CATALOG_INVITATION,
	    languages[_i], "mail_body_hint", context, MUSTACHE_HEADER, &error);

	ck_assert(g_str_has_prefix(subject, "9 "));
	ck_assert(g_str_has_prefix(hint, "> "));
	ck_assert_ptr_null(strpbrk(hint, "\n0123456789"));
	ck_assert_ptr_null(catalog_word(catalog, CATALOG_INVITATION,
	    languages[_i], "nothing", context, MUSTACHE_HEADER, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "\"nothing\""));
	json_decref(context);
}
END_TEST

START_TEST(admins_file_changes_one_sentence)
{
	g_autoptr(catalog) catalog = NULL;
	struct rendered mail;

	put("lang/en.ini", "[invitation]\ngreeting = Ahoy!\n");
	catalog = load_good();
	render(catalog, "invitation", "en", context_new(NULL), NULL, &mail);
	ck_assert(g_str_has_prefix(mail.text, "Ahoy!\n\nThank you"));
	rendered_clear(&mail);
}
END_TEST

START_TEST(admins_template_goes_before_the_shipped_one)
{
	g_autoptr(catalog) catalog = NULL;
	struct rendered mail;

	put("invitation.txt.mustache", "{{question}}");
	put("checkout.txt.mustache", "{{words.closing}}{{event.room}}");
	put("checkout.html.mustache",
	    "{{#scores}}{{value}}{{/scores}}{{#event}}{{shoe}}{{/event}}");
	catalog = load_good();
	render(catalog, "invitation", "en", context_new(NULL), NULL, &mail);
	ck_assert_str_eq(mail.text, "How likely are you to recommend "
	    "Aurora & Spa to a\nfriend or colleague?");
	ck_assert(g_str_has_prefix(mail.html, "<!DOCTYPE"));
	rendered_clear(&mail);
	ck_assert(catalog_has_template(catalog, "checkout"));
	render(catalog, "checkout", "de", context_new(NULL), NULL, &mail);
	ck_assert_str_eq(mail.text, "Herzlichen Dank!");
	ck_assert_str_eq(mail.html, "012345678910");
	rendered_clear(&mail);
}
END_TEST

/* A whole language, made of the English one. */
START_TEST(language_is_there_if_what_it_begins_with_is)
{
	g_autoptr(catalog) catalog = load();

	ck_assert(catalog_has_language(catalog, "fi"));
	ck_assert(catalog_has_language(catalog, "pt-BR"));
	ck_assert(!catalog_has_language(catalog, "sv"));
	ck_assert(!catalog_has_language(catalog, "p"));
}
END_TEST

START_TEST(adding_a_language_is_adding_a_file)
{
	g_autofree char *path = g_build_filename(g_getenv(
	    "DRIPSCORE_TEMPLATES"), "lang", "en.ini", NULL);
	g_autofree char *english = NULL;
	g_autoptr(catalog) catalog = NULL;

	ck_assert(g_file_get_contents(path, &english, NULL, NULL));
	put("lang/sv.ini", english);
	catalog = load_good();
	ck_assert_str_eq(catalog_language(catalog, "sv-FI", "fi"), "sv");
}
END_TEST

START_TEST(template_with_an_unknown_variable_is_reported)
{
	put("invitation.txt.mustache", "\n\n {{organisation.nmae}}");
	assert_mistake("%s/invitation.txt.mustache:3: unknown variable "
	    "{{organisation.nmae}}; known are anonymous, "
	    "brand.colour, "
	    "brand.colour_text, brand.logo_url, contact.name, "
	    "contact.*, event.type, event.reference, event.*, language, "
	    "organisation.name, organisation.postal_address, question, score, "
	    "subject, touchpoint, unsubscribe_mailto, scores, class (in "
	    "scores), mailto (in scores), value (in scores), words.*; did you "
	    "mean {{organisation.name}}?");
}
END_TEST

START_TEST(what_stands_in_a_list_is_unknown_outside_of_it)
{
	g_autoptr(catalog) catalog = NULL;

	put("invitation.txt.mustache",
	    "{{#scores}}{{value}}{{.}}{{organisation.name}}{{/scores}}\n"
	    "{{value}}\n{{scores.value}}\n{{scores[].value}}\n{{.}}\n"
	    "{{^scores}}{{value}}{{/scores}}");
	catalog = load();
	ck_assert_uint_eq(mistakes->len, 5);
	for (guint i = 0; i < mistakes->len; i++) {
		g_autofree char *place = g_strdup_printf(
		    "mustache:%u: unknown variable", i + 2);

		ck_assert_ptr_nonnull(strstr(g_ptr_array_index(mistakes, i),
		    place));
	}
	ck_assert(!catalog_has_template(catalog, "invitation"));
}
END_TEST

START_TEST(unknown_word_is_reported)
{
	g_autoptr(catalog) catalog = NULL;

	put("invitation.txt.mustache", "{{words.closin}}{{>footer}}");
	catalog = load();
	ck_assert_uint_eq(mistakes->len, 2);
	ck_assert_ptr_nonnull(strstr(g_ptr_array_index(mistakes, 0),
	    "unknown word {{words.closin}}; the language files have "
	    "anonymous, closing, "));
	ck_assert(g_str_has_suffix(g_ptr_array_index(mistakes, 0),
	    "; did you mean {{words.closing}}?"));
	ck_assert_ptr_nonnull(strstr(g_ptr_array_index(mistakes, 1),
	    "{{>footer}}: there are no partials"));
}
END_TEST

static const struct {
	const char *file, *text, *mistake;
} faults[] = {
	{ "invitation.html.mustache", "a\n{{#scores}}",
	  "%s/invitation.html.mustache:2: section scores is not closed" },
	{ "invitation.html.mustache", "\xff",
	  "%s/invitation.html.mustache:1: the file is not in UTF-8" },
	{ "extra.html.mustache", "x",
	  "template \"extra\": there is no file extra.txt.mustache beside the "
	  "other; a template needs both" },
	{ "lang/Deutsch.ini", "",
	  "lang/Deutsch.ini: the file's name is not the code of a language, as "
	  "\"sv\" or \"pt-br\"" },
	{ "lang/en.ini", "[invitatoin]\n",
	  "%s/lang/en.ini:1: unknown section [invitatoin]; a language file has "
	  "[invitation], [digest], [reminder], [nudge], [reprompt], "
	  "[stopped], [case], [alert], [sms], [report] and "
	  "[thanks]" },
	{ "lang/de.ini", "[invitation]\nclosing = a\nclosing = b\n",
	  "%s/lang/de.ini:3: [invitation] closing: this key stands twice in "
	  "the section" },
	{ "lang/de.ini", "[invitation]\nintro = a\n  b {{#x\n",
	  "%s/lang/de.ini:3: [invitation] intro: a tag is opened with {{ and "
	  "not closed with }}" },
};

START_TEST(fault_is_reported_with_file_and_line)
{
	put(faults[_i].file, faults[_i].text);
	assert_mistake(faults[_i].mistake);
}
END_TEST

START_TEST(unknown_and_missing_keys_are_reported)
{
	g_autoptr(catalog) catalog = NULL;
	const char *first;
	gboolean intro = FALSE;

	put("lang/en.ini", "[invitation]\nclosin = x\n");
	put("lang/sv.ini", "[invitation]\nclosing = Tack!\n");
	catalog = load();
	ck_assert_uint_gt(mistakes->len, 10);
	first = g_ptr_array_index(mistakes, 0);
	ck_assert_ptr_nonnull(strstr(first,
	    "/lang/en.ini:2: [invitation] closin: unknown key; allowed are "
	    "anonymous, closing, "));
	ck_assert(g_str_has_suffix(first, "; did you mean \"closing\"?"));
	for (guint i = 1; i < mistakes->len; i++) {
		const char *mistake = g_ptr_array_index(mistakes, i);

		ck_assert(g_str_has_suffix(mistake, ": this key is missing"));
		ck_assert_ptr_null(strstr(mistake, "[invitation] closing"));
		intro |= strstr(mistake,
		    "/lang/sv.ini: [invitation] intro: ") != NULL;
	}
	ck_assert(intro);
}
END_TEST

START_TEST(folder_that_cannot_be_read_is_an_error)
{
	g_autofree char *missing = g_build_filename(folder, "missing", NULL);
	g_autoptr(GError) error = NULL;

	ck_assert_ptr_null(catalog_load(missing, mistakes, &error));
	ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_NO_INPUT));
	g_clear_error(&error);
	g_setenv("DRIPSCORE_TEMPLATES", folder, TRUE);
	ck_assert_ptr_null(catalog_load(NULL, mistakes, &error));
	ck_assert_ptr_nonnull(strstr(error->message, "DRIPSCORE_TEMPLATES"));
}
END_TEST

START_TEST(a_report_has_html_alone)
{
	g_autoptr(catalog) catalog = NULL;
	json_t *context = context_new(NULL);
	struct rendered page;

	put("report.html.mustache", "<p>{{words.nps}}</p>");
	catalog = load_good();
	ck_assert(catalog_has_template(catalog, "report"));
	ck_assert(!catalog_is_invitation("report"));
	ck_assert(catalog_render(catalog, "report", "en", context, NULL, &page,
	    NULL));
	ck_assert_str_eq(page.html, "<p>NPS</p>");
	ck_assert_ptr_null(page.text);
	rendered_clear(&page);
	json_decref(context);
}
END_TEST

START_TEST(what_is_not_there_is_not_rendered)
{
	g_autoptr(catalog) catalog = load_good();
	g_autoptr(GError) error = NULL;
	json_t *context = context_new(NULL);
	struct rendered mail;

	ck_assert(!catalog_render(catalog, "nothing", "en", context, NULL,
	    &mail, &error));
	ck_assert_str_eq(error->message, "there is no template \"nothing\"");
	g_clear_error(&error);
	ck_assert(!catalog_render(catalog, "invitation", "xx", context, NULL,
	    &mail, &error));
	ck_assert_str_eq(error->message, "there is no language \"xx\"");
	ck_assert_ptr_null(mail.html);
	json_decref(context);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("catalog");
	TCase *tcase = tcase_create("catalog");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, what_is_shipped_has_no_mistake);
	tcase_add_loop_test(tcase, invitation_is_whole_in_each_language, 0,
	    G_N_ELEMENTS(languages));
	tcase_add_test(tcase, html_fetches_nothing_but_the_logo);
	tcase_add_test(tcase, nobody_is_greeted_by_no_name);
	tcase_add_test(tcase, touchpoints_own_words_go_before_the_languages);
	tcase_add_loop_test(tcase, reminder_says_that_it_asks_again, 0,
	    G_N_ELEMENTS(languages));
	tcase_add_loop_test(tcase, nudge_thanks_and_asks_for_the_reason, 0,
	    3 * G_N_ELEMENTS(languages));
	tcase_add_loop_test(tcase, reply_to_a_nudge_is_prepared_without_a_score,
	    0, G_N_ELEMENTS(languages));
	tcase_add_test(tcase, template_goes_by_its_name);
	tcase_add_test(tcase, mistake_in_own_words_says_where);
	tcase_add_test(tcase,
	    of_a_contact_any_attribute_may_be_named_but_not_its_fields);
	tcase_add_loop_test(tcase, language_is_the_nearest_there_is, 0,
	    G_N_ELEMENTS(choices));
	tcase_add_loop_test(tcase, reply_is_prepared_with_the_score, 0,
	    G_N_ELEMENTS(languages));
	tcase_add_test(tcase, admins_file_changes_one_sentence);
	tcase_add_test(tcase, admins_template_goes_before_the_shipped_one);
	tcase_add_test(tcase,
	    language_is_there_if_what_it_begins_with_is);
	tcase_add_test(tcase, adding_a_language_is_adding_a_file);
	tcase_add_test(tcase, template_with_an_unknown_variable_is_reported);
	tcase_add_test(tcase, what_stands_in_a_list_is_unknown_outside_of_it);
	tcase_add_test(tcase, unknown_word_is_reported);
	tcase_add_loop_test(tcase, fault_is_reported_with_file_and_line, 0,
	    G_N_ELEMENTS(faults));
	tcase_add_test(tcase, unknown_and_missing_keys_are_reported);
	tcase_add_test(tcase, folder_that_cannot_be_read_is_an_error);
	tcase_add_test(tcase, a_report_has_html_alone);
	tcase_add_test(tcase, what_is_not_there_is_not_rendered);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
