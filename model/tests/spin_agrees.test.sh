#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The Promela model, written apart from the rules, reaches the same states and transitions.
set -eu
command -v spin >/dev/null 2>&1 || { echo "skipped: spin is not installed"; exit 77; }
for order in unspecified fixed; do
  for instances in 3 4 5 6; do
    spin=$("$PATHPROOF_SOURCE_DIR/bench/promela/count.sh" "$instances" "$order")
    ours=$("$PATHPROOF_PROGRAM" explore cinet/shared_memory --instances "$instances" \
      --choose "order=$order" | head -n 1)
    states=${spin#states=}
    states=${states%% *}
    transitions=${spin#*transitions=}
    transitions=${transitions%% *}
    case $ours in
    *": $states states, $transitions transitions,"*) echo "N=$instances $order: $states states" ;;
    *)
      echo "N=$instances $order: spin says $spin, pathproof says $ours"
      exit 1
      ;;
    esac
  done
done
