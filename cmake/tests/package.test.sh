#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Debian package, unpacked into an empty root: the program finds what it needs there and not in
# the sources, and all that was promised is in it.  usage: package.test.sh BUILD_DIR
set -euo pipefail

build=$1
for tool in cpack dpkg-deb dpkg-shlibdeps; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $1"
  exit 1
}

cpack --config "$build/CPackConfig.cmake" -B "$work/package" >"$work/log" 2>&1 ||
  { tail -n 20 "$work/log"; fail 'cpack'; }
packages=("$work"/package/*.deb)
[[ ${#packages[@]} -eq 1 ]] || fail "packages: ${packages[*]}"
dpkg-deb --info "${packages[0]}" >"$work/info"
grep -q '^ Depends: .*libc6' "$work/info" || fail 'it names no libraries that it needs'
root=$work/root
dpkg-deb --extract "${packages[0]}" "$root"

for file in bin/pathproof bin/lfpctl lib/libpathproof_model.a lib/liblfp-preload.so \
  include/pathproof/runner/kit.hpp include/lfp.h lib/cmake/pathproof/pathproof-config.cmake \
  share/man/man1/pathproof.1 share/bash-completion/completions/pathproof \
  share/doc/pathproof/LICENSE share/doc/pathproof/examples/adapters/layer.py \
  share/doc/pathproof/examples/ci/github.yml \
  share/doc/pathproof/examples/campaign/shard.sh share/pathproof/corpus/cinet/ioctl.json; do
  [[ -s $root/usr/$file ]] || fail "there is no $file"
done
[[ -z $(find "$root" -path '*/tests/*' -print -quit) ]] || fail 'tests are in it'

# The sources are not looked at, even where they are.
kit() {
  env -i PATH="$root/usr/bin:/usr/bin:/bin" HOME="$work" pathproof "$@"
}
cd "$work"
kit run cinet/ioctl --role layer --quiet --html report.html \
  --iut "exec:python3 $root/usr/share/doc/pathproof/examples/adapters/layer.py" >out ||
  { cat out; fail 'the example does not pass'; }
grep -q '</html>' report.html || fail 'there is no report'
mv "$root/usr/share/pathproof/corpus/cinet/ioctl.json" ioctl.json
kit vectors replay cinet/ioctl --role layer >out 2>&1 && { cat out; fail 'other vectors are used'; }
mv ioctl.json "$root/usr/share/pathproof/corpus/cinet/ioctl.json"
kit vectors replay cinet/ioctl --role layer >out || { cat out; fail 'the vectors do not pass'; }

# Completion names what the program does.
# shellcheck disable=SC2016
completed=$(env -i PATH="$root/usr/bin:/usr/bin:/bin" bash -c '
  . "$1/usr/share/bash-completion/completions/pathproof"
  COMP_WORDS=(pathproof comp) COMP_CWORD=1
  _pathproof && echo "${COMPREPLY[@]}"
  COMP_WORDS=(pathproof run --rerun) COMP_CWORD=2
  _pathproof && echo "${COMPREPLY[@]}"' - "$root")
[[ $completed == $'compare\n--rerun-failed' ]] || fail "completion gives: $completed"

if command -v man >/dev/null; then
  page=$(MANWIDTH=200 man --warnings -l "$root/usr/share/man/man1/pathproof.1" 2>"$work/warnings" |
    col -b 2>/dev/null || true)
  if [[ -n $page ]]; then
    grep -q -- '--rerun-failed' <<<"$page" || fail 'the manual page has not every option'
    [[ ! -s $work/warnings ]] || { cat "$work/warnings"; fail 'the manual page has warnings'; }
  fi
fi
echo "$(basename "${packages[0]}"): $(find "$root" -type f | wc -l) files"
