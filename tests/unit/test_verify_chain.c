/*
 * test_verify_chain.c - what was done to a chain of answers behind our back is
 * told in words: what was edited and what it said before, what was put in,
 * taken out or moved, and how much follows it.
 */
#include <string.h>

#include "tests/unit/forged.h"

static char *
told(void)
{
	g_autoptr(verification) found = furnished_verify(world.store, FALSE);

	return furnished_told(found);
}

static gboolean
has_line(const char *all, const char *begin, const char *words)
{
	g_auto(GStrv) lines = g_strsplit(all, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++)
		if (g_str_has_prefix(lines[i], begin) &&
		    strstr(lines[i], words) != NULL)
			return TRUE;
	return FALSE;
}

#define COPY_OF_5(id, more)                                                    \
	"INSERT INTO response (id, touchpoint, score, answered_at, day,"       \
	" recorded_at, source, salt, contact_digest, comment_digest, hash)"    \
	" SELECT " id ", touchpoint, " more ", answered_at, day, recorded_at," \
	" source, salt, contact_digest, comment_digest, hash FROM response"    \
	" WHERE id = 5"

#define SOME_OF_FORM_1 5

/* What is done, and what is told of which response; from which form on. */
static const struct {
	int form;
	const char *sql, *begin, *words;
} damages[] = {
	{ 1, "UPDATE response SET score = 10 WHERE id = 5", "response 5: ",
	    "the chain of stay breaks at this one, answered at 2026-03-01"
	    " 16:00:00 UTC: its score was 5 when it was stored, and is 10 now;"
	    " 3 follow it, and fit" },
	{ 1, "UPDATE response SET score = 10 WHERE touchpoint = 'stay'"
	  " AND id > 3",
	    "response 5: ",
	    "its score was 5 when it was stored, and is 10 now; of 3 that"
	    " follow it 2 don't fit either" },
	{ 1, "UPDATE response SET author = NULL WHERE id = 3", "response 3: ",
	    "its author was Eve when it was stored, and is not given now" },
	{ 1, "UPDATE response SET source = 'reply' WHERE id = 12",
	    "response 12: ",
	    "its source was staff when it was stored, and is reply now; none"
	    " follows it" },
	{ 1, "UPDATE response SET answered_at = answered_at - 86400 * 30"
	  " WHERE id = 7",
	    "response 7: ",
	    "its time was 2026-03-01 18:00:00 UTC when it was stored, and is"
	    " 2026-01-30 18:00:00 UTC now" },
	{ 2, "UPDATE response SET day = day - 3 WHERE id = 7", "response 7: ",
	    "its day was 2026-03-01 when it was stored, and is 2026-02-26"
	    " now" },
	{ 2, "UPDATE response SET day = day + 300 WHERE id = 7", "response 7: ",
	    "its day was 2026-03-01 when it was stored" },
	{ 2, "UPDATE response SET reason = 'so' WHERE id = 9", "response 9: ",
	    "its reason was not given when it was stored, and is so now" },
	{ 2, "UPDATE response SET supersedes = 1 WHERE id = 9", "response 9: ",
	    "it superseded none when it was stored, and does now" },
	{ 2, "INSERT INTO facet (id, name, value)"
	  " VALUES (901, 'country', 'FI');"
	  "INSERT INTO profile (id, facets) VALUES (901, '901');"
	  "UPDATE response SET profile = 901 WHERE id = 9",
	    "response 9: ",
	    "nothing was noted of who answered when it was stored, and is"
	    " now" },
	{ 1, "UPDATE response SET score = 10, author = 'Al' WHERE id = 5",
	    "response 5: ", "it was edited, in its time, source, author or" },
	{ 1, "UPDATE response SET form = 3 - form WHERE id = 1", "response 1: ",
	    "and the row says another" },
	{ 1, "UPDATE response SET form = 7 WHERE id = 1", "response 1: ",
	    "and the row says another" },
	{ 1, "DELETE FROM response WHERE id = 5", "response 7: ",
	    "it follows one that is not there: response 5 was taken out; 2"
	    " follow it, and fit" },
	{ 1, "DELETE FROM response WHERE id IN (3, 4, 5)", "response 7: ",
	    "of responses 3 to 5 some were taken out" },
	{ 1, "DELETE FROM response WHERE id IN (3, 4, 5)", "response 6: ",
	    "of responses 3 to 5 some were taken out" },
	{ 1, "DELETE FROM response WHERE id = 1", "response 3: ",
	    "response 1 was taken out" },
	{ 1, "DELETE FROM response WHERE id = 12", "response_chain 0: ",
	    "the chain of dinner ends with response 12 by what is noted: that"
	    " and what else stood behind 10 was taken out" },
	{ 1, "DELETE FROM response WHERE touchpoint = 'stay'",
	    "response_chain 0: ",
	    "the chain of stay has no response: all were taken out, the last"
	    " was 11" },
	{ 1, COPY_OF_5("20", "10"), "response 20: ",
	    "it was put in, as a copy of 5" },
	{ 1, COPY_OF_5("20", "10") ";UPDATE response SET hash = salt"
	  " WHERE id = 20", "response 20: ",
	    "it was put in: what comes after it fits" },
	{ 1, COPY_OF_5("20", "10"), "response_chain 0: ",
	    "the chain of stay ends with response 11 by what is noted: what"
	    " stands behind it, up to 20, was put in" },
	{ 1, "UPDATE response SET touchpoint = 'dinner' WHERE id = 5",
	    "response 5: ",
	    "it was put in: what comes after it fits behind the one before" },
	{ 1, "UPDATE response SET touchpoint = 'dinner' WHERE id = 5",
	    "response 7: ",
	    "or one before it was moved to another touchpoint" },
	{ 1, "UPDATE response SET touchpoint = 'dinner' WHERE id IN (5, 7)",
	    "response 5: ", "it was put in" },
	/* 5 and 7 change places. */
	{ 1, "UPDATE response SET id = 99 WHERE id = 5;"
	  "UPDATE response SET id = 5 WHERE id = 7;"
	  "UPDATE response SET id = 7 WHERE id = 99",
	    "response 5: ",
	    "the order was changed: it was stored next after 7, which stands"
	    " behind it now" },
	{ 1, "UPDATE response SET id = 0 WHERE id = 9", "response 0: ",
	    "the order was changed: it was stored next after 7" },
	{ 1, "UPDATE response_chain SET response_id = 9, hash = (SELECT hash"
	  " FROM response WHERE id = 9) WHERE touchpoint = 'stay'",
	    "response_chain 0: ",
	    "ends with response 9 by what is noted: what stands behind it, up"
	    " to 11, was put in" },
	{ 1, "UPDATE response_chain SET hash = (SELECT hash FROM response"
	  " WHERE id = 9) WHERE touchpoint = 'stay'",
	    "response_chain 0: ",
	    "the chain of stay does not end with the hash of its last"
	    " response, 11: that was written again, or what is noted was" },
	{ 1, "DELETE FROM response_chain WHERE touchpoint = 'stay'",
	    "response_chain 0: ", "the chain of stay has no end noted" },
	{ 1, "UPDATE response SET hash = salt WHERE id = 11", "response 11: ",
	    "its hash is not that of what stands before it and in it" },
};

