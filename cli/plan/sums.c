/*
 * sums.c - the counts of a plan: by day and hour, by touchpoint and
 * channel, by reason. It prints nothing: page.c, ics.c do.
 */
#include "cli/plan/plan.h"

#include <string.h>

#include "base/timezone.h"
#include "cli/reason_kind.h"

#define HOUR_S (60 * 60)

static GTimeZone *
zone_of(const struct plan *plan)
{
	return plan->settings->organisation.zone;
}

static void
count_one(struct plan_count *count, enum message_kind kind)
{
	if (kind == MESSAGE_INVITATION)
		count->asked++;
	else if (kind == MESSAGE_REMINDER)
		count->reminders++;
	else if (kind == MESSAGE_NUDGE)
		count->nudges++;
	else
		count->others++;
}

static void
add_counts(struct plan_sums *sums, const struct settings *settings)
{
	for (guint i = 0; i < settings->touchpoints->len; i++) {
		const struct touchpoint *touchpoint =
		    settings->touchpoints->pdata[i];

		for (guint j = 0; j < touchpoint->n_channels; j++) {
			struct plan_count *count = g_new0(struct plan_count,
			    1);

			count->touchpoint = touchpoint->name;
			count->channel = touchpoint->channels[j];
			g_ptr_array_add(sums->counts, count);
		}
	}
}

static struct plan_count *
find_count(const struct plan_sums *sums, const struct plan_send *send)
{
	for (guint i = 0; i < sums->counts->len; i++) {
		struct plan_count *count = sums->counts->pdata[i];

		if (count->channel == send->channel &&
		    g_strcmp0(count->touchpoint, send->touchpoint) == 0)
			return count;
	}
	return NULL;
}

static void
count_hour(gint64 begins_at, GHashTable *hours)
{
	gint64 *hour = g_new(gint64, 1);
	gint64 *n;

	*hour = begins_at;
	n = g_hash_table_lookup(hours, hour);
	if (n == NULL) {
		n = g_new0(gint64, 1);
		g_hash_table_insert(hours, hour, n);
	} else {
		g_free(hour);
	}
	++*n;
}

/* The first of them, if there are several. */
static void
find_busiest(struct plan_sums *sums, GHashTable *hours)
{
	GHashTableIter each;
	gpointer key, value;

	g_hash_table_iter_init(&each, hours);
	while (g_hash_table_iter_next(&each, &key, &value)) {
		gint64 at = *(const gint64 *)key;
		gint64 n = *(const gint64 *)value;

		if (n < sums->busiest_n ||
		    (n == sums->busiest_n && at >= sums->busiest_at))
			continue;
		sums->busiest_n = n;
		sums->busiest_at = at;
	}
}

static void
count_sends(struct plan_sums *sums, const struct plan *plan)
{
	g_autoptr(GHashTable) hours = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, g_free);
	guint n = (guint)(sums->last_day - sums->first_day + 1);

	sums->asked = g_new0(gint64, n);
	sums->others = g_new0(gint64, n);
	for (guint i = 0; i < plan->sends->len; i++) {
		const struct plan_send *send = &g_array_index(plan->sends,
		    struct plan_send, i);
		struct plan_count *count = find_count(sums, send);
		struct local_time local;
		gint32 day;

		timezone_to_local(zone_of(plan), send->at, &local);
		day = timezone_local_day(&local) - sums->first_day;
		(send->kind == MESSAGE_INVITATION ? sums->asked :
						    sums->others)[day]++;
		sums->by_hour[local.hour]++;
		count_hour(send->at - 60 * local.minute - local.second, hours);
		count_one(&sums->all, send->kind);
		if (count != NULL)
			count_one(count, send->kind);
	}
	find_busiest(sums, hours);
}

static void
group_free(gpointer data)
{
	struct plan_group *group = data;

	g_array_unref(group->waits);
	g_free(group->what);
	g_free(group->reason);
	g_free(group);
}

/* The key is owned by the groups. */
static struct plan_group *
find_group(GHashTable *by_key, GPtrArray *groups, const char *what,
    const char *reason)
{
	g_autofree char *common = reason_kind(reason);
	g_autofree char *key = g_strconcat(what, "\n", common, NULL);
	struct plan_group *group = g_hash_table_lookup(by_key, key);

	if (group != NULL)
		return group;
	group = g_new0(struct plan_group, 1);
	group->waits = g_array_new(FALSE, FALSE, sizeof(gint64));
	group->what = g_strdup(what);
	group->reason = g_steal_pointer(&common);
	g_hash_table_insert(by_key, g_steal_pointer(&key), group);
	g_ptr_array_add(groups, group);
	return group;
}

