# Faults: a disk that loses its power or fails under the store; short in `make
# check`, every n by `make torture`.

fault_tests = \
	%D%/test_io_fault \
	%D%/test_power_cut \
	%D%/test_upgrade_cut

fault_sources = \
	%D%/disk.c \
	%D%/disk.h \
	%D%/dump.c \
	%D%/dump.h \
	%D%/ledger.c \
	%D%/ledger.h \
	%D%/life.c \
	%D%/life.h \
	%D%/life_reply.c \
	%D%/life_rest.c \
	%D%/life_send.c \
	%D%/platter.c \
	%D%/platter.h

%C%_test_io_fault_SOURCES = %D%/test_io_fault.c $(fault_sources)
%C%_test_power_cut_SOURCES = %D%/test_power_cut.c $(fault_sources)
%C%_test_upgrade_cut_SOURCES = %D%/test_upgrade_cut.c $(fault_sources)

check_PROGRAMS += $(fault_tests)
TESTS += $(fault_tests) %D%/sabotage.py %D%/test_program_faults.py

# For LD_PRELOAD. Not hardened: it stands in for what hardening would wrap.
check_DATA = %D%/faulty.so
CLEANFILES += %D%/faulty.so
EXTRA_DIST += %D%/faulty.c %D%/sabotage.py %D%/test_program_faults.py

%D%/faulty.so: %D%/faulty.c
	$(AM_V_CC)$(MKDIR_P) %D% && $(CC) -std=gnu17 -Wall -Wextra -O1 -g \
		-U_FORTIFY_SOURCE -fPIC -shared -o $@ $(srcdir)/%D%/faulty.c
valgrind_results += $(if $(QUICK),,$(fault_tests:=.valgrind.trs))

.PHONY: torture torture-faults torture-sabotage
torture: torture-faults torture-sabotage

torture-faults: $(fault_tests) dripscore$(EXEEXT) %D%/faulty.so
	@$(AM_TESTS_ENVIRONMENT) \
	CUTS=$${CUTS:-2000} FAULTS=$${FAULTS:-all}; \
	export CUTS FAULTS; \
	failed=0; \
	for test in $(fault_tests); do \
		./$$test || failed=1; \
	done; \
	$(PYTHON) -B $(srcdir)/%D%/test_program_faults.py || failed=1; \
	exit $$failed

# With one line spoilt, the tests fail.
torture-sabotage: $(check_PROGRAMS) dripscore$(EXEEXT) %D%/faulty.so
	@$(AM_TESTS_ENVIRONMENT) \
	SABOTAGE=$${SABOTAGE:-all}; export SABOTAGE; \
	$(PYTHON) -B $(srcdir)/%D%/sabotage.py
