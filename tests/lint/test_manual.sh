#!/bin/sh
# etc/dripscore.ini, and what dripscore.ini(5) says of keys, are what the built
# program prints; `make manual` renews them. Run by `make check` and `make lint`.

. "${top_srcdir:-$(dirname "$0")/../..}/tests/lint/lint.sh"

program=${top_builddir:-.}/dripscore
page=$planted/dripscore.ini.5
ini=$planted/dripscore.ini

# How the copies differ from what the program prints, one finding a line.
differences() {
	cp "$page" "$page.copy"
	cp "$ini" "$ini.copy"
	sh "$top/docs/manual.sh" "$program" "$page.copy" "$ini.copy" 2>&1 ||
	    echo "docs/manual.sh failed"
	diff "$page" "$page.copy" | grep '^[<>]'
	diff "$ini" "$ini.copy" | grep '^[<>]'
}

echo 1..3
cp "$top/docs/dripscore.ini.5" "$page"
sed 's/^url = .*/url = nonsense/' "$top/etc/dripscore.ini" >"$ini"
if differences | grep -q 'url = nonsense'; then
	tap ok 'a key that differs in dripscore.ini is found'
else
	tap 'not ok' 'a key that differs in dripscore.ini is found'
fi
cp "$top/etc/dripscore.ini" "$ini"
sed 's/^\.It Ic .*delay$/.It Ic nonsense/' "$top/docs/dripscore.ini.5" >"$page"
if differences | grep -q 'nonsense'; then
	tap ok 'a key that differs in the manual page is found'
else
	tap 'not ok' 'a key that differs in the manual page is found'
fi
cp "$top/docs/dripscore.ini.5" "$page"
expect_none 'both are what the program prints (if not: make manual)' \
    "$(differences)"
