#!/bin/sh
# Functions nobody here calls, and those that only some rooms may: the clock
# belongs to base/clock.c and the store, printing and logging to cli/.
# Reads the sources only; run by `make check` and `make lint`.

. "${top_srcdir:-$(dirname "$0")/../..}/tests/lint/lint.sh"

# No bound on what they write, no way to fail, one buffer for all callers, or
# a fork without an exec: each has a better one.
banned='strcpy stpcpy strncpy strcat strncat sprintf vsprintf gets strtok
    atoi atol atoll atof alloca g_alloca system popen rand srand gmtime
    localtime ctime asctime signal fork vfork daemon tmpnam tempnam mktemp'
clocks='time gettimeofday clock_gettime g_get_real_time g_date_time_new_now
    g_date_time_new_now_utc g_date_time_new_now_local'
prints='printf vprintf fprintf vfprintf dprintf vdprintf puts putchar perror
    syslog g_print g_printerr g_log g_log_structured g_error g_critical
    g_warning g_message g_info g_debug'
export banned clocks prints

# What is called in the tree in $1 and may not be, one finding a line.
findings() {
	# shellcheck disable=SC2016,SC2086
	c_files "$1" $rooms tests | over_files '
	function list(words, set, why,    word, i, k) {
		k = split(words, word, /[ \n\t]+/)
		for (i = 1; i <= k; i++)
			if (word[i] != "")
				set[word[i]] = why
	}
	BEGIN {
		list(ENVIRON["banned"], no, "is banned")
		if (file !~ /^(store|tests)\// && file != "base/clock.c")
			list(ENVIRON["clocks"], no,
			    "is for base/clock.c and store/: time is an" \
			    " argument")
		if (file !~ /^(cli|tests)\//)
			list(ENVIRON["prints"], no, "is for cli/: rooms below" \
			    " return what happened")
	}
	{
		match($0, /^[^:]*:[0-9]*:/)
		where = substr($0, 1, RLENGTH)
		code = substr($0, RLENGTH + 1)
		gsub(/\/\*\*\//, " ", code)
		# A member may have any name.
		gsub(/(->|\.)[ \t]*[A-Za-z_][A-Za-z0-9_]*/, ".", code)
		while (match(code, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
			name = substr(code, RSTART, RLENGTH - 1)
			sub(/[ \t]+$/, "", name)
			code = substr(code, RSTART + RLENGTH)
			if (name in no)
				print where " " name " " no[name]
		}
	}' code "$1"
}

echo 1..6
mkdir "$planted/base" "$planted/store" "$planted/cli" "$planted/tests"
for name in $banned; do
	printf '\tx = %s /* x */ (a, b);\n' "$name"
done >"$planted/tests/a.c"
# shellcheck disable=SC2086
expect_found 'every banned function is found, also in tests' \
    "$(findings "$planted")" "$(set -- $banned; echo $#)"

rm "$planted/tests/a.c"
# shellcheck disable=SC2086
for name in $clocks $prints; do
	printf '\t%s(NULL);\n' "$name"
done >"$planted/base/a.c"
cp "$planted/base/a.c" "$planted/store/a.c"
cp "$planted/base/a.c" "$planted/cli/a.c"
cp "$planted/base/a.c" "$planted/tests/a.c"
# shellcheck disable=SC2086
expect_found 'the clock and printing are found in rooms that may not' \
    "$(findings "$planted" | grep '^base/')" \
    "$(set -- $clocks $prints; echo $#)"
# shellcheck disable=SC2086
expect_found 'the store may ask the clock, cli/ may print, tests may both' \
    "$(findings "$planted" | grep -v '^base/')" \
    "$(set -- $clocks $prints; echo $#)"

rm "$planted"/*/a.c
cat >"$planted/base/a.c" <<'SAMPLE'
/* system("x") is
 * not called, nor is strcpy(a, b), nor time(NULL) */
	g_strdup_printf("strcat(%s)", '"', "sprintf(\"%s\")"); // gets(x)
	my_system(x); ops->signal(1); ops.time(2); rand_r(&seed); time_t at;
SAMPLE
expect_found 'comments, strings, members and longer names are left alone' \
    "$(findings "$planted")" 0

expect_files
expect_none 'no banned function is called' "$(findings "$top")"
