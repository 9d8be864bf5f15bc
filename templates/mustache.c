/*
 * mustache.c - makes and frees the parts of a compiled template, for
 * mustache_compile.c, which fills them.
 */
#include "templates/mustache_internal.h"

static void
op_clear(gpointer data)
{
	struct mustache_op *op = data;

	g_free(op->name);
	g_strfreev(op->steps);
}

static void
program_free(gpointer data)
{
	struct mustache_program *program = data;

	g_free(program->name);
	g_free(program->source);
	g_array_unref(program->ops);
	g_free(program);
}

struct mustache *
mustache_new(void)
{
	struct mustache *mustache = g_new(struct mustache, 1);

	mustache->programs = g_ptr_array_new_with_free_func(program_free);
	return mustache;
}

struct mustache_program *
mustache_program_add(struct mustache *mustache, const char *name,
    const char *text)
{
	struct mustache_program *program = g_new0(struct mustache_program, 1);

	program->name = g_strdup(name);
	program->source = g_strdup(text);
	program->ops = g_array_new(FALSE, TRUE, sizeof(struct mustache_op));
	g_array_set_clear_func(program->ops, op_clear);
	g_ptr_array_add(mustache->programs, program);
	return program;
}

void
mustache_free(struct mustache *mustache)
{
	if (mustache == NULL)
		return;
	g_ptr_array_unref(mustache->programs);
	g_free(mustache);
}
