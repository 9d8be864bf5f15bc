/*
 * test_inbox_maildir.c - the Maildir inbox, on folders of its own, and the
 * address that all inboxes have.
 */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/errors.h"
#include "providers/inbox.h"
#include "providers/inbox_keys.h"
#include "tests/unit/unit.h"

struct seen {
	GPtrArray *bodies; /* char *, as handed over */
	guint calls;
	gboolean refuses;
	guint done;
	GError *error;
};

static char *folder;
static struct config *config;
static struct inbox *inbox;
static struct seen seen;

static char *
in_folder(const char *a, const char *b)
{
	return g_build_filename(folder, a, b, NULL);
}

static void
put(const char *name, const char *text)
{
	g_autofree char *path = in_folder("new", name);

	ck_assert(g_file_set_contents(path, text, -1, NULL));
}

static gboolean
exists(const char *sub, const char *name)
{
	g_autofree char *path = in_folder(sub, name);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static struct config *
read_section(const char *type, const char *lines, GPtrArray *mistakes)
{
	static const struct config_key keys[] = {
		{ .name = "type",
		    .type = CONFIG_TEXT,
		    .required = TRUE,
		    .help = "" },
		{ .name = NULL },
	};
	static struct config_variant variants[2];
	static struct config_schema schemas[2];
	g_autofree char *text = g_strdup_printf("[inbox replies]\ntype = %s\n"
						"%s",
	    type, lines);

	variants[0].value = inbox_find(type)->type;
	variants[0].keys = inbox_find(type)->keys;
	schemas[0] = (struct config_schema){ .kind = "inbox",
		.named = TRUE,
		.keys = keys,
		.variant_key = "type",
		.variants = variants };
	return config_read_text("test.ini", text, strlen(text), schemas,
	    mistakes);
}

static void
setup(void)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *lines = NULL;
	g_autofree char *fresh = NULL;
	g_autofree char *cur = NULL;

	folder = g_dir_make_tmp("maildir-XXXXXX", NULL);
	ck_assert_ptr_nonnull(folder);
	fresh = in_folder("new", NULL);
	cur = in_folder("cur", NULL);
	ck_assert_int_eq(g_mkdir(fresh, 0700), 0);
	ck_assert_int_eq(g_mkdir(cur, 0700), 0);
	lines = g_strdup_printf("path = %s\nmax_mail = 1 MiB\n"
				"address = survey+{token}@example.com\n",
	    folder);
	config = read_section("maildir", lines, mistakes);
	ck_assert_uint_eq(mistakes->len, 0);
	inbox = maildir_inbox.open(config_find(config, "inbox", NULL), NULL);
	ck_assert_ptr_nonnull(inbox);
	seen = (struct seen){
		.bodies = g_ptr_array_new_with_free_func(g_free),
	};
}

static void
remove_tree(const char *path)
{
	GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ?
	    NULL :
	    g_dir_open(path, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *inner = g_build_filename(path, name, NULL);

		remove_tree(inner);
	}
	g_clear_pointer(&dir, g_dir_close);
	g_remove(path);
}

static void
teardown(void)
{
	g_clear_pointer(&inbox, maildir_inbox.close);
	config_free(config);
	g_ptr_array_unref(seen.bodies);
	g_clear_error(&seen.error);
	remove_tree(folder);
	g_free(folder);
}

static gboolean
take(const struct inbox_mail *mails, guint n, gpointer user)
{
	ck_assert_ptr_eq(user, &seen);
	ck_assert_uint_le(n, INBOX_BATCH_MAILS);
	seen.calls++;
	for (guint i = 0; i < n && !seen.refuses; i++) {
		gsize size;
		const char *bytes = g_bytes_get_data(mails[i].bytes, &size);

		ck_assert_ptr_null(mails[i].recipient);
		g_ptr_array_add(seen.bodies, g_strndup(bytes, size));
	}
	return !seen.refuses;
}

static void
done(const GError *error, gpointer user)
{
	ck_assert_ptr_eq(user, &seen);
	seen.done++;
	g_clear_error(&seen.error);
	seen.error = error != NULL ? g_error_copy(error) : NULL;
}

static void
poll_all(void)
{
	const struct inbox_watcher watcher = { .take = take, .done = done };
	const struct inbox_position from = { 0 };
	guint before = seen.done;

	maildir_inbox.poll(inbox, &from, &watcher, &seen);
	while (seen.done == before)
		g_main_context_iteration(NULL, TRUE);
	ck_assert_uint_eq(seen.done, before + 1);
}

START_TEST(mails_come_in_the_order_of_their_names_and_move_to_cur)
{
	put("200.b.host", "second");
	put("100.a.host", "first");
	put("300.c.host:2,", "third");
	poll_all();
	ck_assert_ptr_null(seen.error);
	ck_assert_uint_eq(seen.bodies->len, 3);
	ck_assert_str_eq(seen.bodies->pdata[0], "first");
	ck_assert_str_eq(seen.bodies->pdata[1], "second");
	ck_assert_str_eq(seen.bodies->pdata[2], "third");
	ck_assert(!exists("new", "100.a.host"));
	ck_assert(exists("cur", "100.a.host:2,S"));
	ck_assert(exists("cur", "300.c.host:2,S"));
	poll_all();
	ck_assert_uint_eq(seen.bodies->len, 3);
}
END_TEST

