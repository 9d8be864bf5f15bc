/*
 * effects_mail.c - what a reply means, given how its invitation stands
 * (reply_judge, pure), and what a mail does beside its score: who is away, who
 * bounces, what is answered. Called by effects.c, inside its transaction.
 *
 * What is sent in answer goes to the address that was asked, never to another
 * that a mail names: a mail says what its writer likes.
 */
#include <string.h>

#include "base/mail_address.h"
#include "base/text.h"
#include "store/cases/cases_internal.h"
#include "store/cases/relay.h"

#define ADDRESS_MAX_BYTES 254 /* RFC 5321, 4.5.3.1.3 */
/* So many mails to an address that come back for now, within this time, and it
 * is written to no more. */
#define SOFT_BOUNCES_MAX 3
#define SOFT_BOUNCES_DAYS 14
#define DAY_S (24 * 60 * 60)

static gboolean
names_address(const GPtrArray *addresses, const char *email)
{
	for (guint i = 0; addresses != NULL && i < addresses->len; i++) {
		if (mail_address_is_same(addresses->pdata[i], email))
			return TRUE;
	}
	return FALSE;
}

char *
reply_excerpt(const char *text)
{
	g_autofree char *begin = text != NULL ?
	    text_cut(text, REPLY_EXCERPT_CHARS * 8) :
	    NULL;
	g_autofree char *line = begin != NULL ? text_clean(begin) : NULL;

	if (line == NULL || *g_strstrip(line) == '\0')
		return NULL;
	return g_utf8_substring(line, 0,
	    MIN(g_utf8_strlen(line, -1), REPLY_EXCERPT_CHARS));
}

/* Folded, if it is known to be another than was asked; owned. */
static char *
other_author(const struct reply_effect *effect,
    const struct reply_target *target)
{
	const char *author = effect->mail != NULL ? effect->mail->author : NULL;
	g_autofree char *folded = NULL;

	if (author == NULL || target->email == NULL ||
	    mail_address_is_same(author, target->email))
		return NULL;
	folded = mail_address_fold(author);
	return text_cut(folded, ADDRESS_MAX_BYTES);
}

static gboolean
has_words(enum reply_kind kind)
{
	return kind == REPLY_ANSWER || kind == REPLY_COMMENT;
}

/* Who was asked goes before all others, and they by who was the first. Nobody
 * adds words to another's score. */
static gboolean
counts(const struct reply_effect *effect, const struct reply_target *target,
    const char *author)
{
	const struct earlier_answer *earlier = &target->earlier;
	gboolean same = g_strcmp0(earlier->author, author) == 0;

	if (!target->found || !has_words(effect->kind) ||
	    effect->relay != NULL ||
	    (effect->text != NULL && !effect->text->counts))
		return FALSE;
	if (effect->kind == REPLY_COMMENT)
		return earlier->id != 0 && same;
	return earlier->id == 0 || same || author == NULL;
}

static enum concern
concern_of(const struct reply_effect *effect, const struct reply_target *target,
    const struct reply_sense *sense)
{
	if (effect->relay != NULL)
		return CONCERN_NONE;
	if (effect->kind == REPLY_UNREADABLE)
		return CONCERN_UNREADABLE;
	if (!target->found &&
	    (has_words(effect->kind) ||
		(effect->text == NULL &&
		    (effect->kind == REPLY_OPT_OUT ||
			effect->kind == REPLY_OPT_IN ||
			effect->kind == REPLY_HELP ||
			effect->kind == REPLY_COMPLAINT))))
		return CONCERN_NOBODY;
	if (!has_words(effect->kind))
		return CONCERN_NONE;
	if (sense->author != NULL)
		return CONCERN_OTHER;
	if (effect->mail != NULL && effect->mail->unclear)
		return CONCERN_UNCLEAR;
	return sense->counts ? CONCERN_NONE : CONCERN_NO_SCORE;
}

/* What is to be said of an answer by another; static. */
static const char *
others_note(const struct reply_target *target, const struct reply_sense *sense)
{
	if (sense->counts)
		return "not who was asked has written; it counts unless they "
		       "answer themselves";
	if (target->earlier.id == 0)
		return "not who was asked has written";
	return target->earlier.author == NULL ?
	    "not who was asked has written; their own answer stands" :
	    "not who was asked has written, and another had before";
}

