/*
 * condition_internal.h - what the condition*.c share: the tree of a condition,
 * its words, and the facts it is held against. Nobody else includes it.
 */
#ifndef BASE_CONDITION_INTERNAL_H
#define BASE_CONDITION_INTERNAL_H

#include <jansson.h>

#include "base/condition.h"

enum condition_kind {
	/* over parts: */
	CONDITION_OR,
	CONDITION_AND,
	CONDITION_NOT,
	/* about name: */
	CONDITION_COMPARE, /* with the values; one of them is enough */
	CONDITION_IS_SET,
	CONDITION_IS_NOT_SET,
};

enum condition_operator {
	CONDITION_EQUAL,
	CONDITION_NOT_EQUAL,
	CONDITION_LESS,
	CONDITION_AT_MOST,
	CONDITION_MORE,
	CONDITION_AT_LEAST,
};

enum condition_scope {
	CONDITION_ANY, /* the event's, else the contact's */
	CONDITION_EVENT,
	CONDITION_CONTACT,
	CONDITION_ANSWER,
};

struct condition_name {
	enum condition_scope scope;
	char *key;
	char *written; /* with what says its scope */
};

struct condition_number {
	gboolean whole; /* then integer holds, else real */
	gint64 integer;
	double real;
};

/* What is wanted. */
struct condition_value {
	char *text; /* NFC */
	gboolean is_number, is_date;
	struct condition_number number;
};

struct condition {
	enum condition_kind kind;
	char *written;	  /* this part of the condition, as it was written */
	GPtrArray *parts; /* struct condition */
	struct condition_name name;
	enum condition_operator sign;
	GPtrArray *values; /* struct condition_value */
};

/* condition.c; its parts and values are empty. */
struct condition *condition_new(enum condition_kind kind);

/* condition_lex.c */

enum condition_token_kind {
	CONDITION_TOKEN_END,
	CONDITION_TOKEN_WORD,
	CONDITION_TOKEN_QUOTED,
	CONDITION_TOKEN_OPERATOR,
	CONDITION_TOKEN_OPEN,
	CONDITION_TOKEN_CLOSE,
	CONDITION_TOKEN_COMMA,
};

struct condition_token {
	enum condition_token_kind kind;
	enum condition_operator sign; /* of TOKEN_OPERATOR */
	const char *begin, *end;      /* within the condition's text */
};

/* The token that begins at or behind `at` in text, which is valid UTF-8. */
gboolean condition_lex(const char *text, const char *at,
    struct condition_token *token, GError **error);
/* What it means: without quotes, in NFC; owned. */
char *condition_token_text(const struct condition_token *token);
/* Sets "column N: ..." for `at` in text and returns FALSE. */
gboolean condition_refuse(GError **error, const char *text, const char *at,
    const char *format, ...) G_GNUC_PRINTF(4, 5);

/* condition_value.c */

/* Whether text is a number such as 3 or -1.5: no exponent, no leading zero. */
gboolean condition_number_read(const char *text,
    struct condition_number *number);
/* Below, at or above 0: a is less than, equal to, more than b; exactly. */
int condition_number_compare(const struct condition_number *a,
    const struct condition_number *b);
/* "3", "1.5"; owned. */
char *condition_number_text(const struct condition_number *number);
/* Whether it is a day of the calendar, written as 2026-03-01. */
gboolean condition_date_is(const char *text);

/* condition_answer.c */

/* "score" and the like: known of answers. */
gboolean condition_answer_knows(const char *key);
/* It is a number, and compared with nothing else. */
gboolean condition_answer_is_number(const char *key);
/* detractors, passives, promoters; NULL-terminated. */
extern const char *const condition_bands[];
/* A condition that such a word is: the name its facts have, CONDITION_ANSWER.
 */
#define CONDITION_BAND "band"

enum fact_kind {
	FACT_UNSET,
	FACT_TEXT,
	FACT_NUMBER,
	FACT_FLAG,
	FACT_LIST,
	FACT_OBJECT,
	FACT_PRIVATE, /* set, and not told */
	FACT_WORDS,   /* several; one of them is enough */
};

struct fact {
	enum fact_kind kind;
	const char *text; /* borrowed */
	struct condition_number number;
	gboolean flag;
	const char *const *words; /* borrowed */
};

/* answer may be NULL. */
struct fact condition_answer_fact(const struct answer_facts *answer,
    const char *key);

/* condition_fact.c */

/* Who and what it is about; the attributes are read when first asked for. */
struct condition_facts {
	const struct answer_facts *answer; /* or NULL */
	const struct event *event;     /* or NULL */
	const struct contact *contact; /* or NULL */
	json_t *event_attributes, *contact_attributes;
};

void condition_facts_clear(struct condition_facts *facts);
gboolean condition_fact_is_set(struct condition_facts *facts,
    const struct condition_name *name);
gboolean condition_fact_compares(struct condition_facts *facts,
    const struct condition_name *name, enum condition_operator sign,
    const struct condition_value *value);
/* "nights is 2", "plan is not set"; owned. */
char *condition_fact_text(struct condition_facts *facts,
    const struct condition_name *name);
/* As text; NULL: nothing that could be compared. Owned. */
char *condition_fact_value(struct condition_facts *facts,
    const struct condition_name *name);
/* Whether it may be a name or an address, whose value is not compared. */
gboolean condition_name_is_private(const struct condition_name *name);

#endif
