/*
 * disk.h - a disk under SQLite that loses its power, or fails once.
 *
 * disk_install() makes it the VFS of all that SQLite opens from then on. Files
 * are real ones; what a power cut would leave of them is known to platter.h.
 */
#ifndef TESTS_FAULTS_DISK_H
#define TESTS_FAULTS_DISK_H

#include <glib.h>

/* What SQLite asks of the disk. */
enum disk_call {
	DISK_OPEN,
	DISK_READ,
	DISK_WRITE,
	DISK_TRUNCATE,
	DISK_SYNC,
	DISK_DELETE,
	DISK_SHARE, /* memory shared among processes: a file that grows */
	DISK_CALLS
};
const char *disk_call_name(enum disk_call call);

/* Once in a process. */
void disk_install(void);

/* A new disk: nothing is known of any file, no fault is to come. */
void disk_begin(guint32 seed);

/*
 * The power is cut at the nth call from now on (1 is the next) that changes
 * something; 0: it is not. From the cut on every call fails.
 */
void disk_cut_at(guint n);
gboolean disk_is_cut(void);
/* What was not synced is lost, in part. Every handle must have been closed. */
void disk_power_on(void);

/* A sync says that it is done, and does nothing: so a cut must do harm. */
void disk_lie(gboolean lie);

enum disk_fault {
	DISK_FULL, /* of a write: half of it is written */
	DISK_BROKEN,
};
/* The nth call of that kind from now on fails, once; 0: none does. */
void disk_fail_at(enum disk_call call, guint n, enum disk_fault fault);
/* From now on no write has room, until there is some again. */
void disk_fill(gboolean full);
/* So many calls have failed by these, since disk_begin. */
guint disk_failures(void);

/* Calls of a kind so far. */
guint disk_calls(enum disk_call call);

#endif
