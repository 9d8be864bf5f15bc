/*
 * test_hook_secret.c - who may call us: the secret in the path, the address.
 */
#include "providers/hook_secret.h"
#include "tests/unit/gateway.h"

static const struct config_key keys[] = { HOOK_SECRET_KEYS, { 0 } };
static struct gateway gateway;
static struct hook_secret *secret;

static void
begin(void)
{
	gateway_begin(&gateway);
	secret = NULL;
}

static void
end(void)
{
	hook_secret_free(secret);
	gateway_end(&gateway);
}

static void
open_secret(const char *lines)
{
	gateway_read(&gateway, keys, lines);
	hook_secret_check(gateway.section, gateway.mistakes);
	ck_assert_uint_eq(gateway.mistakes->len, 0);
	ck_assert(hook_secret_open(gateway.section, &secret, NULL));
}

static gboolean
proves(const char *path, const char *address)
{
	g_autoptr(http_request) request = gateway_request(path, "", NULL, "");

	g_free(request->address);
	request->address = g_strdup(address);
	return hook_secret_proves(secret, request);
}

START_TEST(the_secret_ends_the_path)
{
	static const char *const wrong[] = { "/hooks/texts/", "/hooks/texts",
		"", "/", GATEWAY_SECRET, "/hooks/texts/hookSecretOf32letterS",
		"/hooks/texts/hookSecretOf32letter",
		"/hooks/texts/" GATEWAY_SECRET "s",
		"/hooks/texts/" GATEWAY_SECRET GATEWAY_SECRET,
		"/hooks/texts/" GATEWAY_SECRET "/",
		"/hooks/texts/ookSecretOf32letters",
		"/hooks/texts/%68ookSecretOf32letters" };

	open_secret("hook_secret_file = hook.secret\n");
	ck_assert(proves("/hooks/texts/" GATEWAY_SECRET, "192.0.2.1"));
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
		ck_assert_msg(!proves(wrong[i], "192.0.2.1"), "%s", wrong[i]);
}
END_TEST

START_TEST(each_byte_of_the_secret_counts)
{
	g_autofree char *path = g_strdup("/hooks/texts/" GATEWAY_SECRET);

	open_secret("hook_secret_file = hook.secret\n");
	for (char *c = strrchr(path, '/') + 1; *c != '\0'; c++) {
		for (guint bit = 0; bit < 8; bit++) {
			*c = (char)((guint8)*c ^ (1U << bit));
			ck_assert(!proves(path, "192.0.2.1"));
			*c = (char)((guint8)*c ^ (1U << bit));
		}
	}
	ck_assert(proves(path, "192.0.2.1"));
}
END_TEST

START_TEST(without_a_secret_nobody_is_proven)
{
	open_secret("");
	ck_assert_ptr_null(secret);
	ck_assert(!proves("/hooks/texts/", "192.0.2.1"));
	ck_assert_ptr_null(hook_secret_url(NULL, "https://x.example"));
}
END_TEST

START_TEST(only_from_where_it_may)
{
	const char *path = "/hooks/texts/" GATEWAY_SECRET;

	open_secret("hook_secret_file = hook.secret\n"
		    "hook_addresses = 192.0.2.7, 198.51.100.0/24, "
		    "2001:db8::/32\n");
	ck_assert(proves(path, "192.0.2.7"));
	ck_assert(proves(path, "198.51.100.255"));
	ck_assert(proves(path, "2001:db8:1::1"));
	/* As a socket for both protocols writes it. */
	ck_assert(proves(path, "::ffff:192.0.2.7"));
	ck_assert(!proves(path, "::ffff:192.0.2.8"));
	ck_assert(!proves(path, "192.0.2.8"));
	ck_assert(!proves(path, "198.51.101.1"));
	ck_assert(!proves(path, "2001:db9::1"));
	ck_assert(!proves(path, "nowhere"));
	ck_assert(!proves(path, ""));
	ck_assert(!proves("/hooks/texts/wrong", "192.0.2.7"));
}
END_TEST

START_TEST(our_address_has_the_secret_at_its_end)
{
	g_autofree char *url = NULL;

	open_secret("hook_secret_file = hook.secret\n");
	url = hook_secret_url(secret, "https://x.example/hooks/texts");
	ck_assert_str_eq(url, "https://x.example/hooks/texts/" GATEWAY_SECRET);
	ck_assert_ptr_null(hook_secret_url(secret, NULL));
}
END_TEST

static void
mistaken(const char *lines, const char *key, const char *why)
{
	g_autofree char *all = NULL;

	gateway_read(&gateway, keys, lines);
	hook_secret_check(gateway.section, gateway.mistakes);
	ck_assert_uint_eq(gateway.mistakes->len, 1);
	all = gateway_mistakes(&gateway);
	ck_assert_msg(strstr(all, key) != NULL && strstr(all, why) != NULL,
	    "%s", all);
	ck_assert_ptr_null(strstr(all, "tooShort"));
}

START_TEST(mistakes_are_named)
{
	gateway_write(&gateway, "short", "tooShort1234567\n");
	gateway_write(&gateway, "odd", "tooShort/with-other-signs\n");
	mistaken("hook_secret_file = short\n", "hook_secret_file",
	    "16 to 100 letters");
	mistaken("hook_secret_file = odd\n", "hook_secret_file",
	    "16 to 100 letters");
	mistaken("hook_secret_file = hook.secret\n"
		 "hook_addresses = 192.0.2.1, 192.0.2.1/24\n",
	    "hook_addresses", "\"192.0.2.1/24\" is no address");
	mistaken("hook_addresses = 192.0.2.1\n", "hook_addresses",
	    "without `hook_secret_file`");
}
END_TEST

START_TEST(a_secret_that_is_bad_when_opened_is_refused)
{
	g_autoptr(GError) error = NULL;

	gateway_read(&gateway, keys, "hook_secret_file = hook.secret\n");
	gateway_write(&gateway, "hook.secret", "short\n");
	ck_assert(!hook_secret_open(gateway.section, &secret, &error));
	ck_assert_ptr_nonnull(error);
	ck_assert_ptr_null(secret);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("hook_secret");
	TCase *tcase = tcase_create("hook_secret");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, the_secret_ends_the_path);
	tcase_add_test(tcase, each_byte_of_the_secret_counts);
	tcase_add_test(tcase, without_a_secret_nobody_is_proven);
	tcase_add_test(tcase, only_from_where_it_may);
	tcase_add_test(tcase, our_address_has_the_secret_at_its_end);
	tcase_add_test(tcase, mistakes_are_named);
	tcase_add_test(tcase, a_secret_that_is_bad_when_opened_is_refused);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
