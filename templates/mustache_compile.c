/*
 * mustache_compile.c - from the text of a template to the operations that
 * mustache_render.c runs through; reports what is wrong with the text.
 *
 * Partials are compiled once each, one after the other, so that a recursive
 * one costs nothing here. How far a partial is indented is left to rendering:
 * a recursive one may be indented further each time.
 */
#include "templates/mustache_internal.h"

#include <string.h>

#include "base/errors.h"

#define BLANKS " \t"
#define WHITE " \t\r\n"

struct compiler {
	struct mustache *mustache;
	mustache_partial partial;
	gpointer user;
	GHashTable *partials; /* name -> struct mustache_program, or NULL */

	struct mustache_program *program; /* the one at work */
	const char *at;			  /* what is not yet compiled */
	const char *counted;		  /* up to here lines are counted */
	guint line;
	GArray *sections;   /* guint: operations that opened one */
	char *open, *close; /* delimiters */
};

struct tag {
	char sigil;		 /* one of # ^ / > ! = & {, or 0: a variable */
	const char *start, *end; /* with delimiters; and with the white space
				  * of its line if it stands alone */
	const char *indentation; /* up to where the tag really begins */
	gsize indentation_n;
	char *name; /* what stands inside, stripped */
	guint line;
};

static gboolean G_GNUC_PRINTF(4, 5) fail(const struct compiler *compiler,
    guint line, GError **error, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list arguments;

	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (compiler->program->name != NULL)
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "partial %s, line %u: %s", compiler->program->name, line,
		    what);
	else
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_CONFIG,
		    "line %u: %s", line, what);
	return FALSE;
}

static guint
line_of(struct compiler *compiler, const char *place)
{
	for (; compiler->counted < place; compiler->counted++) {
		if (*compiler->counted == '\n')
			compiler->line++;
	}
	return compiler->line;
}

static gboolean
is_line_start(const struct compiler *compiler, const char *place)
{
	return place == compiler->program->source || place[-1] == '\n';
}

static void
emit(struct compiler *compiler, struct mustache_op op)
{
	g_array_append_val(compiler->program->ops, op);
}

/* Only the lines of partials may have to be indented. */
static void
emit_indent(struct compiler *compiler, const char *place)
{
	if (compiler->program->name != NULL && *place != '\0' &&
	    is_line_start(compiler, place))
		emit(compiler, (struct mustache_op){ .kind = OP_INDENT });
}

static void
emit_text(struct compiler *compiler, const char *from, const char *to)
{
	while (from < to) {
		const char *end = to;

		if (compiler->program->name != NULL) {
			end = memchr(from, '\n', (gsize)(to - from));
			end = end != NULL ? end + 1 : to;
		}
		emit_indent(compiler, from);
		emit(compiler,
		    (struct mustache_op){ .kind = OP_TEXT,
			.text = from,
			.n = (gsize)(end - from) });
		from = end;
	}
}

/*
 * A tag that prints nothing itself and stands alone takes its whole line with
 * it: the white space before it, and that behind it with the end of the line.
 */
static void
tag_widen(const struct compiler *compiler, struct tag *tag)
{
	const char *start = tag->start;
	const char *end = tag->end;

	if (tag->sigil == '\0' || strchr("#^/>!=", tag->sigil) == NULL)
		return;
	while (start > compiler->program->source &&
	    (start[-1] == ' ' || start[-1] == '\t'))
		start--;
	if (!is_line_start(compiler, start))
		return;
	end += strspn(end, BLANKS);
	if (end[0] == '\r' && end[1] == '\n')
		end++;
	if (*end != '\n' && *end != '\0')
		return;
	tag->indentation = start;
	tag->indentation_n = (gsize)(tag->start - start);
	tag->start = start;
	tag->end = *end == '\n' ? end + 1 : end;
}

