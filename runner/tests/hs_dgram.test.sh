#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The kit at one end of a wire of Unix datagrams, the reference endpoint at the other: the correct
# one passes all, one with a planted fault fails, and one whose agent lies is an error.
set -u
program=$PATHPROOF_PROGRAM
work=$(mktemp -d)
server=
cd "$work" || exit 1

stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null
  [ -z "$server" ] || wait "$server"
  server=
}
trap 'stop; rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $1"
  cat out server.err
  exit 1
}

# serve ARGUMENT...
serve() {
  "$program" serve iucv/hs --role endpoint --listen hs:dgram:theirs,ours "$@" 2>server.err &
  server=$!
  waited=0
  while ! grep -q serving server.err; do
    waited=$((waited + 1))
    [ "$waited" -lt 200 ] || fail 'the reference does not serve'
    sleep 0.05
  done
}

# run STATUS ARGUMENT...
run() {
  expected=$1
  shift
  timeout 100 "$program" run "$@" >out 2>&1
  status=$?
  [ "$status" -eq "$expected" ] || fail "exit status $status instead of $expected: run $*"
}
iut=hs:dgram:ours,theirs,agent=unix:agent

serve --agent unix:agent
run 3 iucv/hs --strict --iut "$iut" --tests 30 --pcap . --json report.json
if grep -qE '^(FAIL|ERROR|FLAKY|INCONCLUSIVE)' out || ! grep -qE ' [89][0-9] pass, 4 unsupported' out; then
  fail 'the reference does not pass'
fi
echo "$(grep '^cases' out), $(grep '^work' out)"
lacking=$(sed -n 's/.*declares that it lacks: //p' out | sort | tr '\n' ' ')
[ "$lacking" = 'memory processor ' ] || fail "it lacks $lacking"
"$program" decode 'iucv-hs-handshake-accepts@endpoint.pcap' >out || fail 'there is no capture'
grep -q 'SYN+ACK' out || fail 'the capture has no SYN+ACK'

# A frame of the report is the label of its step.
python3 - <<'PYTHON' || fail 'frames of the report are not their steps'
import json
frames = 0
for case in json.load(open("report.json"))["cases"]:
    for frame in case.get("frames", []):
        step = frame.get("step")
        fields = {field["name"]: field["value"] for field in frame["fields"]}
        if step is None or "window" not in fields:
            continue
        label = case["trace"][step]["label"]
        assert label.split(".")[0] in ("frame", "sent"), (case["id"], label)
        if " window=" in label and fields["flags"] in ("SYN", "SYN+ACK"):
            assert f" window={fields['window']}" in label, (case["id"], label, fields)
            frames += 1
assert frames > 30, frames
PYTHON

# Without an agent there are only frames, and what can be said of them is judged.
run 3 iucv/hs --iut hs:dgram:ours,theirs --tests 5
grep -q 'declares that it lacks: calls' out || fail 'without an agent nothing is said of calls'
run 0 iucv/hs/handshake/refuses_a_name_that_nobody_has --iut hs:dgram:ours,theirs
kill "$server"
wait "$server" || fail 'it does not end well'
server=
for left in agent theirs ours; do
  [ ! -e "$left" ] || fail "$left was left behind"
done

# User ids padded with zeros, as those of a guest in QEMU are; and another one.
"$program" serve iucv/hs --role endpoint --listen hs:dgram:theirs,ours,user=ANOTHER,padding=zero \
  --agent unix:agent 2>server.err &
server=$!
run 0 iucv/hs/handshake/accepts iucv/hs/handshake/connects iucv/hs/connection/carries_messages \
  --iut "$iut,user=ANOTHER,padding=zero" --deadline 9000
run 1 iucv/hs/handshake/accepts --strict --iut "$iut" --no-shrink --replays 1
stop

for fault in send.syn_ack/wrong_argument:window return.accepted/wrong_argument:peer \
  confirms_the_end answers_fin send.fin/drop cuts_long_messages; do
  serve --agent unix:agent --mutant "$fault"
  case $fault in
  answers_fin | send.fin/drop | confirms_the_end) select=iucv/hs/teardown ;;
  cuts_long_messages) select=iucv/hs/connection/too_long_of_a_stream ;;
  *) select=iucv/hs/handshake ;;
  esac
  run 1 "$select" --strict --iut "$iut" --tests 10 --no-shrink --replays 1 --deadline 300
  echo "$fault: $(grep '^cases' out)"
  stop
done

# Nobody is there: an error of the set-up, soon and in one line.
run 2 iucv/hs/handshake/accepts --iut "$iut" --deadline 200
grep -q 'cannot connect to the agent at unix:agent within 200 ms' out || fail 'nobody is there'
