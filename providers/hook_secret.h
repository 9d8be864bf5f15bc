/*
 * hook_secret.h - how a gateway that signs nothing proves itself: by a secret
 * at the end of the path it calls, and by the address it calls from. Its keys,
 * and the judgement.
 */
#ifndef PROVIDERS_HOOK_SECRET_H
#define PROVIDERS_HOOK_SECRET_H

#include "base/config.h"
#include "base/model.h"

/* clang-format off */
#define HOOK_SECRET_KEYS                                                       \
	{ .name = "hook_secret_file",                                          \
	    .type = CONFIG_SECRET_FILE,                                        \
	    .example = "texts.secret",                                         \
	    .help = "Where the secret is that ends the address the gateway "   \
		    "calls: PUBLIC_URL/hooks/NAME/SECRET; 16 to 100 letters "  \
		    "and digits. Without it the gateway cannot call us." },    \
	{ .name = "hook_addresses",                                            \
	    .type = CONFIG_LIST,                                               \
	    .example = "127.0.0.1, 192.0.2.0/24",                              \
	    .help = "From where it may call: addresses or ranges. From "       \
		    "anywhere, if it is left out." }
/* clang-format on */

struct hook_secret;

/* Adds to mistakes: a secret too short, an address that is none. */
void hook_secret_check(const struct config_section *section,
    GPtrArray *mistakes);
/* *secret is NULL if the section has none. FALSE with error set on failure. */
gboolean hook_secret_open(const struct config_section *section,
    struct hook_secret **secret, GError **error);
void hook_secret_free(struct hook_secret *secret);

/* Path and address are right; in constant time. secret NULL: FALSE. */
gboolean hook_secret_proves(const struct hook_secret *secret,
    const struct http_request *request);
/* "https://.../hooks/texts/SECRET", of a provider's hook_url; owned; NULL if
 * either is NULL. */
char *hook_secret_url(const struct hook_secret *secret, const char *hook_url);

#endif