/* start: at an opening delimiter. The tag's name is the caller's. */
static gboolean
tag_read(struct compiler *compiler, const char *start, struct tag *tag,
    GError **error)
{
	const char *inside = start + strlen(compiler->open);
	g_autofree char *closing = NULL;
	const char *end;

	*tag = (struct tag){ .start = start, .line = line_of(compiler, start) };
	if (*inside != '\0' && strchr("#^/>!=&{<$", *inside) != NULL)
		tag->sigil = *inside++;
	closing = g_strconcat(tag->sigil == '{' ? "}" :
		tag->sigil == '='		? "=" :
						  "",
	    compiler->close, NULL);
	end = strstr(inside, closing);
	if (end == NULL)
		return fail(compiler, tag->line, error,
		    "a tag is opened with %s and not closed with %s",
		    compiler->open, closing);
	tag->end = end + strlen(closing);
	tag->name = g_strstrip(g_strndup(inside, (gsize)(end - inside)));
	tag_widen(compiler, tag);
	return TRUE;
}

static gboolean
name_split(const struct compiler *compiler, const struct tag *tag,
    char ***steps, GError **error)
{
	if (tag->name[0] == '\0')
		return fail(compiler, tag->line, error, "a tag without a name");
	if (tag->name[strcspn(tag->name, WHITE)] != '\0')
		return fail(compiler, tag->line, error,
		    "white space inside the name %s%s%s", compiler->open,
		    tag->name, compiler->close);
	if (strcmp(tag->name, ".") == 0) {
		*steps = g_new0(char *, 1);
		return TRUE;
	}
	*steps = g_strsplit(tag->name, ".", -1);
	for (char **step = *steps; *step != NULL; step++) {
		if (**step != '\0')
			continue;
		g_clear_pointer(steps, g_strfreev);
		return fail(compiler, tag->line, error,
		    "a dot too many in the name %s%s%s", compiler->open,
		    tag->name, compiler->close);
	}
	return TRUE;
}

static gboolean
compile_delimiters(struct compiler *compiler, const struct tag *tag,
    GError **error)
{
	gsize open_n = strcspn(tag->name, WHITE);
	const char *close = tag->name + open_n;

	close += strspn(close, WHITE);
	if (open_n == 0 || *close == '\0' ||
	    close[strcspn(close, WHITE)] != '\0' ||
	    strchr(tag->name, '=') != NULL)
		return fail(compiler, tag->line, error,
		    "\"%s\" are not two delimiters with a space between, "
		    "without =",
		    tag->name);
	g_free(compiler->open);
	compiler->open = g_strndup(tag->name, open_n);
	g_free(compiler->close);
	compiler->close = g_strdup(close);
	return TRUE;
}

static gboolean
compile_section_end(struct compiler *compiler, const struct tag *tag,
    GError **error)
{
	GArray *ops = compiler->program->ops;
	struct mustache_op *opened;

	if (compiler->sections->len == 0)
		return fail(compiler, tag->line, error,
		    "section %s is closed and was not opened", tag->name);
	opened = &g_array_index(ops, struct mustache_op,
	    g_array_index(compiler->sections, guint,
		compiler->sections->len - 1));
	if (strcmp(opened->name, tag->name) != 0)
		return fail(compiler, tag->line, error,
		    "section %s is closed, but the open one is %s of line %u",
		    tag->name, opened->name, opened->line);
	opened->end = ops->len;
	g_array_set_size(compiler->sections, compiler->sections->len - 1);
	return TRUE;
}

/* Looks the partial up; it is compiled when this program is done. */
static gboolean
compile_partial(struct compiler *compiler, const struct tag *tag,
    struct mustache_op *op, GError **error)
{
	gpointer program = NULL;

