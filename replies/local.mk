libdripscore_a_SOURCES += \
	%D%/read.h
