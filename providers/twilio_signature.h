/*
 * twilio_signature.h - whether Twilio signed a request. For twilio_hook.c.
 *
 * https://www.twilio.com/docs/usage/security: HMAC-SHA1 in base64, in
 * X-Twilio-Signature, over the address that was called, and of a form its
 * fields by name, each name followed by its values (each once, sorted).
 * Another body is not in it: its SHA-256 stands in the query as bodySHA256,
 * which is signed as part of the address. The port of the address may be in
 * what was signed or not: Twilio is not of one mind about it, so both count.
 */
#ifndef PROVIDERS_TWILIO_SIGNATURE_H
#define PROVIDERS_TWILIO_SIGNATURE_H

#include "base/model.h"
#include "providers/form.h"

#define TWILIO_SIGNATURE_HEADER "x-twilio-signature"

/*
 * FALSE with error set if the request to hook_url is not signed with the
 * token. Else *form has the fields of a form; NULL: the body is JSON. Time
 * tells nothing of the right signature; one is compared as it is written, so
 * that there is one text of it.
 *
 * BUGS: what Twilio signs does not say where a name, a value or a field ends:
 * "To=a&Up=b", "ToaU=pb" and "Toa=Upb" are signed alike, so who can read a
 * signed request on its way can have it read otherwise. Nobody else can.
 */
gboolean twilio_signature_check(const char *token, const char *hook_url,
    const struct http_request *request, struct form **form, GError **error);

/*
 * What Twilio would sign such a request with; form NULL: the address alone.
 * Owned.
 */
char *twilio_signature_make(const char *token, const char *url,
    const struct form *form);

#endif
