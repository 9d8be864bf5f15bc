bin_PROGRAMS += dripscore
dripscore_SOURCES = \
	%D%/main.c
dripscore_LDADD = libdripscore.a $(DEPS_LIBS)
