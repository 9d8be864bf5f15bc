/*
 * spans.c - see spans.h. Knows not what the numbers are: moments, slots. Called
 * by slots.c and pace.c.
 *
 * Each call takes the logarithm of the number of spans, and the time of what it
 * merges; what is merged was added once.
 */
#include "scheduler/spans.h"

struct span {
	gint64 from, until; /* without until */
	gconstpointer why;
	gint64 why_n; /* how much of it was added with that; NULL counts 0 */
};

struct spans {
	GTree *tree; /* struct span, by from; key and value are one */
};

static int
compare(gconstpointer a, gconstpointer b, gpointer user)
{
	const struct span *one = a, *other = b;

	(void)user;
	return one->from < other->from ? -1 : one->from > other->from;
}

struct spans *
spans_new(void)
{
	struct spans *spans = g_new0(struct spans, 1);

	spans->tree = g_tree_new_full(compare, NULL, NULL, g_free);
	return spans;
}

void
spans_free(struct spans *spans)
{
	if (spans == NULL)
		return;
	g_tree_unref(spans->tree);
	g_free(spans);
}

static struct span *
span_of(GTreeNode *node)
{
	return node != NULL ? g_tree_node_value(node) : NULL;
}

/* The last that begins at `at` or before; NULL: there is none. */
static struct span *
span_before(const struct spans *spans, gint64 at)
{
	const struct span key = { .from = at };
	GTreeNode *node = g_tree_upper_bound(spans->tree, &key);

	return span_of(node != NULL ? g_tree_node_previous(node) :
				      g_tree_node_last(spans->tree));
}

/* The first that begins at `at` or after. */
static struct span *
span_after(const struct spans *spans, gint64 at)
{
	const struct span key = { .from = at };

	return span_of(g_tree_lower_bound(spans->tree, &key));
}

gint64
spans_skip(const struct spans *spans, gint64 from, gconstpointer *why)
{
	const struct span *span = span_before(spans, from);

	if (span == NULL || span->until <= from)
		return from;
	if (why != NULL)
		*why = span->why;
	return span->until;
}

static struct span *
insert(struct spans *spans, gint64 from, gint64 until, gconstpointer why)
{
	struct span *span = g_new(struct span, 1);

	*span = (struct span){ from, until, why,
		why != NULL ? until - from : 0 };
	g_tree_insert(spans->tree, span, span);
	return span;
}

void
spans_add(struct spans *spans, gint64 from, gint64 until, gconstpointer why)
{
	struct span *span = span_before(spans, from);
	struct span *next;

	if (span == NULL || span->until < from) {
		span = insert(spans, from, until, why);
	} else if (span->until < until) {
		if (why != NULL && until - span->until > span->why_n) {
			span->why = why;
			span->why_n = until - span->until;
		}
		span->until = until;
	}
	while ((next = span_after(spans, span->from + 1)) != NULL &&
	    next->from <= span->until) {
		if (next->why_n > span->why_n) {
			span->why = next->why;
			span->why_n = next->why_n;
		}
		span->until = MAX(span->until, next->until);
		g_tree_remove(spans->tree, next);
	}
}

void
spans_cut(struct spans *spans, gint64 from, gint64 until)
{
	struct span *span = span_before(spans, from);

	if (span != NULL && span->until > from) {
		if (span->until > until)
			insert(spans, until, span->until, span->why);
		span->until = from;
		if (span->from == from)
			g_tree_remove(spans->tree, span);
	}
	while ((span = span_after(spans, from)) != NULL && span->from < until) {
		if (span->until > until)
			insert(spans, until, span->until, span->why);
		g_tree_remove(spans->tree, span);
	}
}

guint
spans_count(const struct spans *spans)
{
	return (guint)g_tree_nnodes(spans->tree);
}
