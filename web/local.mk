libdripscore_a_SOURCES += \
	%D%/web.c \
	%D%/web.h \
	%D%/web_request.c \
	%D%/web_request.h
