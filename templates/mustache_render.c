/*
 * mustache_render.c - fills a compiled template with a context: escapes, looks
 * names up, stays within its bounds. Changes nothing of the template.
 */
#include "templates/mustache_internal.h"

#include <string.h>

#include "base/errors.h"

struct rendering {
	enum mustache_escape escape;
	GString *out;
	gsize out_max;
	const json_t *stack[MUSTACHE_DEPTH_MAX + 2]; /* of contexts */
	guint n_stack;
	guint depth; /* of sections and partials */
	guint steps;
	GString *indentation;
	GError **error;
};

static gboolean
fail(const struct rendering *rendering, const char *what, guint limit)
{
	g_set_error(rendering->error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_DATA,
	    "rendering passes the limit of %u %s", limit, what);
	return FALSE;
}

void
mustache_append_html(GString *out, const char *text, gsize n)
{
	const char *end = text + n;
	const char *run = text;

	for (const char *p = text; p < end; p++) {
		const char *entity;

		switch (*p) {
		case '&':
			entity = "&amp;";
			break;
		case '<':
			entity = "&lt;";
			break;
		case '>':
			entity = "&gt;";
			break;
		case '"':
			entity = "&quot;";
			break;
		case '\'':
			entity = "&#39;";
			break;
		default:
			continue;
		}
		g_string_append_len(out, run, p - run);
		g_string_append(out, entity);
		run = p + 1;
	}
	g_string_append_len(out, run, end - run);
}

/*
 * Bytes of the control character that begins here, 0 if it is none: C0, DEL,
 * C1, and the two line ends that only Unicode knows.
 */
static gsize
control_length(const char *p, const char *end)
{
	const guchar *u = (const guchar *)p;

	if (u[0] < 0x20 || u[0] == 0x7f)
		return 1;
	if (u[0] == 0xc2 && end - p >= 2 && u[1] >= 0x80 && u[1] < 0xa0)
		return 2;
	if (u[0] == 0xe2 && end - p >= 3 && u[1] == 0x80 &&
	    (u[2] == 0xa8 || u[2] == 0xa9))
		return 3;
	return 0;
}

/*
 * Without control characters. In a header a run of them becomes a space, also
 * where the run goes on from what was appended before.
 */
static void
append_cleaned(GString *out, const char *text, gsize n, gboolean header)
{
	const char *end = text + n;
	const char *run = text;

	for (const char *p = text; p < end;) {
		gsize control = control_length(p, end);

		if (control == 0 || (!header && (*p == '\n' || *p == '\t'))) {
			p++;
			continue;
		}
		g_string_append_len(out, run, p - run);
		p += control;
		run = p;
		if (header && (out->len == 0 || out->str[out->len - 1] != ' '))
			g_string_append_c(out, ' ');
	}
	g_string_append_len(out, run, end - run);
}

static gboolean
append(struct rendering *rendering, const char *text, gsize n, gboolean escape)
{
	GString *out = rendering->out;

	if (n > rendering->out_max - out->len)
		return fail(rendering, "bytes", MUSTACHE_OUTPUT_MAX_BYTES);
	if (rendering->escape == MUSTACHE_HEADER)
		append_cleaned(out, text, n, TRUE);
	else if (!escape)
		g_string_append_len(out, text, (gssize)n);
	else if (rendering->escape == MUSTACHE_HTML)
		mustache_append_html(out, text, n);
	else
		append_cleaned(out, text, n, FALSE);
	if (out->len > rendering->out_max)
		return fail(rendering, "bytes", MUSTACHE_OUTPUT_MAX_BYTES);
	return TRUE;
}

/* A number that can be read back as it was, and with no more digits. */
static const char *
real_text(double value, char *buffer, int n)
{
	g_ascii_formatd(buffer, n, "%.15g", value);
	if (g_ascii_strtod(buffer, NULL) < value ||
	    g_ascii_strtod(buffer, NULL) > value)
		g_ascii_dtostr(buffer, n, value);
	return buffer;
}