START_TEST(mails_that_cannot_be_stored_stay_in_new)
{
	put("1", "one");
	seen.refuses = TRUE;
	poll_all();
	ck_assert(g_error_matches(seen.error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_LATER));
	ck_assert(exists("new", "1"));
	seen.refuses = FALSE;
	poll_all();
	ck_assert_ptr_null(seen.error);
	ck_assert_uint_eq(seen.bodies->len, 1);
	ck_assert(exists("cur", "1:2,S"));
}
END_TEST

START_TEST(many_mails_come_in_batches)
{
	for (int i = 0; i < 150; i++) {
		g_autofree char *name = g_strdup_printf("%03d", i);

		put(name, name);
	}
	poll_all();
	ck_assert_uint_eq(seen.bodies->len, 150);
	ck_assert_uint_eq(seen.calls, 3);
	for (guint i = 0; i < 150; i++)
		ck_assert_int_eq((int)g_ascii_strtoll(seen.bodies->pdata[i],
				     NULL, 10),
		    (int)i);
}
END_TEST

START_TEST(batches_are_bounded_in_bytes)
{
	g_autofree char *text = g_strnfill(1024 * 1024, 'x');

	for (int i = 0; i < 20; i++) {
		g_autofree char *name = g_strdup_printf("%03d", i);

		put(name, text);
	}
	poll_all();
	ck_assert_uint_eq(seen.bodies->len, 20);
	ck_assert_uint_eq(seen.calls, 2);
}
END_TEST

START_TEST(a_mail_over_the_limit_is_kept_cut_and_says_so)
{
	g_autofree char *text = g_strnfill(1024 * 1024 + 1, 'x');
	const char *cut;

	put("1", text);
	put("2", "after");
	poll_all();
	ck_assert_ptr_null(seen.error);
	ck_assert_uint_eq(seen.bodies->len, 2);
	cut = seen.bodies->pdata[0];
	ck_assert(g_str_has_prefix(cut,
	    "X-Dripscore-Cut: the first 262144 of "
	    "1048577 bytes; it was larger than max_mail\r\nxxx"));
	ck_assert_uint_eq(strlen(strchr(cut, '\n') + 1), 262144);
	ck_assert_str_eq(seen.bodies->pdata[1], "after");
}
END_TEST

START_TEST(links_folders_and_pipes_are_reported_and_the_rest_goes_on)
{
	g_autofree char *secret = in_folder("secret", NULL);
	g_autofree char *link = in_folder("new", "1");
	g_autofree char *sub = in_folder("new", "2");
	g_autofree char *fifo = in_folder("new", "3");

	ck_assert(g_file_set_contents(secret, "secret", -1, NULL));
	ck_assert_int_eq(symlink(secret, link), 0);
	ck_assert_int_eq(g_mkdir(sub, 0700), 0);
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	put("4", "fine");
	put(".5", "hidden");
	poll_all();
	ck_assert_uint_eq(seen.bodies->len, 1);
	ck_assert_str_eq(seen.bodies->pdata[0], "fine");
	ck_assert(
	    g_error_matches(seen.error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_IO));
	ck_assert_ptr_nonnull(strstr(seen.error->message,
	    "new/1: is a symbolic link; so it is with other mails"));
	ck_assert(exists("new", ".5"));
}
END_TEST

START_TEST(new_itself_may_be_no_link)
{
	g_autofree char *fresh = in_folder("new", NULL);
	g_autofree char *other = in_folder("other", NULL);

	put("1", "one");
	ck_assert_int_eq(g_rename(fresh, other), 0);
	ck_assert_int_eq(symlink(other, fresh), 0);
	poll_all();
	ck_assert_uint_eq(seen.bodies->len, 0);
	ck_assert(g_error_matches(seen.error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_NO_INPUT));
}
END_TEST

START_TEST(a_name_taken_in_cur_is_an_error_and_loses_nothing)
{
	g_autofree char *old = in_folder("cur", "1:2,S");
	g_autofree char *text = NULL;

	ck_assert(g_file_set_contents(old, "old", -1, NULL));
	put("1", "new");
	poll_all();
	ck_assert_uint_eq(seen.bodies->len, 1);
	ck_assert(
	    g_error_matches(seen.error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_IO));
	ck_assert(g_file_get_contents(old, &text, NULL, NULL));
	ck_assert_str_eq(text, "old");
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_an_error)
{
	remove_tree(folder);
	poll_all();
	ck_assert(g_error_matches(seen.error, DRIPSCORE_ERROR,
	    DRIPSCORE_ERROR_NO_INPUT));
}
END_TEST

START_TEST(closing_ends_an_open_poll_without_calling_anybody)
{
	const struct inbox_watcher watcher = { .take = take, .done = done };
	const struct inbox_position from = { 0 };

	put("1", "one");
	maildir_inbox.poll(inbox, &from, &watcher, &seen);
	g_clear_pointer(&inbox, maildir_inbox.close);
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	ck_assert_uint_eq(seen.calls, 0);
	ck_assert_uint_eq(seen.done, 0);
}
END_TEST

