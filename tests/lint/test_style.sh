#!/bin/sh
# How a line of C looks: 80 columns with tabs of 8, indented with tabs, nothing
# trailing; and each file begins with a comment that says what it is.
# Not what clang-format would make of it. Run by `make check` and `make lint`.

. "${top_srcdir:-$(dirname "$0")/../..}/tests/lint/lint.sh"

# What is wrong in the lines of the tree in $1, one finding a line.
lines() {
	# shellcheck disable=SC2016,SC2086
	c_files "$1" $rooms tests | over_files '
	function say(what) {
		print file ":" NR ": " what
	}
	{
		line = $0
		gsub(/[\200-\277]/, "", line)	# one column a character
		columns = 0
		for (i = 1; i <= length(line); i++)
			if (substr(line, i, 1) == "\t")
				columns += 8 - columns % 8
			else
				columns++
		if (columns > 80)
			say(columns " columns, 80 are allowed")
		if (line ~ /[ \t\r]$/)
			say("blanks at the end of the line")
		match(line, /^[ \t]*/)
		indent = substr(line, 1, RLENGTH)
		if (indent ~ / \t/ || indent ~ /        /)
			say("indented with spaces, tabs are wanted")
	}
	NR == 1 && !/^\/\*/ {
		say("does not begin with a comment that says what it is")
	}
	NR == 1, /\*\// {
		head = head $0
	}
	END {
		if (NR == 0)
			say("empty")
		gsub(/[^A-Za-z]/, "", head)
		if (NR > 0 && length(head) < 15)
			say("the comment at its head says nothing")
	}' raw "$1"
}

# A statement indented by less than a tab: what follows `;`, `{` or `}` is no
# continuation (whose four spaces are right) unless a bracket is still open.
statements() {
	# shellcheck disable=SC2016,SC2086
	c_files "$1" $rooms tests | over_files '
	{
		match($0, /^[^:]*:[0-9]*:/)
		where = substr($0, 1, RLENGTH)
		code = substr($0, RLENGTH + 1)
		if (open == 0 && last ~ /[;{}]/ && code ~ /^\t* +[^ \t]/)
			print where " indented with spaces, a tab is wanted"
		gsub(/\/\*\*\//, "", code)
		up = gsub(/\(/, "(", code)
		down = gsub(/\)/, ")", code)
		open += up - down
		sub(/[ \t]+$/, "", code)
		if (code != "")
			last = substr(code, length(code))
	}' code "$1"
}

echo 1..8
mkdir "$planted/base" "$planted/tests"
head='/* This is the head of a planted sample. */'
printf '%s\n\t/* %067d */\n' "$head" 0 >"$planted/base/a.c"
expect_found 'a line of 81 columns is found' "$(lines "$planted")" 1
printf '%s\n\t/* %066d */\n\t/* %066d\303\244*/\n' "$head" 0 0 \
    >"$planted/base/a.c"
expect_found 'a line of 80 columns is not' "$(lines "$planted")" 0
printf '%s\nint a; \nint b;\t\n' "$head" >"$planted/tests/a.h"
expect_found 'blanks at the end of a line are found, also in tests' \
    "$(lines "$planted")" 2
printf '%s\n        a();\n \tb();\n' "$head" >"$planted/tests/a.h"
expect_found 'spaces where tabs belong are found' "$(lines "$planted")" 2
cat >"$planted/tests/a.h" <<'SAMPLE'
/* Four spaces continue a line; they do not begin a statement. */
static int
f(int a,
    int b)
{
    int wrong;
	for (int i = 0; i < a;
	    i++)
		b = g(";",
		    "{");
	  b++;
	/*
	 * A comment.
	 */
	/* One */ char *s = "before"; /* and behind. */
	return s;
}
SAMPLE
expect_found 'a statement indented with spaces is found' \
    "$(statements "$planted")" 2
printf 'int a;\n' >"$planted/tests/a.h"
printf '/* x.h */\nint a;\n' >"$planted/tests/b.h"
expect_found 'a file without a head comment is found' "$(lines "$planted")" 3

expect_files
expect_none 'every line of C is in style' "$(lines "$top"; statements "$top")"
