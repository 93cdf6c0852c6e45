#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Definitions and disks of saved systems on the command line: what SAVELX and Linux say is
# understood, what CP refuses is found, and bad input is one clear line with status 2.
set -eu
program=$PATHPROOF_PROGRAM
cd "$PATHPROOF_SOURCE_DIR"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "$1"
  cat "$work/out" "$work/err"
  exit 1
}

# expect STATUS ARGUMENT…
expect() {
  wanted=$1
  shift
  status=0
  "$program" "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" -eq "$wanted" ] || fail "$*: status $status instead of $wanted"
}

says() {
  grep -qxF -- "$1" "$work/out" || fail "no line: $1"
}

# One line, and nothing said before it.
refuses() {
  expect 2 "$@"
  [ "$(wc -l <"$work/err")" -eq 1 ] || fail "$*: not one line"
  [ ! -s "$work/out" ] || fail "$*: something was printed"
}

expect 0 nss-definition DEFSYS lxshr 0-FF EW 100-2FF SR 300-4FF EW MINSIZE=64M
says 'DEFSYS LXSHR 0-FF EW 100-2FF SR 300-4FF EW MINSIZE=64M'
says 'storage       65536K or more, of each machine that loads it'
says 'cost          2048K once for all users, up to 3072K for each of them'
says 'verdict       it can be defined'
expect 0 nss-definition DEFSYS LINUX31 00000-000FF EW 00100-003FF SR 00400-005A7 EW \
  MINSIZE=0005792K PARMREGS=0-13
says 'storage       5792K or more, of each machine that loads it'
expect 1 nss-definition DEFSYS LXSHR 0-7F EW 80-FF SR
says 'refused       NSS-011  segment 0 has exclusive and shared pages: 0-7F EW, 80-FF SR'
expect 0 nss-definition DEFSYS 190 0-FF EW
says 'warning       NSS-005  190 is also a device number, and IPL takes the device'
refuses nss-definition
refuses nss-definition DEFSYS LXSHR
refuses nss-definition DEFSYS LXSHR 0-FF EX
grep -qF "word 4 ('EX') is no code of pages" "$work/err" || fail "no reason"
refuses nss-definition DEFSYS LXSHR 0-FF EW MINSIZE=64G

disks=examples/nss
expect 0 nss-disks $disks/saver.disks $disks/user.disks
says '1 of 1 user has the disks of the saver'
sed 's/200 cyl/201 cyl/; /152/d' $disks/user.disks >"$work/other"
echo '0191 10 CYL' >>"$work/other"
expect 1 nss-disks $disks/saver.disks $disks/user.disks "$work/other"
says "$work/other: disk 0151: the saver has 200 CYL, the user has 201 CYL [NSS-079]"
says "$work/other: disk 0152: the saver has 200 CYL, the user has none [NSS-079]"
says "$work/other: disk 0191: the saver has none, the user has 10 CYL [NSS-079]"
says '1 of 2 users have the disks of the saver'
refuses nss-disks $disks/saver.disks
refuses nss-disks $disks/saver.disks "$work/nothing"
echo '150 many CYL' >"$work/bad"
refuses nss-disks $disks/saver.disks $disks/user.disks "$work/bad"
grep -qF "$work/bad, line 1: expected a device address, a size, and CYL or BLK" "$work/err" ||
  fail "no reason"
printf '150 1 CYL\n0150 1 CYL\n' >"$work/bad"
refuses nss-disks "$work/bad" $disks/user.disks
grep -qF "$work/bad, line 2: disk 0150 is there twice" "$work/err" || fail "no reason"
: >"$work/bad"
refuses nss-disks $disks/saver.disks "$work/bad"

# The CP that shares memory is judged like any other, and its faults are found.
expect 0 run nss --role cp --iut nss:memory --tests 20 --quiet
expect 1 run nss/pages --role cp --iut nss:memory:shared_pages_private --tests 20 --quiet --strict
refuses run nss --iut nss:memory:nothing
expect 3 run cinet/ioctl --role layer --iut nss:memory --tests 5 --quiet

# A tool in a page of Python conforms, and each step that it leaves out or mistakes is named.
tool=examples/adapters/savelx.py
expect 0 run nss/savelx --role administrator --tests 50 --quiet --iut "exec:python3 $tool"
broken() {
  sed "$2" $tool >"$work/savelx.py"
  if cmp -s $tool "$work/savelx.py"; then fail "nothing was broken by: $2"; fi
  expect 1 run nss/savelx --role administrator --tests 50 --iut "exec:python3 $work/savelx.py"
  sed -n '/^broken /,/^$/p' "$work/out" | grep -q "$1" || fail "$1 is not named after: $2"
}
broken NSS-074 's/\[f"admin.arm by={by}", /[/'
broken NSS-074 's/self.due += \[f"admin.arm.*/self.due.append(f"admin.savesys by={by} system=1")/'
broken NSS-072 's/minsize={self.size.get(by, .64M.)}/minsize=128M/'
broken NSS-070 's/system={value..system..} pages/system=1 pages/'
broken NSS-074 's/self.due.append(f"admin.end_trace.*/pass/'
