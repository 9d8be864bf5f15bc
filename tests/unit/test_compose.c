/* test_compose.c - from a leased message to the bytes that leave. */
#include <gmime/gmime.h>
#include <string.h>

#include "tests/unit/composed.h"

static struct outbox_item item;
static struct message *message;
static GMimeMessage *mail;

static void
begin_with(const char *text)
{
	composed_begin(text);
	item = (struct outbox_item){
		.message_id = 17,
		.kind = MESSAGE_INVITATION,
		.channel = CHANNEL_EMAIL,
		.invitation_id = 4711,
		.touchpoint = (char *)"stay",
		.event = &event,
	};
}

static void
begin(void)
{
	begin_with(STAGED_HEAD);
}

static void
forget_mail(void)
{
	g_clear_pointer(&message, message_free);
	g_clear_object(&mail);
}

static void
end(void)
{
	forget_mail();
	composed_end();
}

static struct message *
composed(gint64 now_at)
{
	struct message *one;

	world_ok(one = compose(composer, &item,
		     config_find(settings->config, "provider", "mail"), now_at,
		     &error));
	return one;
}

static void
compose_and_read(void)
{
	GMimeStream *stream;
	GMimeParser *parser;
	gsize n;
	const char *data;

	forget_mail();
	message = composed(NOON_AT);
	data = g_bytes_get_data(message->bytes, &n);
	stream = g_mime_stream_mem_new_with_buffer(data, n);
	parser = g_mime_parser_new_with_stream(stream);
	mail = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	ck_assert_ptr_nonnull(mail);
}

static const char *
header(const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(mail), name);
}

static char *
body(int i)
{
	GMimeMultipart *both = GMIME_MULTIPART(
	    g_mime_message_get_mime_part(mail));

	return g_mime_text_part_get_text(
	    GMIME_TEXT_PART(g_mime_multipart_get_part(both, i)));
}

/* The token between "survey+" and "@example.com", for this purpose alone. */
static void
token_is(const char *text, enum token_purpose purpose, gint64 id)
{
	static const enum token_purpose purposes[] = { TOKEN_REPLY,
		TOKEN_BOUNCE, TOKEN_UNSUBSCRIBE, TOKEN_MESSAGE_ID };
	const char *at = strstr(text, "@example.com");
	const char *plus = g_strstr_len(text, -1, "survey");
	g_autofree char *token = NULL;

	ck_assert_ptr_nonnull(plus);
	plus += strlen("survey");
	plus += *plus == '+' ? 1 : 3;
	ck_assert_ptr_nonnull(at);
	token = g_strndup(plus, (gsize)(at - plus));
	for (gsize i = 0; i < G_N_ELEMENTS(purposes); i++) {
		gint64 found = 0;

		ck_assert_int_eq(token_read(key, purposes[i], token, &found),
		    purposes[i] == purpose);
		if (purposes[i] == purpose)
			ck_assert_int_eq(found, id);
	}
}

START_TEST(every_address_of_ours_carries_its_own_token)
{
	InternetAddress *reply_to;

	compose_and_read();
	token_is(message->sender, TOKEN_BOUNCE, 17);
	token_is(header("List-Unsubscribe"), TOKEN_UNSUBSCRIBE, 4711);
	reply_to =
	    internet_address_list_get_address(g_mime_message_get_reply_to(mail),
		0);
	token_is(internet_address_mailbox_get_addr(
		     INTERNET_ADDRESS_MAILBOX(reply_to)),
	    TOKEN_REPLY, 4711);
	ck_assert_str_eq(internet_address_get_name(reply_to),
	    "Aurora \"Spa\", Helsinki");
}
END_TEST

START_TEST(the_message_id_is_a_token_and_stays)
{
	const char *at;
	g_autofree char *token = NULL;
	g_autoptr(message) later = composed(NOON_AT + DAY_S);
	gint64 id = 0;

	compose_and_read();
	at = strchr(message->name, '@');
	token = g_strndup(message->name, (gsize)(at - message->name));
	ck_assert(token_read(key, TOKEN_MESSAGE_ID, token, &id));
	ck_assert_int_eq(id, 17);
	ck_assert_str_eq(at, "@example.com");
	ck_assert_str_eq(g_mime_message_get_message_id(mail), message->name);
	ck_assert_str_eq(later->name, message->name);
	ck_assert_str_eq(later->sender, message->sender);
	ck_assert_uint_eq(g_bytes_get_size(later->bytes),
	    g_bytes_get_size(message->bytes));
}
END_TEST

