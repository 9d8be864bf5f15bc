/*
 * twilio_words.h - what Twilio's words and numbers mean in ours: its answers to
 * a message, the states of one, its error codes. Pure. For the files of Twilio.
 */
#ifndef PROVIDERS_TWILIO_WORDS_H
#define PROVIDERS_TWILIO_WORDS_H

#include <jansson.h>

#include "providers/http_client.h"

/* AC, SK, MG, SM or the like, and 32 hexadecimal digits. */
gboolean twilio_is_sid(const char *text, const char *prefix);
/* "+", and 7 to 15 digits that do not begin with 0 (E.164). */
gboolean twilio_is_number(const char *text);

/*
 * An answer that came to POST Messages.json. retry_after_s, remote_id, detail
 * and opted_out are set too.
 */
void twilio_judge(const struct http_answer *answer, struct send_result *result);

/* FALSE if it is no state of a message that was sent: also "received". */
gboolean twilio_state_read(const char *status, enum delivery_state *state);

/* A report of it; code: Twilio's, 0: none. name and remote_id are copied. */
struct delivery_report *twilio_report_new(const char *name,
    const char *remote_id, enum delivery_state state, int code);

/*
 * "401, error 20003: ..." of an answer that says no: without numbers of
 * people. Owned.
 */
char *twilio_answer_detail(const struct http_answer *answer);

/* NULL if it is no string, or not there; borrowed from the object. */
const char *twilio_string(const json_t *object, const char *key);
/* Of an integer, or of a string of digits; 0 if it is none of both. */
int twilio_code(const json_t *object, const char *key);

#endif
