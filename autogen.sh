#!/bin/sh
# autogen.sh - from a fresh checkout to `configure`, to the demo, or to the
# tests, with the packages of Debian 12 that are missing. Called by people and
# by .ci/run. It builds in folders of its own (build*/), installs nothing of
# dripscore, and starts no server: the tests do that, with their own settings.

# To build it, and for the demo: a package a line, and what for.
build_packages='
	autoconf		# makes configure
	autoconf-archive	# its macros that probe for compiler flags
	automake		# makes Makefile.in
	ca-certificates		# whom TLS trusts by default
	check			# the unit tests
	g++			# base/phone.cc, for libphonenumber
	gcc
	libc6-dev		# the C library, which gcc only recommends
	libcurl4-openssl-dev	# connects to SMTP and IMAP
	libglib2.0-dev		# strings, lists, errors, options, HMAC
	libgmime-3.0-dev	# reads and writes mail
	libical-dev		# RRULE, holidays, feeds
	libicu-dev		# time zones by the names of Windows
	libinih-dev		# reads the INI file
	libjansson-dev		# JSON
	libjwt-dev		# the signed webhooks of Vonage
	libmicrohttpd-dev	# HTTP in: webhooks
	libphonenumber-dev	# telephone numbers
	libpq-dev		# the store on PostgreSQL
	librsvg2-dev		# the pictures of digests
	libsqlite3-dev		# the store
	libxml2-dev		# HTML mail to text
	make
	nettle-dev		# HMAC of tokens
	pkg-config		# finds the libraries
	python3			# the guests of the demo; tests
	tzdata			# time zones
'
# What only the tests need.
check_packages='
	mandoc			# reads the manual pages for mistakes
	openssl			# certificates for the servers below
	procps			# looks whether a daemon has gone
	valgrind
	xz-utils		# make distcheck
'
# Servers that only the tests need, in private folders and on private ports;
# installed without being started or enabled.
server_packages='
	dovecot-core		# mailboxes, and passwords for Postfix
	dovecot-imapd
	dovecot-lmtpd		# takes mail from Postfix
	kannel			# an SMS gateway
	kannel-extras		# its fakesmsc: a mobile network
	postfix			# a mail server like those of the customers
	postgresql-15		# the other store
	prometheus		# reads /metrics
'
# The services which those packages bring.
services='postfix dovecot kannel postgresql prometheus'

policy=/usr/sbin/policy-rc.d
presets=/run/systemd/system-preset
lock=/run/lock/dripscore-autogen
mark='# dripscore: put here by autogen.sh for as long as it installs packages.'

usage() {
	cat <<'END'
Usage: ./autogen.sh                    make configure
       ./autogen.sh demo [FILE.csv]    build, and run the demo (on the events
                                       in FILE.csv)
       ./autogen.sh check [--replace]  build, and run all tests; with --replace
                                       even if a package that is installed has
                                       to go for it (Postfix replaces exim4)

demo and check first install the Debian packages that are missing, as root or
through sudo, and say which. demo installs no server; check installs Postfix,
Dovecot, Kannel, PostgreSQL and Prometheus, and neither starts nor enables them.
They build in build/, build-check/ and build-sanitize/.
END
}

say() {
	echo "autogen.sh: $*"
}

die() {
	echo "autogen.sh: $*" >&2
	exit 1
}

# The names in the lists above, without what they are for.
names() {
	printf '%s\n' "$@" | sed 's/#.*//'
}

# Which packages `demo` or `check` ($1) needs.
packages_for() {
	names "$build_packages"
	[ "$1" = demo ] || names "$check_packages" "$server_packages"
}

# Those of the packages for $1 that are not there, on one line.
missing_for() {
	missing=
	for package in $(packages_for "$1"); do
		# shellcheck disable=SC2016
		state=$(dpkg-query -W -f '${db:Status-Status}' "$package" \
		    2>/dev/null)
		[ "$state" = installed ] || missing="$missing $package"
	done
	echo "${missing# }"
}

policy_is_ours() {
	grep -qsxF "$mark" "$policy"
}

