/*
 * test_digest_gather.c - a team's digest from the store to the outbox: what is
 * gathered, what is written, and how often.
 */
#include "scores/digest/digest.h"
#include "tests/unit/unit.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/timezone.h"
#include "store/outbox/crew.h"
#include "store/answers/recorded.h"

#define MONDAY_DAY 20514     /* 2026-03-02 */
#define SUNDAY_AT 1772373600 /* 2026-03-01T14:00:00Z */

static const struct digest_period period = { MONDAY_DAY - 14, MONDAY_DAY - 7,
	MONDAY_DAY, SUNDAY_AT + 86400 };
static struct catalog *catalog;
static struct settings settings;
static struct team team;

static void
begin(void)
{
	const char *top = g_getenv("top_srcdir");
	g_autofree char *shipped = g_build_filename(top != NULL ? top : ".",
	    "templates", NULL);
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	static char *everything[] = { NULL };
	static char name[] = "front-desk", language[] = "en", us[] = "Aurora";

	g_setenv("DRIPSCORE_TEMPLATES", shipped, TRUE);
	catalog = catalog_load(NULL, mistakes, NULL);
	ck_assert_ptr_nonnull(catalog);
	settings = (struct settings){
		.organisation = { .name = us, .language = language,
		    .zone = timezone_find("Europe/Helsinki", NULL) },
		.touchpoints = g_ptr_array_new(),
	};
	team = (struct team){ .name = name, .language = language,
		.touchpoints = everything };
}

static void
end(void)
{
	g_ptr_array_unref(settings.touchpoints);
	g_time_zone_unref(settings.organisation.zone);
	catalog_free(catalog);
}

/* Flat, as the store leaves it. */
static void
folder_remove(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *inside = g_build_filename(path, name, NULL);

		g_unlink(inside);
	}
	g_rmdir(path);
}

/* Answers of the week, of the one before, and of today. */
static struct store *
filled_store(const char *folder)
{
	g_autofree char *url = g_strdup_printf("sqlite:%s/test.db", folder);
	g_autoptr(GError) error = NULL;
	struct store *store = store_open(url, TRUE, &error);
	struct foreign_response responses[4] = {
		{ .score = 2,
		    .comment = "Cold",
		    .day = MONDAY_DAY - 1,
		    .origin = "1" },
		{ .score = 10, .day = MONDAY_DAY - 7, .origin = "2" },
		{ .score = 9, .day = MONDAY_DAY - 8, .origin = "3" },
		{ .score = 0,
		    .comment = "Of today",
		    .day = MONDAY_DAY,
		    .origin = "4" },
	};
	guint stored;

	ck_assert_msg(store != NULL, "%s", error != NULL ? error->message : "");
	for (gsize i = 0; i < G_N_ELEMENTS(responses); i++) {
		responses[i].touchpoint = "after-booking";
		responses[i].source = "import";
		responses[i].answered_at = responses[i].day * 86400;
	}
	ck_assert(
	    store_put_responses(store, responses, 4, SUNDAY_AT, &stored, NULL));
	ck_assert_uint_eq(stored, 4);
	return store;
}

/* What the HTML names is there, under a name that is its own. */
static void
pictures_fit(const struct outbox_item *item)
{
	ck_assert_uint_eq(item->pictures->len, 2);
	for (guint i = 0; i < 2; i++) {
		const struct outbox_picture *picture =
		    item->pictures->pdata[i];
		g_autofree char *source = g_strdup_printf("src=\"cid:%s\"",
		    picture->name);

		ck_assert_ptr_nonnull(strstr(item->html, source));
	}
}

static void
proof_stands(struct store *store)
{
	g_autoptr(seal) seal = NULL;
	g_autofree char *said = NULL;
	const struct seal_part *part;

	ck_assert(seal_find(store, "front-desk", 0, &seal, NULL));
	ck_assert_ptr_nonnull(seal);
	ck_assert_uint_eq(seal->parts->len, 1);
	part = seal->parts->pdata[0];
	ck_assert_int_eq(part->n[2], 1);
	ck_assert_int_eq(part->n[10], 1);
	ck_assert_int_eq(part->n[0] + part->n[9], 0);
	said = g_strdup(seal->text);
	seal_stamp(seal);
	ck_assert_str_eq(seal->text, said);
}

