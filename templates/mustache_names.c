/*
 * mustache_names.c - walks over the names in a compiled template, for whoever
 * checks that they are known; nothing is rendered.
 */
#include "templates/mustache_internal.h"

struct walk {
	mustache_name_seen seen;
	gpointer user;
	GHashTable *visited; /* partials, each walked where it is used first */
	GPtrArray *sections; /* const char *: the open ones, and a NULL */
};

static void
sections_cut(GPtrArray *sections, guint n)
{
	g_ptr_array_set_size(sections, (int)n);
	g_ptr_array_add(sections, NULL);
}

static void
sections_push(GPtrArray *sections, const char *name)
{
	sections->pdata[sections->len - 1] = (gpointer)name;
	g_ptr_array_add(sections, NULL);
}

/* Deep as partials name each other, at most MUSTACHE_PARTIALS_MAX. */
static void
walk_program(struct walk *walk, const struct mustache_program *program)
{
	g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(guint));
	guint outer = walk->sections->len - 1;

	for (guint i = 0; i < program->ops->len; i++) {
		const struct mustache_op *op = mustache_op_at(program, i);
		struct mustache_name name = { .name = op->name,
			.line = op->line,
			.partial = program->name,
			.section = op->kind == OP_SECTION ||
			    op->kind == OP_INVERTED,
			.is_partial = op->kind == OP_PARTIAL };

		while (ends->len > 0 &&
		    i >= g_array_index(ends, guint, ends->len - 1)) {
			g_array_set_size(ends, ends->len - 1);
			sections_cut(walk->sections, outer + ends->len);
		}
		if (op->name == NULL)
			continue;
		name.sections = (const char *const *)walk->sections->pdata;
		walk->seen(&name, walk->user);
		if (op->kind == OP_SECTION) {
			g_array_append_val(ends, op->end);
			sections_push(walk->sections, op->name);
		}
		if (op->partial != NULL &&
		    g_hash_table_add(walk->visited, (gpointer)op->partial))
			walk_program(walk, op->partial);
	}
	sections_cut(walk->sections, outer);
}

void
mustache_names(const struct mustache *mustache, mustache_name_seen seen,
    gpointer user)
{
	g_autoptr(GHashTable) visited = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) sections = g_ptr_array_new();
	struct walk walk = { .seen = seen,
		.user = user,
		.visited = visited,
		.sections = sections };

	g_ptr_array_add(sections, NULL);
	walk_program(&walk, g_ptr_array_index(mustache->programs, 0));
}