# Packages for $1 (demo, check); $2 is "replace" if others may be removed.
install_packages() {
	if ! command -v dpkg-query >/dev/null ||
	    ! command -v apt-get >/dev/null; then
		say "no apt-get here; needed, by their names in Debian 12:" \
		    "$(packages_for "$1" | tr -s '\n\t ' ' ')"
		return
	fi
	missing=$(missing_for "$1")
	if [ -z "$missing" ] && { [ "$1" = demo ] || ! policy_is_ours; }; then
		return
	fi
	[ -z "$missing" ] || say "packages to install with apt-get: $missing"
	if [ "$(id -u)" -eq 0 ]; then
		sh "$top/autogen.sh" --as-root "$1" "$2"
	elif command -v sudo >/dev/null; then
		say "asking sudo for root, to install packages"
		sudo sh "$top/autogen.sh" --as-root "$1" "$2"
	else
		die "needs root or sudo to install packages. As root:" \
		    "apt-get install --no-install-recommends $missing"
	fi || die "the packages that are missing were not installed"
}

# The part of install_packages that is root.
install_as_root() {
	[ "$(id -u)" -eq 0 ] || die "--as-root is for root"
	DEBIAN_FRONTEND=noninteractive
	LC_ALL=C
	export DEBIAN_FRONTEND LC_ALL
	# A second run would take the policy of the first for a leftover.
	mkdir -p "${lock%/*}"
	exec 9>"$lock"
	flock 9 || die "cannot lock $lock"
	missing=$(missing_for "$1")
	if [ "$1" = check ] && policy_is_ours; then
		say "a former run was cut short: ending what it began"
		hold_services
		dpkg --configure -a </dev/null 9>&-
	else
		policy_check
	fi
	[ -n "$missing" ] || return 0

	apt_get update ||
	    say "apt-get update failed; going on with what is known"
	# shellcheck disable=SC2086
	plan=$(apt_get -s install $missing) ||
	    die "apt-get cannot install $missing (see above)"
	removed=$(echo "$plan" | sed -n 's/^Remv \([^ ]*\).*/\1/p' | xargs)
	say "with what they need, apt-get will install:" \
	    "$(echo "$plan" | sed -n 's/^Inst \([^ ]*\).*/\1/p' | xargs)"
	if [ -n "$removed" ] && [ "$2" != replace ]; then
		die "apt-get would remove $removed. Nothing was installed." \
		    "If that may go: ./autogen.sh $1 --replace"
	fi
	keep=--no-remove
	if [ -n "$removed" ]; then
		say "apt-get will remove: $removed"
		keep=
	fi
	[ "$1" = demo ] || hold_services
	# shellcheck disable=SC2086
	apt_get install -y $keep $missing || die "apt-get failed"
	[ "$1" = demo ] || disable_services
}

apt_get() {
	apt-get -q --no-install-recommends -o DPkg::Lock::Timeout=600 \
	    -o Dpkg::Options::=--force-confdef \
	    -o Dpkg::Options::=--force-confold "$@" </dev/null 9>&-
}

# From here on no package starts a service; those of the servers are not even
# enabled. All of it ends with this process.
hold_services() {
	trap restore EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	policy_is_ours || policy_put
	if mkdir -p "$presets" 2>/dev/null; then
		for service in $services; do
			printf 'disable %s.*\ndisable %s-*\ndisable %s@*\n' \
			    "$service" "$service" "$service"
		done >"$presets/00-dripscore.preset"
	fi
	case " $missing " in
	*' postfix '*)
		echo 'postfix postfix/main_mailer_type select No configuration' |
		    debconf-set-selections || exit 1
		;;
	esac
}

# For an init that knows no presets. Only of what was not there before.
disable_services() {
	for service in $services; do
		case " $missing" in
		*" $service"*) ;;
		*) continue ;;
		esac
		update-rc.d "$service" disable >/dev/null 2>&1
		say "$service is installed, neither started nor enabled"
	done
}

