#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A project of somebody else's builds against the kit and passes its own tests.
# usage: consumer.test.sh installed|subdirectory ROOT BUILD_DIR CONSUMER_DIR
#
# The consumer is any CMake project that calls find_package(pathproof) unless it is given
# PATHPROOF_ROOT, which it then adds as a sub-directory, and that registers tests with CTest.
set -euo pipefail

variant=$1
root=$2
build=$3
consumer=$4
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

cached() { sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"; }
options=(
  -DCMAKE_CXX_COMPILER="$(cached CMAKE_CXX_COMPILER)"
  -DCMAKE_C_COMPILER="$(cached CMAKE_C_COMPILER)"
  -G "$(cached CMAKE_GENERATOR)"
)
ccache=$(cached PATHPROOF_CCACHE)
[[ $ccache != /* ]] || options+=(-DCMAKE_CXX_COMPILER_LAUNCHER="$ccache")
sanitize=$(cached PATHPROOF_SANITIZE)
[[ -z $sanitize ]] || options+=(-DCMAKE_CXX_FLAGS="-fsanitize=${sanitize//;/,}")

case $variant in
  installed)
    cmake --install "$build" --prefix "$work/prefix" >"$work/install.log"
    # It is built as the kit was: static libraries of another kind would not fit.
    options+=(-DCMAKE_BUILD_TYPE="$(cached CMAKE_BUILD_TYPE)" -DCMAKE_PREFIX_PATH="$work/prefix")
    ;;
  subdirectory)
    # The kit is built again, with the same options, so that a compiler cache has most of it.
    options+=(-DPATHPROOF_ROOT="$root")
    for option in CMAKE_BUILD_TYPE CMAKE_C_FLAGS_RELEASE CMAKE_CXX_FLAGS_RELEASE \
      PATHPROOF_SYMBOLIC PATHPROOF_WERROR; do
      options+=(-D"$option=$(cached "$option")")
    done
    ;;
  *)
    echo "unknown variant '$variant'" >&2
    exit 2
    ;;
esac

cmake -S "$consumer" -B "$work/build" "${options[@]}"
cmake --build "$work/build"
ctest --test-dir "$work/build" --no-tests=error --output-on-failure
if [[ $variant == installed ]]; then
  # Nothing that was installed may lead back to the source or the build.
  if grep -rIlF -e "$root" -- "$work/prefix"; then
    echo "the installed files above name the source tree" >&2
    exit 1
  fi
fi
