/* test_tag_rule.c - words of all scripts, and the tags that they call for. */
#include "base/tag_rule.h"

#include <string.h>

#include "base/errors.h"
#include "base/words.h"
#include "tests/unit/unit.h"

static char *
cut(const char *text)
{
	g_autoptr(words) words = words_of(text);
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < words->begins->len; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? "|" : "",
		    words_nth(words, i));
	return g_string_free(all, FALSE);
}

START_TEST(a_text_is_cut_into_folded_words)
{
	static const struct {
		const char *text, *words;
	} each[] = {
		{ "", "" },
		{ " .,! -- ", "" },
		{ "Too EXPENSIVE!", "too|expensive" },
		{ "check-in, l'h\u00f4tel", "check|in|l|hotel" },
		{ "CAF\u00c9 cafe\u0301", "cafe|cafe" },
		{ "Stra\u00dfe STRASSE", "strasse|strasse" },
		{ "\u0130stanbul \u0131\u015f\u0131k", "istanbul|isik" },
		/* Greek: the letter at the end of a word is the same. */
		{ "\u03a4\u0399\u039c\u0395\u03a3",
		    "\u03c4\u03b9\u03bc\u03b5\u03c3" },
		{ "\u03c4\u03b9\u03bc\u03ad\u03c2",
		    "\u03c4\u03b9\u03bc\u03b5\u03c3" },
		{ "\u0426\u0415\u041d\u0410 \u0451\u043b\u043a\u0430",
		    "\u0446\u0435\u043d\u0430|\u0435\u043b\u043a\u0430" },
		/* Arabic and Hebrew without the signs of vowels. */
		{ "\u0633\u0650\u0639\u0652\u0631 \u0633\u0640\u0639\u0631",
		    "\u0633\u0639\u0631|\u0633\u0639\u0631" },
		{ "\u05de\u05b0\u05d7\u05b4\u05d9\u05e8",
		    "\u05de\u05d7\u05d9\u05e8" },
		{ "a\ufcf3", "a" },
		/* Devanagari keeps its vowels: they are letters. */
		{ "\u0926\u093e\u092e", "\u0926\u093e\u092e" },
		{ "\u4ef7\u683c\u592a\u9ad8",
		    "\u4ef7|\u683c|\u592a|\u9ad8" },
		/* One letter, in either form. */
		{ "\u304c \u304b\u3099", "\u304c|\u304c" },
		{ "\uff8a\uff9f", "\u30d1" },
		{ "\uac01 \u1100\u1161\u11a8", "\uac01|\uac01" },
		{ "\u0e41\u0e1e\u0e07", "\u0e41|\u0e1e|\u0e07" },
		{ "50\u20ac \U0001f44e\U0001f3fd", "50|\u20ac|\U0001f44e" },
		{ "\uff30\uff32\uff29\uff23\uff25", "price" },
		{ "pr\u00adice zero\u200bwidth", "price|zero|width" },
		{ "bad \xff\xfe bytes \xc3", "bad|bytes" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autofree char *words = cut(each[i].text);

		ck_assert_str_eq(words, each[i].words);
	}
}
END_TEST

static struct tag_rules *
rules_with(const char *const *rows)
{
	struct tag_rules *rules = tag_rules_new();

	/* tag, language or "", rule */
	for (; *rows != NULL; rows += 3) {
		g_autoptr(GError) error = NULL;

		tag_rules_name(rules, rows[0]);
		if (*rows[2] == '\0')
			continue;
		if (!tag_rules_add(rules, rows[0],
			*rows[1] != '\0' ? rows[1] : NULL, rows[2], &error))
			ck_abort_msg("%s", error->message);
	}
	return rules;
}

static char *
tags(const struct tag_rules *rules, const char *text, const char *language)
{
	g_autoptr(GPtrArray) hits = tag_rules_match(rules, text, language);
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < hits->len; i++) {
		const struct tag_hit *hit = hits->pdata[i];

		g_string_append_printf(all, "%s%s%s", i > 0 ? " " : "",
		    strcmp(hit->source, "reply") == 0 ? "#" : "", hit->tag);
	}
	return g_string_free(all, FALSE);
}

static void
check(const struct tag_rules *rules, const char *text, const char *language,
    const char *expected)
{
	g_autofree char *found = tags(rules, text, language);

	if (strcmp(found, expected) != 0)
		ck_abort_msg("\"%s\": \"%s\", not \"%s\"",
		    text != NULL ? text : "(null)", found, expected);
}