static gboolean
put(const struct digest_source *source, gint64 now_at, gboolean *written)
{
	g_autoptr(GBytes) png = g_bytes_new_static("png", 3);
	const struct digest_pictures pictures = { { png, png } };
	g_autoptr(GError) error = NULL;
	g_autoptr(digest_facts) facts = digest_gather(source, &period, now_at,
	    &error);
	gboolean good = facts != NULL &&
	    digest_put(source, facts, &pictures, now_at, written, &error);

	ck_assert_msg(good, "%s", error != NULL ? error->message : "");
	return good;
}

START_TEST(a_digest_goes_to_the_outbox_once_for_each_address)
{
	g_autofree char *folder = g_dir_make_tmp("digest-XXXXXX", NULL);
	g_autoptr(store) store = filled_store(folder);
	g_autoptr(GPtrArray) items = NULL;
	static char ann[] = "ann@example.com", bea[] = "bea@example.com";
	char *to[] = { ann, bea, NULL };
	struct digest_source source = { store, &settings, catalog, &team };
	gint64 now_at = SUNDAY_AT + 90000;
	gboolean written;

	team.to = to;
	ck_assert(put(&source, now_at, &written));
	ck_assert(written);
	ck_assert(put(&source, now_at, &written));
	ck_assert(!written);
	ck_assert(store_join(store, "test", 0, NULL));
	items = store_claim(store, now_at, 10, NULL, NULL);
	ck_assert_uint_eq(items->len, 2);
	for (guint i = 0; i < items->len; i++) {
		const struct outbox_item *item = g_ptr_array_index(items, i);

		ck_assert_int_eq(item->kind, MESSAGE_DIGEST);
		ck_assert_str_eq(item->recipient, to[i]);
		ck_assert_ptr_nonnull(strstr(item->text, "NPS 0\n"));
		ck_assert_ptr_nonnull(strstr(item->text, "   2  Cold\n"));
		ck_assert_ptr_null(strstr(item->text, "Of today"));
		ck_assert_ptr_nonnull(strstr(item->html, "Cold"));
		pictures_fit(item);
		ck_assert_ptr_nonnull(strstr(item->text, "\nSeal "));
	}
	proof_stands(store);
	folder_remove(folder);
}
END_TEST

START_TEST(the_schedule_goes_on_where_the_last_digest_ended)
{
	g_autofree char *folder = g_dir_make_tmp("digest-XXXXXX", NULL);
	g_autoptr(store) store = filled_store(folder);
	struct digest_source source = { store, &settings, catalog, &team };
	static char ann[] = "ann@example.com";
	char *to[] = { ann, NULL };
	struct digest_schedule schedule;
	gboolean written;

	team.to = to;
	ck_assert(digest_schedule_read(&source, &schedule, NULL));
	ck_assert_int_eq(schedule.after_at, G_MAXINT64);
	ck_assert(put(&source, SUNDAY_AT, &written));
	ck_assert(digest_schedule_read(&source, &schedule, NULL));
	ck_assert_int_eq(schedule.after_at, period.until_at);
	ck_assert(schedule.days_zone == settings.organisation.zone);
	folder_remove(folder);
}
END_TEST

START_TEST(with_nothing_new_a_team_may_wish_to_hear_nothing)
{
	g_autofree char *folder = g_dir_make_tmp("digest-XXXXXX", NULL);
	g_autofree char *url = g_strdup_printf("sqlite:%s/test.db", folder);
	g_autoptr(store) store = store_open(url, TRUE, NULL);
	struct digest_source source = { store, &settings, catalog, &team };
	g_autoptr(GPtrArray) items = NULL;
	static char ann[] = "ann@example.com";
	char *to[] = { ann, NULL };
	struct digest_schedule schedule;
	gboolean written;

	team.to = to;
	team.silent_without_news = TRUE;
	ck_assert(put(&source, SUNDAY_AT, &written));
	ck_assert(written);
	ck_assert(store_join(store, "test", 0, NULL));
	items = store_claim(store, SUNDAY_AT + 90000, 10, NULL, NULL);
	ck_assert_uint_eq(items->len, 0);
	/* It counts as written: the next is of the next period. */
	ck_assert(digest_schedule_read(&source, &schedule, NULL));
	ck_assert_int_eq(schedule.after_at, period.until_at);
	folder_remove(folder);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("digest_gather");
	TCase *tests = tcase_create("digest_gather");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests,
	    a_digest_goes_to_the_outbox_once_for_each_address);
	tcase_add_test(tests, the_schedule_goes_on_where_the_last_digest_ended);
	tcase_add_test(tests,
	    with_nothing_new_a_team_may_wish_to_hear_nothing);
	suite_add_tcase(suite, tests);
	return unit_run(suite);
}