static void
furnish_chains(int form)
{
	forged_answers();
	forged_chain("stay", 0, form);
	forged_chain("dinner", 0, form);
}

START_TEST(what_was_done_to_a_chain_is_told_in_words)
{
	guint i = (guint)_i % G_N_ELEMENTS(damages);
	int form = (guint)_i < G_N_ELEMENTS(damages) ? 2 : 1;
	g_autofree char *before = NULL;
	g_autofree char *after = NULL;

	if (form < damages[i].form)
		return;
	furnish_chains(form);
	before = told();
	ck_assert_str_eq(before, "");
	forged_sql(damages[i].sql);
	after = told();
	ck_assert_msg(has_line(after, damages[i].begin, damages[i].words),
	    "form %d: %s\nis not told so:\n%s", form, damages[i].sql, after);
}
END_TEST

/* One that was put in with a hash that fits, and so with its number. */
START_TEST(what_follows_a_fitting_link_that_was_put_in_betrays_it)
{
	g_autofree char *after = NULL;

	furnish_chains(2);
	forged_sql("UPDATE response SET id = id + 100 WHERE id > 4");
	forged_sql(COPY_OF_5("50", "10") " + 100");
	forged_links("stay", 50, 50, 2);
	after = told();
	ck_assert_msg(!has_line(after, "response 50: ", "breaks"), "%s", after);
	ck_assert_msg(has_line(after, "response 105: ",
			  "it was stored next after 3: what stands between them"
			  " (1) was put in"),
	    "%s", after);
}
END_TEST