START_TEST(whole_words_call_for_a_tag_and_a_star_for_any_end)
{
	static const char *const rows[] = { "price", "", "price", "price", "",
		"cost*", "price", "", "zu viel", "rude", "", "not* friendly",
		"wifi", "", "wi-fi", NULL };
	g_autoptr(tag_rules) rules = rules_with(rows);

	check(rules, "The PRICE was fine", NULL, "price");
	check(rules, "priceless, prices", NULL, "");
	check(rules, "what a costly stay", NULL, "price");
	check(rules, "it cost me", NULL, "price");
	check(rules, "accost", NULL, "");
	check(rules, "Das war ZU\n  viel.", NULL, "price");
	check(rules, "zu sehr viel", NULL, "");
	check(rules, "vie zu", NULL, "");
	check(rules, "zu", NULL, "");
	check(rules, "Nothing friendly, price too high", NULL, "price rude");
	check(rules, "no WI FI here", NULL, "wifi");
	check(rules, "wi-fi!", NULL, "wifi");
	check(rules, "", NULL, "");
	check(rules, NULL, NULL, "");
}
END_TEST

START_TEST(any_script_has_rules)
{
	static const char *const rows[] = { "price", "", "\u4ef7\u683c",
		"price", "", "\uac00\uaca9*",
		"price", "", "\u0446\u0435\u043d*",
		"price", "", "\u03c4\u03b9\u03bc\u03ad\u03c2", "price", "",
		"\u0633\u0639\u0631", "price", "", "\u0926\u093e\u092e",
		"price", "", "\u0e41\u0e1e\u0e07", "angry", "", "\U0001f621",
		"price", "", "pre\u00e7o", NULL };
	g_autoptr(tag_rules) rules = rules_with(rows);

	check(rules, "\u4f60\u4eec\u7684\u4ef7\u683c\u592a\u9ad8\u4e86", NULL,
	    "price");
	check(rules, "\u4ef7\u76ee\u683c", NULL, "");
	check(rules, "\uac00\uaca9\uc774 \ub108\ubb34", NULL, "price");
	check(rules, "\u0446\u0435\u043d\u044b \u043d\u0435 \u0442\u0435",
	    NULL, "price");
	check(rules, "\u039f\u0399 \u03a4\u0399\u039c\u0395\u03a3", NULL,
	    "price");
	check(rules, "\u0633\u0639\u0631 \u0639\u0627\u0644", NULL, "price");
	/* Another vowel is another word. */
	check(rules, "\u0926\u093f\u092e", NULL, "");
	check(rules, "\u0e21\u0e31\u0e19\u0e41\u0e1e\u0e07\u0e44\u0e1b", NULL,
	    "price");
	check(rules, "PRECO alto", NULL, "price");
	check(rules, "so slow\U0001f621\U0001f621", NULL, "angry");
}
END_TEST

START_TEST(a_rule_of_a_language_is_for_who_speaks_it)
{
	static const char *const rows[] = { "price", "de", "teuer", "price",
		"pt", "caro", "gift", "en", "gift", NULL };
	g_autoptr(tag_rules) rules = rules_with(rows);

	check(rules, "so teuer", "de", "price");
	check(rules, "so teuer", "de-AT", "price");
	check(rules, "so teuer", "DE_at", "price");
	check(rules, "so teuer", "den", "");
	check(rules, "so teuer", "en", "");
	check(rules, "so teuer", NULL, "");
	check(rules, "Gift im Essen", "de", "");
	check(rules, "a gift for my wife", "en-GB", "gift");
}
END_TEST

START_TEST(who_answers_may_name_a_tag)
{
	static const char *const rows[] = { "price", "", "price", "front-desk",
		"", "", "caf\u00e9", "", "", NULL };
	g_autoptr(tag_rules) rules = rules_with(rows);

	check(rules, "7 #price", NULL, "#price");
	check(rules, "7 #Price, #FRONT-DESK.", NULL, "#price #front-desk");
	check(rules, "#cafe", NULL, "#caf\u00e9");
	check(rules, "#unknown #", NULL, "");
	check(rules, "x#caf\u00e9", NULL, "");
	check(rules, "front-desk", NULL, "");
	check(rules, "\u5f88\u597d#cafe", NULL, "#caf\u00e9");
	check(rules, "##cafe", NULL, "#caf\u00e9");
	check(rules, "#cafe\xff", NULL, "#caf\u00e9");
}
END_TEST

