#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# HTML reports in a browser: what a reader does with them, in headless Chromium.
#
# browser.test.sh TEST_PROGRAM FOLDER
# Status 0: all is as it should be; FOLDER/pictures has what it looked like. 77: no browser.
set -eu
program=$1
folder=$2
here=$(cd "$(dirname "$0")" && pwd)

for tool in chromium node npm; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
rm -rf "$folder/pages" "$folder/pictures"
mkdir -p "$folder/pages" "$folder/pictures"
PATHPROOF_REPORTS_OUT=$folder/pages "$program" -w NoTests \
  "pages are written for a browser" >/dev/null
node "$here/browser.test.mjs" "$folder/npm" "$folder/pages" "$folder/pictures" \
  "$(command -v chromium)"
