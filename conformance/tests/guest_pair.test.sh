#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two Linux guests talk to each other, and both are judged: with its profile the kernel does what is
# known of it, without it the known defect fails the run and is named; captures are judged alike.
# Usage: guest_pair.test.sh PATHPROOF. Ends with 77 (skipped) where there can be no guest.
set -u
pathproof=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $1"
  cat "$work/out"
  exit 1
}

profile=$PATHPROOF_SOURCE_DIR/profiles/linux-6.1.toml
"$pathproof" run iucv/hs --iut hs:linux-pair --profile "$profile" --tests 60 --pcap "$work" \
  >"$work/out" 2>&1
status=$?
if [ "$status" -eq 3 ] && grep -q '8 unsupported' "$work/out"; then
  echo "skipped: $(sed -n 's/^ *unsupported *//p' "$work/out" | head -n 1)"
  exit 77
fi
[ "$status" -eq 0 ] || fail "two guests: exit status $status"
for one in messages_both_ways window_fills refused close_at_once; do
  "$pathproof" run iucv/hs --iut "hs:pcap:$work/iucv-hs_wire-pair-$one.pcap" >"$work/out" 2>&1 ||
    fail "the capture of $one: exit status $?"
done

"$pathproof" run iucv/hs_wire/pair/generated_with_shutdown --iut hs:linux-pair --tests 300 \
  >"$work/out" 2>&1
status=$?
[ "$status" -eq 1 ] || fail "SHT is confirmed like a message: exit status $status"
grep -q 'HS-004' "$work/out" || fail 'HS-004 is not named'
echo "two guests talk to each other, and both are judged"