restore() {
	status=$?
	trap '' HUP INT TERM
	trap - EXIT
	rm -f "$presets/00-dripscore.preset"
	rmdir "$presets" 2>/dev/null
	if policy_is_ours; then
		policy_restore
	else
		policy_check
	fi
	exit "$status"
}

# The former policy is kept beside ours as a second link to the same file, so
# that what is put back is the file itself: its mode, owner, times, or a link.
policy_put() {
	if [ -e "$policy" ] || [ -L "$policy" ]; then
		ln -P "$policy" "$policy.dripscore-saved" ||
		    die "cannot save $policy"
	fi
	new=$policy.dripscore-new
	if ! { policy_text >"$new" && chmod 755 "$new" &&
	    mv -fT "$new" "$policy"; }; then
		die "cannot write $policy"
	fi
}

# No to everything, but a server that goes for ours has to be stopped.
policy_text() {
	printf '#!/bin/sh\n%s\n' "$mark"
	for package in ${removed-}; do
		dpkg -L "$package"
	done | sed -n -e 's|^/etc/init\.d/||p' \
	    -e 's|^\(/usr\)*/lib/systemd/system/\([^/]*\.service\)$|\2|p' |
	    while read -r service; do
		echo "case \" \$* \" in *\" $service stop \"*) exit 0; esac"
	    done
	echo 'exit 101'
}

policy_restore() {
	saved=$policy.dripscore-saved
	if [ -e "$saved" ] || [ -L "$saved" ]; then
		mv -fT "$saved" "$policy"
	else
		rm -f "$policy"
	fi || die "cannot put $policy back; it was ${saved}"
}

# What a run that was killed while it changed the policy may have left.
policy_check() {
	saved=$policy.dripscore-saved
	rm -f "$policy.dripscore-new"
	[ -e "$saved" ] || [ -L "$saved" ] || return 0
	if [ ! -e "$policy" ] && [ ! -L "$policy" ]; then
		mv -fT "$saved" "$policy"
	elif cmp -s "$saved" "$policy"; then
		# Two links to one file: mv would leave both.
		rm -f "$saved"
	else
		die "both $policy and $saved are there, and differ: remove one"
	fi
}

# `configure` in the source folder, if it is not there or ($1: anew) again.
make_configure() {
	cd "$top" || exit 1
	if [ "${1-}" != anew ] && [ -f configure ] && [ -f Makefile.in ] &&
	    [ -z "$(find configure.ac Makefile.am ./*/local.mk \
	    -newer Makefile.in -o -newer configure)" ]; then
		return
	fi
	for tool in autoreconf aclocal automake; do
		command -v $tool >/dev/null || die "$tool is missing:" \
		    "install autoconf, automake, autoconf-archive, pkg-config"
	done
	mkdir -p m4
	autoreconf --install || die "autoreconf failed (see above)"
	macro=$(grep -o '^[[:space:]]*\(AX\|PKG\)_[A-Z_]*(' configure | sort -u |
	    tr -d '(\t \n')
	if [ -n "$macro" ]; then
		rm -f configure
		die "$macro is unknown: install autoconf-archive, pkg-config"
	fi
}

# Folder $1 (in the source folder), configured with the options that follow.
configure_in() {
	build=$top/$1
	shift
	stamp=$build/.configured-by-autogen
	[ ! -f "$top/config.status" ] ||
	    die "the source folder itself is configured: make distclean there"
	if [ -e "$build/Makefile" ] && [ ! -f "$stamp" ]; then
		die "$build was not made by this script: move it away"
	fi
	if [ -f "$stamp" ] && [ "$(cat "$stamp")" != "$top $*" ]; then
		rm -rf "$build"		# of another place or other options
	fi
	mkdir -p "$build"
	[ -w "$build" ] ||
	    die "$build cannot be written: remove it, or be who made it"
	if [ -f "$stamp" ] && [ -f "$build/Makefile" ]; then
		return			# make itself sees what is newer
	fi
	say "configuring in $build"
	(cd "$build" && "$top/configure" --quiet "$@") || return 1
	echo "$top $*" >"$stamp"
}

