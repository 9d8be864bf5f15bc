libdripscore_a_SOURCES += \
	%D%/cadence.c \
	%D%/cadence.h \
	%D%/compose.c \
	%D%/compose.h \
	%D%/drip.c \
	%D%/drip.h \
	%D%/intake.c \
	%D%/intake.h \
	%D%/mime.c \
	%D%/mime.h \
	%D%/outcome.c \
	%D%/outcome.h
