/*
 * errors.c - the one error domain, and how an error is said. Everybody calls
 * it, the quark through DRIPSCORE_ERROR.
 */
#include "base/errors.h"

G_DEFINE_QUARK(dripscore-error-quark, dripscore_error)

static void G_GNUC_PRINTF(3, 0)
set_error(GError **error, enum dripscore_error code, const char *format,
    va_list values)
{
	g_propagate_error(error, g_error_new_valist(DRIPSCORE_ERROR, (int)code,
	    format, values));
}

gboolean
config_refuse(GError **error, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	set_error(error, DRIPSCORE_ERROR_CONFIG, format, values);
	va_end(values);
	return FALSE;
}

gboolean
data_refuse(GError **error, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	set_error(error, DRIPSCORE_ERROR_DATA, format, values);
	va_end(values);
	return FALSE;
}
