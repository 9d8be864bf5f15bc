/*
 * condition_bias.c - whether a condition leaves out the unhappy: it asks for
 * those alone who were content before, or did not complain. By the names of
 * attributes, in the six languages; what is called otherwise is not seen. Pure.
 */
#include "base/condition_internal.h"

#include <string.h>

#include "base/fold.h"

/* What is high where people are content... */
static const char *const content[] = { "score", "scores", "nps", "rating",
	"ratings", "stars", "csat", "satisfaction", "satisfied", "happy",
	"happiness", "promoter", "promoters", "sentiment", "mood", "review",
	"reviews", "bewertung", "zufriedenheit", "zufrieden", "puntuacion",
	"satisfaccion", "satisfecho", "tyytyvaisyys", "tyytyvainen",
	"arvosana", "satisfait", "pontuacao", "satisfacao", "satisfeito",
	NULL };
/* ... and where they are not. */
static const char *const complaining[] = { "complaint", "complaints",
	"complained", "complains", "detractor", "detractors", "refund",
	"refunds", "refunded", "unhappy", "dissatisfied", "escalation",
	"escalations", "escalated", "dispute", "disputes", "beschwerde",
	"beschwerden", "reklamation", "reklamationen", "queja", "quejas",
	"reclamacion", "reclamaciones", "valitus", "valituksia", "reklamaatio",
	"plainte", "plaintes", "reclamation", "reclamations", "reclamacao",
	"reclamacoes", "queixa", "queixas", NULL };
/* A score that is none of how content somebody is. */
static const char *const other[] = { "credit", "risk", "lead", "fraud",
	"engagement", "loyalty", NULL };
static const char *const pleased[] = { "yes", "true", "happy", "good", "great",
	"high", "positive", "promoter", "promoters", "satisfied", "excellent",
	"ja", "si", "kylla", "oui", "sim", NULL };
static const char *const displeased[] = { "no", "false", "unhappy", "bad",
	"low", "negative", "detractor", "detractors", "dissatisfied", "nein",
	"ei", "non", "nao", NULL };

static char *
folded(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text != '\0'; text = g_utf8_next_char(text))
		fold_char(out, g_utf8_get_char(text));
	return g_string_free(out, FALSE);
}

static gboolean
names_one(char **words, const char *const *known)
{
	for (; *words != NULL; words++) {
		if (g_strv_contains(known, *words))
			return TRUE;
	}
	return FALSE;
}

static gboolean
is_said(const struct condition *part, const char *const *known)
{
	for (guint i = 0; i < part->values->len; i++) {
		const struct condition_value *value = part->values->pdata[i];
		g_autofree char *word = folded(value->text);

		if (!g_strv_contains(known, word))
			return FALSE;
	}
	return part->values->len > 0;
}

static double
number_of(const struct condition_value *value)
{
	return value->number.whole ? (double)value->number.integer :
				     value->number.real;
}

/* All its values are numbers of at least (most) so much. */
static gboolean
are_numbers(const struct condition *part, double least, double most)
{
	for (guint i = 0; i < part->values->len; i++) {
		const struct condition_value *value = part->values->pdata[i];

		if (!value->is_number || number_of(value) < least ||
		    number_of(value) > most)
			return FALSE;
	}
	return part->values->len > 0;
}

enum bias {
	BIAS_NONE,
	BIAS_CONTENT,	 /* those alone who are content */
	BIAS_DISCONTENT, /* those alone who are not */
};

static enum bias
turned(enum bias bias)
{
	switch (bias) {
	case BIAS_CONTENT:
		return BIAS_DISCONTENT;
	case BIAS_DISCONTENT:
		return BIAS_CONTENT;
	case BIAS_NONE:
		break;
	}
	return BIAS_NONE;
}

/* Of how content somebody is: more is better. */
static enum bias
bias_of_content(const struct condition *part)
{
	switch (part->sign) {
	case CONDITION_MORE:
	case CONDITION_AT_LEAST:
		return are_numbers(part, 2, G_MAXDOUBLE) ? BIAS_CONTENT :
							   BIAS_NONE;
	case CONDITION_LESS:
	case CONDITION_AT_MOST:
		return are_numbers(part, -G_MAXDOUBLE, 8) ? BIAS_DISCONTENT :
							    BIAS_NONE;
	case CONDITION_EQUAL:
		if (is_said(part, pleased) || are_numbers(part, 4, G_MAXDOUBLE))
			return BIAS_CONTENT;
		return is_said(part, displeased) ? BIAS_DISCONTENT : BIAS_NONE;
	case CONDITION_NOT_EQUAL:
		if (is_said(part, displeased))
			return BIAS_CONTENT;
		return is_said(part, pleased) ? BIAS_DISCONTENT : BIAS_NONE;
	}
	return BIAS_NONE;
}

/* Of complaints: none is better. */
static enum bias
bias_of_complaints(const struct condition *part)
{
	gboolean none = is_said(part, displeased) || are_numbers(part, 0, 0);

	switch (part->sign) {
	case CONDITION_LESS:
	case CONDITION_AT_MOST:
		return BIAS_CONTENT;
	case CONDITION_MORE:
	case CONDITION_AT_LEAST:
		return BIAS_DISCONTENT;
	case CONDITION_EQUAL:
		return none ? BIAS_CONTENT : BIAS_DISCONTENT;
	case CONDITION_NOT_EQUAL:
		return none ? BIAS_DISCONTENT : BIAS_CONTENT;
	}
	return BIAS_NONE;
}

static enum bias
bias_of_name(const struct condition *part)
{
	g_autofree char *name = folded(part->name.key);
	g_auto(GStrv) words = g_strsplit_set(name, "_-. ", -1);
	gboolean compares = part->kind == CONDITION_COMPARE;

	if (names_one(words, other))
		return BIAS_NONE;
	if (names_one(words, complaining)) {
		if (compares)
			return bias_of_complaints(part);
		return part->kind == CONDITION_IS_SET ? BIAS_DISCONTENT :
							BIAS_CONTENT;
	}
	return compares && names_one(words, content) ? bias_of_content(part) :
						       BIAS_NONE;
}

/* *where: the part that says it. Each of those joined by `or` must. */
static enum bias
bias_of(const struct condition *condition, const struct condition **where,
    gboolean turned_round)
{
	gboolean all = (condition->kind == CONDITION_OR) != turned_round;
	enum bias one = BIAS_NONE;

	if (condition->kind == CONDITION_NOT)
		return bias_of(condition->parts->pdata[0], where,
		    !turned_round);
	if (condition->kind != CONDITION_OR &&
	    condition->kind != CONDITION_AND) {
		*where = condition;
		one = bias_of_name(condition);
		return turned_round ? turned(one) : one;
	}
	for (guint i = 0; i < condition->parts->len; i++) {
		one = bias_of(condition->parts->pdata[i], where, turned_round);
		if ((one == BIAS_CONTENT) != all)
			break;
	}
	return one;
}

const char *
condition_leaves_out_unhappy(const struct condition *condition)
{
	const struct condition *where = condition;

	return bias_of(condition, &where, FALSE) == BIAS_CONTENT ?
	    where->written :
	    NULL;
}
