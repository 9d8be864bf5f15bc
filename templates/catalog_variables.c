/*
 * catalog_variables.c - which variables a message has, by its kind, and the
 * check that a template names no other. Adding one is adding it here and to
 * the context that the message is rendered with.
 */
#include "templates/catalog_internal.h"

#include <string.h>

#include "base/attributes.h"
#include "base/config.h"

/*
 * "x.*": whatever stands in x is allowed, for only the events know. "x[]": a
 * list; "x[].y" is what {{y}} means inside of {{#x}}.
 */
/* Of what asks: invitation, reminder, nudge; and once more. */
#define ASKING_VARIABLES                                                       \
	"anonymous",                                                           \
	"brand.colour",                                                        \
	"brand.colour_text",                                                   \
	"brand.logo_url",                                                      \
	"contact.name",                                                        \
	"contact.*",                                                           \
	"event.type",                                                          \
	"event.reference",                                                     \
	"event.*",                                                             \
	"language",                                                            \
	"organisation.name",                                                   \
	"organisation.postal_address",                                         \
	"question",                                                            \
	"score",                                                               \
	"subject",                                                             \
	"touchpoint",                                                          \
	"unsubscribe_mailto"

static const char *const invitation_variables[] = {
	ASKING_VARIABLES,
	"scores[]",
	"scores[].class",
	"scores[].mailto",
	"scores[].value",
	NULL,
};

static const char *const nudge_variables[] = {
	ASKING_VARIABLES,
	"answer_mailto",
	"band.detractor",
	"band.passive",
	"band.promoter",
	NULL,
};

static const char *const thanks_variables[] = {
	ASKING_VARIABLES,
	"band.detractor",
	"band.passive",
	"band.promoter",
	"link",
	"link_text",
	NULL,
};

/* Who has opted out is told so. */
static const char *const stopped_variables[] = {
	"brand.colour",
	"brand.colour_text",
	"brand.logo_url",
	"contact.name",
	"contact.*",
	"event.type",
	"event.reference",
	"event.*",
	"language",
	"organisation.name",
	"organisation.postal_address",
	"subject",
	"touchpoint",
	NULL,
};

/* One answer, for a team; the last ones are of its words alone. */
static const char *const alert_variables[] = {
	"answer",
	"answer_wrapped",
	"brand.colour",
	"brand.colour_text",
	"brand.logo_url",
	"case_line",
	"case_wrapped",
	"class",
	"colour",
	"comment",
	"comment_wrapped",
	"facts[]",
	"facts[].label",
	"facts[].value",
	"facts[].wrapped",
	"fall",
	"headline",
	"ink",
	"language",
	"nothing",
	"organisation.name",
	"reason",
	"reason_wrapped",
	"score",
	"subject",
	"team",
	"tint",
	"touchpoint",
	"who",
	"before",
	"due",
	"number",
	"points",
	NULL,
};

