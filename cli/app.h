/*
 * app.h - what every command stands on: the configuration, the store, and how
 * things are said to a person. Only cli/ prints.
 */
#ifndef CLI_APP_H
#define CLI_APP_H

#include <glib.h>

#include "base/clock.h"
#include "base/errors.h"
#include "base/settings.h"
#include "scheduler/compose.h"
#include "store/store.h"
#include "templates/catalog.h"

struct app {
	char *config_path;
	struct clock clock;
	/* Each NULL until app_load, app_open or app_compose has been called. */
	struct config_schema *schemas;
	struct settings *settings;
	struct store *store;
	struct catalog *catalog;
	struct composer *composer;
	/* Where the web listens; kept when the configuration is read again. */
	struct listener *listener;
	/* NULL: in earnest. Borrowed; see rehearsal.h. */
	const struct rehearsal *rehearsal;
};
void app_clear(struct app *app);

/*
 * Reads the configuration. On failure all mistakes stand on stderr and the
 * result is the exit code; 0: all is well.
 */
int app_load(struct app *app);
/* app_load, and the store opened, made if `create` and missing. */
int app_open(struct app *app, gboolean create);
/* After app_open: the templates too, checked against the touchpoints. */
int app_compose(struct app *app);

/* The schemas of the whole file: sections, providers, inboxes. g_free. */
struct config_schema *app_schemas(void);

/* "dripscore: ..." on stderr; the exit code of the error. */
int app_fail(const GError *error);
/* The same with words of its own. */
int app_fail_with(int code, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* That there is no [kind name], and what there is; EX_USAGE. */
int app_no_section(const struct app *app, const char *kind, const char *name);

struct command {
	const char *name;
	const char *arguments; /* "TYPE", for the usage line */
	const char *summary;
	/* argv[0] is the command's name. Returns the exit code. */
	int (*run)(struct app *app, int argc, char **argv);
	gboolean hidden; /* not in the list of --help */
};

/*
 * Options of a command by GOption; `--help` prints and ends the program. FALSE
 * after a usage error has been printed: return EX_USAGE. What is left stands
 * in argv[1] on; if the command has no arguments, nothing is.
 */
gboolean command_parse(const struct command *command,
    const GOptionEntry *entries, int *argc, char ***argv);

/* What today's texts have cost, and whether their fuse has blown: on stdout,
 * each line behind `indent`. Of `dripscore fuse` and `status`. */
gboolean fuse_print(const struct app *app, const char *indent, GError **error);

/* Why a copied store does not send, and what to do, in words; owned. NULL: it
 * is at home, or *error is set. Of `dripscore run` and `status`. */
char *adopt_refusal(const struct app *app, GError **error);

extern const struct command command_adopt;
extern const struct command command_backup;
extern const struct command command_case;
extern const struct command command_cases;
extern const struct command command_check;
extern const struct command command_deliver;
extern const struct command command_digest;
extern const struct command command_event;
extern const struct command command_fuse;
extern const struct command command_import;
extern const struct command command_manual;
extern const struct command command_plan;
extern const struct command command_preview;
extern const struct command command_read;
extern const struct command command_record;
extern const struct command command_replies;
extern const struct command command_report;
extern const struct command command_resolve;
extern const struct command command_restore;
extern const struct command command_run;
extern const struct command command_score;
extern const struct command command_status;
extern const struct command command_store;
extern const struct command command_suppress;
extern const struct command command_tag;
extern const struct command command_tags;
extern const struct command command_test_send;
extern const struct command command_unsuppress;
extern const struct command command_verify;
extern const struct command command_why;
extern const struct command command_worker;

#endif