START_TEST(composed_again_at_the_same_time_it_is_the_same)
{
	g_autoptr(message) one = composed(NOON_AT);
	g_autoptr(message) other = composed(NOON_AT);

	ck_assert(g_bytes_equal(one->bytes, other->bytes));
}
END_TEST

START_TEST(headers_say_that_a_machine_wrote_it_and_to_whom)
{
	InternetAddress *to;

	compose_and_read();
	ck_assert_str_eq(header("Auto-Submitted"), "auto-generated");
	ck_assert_str_eq(header("Precedence"), "bulk");
	ck_assert_str_eq(header("Feedback-ID"),
	    "stay:email:dripscore:example.com");
	ck_assert_str_eq(message->recipient, "ada@example.com");
	ck_assert_int_eq(message->id, 17);
	ck_assert_int_eq(message->channel, CHANNEL_EMAIL);
	to = internet_address_list_get_address(g_mime_message_get_to(mail), 0);
	ck_assert_str_eq(internet_address_get_name(to), "Lovelace, \"Ada\"");
}
END_TEST

START_TEST(eleven_links_open_a_reply_with_the_score_in_it)
{
	g_autofree char *html = NULL;
	guint scored = 0, unsubscribe = 0;

	compose_and_read();
	html = body(1);
	for (const char *link = html;
	     (link = strstr(link, "\"mailto:")) != NULL; link++) {
		g_autofree char *one = g_strndup(link,
		    strcspn(link + 1, "\"") + 1);

		/* RFC 6068; a bare + would be a blank to some. */
		ck_assert_ptr_null(strchr(one, '+'));
		ck_assert_ptr_nonnull(strstr(one, "survey%2B"));
		if (strstr(one, "subject=unsubscribe") != NULL) {
			token_is(one, TOKEN_UNSUBSCRIBE, 4711);
			unsubscribe++;
		} else {
			token_is(one, TOKEN_REPLY, 4711);
			scored++;
		}
	}
	ck_assert_uint_eq(scored, 11);
	ck_assert_uint_ge(unsubscribe, 1);
}
END_TEST

static char *
subject_in(const char *language)
{
	event.contact.language = (char *)language;
	compose_and_read();
	return g_strdup(g_mime_message_get_subject(mail));
}

START_TEST(the_language_is_the_contacts_or_the_organisations)
{
	g_autofree char *english = subject_in("en");
	g_autofree char *british = subject_in("en-GB");
	g_autofree char *finnish = subject_in("fi");
	g_autofree char *german = subject_in("de");
	g_autofree char *none = subject_in(NULL);
	g_autofree char *unknown = subject_in("tlh");

	ck_assert_str_ne(english, finnish);
	ck_assert_str_ne(english, german);
	ck_assert_str_ne(german, finnish);
	ck_assert_str_eq(british, english);
	/* The organisation's is fi. */
	ck_assert_str_eq(none, finnish);
	ck_assert_str_eq(unknown, finnish);
}
END_TEST

START_TEST(what_customers_typed_is_no_markup)
{
	g_autofree char *html = NULL;

	end();
	begin_with(STAGED_HEAD "question = Hi {{contact.name}}!\n"
			       "subject = For {{contact.name}}\n");
	event.contact.name = (char *)"<b onload=x>Eve\r\nBcc: e@example.net";
	compose_and_read();
	html = body(1);
	ck_assert_ptr_null(strstr(html, "<b onload"));
	ck_assert_ptr_nonnull(strstr(html, "&lt;b onload"));
	ck_assert_ptr_null(header("Bcc"));
	ck_assert(g_str_has_prefix(g_mime_message_get_subject(mail),
	    "For <b onload=x>Eve"));
}
END_TEST

START_TEST(the_envelope_may_be_the_from)
{
	g_auto(GStrv) parts = g_strsplit(STAGED_HEAD, "[inbox", 2);
	g_autofree char *text = g_strjoinv("envelope = from\n[inbox", parts);

	end();
	begin_with(text);
	compose_and_read();
	ck_assert_str_eq(message->sender, "survey@example.com");
}
END_TEST

static char *
address_in(const char *header_name)
{
	const char *value = header(header_name);
	const char *open = strchr(value, '<');

	return g_strndup(open + 1, strcspn(open + 1, ">"));
}

