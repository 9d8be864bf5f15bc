/*
 * test_smtp_dialogue.c - dialogues as data: what is said, what is answered,
 * what becomes of the message. Also envelopes, replies and what the server
 * says while libcurl connects. No socket.
 */
#include <string.h>

#include "providers/smtp_dialogue.h"
#include "providers/smtp_hello.h"
#include "tests/unit/unit.h"

#define GROUP "MAIL FROM:<s@a.example>\r\nRCPT TO:<r@b.example>\r\nDATA\r\n"

static const struct smtp_envelope envelope = {
	.mail = (char *)"MAIL FROM:<s@a.example>",
	.rcpt = (char *)"RCPT TO:<r@b.example>",
};
static const char recipient[] = "r@b.example";

static struct smtp_dialogue *
begun(gboolean pipelining, const char *text)
{
	struct smtp_dialogue *dialogue = smtp_dialogue_new(pipelining);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	smtp_dialogue_begin(dialogue, &envelope, bytes, recipient);
	return dialogue;
}

/* Takes all output, a few bytes at a time; owned. */
static char *
output(struct smtp_dialogue *dialogue)
{
	GString *said = g_string_new(NULL);
	const guint8 *bytes;
	gsize n;

	while ((n = smtp_dialogue_output(dialogue, &bytes)) > 0) {
		n = MIN(n, 7);
		g_string_append_len(said, (const char *)bytes, (gssize)n);
		smtp_dialogue_written(dialogue, n);
	}
	return g_string_free(said, FALSE);
}

static void
says(struct smtp_dialogue *dialogue, const char *wanted)
{
	g_autofree char *said = output(dialogue);

	ck_assert_str_eq(said, wanted);
}

static void
hears(struct smtp_dialogue *dialogue, const char *bytes)
{
	smtp_dialogue_input(dialogue, bytes, strlen(bytes));
}

static void
gives(struct smtp_dialogue *dialogue, enum send_outcome outcome,
    const char *detail)
{
	struct send_result result;

	ck_assert(smtp_dialogue_take_result(dialogue, &result));
	ck_assert_str_eq(send_outcome_name(result.outcome),
	    send_outcome_name(outcome));
	ck_assert_str_eq(result.detail, detail);
	send_result_clear(&result);
	ck_assert(!smtp_dialogue_take_result(dialogue, &result));
}

START_TEST(a_short_message_stops_before_its_text_which_goes_with_the_dot)
{
	g_autoptr(smtp_dialogue) dialogue = begun(TRUE, "A: b\r\n\r\n.x\r\n");
	struct send_result result;

	says(dialogue, GROUP);
	hears(dialogue, "250 ok\r\n250 ok\r\n354 go\r\n");
	says(dialogue, "");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_HELD);
	smtp_dialogue_finish(dialogue);
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_VERDICT);
	says(dialogue, "A: b\r\n\r\n..x\r\n.\r\n");
	hears(dialogue, "250 2.0.0 Ok: queued as 4XyZ\r\n");
	ck_assert(smtp_dialogue_take_result(dialogue, &result));
	ck_assert_int_eq(result.outcome, SEND_ACCEPTED);
	ck_assert_str_eq(result.remote_id, "4XyZ");
	send_result_clear(&result);
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_IDLE);
	says(dialogue, "");
}
END_TEST

START_TEST(without_pipelining_nothing_is_said_before_its_time)
{
	g_autoptr(smtp_dialogue) dialogue = begun(FALSE, "x");

	says(dialogue, "MAIL FROM:<s@a.example>\r\n");
	hears(dialogue, "250 ok\r\n");
	says(dialogue, "RCPT TO:<r@b.example>\r\n");
	hears(dialogue, "251 will forward\r\n");
	says(dialogue, "DATA\r\n");
	hears(dialogue, "354 go\r\n");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_HELD);
	says(dialogue, "");
}
END_TEST

