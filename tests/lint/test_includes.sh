#!/bin/sh
# Arrows between the rooms point down: no #include names a room above the
# file's own or beside it on the same floor. tests/ may include what it likes.
# Reads the sources only; run by `make check` and `make lint`.

. "${top_srcdir:-$(dirname "$0")/../..}/tests/lint/lint.sh"

# What is wrong with the includes of the tree in $1, one finding a line.
findings() {
	# shellcheck disable=SC2016,SC2086
	c_files "$1" $rooms | over_files '
	BEGIN {
		floor["base"] = 1
		floor["templates"] = floor["providers"] = floor["store"] = 2
		floor["scheduler"] = floor["replies"] = floor["scores"] = 3
		floor["web"] = 4
		floor["cli"] = 5
		room = file
		sub(/\/.*/, "", room)
	}
	{
		match($0, /^[^:]*:[0-9]*:/)
		where = substr($0, 1, RLENGTH)
		line = substr($0, RLENGTH + 1)
	}
	line ~ /^[ \t]*#[ \t]*include[ \t]*["<]/ {
		quoted = line ~ /include[ \t]*"/
		sub(/^[^"<]*["<]/, "", line)
		sub(/[">].*/, "", line)
		to = line
		sub(/\/.*/, "", to)
		if (quoted && line == "config-host.h")
			next
		if (!(to in floor) || to == line) {
			if (quoted)
				print where " \"" line "\" is not" \
				    " written from the root (\"room/file.h\")"
		} else if (to != room && floor[to] > floor[room]) {
			print where " " room " includes " line ": up"
		} else if (to != room && floor[to] == floor[room]) {
			print where " " room " includes " line ": sideways"
		}
	}' strings "$1"
}

echo 1..5
mkdir "$planted/base" "$planted/store" "$planted/replies"
printf '#include "cli/main.h"\n#  include <store/x.h>\n' >"$planted/base/a.c"
expect_found 'an arrow up is found' "$(findings "$planted")" 2

rm "$planted/base/a.c"
printf '#include "providers/inbox.h"\n#include "x.h"\n' >"$planted/store/a.h"
expect_found 'an arrow sideways, and a name without its room, are found' \
    "$(findings "$planted")" 2

rm "$planted/store/a.h"
cat >"$planted/replies/a.c" <<'SAMPLE'
#include "config-host.h"

#include "replies/read.h"

#include <glib.h>
#include <sys/stat.h>

#include "base/ini.h"
#include "store/store.h"
/*
#include "cli/main.h"
*/
// #include "scores/figures/nps.h"
SAMPLE
expect_found 'arrows down, and what stands in comments, are left alone' \
    "$(findings "$planted")" 0

expect_files
expect_none 'every arrow between the rooms points down' "$(findings "$top")"
