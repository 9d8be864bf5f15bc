/*
 * money.c - reads and writes amounts of money. It knows no currency and no
 * rate. config_value.c reads by it, whoever shows a cost writes by it.
 */
#include "base/money.h"

#include <string.h>

#include "base/errors.h"

#define PLACES 6
#define MAX_WHOLE_DIGITS 9 /* so that thousands of it can be summed */

gboolean
money_parse(const char *text, gint64 *micro, GError **error)
{
	gsize n_whole = strspn(text, "0123456789");
	const char *end = text + n_whole;
	gsize n_places = 0;
	gint64 amount = 0;

	if (*end == '.') {
		n_places = strspn(end + 1, "0123456789");
		end += 1 + n_places;
	}
	if (n_whole == 0 || *end != '\0' ||
	    (text[n_whole] == '.') != (n_places > 0))
		return config_refuse(error,
		    "\"%s\" is no amount of money; allowed are digits, with a "
		    "point before the fraction, as in \"0.079\"",
		    text);
	if (n_whole > MAX_WHOLE_DIGITS || n_places > PLACES)
		return config_refuse(error,
		    "\"%s\" has too many digits; allowed are %d before the "
		    "point and %d after it",
		    text, MAX_WHOLE_DIGITS, PLACES);
	for (gsize i = 0; i < n_whole; i++)
		amount = amount * 10 + (text[i] - '0');
	for (gsize i = 0; i < PLACES; i++)
		amount = amount * 10 +
		    (i < n_places ? text[n_whole + 1 + i] - '0' : 0);
	*micro = amount;
	return TRUE;
}

char *
money_format(gint64 micro, const char *currency)
{
	guint64 amount = micro < 0 ? -(guint64)micro : (guint64)micro;
	g_autofree char *fraction = g_strdup_printf("%06u",
	    (guint)(amount % MONEY_UNIT));
	gsize n = PLACES;

	while (n > 2 && fraction[n - 1] == '0')
		n--;
	return g_strdup_printf("%s%" G_GUINT64_FORMAT ".%.*s%s%s",
	    micro < 0 ? "-" : "", amount / MONEY_UNIT, (int)n, fraction,
	    currency != NULL ? " " : "", currency != NULL ? currency : "");
}
