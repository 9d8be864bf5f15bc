#!/bin/sh
# The manual pages are free of mandoc's warnings and errors. Reads the pages in
# $MAN_PAGES (from the Makefile), in the build folder or the source folder.
# Run by `make check` and `make lint`.

. "${top_srcdir:-$(dirname "$0")/../..}/tests/lint/lint.sh"

if ! command -v mandoc >/dev/null; then
	echo '1..0 # SKIP needs package mandoc'
	exit 0
fi
if [ -z "${MAN_PAGES:-}" ]; then
	echo '1..0 # SKIP there is no manual page yet'
	exit 0
fi

findings() {
	mandoc -Tlint -W warning "$@" 2>&1
}

# shellcheck disable=SC2086
set -- $MAN_PAGES
echo 1..$(($# + 1))
cat >"$planted/bad.1" <<'SAMPLE'
.Dd January 1, 2026
.Dt BAD 1
.Os
.Sh NAME
.Nm bad
.Nd a planted sample
.Sh DESCRIPTION
.Bl -tag
.Xx nosuchmacro
SAMPLE
if [ -n "$(findings "$planted/bad.1")" ]; then
	tap ok 'a bad page is found'
else
	tap 'not ok' 'a bad page is found'
fi
for page; do
	for file in "${top_builddir:-.}/$page" "$top/$page"; do
		[ ! -f "$file" ] || break
	done
	if [ -f "$file" ]; then
		expect_none "${page##*/} is free of warnings" \
		    "$(findings "$file")"
	else
		tap 'not ok' "$page is built"
	fi
done
