#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One shard of a campaign, in the folder that all machines share: shard.sh INDEX COUNT
#
# A verdict is a result: only what kept the shard from being run makes the job fail, and the journal
# lets the next try go on where this one was.
set -u
index=$1
count=$2
status=0
pathproof run cinet --role layer --iut exec:./mylayer --seed 1 --quiet \
  --shard-index "$index" --shard-count "$count" \
  --journal "shard-$index.journal" --json "shard-$index.json" --junit "shard-$index.xml" ||
  status=$?
case $status in
  0 | 1 | 3) exit 0 ;;
  *) exit "$status" ;;
esac
