dripscore_SOURCES += \
	%D%/answers.c \
	%D%/answers_file.c \
	%D%/chart.c \
	%D%/ics.c \
	%D%/json.c \
	%D%/note.c \
	%D%/page.c \
	%D%/person.c \
	%D%/plan.c \
	%D%/plan.h \
	%D%/rehearsal.c \
	%D%/rehearsal.h \
	%D%/sums.c
