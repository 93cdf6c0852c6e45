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
refused 'of 2 shards the last is 1' run --shard-index 2 --shard-count 2
refused 'shard-count' run --shard-index 0 --shard-count 0
refused 'shard-index' run --shard-index -1 --shard-count 2
refused 'go together' run --shard-index 0
refused 'go together' run --shard-count 2
refused 'is for --shard-count' run --shard-costs "$work/profile.toml"
refused 'no JUnit report' run --shard-index 0 --shard-count 2 --shard-costs "$work/profile.toml"
refused 'cannot read' run --shard-index 0 --shard-count 2 --shard-costs "$work/missing.xml"
printf '<testsuites><testsuite name="a"><testcase name="b" time="1"/></testsuite></testsuites>' \
  >"$work/other.xml"
refused 'has no case that was selected' run --shard-index 0 --shard-count 2 \
  --shard-costs "$work/other.xml"
refused 'report is required' merge
refused 'no report of pathproof' merge "$work/vector.json"
refused 'this is no journal' run --journal "$work/vector.json"
refused 'it is another file of this command' merge "$work/a.json" --json "$work/a.json"
refused 'no mutant' run cinet/ioctl --role layer --iut reference:nothing
# AF_IUCV is what both sides take without KIT_CARRIER.
lfp=$PATHPROOF_SOURCE_DIR/examples/lfp
if [ "$(uname -m)" != s390x ]; then
  for side in lfpd:lfpd-LINR02.conf lfp:instance.txt; do
    grep -v KIT_CARRIER "$lfp/${side#*:}" >"$work/side.txt"
    refused 'no AF_IUCV' "${side%:*}" --config "$work/side.txt"
  done
fi
# What was meant is guessed.
refused "did you mean '--profile'?" run --profil x
refused "did you mean '--json'?" run --jsno=x
refused "'rnu'; did you mean 'run'?" rnu
refused "did you mean 'cinet/shared_memory'?" run cinet/shared_memry
refused "did you mean 'layer'?" run --role leyer
refused "did you mean 'cinet/ioctl'?" explore cinet/ioclt
refused 'A subcommand is required' --
refused 'cannot write' run cinet/ioctl --junit "$work/missing/report.xml"
refused 'no model' explore cinet/nothing
refused 'no choice' explore cinet/ioctl --choose order=backwards
refused 'schema' vectors replay --corpus "$work"
refused 'cannot read' vectors replay --corpus "$work/missing"
refused 'no role' serve cinet --role baker
refused 'is neither unix:PATH nor tcp' serve iucv --role cp --listen "$work/socket"
refused 'cannot listen' serve iucv --role cp --listen "unix:$work/missing/socket"
refused '' run --iut carrier-pigeon:coo
refused 'expected hs:linux-guest' run iucv/hs --iut hs:carrier-pigeon
refused 'LOCAL,PEER' run iucv/hs --iut hs:dgram:a
refused 'LOCAL,PEER' run iucv/hs --iut hs:dgram:,b
refused 'longer than the 107 bytes' run iucv/hs --iut "hs:dgram:$(printf '%0120d' 1),b"
refused 'longer than the 107 bytes' run iucv/hs --iut "hs:dgram:a,b,agent=unix:$(printf '%0120d' 1)"
refused 'is no option' run iucv/hs --iut hs:dgram:a,b,colour=red
refused 'neither unix:PATH nor tcp:HOST:PORT' run iucv/hs --iut hs:dgram:a,b,agent=pigeon
refused 'no port' run iucv/hs --iut hs:dgram:a,b,agent=tcp:localhost:seven
refused 'no user id' run iucv/hs --iut hs:dgram:a,b,user=TOOLONGID
refused 'is not of the form mac=' run iucv/hs --iut hs:raw:eth0,mac=02:00
refused 'INTERFACE' run iucv/hs --iut hs:raw:
refused 'at most 15 characters' run iucv/hs --iut hs:raw:a_name_that_is_too_long
refused 'jobs 1' run iucv/hs --iut hs:dgram:a,b --jobs 2
endpoint='serve iucv/hs --role endpoint'
# shellcheck disable=SC2086
{
  refused 'needs --agent' $endpoint --listen hs:dgram:a,b
  refused 'expected hs:linux-guest' $endpoint --listen hs:pigeon --agent unix:p
  refused 'No such device' $endpoint --listen hs:raw:nothere --agent "unix:$work/p"
  refused 'cannot bind' $endpoint --listen "hs:dgram:$work/missing/a,b" --agent "unix:$work/p"
  refused 'cannot listen' $endpoint --listen "hs:dgram:$work/a,b" --agent "unix:$work/missing/p"
  refused 'no mutant' $endpoint --listen "hs:dgram:$work/a,b" --agent "unix:$work/p" --mutant x
}
refused 'is for serve iucv/hs' serve cinet --role layer --listen hs:dgram:a,b --agent unix:p
refused 'takes the files' lfp-config
refused 'takes the files' lfp-config "$work/profile.toml"
refused 'takes no files' lfp-config --explain "$work/profile.toml" "$work/profile.toml"
refused 'device-mtu' lfp-config --device-mtu 0 a b
refused 'cannot write' run iucv/hs --pcap "$work/missing/folder"
refused 'cannot write' run cinet/ioctl --html "$work/missing/report.html"
refused 'cannot write' run cinet/ioctl --markdown "$work/missing/report.md"
refused 'another file of this command' run cinet/ioctl --html "$work/a" --json "$work/../$(basename "$work")/a"
refused 'another file of this command' run cinet/ioctl --json "$work/profile.toml" \
  --profile "$work/profile.toml"
refused 'another file of this command' report "$work/vector.json" --html "$work/vector.json"
refused 'another file of this command' compare "$work/vector.json" "$work/profile.toml" \
  --markdown "$work/vector.json"
refused 'annotations' run cinet/ioctl --annotations pigeon
refused 'cannot read' report "$work/missing.json"
refused 'Is a directory' report "$work"
refused "$work/vector.json" report "$work/vector.json"
refused 'is for the report that --html' report "$work/vector.json" --plot "$work/vector.json"
refused 'cannot read' compare "$work/missing.json" "$work/missing.json"
refused "$work/vector.json" compare "$work/vector.json" "$work/vector.json"
refused 'cannot read' run --rerun-failed "$work/missing.json"
refused '/dev/full' run cinet/ioctl --role layer --json /dev/full
[ "$(cat "$work/report.xml")" = kept ]

# A signal ends the run with its report written.
"$program" run --tests 100000 --json "$work/report.json" >"$work/out" 2>&1 &
kit=$!
sleep 1
kill -TERM "$kit"
wait "$kit" || true
python3 -c "import json; assert json.load(open('$work/report.json'))['interrupted'] == 'SIGTERM'"