START_TEST(replies_may_come_in_any_pieces)
{
	static const char replies[] =
	    "250-2.1.0 a\r\n250 2.1.0 b\r\n250 ok\r\n354\r\n";
	g_autoptr(smtp_dialogue) dialogue = begun(TRUE, "x");

	says(dialogue, GROUP);
	for (gsize i = 0; replies[i] != '\0'; i++)
		smtp_dialogue_input(dialogue, replies + i, 1);
	smtp_dialogue_finish(dialogue);
	says(dialogue, "x\r\n.\r\n");
}
END_TEST

START_TEST(a_refused_recipient_is_reset_and_the_session_goes_on)
{
	g_autoptr(smtp_dialogue) dialogue = begun(TRUE, "x");
	g_autoptr(GBytes) bytes = g_bytes_new("y", 1);

	says(dialogue, GROUP);
	hears(dialogue, "250 ok\r\n550 5.1.1 <r@b.example>: no r\r\n");
	gives(dialogue, SEND_REJECTED, "550 5.1.1 at RCPT: <***>: no ***");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_BUSY);
	hears(dialogue, "554 no valid recipients\r\n");
	says(dialogue, "RSET\r\n");
	hears(dialogue, "250 ok\r\n");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_IDLE);
	smtp_dialogue_begin(dialogue, &envelope, bytes, recipient);
	says(dialogue, GROUP);
}
END_TEST

START_TEST(a_354_without_a_recipient_gets_a_lone_dot)
{
	g_autoptr(smtp_dialogue) dialogue = begun(TRUE, "x");

	says(dialogue, GROUP);
	hears(dialogue, "550 5.7.1 no\r\n503 MAIL first\r\n354 go\r\n");
	gives(dialogue, SEND_HALTED, "550 5.7.1 at MAIL: no");
	says(dialogue, ".\r\n");
	hears(dialogue, "554 nothing\r\n");
	says(dialogue, "RSET\r\n");
	hears(dialogue, "250 ok\r\n");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_IDLE);
}
END_TEST

START_TEST(a_verdict_of_421_defers_and_closes)
{
	g_autoptr(smtp_dialogue) dialogue = begun(TRUE, "x");

	says(dialogue, GROUP);
	hears(dialogue, "250 ok\r\n250 ok\r\n354 go\r\n");
	smtp_dialogue_finish(dialogue);
	says(dialogue, "x\r\n.\r\n");
	hears(dialogue, "421 4.3.2 shutting down\r\n");
	gives(dialogue, SEND_DEFERRED,
	    "421 4.3.2 at the final dot: shutting down");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_CLOSED);
}
END_TEST

START_TEST(what_was_lost_before_the_dot_has_not_left)
{
	g_autoptr(smtp_dialogue) dialogue = begun(TRUE, "x");
	const guint8 *unused;

	says(dialogue, GROUP);
	hears(dialogue, "250 ok\r\n250 ok\r\n354 go\r\n");
	smtp_dialogue_finish(dialogue);
	/* The dot was given, but no byte of it got away. */
	ck_assert_uint_eq(smtp_dialogue_output(dialogue, &unused), 6);
	smtp_dialogue_written(dialogue, 3);
	smtp_dialogue_lost(dialogue, "connection lost");
	gives(dialogue, SEND_DEFERRED, "connection lost before the final dot");
}
END_TEST

START_TEST(what_was_lost_after_the_dot_is_in_doubt)
{
	g_autoptr(smtp_dialogue) dialogue = begun(TRUE, "x");

	says(dialogue, GROUP);
	hears(dialogue, "250 ok\r\n250 ok\r\n354 go\r\n");
	smtp_dialogue_finish(dialogue);
	says(dialogue, "x\r\n.\r\n");
	smtp_dialogue_lost(dialogue, "connection lost");
	gives(dialogue, SEND_IN_DOUBT, "connection lost after the final dot");
}
END_TEST

START_TEST(a_success_before_the_dot_is_not_believed)
{
	g_autoptr(smtp_dialogue) dialogue = begun(TRUE, "x");
	struct send_result result;

	says(dialogue, GROUP);
	hears(dialogue, "250 ok\r\n250 ok\r\n354 go\r\n");
	smtp_dialogue_finish(dialogue);
	hears(dialogue, "250 2.0.0 queued already\r\n");
	ck_assert(smtp_dialogue_take_result(dialogue, &result));
	ck_assert_int_eq(result.outcome, SEND_DEFERRED);
	send_result_clear(&result);
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_CLOSED);
	says(dialogue, "");
}
END_TEST

