libdripscore_a_SOURCES += \
	%D%/catalog.c \
	%D%/catalog.h \
	%D%/catalog_internal.h \
	%D%/catalog_language.c \
	%D%/catalog_render.c \
	%D%/catalog_variables.c \
	%D%/colour.c \
	%D%/colour.h \
	%D%/mustache.c \
	%D%/mustache.h \
	%D%/mustache_compile.c \
	%D%/mustache_internal.h \
	%D%/mustache_names.c \
	%D%/mustache_render.c \
	%D%/pleading.c \
	%D%/pleading.h \
	%D%/pleading_words.c \
	%D%/pleading_words.h

nobase_dist_pkgdata_DATA += \
	%D%/alert.html.mustache \
	%D%/alert.txt.mustache \
	%D%/digest.html.mustache \
	%D%/digest.txt.mustache \
	%D%/invitation.html.mustache \
	%D%/invitation.txt.mustache \
	%D%/lang/de.ini \
	%D%/lang/en.ini \
	%D%/lang/es.ini \
	%D%/lang/fi.ini \
	%D%/lang/fr.ini \
	%D%/lang/pt.ini \
	%D%/nudge.html.mustache \
	%D%/nudge.txt.mustache \
	%D%/report.html.mustache \
	%D%/reprompt.html.mustache \
	%D%/reprompt.txt.mustache \
	%D%/stopped.html.mustache \
	%D%/stopped.txt.mustache \
	%D%/thanks.html.mustache \
	%D%/thanks.txt.mustache
