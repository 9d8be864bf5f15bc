#!/bin/sh
# manual.sh PROGRAM PAGE INI - writes what PROGRAM says of its keys into PAGE,
# between its two marks, and as INI. Called by `make manual`, and by
# tests/lint/test_manual.sh on copies.
set -e
program=$1
page=$2
ini=$3

trap 'rm -f "$page.keys" "$page.new" "$ini.new"' EXIT
trap 'exit 1' HUP INT TERM
"$program" manual mdoc >"$page.keys"
"$program" manual ini >"$ini.new"
awk -v keys="$page.keys" '
	/^\.\\" END OF THE KEYS/ { skip = 0; ended++ }
	!skip { print }
	/^\.\\" THE KEYS/ {
		while ((getline line < keys) > 0)
			print line
		skip = 1
		begun++
	}
	END { exit begun != 1 || ended != 1 }' "$page" >"$page.new"
mv "$page.new" "$page"
mv "$ini.new" "$ini"
