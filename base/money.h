/*
 * money.h - amounts of money as whole millionths of the currency's unit. Pure.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <glib.h>

#define MONEY_UNIT G_GINT64_CONSTANT(1000000)

/* "0.0790", "50"; at most six places. FALSE with error set if it is none. */
gboolean money_parse(const char *text, gint64 *micro, GError **error);

/* "0.079 EUR", "50.00 EUR": two places at least. Without a currency, NULL,
 * the number alone. Owned. */
char *money_format(gint64 micro, const char *currency);

#endif
