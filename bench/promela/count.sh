#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Counts the reachable states of shared_memory.pml with Spin and prints one line:
#   states=… transitions=… seconds=… bytes_per_state=… stored_bytes=…
# Exit codes: 0 counted, 1 the search was not complete or found an error,
# 2 wrong use, 77 Spin or a C compiler is missing.  README.md explains the numbers.
set -euo pipefail
export LC_ALL=C

usage="usage: count.sh N [fixed|unspecified]    (N: 1 to 8)"
n=${1:-}
order=${2:-unspecified}
[[ $# -ge 1 && $# -le 2 && $n =~ ^[1-8]$ ]] || { echo "$usage" >&2; exit 2; }
case $order in
  fixed) options=("-DN=$n" -DORDER_FIXED) growth=5 ;;
  unspecified) options=("-DN=$n") growth=8 ;;
  *) echo "$usage" >&2; exit 2 ;;
esac
memory_limit=${MEMLIM:-6000} # MiB, for pan
[[ $memory_limit =~ ^[1-9][0-9]*$ ]] || { echo "count.sh: MEMLIM is a number of MiB" >&2; exit 2; }

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)
compiler=${CC:-cc}
for tool in spin "$compiler"; do
  command -v "$tool" >/dev/null || { echo "count.sh: skipped, $tool is not installed"; exit 77; }
done

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
cd -- "$work"

fail() {
  echo "count.sh: $1" >&2
  [[ ! -s log ]] || tail -n 40 log >&2
  exit 1
}

# A hash table of at least twice the states to be expected, and at most 2^27 slots of 8 bytes.
expected=200
for ((i = 1; i < n; i++)); do expected=$((expected * growth)); done
slots=20
while ((slots < 27 && (1 << slots) < 2 * expected)); do slots=$((slots + 1)); done
depth=2000000 # the deepest of N=8 in the fixed order is 50,052

spin -a "${options[@]}" "$here/shared_memory.pml" >log 2>&1 || fail "spin failed"
[[ -s pan.c ]] || fail "spin wrote no verifier"
# pan prints its counts with 8 digits and its time with 3: print them whole.
sed -i -e 's/%9\.8g/%9.0f/g' -e 's/%\.3g seconds/%.2f seconds/' pan.c
"$compiler" -O3 -DSAFETY -DNOREDUCE "-DMEMLIM=$memory_limit" -w -o pan pan.c >log 2>&1 ||
  fail "the verifier does not compile"
status=0
./pan "-w$slots" "-m$depth" -n >log 2>&1 || status=$?

# pan ends with 0 also when the search was cut short, so its words are what counts.
if grep -q 'max search depth too small' log; then fail "the search was deeper than $depth"; fi
if grep -qi 'out of memory\|reached -DMEMLIM' log; then
  fail "more than $memory_limit MiB is needed; set MEMLIM"
fi
if grep -q 'Search not completed' log; then fail "the search was not completed"; fi
((status == 0)) || fail "pan ended with $status"
grep -q 'errors: 0$' log || fail "pan found an error"

awk '
  /states, stored/                 { states = $1 }
  /transitions \(= stored/         { transitions = $1 - 1 } # pan counts the first state as one
  /actual memory usage for states/ { stored = $1 * 1048576 } # pan prints MiB
  /^pan: elapsed time/             { seconds = $4 }
  END {
    if (states == "" || transitions == "" || stored == "" || seconds == "") exit 1
    printf "states=%.0f transitions=%.0f seconds=%s bytes_per_state=%.1f stored_bytes=%.0f\n",
           states, transitions, seconds, stored / states, stored
  }' log || fail "the output of pan was not understood"