static const char *const digest_variables[] = {
	"brand.colour",
	"brand.logo_url",
	"all",
	"before",
	"case_facts[]",
	"case_facts[].label",
	"case_facts[].value",
	"cases[]",
	"cases[].about",
	"cases[].class",
	"cases[].ink",
	"cases[].late",
	"cases[].plain",
	"cases[].score",
	"cases[].tint",
	"cases[].title",
	"comments[]",
	"comments[].about",
	"comments[].class",
	"comments[].ink",
	"comments[].plain_about",
	"comments[].plain_score",
	"comments[].score",
	"comments[].tags[]",
	"comments[].text",
	"comments[].tint",
	"comments[].wrapped",
	"date",
	"day",
	"due",
	"from_day",
	"from_month",
	"from_year",
	"has_cases",
	"has_comments",
	"has_planned",
	"has_still",
	"has_tags",
	"has_touchpoints",
	"headline",
	"headline.band",
	"headline.bar[]",
	"headline.bar[].class",
	"headline.bar[].colour",
	"headline.bar[].divided",
	"headline.bar[].share",
	"headline.few",
	"headline.facts[]",
	"headline.facts[].label",
	"headline.facts[].value",
	"headline.figures[]",
	"headline.figures[].class",
	"headline.figures[].colour",
	"headline.figures[].label",
	"headline.figures[].value",
	"headline.margin",
	"headline.name",
	"headline.nothing",
	"headline.plain_bar",
	"headline.plain_facts",
	"headline.plain_figures",
	"headline.score",
	"headline.sentences[]",
	"headline.wrapped",
	"high",
	"language",
	"low",
	"month",
	"more",
	"n",
	"organisation.name",
	"organisation.postal_address",
	"period",
	"plain_case_facts",
	"plain_planned",
	"planned[]",
	"planned[].label",
	"planned[].value",
	"points",
	"provider",
	"reason_wrapped",
	"seal",
	"sealed",
	"sent",
	"sent_before",
	"silence",
	"silence_wrapped",
	"since",
	"still[]",
	"still[].plain",
	"still[].text",
	"subject",
	"tag",
	"tags[]",
	"tags[].plain",
	"tags[].text",
	"team",
	"thanks",
	"thanks_wrapped",
	"to_day",
	"to_month",
	"to_year",
	"touchpoint",
	"touchpoints[]",
	"touchpoints[].bar[]",
	"touchpoints[].bar[].class",
	"touchpoints[].bar[].colour",
	"touchpoints[].bar[].divided",
	"touchpoints[].bar[].share",
	"touchpoints[].few",
	"touchpoints[].facts[]",
	"touchpoints[].facts[].label",
	"touchpoints[].facts[].value",
	"touchpoints[].figures[]",
	"touchpoints[].figures[].class",
	"touchpoints[].figures[].colour",
	"touchpoints[].figures[].label",
	"touchpoints[].figures[].value",
	"touchpoints[].margin",
	"touchpoints[].name",
	"touchpoints[].nothing",
	"touchpoints[].plain_bar",
	"touchpoints[].plain_facts",
	"touchpoints[].plain_figures",
	"touchpoints[].score",
	"trend",
	"trend.alt",
	"trend.columns[]",
	"trend.columns[].weeks[]",
	"trend.columns[].weeks[].answers",
	"trend.columns[].weeks[].label",
	"trend.columns[].weeks[].margin",
	"trend.columns[].weeks[].score",
	"trend.picture",
	"trend.picture_dark",
	"trend.plain",
	"trend.width",
	NULL,
};

/* What the words of a report have, and its parts. */
static const char *const report_variables[] = {
	"all",
	"answered",
	"brand.colour",
	"compared",
	"date",
	"day",
	"few",
	"from",
	"headline",
	"headline.bar",
	"headline.label",
	"headline.legend[]",
	"headline.legend[].class",
	"headline.legend[].figure",
	"headline.legend[].name",
	"headline.legend[].share",
	"headline.margin",
	"headline.score",
	"headline.sentences[]",
	"headline.tiles[]",
	"headline.tiles[].figure",
	"headline.tiles[].name",
	"headline.tiles[].note",
	"high",
	"language",
	"low",
	"min",
	"month",
	"n",
	"name",
	"nothing",
	"organisation.name",
	"period",
	"scope",
	"sections[]",
	"sections[].charts[]",
	"sections[].charts[].class",
	"sections[].charts[].svg",
	"sections[].columns[]",
	"sections[].columns[].class",
	"sections[].columns[].name",
	"sections[].has_rows",
	"sections[].has_said",
	"sections[].has_tiles",
	"sections[].id",
	"sections[].lead",
	"sections[].remarks[]",
	"sections[].rows[]",
	"sections[].rows[].cells[]",
	"sections[].rows[].cells[].by",
	"sections[].rows[].cells[].class",
	"sections[].rows[].cells[].empty",
	"sections[].rows[].cells[].figure",
	"sections[].rows[].cells[].name",
	"sections[].rows[].cells[].svg",
	"sections[].rows[].cells[].tone",
	"sections[].rows[].class",
	"sections[].rows[].dot",
	"sections[].rows[].name",
	"sections[].said[]",
	"sections[].said[].about",
	"sections[].said[].class",
	"sections[].said[].figure",
	"sections[].said[].tags[]",
	"sections[].said[].text",
	"sections[].short",
	"sections[].tiles[]",
	"sections[].tiles[].class",
	"sections[].tiles[].figure",
	"sections[].tiles[].name",
	"sections[].tiles[].note",
	"sections[].title",
	"sections[].whole",
	"sections[].wider",
	"sent",
	"subject",
	"to",
	"written",
	"year",
	NULL,
};

