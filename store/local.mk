libdripscore_a_SOURCES += \
	%D%/attempts.c \
	%D%/claim.c \
	%D%/db.h \
	%D%/db_sqlite.c \
	%D%/dialect.c \
	%D%/dialect.h \
	%D%/effects.c \
	%D%/events.c \
	%D%/events.h \
	%D%/health.c \
	%D%/health.h \
	%D%/intake.c \
	%D%/internal.h \
	%D%/invitations.c \
	%D%/outbox.c \
	%D%/outbox.h \
	%D%/replies.c \
	%D%/replies.h \
	%D%/responses.c \
	%D%/responses.h \
	%D%/schema.c \
	%D%/schema.h \
	%D%/scores.c \
	%D%/store.c \
	%D%/store.h \
	%D%/suppressions.c \
	%D%/suppressions.h
