/*
 * twilio_page.h - a page of Twilio's list of messages, read. Pure. For
 * twilio_list.c.
 */
#ifndef PROVIDERS_TWILIO_PAGE_H
#define PROVIDERS_TWILIO_PAGE_H

#include <jansson.h>

#include "base/autoptr.h"

/* NULL and 0: not told. Borrowed from the page. */
struct twilio_message {
	const char *sid; /* always told */
	gboolean inbound;
	const char *status;
	const char *from, *to, *body;
	const char *service; /* messaging_service_sid */
	gint64 created_at, sent_at, updated_at;
	int error_code;
};

struct twilio_page {
	GArray *messages; /* struct twilio_message, in the page's order */
	char *next;	  /* path and query of the next; NULL: it is the last */
	json_t *root;
};

/*
 * What of a message has a wrong type counts as not told; one without a sid or a
 * direction is left out. NULL with error set if it is no page, or if the next
 * one is not of list_path ("/2010-04-01/.../Messages.json") on the same host.
 */
struct twilio_page *twilio_page_parse(const char *body, gsize n,
    const char *list_path, GError **error);
void twilio_page_free(struct twilio_page *page);
AUTOPTR_DEFINE(twilio_page, twilio_page_free)

/*
 * Whether Twilio's text of a message is this one of ours: what a trial account
 * puts before it does not count, nor blanks and signs, which Twilio may change
 * for others of the GSM alphabet ("smart encoding"), if there are letters or
 * digits.
 */
gboolean twilio_body_is(const char *theirs, GBytes *ours);

#endif
