#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Cases and vectors kill every fault that was planted by hand and no fewer of the others than they
# did; what nobody can notice is shown to be so.
set -eu
killed_min=315
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$PATHPROOF_PROGRAM" mutants --quick joins_datagrams keeps_the_first_partner loses_options_at_bind
"$PATHPROOF_PROGRAM" mutants --quick continues_after_failure success_after_failure \
  first_code_for_all stops_after_first_provider eio_at_every_stop \
  told_of_its_own_sever sever_is_not_told authorized_by_the_wrong_entry \
  quiesces_the_other_direction loses_a_message delivers_twice \
  confirms_with_an_empty_message confirms_the_end answers_fin cuts_long_messages \
  answers_what_is_for_nobody \
  remembers_the_dead believes_every_daemon hears_no_daemon forgets_inactive_routes balances_load \
  networks_before_hosts default_route_first compares_without_converting tells_what_the_daemon_told

# With the matrix the same are killed, the first killer is the same, and others are named too.
for option in '' --matrix; do
  # shellcheck disable=SC2086
  "$PATHPROOF_PROGRAM" mutants --quick $option --json "$work/mutants$option.json" return.failure \
    >"$work/out$option" || true
done
cmp "$work/out" "$work/out--matrix"
python3 - "$work/mutants.json" "$work/mutants--matrix.json" <<'PYTHON'
import json, sys
first, matrix = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
tasks = matrix["tasks"]
assert len(set(tasks)) == len(tasks) > 50, len(tasks)
assert "tasks" not in first and not first["matrix"] and matrix["matrix"]
most = 0
for one, other in zip(first["mutants"], matrix["mutants"], strict=True):
    assert "killers" not in one, one
    killers = [tasks[number] for number in other.pop("killers")]
    assert one == other, (one, other)
    assert killers[:1] == ([one["killer"]] if one["fate"] == "killed" else []), (one, killers)
    assert len(set(killers)) == len(killers), killers
    most = max(most, len(killers))
assert most > 5, f"no fault is killed by more than {most}"
PYTHON

status=0
"$PATHPROOF_PROGRAM" mutants --quick cinet >"$work/out" || status=$?
score=$(tail -n 1 "$work/out")
echo "$score"
killed=$(echo "$score" | sed -n 's/.* mutants: \([0-9]*\) killed.*/\1/p')
if [ "$status" -gt 1 ] || [ "${killed:-0}" -lt "$killed_min" ]; then
  cat "$work/out"
  echo "fewer than $killed_min are killed"
  exit 1
fi
if ! "$PATHPROOF_PROGRAM" prove cinet/nothing 2>&1 | grep -q "has no solver"; then
  "$PATHPROOF_PROGRAM" mutants listener.fin/omit_condition:3 | tee "$work/out"
  grep -q '^equivalent .* with any number of instances' "$work/out"
fi