static char *
note_of(const struct reply_effect *effect, const struct reply_target *target,
    const struct reply_sense *sense)
{
	const char *more = NULL;

	if (effect->relay != NULL)
		return g_strdup_printf("about case %" G_GINT64_FORMAT "%s%s",
		    effect->relay->case_id, effect->note != NULL ? "; " : "",
		    effect->note != NULL ? effect->note : "");
	/* A store brought back from a copy may be older than its mails. */
	if (!target->found && effect->invitation_id != 0)
		return g_strdup("of an invitation that is not in the store");
	if (sense->author != NULL && has_words(effect->kind))
		more = others_note(target, sense);
	else if (target->found && effect->kind == REPLY_BOUNCE &&
	    !sense->is_sure)
		more = "not proven to be of the address that was asked";
	else if (effect->mail != NULL && effect->mail->unclear)
		more = "no score from 0 to 10";
	if (effect->note == NULL || more == NULL)
		return g_strdup(more != NULL ? more : effect->note);
	return g_strconcat(effect->note, "; ", more, NULL);
}

/* A bounce that no token proves must name the address: who is asked knows the
 * address to answer to, and so does each to whom it is forwarded. */
static void
judge_bounce(const struct reply_effect *effect,
    const struct reply_target *target, struct reply_sense *sense)
{
	const struct mail_effect *mail = effect->mail;

	sense->is_sure = mail == NULL || mail->proven ||
	    names_address(mail->failed, target->email);
	if (mail != NULL)
		sense->suppress = mail->permanent && sense->is_sure;
}

void
reply_judge(const struct reply_effect *effect,
    const struct reply_target *target, struct reply_sense *sense)
{
	*sense = (struct reply_sense){
		.suppress = effect->suppress,
		.score = -1,
	};
	if (effect->kind == REPLY_BOUNCE)
		judge_bounce(effect, target, sense);
	sense->author = other_author(effect, target);
	sense->counts = !sense->suppress &&
	    counts(effect, target, sense->author);
	sense->concern = concern_of(effect, target, sense);
	sense->note = note_of(effect, target, sense);
	if (sense->concern == CONCERN_NONE)
		return;
	if (effect->mail != NULL)
		sense->excerpt = reply_excerpt(effect->mail->text);
	if (effect->kind == REPLY_ANSWER)
		sense->score = effect->score;
}

void
reply_sense_clear(struct reply_sense *sense)
{
	g_free(sense->author);
	g_free(sense->excerpt);
	g_free(sense->note);
}

gboolean
mail_confirm(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, gint64 now_at, GError **error)
{
	return target->email == NULL || effect->mail->by_machine ||
	    answer_queue_mail(db, MESSAGE_STOPPED, effect, target->email,
		now_at, error);
}

gboolean
mail_make_clear(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error)
{
	return case_resolve(db, invitation_id, now_at, error) &&
	    db_run(db, error,
		   "UPDATE reply SET concern = NULL WHERE invitation_id = $1"
		   " AND concern = 'unclear'",
		   "i", invitation_id) &&
	    answers_drop_reprompts(db, invitation_id, now_at, error);
}

/* Once, and only who was asked, and has given no score. */
static gboolean
ask_what_was_meant(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const struct reply_sense *sense,
    gint64 now_at, GError **error)
{
	gint64 suppressed_at = 0;
	gboolean may = FALSE;

	if (target->email == NULL || target->earlier.id != 0 ||
	    sense->author != NULL || effect->mail->author == NULL)
		return TRUE;
	if (!suppressed_since(db, CHANNEL_EMAIL, target->email, &suppressed_at,
		error) ||
	    !answer_may_reprompt(db, effect->invitation_id, target->email,
		now_at, &may, error))
		return FALSE;
	return suppressed_at != 0 || !may ||
	    answer_queue_mail(db, MESSAGE_REPROMPT, effect, target->email,
		now_at, error);
}

static int
thanks_from(const struct thanks_rule *rules, const char *touchpoint)
{
	for (; rules != NULL && rules->touchpoint != NULL; rules++) {
		if (strcmp(rules->touchpoint, touchpoint) == 0)
			return rules->from;
	}
	return G_MAXINT;
}

/* Once, and only who was asked; but whom we thank, and whom not, says what was
 * answered, and that is nobody's to know where it is anonymous. */
static gboolean
thank(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const struct reply_sense *sense,
    gint64 now_at, GError **error)
{
	const struct mail_effect *mail = effect->mail;
	gint64 suppressed_at = 0, n = 0;

	if (effect->kind != REPLY_ANSWER || !sense->counts ||
	    target->anonymous || sense->author != NULL ||
	    mail->author == NULL || mail->by_machine || target->email == NULL ||
	    effect->score < thanks_from(mail->thanks, target->touchpoint))
		return TRUE;
	if (!suppressed_since(db, CHANNEL_EMAIL, target->email, &suppressed_at,
		error) ||
	    !db_one(db, &n, 0, error,
		"SELECT count(*) FROM answer a JOIN message m"
		" ON m.id = a.message_id WHERE a.invitation_id = $1"
		" AND m.kind = 'thanks'",
		"i", effect->invitation_id))
		return FALSE;
	return suppressed_at != 0 || n > 0 ||
	    answer_queue_mail(db, MESSAGE_THANKS, effect, target->email,
		now_at, error);
}

