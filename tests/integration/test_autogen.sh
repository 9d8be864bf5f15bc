#!/bin/sh
# How autogen.sh installs packages: what it says, what it refuses, and that
# /usr/sbin/policy-rc.d comes back as it was. On a copy whose folders are in a
# private place, with an apt-get that only writes down what it was asked:
# nothing is installed. Run by `make check`.

top=${top_srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
room=$(mktemp -d) || exit 1
trap 'rm -rf "$room"' EXIT
trap 'exit 1' HUP INT TERM
policy=$room/sbin/policy-rc.d
mkdir "$room/bin" "$room/tree" "$room/sbin"
sed -e "s|^policy=.*|policy=$policy|" -e "s|^presets=.*|presets=$room/run/p|" \
    -e "s|^lock=.*|lock=$room/lock/autogen|" "$top/autogen.sh" \
    >"$room/tree/autogen.sh"

# The programs that autogen.sh calls, as far as it can tell.
fake() {
	cat >"$room/bin/$1"
	chmod +x "$room/bin/$1"
}
fake id <<'END'
#!/bin/sh
cat "$ROOM/uid"
END
fake sudo <<'END'
#!/bin/sh
echo sudo >>"$ROOM/asked"
echo 0 >"$ROOM/uid"
exec "$@"
END
fake dpkg-query <<'END'
#!/bin/sh
for package; do :; done
if grep -qx "$package" "$ROOM/missing"; then
	exit 1
fi
echo installed
END
fake dpkg <<'END'
#!/bin/sh
echo "dpkg $*" >>"$ROOM/asked"
[ "$1" != -L ] || printf '%s\n' /etc/init.d /etc/init.d/exim4 /usr/sbin/exim
END
fake debconf-set-selections <<'END'
#!/bin/sh
sed 's/^/debconf /' >>"$ROOM/asked"
END
fake update-rc.d <<'END'
#!/bin/sh
echo "update-rc.d $*" >>"$ROOM/asked"
END
fake apt-get <<'END'
#!/bin/sh
echo "apt-get $*" >>"$ROOM/asked"
case " $* " in
*' -s install '*)
	cat "$ROOM/plan"
	;;
*' install '*)
	"$ROOM/sbin/policy-rc.d" postfix start
	echo "policy says $?" >>"$ROOM/asked"
	"$ROOM/sbin/policy-rc.d" exim4 stop
	echo "to stop exim4 it says $?" >>"$ROOM/asked"
	cat "$ROOM/run/p/00-dripscore.preset" >>"$ROOM/asked" 2>&1
	touch "$ROOM/installing"
	. "$ROOM/during"
	;;
esac
END
# What comes after the packages is not of interest here.
fake autoreconf <<'END'
#!/bin/sh
echo "autoreconf reached"
exit 1
END

# A machine on which the packages $* are missing, and nothing has happened.
machine() {
	rm -rf "$room/run" "$room/asked" "$room/sbin" "$room/installing"
	mkdir -p "$room/run" "$room/sbin"
	printf '#!/bin/sh\n# of the admin\nexit 0\n' >"$policy"
	chmod 750 "$policy"
	touch -d 2020-02-02 "$policy"
	before=$(ls -lin --time-style=full-iso "$room/sbin")
	printf '%s\n' "$@" >"$room/missing"
	printf 'Inst %s (1.0)\n' "$@" >"$room/plan"
	echo 0 >"$room/uid"
	echo : >"$room/during"
	: >"$room/asked"
}

run() {
	ROOM=$room PATH=$room/bin:$PATH sh "$room/tree/autogen.sh" "$@" \
	    >"$room/out" 2>&1
	code=$?
}

n=0
# $1: the promise; the rest: a test that must hold.
promise() {
	n=$((n + 1))
	what=$1
	shift
	if "$@"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# asked: /' "$room/asked"
		sed 's/^/# out: /' "$room/out"
	fi
}

asked() {
	grep -q -- "$1" "$room/asked"
}

