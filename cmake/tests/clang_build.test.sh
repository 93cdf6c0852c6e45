#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Clang builds the libraries and the program as well, and the reference passes then too. Nothing is
# optimised: what Clang accepts and what it warns of is the same, in a third of the time.
# usage: clang_build.test.sh ROOT WORK_DIR [CMAKE_OPTION…]
set -euo pipefail

root=$1
work=$2
shift 2
for tool in clang++ ninja; do
  if ! command -v "$tool" >/dev/null; then
    echo "$tool is not installed"
    exit 77
  fi
done
# Kept from one run to the next, so that only what changed is built again.
cmake -S "$root" -B "$work" -G Ninja -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ \
  -DCMAKE_C_FLAGS_DEBUG= -DCMAKE_CXX_FLAGS_DEBUG= \
  -DPATHPROOF_TESTS=OFF -DPATHPROOF_BENCH=OFF "$@"
cmake --build "$work"
"$work/bin/pathproof" run --quiet --tests 20
