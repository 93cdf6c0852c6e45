#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What pathproof prove says, and with which exit status: proved, violated with a trace, left open;
# scripts are written and, where cvc5 is installed, agreed with.
set -eu
program=$PATHPROOF_PROGRAM
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
"$program" prove --help >/dev/null
"$program" prove cinet/nothing >"$work/out" 2>&1 || status=$?
if grep -q "has no solver" "$work/out"; then
  echo "this build has no solver"
  exit 77
fi

# expect STATUS PATTERN WORD…
expect() {
  wanted=$1
  pattern=$2
  shift 2
  status=0
  "$program" prove "$@" >"$work/out" 2>&1 || status=$?
  if [ "$status" -ne "$wanted" ] || ! grep -q -- "$pattern" "$work/out"; then
    echo "exit status $status instead of $wanted, or no '$pattern', of: prove $*"
    tail -40 "$work/out"
    exit 1
  fi
  echo "status $status: prove $*"
}

for part in sockets ioctl shared_memory objects asynchronous_io providers; do
  expect 0 ' 0 violated, 0 open' "cinet/$part" --anew
done
expect 1 'violated' cinet/prerouter/start --mutant remembers_the_dead
# The window of AF_IUCV over HiperSockets, for every limit up to 65535.
expect 0 ' 0 violated, 0 open' iucv/hs/window --anew
# The lemmas that are kept are those of the rules as they are, all of them; the prerouter, for any
# number of providers, needs none.
expect 0 ' 0 violated, 0 open' cinet iucv --junit "$work/frames.xml"
cp "$work/out" "$work/kept"
if grep 'lemmas sought' "$work/kept"; then
  echo "the kept lemmas no longer prove this; make them again: pathproof prove MODEL --anew --keep"
  exit 1
fi
files=$(find "$PATHPROOF_SOURCE_DIR/vectors/lemmas/cinet" "$PATHPROOF_SOURCE_DIR/vectors/lemmas/iucv" \
  -name '*.txt' | wc -l)
used=$(grep -c 'lemmas kept of an earlier search' "$work/kept")
if [ "$used" -ne "$files" ] || [ "$used" -lt 10 ] || ! grep -q 'without lemmas' "$work/kept"; then
  echo "$used models are proved with kept lemmas, and lemmas are kept for $files"
  exit 1
fi
# What a search finds can be kept, and is then enough; what is no lemma does no harm.
expect 0 'lemmas kept in' cinet/ioctl --lemmas "$work/lemmas" --keep
echo 'phase = idle' >>"$work/lemmas/cinet/ioctl.txt"
head -c 5000 /dev/urandom >>"$work/lemmas/cinet/ioctl.txt"
expect 0 'kept of an earlier search' cinet/ioctl --lemmas "$work/lemmas" --verbose
if grep 'lemma *phase = idle' "$work/out"; then exit 1; fi
expect 1 'violated' cinet/ioctl --mutant answer.failed/omit_update:phase
expect 2 'keep is for proofs' cinet/ioctl --keep --choose affinity=any
expect 2 'cannot' cinet/ioctl --keep --lemmas /dev/null/lemmas
for part in authorization path message completion parameter_list interrupt polling limit \
  every_limit; do
  expect 0 ' 0 violated, 0 open' "iucv/$part" --choose limit_of=any --choose severed_messages=any
done
expect 1 'violated' iucv/path --mutant sever_is_not_told
# What socket calls of LFP carry.
expect 0 ' 0 violated, 0 open' lfp/calls
if grep 'lemmas sought' "$work/out"; then exit 1; fi
# Saved systems: for any number of users, of any CP and any administrator.
expect 0 ' 0 violated, 0 open' nss
if grep 'lemmas sought' "$work/out"; then exit 1; fi
for part in savelx pages copies; do
  expect 0 ' 0 violated, 0 open' "nss/$part" --choose administrator=careful \
    --choose shared_after_last_user=any
done
expect 1 'violated *exclusive_pages_are_isolated' nss/pages --mutant stores_into_the_saved_copy
expect 1 'violated *at_most_one_available_copy_of_a_name' nss/saving \
  --mutant keeps_the_old_copy_available
# Every assumption under which the documented recovery works, and what breaks without it.
expect 0 ' 0 violated, 0 open' cinet/shared_memory --choose order=any --choose caller=any
expect 0 ' 0 violated, 0 open' cinet/shared_memory --choose order=fixed \
  --choose detach_of_nothing=refused
expect 1 'violated *none_after_failed_attach_and_detach' cinet/shared_memory \
  --choose detach_with_access=either
expect 1 'violated *none_after_failed_attach_and_detach' cinet/shared_memory \
  --choose stop_while_asked=failure
expect 1 'violated *all_or_none' cinet/shared_memory --choose detach_of_nothing=refused
expect 1 'violated *failure_stops_the_propagation' cinet/ioctl \
  --mutant answer.failed/omit_update:phase
expect 0 'hold so far' cinet/shared_memory --method bounded --depth 10
expect 1 'violated' cinet/shared_memory --method bounded --instances 2 --depth 16 \
  --choose detach_of_nothing=refused
expect 0 'every run with 4 instances' cinet/shared_memory --method inductive --instances 4
expect 3 'no lemmas were found in time' cinet/shared_memory --anew --search 1
expect 2 'selectors mean no model' nothing
expect 0 '3 statements proved, 0 violated, 0 open' iucv/hs_frame
expect 0 '8 of 8 kinds of frames exist' iucv/hs_frame --smt2 "$work/frames"
[ -s "$work/frames/iucv.hs_frame.encode_of_decode.smt2" ] || { echo "no script"; exit 1; }
grep -q 'iucv/hs_frame' "$work/frames.xml" || { echo "no frame in the report"; exit 1; }
expect 2 'is a frame' iucv/hs_frame --method bounded
expect 2 'is a frame' iucv/hs_frame --choose order=any
expect 2 'no such variation point' cinet/ioctl --choose size=any
expect 2 'is no choice of model' cinet/ioctl --choose order=sideways
expect 2 'cannot' cinet/ioctl --smt2 /dev/null/directory
expect 1 'violated' cinet/shared_memory --choose detach_of_nothing=refused \
  --junit "$work/junit.xml"
grep -q '<failure' "$work/junit.xml"

expect 0 ' 0 open' cinet/ioctl --smt2 "$work/scripts"
set -- "$work"/scripts/*.smt2
[ -s "$1" ] || { echo "no script was written"; exit 1; }
if command -v cvc5 >/dev/null; then
  expect 0 'cvc5 agrees' cinet/ioctl cinet/shared_memory --cross-check
  expect 0 'cvc5 agrees' nss/copies --cross-check
  expect 0 'cvc5 agrees: 3 questions' iucv/hs_frame --cross-check
else
  echo "cvc5 is not installed: not cross-checked"
fi
