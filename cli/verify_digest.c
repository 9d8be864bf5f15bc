/*
 * verify_digest.c - see verify_digest.h. What is proven is
 * store/answers/proof.h's.
 */
#include "cli/verify_digest.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/timezone.h"
#include "store/answers/proof.h"

#define DAY_S (24 * 60 * (gint64)60)

static char *
day_text(gint32 day)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(day * DAY_S);

	return g_date_time_format(date, "%Y-%m-%d");
}

static gboolean
is_seal(const char *text)
{
	return strlen(text) == SEAL_DIGITS &&
	    strspn(text, "0123456789abcdefABCDEF") == SEAL_DIGITS;
}

static gboolean
read_day(const char *text, gint32 *day)
{
	g_autofree char *whole = g_strconcat(text, "T00:00:00Z", NULL);
	g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(whole, NULL);

	if (date == NULL || strlen(text) != strlen("2026-11-15"))
		return FALSE;
	*day = (gint32)(g_date_time_to_unix(date) / DAY_S);
	return TRUE;
}

static gint64
sum_of(const gint64 n[11])
{
	gint64 sum = 0;

	for (guint i = 0; i < 11; i++)
		sum += n[i];
	return sum;
}

static void
print_counts(const struct proof_part *part)
{
	printf("  %s: it showed %" G_GINT64_FORMAT
	       " answers, and the chain has %" G_GINT64_FORMAT " (",
	    part->shown->touchpoint, sum_of(part->shown->n), sum_of(part->n));
	for (guint i = 0, told = 0; i < 11; i++) {
		if (part->n[i] != part->shown->n[i])
			printf("%sscore %u: %" G_GINT64_FORMAT
			       " shown, %" G_GINT64_FORMAT " there",
			    told++ > 0 ? "; " : "", i, part->shown->n[i],
			    part->n[i]);
	}
	puts(")");
}

static void
print_part(const struct proof_part *part)
{
	const struct seal_part *shown = part->shown;

	if (part->broken_id != 0)
		printf("  %s: its chain breaks at response %" G_GINT64_FORMAT
		       "; `dripscore verify` says more\n",
		    shown->touchpoint, part->broken_id);
	if (!part->ends)
		printf("  %s: its chain ended with response %" G_GINT64_FORMAT
		       " then, and that is not there as it was: it, or what "
		       "came before it, was written again or taken out\n",
		    shown->touchpoint, shown->response_id);
	if (!part->agrees)
		print_counts(part);
}

static char *
period_of(const struct proof *proof)
{
	gint32 since = G_MAXINT32, until = G_MININT32;
	g_autofree char *first = NULL;
	g_autofree char *last = NULL;

	for (guint i = 0; i < proof->seal->parts->len; i++) {
		const struct seal_part *part = proof->seal->parts->pdata[i];

		since = MIN(since, part->since_day);
		until = MAX(until, part->until_day);
	}
	if (since >= until)
		return g_strdup("no days");
	first = day_text(since);
	last = day_text(until - 1);
	return g_strdup_printf("%s to %s", first, last);
}

static void
print_proof(const struct proof *proof)
{
	g_autofree char *period = period_of(proof);
	const struct seal *seal = proof->seal;

	if (proof->holds) {
		printf("the digest of %s of %s is proven: %" G_GINT64_FORMAT
		       " answer%s at %u touchpoint%s, as the chains have them "
		       "(seal %s)\n",
		    seal->team, period, proof->answers,
		    proof->answers == 1 ? "" : "s", proof->parts->len,
		    proof->parts->len == 1 ? "" : "s", seal->text);
		return;
	}
	printf("the digest of %s of %s is not proven (seal %s):\n", seal->team,
	    period, seal->text);
	if (strcmp(proof->text, seal->text) != 0)
		printf("  what is stored of it has the seal %s: its numbers, "
		       "or where its chains ended, were written again\n",
		    proof->text);
	for (guint i = 0; i < proof->parts->len; i++)
		print_part(&g_array_index(proof->parts, struct proof_part, i));
}

static json_t *
counts_json(const gint64 n[11])
{
	json_t *array = json_array();

	for (guint i = 0; i < 11; i++)
		json_array_append_new(array, json_integer(n[i]));
	return array;
}

static void
print_json(const struct proof *proof)
{
	json_t *parts = json_array();
	json_t *object;

	for (guint i = 0; i < proof->parts->len; i++) {
		const struct proof_part *part = &g_array_index(proof->parts,
		    struct proof_part, i);
		g_autofree char *since = day_text(part->shown->since_day);
		g_autofree char *until = day_text(part->shown->until_day);

		json_array_append_new(parts,
		    json_pack("{s:s, s:s, s:s, s:o, s:o, s:b, s:o}",
			"touchpoint", part->shown->touchpoint, "since", since,
			"until", until, "shown", counts_json(part->shown->n),
			"chain", counts_json(part->n), "chain_ends_as_noted",
			(int)part->ends, "broken_at",
			part->broken_id != 0 ? json_integer(part->broken_id) :
					       json_null()));
	}
	object = json_pack("{s:s, s:s, s:s, s:b, s:I, s:o}", "team",
	    proof->seal->team, "seal", proof->seal->text, "seal_of_the_store",
	    proof->text, "proven", (int)proof->holds, "answers",
	    (json_int_t)proof->answers, "touchpoints", parts);
	json_dumpf(object, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(object);
}

/* EX_OK and *seal; or an exit code, and it was said why. */
static int
find(struct app *app, const struct digest_asked *asked, struct seal **seal)
{
	g_autofree char *lower = g_ascii_strdown(asked->digest, -1);
	g_autoptr(GError) error = NULL;
	gint64 until_at = 0;
	gint32 day;
	gboolean ok;

	if (is_seal(lower)) {
		if (!seal_find_text(app->store, lower, seal, &error))
			return app_fail(error);
		return *seal != NULL ? EX_OK : app_fail_with(EX_DATAERR,
		    "no digest in this store has the seal %s: it is mistyped, "
		    "or the store was written again since", lower);
	}
	if (asked->until != NULL && !read_day(asked->until, &day))
		return app_fail_with(EX_USAGE,
		    "\"%s\" is no day; --until takes YYYY-MM-DD, the last day "
		    "that the digest looks at", asked->until);
	ok = asked->until == NULL ||
	    store_digest_until(app->store, asked->digest, day, &until_at,
		&error);
	if (ok && (asked->until == NULL || until_at != 0))
		ok = seal_find(app->store, asked->digest, until_at, seal,
		    &error);
	if (!ok)
		return app_fail(error);
	return *seal != NULL ? EX_OK : app_fail_with(EX_DATAERR,
	    "there is no digest of a team \"%s\"%s%s that has a seal",
	    asked->digest, asked->until != NULL ? " up to " : "",
	    asked->until != NULL ? asked->until : "");
}

int
verify_digest(struct app *app, const struct digest_asked *asked)
{
	struct seal *seal = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(proof) proof = NULL;
	int code = find(app, asked, &seal);

	if (code != EX_OK)
		return code;
	proof = store_prove(app->store, seal, &error);
	if (proof == NULL)
		return app_fail(error);
	if (asked->json)
		print_json(proof);
	else
		print_proof(proof);
	return proof->holds ? EX_OK : EX_DATAERR;
}
