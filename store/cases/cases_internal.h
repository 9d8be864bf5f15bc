/*
 * cases_internal.h - cases, inside of a transaction. Only store/ includes this.
 */
#ifndef STORE_CASES_INTERNAL_H
#define STORE_CASES_INTERNAL_H

#include "store/cases/cases.h"
#include "store/internal.h"

/*
 * Opens a case, or notes what it says at the one that is open for the same
 * invitation; *is_new says which. A reply has one case, whatever became of it:
 * then nothing is done. *case_id 0: none is open to be joined.
 */
gboolean case_open(struct db *db, const struct new_case *new_case,
    gint64 now_at, gint64 *case_id, gboolean *is_new, GError **error);

/* The open case of an invitation; 0: there is none. */
gboolean case_of_invitation(struct db *db, gint64 invitation_id,
    gint64 *case_id, GError **error);

gboolean case_add_note(struct db *db, gint64 case_id, const char *author,
    const char *kind, const char *text, gint64 now_at, GError **error);

gboolean case_close(struct db *db, gint64 case_id, const char *author,
    const char *outcome, gint64 now_at, GError **error);
gboolean case_reopen(struct db *db, gint64 case_id, gint64 due_at,
    gint64 remind_at, GError **error);

/*
 * The number of the invitation's reply is clear by now: what was opened for it
 * alone, and nobody has touched, closes by itself.
 */
gboolean case_resolve(struct db *db, gint64 invitation_id, gint64 now_at,
    GError **error);

/* Columns of a case, as case_from_rows reads them, and where they come from:
 * the case is k. */
#define CASE_COLUMNS                                                           \
	"k.id, k.opened_at, k.due_at, coalesce(k.closed_at, 0), k.cause,"      \
	" q.concern, k.outcome, k.touchpoint, k.team, k.owner,"                \
	" coalesce(k.contact_id, 0), coalesce(k.invitation_id, 0),"            \
	" coalesce(k.response_id, 0), coalesce(k.reply_id, 0), c.name,"        \
	" c.email, c.phone, c.language, coalesce(a.score, q.score),"           \
	" a.comment, q.excerpt, (SELECT w.bytes FROM reply_raw w" \
	"  WHERE w.reply_id = q.id AND q.channel = 'sms'),"                   \
	" (SELECT count(*) FROM case_note n WHERE n.case_id = k.id), q.author"
#define CASE_FROM                                                              \
	" FROM customer_case k LEFT JOIN contact c ON c.id = k.contact_id"     \
	" LEFT JOIN reply q ON q.id = k.reply_id"                              \
	" LEFT JOIN response a ON a.id = coalesce((SELECT max(z.id)"           \
	"  FROM response z WHERE z.invitation_id = k.invitation_id),"          \
	"  k.response_id)"
gpointer case_from_rows(struct rows *rows);

/* A mail about a case: of form "", it has words of its own (message_content);
 * the others are those of scheduler/compose_case.c. */
#define CASE_FORM_OWN ""
#define CASE_FORM_RELAY "relay"	      /* what the other side wrote */
#define CASE_FORM_REMINDER "reminder"
#define CASE_FORM_ASSIGNED "assigned"
/* To the owner: what he wrote was not sent, for the customer... */
#define CASE_FORM_STOPPED "stopped"   /* has opted out */
#define CASE_FORM_TEXT_ONLY "no address"
#define CASE_FORM_BOUNCED "bounced"   /* ... could not be reached */
#define CASE_FORM_UNSENT "unsent"     /* or no provider took it */
#define CASE_FORM_LIMIT "limit"	      /* too many mails today */
#define CASE_FORM_OPTED_OUT "opted out" /* the customer wants no more mail */
gboolean case_put_mail(struct db *db, gint64 message_id, gint64 case_id,
    enum case_side side, const char *form, GError **error);

/* A mail that compose_case.c writes. */
struct case_mail {
	gint64 case_id;
	enum case_side side;
	const char *form;
	const char *recipient;
	const char *text;      /* what is relayed, or was not; or NULL */
	const char *from_name; /* of who wrote that; or NULL */
	/* Of the mail that is relayed: its Message-ID, without <>; or NULL. */
	const char *message_id;
	const char *writer; /* the address of who wrote it, or NULL */
};
gboolean case_send(struct db *db, const struct case_mail *mail, gint64 now_at,
    GError **error);

/* Inside a transaction. A mail that has ended: if it was one to the customer
 * that did not leave, the owner is told. */
gboolean case_mail_ended(struct db *db, gint64 message_id, const char *why,
    gint64 now_at, GError **error);

/* What a reply does to a case; see struct relay_effect. */
gboolean relay_apply(struct db *db, const struct reply_effect *effect,
    gint64 now_at, GError **error);

/* What a message has to do with a case, for who composes it. */
gboolean case_complete_item(struct db *db, struct outbox_item *item,
    GError **error);

#endif
