#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The worked adapter conforms, broken copies of it are caught by the requirement they break, and the
# served reference does over a pipe what it does in process.
set -eu
program=$PATHPROOF_PROGRAM
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
adapter=$PATHPROOF_SOURCE_DIR/examples/adapters/layer.py

"$program" run --role layer --iut "exec:python3 $adapter" --quiet

# Breaks one line of the adapter and expects a failure that names the requirement.
broken() {
  requirement=$1
  sed "$2" "$adapter" >"$work/broken.py"
  if cmp -s "$adapter" "$work/broken.py"; then
    echo "nothing was broken by: $2"
    exit 1
  fi
  status=0
  "$program" run --role layer --iut "exec:python3 $work/broken.py" >"$work/out" || status=$?
  if [ "$status" -ne 1 ] || ! grep -q "$requirement" "$work/out"; then
    echo "exit status $status, $requirement not named, after: $2"
    head -60 "$work/out"
    exit 1
  fi
  echo "caught, naming $requirement: $2"
}
broken CINET-102 's/        if failed:/        if False:/'
broken CINET-103 's/return.failure code={code}/return.failure code=-1,121,74610301/'
broken CINET-082 's/        if socket\["due"\]:/        if False:/'
broken CINET-060 's/targets = {self.affinity} if self.affinity else self.up/targets = self.up/'

"$program" run --role layer --iut "exec:$program serve cinet --role layer" --quiet
status=0
"$program" run cinet/ioctl --role layer \
  --iut "exec:$program serve cinet --role layer --mutant success_after_failure" >"$work/out" ||
  status=$?
[ "$status" -eq 1 ] || { echo "a served mutant was not caught"; exit 1; }
