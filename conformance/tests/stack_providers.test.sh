#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the reference layer over real TCP/IP stacks of both kinds, correct and broken, the reference
# prerouter over kernels, and the stacks alone.
# Usage: stack_providers.test.sh PATHPROOF. Ends with 77 (skipped) where there can be no stacks.
set -u
pathproof=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case=cinet/ioctl/fails_at_the_second
profile=$work/profile.toml
printf 'name = "in order"\n[choose]\norder = "fixed"\n' > "$profile"

fail() {
  echo "FAILED: $1"
  cat "$work/out"
  exit 1
}

# run STATUS WHAT ARGUMENT...
run() {
  expected=$1
  what=$2
  shift 2
  "$pathproof" run "$@" --json "$work/report.json" > "$work/out" 2>&1
  status=$?
  [ "$status" -eq "$expected" ] || fail "$what: exit status $status instead of $expected"
}

# has TEXT WHAT
has() {
  grep -qF -- "$1" "$work/report.json" || fail "$2: the report does not say '$1'"
}

"$pathproof" run "$case" --providers netns --json "$work/report.json" > "$work/out" 2>&1
if grep -qE 'cannot (make|run|set)' "$work/report.json"; then
  echo "skipped: $(grep -oE 'cannot (make|run|set)[^"]*' "$work/report.json" | head -n 1)"
  exit 77
fi

run 0 'the stacks as providers under test' cinet/ioctl --providers netns --tests 20
has 'stack 2: SIOCSIFMTU on pp0: No such device (ENODEV 19)' 'the stacks as providers'
has '"answer.failed tp=2 code=-1,138,74650305"' 'the stacks as providers'

run 0 'the reference layer over the stacks' "$case" --providers netns --iut reference \
  --profile "$profile"
has '"answer.done tp=1"' 'the reference layer'
has '"return.failure code=-1,138,74650305"' 'the reference layer'
has 'stack 2: SIOCSIFMTU on pp0: No such device (ENODEV 19)' 'the reference layer'
grep -qF '"upcall.ioctl tp=3' "$work/report.json" && fail 'the reference layer asked stack 3'

# A layer that may go on after a failure; with this seed it does. Stack 3 shows it.
run 1 'a layer that goes on after a failure' "$case" --providers netns \
  --iut reference:ask.ioctl/omit_condition:2 --profile "$profile" --seed 2
has 'read back: the MTU changed in stacks {1,3}, but providers {1} performed' 'the fault'
has 'stack 3 has MTU 4001 instead of 1500' 'the fault'

run 0 'a layer over eight stacks' cinet/ioctl/eight_providers --providers netns:7 \
  --iut reference --profile "$profile"
has 'stack 7: SIOCSIFMTU on pp0: No such device (ENODEV 19)' 'eight stacks'

run 2 'a wrong specification' "$case" --providers netns:x
run 2 'providers twice' "$case" --providers netns --iut reference --role provider

lwip=
"$pathproof" run "$case" --providers lwip --json "$work/report.json" > "$work/out" 2>&1
if grep -qF 'cannot have lwIP' "$work/report.json"; then
  lwip=', without lwIP'
else
  run 0 'lwIP as providers under test' cinet/ioctl --providers lwip --tests 20
  has 'stack 2: SIOCSIFMTU on pp0: No such device (ENODEV 19)' 'lwIP'

  run 0 'the reference layer over namespaces and lwIP' cinet/providers/generated \
    cinet/providers/connections_from_every_provider --providers netns+netns+lwip:none \
    --iut reference --tests 10
  has '"return.accepted tp=3"' 'namespaces and lwIP'
fi

run 0 'several cases at a time' cinet/ioctl cinet/providers/connections_from_every_provider \
  --providers netns:none --iut reference --tests 10 --jobs 4
run 3 'an application that wants shared memory' cinet/sockets/one_provider --providers netns \
  --iut reference --role application
has 'a stack has no shared memory objects' 'an application that wants shared memory'
run 3 'connections through a provider without an interface' --providers netns \
  cinet/providers/listener_outlives_a_provider --iut reference
has 'provider 2 has no interface with a host at its other end' 'a provider without an interface'

run 0 'kernels as transport drivers under test' cinet/prerouter/select cinet/prerouter/ports \
  cinet/prerouter/failure/rebuild_of_one_that_knows --providers netns --tests 10
if [ -e /proc/net/if_inet6 ]; then
  run 0 'kernels as transport drivers of IPv6' cinet/prerouter/ipv6/knows_one_mark_only \
    cinet/prerouter/ipv6/lists_its_homes cinet/prerouter/ipv6/too_little_room_for_routes \
    cinet/prerouter/ipv6/rebuild --providers netns --tests 10
fi
run 3 'a step that does not fail' cinet/prerouter/failure/fails_at_the_socket --providers netns
has 'kernels do not fail at what a driver does' 'a step that does not fail'
run 3 'a step that does not fail under a prerouter' cinet/prerouter/failure/fails_at_the_socket \
  --providers netns --iut reference
has 'kernels do not fail at what a driver does' 'a step that does not fail under a prerouter'
run 0 'the reference prerouter over kernels' cinet/prerouter/select cinet/prerouter/ports \
  cinet/prerouter/change/route_deleted --providers netns --iut reference --tests 10
has '"select.provider tp=2"' 'the reference prerouter over kernels'
run 1 'a prerouter that keeps the routes of a provider that left' --providers netns \
  cinet/prerouter/select/provider_is_gone --iut reference:remembers_the_dead
has 'CINET-089' 'a prerouter that keeps routes'
run 3 'an interface with routes that goes down' cinet/prerouter/change/interface_down \
  --providers netns --iut reference
has 'Linux drops the routes of an interface that goes down' 'an interface that goes down'
run 2 'lwIP as a transport driver' cinet/prerouter --providers lwip
run 2 'providers of another protocol' lfp --providers netns --role daemon

left=$(find /run/netns -maxdepth 1 -name 'pathproof-*' 2> /dev/null)
for name in $left; do
  owner=${name##*/pathproof-}
  kill -0 "${owner%-*}" 2> /dev/null || fail "namespace $name was left behind"
done
echo "the stacks did what the model says, and nothing else$lwip"
