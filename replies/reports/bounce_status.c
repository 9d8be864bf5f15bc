/*
 * bounce_status.c - judges the codes and words of a failed delivery.
 *
 * Words go before codes, for servers are careless with codes: many a "user
 * unknown" is a 5.0.0, many a full mailbox a 550. Called by bounce_fields.c and
 * bounce_prose.c.
 */
#include "replies/reports/bounce_status.h"

#include <string.h>

#include "replies/reports/bounce_words.h"

/* n digits at most; past them, or NULL if there is none. */
static const char *
past_digits(const char *at, gsize n)
{
	gsize digits = strspn(at, "0123456789");

	return digits > 0 && digits <= n ? at + digits : NULL;
}

/* Not a part of an address such as 10.5.1.1, nor of a version. */
char *
bounce_status_find(const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		const char *end;

		if ((*at != '2' && *at != '4' && *at != '5') || at[1] != '.' ||
		    (at > text && (g_ascii_isalnum(at[-1]) || at[-1] == '.')))
			continue;
		end = past_digits(at + 2, 1);
		end = end != NULL && *end == '.' ? past_digits(end + 1, 3) :
						   NULL;
		if (end == NULL || g_ascii_isalpha(*end) ||
		    (*end == '.' && g_ascii_isdigit(end[1])))
			continue;
		return g_strndup(at, end - at);
	}
	return NULL;
}

char
bounce_status_class(const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		if ((*at != '4' && *at != '5') ||
		    (at > text && !strchr(" \t\n:;(#<[\"'=", at[-1])) ||
		    at[1] < '0' || at[1] > '7' || !g_ascii_isdigit(at[2]) ||
		    (at[3] != '\0' && !strchr(" \t-\n:,;)]#\"'", at[3])))
			continue;
		/* "500 bytes", "450 users" are no reply. */
		if (at[1] > '5' && !(at[1] == '7' && at[2] <= '1'))
			continue;
		return *at;
	}
	return '\0';
}

gboolean
bounce_status_is_vague(const char *status)
{
	return status == NULL || g_str_has_suffix(status, ".0.0");
}

char *
bounce_status_of(const char *given, const char *text)
{
	g_autofree char *field = given != NULL ? bounce_status_find(given) :
						 NULL;
	g_autofree char *said = NULL;
	const struct bounce_word *word;
	char class;

	if (!bounce_status_is_vague(field) || text == NULL)
		return g_steal_pointer(&field);
	said = bounce_status_find(text);
	if (!bounce_status_is_vague(said) && *said != '2' &&
	    (field == NULL || *field == *said))
		return g_steal_pointer(&said);
	if (field != NULL)
		return g_steal_pointer(&field);
	word = bounce_words_find(text);
	class = said != NULL ? *said : bounce_status_class(text);
	if (class == '\0' && word != NULL)
		class = word->blame == BLAME_ROUTE ? '4' : '5';
	if (class == '\0')
		return NULL;
	return g_strdup_printf("%c.%s", class,
	    word != NULL ? word->detail : "0.0");
}

/* What a code of class 5 says of the address, if the words say nothing. */
static gboolean
code_is_permanent(const char *status)
{
	static const char *const dead[] = { "5.0.0", "5.1.", "5.2.0", "5.2.1",
		"5.3.0", "5.4.4", "5.5.0", "5.5.1" };
	static const char *const ours[] = { "5.1.7", "5.1.8", "5.1.9" };

	for (guint i = 0; i < G_N_ELEMENTS(ours); i++)
		if (g_str_equal(status, ours[i]))
			return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(dead); i++)
		if (g_str_has_prefix(status, dead[i]))
			return TRUE;
	return FALSE;
}

gboolean
bounce_status_is_permanent(const char *status, const char *text)
{
	const struct bounce_word *word = text != NULL ?
	    bounce_words_find(text) :
	    NULL;

	if (status != NULL && *status != '5')
		return FALSE;
	if (word != NULL &&
	    (!word->vague || bounce_status_is_vague(status)))
		return word->blame == BLAME_ADDRESS;
	return status != NULL && code_is_permanent(status);
}
