#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes what the guest boots from: the newest s390x kernel of Debian, and an initramfs with the
# agent and the modules it loads. Everything is kept in CACHE; what is there is not made again.
# usage: image.sh CACHE ROOT    the agent's source files are in ROOT/conformance/iut/guest/agent
# Prints kernel=PATH, initramfs=PATH, release=NAME and qemu=VERSION. Ends with 77 and one line that says why
# where there can be no guest.
set -euo pipefail
cache=$1
root=$2
agent=$root/conformance/iut/guest/agent
modules=(virtio_console virtio_net af_iucv)

unavailable() {
  printf 'no guest: %s\n' "$*"
  exit 77
}

needs() {
  command -v "$1" >/dev/null || unavailable "$1 is not installed (Debian: $2)"
}

# The last line of a log, for a reason in one line.
last_of() {
  tail -n 1 -- "$1" | tr -c '[:print:]' ' ' | cut -c 1-200
}

mkdir -p -- "$cache" 2>/dev/null || unavailable "cannot make the folder $cache"
[[ -w $cache ]] || unavailable "cannot write into $cache"
cache=$(CDPATH='' cd -- "$cache" && pwd -P)
exec {lock}>"$cache/.lock"
flock -w 900 "$lock" || unavailable "another run holds $cache/.lock for 15 minutes"
find "$cache" -maxdepth 1 -name '.making-*' -mmin +60 -exec rm -rf -- {} + # of runs that were killed
work=$(mktemp -d -- "$cache/.making-XXXXXX")
trap 'rm -rf -- "$work"' EXIT

private_apt() {
  local command=$1
  shift
  # The file with the installed packages is empty: nothing of this system counts.
  timeout 400 "$command" -qq -o APT::Architecture=s390x -o APT::Architectures=s390x \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/packages" \
    -o Dir::State::status="$work/status" -o APT::Sandbox::User="$(id -un)" \
    -o Acquire::Languages=none -o Acquire::Retries=2 -o Acquire::http::Timeout=20 \
    -o Acquire::https::Timeout=20 "$@"
}

# The modules and those they need, each behind what it needs.
in_order() {
  local file=$1 name needed
  name=$(basename -- "${file%%.ko*}")
  [[ " $ordered " != *" $name "* ]] || return 0
  for needed in $(modinfo -F depends -- "$file" | tr ',' ' '); do
    needed=$(find_module "$needed")
    [[ -z $needed ]] || in_order "$needed"
  done
  ordered+=" $name"
}

# The file of a module; nothing where it is built in.
find_module() {
  find "$work/unpacked" -name "${1//_/[_-]}.ko*" -print -quit
}

make_kernel() {
  local package file name ordered='' made=$work/kernel
  needs apt-get apt
  needs dpkg dpkg
  needs modinfo kmod
  mkdir -p "$work/lists/partial" "$work/packages/archives/partial" "$work/unpacked" "$made/modules"
  : >"$work/status"
  private_apt apt-get -o APT::Update::Error-Mode=any update >"$work/log" 2>&1 ||
    unavailable "cannot get Debian's s390x package lists: $(last_of "$work/log")"
  package=$(private_apt apt-cache show linux-image-s390x 2>/dev/null |
    sed -n 's/^Depends:.*\(linux-image-[0-9][^ ,]*\).*/\1/p' | head -n 1)
  [[ -n $package ]] || unavailable 'the package sources have no linux-image-s390x'
  (cd "$work" && private_apt apt-get download "$package") >"$work/log" 2>&1 ||
    unavailable "cannot download $package: $(last_of "$work/log")"
  dpkg -x "$work/$package"_*.deb "$work/unpacked"

  cp -- "$work"/unpacked/boot/vmlinuz-* "$made/kernel"
  for name in "${modules[@]}"; do
    file=$(find_module "$name")
    [[ -n $file ]] || unavailable "$package has no module $name"
    in_order "$file"
  done
  for name in $ordered; do
    file=$(find_module "$name")
    case $file in
      *.xz) xz -dc -- "$file" >"$made/modules/$name.ko" ;;
      *.zst) zstd -qdc -- "$file" >"$made/modules/$name.ko" ;;
      *) cp -- "$file" "$made/modules/$name.ko" ;;
    esac
    printf '%s.ko\n' "$name" >>"$made/modules/order"
  done
  printf '%s %s\n' "${package#linux-image-}" \
    "$(dpkg-deb -f "$work/$package"_*.deb Version)" >"$made/release"
  mv -T -- "$made" "$cache/kernel"
}

make_initramfs() {
  local made=$work/initramfs compiler=s390x-linux-gnu-gcc
  [[ $(uname -m) != s390x ]] || compiler=gcc
  needs "$compiler" gcc-s390x-linux-gnu
  needs cpio cpio
  mkdir -p "$made"/{dev,proc,sys}
  cp -r -- "$cache/kernel/modules" "$made/modules"
  "$compiler" -std=gnu11 -O2 -pthread -static -s -I "$root" -o "$made/init" "$agent"/*.c \
    >"$work/log" 2>&1 ||
    unavailable "$compiler cannot build the agent (libc6-dev-s390x-cross?): $(last_of "$work/log")"
  (cd "$made" && find . -print0 | LC_ALL=C sort -z | cpio -o -0 -H newc --quiet) >"$work/archive"
  mv -T -- "$work/archive" "$1"
}

needs qemu-system-s390x qemu-system-misc
[[ -f $cache/kernel/release ]] || make_kernel
sources=$(cat -- "$cache/kernel/release" "$agent"/*.[ch] | sha256sum | cut -c 1-16)
initramfs=$cache/initramfs-$sources
[[ -f $initramfs ]] || make_initramfs "$initramfs"
printf 'kernel=%s\ninitramfs=%s\nrelease=%s\nqemu=%s\n' "$cache/kernel/kernel" "$initramfs" \
  "$(cat -- "$cache/kernel/release")" "$(qemu-system-s390x --version | head -n 1)"
