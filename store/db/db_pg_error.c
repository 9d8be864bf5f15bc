/*
 * db_pg_error.c - what PostgreSQL's failures are to us: the code and the words.
 *
 * The SQL is named, and what the server says of it; not its DETAIL, which
 * quotes rows, nor what it says of a value.
 */
#include <string.h>

#include "base/errors.h"
#include "store/db/db_pg.h"

#define STATE_LETTERS 5

/* The first that begins the SQLSTATE; the rest is our own mistake. */
static const struct {
	const char *begin;
	enum dripscore_error kind;
} kinds[] = {
	{ "08", DRIPSCORE_ERROR_LATER },     /* connection */
	{ "25006", DRIPSCORE_ERROR_LATER },  /* a standby, after a failover */
	{ "25P03", DRIPSCORE_ERROR_LATER },  /* idle in a transaction */
	{ "28", DRIPSCORE_ERROR_CONFIG },    /* user, password */
	{ "3D", DRIPSCORE_ERROR_CONFIG },    /* no such database */
	{ "3F", DRIPSCORE_ERROR_CONFIG },    /* no such schema */
	{ "40", DRIPSCORE_ERROR_LATER },     /* serialization, deadlock */
	{ "42501", DRIPSCORE_ERROR_CONFIG }, /* rights */
	{ "53", DRIPSCORE_ERROR_LATER },     /* disk, memory, connections */
	{ "55006", DRIPSCORE_ERROR_LATER },  /* in use */
	{ "55P03", DRIPSCORE_ERROR_LATER },  /* lock_timeout */
	{ "57", DRIPSCORE_ERROR_LATER },     /* the operator intervenes */
	{ "58", DRIPSCORE_ERROR_IO },
	{ "XX001", DRIPSCORE_ERROR_DATA }, /* damaged */
	{ "XX002", DRIPSCORE_ERROR_DATA },
};

int
db_pg_kind(const char *state)
{
	if (state == NULL)
		return DRIPSCORE_ERROR_LATER;
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (g_str_has_prefix(state, kinds[i].begin))
			return (int)kinds[i].kind;
	}
	return DRIPSCORE_ERROR_SOFTWARE;
}

GError *
db_pg_error(const struct db_pg *self, const PGresult *result, const char *sql)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *said = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	int kind = db_pg_kind(state);

	if (state == NULL)
		said = "the connection is lost";
	else if (said == NULL || g_str_has_prefix(state, "22"))
		said = "a value is refused"; /* and would be quoted */
	if (g_strcmp0(state, "55P03") == 0)
		said = "another process is writing";
	if (kind == DRIPSCORE_ERROR_LATER || sql == NULL)
		return g_error_new(DRIPSCORE_ERROR, kind, "store %s: %s",
		    self->name, said);
	return g_error_new(DRIPSCORE_ERROR, kind, "store %s: %s: %s (%s)",
	    self->name, sql, said, state);
}

static gboolean
is_state(const char *text)
{
	gsize n = 0;

	while (n < STATE_LETTERS &&
	    (g_ascii_isdigit(text[n]) || g_ascii_isupper(text[n])))
		n++;
	return n == STATE_LETTERS && text[n] == ':';
}

/*
 * "FATAL:  28P01: password ...", whatever FATAL is in the server's language.
 * The last is that of the last host that was tried.
 */
static char *
state_in(const char *said)
{
	char *state = NULL;

	for (const char *at = strstr(said, ":  "); at != NULL;
	     at = strstr(at + 1, ":  ")) {
		if (!is_state(at + 3))
			continue;
		g_free(state);
		state = g_strndup(at + 3, STATE_LETTERS);
	}
	return state;
}

/* "FATAL:  28P01: " is for us, not for people. */
static void
drop_state(char *line)
{
	char *at = strstr(line, ":  ");
	char *end;

	while (at != NULL && !is_state(at + 3))
		at = strstr(at + 1, ":  ");
	if (at == NULL)
		return;
	end = at + 3 + STATE_LETTERS + 1;
	while (*end == ' ')
		end++;
	while (at > line && at[-1] != ' ')
		at--;
	memmove(at, end, strlen(end) + 1);
}

/* On one line, without where in its source the server says so. */
static char *
one_line(const char *said)
{
	g_auto(GStrv) lines = g_strsplit(said, "\n", -1);
	GString *line = g_string_new(NULL);

	for (guint i = 0; lines[i] != NULL; i++) {
		g_strstrip(lines[i]);
		if (lines[i][0] == '\0' || strstr(lines[i], ".c:") != NULL)
			continue;
		drop_state(lines[i]);
		g_string_append_printf(line, "%s%s", line->len > 0 ? "; " : "",
		    lines[i]);
	}
	return g_string_free(line, FALSE);
}

GError *
db_pg_connect_error(const struct db_pg *self, const char *said)
{
	g_autofree char *state = state_in(said);
	g_autofree char *line = one_line(said);
	int kind = state != NULL ? db_pg_kind(state) :
				   (int)DRIPSCORE_ERROR_UNAVAILABLE;

	if (PQconnectionNeedsPassword(self->connection))
		kind = DRIPSCORE_ERROR_CONFIG;
	if (kind == DRIPSCORE_ERROR_LATER || kind == DRIPSCORE_ERROR_SOFTWARE)
		kind = DRIPSCORE_ERROR_UNAVAILABLE;
	return g_error_new(DRIPSCORE_ERROR, kind, "store %s: %s%s", self->name,
	    line,
	    state != NULL && g_str_has_prefix(state, "3D") ?
		"; createdb makes it" :
		"");
}
