/*
 * mail_flowed.c - undoes the soft line breaks of format=flowed, RFC 3676.
 *
 * A line that ends in a blank goes on in the next one, if that is quoted as
 * deeply; "-- " is a signature's. Quotes keep their marks. Called by
 * mail_words.c.
 */
#include <string.h>

#include "replies/mail/mail_part.h"

struct flow {
	GString *out;
	gsize depth; /* of the last line */
	gboolean open; /* it goes on in the next */
};

static void
begin_line(struct flow *flow, gsize depth)
{
	if (flow->out->len > 0)
		g_string_append_c(flow->out, '\n');
	for (gsize i = 0; i < depth; i++)
		g_string_append_c(flow->out, '>');
	if (depth > 0)
		g_string_append_c(flow->out, ' ');
	flow->depth = depth;
}

static void
take_line(struct flow *flow, const char *line, gsize n, gboolean delete_space)
{
	gsize depth = 0;
	gboolean signature, soft;

	while (depth < n && line[depth] == '>')
		depth++;
	line += depth;
	n -= depth;
	if (n > 0 && *line == ' ') { /* stuffed */
		line++;
		n--;
	}
	signature = n == 3 && memcmp(line, "-- ", 3) == 0;
	soft = n > 0 && line[n - 1] == ' ' && !signature;
	if (soft && delete_space)
		n--;
	if (!flow->open || flow->depth != depth || signature)
		begin_line(flow, depth);
	g_string_append_len(flow->out, line, (gssize)n);
	flow->open = soft;
}

char *
mail_unflow(const char *text, gboolean delete_space)
{
	struct flow flow = { .out = g_string_sized_new(strlen(text) + 16) };
	gboolean first = TRUE;

	while (*text != '\0') {
		gsize n = strcspn(text, "\n");

		/* The first line may be empty; begin_line sees none then. */
		if (first && n == 0)
			g_string_append_c(flow.out, '\n');
		first = FALSE;
		take_line(&flow, text, n, delete_space);
		text += n + (text[n] == '\n');
	}
	return g_string_free(flow.out, FALSE);
}
