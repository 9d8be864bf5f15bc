/*
 * metrics.c - see metrics.h: the counters of this process. Called by works.c,
 * daemon.c and webhooks.c. What is in the store is gauges.c's.
 */
#include "cli/metrics.h"

#include <string.h>

#include "cli/metrics_line.h"
#include "config-host.h"

#define VERDICTS (VERDICT_CANCELLED + 1)

/* Of one provider; "none" had what ended before any had it. */
struct sends {
	guint64 verdicts[VERDICTS];
};

/* Of the process, whatever configuration is in force. */
static GHashTable *sends; /* provider -> struct sends */
static guint64 turns;
static gint64 turns_us, longest_turn_us;

static const char *const verdict_names[VERDICTS] = {
	[VERDICT_SENT] = "sent",
	[VERDICT_RETRY] = "deferred",
	[VERDICT_FAILED] = "failed",
	[VERDICT_IN_DOUBT] = "in doubt",
	[VERDICT_EXPIRED] = "expired",
	[VERDICT_SUPPRESSED] = "suppressed",
	[VERDICT_CANCELLED] = "cancelled",
};

void
metrics_count_send(const struct drip_report *report)
{
	const char *provider = report->provider != NULL ? report->provider :
							  "none";
	struct sends *of;

	if (sends == NULL)
		sends = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
		    g_free);
	of = g_hash_table_lookup(sends, provider);
	if (of == NULL) {
		of = g_new0(struct sends, 1);
		g_hash_table_insert(sends, g_strdup(provider), of);
	}
	of->verdicts[report->verdict]++;
}

void
metrics_count_turn(gint64 turn_us)
{
	turns++;
	turns_us += turn_us;
	longest_turn_us = MAX(longest_turn_us, turn_us);
}

static void
write_sends(GString *out)
{
	g_autoptr(GList) names = sends != NULL ? g_hash_table_get_keys(sends) :
						 NULL;

	metrics_family(out, "dripscore_messages_total", "counter",
	    "Messages that a provider had, by what became of them; none: no "
	    "provider had them.");
	names = g_list_sort(names, (GCompareFunc)strcmp);
	for (const GList *each = names; each != NULL; each = each->next) {
		const struct sends *of = g_hash_table_lookup(sends, each->data);

		for (guint i = 0; i < VERDICTS; i++)
			metrics_line(out, "dripscore_messages_total",
			    "provider", each->data, "outcome", verdict_names[i],
			    (double)of->verdicts[i]);
	}
}

static void
write_turns(GString *out)
{
	metrics_family(out, "dripscore_loop_turn_seconds", "summary",
	    "Turns of the loop, and how long they took.");
	metrics_line(out, "dripscore_loop_turn_seconds_sum", NULL, NULL, NULL,
	    NULL, (double)turns_us / G_USEC_PER_SEC);
	metrics_line(out, "dripscore_loop_turn_seconds_count", NULL, NULL, NULL,
	    NULL, (double)turns);
	metrics_one(out, "dripscore_loop_turn_seconds_max", "gauge",
	    "The longest turn since the last time this was asked.",
	    (double)longest_turn_us / G_USEC_PER_SEC);
	longest_turn_us = 0;
}

char *
metrics_write(GBytes *gauges)
{
	GString *out = g_string_new(NULL);
	gboolean is_up = gauges != NULL && g_bytes_get_size(gauges) > 0;

	metrics_family(out, "dripscore_build_info", "gauge",
	    "The version, as a label; always 1.");
	metrics_line(out, "dripscore_build_info", "version", PACKAGE_VERSION,
	    NULL, NULL, 1);
	write_sends(out);
	write_turns(out);
	metrics_one(out, "dripscore_store_up", "gauge",
	    "1: the store could be read; 0: what it holds is missing here.",
	    is_up ? 1 : 0);
	if (is_up)
		g_string_append_len(out, g_bytes_get_data(gauges, NULL),
		    (gssize)g_bytes_get_size(gauges));
	return g_string_free(out, FALSE);
}
