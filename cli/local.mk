bin_PROGRAMS += dripscore
dripscore_SOURCES = \
	%D%/app.c \
	%D%/app.h \
	%D%/check.c \
	%D%/daemon.c \
	%D%/daemon.h \
	%D%/deliver.c \
	%D%/digest.c \
	%D%/event.c \
	%D%/fuse.c \
	%D%/import.c \
	%D%/import_file.c \
	%D%/import_file.h \
	%D%/import_responses.c \
	%D%/log.c \
	%D%/log.h \
	%D%/main.c \
	%D%/manual.c \
	%D%/polls.c \
	%D%/polls.h \
	%D%/post.c \
	%D%/post.h \
	%D%/preview.c \
	%D%/preview.h \
	%D%/preview_sms.c \
	%D%/progress.c \
	%D%/progress.h \
	%D%/read.c \
	%D%/replies.c \
	%D%/resolve.c \
	%D%/run.c \
	%D%/score.c \
	%D%/shift.c \
	%D%/shift.h \
	%D%/status.c \
	%D%/suppress.c \
	%D%/tidings.c \
	%D%/tidings.h \
	%D%/webhooks.c \
	%D%/webhooks.h \
	%D%/worker.c \
	%D%/works.c \
	%D%/works.h \
	%D%/works_log.c \
	%D%/works_log.h
dripscore_LDADD = libdripscore.a $(DEPS_LIBS)
