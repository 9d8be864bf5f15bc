/*
 * twilio_list.h - a walk over the pages of Twilio's list of messages. For
 * twilio_poll.c and twilio_look_up.c, which say for what.
 */
#ifndef PROVIDERS_TWILIO_LIST_H
#define PROVIDERS_TWILIO_LIST_H

#include "providers/form.h"
#include "providers/twilio_internal.h"
#include "providers/twilio_page.h"

/* 20 texts of 1,600 characters, each escaped, are below what is read of an
 * answer; of a page more full it could be that it can never be read. */
#define TWILIO_PAGE_SIZE "20"

/* The head of who asks; made with g_new0 and added to twilio->asks. */
struct twilio_ask {
	struct twilio *twilio;
	gpointer user;
	guint64 call; /* under way, or 0; private */
	guint pages_left;
	gint64 until_at;    /* what is older does not matter */
	gboolean to_end;    /* read on though a page is older */
	gboolean newest_do; /* if there are too many pages; else an error */
	void (*take)(struct twilio_ask *ask,
	    const struct twilio_message *message);
	/* Once a list: its last page is read, or error is set. */
	void (*end)(struct twilio_ask *ask, const GError *error);
	void (*clear)(struct twilio_ask *ask); /* what stands behind the head */
};

/* Begins a walk, of which `end` tells the end; never from inside. */
void twilio_ask_list(struct twilio_ask *ask, const struct form_field *fields,
    gsize n);
/*
 * Takes it out of twilio->asks; then it is the caller's, who tells, which may
 * close the provider, and frees.
 */
void twilio_ask_leave(struct twilio_ask *ask);
void twilio_ask_free(gpointer ask);

#endif
