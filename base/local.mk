libdripscore_a_SOURCES += \
	%D%/autoptr.h \
	%D%/clock.c \
	%D%/clock.h \
	%D%/config.c \
	%D%/config.h \
	%D%/config_manual.c \
	%D%/config_manual.h \
	%D%/errors.c \
	%D%/errors.h \
	%D%/ini.c \
	%D%/ini.h \
	%D%/model.c \
	%D%/model.h \
	%D%/recurrence.c \
	%D%/recurrence.h \
	%D%/state.c \
	%D%/state.h \
	%D%/timezone.c \
	%D%/timezone.h \
	%D%/token.c \
	%D%/token.h \
	%D%/worker.c \
	%D%/worker.h
