dripscore_SOURCES += \
	%D%/case.c \
	%D%/cases.h \
	%D%/json.c \
	%D%/list.c \
	%D%/show.c \
	%D%/words.c
