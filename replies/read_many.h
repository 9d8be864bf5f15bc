/*
 * read_many.h - several mails as one question to a worker, and its answer:
 * between two processes each step costs more than reading a mail.
 *
 * Both are rows of frames: a length of 4 bytes, big-endian, and as many bytes;
 * in the answer each is a reading (reading_pack.h), in the order of the mails.
 */
#ifndef REPLIES_READ_MANY_H
#define REPLIES_READ_MANY_H

#include "replies/read.h"

/* So many, and so heavy together, go well into one question. */
#define READ_MANY_MAILS 64
#define READ_MANY_BYTES (1024 * 1024)

/* One mail of a question being made. */
void read_many_add(GByteArray *question, GBytes *mail);

/* The worker's side. NULL: it is no such question. */
GBytes *read_many_answer(GBytes *question);

/* json_t *, n of them; to be unreffed. NULL: it is no such answer. */
GPtrArray *read_many_json(GBytes *answer, guint n);
/* The same as struct reading. */
GPtrArray *read_many_readings(GBytes *answer, guint n);

#endif
