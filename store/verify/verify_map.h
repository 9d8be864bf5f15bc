/*
 * verify_map.h - counts by two numbers, many millions of them: an array, and
 * where in it a key stands. Only verify_*.c include it.
 */
#ifndef STORE_VERIFY_MAP_H
#define STORE_VERIFY_MAP_H

#include <glib.h>

#define VERIFY_MAP_RECENT 16384 /* a power of two */

struct verify_key {
	gint64 a, b;
};

struct verify_recent {
	struct verify_key key;
	guint32 index; /* of an entry, and 1; 0: none */
};

struct verify_map {
	GArray *entries; /* each begins with a struct verify_key */
	guint32 *slots;	 /* index of an entry, and 1; 0: free */
	guint32 n_slots; /* a power of two */
	struct verify_recent *recent; /* entries asked for last, by hash */
};

/* size: of an entry. */
void verify_map_begin(struct verify_map *map, guint size);
void verify_map_end(struct verify_map *map);
/* Borrowed until the next one is added. A new one is all 0 but for its key. */
gpointer verify_map_at(struct verify_map *map, gint64 a, gint64 b);

#endif
