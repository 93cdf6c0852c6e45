#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The reference daemon in a Linux guest, judged over AF_IUCV and HiperSockets; one that does not ask
# the carrier who connects is caught. Usage: lfp_guest.test.sh PATHPROOF FOLDER; the programs for the
# guest are in the folder. Ends with 77 (skipped) where there can be no guest, or no such program.
set -u
pathproof=$1
programs=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $1"
  cat "$work/out"
  exit 1
}

if [ ! -x "$programs/lfp" ]; then
  echo "skipped: no C++ compiler for s390x when this was built (Debian: g++-s390x-linux-gnu)"
  exit 77
fi
judge() {
  program=$1
  shift
  "$pathproof" run "$@" --role daemon --iut "lfp-daemon:guest:$programs/$program lfpd" --tests 1 \
    --no-shrink --replays 1 --deadline 20000 >"$work/out" 2>&1
}

# The path, its end in several ways, its limit and windows, and calls, with partners on this machine
# in both directions. What AF_IUCV cannot do is said,
# and is no failure.
judge lfp lfp/session/hello lfp/session/wrong_names lfp/session/again_after_refusal \
  lfp/session/another_instance lfp/session/goodbye_of_the_instance \
  lfp/session/goodbye_of_the_daemon lfp/session/lost lfp/session/silence_of_the_instance \
  lfp/session/fresh_after_loss lfp/limit/odd lfp/limit/generated lfp/window/out lfp/window/in \
  lfp/window/chunks lfp/window/exactly_full lfp/window/generated lfp/socket/client \
  lfp/socket/bound_client lfp/socket/refused lfp/socket/server lfp/socket/partner_before_accept \
  lfp/socket/listens_without_a_name lfp/accept_ahead/again
status=$?
if grep -q ' no guest: ' "$work/out"; then
  echo "skipped: $(sed -n 's/^ *unsupported *no guest/no guest/p' "$work/out" | head -n 1)"
  exit 77
fi
[ "$status" -eq 3 ] || fail "the daemon in a guest: exit status $status"
grep -q '^cases *23: 22 pass, 1 unsupported' "$work/out" || fail 'not all that can be judged passed'
grep -q 'a second instance cannot have the first one' "$work/out" || fail 'the reason is not said'
grep '^cases' "$work/out"

judge lfp-takes-anybody lfp/session/wrong_names
status=$?
[ "$status" -eq 1 ] || fail "a daemon that takes anybody: exit status $status"
grep -q 'permitted *daemon.refused reason=names' "$work/out" || fail 'the stranger is not named'