	if (!g_hash_table_lookup_extended(compiler->partials, tag->name, NULL,
		&program)) {
		const char *text = compiler->partial != NULL ?
		    compiler->partial(tag->name, compiler->user) :
		    NULL;

		if (g_hash_table_size(compiler->partials) >=
		    MUSTACHE_PARTIALS_MAX)
			return fail(compiler, tag->line, error,
			    "more than %d partials", MUSTACHE_PARTIALS_MAX);
		if (text != NULL)
			program = mustache_program_add(compiler->mustache,
			    tag->name, text);
		g_hash_table_insert(compiler->partials, g_strdup(tag->name),
		    program);
	}
	op->partial = program;
	op->text = tag->indentation;
	op->n = tag->indentation_n;
	return TRUE;
}

static gboolean
compile_named(struct compiler *compiler, struct tag *tag, GError **error)
{
	struct mustache_op op = { .line = tag->line };

	switch (tag->sigil) {
	case '#':
		op.kind = OP_SECTION;
		break;
	case '^':
		op.kind = OP_INVERTED;
		break;
	case '>':
		op.kind = OP_PARTIAL;
		break;
	case '&':
	case '{':
		op.kind = OP_RAW;
		break;
	case '<':
	case '$':
		return fail(compiler, tag->line, error,
		    "%s%c is template inheritance, which is not supported",
		    compiler->open, tag->sigil);
	default:
		op.kind = OP_ESCAPED;
		break;
	}
	if (op.kind == OP_PARTIAL &&
	    !compile_partial(compiler, tag, &op, error))
		return FALSE;
	if (!name_split(compiler, tag, &op.steps, error))
		return FALSE;
	op.name = g_steal_pointer(&tag->name);
	if (op.kind == OP_SECTION || op.kind == OP_INVERTED)
		g_array_append_val(compiler->sections,
		    compiler->program->ops->len);
	emit(compiler, op);
	return TRUE;
}

static gboolean
compile_tag(struct compiler *compiler, struct tag *tag, GError **error)
{
	emit_text(compiler, compiler->at, tag->start);
	compiler->at = tag->end;
	if (tag->indentation == NULL)
		emit_indent(compiler, tag->start);
	switch (tag->sigil) {
	case '!':
		return TRUE;
	case '=':
		return compile_delimiters(compiler, tag, error);
	case '/':
		return compile_section_end(compiler, tag, error);
	default:
		return compile_named(compiler, tag, error);
	}
}

static gboolean
compile_program(struct compiler *compiler, struct mustache_program *program,
    GError **error)
{
	const char *start;

	compiler->program = program;
	compiler->at = compiler->counted = program->source;
	compiler->line = 1;
	g_array_set_size(compiler->sections, 0);
	g_free(compiler->open);
	compiler->open = g_strdup("{{");
	g_free(compiler->close);
	compiler->close = g_strdup("}}");
	while ((start = strstr(compiler->at, compiler->open)) != NULL) {
		struct tag tag;
		gboolean good = tag_read(compiler, start, &tag, error) &&
		    compile_tag(compiler, &tag, error);

		g_free(tag.name);
		if (!good)
			return FALSE;
	}
	emit_text(compiler, compiler->at, compiler->at + strlen(compiler->at));
	if (compiler->sections->len > 0) {
		const struct mustache_op *opened = mustache_op_at(program,
		    g_array_index(compiler->sections, guint,
			compiler->sections->len - 1));

		return fail(compiler, opened->line, error,
		    "section %s is not closed", opened->name);
	}
	return TRUE;
}

struct mustache *
mustache_compile(const char *text, mustache_partial partial, gpointer user,
    GError **error)
{
	g_autoptr(GHashTable) partials = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);
	g_autoptr(GArray) sections = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(mustache) mustache = mustache_new();
	struct compiler compiler = { .mustache = mustache,
		.partial = partial,
		.user = user,
		.partials = partials,
		.sections = sections };
	gboolean good = TRUE;

	mustache_program_add(mustache, NULL, text);
	/* The row grows as partials are met. */
	for (guint i = 0; good && i < mustache->programs->len; i++)
		good = compile_program(&compiler,
		    g_ptr_array_index(mustache->programs, i), error);
	g_free(compiler.open);
	g_free(compiler.close);
	return good ? g_steal_pointer(&mustache) : NULL;
}