START_TEST(nothing_is_polled_in_a_pipe)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	struct config *piped = read_section("pipe",
	    "address = {token}@replies.example.com\n", mistakes);
	const struct inbox_watcher watcher = { .take = take, .done = done };
	const struct inbox_position from = { 0 };
	struct inbox *pipe = pipe_inbox.open(config_find(piped, "inbox", NULL),
	    NULL);

	ck_assert_uint_eq(mistakes->len, 0);
	ck_assert_uint_eq(pipe->poll_s, 0);
	pipe_inbox.poll(pipe, &from, &watcher, &seen);
	ck_assert_uint_eq(seen.done, 1);
	ck_assert_ptr_null(seen.error);
	pipe_inbox.close(pipe);
	config_free(piped);
}
END_TEST

START_TEST(inboxes_are_found_by_their_type)
{
	for (guint i = 0; inbox_types()[i] != NULL; i++)
		ck_assert_ptr_eq(inbox_find(inbox_types()[i]->type),
		    inbox_types()[i]);
	ck_assert_ptr_eq(inbox_find("maildir"), &maildir_inbox);
	ck_assert_ptr_null(inbox_find("pop3"));
	ck_assert_ptr_null(inbox_find(NULL));
}
END_TEST

START_TEST(an_address_has_its_token_once_and_before_the_at)
{
	static const char *const good[] = {
		"survey+{token}@example.com",
		"{token}@replies.example.com",
		"survey-{token}-x@example.com",
		"a.b={token}@xn--bcher-kva.example",
		/* 29 + 1 + 34 = 64 */
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa+{token}@example.com",
	};
	static const struct {
		const char *address, *fault;
	} bad[] = {
		{ "survey@example.com", "must have {token} in it" },
		{ "{token}+{token}@example.com", "once" },
		{ "survey@{token}.example.com", "before the @" },
		{ "survey+{token}", "before the @" },
		{ "survey+{token}@", "domain" },
		{ "survey+{token}@exa_mple.com", "domain" },
		{ "survey+{token}@-example.com", "domain" },
		{ "survey+{token}@example..com", "domain" },
		{ "sur vey+{token}@example.com", "before the @" },
		{ "survey..{token}@example.com", "before the @" },
		{ "survey.{token}.@example.com", "before the @" },
		{ "a@b+{token}@example.com", "before the @" },
		{ "Survey <survey+{token}@example.com>", "before the @" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa+{token}@example.com",
		    "shorten it by 1" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
		g_autofree char *fault = inbox_address_fault(good[i]);

		ck_assert_msg(fault == NULL, "%s: %s", good[i], fault);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autofree char *fault = inbox_address_fault(bad[i].address);

		ck_assert_msg(fault != NULL && strstr(fault, bad[i].fault),
		    "%s: %s", bad[i].address, fault);
	}
}
END_TEST

START_TEST(a_wrong_address_is_a_mistake_with_its_line)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	struct config *wrong = read_section("pipe",
	    "address = survey@example.com\n", mistakes);

	pipe_inbox.check(config_find(wrong, "inbox", NULL), mistakes);
	ck_assert_uint_eq(mistakes->len, 1);
	ck_assert(g_str_has_prefix(mistakes->pdata[0],
	    "test.ini:3: "
	    "[inbox replies] address: \"survey@example.com\" must have"));
	config_free(wrong);
}
END_TEST

static Suite *
make_suite(void)
{
	Suite *suite = suite_create("inbox_maildir");
	TCase *folders = tcase_create("folders");
	TCase *types = tcase_create("types");

	tcase_add_checked_fixture(folders, setup, teardown);
	tcase_add_test(folders,
	    mails_come_in_the_order_of_their_names_and_move_to_cur);
	tcase_add_test(folders, mails_that_cannot_be_stored_stay_in_new);
	tcase_add_test(folders, many_mails_come_in_batches);
	tcase_add_test(folders, batches_are_bounded_in_bytes);
	tcase_add_test(folders, a_mail_over_the_limit_is_kept_cut_and_says_so);
	tcase_add_test(folders,
	    links_folders_and_pipes_are_reported_and_the_rest_goes_on);
	tcase_add_test(folders, new_itself_may_be_no_link);
	tcase_add_test(folders,
	    a_name_taken_in_cur_is_an_error_and_loses_nothing);
	tcase_add_test(folders, a_folder_that_is_not_there_is_an_error);
	tcase_add_test(folders,
	    closing_ends_an_open_poll_without_calling_anybody);
	suite_add_tcase(suite, folders);
	tcase_add_test(types, nothing_is_polled_in_a_pipe);
	tcase_add_test(types, inboxes_are_found_by_their_type);
	tcase_add_test(types, an_address_has_its_token_once_and_before_the_at);
	tcase_add_test(types, a_wrong_address_is_a_mistake_with_its_line);
	suite_add_tcase(suite, types);
	return suite;
}

int
main(void)
{
	return unit_run(make_suite());
}
