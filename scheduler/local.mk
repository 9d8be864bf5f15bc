libdripscore_a_SOURCES += \
	%D%/cadence.c \
	%D%/cadence.h \
	%D%/compose.c \
	%D%/compose.h \
	%D%/drip.c \
	%D%/drip.h \
	%D%/drip_commit.c \
	%D%/drip_internal.h \
	%D%/event_text.c \
	%D%/event_text.h \
	%D%/import.c \
	%D%/import.h \
	%D%/import_rules.c \
	%D%/import_rules.h \
	%D%/intake.c \
	%D%/intake.h \
	%D%/mime.c \
	%D%/mime.h \
	%D%/outcome.c \
	%D%/outcome.h
