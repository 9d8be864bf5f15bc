/*
 * import_ical_entry.c - what an event is called and what is kept with it, of an
 * entry of a calendar. Called by import_ical.c.
 */
#include "scheduler/import_ical_entry.h"

#include <string.h>

#include "base/text.h"
#include "scheduler/event_text.h"

#define DIGEST_LETTERS 8
#define LONG_DIGEST_LETTERS 16
/* Attributes are kept with each who takes part. */
#define TEXT_MAX_BYTES 1000
#define EXTRA_MAX_BYTES 4096 /* all X- properties of an entry */

static char *
digest_of(const char *text, guint letters)
{
	char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text,
	    -1);

	digest[letters] = '\0';
	return digest;
}

/* "20260301T100000Z" or "20260301", however it was written; owned. */
static char *
recurrence_text(const struct ical_time *time, GTimeZone *zone)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	struct local_time local = time->local;

	if (time->all_day)
		return g_strdup_printf("%04d%02d%02d", local.year, local.month,
		    local.day);
	timezone_to_local(utc, ical_time_at(time, zone), &local);
	return g_strdup_printf("%04d%02d%02dT%02d%02d%02dZ", local.year,
	    local.month, local.day, local.hour, local.minute, local.second);
}

char *
import_ical_reference(const struct ical_event *entry,
    const struct contact *contact, GTimeZone *zone)
{
	g_autofree char *address = g_utf8_strdown(contact->email != NULL ?
						      contact->email :
						      contact->phone,
	    -1);
	g_autofree char *who = digest_of(address, DIGEST_LETTERS);
	g_autofree char *which = entry->recurrence_id.known ?
	    recurrence_text(&entry->recurrence_id, zone) :
	    NULL;
	g_autofree char *tail = g_strconcat("/", which != NULL ? which : who,
	    which != NULL ? "/" : NULL, who, NULL);
	g_autofree char *digest = NULL;
	g_autofree char *head = NULL;

	if (strlen(entry->uid) + strlen(tail) <= EVENT_REFERENCE_MAX_BYTES)
		return g_strconcat(entry->uid, tail, NULL);
	digest = digest_of(entry->uid, LONG_DIGEST_LETTERS);
	head = text_cut(entry->uid,
	    EVENT_REFERENCE_MAX_BYTES - strlen(tail) - strlen(digest) - 1);
	return g_strconcat(head, "~", digest, tail, NULL);
}

static gboolean
add_attribute(GString *json, const char *name, const char *value,
    GError **error)
{
	g_autofree char *cut = value != NULL ? text_cut(value, TEXT_MAX_BYTES) :
					       NULL;

	if (cut == NULL || *cut == '\0' ||
	    event_text_attribute(json, name, cut, error))
		return TRUE;
	g_prefix_error(error, "%s: ", name);
	return FALSE;
}

/* "x-room-name" is room_name, unless we have a word for that ourselves. */
static char *
extra_name(const char *name)
{
	static const char *const ours[] = { "summary", "location", "status",
		"categories", NULL };
	char *plain;

	if (!g_str_has_prefix(name, "x-"))
		return g_strdup(name);
	plain = g_strdelimit(g_strdup(name + strlen("x-")), "-.", '_');
	if (*plain != '\0' && !g_strv_contains(ours, plain))
		return plain;
	g_free(plain);
	return g_strdup(name);
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

/* In an order of their own: the same entry is the same text. */
gboolean
import_ical_attributes(GString *json, const struct ical_event *entry,
    GError **error)
{
	g_autofree char *status = entry->status != NULL ?
	    g_ascii_strdown(entry->status, -1) :
	    NULL;
	g_autoptr(GList) names = g_list_sort(
	    g_hash_table_get_keys(entry->extra), by_name);
	g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, NULL);

	g_string_truncate(json, 0);
	if (!add_attribute(json, "summary", entry->summary, error) ||
	    !add_attribute(json, "location", entry->location, error) ||
	    !add_attribute(json, "status", status, error))
		return FALSE;
	for (GList *each = names; each != NULL; each = each->next) {
		const char *value = g_hash_table_lookup(entry->extra,
		    each->data);
		char *name = extra_name(each->data);

		/* x-a-b and x-a.b: the first. */
		if (g_hash_table_add(taken, name) &&
		    json->len + strlen(value) <= EXTRA_MAX_BYTES &&
		    !add_attribute(json, name, value, error))
			return FALSE;
	}
	return TRUE;
}