said() {
	grep -q -- "$1" "$room/out"
}

as_before() {
	[ "$(ls -lin --time-style=full-iso "$room/sbin")" = "$before" ] &&
	    [ ! -e "$room/run/p" ]
}

not() {
	! "$@"
}

echo 1..39

machine gcc
: >"$room/missing"
echo 1000 >"$room/uid"
run check
promise 'with nothing missing nobody is asked' [ ! -s "$room/asked" ]
promise 'and the build begins' said 'autoreconf reached'

machine postfix dovecot-core gcc
run check
promise 'what is missing is installed' \
    asked 'no-install-recommends.* install .*gcc.*dovecot-core.*postfix'
promise 'and named before' said 'packages to install.*gcc.*postfix'
promise 'after a simulation' asked 'apt-get.* -s install'
promise 'and an update' asked 'apt-get.* update'
promise 'and nothing may be removed' asked '--no-remove'
promise 'services are held meanwhile' asked 'policy says 101'
promise 'nor does it let one be stopped' asked 'to stop exim4 it says 101'
promise 'and not enabled' asked 'disable postfix'
promise 'and disabled for other inits' asked 'update-rc.d dovecot disable'
promise 'Postfix is not configured' asked 'debconf.*No configuration'
promise 'the former policy is back as it was' as_before
promise 'the build begins' said 'autoreconf reached'

machine postgresql-15
run check
promise 'the service of a versioned package too' \
    asked 'update-rc.d postgresql disable'

machine gcc postfix
run demo
promise 'the demo installs' asked 'install .*gcc'
promise 'but no server' not asked 'postfix'
promise 'and holds none' not asked 'policy says 101'

machine postfix
echo 1000 >"$room/uid"
run check
promise 'who is not root asks sudo' asked sudo
promise 'and installs' asked 'policy says 101'

machine postfix
echo 'Remv exim4-base [4.96]' >>"$room/plan"
run check
promise 'a package that would be removed stops it' [ $code -eq 1 ]
promise 'and is named' said 'would remove exim4-base'
promise 'and nothing was begun' not asked 'policy says'
run check --replace
promise 'with --replace it goes on' asked 'policy says 101'
promise 'and what goes may be stopped' asked 'to stop exim4 it says 0'
promise 'and may remove' not asked '--no-remove'

machine postfix
echo 'exit 100' >"$room/during"
run check
promise 'a failure of apt-get is one of ours' [ $code -eq 1 ]
promise 'the policy is back after a failure' as_before

machine postfix
rm "$policy"
before=$(ls -lin --time-style=full-iso "$room/sbin")
run check
promise 'where there was no policy there is none after' as_before

machine postfix
# shellcheck disable=SC2016
echo 'kill -TERM $PPID; exit 1' >"$room/during"
run check
promise 'the policy is back after an interruption' as_before
promise 'which is a failure' [ $code -ne 0 ]

machine postfix
# shellcheck disable=SC2016
echo 'kill -KILL $PPID; exit 1' >"$room/during"
run check
promise 'after a crash our policy is left' \
    grep -q 'dripscore: put here' "$policy"
echo : >"$room/during"
: >"$room/asked"
: >"$room/missing"
run check
promise 'the next run ends what it began' asked 'dpkg --configure -a'
promise 'and puts the former policy back' as_before

machine postfix
ln "$policy" "$policy.dripscore-saved"
run check
promise 'a crash before our policy was there is mended' as_before
machine postfix
mv "$policy" "$policy.dripscore-saved"
run check
promise 'and one that left only the saved policy' as_before

machine postfix
rm "$policy"
ln -s /nowhere "$policy"
before=$(ls -lin --time-style=full-iso "$room/sbin")
run check
promise 'a policy that is a link comes back as a link' as_before

run check --nonsense
promise 'an unknown option is refused' [ $code -eq 2 ]
run --help
promise 'help helps' said 'Usage: ./autogen.sh'
