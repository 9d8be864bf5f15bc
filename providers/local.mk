libdripscore_a_SOURCES += \
	%D%/inbox.h \
	%D%/provider.h
