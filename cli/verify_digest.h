/*
 * verify_digest.h - `dripscore verify --digest`: whether a digest's numbers
 * follow from the chains of responses, in words. Called by verify.c.
 */
#ifndef CLI_VERIFY_DIGEST_H
#define CLI_VERIFY_DIGEST_H

#include "cli/app.h"

struct digest_asked {
	const char *digest; /* a seal, or the name of a team */
	const char *until;  /* its last day, YYYY-MM-DD; NULL: the latest */
	gboolean json;
};

/* After the store was opened. The exit code. */
int verify_digest(struct app *app, const struct digest_asked *asked);

#endif
