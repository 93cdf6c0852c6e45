#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every shell script passes shellcheck.  usage: shell.test.sh ROOT
set -euo pipefail

here=$(dirname -- "${BASH_SOURCE[0]}")
if ! command -v shellcheck >/dev/null; then
  echo "shellcheck is not installed"
  exit 77
fi
cd -- "$1"
mapfile -d '' files < <(python3 "$here/source_files.py" . .sh)
files+=(kit .ci/run)
shellcheck -- "${files[@]}"
echo "${#files[@]} scripts are clean"
