/*
 * mail_keys.h - the keys that all providers of mail have in common, for the
 * beginning of their tables.
 */
#ifndef PROVIDERS_MAIL_KEYS_H
#define PROVIDERS_MAIL_KEYS_H

#include "base/config.h"

/* clang-format off */
#define MAIL_KEYS                                                              \
	{ .name = "from",                                                      \
	    .type = CONFIG_ADDRESS,                                            \
	    .required = TRUE,                                                  \
	    .example = "Aurora Spa <survey@example.com>",                      \
	    .help = "The From of mails that leave by it." },                   \
	{ .name = "envelope",                                                  \
	    .type = CONFIG_CHOICE,                                             \
	    .fallback = "token",                                               \
	    .choices = (const char *const[]){ "token", "from", NULL },         \
	    .help = "The envelope sender. `token`: an address of the inbox "   \
		    "with a token, so that a bounce finds its invitation. "    \
		    "`from`: the address in `from`, for relays that "          \
		    "insist; then bounces go there, and nobody is "            \
		    "suppressed by them." }
/* clang-format on */

#endif
