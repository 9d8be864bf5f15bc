/*
 * verify.c - `dripscore verify`: recounts the store, and prints what it found.
 *
 * What is looked for is store/verify/verify.h's. It reads one snapshot, beside
 * a daemon that writes.
 */
#include <jansson.h>
#include <stdio.h>

#include "cli/app.h"
#include "cli/verify.h"
#include "cli/verify_digest.h"

#define TOLD_OF_A_KIND 20

static struct {
	gboolean full, json;
	char *digest, *until;
} given;

static const GOptionEntry entries[] = {
	{ "full", 0, 0, G_OPTION_ARG_NONE, &given.full,
	    "Compare every index with its table too", NULL },
	{ "json", 0, 0, G_OPTION_ARG_NONE, &given.json, "As JSON", NULL },
	{ "digest", 0, 0, G_OPTION_ARG_STRING, &given.digest,
	    "Prove the numbers of a digest from the chains of answers: the one "
	    "with this seal, or a team's latest", "SEAL|TEAM" },
	{ "until", 0, 0, G_OPTION_ARG_STRING, &given.until,
	    "The team's digest that looks at the days up to this one", "DAY" },
	{ 0 },
};

static void
print_count(const char *what, gint64 n)
{
	printf("  %-22s %8" G_GINT64_FORMAT "\n", what, n);
}

static void
print_heading(const char *what, gint64 n)
{
	printf("%-24s %8" G_GINT64_FORMAT "\n", what, n);
}

static void
print_events(const struct verification *found)
{
	gint64 asking = found->events_asking - found->events_moved;

	print_heading("Events", found->events);
	print_count("led to invitations", asking);
	print_count("led to none",
	    found->events - found->events_waiting - asking);
	print_count("not judged yet", found->events_waiting);
}

static void
print_invitations(const struct verification *found)
{
	gint64 sum = 0;

	for (guint i = 0; i < INVITATION_STATES; i++)
		sum += found->invitations[i];
	print_heading("\nInvitations", sum);
	for (guint i = 0; i < INVITATION_STATES; i++)
		print_count(invitation_state_name((enum invitation_state)i),
		    found->invitations[i]);
}

static void
print_messages(const struct verification *found)
{
	print_heading("\nMessages", found->messages);
	print_count("due", found->due);
	print_count("leased", found->leased);
	print_count("parked", found->parked);
	print_count("in line", found->in_line);
	print_count("being sent", found->open);
	print_count("in doubt", found->in_doubt);
	print_count("ended", found->ended);
}

static void
print_rest(const struct verification *found)
{
	print_heading("\nReplies", found->replies);
	print_count("not read yet", found->replies_new);
	print_count("set aside", found->replies_aside);
	print_heading("\nResponses", found->responses);
	print_count("that count", found->responses - found->superseded);
	print_count("superseded", found->superseded);
	print_count("chains of hashes", found->chains);
	if (found->unlinked > 0)
		printf("  anonymous answers wait until they are enough\n");
}

static void
print_breach(const struct verify_breach *breach)
{
	printf("\nPromised: %s. But:\n", breach->promise);
	for (guint i = 0; i < breach->faults->len; i++) {
		const struct verify_fault *fault = breach->faults->pdata[i];

		if (fault->id != 0)
			printf("  %s %" G_GINT64_FORMAT ": %s\n", fault->table,
			    fault->id, fault->found);
		else
			printf("  %s: %s\n", fault->table, fault->found);
	}
	if (breach->n > breach->faults->len)
		printf("  ... and %" G_GINT64_FORMAT " more\n",
		    breach->n - breach->faults->len);
}

void
verify_print(const struct verification *found)
{
	for (guint i = 0; i < found->breaches->len; i++)
		print_breach(found->breaches->pdata[i]);
	if (found->breaches->len > 0)
		putchar('\n');
	if (found->n_faults == 0)
		printf("%" G_GINT64_FORMAT " rows read: no fault.\n",
		    found->rows);
	else
		printf("%" G_GINT64_FORMAT " rows read: %" G_GINT64_FORMAT
		       " fault%s.\n",
		    found->rows, found->n_faults,
		    found->n_faults == 1 ? "" : "s");
}

