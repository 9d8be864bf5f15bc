/*
 * group.c - sums of tallies: by touchpoint, team and value. The quarters of a
 * number are quartile.c's. See group.h.
 */
#include "scores/figures/group.h"

#include <string.h>

void
group_free(struct group *group)
{
	if (group == NULL)
		return;
	g_free(group->name);
	g_free(group);
}

gint64
group_answers(const struct tally *tally)
{
	gint64 answers = 0;

	for (gsize score = 0; score < G_N_ELEMENTS(tally->n); score++)
		answers += tally->n[score];
	return answers;
}

void
group_add_tally(struct tally *sum, const struct tally *tally)
{
	for (gsize score = 0; score < G_N_ELEMENTS(tally->n); score++)
		sum->n[score] += tally->n[score];
	sum->commented += tally->commented;
	sum->sent += tally->sent;
	sum->answered += tally->answered;
}

static GPtrArray *
groups_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)group_free);
}

/* The group of that name; a new one if there is none. by_name borrows. */
static struct group *
group_of(GPtrArray *groups, GHashTable *by_name, const char *name)
{
	struct group *group = g_hash_table_lookup(by_name, name);

	if (group == NULL) {
		group = g_new0(struct group, 1);
		group->name = g_strdup(name);
		g_hash_table_insert(by_name, group->name, group);
		g_ptr_array_add(groups, group);
	}
	return group;
}

static void
group_add(struct group *group, const struct tallies *tallies,
    const struct tally_row *row)
{
	if (row->bucket == tallies->now)
		group_add_tally(&group->now, &row->tally);
	else if (row->bucket + 1 == tallies->now)
		group_add_tally(&group->before, &row->tally);
}

GPtrArray *
group_by_touchpoint(const struct tallies *tallies,
    const struct group_choice *choice)
{
	GPtrArray *groups = groups_new();
	g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash,
	    g_str_equal);

	for (const char *const *name = choice->touchpoints;
	     name != NULL && *name != NULL; name++)
		group_of(groups, by_name, *name);
	for (guint i = 0; i < tallies->rows->len; i++) {
		const struct tally_row *row = tallies->rows->pdata[i];
		gboolean known = g_hash_table_contains(by_name,
		    row->touchpoint);

		/* What has no answer any more is not looked for. */
		if (known || (choice->others && row->bucket == tallies->now))
			group_of(groups, by_name, row->touchpoint);
	}
	for (guint i = 0; i < tallies->rows->len; i++) {
		const struct tally_row *row = tallies->rows->pdata[i];
		struct group *group = g_hash_table_lookup(by_name,
		    row->touchpoint);

		if (group != NULL)
			group_add(group, tallies, row);
	}
	return groups;
}

static gboolean
is_of_team(const struct team *team, const char *touchpoint)
{
	return *team->touchpoints == NULL ||
	    g_strv_contains((const char *const *)team->touchpoints, touchpoint);
}

GPtrArray *
group_by_team(const struct tallies *tallies, const GPtrArray *teams)
{
	GPtrArray *groups = groups_new();

	for (guint i = 0; i < teams->len; i++) {
		const struct team *team = teams->pdata[i];
		struct group *group = g_new0(struct group, 1);

		group->name = g_strdup(team->name);
		g_ptr_array_add(groups, group);
		for (guint k = 0; k < tallies->rows->len; k++) {
			const struct tally_row *row = tallies->rows->pdata[k];

			if (is_of_team(team, row->touchpoint))
				group_add(group, tallies, row);
		}
	}
	return groups;
}

static int
by_answers(gconstpointer a, gconstpointer b)
{
	const struct group *one = *(const struct group *const *)a;
	const struct group *other = *(const struct group *const *)b;
	gint64 answers = group_answers(&one->now);
	gint64 others = group_answers(&other->now);

	if (one->rest != other->rest)
		return one->rest ? 1 : -1;
	if (answers != others)
		return answers > others ? -1 : 1;
	return strcmp(one->name, other->name);
}

GPtrArray *
group_by_value(const struct tallies *tallies)
{
	GPtrArray *groups = groups_new();
	g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash,
	    g_str_equal);

	for (guint i = 0; i < tallies->rows->len; i++) {
		const struct tally_row *row = tallies->rows->pdata[i];
		struct group *group = group_of(groups, by_name, row->value);

		group->rest = *row->value == '\0';
		group_add(group, tallies, row);
	}
	g_ptr_array_sort(groups, by_answers);
	return groups;
}

struct group
group_sum(const GPtrArray *groups)
{
	struct group sum = { 0 };

	for (guint i = 0; i < groups->len; i++) {
		const struct group *group = groups->pdata[i];

		group_add_tally(&sum.now, &group->now);
		group_add_tally(&sum.before, &group->before);
	}
	return sum;
}

guint
group_hide_small(GPtrArray *groups, guint min_answers)
{
	guint hidden = 0;

	for (guint i = groups->len; i > 0; i--) {
		struct group *group = groups->pdata[i - 1];

		if (group_answers(&group->before) < min_answers)
			group->before = (struct tally){ 0 };
		if (group_answers(&group->now) >= min_answers)
			continue;
		/* A rest of nobody is no group. */
		hidden += group_answers(&group->now) > 0 ? 1 : 0;
		g_ptr_array_remove_index(groups, i - 1);
	}
	return hidden;
}
