/*
 * chain.h - the hash of a response, which covers the one before it in its
 * touchpoint's chain. Pure. Called by responses.c, which appends, and by
 * verify_responses.c, which reads it all again.
 */
#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H

#include <glib.h>

#define CHAIN_SALT_BYTES 16
#define CHAIN_HASH_BYTES 32

/* Which fields the hash covers: all responses since schema 6 are of form 2. A
 * chain that has come to form 2 doesn't go back. */
#define CHAIN_FORM_FIRST 1
#define CHAIN_FORM_NOW 2

/* What is covered. All borrowed. */
struct chain_link {
	int form;
	const char *touchpoint;
	gint64 score, answered_at;
	const char *source;
	const char *author; /* or NULL */
	GBytes *contact_digest, *comment_digest;
	/* From here on by form 2 alone. */
	gint64 day;
	const char *reason;	 /* or NULL */
	GBytes *supersedes_hash; /* of the response it supersedes, or NULL */
	const char *facets;	 /* by chain_add_facet; NULL: none */
};

/* What stands before the first of a chain; owned. */
GBytes *chain_begin(void);
GBytes *chain_hash(GBytes *before, const struct chain_link *link);

/* The facets of a response's profile, in order of their names and then their
 * values (strcmp): adds one. */
void chain_add_facet(GString *facets, const char *name, const char *value);

/* Salt and text may be erased together later; the digest stays. Owned. */
GBytes *chain_digest(GBytes *salt, const char *text);
/* Of a contact: 0 if none is known. */
GBytes *chain_contact_digest(GBytes *salt, gint64 contact_id);

#endif