static json_t *
breach_json(const struct verify_breach *breach)
{
	json_t *faults = json_array();

	for (guint i = 0; i < breach->faults->len; i++) {
		const struct verify_fault *fault = breach->faults->pdata[i];

		json_array_append_new(faults,
		    json_pack("{s:s, s:o, s:s}", "table", fault->table, "id",
			fault->id != 0 ? json_integer(fault->id) : json_null(),
			"found", fault->found));
	}
	return json_pack("{s:s, s:I, s:o}", "promise", breach->promise, "n",
	    (json_int_t)breach->n, "faults", faults);
}

static json_t *
invitations_json(const struct verification *found)
{
	json_t *states = json_object();

	for (guint i = 0; i < INVITATION_STATES; i++)
		json_object_set_new(states,
		    invitation_state_name((enum invitation_state)i),
		    json_integer(found->invitations[i]));
	return states;
}

#define INT(member) (json_int_t)(found->member)

static void
print_json(const struct verification *found)
{
	json_t *breaches = json_array();
	json_t *object;

	for (guint i = 0; i < found->breaches->len; i++)
		json_array_append_new(breaches,
		    breach_json(found->breaches->pdata[i]));
	object = json_pack("{s:I, s:I, s:I, s:I, s:o,"
			   " s:{s:I, s:I, s:I, s:I, s:I, s:I, s:I},"
			   " s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}",
	    "events", INT(events), "events_waiting", INT(events_waiting),
	    "events_asking", INT(events_asking), "events_moved",
	    INT(events_moved), "invitations", invitations_json(found),
	    "messages", "due", INT(due), "leased", INT(leased), "parked",
	    INT(parked), "in line", INT(in_line), "being sent", INT(open),
	    "in doubt", INT(in_doubt), "ended", INT(ended), "attempts",
	    INT(attempts), "replies", INT(replies), "replies_new",
	    INT(replies_new), "replies_aside", INT(replies_aside), "responses",
	    INT(responses), "superseded", INT(superseded), "rows", INT(rows),
	    "faults", INT(n_faults), "breaches", breaches);
	json_dumpf(object, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(object);
}

static int
verify(struct app *app)
{
	const struct verify_options options = { .full = given.full,
		.limit = TOLD_OF_A_KIND };
	g_autoptr(GError) error = NULL;
	g_autoptr(verification)
	    found = store_verify(app->store, &options, &error);

	if (found == NULL)
		return app_fail(error);
	if (given.json) {
		print_json(found);
	} else {
		print_events(found);
		print_invitations(found);
		print_messages(found);
		print_rest(found);
		putchar('\n');
		verify_print(found);
	}
	return found->n_faults == 0 ? EX_OK : EX_DATAERR;
}

static int
look(struct app *app)
{
	const struct digest_asked asked = { given.digest, given.until,
		given.json };

	return given.digest != NULL ? verify_digest(app, &asked) : verify(app);
}

static int
run(struct app *app, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int code;

	if (!command_parse(&command_verify, entries, &argc, &argv))
		return EX_USAGE;
	if (given.until != NULL && given.digest == NULL)
		return app_fail_with(EX_USAGE,
		    "--until goes with --digest TEAM");
	if (argc > 2)
		return app_fail_with(EX_USAGE,
		    "verify takes one url of a store, or none; see "
		    "`dripscore verify --help`");
	if (argc == 1) {
		code = app_open(app, FALSE);
		return code == EX_OK ? look(app) : code;
	}
	app->store = store_open(argv[1], FALSE, &error);
	return app->store != NULL ? look(app) : app_fail(error);
}

const struct command command_verify = {
	.name = "verify",
	.arguments = "[URL]",
	.summary = "Recount the store: each intent once, each sum right",
	.run = run,
};
