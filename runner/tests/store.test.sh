#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Whole proofs and complete explorations are taken from a store by the program, solver and command
# that kept them; what was changed, torn, or kept by another program is computed again.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
store=$work/folder/store
program=$PATHPROOF_PROGRAM

fail() {
  echo "FAILED: $1"
  cat "$work/out" "$work/err"
  exit 1
}

# kit STATUS WORD... : runs the program, whose output is in $work/out and $work/err.
kit() {
  local wanted=$1 status=0
  shift
  "$program" "$@" --store "$store" >"$work/out" 2>"$work/err" || status=$?
  [[ $status -eq $wanted ]] || fail "$*: status $status"
}
answered() {
  grep -q 'from the store' "$work/out" || fail "$1: not from the store"
  [[ ! -s $work/err ]] || fail "$1: it complains"
}
computed() {
  ! grep -q 'from the store' "$work/out" || fail "$1: from the store"
}
complains() {
  grep -q 'not as it was written; it is computed again' "$work/err" || fail "$1: no word of it"
  [[ $(wc -l <"$work/err") -eq 1 ]] || fail "$1: more than one line"
}
# Changes one octet in the middle of the only result of its kind.
flip() {
  local file size
  file=$(echo "$store/$1"-*.json)
  size=$(stat -c %s "$file")
  printf '\377' | dd of="$file" bs=1 seek=$((size / 2)) conv=notrunc status=none
}

explore=(explore cinet/ioctl --instances 2)
kit 0 "${explore[@]}"
computed 'the first exploration'
cp "$work/out" "$work/first"
kit 0 "${explore[@]}" --json "$work/explored.json"
answered 'the second exploration'
diff <(sed 's/, from the store.*//' "$work/out") "$work/first" || fail 'it says something else'
grep -q '"levels": \[' "$work/explored.json" || fail 'its numbers are not written'
kit 0 explore cinet/ioctl --instances 3
computed 'an exploration with more instances'
kit 0 "${explore[@]}" --anew
computed 'an exploration anew'
rm "$store"/exploration-*.json
kit 0 "${explore[@]}"
flip exploration
kit 0 "${explore[@]}"
computed 'a changed exploration'
complains 'a changed exploration'
kit 0 "${explore[@]}"
answered 'an exploration that was changed and computed again'
kit 3 explore cinet/ioctl --instances 3 --states 100
kit 3 explore cinet/ioctl --instances 3 --states 100
computed 'an exploration that is not complete'

# Another version of the program has other code.
other=$work/pathproof
cp "$program" "$other"
printf 'x' >>"$other"
program=$other
kit 0 "${explore[@]}"
computed 'an exploration of another program'
program=$PATHPROOF_PROGRAM
kit 0 "${explore[@]}"
answered 'an exploration beside that of another program'

if "$program" prove cinet/nothing 2>&1 | grep -q 'has no solver'; then
  exit 0
fi
prove=(prove iucv/hs_wire/delays)
kit 0 "${prove[@]}"
computed 'the first proof'
grep '^  ' "$work/out" >"$work/first"
grep -q ' questions, 0.0 s' "$work/out" && fail 'the first proof asks nothing'
kit 0 "${prove[@]}" --junit "$work/proof.xml"
answered 'the second proof'
grep -q '1 of 1 models from the store, 0 questions' "$work/out" || fail 'the end does not say so'
grep '^  ' "$work/out" | diff - "$work/first" || fail 'another proof'
grep -q 'tests="16" failures="0"' "$work/proof.xml" || { cat "$work/proof.xml"; fail 'JUnit'; }
kit 0 "${prove[@]}" --timeout 59000
computed 'a proof with another option'
for lemmas in computed answered; do
  kit 0 prove cinet/ioctl --verbose
  $lemmas 'a proof with lemmas'
  grep '^  ' "$work/out" >"$work/$lemmas"
done
grep -q '^  lemma ' "$work/answered" || fail 'the lemmas are lost'
cmp "$work/computed" "$work/answered" || fail 'another proof with lemmas'
rm "$store"/proof-*.json
kit 0 "${prove[@]}"
flip proof
kit 0 "${prove[@]}"
computed 'a changed proof'
complains 'a changed proof'
file=$(echo "$store"/proof-*.json)
head -c 1000 "$file" >"$work/torn"
cp "$work/torn" "$file"
kit 0 "${prove[@]}"
complains 'a torn proof'
kit 0 "${prove[@]}"
answered 'a proof that was torn and computed again'

# What is violated is found anew, with its trace.
for _ in 1 2; do
  kit 1 "${prove[@]}" --mutant connector.fin/omit_update:finished --method bounded --depth 6
  computed 'a violation'
  grep -q '^  violated' "$work/out" || fail 'nothing is violated'
done

# Of two jobs at once one computes, and the other waits for it.
rm "$store"/proof-*.json
for job in 1 2; do
  "$program" "${prove[@]}" --store "$store" >"$work/job$job" 2>"$work/job$job.err" &
done
wait
[[ $(cat "$work"/job[12] | grep -c '^16 invariants proved') -eq 2 ]] || fail 'two jobs at once'
[[ $(cat "$work"/job[12] | grep -c '1 of 1 models from the store') -eq 1 ]] ||
  { cat "$work"/job*; fail 'two jobs at once: not one that computes and one that waits'; }

kit 2 prove cinet/ioctl --smt2 "$work"
grep -q 'leave it out with --smt2' "$work/err" || fail 'scripts of a store'
store=/dev/null/none
kit 2 "${explore[@]}"
grep -q 'cannot write /dev/null/none' "$work/err" || fail 'a store that cannot be'
echo 'whole results come from the store, and all others are computed'
