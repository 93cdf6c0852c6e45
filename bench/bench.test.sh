#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The measurements run, at sizes at which their numbers mean nothing: none of them is judged here.
set -eu
bench=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bench" --quick --json "$work/table.json" | tee "$work/out"
for row in 'exploration, N=' 'bytes a state' 'oracle, cinet' 'frame decode' 'frames of a capture' 'exec: exchanges' 'unix: exchanges' \
  'lfp' 'nss: one copy' 'generated tests' 'HTML report' 'merge of' 'journal' 'workers' 'proof'; do
  grep -q "$row" "$work/out" || { echo "no row '$row'"; exit 1; }
done
grep -q '"ratio"' "$work/table.json"
"$bench" campaign --quick --plot "$work/plot.svg" >/dev/null
grep -q '<polyline' "$work/plot.svg"
if "$bench" --quick --plot "$work/plot.svg" 2>"$work/out" || ! grep -q 'for one part' "$work/out"; then
  echo 'one plot for all parts is not refused'
  exit 1
fi
status=0
"$bench" nothing >"$work/out" 2>&1 || status=$?
if [ "$status" -ne 2 ] || [ "$(wc -l <"$work/out")" -ne 1 ]; then
  echo "a part that does not exist: status $status"
  cat "$work/out"
  exit 1
fi
