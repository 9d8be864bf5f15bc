/* test_state.c - the life of an invitation: every pair of states. */
#include "base/state.h"
#include "tests/unit/unit.h"

#include <string.h>

/*
 * Rows: from; columns: to, in the order of the enum. x: may follow. The arrows
 * of the design, "leased" being a scheduled one; and besides:
 * scheduled -> failed: refused before its attempt was on disk;
 * scheduled -> answered, sent: a server that said "later" had taken it;
 * sending -> answered: its reply was quicker than the verdict on it;
 * failed -> answered: a bounce may lie, an answer does not.
 */
static const struct {
	const char *name;
	const char *may;
} rows[INVITATION_STATES] = {
	/* scheduled
	 * | sending
	 * | | sent
	 * | | | answered
	 * | | | | expired
	 * | | | | | suppressed
	 * | | | | | | cancelled
	 * | | | | | | | failed
	 * | | | | | | | | in doubt
	 * | | | | | | | | | */
	{ .name = "scheduled", .may = "- x x x x x x x -" },
	{ .name = "sending", .may = "x - x x - - - x x" },
	{ .name = "sent", .may = "x - - x x - - x -" },
	{ .name = "answered", .may = "- - - - - - - - -" },
	{ .name = "expired", .may = "- - - x - - - - -" },
	{ .name = "suppressed", .may = "- - - - - - - - -" },
	{ .name = "cancelled", .may = "- - - - - - - - -" },
	{ .name = "failed", .may = "- - - x - - - - -" },
	{ .name = "in doubt", .may = "x - x x - - - x -" },
};

START_TEST(every_pair_is_as_the_table_says)
{
	for (guint from = 0; from < INVITATION_STATES; from++) {
		ck_assert_uint_eq(strlen(rows[from].may),
		    2 * INVITATION_STATES - 1);
		for (guint to = 0; to < INVITATION_STATES; to++)
			ck_assert_msg(invitation_state_may_follow(
					  (enum invitation_state)from,
					  (enum invitation_state)to) ==
				(rows[from].may[2 * to] == 'x'),
			    "%s -> %s", rows[from].name, rows[to].name);
	}
}
END_TEST

START_TEST(names_are_those_of_the_design_and_read_back)
{
	enum invitation_state state;

	for (guint i = 0; i < INVITATION_STATES; i++) {
		ck_assert_str_eq(invitation_state_name(
				     (enum invitation_state)i),
		    rows[i].name);
		ck_assert(invitation_state_from_name(rows[i].name, &state));
		ck_assert_uint_eq(state, i);
	}
	ck_assert(!invitation_state_from_name("leased", &state));
	ck_assert(!invitation_state_from_name("", &state));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("state");
	TCase *tcase = tcase_create("state");

	tcase_add_test(tcase, every_pair_is_as_the_table_says);
	tcase_add_test(tcase, names_are_those_of_the_design_and_read_back);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
