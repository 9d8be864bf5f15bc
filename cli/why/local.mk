dripscore_SOURCES += \
	%D%/invitation.c \
	%D%/json.c \
	%D%/judge.c \
	%D%/person.c \
	%D%/text.c \
	%D%/why.c \
	%D%/why.h
