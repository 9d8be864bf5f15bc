/*
 * ini.h - one INI file, read with libinih, every mistake reported.
 *
 * libinih does the parsing; our reader passed to ini_parse_stream sees every
 * raw line first, so that a line over libinih's buffer (200 bytes in Debian's
 * build, 199 usable), a section or key name over 49 bytes, a line without `=`
 * or `]` is an error with its number instead of a silent cut. A value goes on
 * in indented lines; they are joined by "\n". ` ;` begins a comment.
 */
#ifndef BASE_INI_H
#define BASE_INI_H

#include <glib.h>

#include "base/autoptr.h"

#define INI_FILE_MAX_BYTES (1024 * 1024)
#define INI_LINE_MAX_BYTES 199
#define INI_NAME_MAX_BYTES 49

/* Both from 1; columns in characters. */
struct ini_place {
	guint line, column;
};

struct ini_entry {
	char *key;
	char *value;
	guint line;	/* from 1; of the key, not of its continuation */
	GArray *places; /* struct ini_place, where each line of value begins */
};

struct ini_section {
	char *kind; /* "touchpoint" of [touchpoint after-booking] */
	char *name; /* "after-booking"; NULL if the header has one word */
	guint line;
	GPtrArray *entries; /* struct ini_entry, in order, duplicates too */
};

struct ini_file {
	char *path;
	GPtrArray *sections; /* struct ini_section, in order */
};

/*
 * Reads the whole file. Mistakes are appended to `mistakes` (char *, each
 * "file:line: ..."), and what could be read is still returned. NULL with error
 * set only if the file cannot be opened or read.
 */
struct ini_file *ini_read(const char *path, GPtrArray *mistakes,
    GError **error);
/* The same from memory; path is only for messages. */
struct ini_file *ini_read_text(const char *path, const char *text, gsize n,
    GPtrArray *mistakes);
void ini_file_free(struct ini_file *file);
AUTOPTR_DEFINE(ini_file, ini_file_free)

#endif
