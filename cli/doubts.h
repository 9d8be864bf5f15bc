/*
 * doubts.h - what is in doubt is sent again, where the admin wants it so.
 */
#ifndef CLI_DOUBTS_H
#define CLI_DOUBTS_H

#include "cli/app.h"

/*
 * After a crash, a worker's or our own: under `in_doubt = resend`, what is not
 * too late is due again; what goes by a webhook is in any case. FALSE with
 * error set.
 */
gboolean doubts_resend(const struct app *app, gint64 now_at, GError **error);

#endif