START_TEST(a_reminder_is_answered_as_the_invitation_is)
{
	g_autofree char *invitation = NULL, *reply_to = NULL, *again = NULL;
	g_autofree char *text = NULL, *follows = NULL, *refers = NULL;

	compose_and_read();
	invitation = g_strdup(message->name);
	reply_to = address_in("Reply-To");
	ck_assert_ptr_null(header("In-Reply-To"));
	item.kind = MESSAGE_REMINDER;
	item.message_id = 18;
	item.number = 1;
	item.follows_message_id = 17;
	compose_and_read();
	again = address_in("Reply-To");
	ck_assert_str_eq(again, reply_to);
	token_is(message->sender, TOKEN_BOUNCE, 18);
	token_is(header("List-Unsubscribe"), TOKEN_UNSUBSCRIBE, 4711);
	ck_assert_str_ne(message->name, invitation);
	follows = address_in("In-Reply-To");
	refers = address_in("References");
	ck_assert_str_eq(follows, invitation);
	ck_assert_str_eq(refers, invitation);
	ck_assert_str_eq(message->recipient, "ada@example.com");
	ck_assert_str_eq(g_mime_message_get_subject(mail),
	    "Reminder: would you recommend Aurora \"Spa\", Helsinki?");
	text = body(0);
	ck_assert_ptr_nonnull(strstr(text, "   0 = not at all"));
}
END_TEST

START_TEST(a_reminder_goes_on_from_the_touchpoints_own_subject)
{
	end();
	begin_with(STAGED_HEAD "question = How was room {{event.room}}?\n"
			       "subject = Your stay, {{contact.name}}\n");
	item.kind = MESSAGE_REMINDER;
	compose_and_read();
	ck_assert_str_eq(g_mime_message_get_subject(mail),
	    "Reminder: Your stay, Lovelace, \"Ada\"");
	/* The invitation is not known: it stands alone. */
	ck_assert_ptr_null(header("In-Reply-To"));
}
END_TEST

START_TEST(a_nudge_shows_the_score_and_has_no_scale)
{
	g_autofree char *text = NULL, *html = NULL, *reply_to = NULL;
	const char *link;
	guint links = 0;

	end();
	begin_with(STAGED_HEAD "question = Mine?\nsubject = Mine\n");
	item.kind = MESSAGE_NUDGE;
	item.message_id = 19;
	item.follows_message_id = 17;
	item.score = 7;
	compose_and_read();
	text = body(0);
	html = body(1);
	ck_assert_ptr_nonnull(strstr(text, "from 0 to 10: 7"));
	ck_assert_ptr_nonnull(strstr(text, "where we stand"));
	ck_assert_ptr_null(strstr(text, "delighted"));
	ck_assert_ptr_null(strstr(text, "sorry"));
	ck_assert_ptr_null(strstr(text, "Mine"));
	ck_assert_ptr_null(strstr(g_mime_message_get_subject(mail), "Mine"));
	for (link = html; (link = strstr(link, "\"mailto:")) != NULL; link++)
		links++;
	ck_assert_uint_eq(links, 2);
	reply_to = address_in("Reply-To");
	token_is(reply_to, TOKEN_REPLY, 4711);
	ck_assert_ptr_nonnull(header("In-Reply-To"));
}
END_TEST

/* To who has written "8 or 9". */
static void
answer_with(enum message_kind kind)
{
	item.kind = kind;
	item.recipient = (char *)"ada@example.com";
	item.follows_message_id = 12;
	item.in_reply_to = (char *)"theirs@mail.example.net";
}

START_TEST(a_reprompt_answers_the_mail_and_has_the_scale)
{
	g_autofree char *asked = NULL;
	g_autofree char *references = NULL;
	g_autofree char *text = NULL;
	g_autofree char *html = NULL;

	answer_with(MESSAGE_REPROMPT);
	event.contact.email = (char *)"Ada@example.com";
	compose_and_read();
	ck_assert_str_eq(message->recipient, "Ada@example.com");
	token_is(message->sender, TOKEN_BOUNCE, 17);
	token_is(header("Reply-To"), TOKEN_REPLY, 4711);
	token_is(header("List-Unsubscribe"), TOKEN_UNSUBSCRIBE, 4711);
	ck_assert_str_eq(header("Auto-Submitted"), "auto-replied");
	ck_assert_str_eq(header("In-Reply-To"), "<theirs@mail.example.net>");
	asked = token_make(key, TOKEN_MESSAGE_ID, 12);
	references = g_strdup_printf("<%s@example.com> "
				     "<theirs@mail.example.net>",
	    asked);
	ck_assert_str_eq(header("References"), references);
	text = body(0);
	html = body(1);
	ck_assert_ptr_nonnull(strstr(text, "one whole number from 0 to 10"));
	ck_assert_ptr_nonnull(strstr(html, "subject=10%20-%20"));
}
END_TEST