/* A mail about a case, to a colleague or to the customer. */
static const char *const case_variables[] = {
	"customer",
	"language",
	"n",
	"name",
	"organisation.name",
	"score",
	"touchpoint",
	"when",
	NULL,
};

/* A text is short: what a mail has for its looks is not there. */
static const char *const text_variables[] = {
	"contact.name",
	"contact.*",
	"event.type",
	"event.reference",
	"event.*",
	"language",
	"link",
	"link_text",
	"organisation.name",
	"score",
	"text",
	"touchpoint",
	NULL,
};

static const char *const *const variables[CATALOG_KINDS] = {
	[CATALOG_INVITATION] = invitation_variables,
	[CATALOG_DIGEST] = digest_variables,
	[CATALOG_REMINDER] = invitation_variables,
	[CATALOG_NUDGE] = nudge_variables,
	[CATALOG_REPROMPT] = invitation_variables,
	[CATALOG_STOPPED] = stopped_variables,
	[CATALOG_CASE] = case_variables,
	[CATALOG_ALERT] = alert_variables,
	[CATALOG_TEXT] = text_variables,
	[CATALOG_REPORT] = report_variables,
	[CATALOG_THANKS] = thanks_variables,
};

struct check {
	enum catalog_kind kind;
	const struct catalog_place *place;
	GHashTable *words;
	GPtrArray *mistakes;
};

static guint
count_letter(const char *word, char letter)
{
	guint n = 0;

	for (; *word != '\0'; word++)
		n += g_ascii_tolower(*word) == letter;
	return n;
}

/* "nmae", "Name". */
static gboolean
is_slip_of(const char *word, const char *meant)
{
	for (const char *c = meant; *c != '\0'; c++)
		if (count_letter(word, *c) != count_letter(meant, *c))
			return FALSE;
	return strlen(word) == strlen(meant);
}

/* What we know of a contact ourselves stands in the table, or is not told. */
static gboolean
may_be_attribute(const char *path)
{
	const char *name = attributes_contact_name(path);

	return name == NULL ||
	    (!attributes_is_field(name) && !is_slip_of(name, "name"));
}

/* The path as the table has it ("x[]" for "x"), NULL if it is not known. */
static char *
path_known(const struct check *check, const char *path)
{
	const char *const *known = variables[check->kind];
	gsize n = strlen(path);

	if (g_str_has_prefix(path, "words."))
		return check->words != NULL &&
			g_hash_table_contains(check->words,
			    path + strlen("words.")) ?
		    g_strdup(path) :
		    NULL;
	if (strcmp(path, "words") == 0 && check->words != NULL)
		return g_strdup(path);
	for (; *known != NULL; known++) {
		gsize n_known = strlen(*known);
		gboolean begins = strncmp(*known, path, n) == 0;

		if (begins && strcmp(*known + n, "[]") == 0)
			return g_strdup(*known);
		if (begins && ((*known)[n] == '\0' || (*known)[n] == '.'))
			return g_strdup(path);
		if (g_str_has_suffix(*known, ".*") &&
		    strncmp(*known, path, n_known - 1) == 0 &&
		    may_be_attribute(path))
			return g_strdup(path);
	}
	return NULL;
}

/* What the name means inside of these sections, innermost first. */
static char *
name_resolve(const struct check *check, GPtrArray *bases, const char *name)
{
	for (guint i = bases->len; i > 0; i--) {
		const char *base = g_ptr_array_index(bases, i - 1);
		g_autofree char *path = g_strconcat(base, ".", name, NULL);
		char *known = base[0] != '\0' ? path_known(check, path) : NULL;

		if (known != NULL)
			return known;
	}
	return path_known(check, name);
}

