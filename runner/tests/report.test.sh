#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Reports made of the JSON report are those of the run; two runs are compared; what failed is run
# again; an expected failure is excused up to its last day.
set -eu
program=$PATHPROOF_PROGRAM
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
wrong=reference:continues_after_failure
export SOURCE_DATE_EPOCH=1795168800 # 2026-11-20

fail() {
  echo "$1"
  cat out
  exit 1
}

# gives STATUS COMMAND…: its output is in the file out.
gives() {
  expected=$1
  shift
  status=0
  "$@" >out 2>&1 || status=$?
  [ "$status" -eq "$expected" ] || fail "exit status $status instead of $expected: $*"
}

says() {
  grep -q -- "$1" out || fail "it does not say '$1'"
}

run() {
  gives "$1" "$program" run cinet/ioctl --role layer --quiet --json "$2.json" --html "$2.html" \
    --markdown "$2.md" --junit "$2.xml" --iut "$3"
}

run 0 good reference
run 1 bad "$wrong"

# The same reports, of the JSON report.
mkdir again
gives 0 "$program" report bad.json --html again/bad.html --markdown again/bad.md \
  --json again/bad.json --quiet
for form in html md json; do
  cmp "bad.$form" "again/bad.$form"
done
gives 0 "$program" report bad.json
says 'CINET-102'
gives 0 "$program" report bad.json --annotations github --quiet
says '^::error title=fail cinet/ioctl/fails_at_the_first@layer::'
run 1 bad "$wrong" # and an existing report is replaced

gives 1 "$program" compare good.json bad.json --markdown compared.md
says 'newly failing      cinet/ioctl/fails_at_the_first@layer (pass -> fail)'
says 'worse: 6 newly failing'
grep -q '### newly failing: 6' compared.md
gives 0 "$program" compare bad.json good.json
says 'nothing is worse: 6 fixed'
gives 0 "$program" compare bad.json bad.json
gives 0 "$program" run cinet/ioctl/fails_at_the_first --json one.json --role layer --quiet
gives 3 "$program" compare good.json one.json
says 'coverage lost'

# What other commands measure is plotted.
gives 0 "$program" explore cinet/ioctl --instances 1 --json explore.json
"$program" mutants ask.ioctl/drop --quick --json mutants.json >out || fail 'mutants --json'
plots='--plot explore.json --plot mutants.json'
if "$program" prove cinet/ioctl --json prove.json >out 2>&1; then
  plots="$plots --plot prove.json"
else
  says 'has no solver'
fi
# shellcheck disable=SC2086
gives 0 "$program" report bad.json --quiet --html plots.html $plots
grep -q '"pathproof-exploration"' plots.html
gives 2 "$program" report bad.json --html plots.html --plot bad.json
says 'bad.json: this is not what explore'

# What failed, and nothing else, is run again.
gives 2 "$program" run --rerun-failed bad.json
says 'which --iut has to say'
gives 2 "$program" run cinet/ioctl --rerun-failed bad.json --iut "$wrong"
gives 1 "$program" run --rerun-failed bad.json --iut "$wrong" --json again.json --quiet
says 'cases         6: 6 fail'
gives 0 "$program" run --rerun-failed bad.json --iut reference --quiet
says 'cases         6: 6 pass'
gives 0 "$program" run --rerun-failed good.json
says 'nothing went wrong'

# Up to its last day a failure is excused, and a pass is not.
printf '[[expected_failure]]\ncase = "cinet/ioctl/*"\nreason = "TICKET-1"\nexpires = %s\n' \
  2026-11-20 >profile.toml
judge() {
  gives "$1" "$program" run cinet/ioctl/fails_at_the_first --role layer --profile profile.toml \
    --iut "$2"
}
judge 0 "$wrong"
says 'expected-fail'
judge 1 reference
says 'UNEXPECTED-PASS'
SOURCE_DATE_EPOCH=1795255200
judge 1 "$wrong"
says 'the profile expected it until 2026-11-20'
judge 0 reference

# A failure that does not come again is flaky; the first difference and the slowest answers are said.
{
  sed 1q "$PATHPROOF_SOURCE_DIR/examples/adapters/layer.py"
  cat <<'PYTHON'
import os, time

def seen():
    if os.path.exists("seen"):
        return True
    open("seen", "w").close()
    time.sleep(0.25)
    return False
PYTHON
  sed 's/if name == "failed":/if name == "failed" and seen():/' \
    "$PATHPROOF_SOURCE_DIR/examples/adapters/layer.py"
} >flaky.py
gives 3 "$program" run cinet/ioctl/fails_at_the_first --role layer --iut 'exec:python3 flaky.py' \
  --json flaky.json --html flaky.html
says 'recurred in only 0 of 3 replays'
says 'did not fail so, step 12: return.failure code=-1,121,74610301 instead of upcall.ioctl'
python3 - <<'PYTHON'
import json
[case] = json.load(open("flaky.json"))["cases"]
assert case["verdict"] == "flaky", case["verdict"]
assert [one["differs_at"] for one in case["reruns"]] == [11, 11, 11], case["reruns"]
assert case["slowest_ms"] >= 250, case["slowest_ms"]
PYTHON

# One that fails each time, by turns in two ways, is not.
{
  sed 1q "$PATHPROOF_SOURCE_DIR/examples/adapters/layer.py"
  cat <<'PYTHON'
import os

def wrong(code):
    if os.path.exists("turn"):
        os.remove("turn")
        return "return.success"
    open("turn", "w").close()
    return "return.failure code=-1,157,74610302"
PYTHON
  sed 's/return f"return.failure code={code}"/return wrong(code)/' \
    "$PATHPROOF_SOURCE_DIR/examples/adapters/layer.py"
} >restless.py
gives 1 "$program" run cinet/ioctl/fails_at_the_first --role layer \
  --iut 'exec:python3 restless.py' --json restless.json
says 'all 3 replays failed, 2 of them in'
python3 - <<'PYTHON'
import json
[case] = json.load(open("restless.json"))["cases"]
assert case["verdict"] == "fail", case["verdict"]
assert [one["recurred"] for one in case["reruns"]] == [False, True, False], case["reruns"]
PYTHON
