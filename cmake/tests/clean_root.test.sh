#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Debian package in a root that has nothing but Debian's essential packages, apt and what the
# package says it depends on. That something is missing would be seen: with one dependency less it
# is.  usage: clean_root.test.sh BUILD_DIR
#
# It takes a minute or more and is no part of CI:
#   ctest --test-dir BUILD_DIR -C clean_root -R package.clean_root --output-on-failure
set -euo pipefail

build=$1
here=$(cd "$(dirname "$0")" && pwd)
skip() {
  echo "skipped: $1"
  exit 77
}
for tool in cpack dpkg-deb dpkg-shlibdeps mmdebstrap; do
  command -v "$tool" >/dev/null || skip "$tool is not installed"
done
[[ $(id -u) -eq 0 ]] || skip 'only root makes a root'
# shellcheck source=/dev/null
. /etc/os-release
[[ ${ID:-} == debian && -n ${VERSION_CODENAME:-} ]] || skip 'this is no release of Debian'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cpack --config "$build/CPackConfig.cmake" -B "$work" >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log"; exit 1; }
mv "$work"/*.deb "$work/pathproof.deb"

# The same without what it needs for proofs.
dpkg-deb --raw-extract "$work/pathproof.deb" "$work/less"
sed -i -E '/^Depends:/s/, libz3-4[^,]*//' "$work/less/DEBIAN/control"
cmp -s <(dpkg-deb --field "$work/pathproof.deb" Depends) \
  <(sed -n 's/^Depends: //p' "$work/less/DEBIAN/control") &&
  { dpkg-deb --field "$work/pathproof.deb" Depends; echo 'there is no libz3-4 to leave out'; exit 1; }
dpkg-deb --build "$work/less" "$work/less.deb" >/dev/null

status=0
# shellcheck disable=SC2016 # the shell that $1 is for is that of the hook
mmdebstrap --variant=apt --mode=root --format=null \
  --customize-hook="upload '$work/pathproof.deb' /pathproof.deb" \
  --customize-hook="upload '$work/less.deb' /less.deb" \
  --customize-hook="upload '$here/clean_root_check.sh' /check.sh" \
  --customize-hook='chroot "$1" sh /check.sh' \
  "$VERSION_CODENAME" /dev/null >"$work/log" 2>&1 || status=$?
sed -n 's/^clean root: //p' "$work/log"
if [[ $status -ne 0 ]] && ! grep -q '^I: extracting archives' "$work/log"; then
  skip "packages of Debian cannot be had: $(grep '^E:' "$work/log" | head -n 1)"
fi
if [[ $status -ne 0 ]] || ! grep -q '^clean root: all of it runs' "$work/log"; then
  tail -n 40 "$work/log"
  exit 1
fi