static gboolean
name_known(const struct check *check, const struct mustache_name *name)
{
	g_autoptr(GPtrArray) bases = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *path = NULL;

	if (strcmp(name->name, ".") == 0)
		return name->sections[0] != NULL;
	if (strchr(name->name, '[') != NULL || strchr(name->name, '*') != NULL)
		return FALSE;
	for (guint i = 0; name->sections[i] != NULL; i++) {
		char *base = name_resolve(check, bases, name->sections[i]);

		g_ptr_array_add(bases, base != NULL ? base : g_strdup(""));
	}
	path = name_resolve(check, bases, name->name);
	return path != NULL;
}

/* A known name as one writes it, and the lists it stands in, if it does. */
static char *
known_name(const char *known, char **lists)
{
	gsize n = strlen(known);
	/* "a[].b[]" is itself a list, "a[].b" stands in one. */
	g_autofree char *path = g_strndup(known,
	    g_str_has_suffix(known, "[]") ? n - 2 : n);
	char *last = g_strrstr(path, "[].");
	g_auto(GStrv) parts = NULL;

	*lists = NULL;
	if (last == NULL)
		return g_steal_pointer(&path);
	*last = '\0';
	parts = g_strsplit(path, "[]", -1);
	*lists = g_strjoinv("", parts);
	return g_strdup(last + strlen("[]."));
}

static char *
known_list(const struct check *check, GPtrArray *candidates)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (const char *const *known = variables[check->kind]; *known != NULL;
	     known++) {
		g_autofree char *lists = NULL;
		char *name = known_name(*known, &lists);

		g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "",
		    name);
		if (lists != NULL)
			g_string_append_printf(list, " (in %s)", lists);
		g_ptr_array_add(candidates, name);
	}
	g_ptr_array_add(candidates, NULL);
	return g_string_free(g_steal_pointer(&list), FALSE);
}

static void
word_unknown(const struct check *check, const struct mustache_name *name)
{
	g_autofree const char **words = catalog_sorted_keys(check->words);
	g_autofree char *list = g_strjoinv(", ", (char **)words);
	const char *nearest = config_did_you_mean(name->name + strlen("words."),
	    words);

	catalog_mistake(check->mistakes, check->place, name->line,
	    "unknown word {{%s}}; the language files have %s%s%s%s", name->name,
	    list, nearest != NULL ? "; did you mean {{words." : "",
	    nearest != NULL ? nearest : "", nearest != NULL ? "}}?" : "");
}

static void
variable_unknown(const struct check *check, const struct mustache_name *name)
{
	g_autoptr(GPtrArray)
	    candidates = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *list = known_list(check, candidates);
	const char *nearest = config_did_you_mean(name->name,
	    (const char *const *)candidates->pdata);

	catalog_mistake(check->mistakes, check->place, name->line,
	    "unknown variable {{%s}}; known are %s%s%s%s%s", name->name, list,
	    check->words != NULL ? ", words.*" : "",
	    nearest != NULL ? "; did you mean {{" : "",
	    nearest != NULL ? nearest : "", nearest != NULL ? "}}?" : "");
}

static void
name_seen(const struct mustache_name *name, gpointer user)
{
	const struct check *check = user;

	if (name->is_partial)
		catalog_mistake(check->mistakes, check->place, name->line,
		    "{{>%s}}: there are no partials; what all languages say in "
		    "their own words is written {{words.KEY}}",
		    name->name);
	else if (name_known(check, name))
		return;
	else if (check->words != NULL && g_str_has_prefix(name->name, "words."))
		word_unknown(check, name);
	else
		variable_unknown(check, name);
}

gboolean
catalog_check_variables(const struct mustache *mustache, enum catalog_kind kind,
    const struct catalog_place *place, GHashTable *words, GPtrArray *mistakes)
{
	struct check check = { .kind = kind,
		.place = place,
		.words = words,
		.mistakes = mistakes };
	guint before = mistakes->len;

	mustache_names(mustache, name_seen, &check);
	return mistakes->len == before;
}
