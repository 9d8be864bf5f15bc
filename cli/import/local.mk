dripscore_SOURCES += \
	%D%/file.c \
	%D%/file.h \
	%D%/ical.c \
	%D%/ical.h \
	%D%/import.c \
	%D%/responses.c