START_TEST(an_old_connection_lost_before_any_answer_is_untouched)
{
	g_autoptr(smtp_dialogue) lost = begun(TRUE, "x");
	g_autoptr(smtp_dialogue) answered = begun(TRUE, "x");
	g_autoptr(smtp_dialogue) timed_out = begun(TRUE, "x");

	smtp_dialogue_lost(lost, "connection lost");
	ck_assert(smtp_dialogue_is_untouched(lost));
	hears(timed_out, "421 4.4.2 idle for too long\r\n");
	ck_assert(smtp_dialogue_is_untouched(timed_out));
	hears(answered, "250 ok\r\n");
	smtp_dialogue_lost(answered, "connection lost");
	ck_assert(!smtp_dialogue_is_untouched(answered));
}
END_TEST

START_TEST(a_word_unasked_in_an_idle_session_closes_it)
{
	g_autoptr(smtp_dialogue) dialogue = smtp_dialogue_new(TRUE);
	struct send_result result;

	hears(dialogue, "250 hello\r\n");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_CLOSED);
	ck_assert(!smtp_dialogue_take_result(dialogue, &result));
}
END_TEST

START_TEST(a_refused_rset_closes_the_session)
{
	g_autoptr(smtp_dialogue) dialogue = begun(FALSE, "x");

	says(dialogue, "MAIL FROM:<s@a.example>\r\n");
	hears(dialogue, "451 4.3.1 later\r\n");
	gives(dialogue, SEND_DEFERRED, "451 4.3.1 at MAIL: later");
	says(dialogue, "RSET\r\n");
	hears(dialogue, "500 what?\r\n");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_CLOSED);
}
END_TEST

START_TEST(quit_ends_in_closed)
{
	g_autoptr(smtp_dialogue) dialogue = smtp_dialogue_new(TRUE);

	smtp_dialogue_quit(dialogue);
	says(dialogue, "QUIT\r\n");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_BUSY);
	hears(dialogue, "221 bye\r\n");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_CLOSED);
}
END_TEST

/* Two messages in one session: the dot of the first is out. */
static struct smtp_dialogue *
with_one_behind(void)
{
	struct smtp_dialogue *dialogue = begun(TRUE, "x");
	g_autoptr(GBytes) bytes = g_bytes_new("y", 1);

	says(dialogue, GROUP);
	hears(dialogue, "250 ok\r\n250 ok\r\n354 go\r\n");
	ck_assert(!smtp_dialogue_takes(dialogue));
	smtp_dialogue_finish(dialogue);
	ck_assert(smtp_dialogue_takes(dialogue));
	smtp_dialogue_begin(dialogue, &envelope, bytes, recipient);
	ck_assert(!smtp_dialogue_takes(dialogue));
	return dialogue;
}

START_TEST(the_next_group_stands_behind_the_dot_in_one_write)
{
	g_autoptr(smtp_dialogue) dialogue = with_one_behind();
	const guint8 *bytes;

	ck_assert_uint_eq(smtp_dialogue_output(dialogue, &bytes),
	    strlen("x\r\n.\r\n" GROUP));
	says(dialogue, "x\r\n.\r\n" GROUP);
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_VERDICT);
	hears(dialogue, "250 2.0.0 one\r\n250 ok\r\n250 ok\r\n354 go\r\n");
	gives(dialogue, SEND_ACCEPTED, "250 2.0.0 at the final dot: one");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_HELD);
	smtp_dialogue_finish(dialogue);
	says(dialogue, "y\r\n.\r\n");
	hears(dialogue, "554 5.6.0 two\r\n");
	gives(dialogue, SEND_REJECTED, "554 5.6.0 at the final dot: two");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_IDLE);
}
END_TEST

