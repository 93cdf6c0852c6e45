#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The kit at one end of a pair of virtual Ethernet interfaces, the reference endpoint at the other,
# in a network namespace of their own. Ends with 77 (skipped) where there can be none.
set -u
program=$PATHPROOF_PROGRAM

if [ "${1:-}" != inside ]; then
  for way in '-n' '-rn'; do
    # shellcheck disable=SC2086
    if unshare $way ip link add ours type veth peer name theirs 2>/dev/null; then
      exec unshare $way sh "$0" inside
    fi
  done
  echo "skipped: no veth pair can be made: $(unshare -rn ip link add ours type veth peer name \
    theirs 2>&1 | tail -n 1)"
  exit 77
fi

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $1"
  cat "$work/out" "$work/server.err"
  exit 1
}
ip link add ours type veth peer name theirs || exit 1
# A message of 5,000 octets is sent as one.
ip link set ours mtu 9000 up || exit 1
ip link set theirs mtu 9000 up || exit 1

"$program" serve iucv/hs --role endpoint --listen hs:raw:theirs --agent "unix:$work/agent" \
  2>"$work/server.err" &
server=$!
waited=0
while ! grep -q serving "$work/server.err"; do
  waited=$((waited + 1))
  [ "$waited" -lt 200 ] || fail 'the reference does not serve'
  sleep 0.05
done
timeout 100 "$program" run iucv/hs --iut "hs:raw:ours,agent=unix:$work/agent" --tests 20 \
  >"$work/out" 2>&1
status=$?
[ "$status" -eq 3 ] || fail "exit status $status instead of 3"
grep -qE ' [89][0-9] pass, 4 unsupported' "$work/out" || fail 'the reference does not pass'
grep '^cases' "$work/out"

# An interface that is not there, and one without the right to it, are absent: each with its reason.
absent() {
  grep -q "$1" "$work/out" || fail "'$1' is not said"
}
"$program" run iucv/hs/handshake/accepts --iut "hs:raw:nothere,agent=unix:$work/agent" \
  >"$work/out" 2>&1
status=$?
[ "$status" -eq 3 ] || fail "no interface: exit status $status instead of 3"
absent 'hs:raw:nothere: No such device'
if command -v setpriv >/dev/null; then
  setpriv --bounding-set -net_raw --inh-caps -net_raw "$program" run iucv/hs/handshake/accepts \
    --iut "hs:raw:ours,agent=unix:$work/agent" >"$work/out" 2>&1
  status=$?
  [ "$status" -eq 3 ] || fail "no right: exit status $status instead of 3"
  absent 'hs:raw:ours needs CAP_NET_RAW: Operation not permitted'
fi
