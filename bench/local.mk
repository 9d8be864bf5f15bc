# `make bench`: how fast it is, beside what else one would take, and how that
# grows. Not a test: it takes minutes and fails only if something does not work
# at all. `make bench-NAME` runs one; BENCH= has options for it.

EXTRA_DIST += \
	%D%/hostile.py \
	%D%/import.py \
	%D%/mails.js \
	%D%/node_peers.py \
	%D%/plan.py \
	%D%/replies.js \
	%D%/replies.py \
	%D%/scores.py \
	%D%/send.py \
	%D%/texts.js \
	%D%/texts.py

EXTRA_PROGRAMS = %D%/answers %D%/http_sink %D%/mail_sink
CLEANFILES += %D%/answers %D%/http_sink %D%/mail_sink
%C%_answers_SOURCES = %D%/answers.c %D%/answers_counts.c %D%/answers_counts.h
%C%_http_sink_SOURCES = %D%/http_sink.c
%C%_http_sink_LDADD = $(DEPS_LIBS)
%C%_mail_sink_SOURCES = %D%/mail_sink.c
%C%_mail_sink_LDADD = $(DEPS_LIBS)

benches = send texts import replies hostile plan scores

run_bench = DRIPSCORE_TEMPLATES='$(abs_top_srcdir)/templates' \
	$(PYTHON) -B $(srcdir)/%D%/$(@:bench-%=%).py \
	--program '$(abs_builddir)/dripscore$(EXEEXT)'

.PHONY: bench $(benches:%=bench-%)
bench:
	@for each in $(benches); do \
		$(MAKE) --no-print-directory bench-$$each || exit 1; done

bench-plan: dripscore$(EXEEXT)
	@$(run_bench) $(BENCH)

bench-scores: dripscore$(EXEEXT) %D%/answers
	@$(run_bench) --filler '$(abs_builddir)/%D%/answers$(EXEEXT)' $(BENCH)

bench-texts: dripscore$(EXEEXT) %D%/http_sink
	@$(run_bench) --sink %D%/http_sink $(BENCH)

bench-send: dripscore$(EXEEXT) %D%/mail_sink
	@$(run_bench) --sink %D%/mail_sink $(BENCH)

bench-import bench-replies bench-hostile: dripscore$(EXEEXT)
	@$(run_bench) $(BENCH)
