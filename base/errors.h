/*
 * errors.h - the one error domain; its codes are the exit codes of sysexits.h
 * that a command ends with if the error reaches it.
 */
#ifndef BASE_ERRORS_H
#define BASE_ERRORS_H

#include <glib.h>
#include <sysexits.h>

#define DRIPSCORE_ERROR (dripscore_error_quark())

enum dripscore_error {
	DRIPSCORE_ERROR_USAGE = EX_USAGE,      /* 64 */
	DRIPSCORE_ERROR_DATA = EX_DATAERR,     /* 65: input from outside */
	DRIPSCORE_ERROR_NO_INPUT = EX_NOINPUT, /* 66 */
	DRIPSCORE_ERROR_UNAVAILABLE = EX_UNAVAILABLE, /* 69: other side */
	DRIPSCORE_ERROR_SOFTWARE = EX_SOFTWARE,	      /* 70 */
	DRIPSCORE_ERROR_OS = EX_OSERR,		      /* 71 */
	DRIPSCORE_ERROR_CANNOT_CREATE = EX_CANTCREAT, /* 73 */
	DRIPSCORE_ERROR_IO = EX_IOERR,		      /* 74 */
	DRIPSCORE_ERROR_LATER = EX_TEMPFAIL,	      /* 75: try again */
	DRIPSCORE_ERROR_CONFIG = EX_CONFIG,	      /* 78 */
	/* A worker that was taken for dead: see store/outbox/crew.h. A command
	 * ends with EX_TEMPFAIL. */
	DRIPSCORE_ERROR_LOST = EX__MAX + 1,
};

GQuark dripscore_error_quark(void);

/*
 * Sets "what was found; what is allowed" and returns FALSE. config_refuse is
 * for what stands in the INI file, data_refuse for what else comes in.
 */
gboolean config_refuse(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);
gboolean data_refuse(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

#endif