START_TEST(thanks_carry_the_link_of_the_touchpoint_to_whom_it_is_for)
{
	g_autofree char *text = NULL, *html = NULL, *without = NULL;

	end();
	begin_with(STAGED_HEAD
	    "promoter_link = https://r.example/w?r={{event.room}}\n"
	    "promoter_link_text = Review {{organisation.name}}\n");
	answer_with(MESSAGE_THANKS);
	event.attributes = (char *)"{\"room\": \"a \\\"b\\\"\"}";
	item.score = 9;
	compose_and_read();
	text = body(0);
	html = body(1);
	ck_assert_ptr_nonnull(strstr(text, "delighted"));
	ck_assert_ptr_nonnull(strstr(text,
	    "\nhttps://r.example/w?r=a%20%22b%22"));
	ck_assert_ptr_nonnull(strstr(html,
	    "href=\"https://r.example/w?r=a%20%22b%22\""));
	ck_assert_ptr_nonnull(strstr(html, ">Review Aurora &quot;Spa"));
	ck_assert_str_eq(header("In-Reply-To"), "<theirs@mail.example.net>");
	token_is(header("List-Unsubscribe"), TOKEN_UNSUBSCRIBE, 4711);
	item.score = 8;
	compose_and_read();
	without = body(0);
	ck_assert_ptr_null(strstr(without, "https://r.example"));
}
END_TEST

START_TEST(without_their_message_id_a_reprompt_refers_to_ours)
{
	g_autofree char *token = token_make(key, TOKEN_MESSAGE_ID, 12);
	g_autofree char *ours = g_strdup_printf("<%s@example.com>", token);

	answer_with(MESSAGE_REPROMPT);
	item.in_reply_to = NULL;
	compose_and_read();
	ck_assert_str_eq(header("In-Reply-To"), ours);
	ck_assert_str_eq(header("References"), ours);
	item.follows_message_id = 0;
	compose_and_read();
	ck_assert_ptr_null(header("In-Reply-To"));
	ck_assert_ptr_null(header("References"));
}
END_TEST

START_TEST(an_opt_out_is_confirmed_in_every_language)
{
	const char *const *codes = catalog_languages(catalog);

	answer_with(MESSAGE_STOPPED);
	event.contact.email = (char *)"moved@example.com";
	for (; *codes != NULL; codes++) {
		g_autofree char *text = NULL;

		event.contact.language = (char *)*codes;
		compose_and_read();
		/* Where the opt-out counts, wherever Ada is now. */
		ck_assert_str_eq(message->recipient, "ada@example.com");
		ck_assert_str_eq(header("Auto-Submitted"), "auto-replied");
		ck_assert_ptr_null(header("List-Unsubscribe"));
		token_is(header("Reply-To"), TOKEN_REPLY, 4711);
		text = body(0);
		ck_assert_ptr_null(strstr(text, "mailto:"));
		ck_assert_ptr_nonnull(strstr(text, "Aurora"));
	}
}
END_TEST

/* It is no longer configured, and who was asked by it still has answered. */
START_TEST(an_answer_needs_no_touchpoint)
{
	answer_with(MESSAGE_REPROMPT);
	item.touchpoint = (char *)"gone";
	compose_and_read();
	answer_with(MESSAGE_STOPPED);
	compose_and_read();
	ck_assert_ptr_nonnull(mail);
}
END_TEST

START_TEST(a_digest_leaves_as_it_was_written)
{
	g_autofree char *text = NULL, *html = NULL;

	item = (struct outbox_item){
		.message_id = 18,
		.kind = MESSAGE_DIGEST,
		.channel = CHANNEL_EMAIL,
		.recipient = (char *)"Front Desk <desk@example.com>",
		.subject = (char *)"NPS 68 ± 12",
		.text = (char *)"text\n",
		.html = (char *)"<p>html</p>\n",
	};
	compose_and_read();
	text = body(0);
	html = body(1);
	ck_assert_str_eq(message->recipient, "desk@example.com");
	ck_assert_str_eq(g_mime_message_get_subject(mail), "NPS 68 ± 12");
	ck_assert_str_eq(g_strchomp(text), "text");
	ck_assert_str_eq(g_strchomp(html), "<p>html</p>");
	token_is(message->sender, TOKEN_BOUNCE, 18);
	ck_assert_str_eq(header("Auto-Submitted"), "auto-generated");
	ck_assert_ptr_null(header("Reply-To"));
}
END_TEST

