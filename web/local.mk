libdripscore_a_SOURCES += \
	%D%/web.c \
	%D%/web.h \
	%D%/web_listen.c \
	%D%/web_request.c \
	%D%/web_request.h \
	%D%/web_server.c \
	%D%/web_server.h
