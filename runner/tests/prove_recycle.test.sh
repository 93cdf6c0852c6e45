#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The recovery after a recycled provider is proved whole, for any number of providers, with lemmas
# that a search finds now and not those that are kept; not so for an application that closes what
# it has not replaced.
set -eu
if "$PATHPROOF_PROGRAM" prove cinet/nothing 2>&1 | grep -q "has no solver"; then
  echo "this build has no solver"
  exit 77
fi
said=$("$PATHPROOF_PROGRAM" prove cinet/recycle --anew) || echo "exit status $?"
echo "$said"
echo "$said" | grep -q ' 0 violated, 0 open'
status=0
said=$("$PATHPROOF_PROGRAM" prove cinet/recycle --search 1 \
  --mutant recycle.close_original/omit_condition:4) || status=$?
echo "$said"
[ "$status" -eq 1 ]
echo "$said" | grep -q 'violated *survivors_keep_access'
