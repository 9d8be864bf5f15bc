/*
 * inbox_keys.h - what all inboxes have in common: keys and their checks. For
 * the files of inboxes alone.
 */
#ifndef PROVIDERS_INBOX_KEYS_H
#define PROVIDERS_INBOX_KEYS_H

#include "providers/inbox.h"

/* One call of take() is handed no more than this, but at least one mail. */
#define INBOX_BATCH_MAILS 64
#define INBOX_BATCH_BYTES (16 * 1024 * 1024)

#define INBOX_KEY_ADDRESS { \
	.name = "address", \
	.type = CONFIG_TEXT, \
	.required = TRUE, \
	.example = "survey+{token}@example.com", \
	.help = "Where customers' replies go: the Reply-To of what we send. " \
	    "{token} stands for the 22 to 34 letters and digits that say " \
	    "which invitation a reply is for, and must be in it. Behind a " \
	    "delimiter that your mail server knows, all replies come into " \
	    "one mailbox: survey+{token}@example.com. With a domain of its " \
	    "own: {token}@replies.example.com.", \
}

#define INBOX_KEY_POLL { \
	.name = "poll", \
	.type = CONFIG_DURATION, \
	.fallback = "60 seconds", \
	.min = 5, \
	.max = 24 * 60 * 60, \
	.help = "How often we look for new mail in it.", \
}

#define INBOX_KEY_MAX_MAIL { \
	.name = "max_mail", \
	.type = CONFIG_SIZE, \
	.fallback = "10 MiB", \
	.min = 1024 * 1024, \
	.max = 32 * 1024 * 1024, \
	.help = "Of a larger mail only the headers and the beginning are " \
	    "kept, with a header X-Dripscore-Cut that says so.", \
}

/* The key `address`; adds to mistakes. */
void inbox_check_address(const struct config_section *section,
    GPtrArray *mistakes);

/* What is wrong with such an address, for people; NULL if nothing. Owned. */
char *inbox_address_fault(const char *address);

extern const struct inbox_ops maildir_inbox;
extern const struct inbox_ops pipe_inbox;

#endif