START_TEST(an_alert_is_a_mail_of_text_alone)
{
	GMimeObject *part;

	item = (struct outbox_item){
		.message_id = 19,
		.kind = MESSAGE_ALERT,
		.channel = CHANNEL_EMAIL,
		.recipient = (char *)"admin@example.com",
		.subject = (char *)"texts has halted",
		.text = (char *)"Wrong credentials.\n",
	};
	compose_and_read();
	part = g_mime_message_get_mime_part(mail);
	ck_assert(GMIME_IS_TEXT_PART(part));
	ck_assert_str_eq(message->recipient, "admin@example.com");
	ck_assert_str_eq(g_mime_message_get_subject(mail), "texts has halted");
}
END_TEST

START_TEST(mistakes_in_a_touchpoints_words_are_told_with_their_line)
{
	g_autoptr(GPtrArray) mistakes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(settings) wrong = staged_settings(folder,
	    STAGED_HEAD "template = invitatoin\n"
			"subject = Hi {{contact.name\n");
	g_autofree char *all = NULL;

	ck_assert_ptr_null(composer_new(wrong, catalog, key, mistakes));
	g_ptr_array_add(mistakes, NULL);
	all = g_strjoinv("\n", (char **)mistakes->pdata);
	ck_assert_msg(strstr(all,
			  "x.ini:18: [touchpoint stay] template: "
			  "there is no template \"invitatoin\", did you mean "
			  "\"invitation\"?") != NULL,
	    "%s", all);
	ck_assert_msg(strstr(all, "x.ini:19: [touchpoint stay] subject") !=
		NULL,
	    "%s", all);
}
END_TEST

START_TEST(a_template_of_another_kind_is_refused)
{
	static const char *const others[] = { "digest", "nudge" };

	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autoptr(GPtrArray) mistakes =
		    g_ptr_array_new_with_free_func(g_free);
		g_autofree char *text = g_strconcat(STAGED_HEAD "template = ",
		    others[i], "\n", NULL);
		g_autoptr(settings) wrong = staged_settings(folder, text);

		ck_assert_ptr_null(composer_new(wrong, catalog, key, mistakes));
		ck_assert_uint_eq(mistakes->len, 1);
		ck_assert(g_str_has_suffix(mistakes->pdata[0],
		    "; there is invitation"));
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("compose");
	TCase *tcase = tcase_create("compose");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, every_address_of_ours_carries_its_own_token);
	tcase_add_test(tcase, the_message_id_is_a_token_and_stays);
	tcase_add_test(tcase, composed_again_at_the_same_time_it_is_the_same);
	tcase_add_test(tcase, headers_say_that_a_machine_wrote_it_and_to_whom);
	tcase_add_test(tcase, eleven_links_open_a_reply_with_the_score_in_it);
	tcase_add_test(tcase,
	    the_language_is_the_contacts_or_the_organisations);
	tcase_add_test(tcase, what_customers_typed_is_no_markup);
	tcase_add_test(tcase, the_envelope_may_be_the_from);
	tcase_add_test(tcase, a_reminder_is_answered_as_the_invitation_is);
	tcase_add_test(tcase,
	    a_reminder_goes_on_from_the_touchpoints_own_subject);
	tcase_add_test(tcase, a_nudge_shows_the_score_and_has_no_scale);
	tcase_add_test(tcase, a_reprompt_answers_the_mail_and_has_the_scale);
	tcase_add_test(tcase,
	    thanks_carry_the_link_of_the_touchpoint_to_whom_it_is_for);
	tcase_add_test(tcase,
	    without_their_message_id_a_reprompt_refers_to_ours);
	tcase_add_test(tcase, an_opt_out_is_confirmed_in_every_language);
	tcase_add_test(tcase, an_answer_needs_no_touchpoint);
	tcase_add_test(tcase, a_digest_leaves_as_it_was_written);
	tcase_add_test(tcase, an_alert_is_a_mail_of_text_alone);
	tcase_add_test(tcase,
	    mistakes_in_a_touchpoints_words_are_told_with_their_line);
	tcase_add_test(tcase, a_template_of_another_kind_is_refused);
	suite_add_tcase(suite, tcase);
	return unit_run(suite);
}
