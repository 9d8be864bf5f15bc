# Unit tests: tests/unit/test_NAME.c, one program each, over the library.

LDADD = libdripscore.a $(DEPS_LIBS) $(CHECK_LIBS)

unit_tests = \
	%D%/unit/test_clock \
	%D%/unit/test_config \
	%D%/unit/test_ini \
	%D%/unit/test_mustache \
	%D%/unit/test_recurrence \
	%D%/unit/test_timezone \
	%D%/unit/test_token \
	%D%/unit/test_worker

check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
EXTRA_DIST += %D%/unit/unit.h

# Fuzz targets: tests/fuzz/fuzz_NAME.c; without libFuzzer the corpus is
# replayed.

fuzz_tests = \
	%D%/fuzz/fuzz_ini \
	%D%/fuzz/fuzz_mustache

check_PROGRAMS += $(fuzz_tests)
EXTRA_DIST += %D%/fuzz/corpus
if FUZZERS
fuzz_main =
FUZZ_LDFLAGS = -fsanitize=fuzzer
else
fuzz_main = %D%/fuzz/replay.c
FUZZ_LDFLAGS =
TESTS += $(fuzz_tests)
endif

%C%_fuzz_fuzz_ini_SOURCES = %D%/fuzz/fuzz_ini.c $(fuzz_main)
%C%_fuzz_fuzz_ini_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
%C%_fuzz_fuzz_mustache_SOURCES = %D%/fuzz/fuzz_mustache.c $(fuzz_main)
%C%_fuzz_fuzz_mustache_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

# Integration tests: programs that speak TAP and use the built dripscore.

integration_tests =

TESTS += $(integration_tests)
EXTRA_DIST += $(integration_tests)
