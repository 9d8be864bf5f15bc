libdripscore_a_SOURCES += \
	%D%/mustache.c \
	%D%/mustache.h \
	%D%/mustache_compile.c \
	%D%/mustache_internal.h \
	%D%/mustache_names.c \
	%D%/mustache_render.c
