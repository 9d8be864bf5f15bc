/*
 * staged.h - settings read from a text, with doors that lead nowhere, for the
 * tests of what stands on the configuration.
 */
#ifndef TESTS_UNIT_STAGED_H
#define TESTS_UNIT_STAGED_H

#include <string.h>

#include "base/settings.h"
#include "providers/mail_keys.h"
#include "tests/unit/world.h"

static const struct config_key staged_mail_keys[] = { MAIL_KEYS, { 0 } };
static const struct config_key staged_text_keys[] = {
	{ .name = "from", .type = CONFIG_TEXT, .help = "Our number." },
	{ 0 },
};
static const struct config_key staged_hook_keys[] = {
	{ .name = "url", .type = CONFIG_TEXT, .help = "Where to." },
	{ 0 },
};
static const struct config_key staged_inbox_keys[] = {
	{ .name = "address",
	    .type = CONFIG_TEXT,
	    .required = TRUE,
	    .help = "Where replies go." },
	{ 0 },
};
static const struct config_variant staged_providers[] = {
	{ "fake", staged_mail_keys, "Leads nowhere.", "email" },
	{ "fake-texts", staged_text_keys, "Leads nowhere.", "sms" },
	{ "webhook", staged_hook_keys, "Leads nowhere.", "webhook" },
	{ "slack", staged_hook_keys, "Leads nowhere.", "webhook" },
	{ 0 },
};
static const struct config_variant staged_inboxes[] = {
	{ "fake", staged_inbox_keys, "Nothing comes in.", NULL },
	{ 0 },
};

#define STAGED_HEAD                                                            \
	"[organisation]\nname = Aurora \"Spa\", Helsinki\n"                    \
	"timezone = Europe/Helsinki\nlanguage = fi\n"                          \
	"[store]\nurl = sqlite:store.db\n"                                     \
	"[provider mail]\ntype = fake\nfrom = Aurora <survey@example.com>\n"   \
	"[inbox replies]\ntype = fake\n"                                       \
	"address = survey+{token}@example.com\n"                               \
	"[touchpoint stay]\non = booking\ndelay = 1 hour\n"                    \
	"expires = 10 days\nunless = cancellation\n"

/* NULL if there are mistakes, which are appended. The file is folder/x.ini. */
G_GNUC_UNUSED static struct settings *
staged_load(const char *folder, const char *text, GPtrArray *mistakes)
{
	g_autofree char *path = g_build_filename(folder, "x.ini", NULL);
	/* Borrowed by the configuration that is read. */
	static struct config_schema *schemas;
	struct settings *settings;
	GError *error = NULL;

	if (schemas == NULL)
		schemas = settings_schemas(staged_providers, staged_inboxes);
	ck_assert(g_file_set_contents(path, text, -1, NULL));
	settings = settings_load(path, schemas, mistakes, &error);
	ck_assert_ptr_null(error);
	return settings;
}

/* Without a mistake. */
G_GNUC_UNUSED static struct settings *
staged_settings(const char *folder, const char *text)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	struct settings *settings = staged_load(folder, text, mistakes);

	ck_assert_msg(settings != NULL, "%s",
	    mistakes->len > 0 ? (char *)mistakes->pdata[0] : "no mistake");
	return settings;
}

/* What is wrong in it, a line each, without the folder's name; owned. */
G_GNUC_UNUSED static char *
staged_mistakes(const char *folder, const char *text)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(settings) settings = staged_load(folder, text, mistakes);
	GString *all = g_string_new(NULL);

	ck_assert_ptr_null(settings);
	ck_assert_uint_gt(mistakes->len, 0);
	for (guint i = 0; i < mistakes->len; i++) {
		const char *one = mistakes->pdata[i];

		ck_assert(g_str_has_prefix(one, folder));
		g_string_append_printf(all, "%s\n", one + strlen(folder) + 1);
	}
	return g_string_free(all, FALSE);
}

/* Fails if it is not among what staged_mistakes found. */
G_GNUC_UNUSED static void
staged_says(const char *all, const char *expected)
{
	ck_assert_msg(strstr(all, expected) != NULL, "not said: %s\nbut: %s",
	    expected, all);
}

/* A fixture: a folder for each test, in which a configuration may stand. */
static char *folder;

G_GNUC_UNUSED static void
staged_begin(void)
{
	folder = g_dir_make_tmp("dripscore-XXXXXX", NULL);
	ck_assert_ptr_nonnull(folder);
}

G_GNUC_UNUSED static void
staged_end(void)
{
	world_remove_folder(folder);
	g_clear_pointer(&folder, g_free);
}

#endif