START_TEST(an_edited_comment_or_contact_is_told_of_its_response)
{
	g_autofree char *after = NULL;

	furnish_chains(2);
	forged_sql("UPDATE response SET comment = 'Superb' WHERE id = 1");
	forged_sql("UPDATE response SET contact_id = 2 WHERE id = 3");
	after = told();
	ck_assert(has_line(after, "response 1: ", "its comment is another"));
	ck_assert(has_line(after, "response 3: ", "its contact is another"));
	ck_assert_ptr_null(strstr(after, "breaks"));
}
END_TEST

START_TEST(a_chain_begins_with_form_1_and_goes_on_with_form_2)
{
	g_autofree char *after = NULL;

	furnish_chains(1);
	forged_chain("stay", 5, 2);
	after = told();
	ck_assert_str_eq(after, "");
}
END_TEST

START_TEST(a_chain_does_not_go_back_to_a_form_that_covers_less)
{
	g_autofree char *after = NULL;

	furnish_chains(2);
	forged_chain("stay", 9, 1);
	after = told();
	ck_assert_msg(has_line(after, "response 9: ",
			  "it is of form 1, and one before it of form 2"),
	    "%s", after);
}
END_TEST

/* What chains can't tell: see test_proof.c. */
START_TEST(a_chain_that_is_rewritten_as_a_whole_agrees_with_itself)
{
	g_autofree char *after = NULL;

	furnish_chains(2);
	forged_sql("UPDATE response SET author = 'Al' WHERE id = 1");
	forged_chain("stay", 0, 2);
	after = told();
	ck_assert_str_eq(after, "");
}
END_TEST

START_TEST(each_broken_chain_is_told_once)
{
	g_autofree char *after = NULL;

	furnish_chains(2);
	forged_sql("UPDATE response SET author = 'Al' WHERE id > 2");
	after = told();
	ck_assert(has_line(after, "response 3: ", "of stay breaks"));
	ck_assert(has_line(after, "response 4: ", "of dinner breaks"));
	ck_assert(!has_line(after, "response 5: ", "breaks"));
}
END_TEST

static void
end(void)
{
	world_end(&world);
}

int
main(void)
{
	Suite *suite = suite_create("verify_chain");
	TCase *tcase = tcase_create("chain");

	tcase_add_checked_fixture(tcase, balance_begin, end);
	tcase_add_loop_test(tcase, what_was_done_to_a_chain_is_told_in_words, 0,
	    G_N_ELEMENTS(damages) + SOME_OF_FORM_1);
	tcase_add_test(tcase,
	    what_follows_a_fitting_link_that_was_put_in_betrays_it);
	tcase_add_test(tcase,
	    an_edited_comment_or_contact_is_told_of_its_response);
	tcase_add_test(tcase,
	    a_chain_begins_with_form_1_and_goes_on_with_form_2);
	tcase_add_test(tcase,
	    a_chain_does_not_go_back_to_a_form_that_covers_less);
	tcase_add_test(tcase,
	    a_chain_that_is_rewritten_as_a_whole_agrees_with_itself);
	tcase_add_test(tcase, each_broken_chain_is_told_once);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