static int
compare_groups(gconstpointer one, gconstpointer other)
{
	const struct plan_group *a = *(struct plan_group *const *)one;
	const struct plan_group *b = *(struct plan_group *const *)other;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return strcmp(a->reason, b->reason);
}

static gboolean
ends_unasked(const struct plan_end *end)
{
	return end->sent_at == 0 &&
	    (end->state == INVITATION_CANCELLED ||
		end->state == INVITATION_EXPIRED ||
		end->state == INVITATION_FAILED ||
		end->state == INVITATION_SUPPRESSED);
}

static void
count_ends(struct plan_sums *sums, const struct plan *plan)
{
	g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);

	for (guint i = 0; i < plan->ends->len; i++) {
		const struct plan_end *end = &g_array_index(plan->ends,
		    struct plan_end, i);

		sums->n_waiting += end->state == INVITATION_SCHEDULED;
		if (!ends_unasked(end))
			continue;
		sums->n_unasked++;
		find_group(by_key, sums->unasked,
		    invitation_state_name(end->state), end->reason)
		    ->n++;
	}
	g_ptr_array_sort(sums->unasked, compare_groups);
}

static int
compare_seconds(gconstpointer one, gconstpointer other)
{
	gint64 a = *(const gint64 *)one;
	gint64 b = *(const gint64 *)other;

	return (a > b) - (a < b);
}

/* One that waits for the same again and again counts once. */
static void
group_waits(struct plan_sums *sums, const struct plan *plan)
{
	g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);

	for (guint i = 0; i < plan->waits->len; i++) {
		const struct plan_wait *wait = &g_array_index(plan->waits,
		    struct plan_wait, i);
		struct plan_group *group = find_group(by_key, sums->waits,
		    message_kind_name(wait->kind), wait->reason);
		gint64 seconds = wait->until_at - wait->at;

		g_array_append_val(group->waits, seconds);
		group->n += g_hash_table_add(seen,
		    g_strdup_printf("%p %" G_GINT64_FORMAT, (void *)group,
			wait->invitation_id));
	}
	for (guint i = 0; i < sums->waits->len; i++) {
		const struct plan_group *group = sums->waits->pdata[i];

		g_array_sort(group->waits, compare_seconds);
	}
	g_ptr_array_sort(sums->waits, compare_groups);
}

static void
count_deferred(struct plan_sums *sums, const struct plan *plan)
{
	g_autoptr(GHashTable) waited = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, NULL, g_free);
	GHashTableIter each;
	gpointer seconds;

	for (guint i = 0; i < plan->waits->len; i++) {
		struct plan_wait *wait = &g_array_index(plan->waits,
		    struct plan_wait, i);
		gint64 *sum = g_hash_table_lookup(waited,
		    &wait->invitation_id);

		if (wait->kind != MESSAGE_INVITATION)
			continue;
		if (sum == NULL) {
			sum = g_new0(gint64, 1);
			g_hash_table_insert(waited, &wait->invitation_id, sum);
		}
		*sum += wait->until_at - wait->at;
	}
	g_hash_table_iter_init(&each, waited);
	while (g_hash_table_iter_next(&each, NULL, &seconds)) {
		sums->n_deferred++;
		sums->n_long += *(const gint64 *)seconds > HOUR_S;
	}
}

struct plan_sums *
plan_sums_new(const struct plan *plan)
{
	struct plan_sums *sums = g_new0(struct plan_sums, 1);

	sums->first_day = timezone_day(zone_of(plan), plan->from_at);
	sums->last_day = timezone_day(zone_of(plan), plan->until_at);
	sums->counts = g_ptr_array_new_with_free_func(g_free);
	sums->unasked = g_ptr_array_new_with_free_func(group_free);
	sums->waits = g_ptr_array_new_with_free_func(group_free);
	add_counts(sums, plan->settings);
	count_sends(sums, plan);
	count_ends(sums, plan);
	group_waits(sums, plan);
	count_deferred(sums, plan);
	return sums;
}

void
plan_sums_free(struct plan_sums *sums)
{
	if (sums == NULL)
		return;
	g_free(sums->asked);
	g_free(sums->others);
	g_ptr_array_unref(sums->counts);
	g_ptr_array_unref(sums->unasked);
	g_ptr_array_unref(sums->waits);
	g_free(sums);
}
