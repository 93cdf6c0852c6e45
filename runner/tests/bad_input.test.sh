#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Bad input gets one clear line and exit status 2, and nothing is overwritten.
set -eu
program=$PATHPROOF_PROGRAM
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

refused() {
  expected=$1
  shift
  status=0
  "$program" "$@" >"$work/out" 2>"$work/err" || status=$?
  if [ "$status" -ne 2 ] || [ "$(wc -l <"$work/err")" -ne 1 ] || ! grep -q -- "$expected" "$work/err"
  then
    echo "exit status $status instead of 2, or not one line with '$expected': $*"
    cat "$work/err"
    exit 1
  fi
}
printf 'name = "x"\ncolour = "red"\n' >"$work/profile.toml"
printf '{"schema": "other"}' >"$work/vector.json"
echo kept >"$work/report.xml"

refused 'selects nothing' run cinet/nothing
refused 'no role' run --role baker
refused 'colour' run --profile "$work/profile.toml"
refused "$work/profile.toml:2" run --profile "$work/profile.toml"
refused 'steps' run --steps 0
refused 'steps' run --steps many
refused 'nosuch' run --nosuch
refused 'no mutant' run cinet/ioctl --role layer --iut reference:nothing
refused 'cannot write' run cinet/ioctl --junit "$work/missing/report.xml"
refused 'no model' explore cinet/nothing
refused 'no choice' explore cinet/ioctl --choose order=backwards
refused 'schema' vectors replay --corpus "$work"
refused 'cannot read' vectors replay --corpus "$work/missing"
refused 'no role' serve cinet --role baker
refused 'takes unix:PATH' serve iucv --role cp --listen "$work/socket"
refused 'cannot listen' serve iucv --role cp --listen "unix:$work/missing/socket"
refused '' run --iut carrier-pigeon:coo
refused 'expected hs:linux-guest' run iucv/hs --iut hs:carrier-pigeon
refused 'cannot write' run iucv/hs --pcap "$work/missing"
refused '/dev/full' run cinet/ioctl --role layer --json /dev/full
[ "$(cat "$work/report.xml")" = kept ]

# A signal ends the run with its report written.
"$program" run --tests 100000 --json "$work/report.json" >"$work/out" 2>&1 &
kit=$!
sleep 1
kill -TERM "$kit"
wait "$kit" || true
python3 -c "import json; assert json.load(open('$work/report.json'))['interrupted'] == 'SIGTERM'"
