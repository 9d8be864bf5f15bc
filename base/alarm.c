/*
 * alarm.c - see alarm.h: a timerfd on CLOCK_REALTIME. Called by the daemon.
 */
#include "base/alarm.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/errors.h"

/* Times beyond it are for people's jokes; the kernel's own end in 2262. */
#define FOREVER_AT ((gint64)G_MAXUINT32)

struct alarm {
	int fd;
	guint source;
	gint64 at; /* 0: it has rung, or was never set */
	void (*rung)(gpointer user);
	gpointer user;
};

static gboolean
on_readable(int fd, GIOCondition condition, gpointer data)
{
	struct alarm *alarm = data;
	guint64 times;

	(void)condition;
	/* ECANCELED: the clock was set. Whatever it says, it is taken away. */
	if (read(fd, &times, sizeof(times)) < 0 && errno == EAGAIN)
		return G_SOURCE_CONTINUE;
	alarm->at = 0;
	alarm->rung(alarm->user);
	return G_SOURCE_CONTINUE;
}

struct alarm *
alarm_new(void (*rung)(gpointer user), gpointer user, GError **error)
{
	int fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	struct alarm *alarm;

	if (fd < 0) {
		g_set_error(error, DRIPSCORE_ERROR, DRIPSCORE_ERROR_OS,
		    "no timer: %s", g_strerror(errno));
		return NULL;
	}
	alarm = g_new0(struct alarm, 1);
	alarm->fd = fd;
	alarm->rung = rung;
	alarm->user = user;
	alarm->source = g_unix_fd_add(fd, G_IO_IN, on_readable, alarm);
	return alarm;
}

void
alarm_free(struct alarm *alarm)
{
	if (alarm == NULL)
		return;
	g_source_remove(alarm->source);
	(void)close(alarm->fd);
	g_free(alarm);
}

void
alarm_set(struct alarm *alarm, gint64 at)
{
	/* 0 would disarm it. */
	struct itimerspec moment = {
		.it_value.tv_sec = (time_t)CLAMP(at, 1, FOREVER_AT),
	};

	if (alarm->at == at)
		return;
	alarm->at = at;
	/* Only a broken promise makes it fail. */
	g_assert(timerfd_settime(alarm->fd,
		     TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &moment,
		     NULL) == 0);
}