START_TEST(of_two_that_are_lost_only_the_first_is_in_doubt)
{
	g_autoptr(smtp_dialogue) dialogue = with_one_behind();
	struct send_result result;

	says(dialogue, "x\r\n.\r\n" GROUP);
	smtp_dialogue_lost(dialogue, "connection lost");
	ck_assert(!smtp_dialogue_is_untouched(dialogue));
	ck_assert(smtp_dialogue_take_result(dialogue, &result));
	ck_assert_int_eq(result.outcome, SEND_IN_DOUBT);
	ck_assert_str_eq(result.detail, "connection lost after the final dot");
	send_result_clear(&result);
	ck_assert(smtp_dialogue_is_untouched(dialogue));
	gives(dialogue, SEND_DEFERRED, "connection lost at MAIL");
}
END_TEST

START_TEST(a_verdict_of_421_leaves_the_one_behind_untouched)
{
	g_autoptr(smtp_dialogue) dialogue = with_one_behind();
	struct send_result result;

	says(dialogue, "x\r\n.\r\n" GROUP);
	hears(dialogue, "421 4.3.2 bye\r\n");
	ck_assert(smtp_dialogue_take_result(dialogue, &result));
	ck_assert_int_eq(result.outcome, SEND_DEFERRED);
	send_result_clear(&result);
	ck_assert(smtp_dialogue_is_untouched(dialogue));
	gives(dialogue, SEND_DEFERRED, "connection lost at MAIL");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_CLOSED);
}
END_TEST

START_TEST(one_behind_is_refused_and_reset_after_the_verdict)
{
	g_autoptr(smtp_dialogue) dialogue = with_one_behind();

	says(dialogue, "x\r\n.\r\n" GROUP);
	hears(dialogue, "250 2.0.0 one\r\n");
	gives(dialogue, SEND_ACCEPTED, "250 2.0.0 at the final dot: one");
	hears(dialogue, "250 ok\r\n550 5.1.1 no r\r\n554 none\r\n");
	gives(dialogue, SEND_REJECTED, "550 5.1.1 at RCPT: no ***");
	says(dialogue, "RSET\r\n");
	hears(dialogue, "250 ok\r\n");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_IDLE);
}
END_TEST

START_TEST(no_group_stands_behind_a_dot_without_pipelining)
{
	g_autoptr(smtp_dialogue) dialogue = begun(FALSE, "x");

	says(dialogue, "MAIL FROM:<s@a.example>\r\n");
	hears(dialogue, "250 ok\r\n");
	says(dialogue, "RCPT TO:<r@b.example>\r\n");
	hears(dialogue, "250 ok\r\n");
	says(dialogue, "DATA\r\n");
	hears(dialogue, "354 go\r\n");
	smtp_dialogue_finish(dialogue);
	says(dialogue, "x\r\n.\r\n");
	ck_assert(!smtp_dialogue_takes(dialogue));
	hears(dialogue, "250 ok\r\n");
	gives(dialogue, SEND_ACCEPTED, "250 at the final dot: ok");
	ck_assert(smtp_dialogue_takes(dialogue));
}
END_TEST

START_TEST(an_answer_to_a_dot_that_is_not_out_ends_both)
{
	g_autoptr(smtp_dialogue) dialogue = with_one_behind();
	struct send_result result;

	hears(dialogue, "250 2.0.0 queued already\r\n");
	ck_assert(smtp_dialogue_take_result(dialogue, &result));
	ck_assert_int_eq(result.outcome, SEND_DEFERRED);
	send_result_clear(&result);
	ck_assert(smtp_dialogue_take_result(dialogue, &result));
	ck_assert_int_eq(result.outcome, SEND_DEFERRED);
	send_result_clear(&result);
	says(dialogue, "");
}
END_TEST

/* A text, and how it stands on the wire. */
static const struct {
	const char *text;
	const char *wire;
} bodies[] = {
	{ "", "" },
	{ ".", "..\r\n" },
	{ ".\r\n", "..\r\n" },
	{ "a\r\n..\r\n", "a\r\n...\r\n" },
	{ "a\n.\nb", "a\r\n..\r\nb\r\n" },
	{ "a\r.\rb", "a\r\n..\r\nb\r\n" },
	{ "a\r\r\nb\r\n", "a\r\n\r\nb\r\n" },
	{ "\r\n\r\n", "\r\n\r\n" },
	{ "a\r", "a\r\n" },
	{ "x.y\r\n", "x.y\r\n" },
};

