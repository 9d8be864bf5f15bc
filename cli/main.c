/*
 * main.c - `dripscore COMMAND`: finds the command and hands over to it.
 */
#include "config-host.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/app.h"

static const struct command *const commands[] = {
	&command_check,
	&command_run,
	&command_event,
	&command_import,
	&command_record,
	&command_plan,
	&command_deliver,
	&command_read,
	&command_score,
	&command_digest,
	&command_tag,
	&command_tags,
	&command_status,
	&command_cases,
	&command_case,
	&command_replies,
	&command_report,
	&command_resolve,
	&command_fuse,
	&command_suppress,
	&command_unsuppress,
	&command_preview,
	&command_test_send,
	&command_why,
	&command_verify,
	&command_backup,
	&command_restore,
	&command_store,
	&command_adopt,
	&command_manual,
	&command_worker,
};

static int
print_help(void)
{
	printf("Usage: dripscore [--config FILE] COMMAND ...\n\n"
	       "Asks customers at the points of their journey, reads what they "
	       "answer, and\nrolls it into a Net Promoter Score.\n\n"
	       "Commands:\n");
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (!commands[i]->hidden)
			printf("  %-12s %s\n", commands[i]->name,
			    commands[i]->summary);
	}
	printf("\n`dripscore COMMAND --help` tells the options of one; "
	       "dripscore(1) and\ndripscore.ini(5) tell all. Without --config "
	       "the file is $DRIPSCORE_CONFIG, else\n" SYSCONFDIR
	       "/dripscore/dripscore.ini.\n");
	return EX_OK;
}

/* Takes --config FILE out of the arguments, wherever it stands. */
static gboolean
take_config(int *argc, char **argv, char **path)
{
	int kept = 1;

	for (int i = 1; i < *argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (i < *argc)
				argv[kept++] = argv[i++];
			break;
		}
		if (g_str_has_prefix(argv[i], "--config=")) {
			g_free(*path);
			*path = g_strdup(argv[i] + strlen("--config="));
		} else if (strcmp(argv[i], "--config") == 0) {
			if (i + 1 == *argc)
				return FALSE;
			g_free(*path);
			*path = g_strdup(argv[++i]);
		} else {
			argv[kept++] = argv[i];
		}
	}
	*argc = kept;
	argv[kept] = NULL;
	return TRUE;
}

static const struct command *
find_command(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

static int
unknown_command(const char *name)
{
	const char *names[G_N_ELEMENTS(commands) + 1] = { NULL };
	gsize n = 0;
	const char *near;

	if (name[0] == '-')
		return app_fail_with(EX_USAGE,
		    "there is no option %s before a "
		    "command; see `dripscore --help`",
		    name);
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		if (!commands[i]->hidden)
			names[n++] = commands[i]->name;
	}
	near = config_did_you_mean(name, names);
	if (near != NULL)
		return app_fail_with(EX_USAGE,
		    "there is no command \"%s\"; did you mean \"%s\"?", name,
		    near);
	return app_fail_with(EX_USAGE,
	    "there is no command \"%s\"; see `dripscore --help`", name);
}

static int
run(struct app *app, int argc, char **argv)
{
	const struct command *command;
	const char *from_environment = g_getenv("DRIPSCORE_CONFIG");

	if (!take_config(&argc, argv, &app->config_path))
		return app_fail_with(EX_USAGE, "--config needs a file");
	if (app->config_path == NULL)
		app->config_path = g_strdup(from_environment != NULL ?
			from_environment :
			SYSCONFDIR "/dripscore/dripscore.ini");
	if (argc < 2) {
		print_help();
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0)
		return print_help();
	if (strcmp(argv[1], "--version") == 0) {
		printf("dripscore %s\n", PACKAGE_VERSION);
		return EX_OK;
	}
	command = find_command(argv[1]);
	if (command == NULL)
		return unknown_command(argv[1]);
	return command->run(app, argc - 1, argv + 1);
}

int
main(int argc, char **argv)
{
	struct app app = { 0 };
	int code;

	setlocale(LC_CTYPE, "");
	code = run(&app, argc, argv);
	app_clear(&app);
	/* A full disk behind stdout must not look like success. */
	if (fflush(stdout) != 0 && code == EX_OK)
		code = EX_IOERR;
	return code;
}
