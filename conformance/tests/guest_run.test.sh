#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Judges the real Linux kernel as a user would: with its profile every deviation is explained, without
# it they fail, and each case leaves a capture. Usage: guest_run.test.sh PATHPROOF.
# Ends with 77 (skipped) where there can be no guest.
set -u
pathproof=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $1"
  cat "$work/out"
  exit 1
}

case=iucv/hs/handshake/accepts
"$pathproof" run "$case" --iut hs:linux-guest --pcap "$work" >"$work/out" 2>&1
status=$?
if [ "$status" -eq 3 ] && grep -q unsupported "$work/out"; then
  echo "skipped: $(sed -n 's/^ *unsupported *//p' "$work/out" | head -n 1)"
  exit 77
fi
[ "$status" -eq 0 ] || fail "$case: exit status $status"
"$pathproof" decode "$work/iucv-hs-handshake-accepts@endpoint.pcap" >"$work/frames" ||
  fail 'the capture cannot be read'
grep -q 'SYN+ACK' "$work/frames" || fail 'the capture has no SYN+ACK'

# The defect is found again, and blamed on the kernel with its words.
"$pathproof" run iucv/hs/teardown/listener_with_connections --iut hs:linux-guest --no-shrink \
  --replays 1 >"$work/out" 2>&1
status=$?
[ "$status" -eq 1 ] || fail "the oops: exit status $status"
grep -q 'Unable to handle kernel' "$work/out" || fail 'the oops has no text'

profile=$PATHPROOF_SOURCE_DIR/profiles/linux-6.1.toml
"$pathproof" run iucv/hs --iut hs:linux-guest --profile "$profile" --tests 50 --jobs 2 \
  >"$work/out" 2>&1 || fail "with its profile: exit status $?"
tail -n 5 "$work/out"
