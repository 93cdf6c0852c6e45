#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The pictures of the documents, made anew and compared, or kept with --keep.
#
# pictures.sh ROOT PROGRAM NPM_FOLDER [--keep]
# Status 0: they are as they would be made now. 1: they are not. 77: no browser.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

for tool in chromium node npm; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$1/docs/pictures"
node "$here/pictures.mjs" "$3" "$1" "$2" "$(command -v chromium)" "$work" ${4:+"$4"}
