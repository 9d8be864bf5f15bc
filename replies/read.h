/*
 * read.h - the seam of reading: from a raw mail to what it says.
 *
 * Pure: no clock, no store, no key. Runs inside a worker, for what it reads is
 * hostile. Whose reply it is (which token is ours) is judged by the caller,
 * from the candidates found here.
 */
#ifndef REPLIES_READ_H
#define REPLIES_READ_H

#include <glib.h>
#include <jansson.h>

#include "base/autoptr.h"
#include "base/model.h"

struct reading {
	enum reply_kind kind;
	int score;	   /* 0-10, or -1: none */
	gboolean unclear;  /* a number was written where a score belongs, and
			    * is none: "11", "8 or 9"; a REPLY_COMMENT */
	char *comment;	   /* what was said beside the score, or NULL */
	char *text;	   /* exactly what the person wrote, quotes cut away */
	char *message_id;  /* without <>, or NULL */
	char *from;	   /* address of the author, or NULL */
	char *from_name;   /* how the author calls himself, or NULL */
	guint files;	   /* that came with it, and are not looked at */
	gboolean marked;   /* headers or parts say that a machine wrote it;
			    * else its sentences alone may */
	gint64 written_at; /* Date header; 0 if there is none or it is absurd */
	GPtrArray *recipients; /* char *: addresses it came to: Delivered-To,
				* X-Original-To, Envelope-To, To, Cc, in this
				* order */
	GPtrArray *references; /* char *: In-Reply-To, then References from the
				* last to the first, without <> */
	/* A failure or delay report (RFC 3464) or a complaint (RFC 5965); the
	 * Message-ID of the mail it is about is the last of references: */
	GPtrArray *failed; /* char *: addresses of the recipients it names */
	char *status;	   /* "5.1.1", or NULL */
	gboolean permanent;
	char *reason; /* diagnostic text, or NULL */
	/* Of an auto-reply: 00:00 UTC of the day on which they are back; 0: it
	 * does not say. */
	gint64 return_at;
};

/* Unreadable, without a score, its arrays empty. */
struct reading *reading_new(void);

/* Never NULL: what cannot be read is REPLY_UNREADABLE with a reason. */
struct reading *reading_of_mail(const guint8 *bytes, gsize n);
void reading_free(struct reading *reading);
AUTOPTR_DEFINE(reading, reading_free)

/*
 * As the worker hands it over and `dripscore read` prints it: members "kind",
 * "score" (null if none), "comment", "text", "message_id", "from",
 * "written_at", "recipients", "references", "bounce" (null, or an object with
 * "recipients", "status", "permanent", "reason").
 */
json_t *reading_to_json(const struct reading *reading);
/* NULL with error set if it is not such an object. */
struct reading *reading_from_json(const json_t *json, GError **error);

#endif
