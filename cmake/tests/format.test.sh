#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every C and C++ file is formatted as .clang-format says.  usage: format.test.sh ROOT
set -euo pipefail

here=$(dirname -- "${BASH_SOURCE[0]}")
if ! command -v clang-format >/dev/null; then
  echo "clang-format is not installed"
  exit 77
fi
cd -- "$1"
mapfile -d '' files < <(python3 "$here/source_files.py" . .hpp .cpp .h .c)
((${#files[@]} > 0)) || { echo "no C++ file found in $1"; exit 1; }
if ! found=$(clang-format --dry-run -Werror -- "${files[@]}" 2>&1); then
  sed -n 's/^\([^ :]*\):[0-9]*:[0-9]*: error:.*/\1/p' <<<"$found" | uniq -c
  echo "lines of the files above are not formatted; mend them with clang-format -i FILE"
  echo "($(clang-format --version))"
  exit 1
fi
echo "${#files[@]} files are formatted"
