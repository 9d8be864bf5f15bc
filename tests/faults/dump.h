/*
 * dump.h - all that a store holds, as text, to be compared.
 *
 * Left out is what is drawn at random or of this machine, and how often a reply
 * was tried to be read: that is counted before.
 */
#ifndef TESTS_FAULTS_DUMP_H
#define TESTS_FAULTS_DUMP_H

#include <glib.h>

/* Of the file at path; a row a line, each with its table; owned. */
char *dump_of(const char *path);
/* The first line in which they differ, of both; owned; NULL: in none. */
char *dump_difference(const char *one, const char *other);

/* The first column of the only row, as text; owned; NULL: there is none. */
char *dump_read(const char *path, const char *sql);

#endif