static gboolean
forget_bounces(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, GError **error)
{
	g_autofree char *key = address_key(target->email);

	return db_run(db, error,
	    "DELETE FROM soft_bounce WHERE address = $1 AND bounced_at <= $2",
	    "ti", key, effect->answered_at);
}

static gboolean
note_again(struct db *db, const struct reply_effect *effect, const char *note,
    GError **error)
{
	return db_run(db, error, "UPDATE reply SET note = $2 WHERE id = $1",
	    "it", effect->reply_id, note);
}

/* So many different mails to the address came back of late, with this one.
 * What came back from others long ago is forgotten in passing. */
static gboolean
count_soft(struct db *db, const struct reply_effect *effect, const char *key,
    gint64 *n, GError **error)
{
	return db_run(db, error,
		   "INSERT INTO soft_bounce (address, message_id, bounced_at)"
		   " VALUES ($1, $2, $3)"
		   " ON CONFLICT (address, message_id) DO UPDATE SET"
		   " bounced_at = excluded.bounced_at",
		   "tii", key, effect->mail->bounced_message_id,
		   effect->answered_at) &&
	    db_run(db, error,
		"DELETE FROM soft_bounce WHERE bounced_at <= $1", "i",
		effect->answered_at - SOFT_BOUNCES_DAYS * (gint64)DAY_S) &&
	    db_one(db, n, 0, error,
		"SELECT count(*) FROM soft_bounce WHERE address = $1", "t",
		key);
}

static gboolean
bounce_softly(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const struct reply_sense *sense,
    gint64 now_at, GError **error)
{
	g_autofree char *key = address_key(target->email);
	g_autofree char *note = NULL;
	gint64 n = 0;

	if (key == NULL || !sense->is_sure ||
	    effect->mail->bounced_message_id == 0)
		return TRUE;
	if (!count_soft(db, effect, key, &n, error))
		return FALSE;
	note = g_strdup_printf("%s; %" G_GINT64_FORMAT " of %d within %d days",
	    sense->note != NULL ? sense->note : "transient bounce", n,
	    SOFT_BOUNCES_MAX, SOFT_BOUNCES_DAYS);
	if (!note_again(db, effect, note, error))
		return FALSE;
	/* Who lifts the suppression begins to count anew. */
	return n < SOFT_BOUNCES_MAX ||
	    (suppress_inside(db, CHANNEL_EMAIL, target->email, note, now_at,
		 error) &&
		forget_bounces(db, effect, target, error) &&
		reply_fails(db, effect, target, note, now_at, error));
}

/* When the next reminder may come is scheduler/follow_up.c's. */
static gboolean
note_away(struct db *db, const struct reply_effect *effect, GError **error)
{
	return db_run(db, error,
	    "UPDATE invitation_state SET away_until = $2"
	    " WHERE invitation_id = $1",
	    "ii", effect->invitation_id, effect->mail->away_until);
}

gboolean
mail_go_on(struct db *db, const struct reply_effect *effect,
    const struct reply_target *target, const struct reply_sense *sense,
    gint64 now_at, GError **error)
{
	switch (effect->kind) {
	case REPLY_ANSWER:
	case REPLY_COMMENT:
		if (effect->mail->unclear && !ask_what_was_meant(db, effect,
		    target, sense, now_at, error))
			return FALSE;
		if (!thank(db, effect, target, sense, now_at, error))
			return FALSE;
		return !target->has_bounced || sense->author != NULL ||
		    forget_bounces(db, effect, target, error);
	case REPLY_DELIVERED:
		return !target->has_bounced ||
		    forget_bounces(db, effect, target, error);
	case REPLY_BOUNCE:
		return sense->suppress || effect->mail->permanent ||
		    bounce_softly(db, effect, target, sense, now_at, error);
	case REPLY_AUTO_REPLY:
		return effect->mail->away_until == 0 ||
		    note_away(db, effect, error);
	case REPLY_OPT_OUT:
	case REPLY_OPT_IN:
	case REPLY_HELP:
	case REPLY_DELAY:
	case REPLY_COMPLAINT:
	case REPLY_UNREADABLE:
		break;
	}
	return TRUE;
}
