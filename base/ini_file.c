/*
 * ini_file.c - reads the file of a configuration into memory, for ini.c.
 *
 * base/config.c alone calls it.
 */
#include <errno.h>
#include <stdio.h>

#include "base/errors.h"
#include "base/ini.h"

struct ini_file *
ini_read(const char *path, GPtrArray *mistakes, GError **error)
{
	g_autofree char *text = g_malloc(INI_FILE_MAX_BYTES + 1);
	FILE *stream = fopen(path, "re");
	gsize n;
	int failure;

	if (stream == NULL) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_NO_INPUT,
		    "%s: cannot be opened: %s", path, g_strerror(errno));
		return NULL;
	}
	errno = 0;
	n = fread(text, 1, INI_FILE_MAX_BYTES + 1, stream);
	failure = ferror(stream) ? errno : 0;
	fclose(stream);
	if (failure != 0) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_NO_INPUT,
		    "%s: cannot be read: %s", path, g_strerror(failure));
		return NULL;
	}
	return ini_read_text(path, text, n, mistakes);
}
