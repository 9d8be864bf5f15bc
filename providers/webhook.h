/*
 * webhook.h - the provider `webhook`: tells a program of ours what came, as
 * JSON, signed by the Standard Webhooks specification
 * (https://www.standardwebhooks.com). What is alike for slack.c, too.
 */
#ifndef PROVIDERS_WEBHOOK_H
#define PROVIDERS_WEBHOOK_H

#include "providers/http_client.h"
#include "providers/provider.h"

extern const struct provider_ops webhook_provider;

/*
 * The secrets of a line, divided by blanks, each whsec_ and the base64 of 24 to
 * 64 bytes; of GBytes. While a secret is changed for another, both stand there.
 * NULL with error set, in which no secret stands.
 */
GPtrArray *webhook_secrets(const char *line, GError **error);
/*
 * "v1,BASE64 v1,BASE64": HMAC-SHA256 by each secret over ID.TIMESTAMP.BODY.
 * Owned.
 */
char *webhook_sign(const GPtrArray *secrets, const char *id, gint64 at,
    const void *body, gsize n);

/*
 * What an answer means. 2xx accepted. 401, 403, 404 and 410 halt (the secret,
 * or the address, is not right any more), so does 3xx: no redirect is followed.
 * All else is deferred, however often: the other side may be mended meanwhile;
 * whoever sends gives up after a day.
 */
void webhook_judge(const struct http_answer *answer,
    struct send_result *result);

#endif
