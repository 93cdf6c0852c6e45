#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The configurations of LFP on the command line: the committed documentation is what is printed, the
# samples fit, what does not fit is found, and every error of both files gets its line.
set -eu
program=$PATHPROOF_PROGRAM
cd "$PATHPROOF_SOURCE_DIR"
instance=examples/lfp/instance.txt
daemon=examples/lfp/lfpd-LINR02.conf
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
  "$program" lfp-config "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" -eq "$wanted" ] || fail "lfp-config $*: status $status instead of $wanted"
}

says() {
  grep -qxF -- "$1" "$work/out" || fail "no line: $1"
}

expect 0 --explain --format markdown
cmp "$work/out" docs/lfp-configuration.md ||
  fail "docs/lfp-configuration.md is not: pathproof lfp-config --explain --format markdown"
# Each decision that the document names is explained.
sed -n '/^## Configuration of LFP/,/^## /p' docs/ambiguities.md >"$work/decisions"
grep -o "decision \`[a-z_]*\`\|\`[a-z_]*\` |$\|\`[a-z_]*\` \`[a-z_ \`]*\` |$" "$work/out" |
  grep -o "\`[a-z_]*\`" | sort -u >"$work/names"
[ "$(wc -l <"$work/names")" -ge 13 ] || fail "fewer decisions than there are"
while read -r name; do
  grep -q "^| $name |" "$work/decisions" || fail "docs/ambiguities.md does not explain $name"
done <"$work/names"
expect 0 --explain
says 'daemon  MAX_SOCKETS  [LFP-057 LFP-078], unverified'
says 'instance  KIT_ERRNO_ON_PATH_LOSS  [LFP-142 LFP-170], the kit'"'"'s extension'

expect 0 "$instance" "$daemon"
says 'findings    0 errors, 0 notes, 1 unchecked'
grep -q '^unverified  keywords of the instance: ID, MTU, ' "$work/out" || fail "nothing unverified"
expect 0 "$instance" "$daemon" --vse-guest VSER05 --linux-guest LINR02 --strict
says 'findings    0 errors, 0 notes, 0 unchecked'
# Anybody may keep the daemon's file under another name, but is told.
cp "$daemon" "$work/lfpd-OTHER.conf"
expect 0 "$instance" "$work/lfpd-OTHER.conf"
says '             file lfpd-NAME.conf OTHER'
expect 1 "$instance" "$work/lfpd-OTHER.conf" --strict

sed 's/^WINDOW_SIZE.*/WINDOW_SIZE = 1M/; s/^PEER_IUCV_APPNAME.*/PEER_IUCV_APPNAME = testvse/' \
  "$daemon" >"$work/lfpd-LINR02.conf"
expect 1 "$instance" "$work/lfpd-LINR02.conf"
says 'error      names.source  LFP-045 LFP-053 LFP-064 LFP-161'
says "             $instance:11: IucvSrcAppName = TESTVSE"
says "             $work/lfpd-LINR02.conf:5: PEER_IUCV_APPNAME = testvse"
says 'note       window.size_differs  LFP-059 LFP-067'
says "             $work/lfpd-LINR02.conf:11: WINDOW_SIZE = 1M"
expect 1 "$instance" "$work/lfpd-LINR02.conf" --format json
python3 - "$work/out" <<'END' || fail "not the JSON that was expected"
import json, sys
read = json.load(open(sys.argv[1]))
assert (read["errors"], read["notes"], read["unchecked"]) == (1, 1, 1), read
first = read["findings"][0]
assert first["check"] == "names.source" and first["severity"] == "error", first
assert first["requirements"] == ["LFP-045", "LFP-053", "LFP-064", "LFP-161"], first
assert [place["line"] for place in first["places"]] == [11, 5], first
assert first["why"] and first["change"], first
assert "MTU" in read["unverified_keywords"]["daemon"], read
END

# Over HiperSockets the MTU of the device counts, less 118 octets.
sed 's/^KIT_CARRIER.*/HSDevices = 500\nHSSystemName = VSER05/' "$instance" >"$work/lpar.txt"
sed '/^KIT_CARRIER/d' "$daemon" >"$work/lfpd-LINR02.conf"
expect 1 "$work/lpar.txt" "$work/lfpd-LINR02.conf" --device-mtu 8192
says 'error      mtu.device  LFP-066 LFP-131'
says '             --device-mtu 8192'
expect 0 "$work/lpar.txt" "$work/lfpd-LINR02.conf" --device-mtu 8310
expect 1 "$work/lpar.txt" "$work/lfpd-LINR02.conf" --device-mtu 8309

# All errors of both files.
sed 's/^MTU.*/MTU = 0/; s/^ID/IDD/' "$instance" >"$work/bad.txt"
printf 'MTU = 1\nMTU = 2\n' >"$work/bad.conf"
expect 2 "$work/bad.txt" "$work/bad.conf"
[ ! -s "$work/out" ] || fail "something was printed all the same"
cat >"$work/expected" <<END
$work/bad.txt:6:1: 'IDD' is no keyword of the instance; the nearest is ID
$work/bad.txt:7:7: MTU takes 1 to 2147483647 octets (K is 1024 of them, M 1048576), not '0'
$work/bad.txt: ID is missing: system ID by which programs choose this instance
$work/bad.conf:2:1: MTU is given on line 1 and again on line 2; one of them has to go
END
head -4 "$work/err" | cmp - "$work/expected" || fail "not the errors that were expected"
[ "$(wc -l <"$work/err")" -eq 12 ] || fail "not all errors"

head -c 2000000 /dev/zero >"$work/long.conf"
for file in "$work/long.conf" "$work/missing.conf" "$work"; do
  expect 2 "$instance" "$file"
  [ "$(wc -l <"$work/err")" -eq 1 ] || fail "not one line: $file"
  grep -qF "$file" "$work/err" || fail "not about $file"
done
