/* test_dialect.c - our one SQL text, as SQLite reads it. */
#include "store/dialect.h"
#include "tests/unit/unit.h"

static void
becomes(const char *sql, const char *expected)
{
	g_autofree char *ours = dialect_sqlite(sql);

	ck_assert_str_eq(ours, expected);
}

START_TEST(numbers_of_arguments_are_kept)
{
	becomes("SELECT $2, $1, $12 WHERE a=$2",
	    "SELECT ?2, ?1, ?12 WHERE a=?2");
	becomes("$1", "?1");
	becomes("", "");
}
END_TEST

START_TEST(a_dollar_without_a_number_stays)
{
	becomes("$ $x a$", "$ $x a$");
}
END_TEST

START_TEST(what_stands_in_quotes_stays)
{
	becomes("'$1' || $1 || \"$2\"", "'$1' || ?1 || \"$2\"");
	becomes("'it''s $1' $2", "'it''s $1' ?2");
	becomes("'\"' $1 '\"' $2", "'\"' ?1 '\"' ?2");
	becomes("'@id@' @id@", "'@id@' INTEGER PRIMARY KEY");
	becomes("'$1", "'$1");
}
END_TEST

START_TEST(words_of_ddl_are_replaced)
{
	becomes("CREATE TABLE a (id @id@, n @i64@ NOT NULL, b @blob@) @strict@",
	    "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER NOT NULL,"
	    " b BLOB) STRICT");
	becomes("(n @i64@ PRIMARY KEY) @queue@",
	    "(n INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID");
	becomes("@ @nothing@ @id", "@ @nothing@ @id");
}
END_TEST

START_TEST(a_comment_for_the_other_engine_stays)
{
	becomes("LIMIT $2 /*SKIP LOCKED*/", "LIMIT ?2 /*SKIP LOCKED*/");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("dialect");
	TCase *tcase = tcase_create("dialect");

	tcase_add_test(tcase, numbers_of_arguments_are_kept);
	tcase_add_test(tcase, a_dollar_without_a_number_stays);
	tcase_add_test(tcase, what_stands_in_quotes_stays);
	tcase_add_test(tcase, words_of_ddl_are_replaced);
	tcase_add_test(tcase, a_comment_for_the_other_engine_stays);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
