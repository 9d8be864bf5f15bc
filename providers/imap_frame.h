/*
 * imap_frame.h - what the daemon and the worker that reads IMAP say to each
 * other: a question in JSON, and an answer with the mails as they are.
 *
 * An answer is a length of 4 bytes, big-endian, so much JSON, and then the
 * mails, one behind the other. The JSON: "uidvalidity", "looked_at", "more",
 * "mails" (a list of {"uid", "bytes"}), and "error" {"code", "message"} if
 * something failed; what stands before it in the mailbox is in the answer all
 * the same.
 */
#ifndef PROVIDERS_IMAP_FRAME_H
#define PROVIDERS_IMAP_FRAME_H

#include <jansson.h>

#include "base/autoptr.h"
#include "providers/inbox.h"

struct imap_question {
	const char *url;
	const char *user;
	const char *password; /* this one, or: */
	const char *bearer;   /* an OAuth 2.0 access token */
	const char *ca_file;  /* NULL: the system's */
	gboolean plaintext;   /* no TLS on imap:// */
	struct inbox_position from;
	gint64 max_mails, max_bytes, max_mail;
	gint64 timeout_ms; /* of silence */
	gint64 batch_ms;   /* after it no other mail is begun */
	gint64 budget_ms;  /* of the whole: then it is an error */
};

struct imap_answer {
	struct inbox_position looked_at; /* to go on from */
	gboolean more;
	GArray *mails; /* struct inbox_mail, in ascending order of UID */
	GError *error; /* or NULL */
};

GBytes *imap_question_pack(const struct imap_question *question);
/*
 * NULL with error set if it is none. Its strings are borrowed from *root,
 * which the caller frees with json_decref.
 */
struct imap_question *imap_question_unpack(GBytes *bytes, json_t **root,
    GError **error);

struct imap_answer *imap_answer_new(void);
GBytes *imap_answer_pack(const struct imap_answer *answer);
/* NULL with error set if it is none, or promises what is not there. */
struct imap_answer *imap_answer_unpack(GBytes *bytes, GError **error);
void imap_answer_free(struct imap_answer *answer);
AUTOPTR_DEFINE(imap_answer, imap_answer_free)

#endif
