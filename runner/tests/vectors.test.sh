#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The corpus is what the rules give, replays against the reference, and kills what it was made for.
set -eu
"$PATHPROOF_PROGRAM" vectors check
for role in application layer provider prerouter driver administrator cp guest_a guest_b endpoint \
  connector listener instance daemon; do
  "$PATHPROOF_PROGRAM" vectors replay --role "$role"
done
status=0
"$PATHPROOF_PROGRAM" vectors replay cinet/ioctl --role layer --iut reference:success_after_failure \
  >/dev/null || status=$?
[ "$status" -eq 1 ] || { echo "a mutant passed its vectors"; exit 1; }
