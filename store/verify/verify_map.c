/*
 * verify_map.c - see verify_map.h: open addressing, half full at the most.
 *
 * Answers come in order of time, mostly, so that those of a day are counted
 * together: the entries of late are found in a table small enough for the
 * processor's cache, where the whole would miss it each time.
 */
#include "store/verify/verify_map.h"

#define SLOTS_MIN 1024

void
verify_map_begin(struct verify_map *map, guint size)
{
	map->entries = g_array_new(FALSE, TRUE, size);
	map->n_slots = SLOTS_MIN;
	map->slots = g_new0(guint32, map->n_slots);
	map->recent = g_new0(struct verify_recent, VERIFY_MAP_RECENT);
}

void
verify_map_end(struct verify_map *map)
{
	g_clear_pointer(&map->entries, g_array_unref);
	g_clear_pointer(&map->slots, g_free);
	g_clear_pointer(&map->recent, g_free);
}

static guint32
hash(gint64 a, gint64 b)
{
	guint64 mixed = (guint64)a * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);

	mixed ^= mixed >> 29;
	mixed = (mixed + (guint64)b) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	return (guint32)(mixed >> 32) ^ (guint32)(mixed >> 44);
}

static struct verify_key *
entry_at(const struct verify_map *map, guint32 index)
{
	return (struct verify_key *)(void *)(map->entries->data +
	    (gsize)index * g_array_get_element_size(map->entries));
}

/* Where it is, or would be. */
static guint32 *
slot_of(const struct verify_map *map, guint32 hashed, gint64 a, gint64 b)
{
	guint32 mask = map->n_slots - 1;
	guint32 i = hashed & mask;

	for (;; i = (i + 1) & mask) {
		const struct verify_key *key;

		if (map->slots[i] == 0)
			return &map->slots[i];
		key = entry_at(map, map->slots[i] - 1);
		if (key->a == a && key->b == b)
			return &map->slots[i];
	}
}

static void
grow(struct verify_map *map)
{
	g_free(map->slots);
	map->n_slots *= 2;
	map->slots = g_new0(guint32, map->n_slots);
	for (guint32 i = 0; i < map->entries->len; i++) {
		const struct verify_key *key = entry_at(map, i);

		*slot_of(map, hash(key->a, key->b), key->a, key->b) = i + 1;
	}
}

static struct verify_key *
add(struct verify_map *map, guint32 *slot, gint64 a, gint64 b)
{
	struct verify_key *key;

	g_array_set_size(map->entries, map->entries->len + 1);
	*slot = map->entries->len;
	key = entry_at(map, map->entries->len - 1);
	key->a = a;
	key->b = b;
	if (map->entries->len * 2 > map->n_slots)
		grow(map);
	return key;
}

gpointer
verify_map_at(struct verify_map *map, gint64 a, gint64 b)
{
	guint32 hashed = hash(a, b);
	struct verify_recent *recent =
	    &map->recent[hashed & (VERIFY_MAP_RECENT - 1)];
	guint32 *slot;

	if (recent->index != 0 && recent->key.a == a && recent->key.b == b)
		return entry_at(map, recent->index - 1);
	slot = slot_of(map, hashed, a, b);
	recent->key = (struct verify_key){ a, b };
	recent->index = *slot != 0 ? *slot : map->entries->len + 1;
	return *slot != 0 ? entry_at(map, *slot - 1) : add(map, slot, a, b);
}
