/*
 * smtp_dialogue_internal.h - a dialogue from the inside, between
 * smtp_dialogue.c, which says things, and smtp_answers.c, which hears them.
 */
#ifndef PROVIDERS_SMTP_DIALOGUE_INTERNAL_H
#define PROVIDERS_SMTP_DIALOGUE_INTERNAL_H

#include "providers/smtp_body.h"
#include "providers/smtp_dialogue.h"
#include "providers/smtp_reply.h"

enum letter_text {
	TEXT_NONE,     /* no 354 yet */
	TEXT_STREAMED, /* smtp_body has more, or its output is not out yet */
	TEXT_HELD,     /* finish() gives what is left of it, and the dot */
	TEXT_DOTTED,   /* the dot is given */
};

/* A message that was begun. */
struct letter {
	gboolean open;	  /* without a result yet */
	gboolean refused; /* no text may follow, RSET must */
	gboolean touched; /* something was answered to it */
	char *rcpt;
	struct smtp_body body;
	enum letter_text text;
	guint64 dot_at; /* of all bytes ever said, if TEXT_DOTTED */
	const char *recipient;
};

struct letter_result {
	struct send_result result;
	gboolean untouched;
};

#define LETTERS_MAX 2
#define AWAITED_MAX 8

struct smtp_dialogue {
	gboolean pipelining;
	gboolean closed;
	GByteArray *out;
	gsize written;	   /* of out */
	guint64 said_before; /* bytes that stood in out, and are gone */
	struct smtp_reader *reader;
	/* One for each answer to come; the oldest first. */
	enum smtp_stage awaited[AWAITED_MAX];
	guint n_awaited;
	guint64 answers;

	struct letter former; /* its dot is given; another is begun */
	struct letter letter; /* the newest */
	struct letter_result results[LETTERS_MAX];
	guint n_results;
};

/* One more line, and an answer to it to come. */
void smtp_dialogue_say(struct smtp_dialogue *dialogue, const char *line,
    enum smtp_stage stage);
/* Whether a byte of its dot went out. */
gboolean smtp_dialogue_has_left(const struct smtp_dialogue *dialogue,
    const struct letter *letter);
/* It has a result, and is the caller's again. Takes over both strings. */
void smtp_dialogue_conclude(struct smtp_dialogue *dialogue,
    struct letter *letter, enum send_outcome outcome, char *remote_id,
    char *detail);

#endif