START_TEST(a_body_is_stuffed_and_its_line_ends_mended)
{
	g_autoptr(smtp_dialogue) dialogue = begun(TRUE, bodies[_i].text);
	g_autofree char *wire = NULL;

	says(dialogue, GROUP);
	hears(dialogue, "250 ok\r\n250 ok\r\n354 go\r\n");
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_HELD);
	smtp_dialogue_finish(dialogue);
	wire = g_strconcat(bodies[_i].wire, ".\r\n", NULL);
	says(dialogue, wire);
}
END_TEST

START_TEST(a_body_over_many_pieces_is_stuffed_at_every_edge)
{
	/* 5 does not divide a piece: its edges fall everywhere. */
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) wire = g_string_new(NULL);
	g_autoptr(smtp_dialogue) dialogue = NULL;

	for (int i = 0; i < 40000; i++) {
		g_string_append(text, ".ab\r\n");
		g_string_append(wire, "..ab\r\n");
	}
	dialogue = begun(TRUE, text->str);
	says(dialogue, GROUP);
	hears(dialogue, "250 ok\r\n250 ok\r\n354 go\r\n");
	says(dialogue, wire->str);
	ck_assert_int_eq(smtp_dialogue_state(dialogue), SMTP_HELD);
	smtp_dialogue_finish(dialogue);
	says(dialogue, ".\r\n");
}
END_TEST

static const struct {
	enum smtp_stage stage;
	const char *reply;
	enum send_outcome outcome;
} judgements[] = {
	{ SMTP_GREETING, "421 4.3.2 busy", SEND_DEFERRED },
	{ SMTP_GREETING, "554 no", SEND_HALTED },
	{ SMTP_EHLO, "550 5.7.1 no", SEND_HALTED },
	{ SMTP_AUTH, "535 5.7.8 no", SEND_HALTED },
	{ SMTP_AUTH, "454 4.7.0 later", SEND_DEFERRED },
	{ SMTP_STARTTLS, "501 no", SEND_DEFERRED },
	{ SMTP_MAIL, "250 ok", SEND_ACCEPTED },
	{ SMTP_MAIL, "452 4.3.1 full", SEND_DEFERRED },
	{ SMTP_MAIL, "552 5.3.4 size", SEND_REJECTED },
	{ SMTP_MAIL, "553 5.6.7 no UTF-8 here", SEND_REJECTED },
	{ SMTP_MAIL, "530 5.7.0 log in first", SEND_HALTED },
	{ SMTP_MAIL, "550 5.7.1 not from here", SEND_HALTED },
	{ SMTP_MAIL, "553 5.1.8 unknown sender domain", SEND_HALTED },
	{ SMTP_RCPT, "450 4.2.1 greylisted", SEND_DEFERRED },
	{ SMTP_RCPT, "452 4.5.3 too many", SEND_DEFERRED },
	{ SMTP_RCPT, "552 too many", SEND_DEFERRED },
	{ SMTP_RCPT, "552 5.2.2 mailbox full", SEND_REJECTED },
	{ SMTP_RCPT, "550 5.1.1 no such user", SEND_REJECTED },
	{ SMTP_RCPT, "553 no such user", SEND_REJECTED },
	{ SMTP_RCPT, "554 5.7.1 Relay access denied", SEND_HALTED },
	{ SMTP_RCPT, "550 relay not permitted", SEND_HALTED },
	{ SMTP_RCPT, "550 5.1.1 relay 7 has no such user", SEND_REJECTED },
	{ SMTP_RCPT, "550 relay.b.example said: no", SEND_REJECTED },
	{ SMTP_RCPT, "550 5.4.5 daily limit exceeded", SEND_HALTED },
	{ SMTP_RCPT, "550 5.7.1 they want no mail", SEND_REJECTED },
	{ SMTP_DATA, "451 later", SEND_DEFERRED },
	{ SMTP_DATA, "554 no", SEND_REJECTED },
	{ SMTP_DOT, "452 4.3.1 full", SEND_DEFERRED },
	{ SMTP_DOT, "554 5.7.1 spam", SEND_REJECTED },
	{ SMTP_DOT, "250 2.0.0 ok", SEND_ACCEPTED },
};

