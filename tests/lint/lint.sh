# lint.sh - what the lint tests share: where the code is, and TAP. Sourced by
# tests/lint/test_*.sh; no test by itself.
# shellcheck shell=sh

LC_ALL=C
export LC_ALL
top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
lint=$top/tests/lint
# shellcheck disable=SC2034
rooms='base templates providers store scheduler replies scores web cli'
planted=$(mktemp -d) || exit 1
trap 'rm -rf "$planted"' EXIT
trap 'exit 1' HUP INT TERM
n=0

# Every file of C under folder $1, in the rooms that follow, one a line.
c_files() {
	(
		cd "$1" || exit 1
		shift
		for room; do
			[ ! -d "$room" ] ||
			    find "$room" -name '*.[ch]' -o -name '*.cc'
		done
	) | sort
}

# Runs awk script $1 (after c_code.awk's view of it, if $2 is not "raw") over
# the files of the tree in $3 that are named on standard input.
over_files() {
	while read -r file; do
		(
			cd "$3" || exit 1
			case $2 in
			raw) cat "$file" ;;
			strings) awk -v strings=1 -f "$lint/c_code.awk" "$file" ;;
			code) awk -f "$lint/c_code.awk" "$file" ;;
			esac | awk -v file="$file" "$1" ||
			    echo "$file: awk failed"
		)
	done
}

# One TAP line: $1 is "ok" or "not ok", $2 what was promised.
tap() {
	n=$((n + 1))
	echo "$1 $n - $2"
}

# $1: what is promised; $2: the findings, one a line: none is good.
expect_none() {
	if [ -z "$2" ]; then
		tap ok "$1"
	else
		echo "$2" | sed 's/^/# /'
		tap 'not ok' "$1"
	fi
}

# $1: the planted mistake; $2: the findings; $3: how many there must be.
expect_found() {
	found=$(printf '%s' "$2" | grep -c '')
	if [ "$found" -eq "$3" ]; then
		tap ok "$1"
	else
		echo "# $3 findings expected, $found found:"
		echo "$2" | sed 's/^/# /'
		tap 'not ok' "$1"
	fi
}

# A tree without a file of C would pass every test: that is no pass.
expect_files() {
	if [ -n "$(c_files "$top" base cli)" ]; then
		tap ok 'there is code to read'
	else
		tap 'not ok' "there is code to read in $top"
	fi
}