# Folder $1, configured with the options that follow, and built.
build_in() {
	configure_in "$@" || return 1
	say "building in $build"
	make -C "$build" -s --no-print-directory -j"$(nproc)"
}

# Runs `make $1` in $build and adds up what its tests say, in TAP. Their files
# end in $2.log and $2.trs; those of a former run are no results of this one.
run_tests() {
	find "$build/tests" \( -name "*$2.trs" -o -name "*$2.log" \) \
	    -exec rm -f {} +
	say "make $1 in $build"
	{
		make -C "$build" -s --no-print-directory -j2 "$1" 2>&1
		echo $? >"$build/.status-of-make"
	} | grep --line-buffered -v '^PASS: '
	add_up "$1" "$2" "$(cat "$build/.status-of-make")"
}

# After `make $1`, which ended with exit code $3. What the driver of the tests
# wrote is counted, not what went over the screen.
add_up() {
	counts=$(find "$build/tests" -name "*$2.trs" -exec cat {} + | awk '
	/^:test-result: (PASS|XFAIL)/ { passed++ }
	/^:test-result: (FAIL|XPASS|ERROR)/ { failed++ }
	END { print passed + 0, failed + 0 }')
	lines=$(find "$build/tests" -name "*$2.log" -exec \
	    grep -hE '^(SKIP|FAIL|XPASS|ERROR): ' {} + | sort)
	for_want=$(echo "$lines" |
	    grep -cE '^SKIP: (.*# SKIP|[^ ]* -) *needs package')
	if [ "$counts" = '0 0' ]; then
		lines="$lines${lines:+
}ERROR: make $1: nothing ran"
		counts='0 1'
	elif [ "$3" -ne 0 ] && [ "${counts#* }" -eq 0 ]; then
		lines="$lines${lines:+
}ERROR: make $1: exit code $3"
		counts="${counts% *} 1"
	fi
	passed=$((passed + ${counts% *}))
	failed=$((failed + ${counts#* } + for_want))
	[ -z "$lines" ] || notes="$notes$(echo "$lines" |
	    sed "s|\$| (${build##*/})|")
"
}

fail_stage() {
	notes="${notes}ERROR: $1
"
	failed=$((failed + 1))
}

check() {
	passed=0
	failed=0
	notes=
	if build_in build-check --enable-werror; then
		run_tests check ''
	else
		fail_stage 'build-check does not build'
	fi
	if build_in build-sanitize --enable-werror --enable-sanitizers; then
		run_tests check-sanitized ''
	else
		fail_stage 'build-sanitize does not build'
	fi
	build=$top/build-check
	if [ -f "$build/Makefile" ]; then
		run_tests check-valgrind-quick .valgrind
	fi
	echo
	if [ -n "$notes" ]; then
		echo 'Not run (SKIP), or failed:'
		printf '%s' "$notes"
	fi
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

demo() {
	build_in build || die "dripscore could not be built"
	exec python3 -B "$top/etc/demo/demo.py" --build "$build" "$@"
}

wrong() {
	echo "autogen.sh: $*" >&2
	usage >&2
	exit 2
}

top=$(cd "$(dirname "$0")" && pwd -P) || exit 1
case ${1-} in
'')
	make_configure anew
	;;
-h | --help)
	usage
	;;
demo)
	shift
	[ $# -le 1 ] || wrong "demo takes one file"
	case ${1-} in
	-h | --help)
		usage
		exit
		;;
	-*) wrong "demo has no option $1" ;;
	'') ;;
	*)
		[ -r "$1" ] || die "$1 cannot be read"
		file=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
		set -- "$file"
		;;
	esac
	install_packages demo keep
	make_configure
	demo "$@"
	;;
check)
	replace=keep
	case "$#${2-}" in
	1) ;;
	2--replace) replace=replace ;;
	2-h | 2--help)
		usage
		exit
		;;
	*) wrong "check takes nothing but --replace" ;;
	esac
	install_packages check $replace
	make_configure
	check
	;;
--as-root)
	install_as_root "$2" "$3"
	;;
*)
	wrong "there is no command $1"
	;;
esac
