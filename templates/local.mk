libdripscore_a_SOURCES += \
	%D%/mustache.c \
	%D%/mustache.h
