#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Frames on the command line: the committed documentation is what is printed, a capture is shown in
# the order of time, and a damaged one gets one clear line.
# usage: frames.test.sh SAMPLE_CAPTURE
set -eu
program=$PATHPROOF_PROGRAM
sample=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "$1"
  cat "$work/out" "$work/err"
  exit 1
}

"$program" list frames --format markdown >"$work/frames.md"
if ! cmp "$work/frames.md" "$PATHPROOF_SOURCE_DIR/docs/frames.md"; then
  echo "docs/frames.md is not what is printed: pathproof list frames --format markdown"
  exit 1
fi

"$sample" "$work/sample.pcap"
cmp "$work/sample.pcap" "$PATHPROOF_SOURCE_DIR/examples/captures/afiucv.pcap"
"$program" decode "$work/sample.pcap" >"$work/out" 2>"$work/err"
names='dest_user_id=KIT dest_app_name=ECHO src_user_id=BOXKIT src_app_name=CLIENT'
cat >"$work/expected" <<END
     1      0.000000  afiucv SYN window=128 $names
     4      0.000200  afiucv SYN+FIN window=128 $names
     3      0.000300  afiucv SYN+ACK window=64 $names
     5      0.000400  afiucv data $names iucv_hdr.class=7 iucv_hdr.tag=1 payload_length=5
     6      0.000500  afiucv WIN window=64 $names
     7      0.000600  afiucv other flags=ACK+0x20 $names
     8      0.000700  malformed: wrong version at octet 16: afiucv SYN version=2 window=128 $names
END
head -7 "$work/out" | cmp - "$work/expected" || fail "not the frames that were expected"
grep -q 'malformed: too short at octet 50: afiucv octets=FBFB' "$work/out" || fail "no short frame"
[ "$(wc -l <"$work/out")" -eq 9 ] || fail "not nine frames"
[ "$(cat "$work/err")" = '9 frames, 2 of them malformed; 1 other packets skipped' ] ||
  fail "not the counts that were expected"
"$program" decode --payload "$work/sample.pcap" 2>/dev/null | grep -q 'payload=C1C2C300FF$' ||
  fail "no payload"

# Messages of LFP: header and body on one line, and what is wrong with a message.
"$program" run lfp/session/hello lfp/malformed/idle/instance_sends_heartbeat --role daemon \
  --iut "lfp-daemon:exec:$program lfpd --quiet" --pcap "$work/captures" >"$work/out" 2>&1 ||
  fail "the daemon is not judged right"
"$program" decode "$work/captures/lfp-session-hello@daemon.pcap" >"$work/out" 2>"$work/err"
grep -q '^     1      0.000000  lfpopen hello length=100 .*  lfpopen.hello mtu=8192 .* user_id=KITVSE ' \
  "$work/out" || fail "no hello"
grep -q '  lfpopen response length=84 .*  lfpopen.call SOCKET' "$work/out" || fail "no response"
grep -q ' frames, 0 of them malformed; 0 other packets skipped$' "$work/err" || fail "other counts"
"$program" decode "$work/captures/lfp-malformed-idle-instance_sends_heartbeat@daemon.pcap" \
  >"$work/out" 2>"$work/err"
for what in 'wrong version at octet 8: lfpopen heartbeat length=32 version=2 ' \
  'wrong length at octet 4: lfpopen heartbeat length=33 .* payload_length=1$' \
  'too short at octet 12: lfpopen octets=4C46504F0000000C010A0000$'; do
  grep -q "malformed: $what" "$work/out" || fail "no '$what'"
done

refused() {
  status=0
  "$program" decode "$1" >"$work/out" 2>"$work/err" || status=$?
  if [ "$status" -ne 2 ] || [ -s "$work/out" ] || [ "$(wc -l <"$work/err")" -ne 1 ] ||
    ! grep -q "$2" "$work/err"; then
    fail "decode $1: status $status, or not one line with '$2'"
  fi
}
head -c 300 "$work/sample.pcap" >"$work/cut.pcap"
echo 'this is no capture of anything' >"$work/text.pcap"
: >"$work/empty.pcap"
refused "$work/cut.pcap" 'cannot read all of'
refused "$work/text.pcap" 'as a capture'
refused "$work/empty.pcap" 'as a capture'
refused "$work/none.pcap" 'cannot read'
refused "$work" 'cannot read'

status=0
"$program" list frames iucv/nothing >"$work/out" 2>"$work/err" || status=$?
[ "$status" -eq 2 ] || fail "a frame that does not exist: status $status"
"$program" list frames --format json >"$work/frames.json"
grep -q '"name": "afiucv.window"' "$work/frames.json" || fail "no window in the JSON"
