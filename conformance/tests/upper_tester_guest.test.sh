#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The upper tester of examples/, compiled for s390x, above the sockets of a real Linux in QEMU, and
# the kit on the wire with hs:dgram: as somebody with a system of their own would do it.
# Usage: upper_tester_guest.test.sh CACHE. Ends with 77 (skipped) where there can be no guest.
set -u
program=$PATHPROOF_PROGRAM
root=$PATHPROOF_SOURCE_DIR
agent=$root/conformance/iut/guest/agent
work=$(mktemp -d)
guest=
trap '[ -z "$guest" ] || kill "$guest" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1

fail() {
  echo "FAILED: $1"
  tail -n 60 out
  tail -n 20 console
  exit 1
}

bash "$root/conformance/iut/guest/image.sh" "${PATHPROOF_GUEST_CACHE:-$1}" "$root" >image
status=$?
if [ "$status" -eq 77 ]; then
  echo "skipped: $(tail -n 1 image)"
  exit 77
fi
[ "$status" -eq 0 ] || exit 1
compiler=s390x-linux-gnu-gcc
[ "$(uname -m)" != s390x ] || compiler=gcc
"$compiler" -std=gnu11 -O2 -Wall -Wextra -Werror -pthread -static -s -I "$root" -o upper-tester \
  "$root/examples/upper-tester/main.c" "$agent/calls.c" "$agent/commands.c" "$agent/control.c" ||
  exit 1
# The kernel unpacks one archive after the other.
{
  cat "$(sed -n 's/^initramfs=//p' image)"
  echo upper-tester | cpio -o -H newc --quiet
} >initramfs

touch console
timeout 250 qemu-system-s390x -M s390-ccw-virtio -accel tcg -smp 1 -m 256 -nodefaults \
  -no-user-config -display none -no-reboot -kernel "$(sed -n 's/^kernel=//p' image)" \
  -initrd initramfs -append 'loglevel=5 panic=-1 oops=panic rdinit=/init' \
  -chardev file,id=console,path=console -device sclpconsole,chardev=console \
  -chardev socket,id=agent,path=agent,server=on,wait=off -device virtio-serial-ccw \
  -device virtserialport,chardev=agent,name=pathproof \
  -netdev dgram,id=wire,local.type=unix,local.path=theirs,remote.type=unix,remote.path=ours \
  -device virtio-net-ccw,netdev=wire,mac=c2:d6:e7:d2:c9:e3 >>console 2>&1 &
guest=$!

iut=hs:dgram:ours,theirs,agent=unix:agent,padding=zero,mac=c2:d6:e7:d2:c9:e3
# The first answer comes when the guest has booted.
set -- iucv/hs/handshake/accepts iucv/hs/handshake/connects iucv/hs/handshake/connect_is_refused \
  iucv/hs/handshake/backlog_of_one iucv/hs/handshake/accept_interrupted \
  iucv/hs/connection/carries_messages iucv/hs/connection/connected_carries_messages \
  iucv/hs/connection/recv_waits iucv/hs/connection/window_is_full \
  iucv/hs/connection/send_waits iucv/hs/teardown/close_sends_fin \
  iucv/hs/teardown/fin_ends iucv/hs/unexpected/generated_plain
timeout 200 "$program" run "$@" --iut "$iut" --deadline 60000 --tests 15 --steps 15 --pcap . \
  >out 2>&1
status=$?
[ "$status" -eq 0 ] || fail "exit status $status"
grep '^cases' out
# It was the kernel's own answer: a second run finds what is known to be wrong with it.
timeout 100 "$program" run iucv/hs/connection/empty_message_arrives --iut "$iut" \
  --deadline 10000 --replays 1 --no-shrink >out 2>&1
status=$?
[ "$status" -eq 1 ] || fail "the lost message: exit status $status"
grep -q HS-002 out || fail 'the lost message was not found'
