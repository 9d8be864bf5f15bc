#!/bin/sh
# No two functions that others may call have one name: of two in a library and
# a program the linker takes the program's, and says nothing. A definition
# stands with its name at the beginning of a line, its type on the one before.
# Reads the sources only; run by `make check` and `make lint`.

. "${top_srcdir:-$(dirname "$0")/../..}/tests/lint/lint.sh"

# Names that are defined twice in the tree in $1, one a line.
findings() {
	# shellcheck disable=SC2016,SC2086
	c_files "$1" $rooms | grep '\.c$' | over_files '
	{
		match($0, /^[^:]*:[0-9]*:/)
		line = substr($0, RLENGTH + 1)
	}
	line ~ /^[a-z_][a-z_0-9]*\(/ && before !~ /^(static|#|})/ &&
	    before !~ /[;,({]$/ && before != "" {
		sub(/\(.*/, "", line)
		print line " " file
	}
	{
		before = line
	}' code "$1" | sort | awk '
	$1 == name && $2 != file {
		print name " is in " file " and in " $2
	}
	{
		name = $1
		file = $2
	}'
}

echo 1..4
mkdir "$planted/store" "$planted/cli"
cat >"$planted/store/a.c" <<'SAMPLE'
gboolean
shift_count(int by)
{
	return by > 0;
}

static int
own(void)
{
	return 1;
}
SAMPLE
sed 's/by/from/' "$planted/store/a.c" >"$planted/cli/b.c"
expect_found 'one name in two rooms is found, and static ones are left alone' \
    "$(findings "$planted")" 1

sed -i 's/shift_count/shift_keep/' "$planted/cli/b.c"
expect_found 'two names are two' "$(findings "$planted")" 0

expect_files
expect_none 'no two functions have one name' "$(findings "$top")"
