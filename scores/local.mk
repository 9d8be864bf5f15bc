libdripscore_a_SOURCES += \
	%D%/chart.h \
	%D%/chart_bars.c \
	%D%/chart_trend.c \
	%D%/digest.c \
	%D%/digest.h \
	%D%/digest_comments.c \
	%D%/digest_context.c \
	%D%/digest_context.h \
	%D%/digest_internal.h \
	%D%/digest_words.c \
	%D%/digest_words.h \
	%D%/due.c \
	%D%/due.h \
	%D%/history.c \
	%D%/history.h \
	%D%/nps.c \
	%D%/nps.h \
	%D%/plain.c \
	%D%/plain.h \
	%D%/report.c \
	%D%/report.h \
	%D%/report_data.c \
	%D%/report_table.c \
	%D%/significance.c \
	%D%/significance.h \
	%D%/svg.c \
	%D%/svg.h