static gboolean
append_value(struct rendering *rendering, const json_t *value, gboolean escape)
{
	char buffer[G_ASCII_DTOSTR_BUF_SIZE];
	const char *text = "";

	if (value == NULL)
		return TRUE;
	switch (json_typeof(value)) {
	case JSON_STRING:
		return append(rendering, json_string_value(value),
		    json_string_length(value), escape);
	case JSON_INTEGER:
		g_snprintf(buffer, sizeof(buffer), "%" JSON_INTEGER_FORMAT,
		    json_integer_value(value));
		text = buffer;
		break;
	case JSON_REAL:
		text = real_text(json_real_value(value), buffer,
		    (int)sizeof(buffer));
		break;
	case JSON_TRUE:
		text = "true";
		break;
	case JSON_FALSE:
		text = "false";
		break;
	case JSON_NULL:
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
	return append(rendering, text, strlen(text), FALSE);
}

/*
 * The first step is looked for from the innermost context outwards, the others
 * in what it led to. NULL if a step leads nowhere.
 */
static const json_t *
look_up(const struct rendering *rendering, char **steps)
{
	const json_t *value = NULL;

	if (*steps == NULL)
		return rendering->stack[rendering->n_stack - 1];
	for (guint i = rendering->n_stack; value == NULL && i > 0; i--)
		value = json_object_get(rendering->stack[i - 1], *steps);
	while (value != NULL && *++steps != NULL)
		value = json_object_get(value, *steps);
	return value;
}

static gboolean
is_shown(const json_t *value)
{
	if (value == NULL || json_is_null(value) || json_is_false(value))
		return FALSE;
	if (json_is_array(value))
		return json_array_size(value) > 0;
	if (json_is_string(value))
		return json_string_length(value) > 0;
	return TRUE;
}

static gboolean render_ops(struct rendering *rendering,
    const struct mustache_program *program, guint from, guint to);

static gboolean
render_in(struct rendering *rendering, const json_t *context,
    const struct mustache_program *program, guint from, guint to)
{
	gboolean good;

	rendering->stack[rendering->n_stack++] = context;
	good = render_ops(rendering, program, from, to);
	rendering->n_stack--;
	return good;
}

static gboolean
render_section(struct rendering *rendering,
    const struct mustache_program *program, guint from)
{
	const struct mustache_op *op = mustache_op_at(program, from);
	const json_t *value = look_up(rendering, op->steps);
	gboolean shown = is_shown(value);

	if (shown == (op->kind == OP_INVERTED))
		return TRUE;
	if (!shown)
		return render_ops(rendering, program, from + 1, op->end);
	if (!json_is_array(value))
		return render_in(rendering, value, program, from + 1, op->end);
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (!render_in(rendering, json_array_get(value, i), program,
			from + 1, op->end))
			return FALSE;
	}
	return TRUE;
}

static gboolean
render_partial(struct rendering *rendering, const struct mustache_op *op)
{
	gsize before = rendering->indentation->len;
	gboolean good;

	if (op->partial == NULL)
		return TRUE;
	g_string_append_len(rendering->indentation, op->text, (gssize)op->n);
	good = render_ops(rendering, op->partial, 0, op->partial->ops->len);
	g_string_truncate(rendering->indentation, before);
	return good;
}

static gboolean
render_op(struct rendering *rendering, const struct mustache_program *program,
    guint i)
{
	const struct mustache_op *op = mustache_op_at(program, i);

	switch (op->kind) {
	case OP_TEXT:
		return append(rendering, op->text, op->n, FALSE);
	case OP_INDENT:
		return append(rendering, rendering->indentation->str,
		    rendering->indentation->len, FALSE);
	case OP_ESCAPED:
	case OP_RAW:
		return append_value(rendering, look_up(rendering, op->steps),
		    op->kind == OP_ESCAPED);
	case OP_SECTION:
	case OP_INVERTED:
		return render_section(rendering, program, i);
	case OP_PARTIAL:
		return render_partial(rendering, op);
	}
	g_assert_not_reached();
}

static gboolean
render_ops(struct rendering *rendering, const struct mustache_program *program,
    guint from, guint to)
{
	gboolean good = TRUE;

	if (rendering->depth > MUSTACHE_DEPTH_MAX)
		return fail(rendering, "sections and partials within another",
		    MUSTACHE_DEPTH_MAX);
	rendering->depth++;
	while (good && from < to) {
		const struct mustache_op *op = mustache_op_at(program, from);

		if (++rendering->steps > MUSTACHE_STEPS_MAX)
			return fail(rendering, "steps", MUSTACHE_STEPS_MAX);
		good = render_op(rendering, program, from);
		from = op->kind == OP_SECTION || op->kind == OP_INVERTED ?
		    op->end :
		    from + 1;
	}
	rendering->depth--;
	return good;
}

gboolean
mustache_render(const struct mustache *mustache, const json_t *context,
    enum mustache_escape escape, GString *out, GError **error)
{
	g_autoptr(GString) indentation = g_string_new(NULL);
	struct rendering rendering = { .escape = escape,
		.out = out,
		.out_max = out->len + MUSTACHE_OUTPUT_MAX_BYTES,
		.stack = { context },
		.n_stack = 1,
		.indentation = indentation,
		.error = error };
	const struct mustache_program *program =
	    g_ptr_array_index(mustache->programs, 0);
	gsize before = out->len;

	if (render_ops(&rendering, program, 0, program->ops->len))
		return TRUE;
	g_string_truncate(out, before);
	return FALSE;
}
