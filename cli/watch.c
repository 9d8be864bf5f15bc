/*
 * watch.c - see watch.h. Called by the daemon.
 *
 * A file is watched; a server tells. Where neither can be had, others are
 * heard of when something else wakes the daemon.
 */
#include "cli/watch.h"

#include <gio/gio.h>
#include <glib-unix.h>

/* An import commits many times. */
#define RATE_MS 100

struct watch {
	struct store *store;
	void (*changed)(gpointer user);
	gpointer user;
	GFileMonitor *monitor; /* NULL: a server, or in memory */
	guint told;	       /* the source; 0: a file */
};

static void
on_file_changed(GFileMonitor *monitor, GFile *file, GFile *other,
    GFileMonitorEvent event, gpointer data)
{
	struct watch *watch = data;

	(void)monitor;
	(void)file;
	(void)other;
	/*
	 * A commit shows only after its last write is on disk, which may take
	 * longer than we do: the hint comes once the other has closed it.
	 */
	if (event != G_FILE_MONITOR_EVENT_CHANGED &&
	    event != G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT)
		return;
	if (store_changed_outside(watch->store))
		watch->changed(watch->user);
}

static void
watch_file(struct watch *watch, const char *path)
{
	g_autoptr(GFile) file = g_file_new_for_path(path);

	watch->monitor = g_file_monitor_file(file, G_FILE_MONITOR_NONE, NULL,
	    NULL);
	if (watch->monitor == NULL)
		return;
	g_file_monitor_set_rate_limit(watch->monitor, RATE_MS);
	g_signal_connect(watch->monitor, "changed",
	    G_CALLBACK(on_file_changed), watch);
}

static gboolean
on_told(int fd, GIOCondition condition, gpointer data)
{
	struct watch *watch = data;

	(void)fd;
	(void)condition;
	if (store_woken(watch->store))
		watch->changed(watch->user);
	return G_SOURCE_CONTINUE;
}

struct watch *
watch_new(struct store *store, void (*changed)(gpointer user), gpointer user)
{
	struct watch *watch = g_new0(struct watch, 1);
	g_autofree char *path = store_watched_path(store);
	int fd = store_wake_fd(store);

	watch->store = store;
	watch->changed = changed;
	watch->user = user;
	if (path != NULL)
		watch_file(watch, path);
	if (fd >= 0)
		watch->told = g_unix_fd_add(fd, G_IO_IN, on_told, watch);
	return watch;
}

void
watch_free(struct watch *watch)
{
	if (watch == NULL)
		return;
	g_clear_object(&watch->monitor);
	g_clear_handle_id(&watch->told, g_source_remove);
	g_free(watch);
}