START_TEST(what_is_no_rule_is_refused_in_words)
{
	static const struct {
		const char *rule, *says;
	} each[] = {
		{ "*", "no letter or digit" },
		{ "c*", "two letters or more" },
		{ "co*st", "within a word" },
		{ "cost**", "within a word" },
		{ "!!", "no letter or digit" },
		{ "too -", "no letter or digit" },
		{ "", "no word" },
	};
	g_autoptr(tag_rules) rules = tag_rules_new();

	tag_rules_name(rules, "price");
	for (guint i = 0; i < G_N_ELEMENTS(each); i++) {
		g_autoptr(GError) error = NULL;

		ck_assert(!tag_rules_add(rules, "price", NULL, each[i].rule,
		    &error));
		ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_CONFIG));
		if (strstr(error->message, each[i].says) == NULL)
			ck_abort_msg("%s", error->message);
	}
	ck_assert(tag_rules_add(rules, "price", NULL, "\u4ef7*", NULL));
}
END_TEST

START_TEST(a_tag_is_known_without_case_and_accents)
{
	static const char *const rows[] = { "Caf\u00e9", "", "", "cafe", "",
		"", "front-desk", "", "", NULL };
	g_autoptr(tag_rules) rules = rules_with(rows);
	g_autofree const char **names = tag_rules_names(rules);

	ck_assert_str_eq(tag_rules_find(rules, "CAFE"), "Caf\u00e9");
	ck_assert_str_eq(tag_rules_find(rules, "Front Desk"), "front-desk");
	ck_assert_ptr_null(tag_rules_find(rules, "frontdesk"));
	ck_assert_str_eq(names[0], "Caf\u00e9");
	ck_assert_str_eq(names[1], "front-desk");
	ck_assert_ptr_null(names[2]);
}
END_TEST

START_TEST(names_of_tags_are_judged)
{
	static const char *const good[] = { "price", "Front desk", "4",
		"\u4ef7", NULL };
	static const char *const bad[] = { "", " ", "+price", "-price",
		"#price", "a,b", "a;b", "price ", "..", "a\nb", "a\xff", NULL };
	g_autofree char *longest = g_strnfill(TAG_MAX_BYTES + 1, 'x');

	for (guint i = 0; good[i] != NULL; i++)
		ck_assert(tag_check(good[i], NULL));
	for (guint i = 0; bad[i] != NULL; i++) {
		g_autoptr(GError) error = NULL;

		ck_assert(!tag_check(bad[i], &error));
		ck_assert(g_error_matches(error, DRIPSCORE_ERROR,
		    DRIPSCORE_ERROR_DATA));
	}
	ck_assert(!tag_check(longest, NULL));
	longest[TAG_MAX_BYTES] = '\0';
	ck_assert(tag_check(longest, NULL));
}
END_TEST

/* 64 KiB of what is worst: marks, hashes, beginnings of rules. */
START_TEST(long_texts_take_no_time)
{
	static const char *const rows[] = { "price", "", "a a a a a a a a b",
		"price", "", "aaaaaaaaaaaaaaaab*", "front-desk", "", "", NULL };
	static const char *const parts[] = { "a ", "a", "#a", "#", "a\u0301",
		"\u0301\u0316", "\u0e01\u0e34", "\u1100\u1161", "\xff",
		"\ufdfa" };
	g_autoptr(tag_rules) rules = rules_with(rows);

	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		gint64 begin_us = g_get_monotonic_time();

		while (text->len < 64 * 1024)
			g_string_append(text, parts[i]);
		check(rules, text->str, "en", "");
		ck_assert_int_lt(g_get_monotonic_time() - begin_us,
		    5 * G_USEC_PER_SEC);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("tag_rule");
	TCase *tcase = tcase_create("tag_rule");

	tcase_add_test(tcase, a_text_is_cut_into_folded_words);
	tcase_add_test(tcase,
	    whole_words_call_for_a_tag_and_a_star_for_any_end);
	tcase_add_test(tcase, any_script_has_rules);
	tcase_add_test(tcase, a_rule_of_a_language_is_for_who_speaks_it);
	tcase_add_test(tcase, who_answers_may_name_a_tag);
	tcase_add_test(tcase, what_is_no_rule_is_refused_in_words);
	tcase_add_test(tcase, a_tag_is_known_without_case_and_accents);
	tcase_add_test(tcase, names_of_tags_are_judged);
	tcase_add_test(tcase, long_texts_take_no_time);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
