/*
 * relay.c - a mail about a case is written down, and what follows from it is
 * sent. What follows is relay_judge.c's. Called by effects.c, inside its
 * transaction: so all of it happens once.
 */
#include "store/cases/relay.h"

#include "store/cases/cases_internal.h"

#define DAY_S (24 * 60 * (gint64)60)

/* The case that a mail is about, as it stands. */
struct about {
	gint64 case_id, invitation_id;
	gboolean found;
	char *email; /* of the customer; or NULL */
	char *customer; /* his name; or NULL */
	struct relay_facts facts;
};

static void
about_clear(struct about *about)
{
	g_free(about->email);
	g_free(about->customer);
}

static gboolean
read_case(struct db *db, gint64 case_id, struct about *about, GError **error)
{
	g_autoptr(rows) rows = db_select(db, error,
	    "SELECT k.id, coalesce(k.invitation_id, 0),"
	    " coalesce(k.closed_at, 0), c.email, c.name"
	    " FROM customer_case k LEFT JOIN contact c ON c.id = k.contact_id"
	    " WHERE k.id = $1",
	    "i", case_id);

	if (rows == NULL || !rows_first(rows, &about->found, error))
		return FALSE;
	if (!about->found)
		return TRUE;
	about->case_id = rows_int(rows, 0);
	about->invitation_id = rows_int(rows, 1);
	about->facts.open = rows_int(rows, 2) == 0;
	g_free(about->email);
	g_free(about->customer);
	about->email = rows_dup(rows, 3);
	about->customer = rows_dup(rows, 4);
	return TRUE;
}

/* One that is closed may have been opened anew, under another number. */
static gboolean
find_case(struct db *db, gint64 case_id, struct about *about, GError **error)
{
	gint64 other = 0;

	if (!read_case(db, case_id, about, error))
		return FALSE;
	if (!about->found || about->facts.open)
		return TRUE;
	return case_of_invitation(db, about->invitation_id, &other, error) &&
	    (other == 0 || read_case(db, other, about, error));
}

static gboolean
find_facts(struct db *db, const struct relay_effect *relay,
    struct about *about, gint64 now_at, GError **error)
{
	gint64 suppressed_at = 0;

	about->facts.from = relay->from;
	about->facts.said = relay->said;
	about->facts.has_mail = about->email != NULL;
	if (about->email != NULL &&
	    !suppressed_since(db, CHANNEL_EMAIL, about->email, &suppressed_at,
		error))
		return FALSE;
	about->facts.suppressed = suppressed_at != 0;
	return db_one(db, &about->facts.mails_today, 0, error,
	    "SELECT count(*) FROM case_message x JOIN message m"
	    " ON m.id = x.message_id WHERE x.case_id = $1 AND x.form <> ''"
	    " AND m.created_at > $2",
	    "ii", about->case_id, now_at - DAY_S);
}

static gboolean
put_note(struct db *db, const struct relay_effect *relay,
    const struct about *about, const struct relay_decision *decision,
    gint64 now_at, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const char *author = relay->from == CASE_SIDE_CUSTOMER ?
	    about->customer :
	    relay->from_name != NULL ? relay->from_name : relay->answers_to;

	if (decision->note == NULL)
		return TRUE;
	if (decision->why_held != NULL)
		g_string_append_printf(text, "[not sent: %s] ",
		    decision->why_held);
	if (relay->aside != NULL)
		g_string_append_printf(text, "[%s] ", relay->aside);
	if (relay->text != NULL)
		g_string_append(text, relay->text);
	return case_add_note(db, about->case_id, author, decision->note,
	    text->str, now_at, error);
}

static gboolean
send_to_people(struct db *db, struct case_mail *mail,
    const char *const *people, gint64 now_at, GError **error)
{
	mail->side = CASE_SIDE_OWNER;
	for (; people != NULL && *people != NULL; people++) {
		mail->recipient = *people;
		if (!case_send(db, mail, now_at, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
pass_on(struct db *db, const struct relay_effect *relay,
    const struct about *about, gint64 now_at, GError **error)
{
	struct case_mail mail = {
		.case_id = about->case_id,
		.form = CASE_FORM_RELAY,
		.text = relay->text,
		.message_id = relay->message_id,
	};

	if (relay->from == CASE_SIDE_CUSTOMER) {
		mail.from_name = about->customer != NULL ? about->customer :
							   relay->from_name;
		return send_to_people(db, &mail, relay->people, now_at, error);
	}
	mail.side = CASE_SIDE_CUSTOMER;
	mail.from_name = relay->from_name;
	mail.writer = relay->answers_to;
	mail.recipient = about->email;
	return case_send(db, &mail, now_at, error);
}

/* Who has written hears of it; else who is in charge. */
static gboolean
tell(struct db *db, const struct relay_effect *relay,
    const struct about *about, const char *form, gint64 now_at,
    GError **error)
{
	const char *const writer[] = { relay->answers_to, NULL };
	gboolean to_writer = relay->from == CASE_SIDE_OWNER &&
	    relay->answers_to != NULL;
	struct case_mail mail = {
		.case_id = about->case_id,
		.form = form,
		.text = relay->text,
	};

	return send_to_people(db, &mail, to_writer ? writer : relay->people,
	    now_at, error);
}

static gboolean
carry_out(struct db *db, const struct relay_effect *relay,
    const struct about *about, const struct relay_decision *decision,
    gint64 now_at, GError **error)
{
	/* Who was asked by an invitation is off the list by now. */
	if (relay->said == RELAY_OPT_OUT &&
	    relay->from == CASE_SIDE_CUSTOMER && about->facts.has_mail &&
	    !about->facts.suppressed &&
	    !suppress_inside(db, CHANNEL_EMAIL, about->email,
		"opt-out by mail", now_at, error))
		return FALSE;
	if (decision->reopen &&
	    (!case_reopen(db, about->case_id, relay->due_at, relay->remind_at,
		 error) ||
		!case_add_note(db, about->case_id, about->customer, "opened",
		    "the customer has written again", now_at, error)))
		return FALSE;
	if (!put_note(db, relay, about, decision, now_at, error))
		return FALSE;
	if (decision->close &&
	    !case_close(db, about->case_id,
		relay->from_name != NULL ? relay->from_name :
					   relay->answers_to,
		relay->outcome, now_at, error))
		return FALSE;
	if (decision->pass && !pass_on(db, relay, about, now_at, error))
		return FALSE;
	return decision->tell == NULL ||
	    tell(db, relay, about, decision->tell, now_at, error);
}

gboolean
relay_apply(struct db *db, const struct reply_effect *effect, gint64 now_at,
    GError **error)
{
	const struct relay_effect *relay = effect->relay;
	struct about about = { 0 };
	struct relay_decision decision;
	gboolean ok = find_case(db, relay->case_id, &about, error);

	if (ok && about.found) {
		ok = find_facts(db, relay, &about, now_at, error);
		relay_judge(&about.facts, &decision);
		ok = ok &&
		    carry_out(db, relay, &about, &decision, now_at, error);
	}
	about_clear(&about);
	return ok;
}