START_TEST(a_reply_is_judged_by_its_stage)
{
	g_autoptr(smtp_reader) reader = smtp_reader_new();
	g_autofree char *line = g_strconcat(judgements[_i].reply, "\r\n", NULL);
	const char *bytes = line;
	gsize n = strlen(line);
	const struct smtp_reply *reply;

	ck_assert_int_eq(smtp_reader_take(reader, &bytes, &n, &reply),
	    SMTP_REPLY);
	ck_assert_str_eq(send_outcome_name(
			     smtp_reply_judge(judgements[_i].stage, reply)),
	    send_outcome_name(judgements[_i].outcome));
}
END_TEST

static const char *const garbage[] = {
	"hello\r\n",
	"25\r\n",
	"250ok\r\n",
	"150 hm\r\n",
	"650 hm\r\n",
	"\r\n",
	"250-a\r\n251 b\r\n",
	"2x0 a\r\n",
	"SSH-2.0-x\r\n",
};

START_TEST(what_is_no_reply_is_garbage)
{
	g_autoptr(smtp_reader) reader = smtp_reader_new();
	const char *bytes = garbage[_i];
	gsize n = strlen(bytes);
	const struct smtp_reply *reply;

	ck_assert_int_eq(smtp_reader_take(reader, &bytes, &n, &reply),
	    SMTP_GARBAGE);
}
END_TEST

START_TEST(a_reply_without_end_is_garbage)
{
	g_autoptr(smtp_reader) reader = smtp_reader_new();
	const struct smtp_reply *reply;
	enum smtp_reading reading = SMTP_MORE;
	gsize taken = 0;

	while (reading == SMTP_MORE && taken < 10 * SMTP_REPLY_MAX_BYTES) {
		const char *bytes = "250-still more\r\n";
		gsize n = strlen(bytes);

		taken += n;
		reading = smtp_reader_take(reader, &bytes, &n, &reply);
	}
	ck_assert_int_eq(reading, SMTP_GARBAGE);
}
END_TEST

/* An address, and how it goes over the wire; NULL: it does not. */
static const struct {
	const char *address;
	const char *wire;
	gboolean utf8;
} addresses[] = {
	{ "ada@x.example", "ada@x.example", FALSE },
	{ "survey+a=b@x.example", "survey+a=b@x.example", FALSE },
	{ "\"a b\"@x.example", "\"a b\"@x.example", FALSE },
	{ "\"a\\\"b\"@x.example", "\"a\\\"b\"@x.example", FALSE },
	{ "ada@[192.0.2.1]", "ada@[192.0.2.1]", FALSE },
	{ "ada@b\xc3\xbc"
	  "cher.example",
	    "ada@xn--bcher-kva.example", FALSE },
	{ "\xc3\xa5sa@x.example", "\xc3\xa5sa@x.example", TRUE },
	{ "a\"b@x.example", NULL, FALSE },
	{ "\"a\"b\"@x.example", NULL, FALSE },
	{ "\"a\\\"@x.example", NULL, FALSE },
	{ "\"@x.example", NULL, FALSE },
	{ "ada@x.example>", NULL, FALSE },
	{ "ada@x.example SIZE=1", NULL, FALSE },
	{ "ada@x.example\r\nDATA", NULL, FALSE },
	{ "\"a\nb\"@x.example", NULL, FALSE },
	{ "ada@[192.0.2.1", NULL, FALSE },
	{ "\xff@x.example", NULL, FALSE },
	{ "ada", NULL, FALSE },
	{ "", NULL, FALSE },
};

START_TEST(an_address_goes_out_whole_or_not_at_all)
{
	gboolean utf8 = FALSE;
	const char *refusal = NULL;
	g_autofree char *wire = smtp_path_make(addresses[_i].address, FALSE,
	    &utf8, &refusal);

	ck_assert_pstr_eq(wire, addresses[_i].wire);
	ck_assert_int_eq(utf8, addresses[_i].utf8);
	ck_assert_int_eq(refusal == NULL, wire != NULL);
}
END_TEST

