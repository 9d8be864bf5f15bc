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
TESTS += $(fault_tests)
valgrind_results += $(fault_tests:=.valgrind.trs)

.PHONY: torture torture-faults
torture: torture-faults

torture-faults: $(fault_tests)
	@$(AM_TESTS_ENVIRONMENT) \
	CUTS=$${CUTS:-2000} FAULTS=$${FAULTS:-all}; \
	export CUTS FAULTS; \
	failed=0; \
	for test in $(fault_tests); do \
		./$$test || failed=1; \
	done; \
	exit $$failed
