#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A short run of every fuzzer from its committed corpus, which must find nothing.
# usage: fuzz.test.sh ROOT WORK_DIR [INPUTS]
set -euo pipefail

root=$1
work=$2
inputs=${3:-200000}
for tool in clang++ ninja; do
  if ! command -v "$tool" >/dev/null; then
    echo "$tool is not installed"
    exit 77
  fi
done
probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
printf 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }\n' \
  >"$probe/probe.cpp"
if ! clang++ -fsanitize=fuzzer,address,undefined "$probe/probe.cpp" -o "$probe/probe" \
  2>"$probe/err"; then
  echo "clang++ has no libFuzzer here (Debian: libclang-rt-14-dev)"
  exit 77
fi

# Kept from one run to the next, so that only what changed is built again.
cmake -S "$root" -B "$work" -G Ninja -DCMAKE_BUILD_TYPE=Release -DPATHPROOF_FUZZ=ON \
  -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_CXX_FLAGS_RELEASE=-O1 \
  -DPATHPROOF_TESTS=OFF -DPATHPROOF_BENCH=OFF -DPATHPROOF_SYMBOLIC=OFF >"$work.log" 2>&1 ||
  { cat "$work.log"; exit 1; }
cmake --build "$work" --target pathproof_fuzzers >"$work.log" 2>&1 ||
  { cat "$work.log"; exit 1; }

for corpus in "$root"/conformance/fuzz/corpus/*/; do
  name=$(basename "$corpus")
  runs=$inputs
  # Reading a file or a text costs more than decoding a frame, and so does a conversation.
  case $name in
    pcap | hs_endpoint | hs_reference | lfp_configuration | lfp_daemon | lfp_layout)
      runs=$((inputs / 10))
      ;;
  esac
  cp -r "$corpus" "$probe/$name"
  if ! (cd "$probe" && "$work/bin/pathproof_fuzz_$name" -runs="$runs" -seed=1 -max_len=512 \
    -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 "$probe/$name") >"$probe/out" 2>&1; then
    echo "$name: something was found"
    tail -n 40 "$probe/out"
    exit 1
  fi
  executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$probe/out")
  echo "$name: $executed inputs, nothing found"
  ((executed >= runs))
done
