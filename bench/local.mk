# `make bench`: how fast it is, and how that grows. Not a test: it takes minutes
# and fails only if something does not work at all.

EXTRA_DIST += %D%/plan.py

.PHONY: bench
bench: dripscore$(EXEEXT)
	@DRIPSCORE_TEMPLATES='$(abs_top_srcdir)/templates' \
		$(PYTHON) -B $(srcdir)/%D%/plan.py \
		--program '$(abs_builddir)/dripscore$(EXEEXT)' $(BENCH)
