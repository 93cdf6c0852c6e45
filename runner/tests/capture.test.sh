#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run --iut hs:pcap:FILE: a capture is judged, nothing is sent, and what cannot be judged is said.
set -eu
program=$PATHPROOF_PROGRAM
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fails() {
  echo "FAILED: $1"
  exit 1
}

# Status, then words that must be in the output.
judge() {
  wanted=$1
  words=$2
  shift 2
  status=0
  "$program" run "$@" >"$folder/out" 2>&1 || status=$?
  [ "$status" -eq "$wanted" ] || { cat "$folder/out"; fails "run $*: status $status, not $wanted"; }
  grep -q "$words" "$folder/out" || { cat "$folder/out"; fails "run $*: no '$words'"; }
}

capture=$PATHPROOF_SOURCE_DIR/examples/captures/afiucv.pcap
judge 3 "its SYN is not in the capture" iucv/hs --iut "hs:pcap:$capture" \
  --junit "$folder/junit.xml"
grep -q 'name="[^"]*KIT.ECHO-BOXKIT.CLIENT"' "$folder/junit.xml" || fails "no connection in JUnit"
judge 1 "flags 21 mean nothing" iucv/hs --iut "hs:pcap:$capture" --strict

# A message that the window did not admit: the same frame once more, by the tool that reads captures.
python3 - "$folder/broken.pcap" <<'PYTHON'
import struct, sys

def frame(flags, window, source, destination, payload=b""):
    name = lambda text, size: text.encode("cp037").ljust(8, b"\x40").ljust(size, b"\0")
    head = struct.pack(">HBBH8s8s16s8s8s16s", 0xFBFB, 1, flags, window,
                       b"", name(destination[0], 8), name(destination[1], 16),
                       b"", name(source[0], 8), name(source[1], 16))
    return b"\xff" * 6 + b"\x02" + b"\0" * 5 + b"\xfb\xfb" + head + b"\0" * 34 + payload

a, b = ("LINUXA", "CLIENT"), ("LINUXB", "SERVER")
frames = [frame(2, 1, a, b), frame(3, 1, b, a), frame(0, 0, a, b, b"one"), frame(0, 0, a, b, b"two")]
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
    order = [0, 1, 3, 2] # the file's order is not that of time
    for at in order:
        out.write(struct.pack("<IIII", 1 + at, 0, len(frames[at]), len(frames[at])) + frames[at])
PYTHON
judge 1 "HS-003" iucv/hs --iut "hs:pcap:$folder/broken.pcap" --json "$folder/report.json"
# The report has the frame that broke the rule, with its fields, the wrong one marked.
python3 - "$folder/report.json" <<'PYTHON'
import json, sys
[case] = json.load(open(sys.argv[1]))["cases"]
assert case["capture"].endswith("broken.pcap"), case["capture"]
assert [frame["number"] for frame in case["frames"]] == [1, 2, 3, 4], case["frames"]
frame = case["frames"][3]
assert frame["step"] == case["deviations"][0]["step"] and frame["malformed"] == "", frame
assert bytes.fromhex(frame["octets"]).endswith(b"two"), frame["octets"]
fields = {field["name"]: field for field in frame["fields"]}
assert fields["dest_user_id"]["value"] == "LINUXB", fields
assert [name for name, field in fields.items() if field["wrong"]] == ["flags"], fields
PYTHON
grep -q "connector.data window=0 (frame 4)" "$folder/out" || fails "the frame is not named"

cat >"$folder/profile.toml" <<'TOML'
name = "a stack"
[[expected_failure]]
case = "iucv/hs_wire/capture/*"
reason = "known"
shows = ["HS-003"]
TOML
judge 0 "expected-fail" iucv/hs --iut "hs:pcap:$folder/broken.pcap" \
  --profile "$folder/profile.toml"

judge 2 "cannot" iucv/hs --iut "hs:pcap:$folder/absent.pcap"
judge 2 "needs the name of a file" iucv/hs --iut hs:pcap:
judge 2 "selects nothing in it" cinet/ioctl --iut "hs:pcap:$capture"
judge 2 "both parties" iucv/hs --iut "hs:pcap:$capture" --role endpoint
head -c 30 "$capture" >"$folder/cut.pcap"
judge 2 "cut.pcap" iucv/hs --iut "hs:pcap:$folder/cut.pcap"
# Requirements are those of the protocol that judged, not of one whose name begins alike.
"$program" run iucv/hs_wire --quiet >"$folder/out" 2>&1 || fails "iucv/hs_wire: status $?"
grep -q "every modelled requirement exercised" "$folder/out" || { cat "$folder/out"; fails "rows"; }

# Where there can be no guest, that is said, and what was recorded of guests is judged instead.
status=0
PATH=/none "$program" run iucv/hs/handshake --iut hs:linux-guest \
  --profile "$PATHPROOF_SOURCE_DIR/profiles/linux-6.1.toml" >"$folder/out" 2>&1 || status=$?
[ "$status" -eq 3 ] || { cat "$folder/out"; fails "without a guest: status $status"; }
grep -q "no guest: " "$folder/out" || { cat "$folder/out"; fails "why there is no guest"; }
grep -q "^pass  *iucv/hs_wire/recorded/window_fills" "$folder/out" ||
  { cat "$folder/out"; fails "nothing that was recorded"; }

echo "a capture is judged whole, in the order of time, and its faults are named"