START_TEST(only_the_last_ehlo_counts)
{
	static const char said[] =
	    "220 x\r\n"
	    "250-x\r\n250-SIZE 99\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n"
	    "220 go\r\n"
	    "250-x\r\n250-size 1000\r\n250-8BITMIME\r\n250 PIPELINING\r\n";
	struct smtp_hello hello;

	smtp_hello_init(&hello, TRUE);
	smtp_hello_take(&hello, said, strlen(said), NULL);
	ck_assert(hello.starttls_begun);
	ck_assert(hello.capabilities.pipelining);
	ck_assert(hello.capabilities.eightbit);
	ck_assert_uint_eq(hello.capabilities.size_max_bytes, 1000);
	smtp_hello_take(&hello, "535 5.7.8 no\r\n", 14, NULL);
	ck_assert_int_eq(hello.stage, SMTP_AUTH);
	ck_assert_int_eq(hello.outcome, SEND_HALTED);
	ck_assert_str_eq(hello.detail, "535 5.7.8 at AUTH: no");
	smtp_hello_clear(&hello);
}
END_TEST

START_TEST(details_mask_addresses_and_names)
{
	static const char *const ada[] = { "ada", NULL };
	g_autofree char *masked = smtp_mask("<Ada@x.example>: Ada (adamant) "
					    "at b@c, @d",
	    ada);

	ck_assert_str_eq(masked, "<***>: *** (adamant) at ***, ***");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("smtp_dialogue");
	TCase *talk = tcase_create("dialogue");
	TCase *data = tcase_create("data");

	tcase_add_test(talk,
	    a_short_message_stops_before_its_text_which_goes_with_the_dot);
	tcase_add_test(talk,
	    without_pipelining_nothing_is_said_before_its_time);
	tcase_add_test(talk, replies_may_come_in_any_pieces);
	tcase_add_test(talk,
	    a_refused_recipient_is_reset_and_the_session_goes_on);
	tcase_add_test(talk, a_354_without_a_recipient_gets_a_lone_dot);
	tcase_add_test(talk, a_verdict_of_421_defers_and_closes);
	tcase_add_test(talk, what_was_lost_before_the_dot_has_not_left);
	tcase_add_test(talk, what_was_lost_after_the_dot_is_in_doubt);
	tcase_add_test(talk, a_success_before_the_dot_is_not_believed);
	tcase_add_test(talk,
	    an_old_connection_lost_before_any_answer_is_untouched);
	tcase_add_test(talk, a_word_unasked_in_an_idle_session_closes_it);
	tcase_add_test(talk, a_refused_rset_closes_the_session);
	tcase_add_test(talk, quit_ends_in_closed);
	tcase_add_test(talk,
	    the_next_group_stands_behind_the_dot_in_one_write);
	tcase_add_test(talk, of_two_that_are_lost_only_the_first_is_in_doubt);
	tcase_add_test(talk,
	    a_verdict_of_421_leaves_the_one_behind_untouched);
	tcase_add_test(talk, one_behind_is_refused_and_reset_after_the_verdict);
	tcase_add_test(talk, no_group_stands_behind_a_dot_without_pipelining);
	tcase_add_test(talk, an_answer_to_a_dot_that_is_not_out_ends_both);
	tcase_add_loop_test(data, a_body_is_stuffed_and_its_line_ends_mended, 0,
	    G_N_ELEMENTS(bodies));
	tcase_add_test(data, a_body_over_many_pieces_is_stuffed_at_every_edge);
	tcase_add_loop_test(data, a_reply_is_judged_by_its_stage, 0,
	    G_N_ELEMENTS(judgements));
	tcase_add_loop_test(data, what_is_no_reply_is_garbage, 0,
	    G_N_ELEMENTS(garbage));
	tcase_add_test(data, a_reply_without_end_is_garbage);
	tcase_add_loop_test(data, an_address_goes_out_whole_or_not_at_all, 0,
	    G_N_ELEMENTS(addresses));
	tcase_add_test(data, only_the_last_ehlo_counts);
	tcase_add_test(data, details_mask_addresses_and_names);
	suite_add_tcase(suite, talk);
	suite_add_tcase(suite, data);
	return unit_run(suite);
}
