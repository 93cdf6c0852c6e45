#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A project of somebody else's builds against the kit and passes its own tests: against the kit as it
# was built and installed, and with the kit's sources as a folder of its own, built by Clang, with
# every program of the kit and a run of the reference. Without Clang the latter is built by the
# kit's own compiler, and said to be skipped, for nobody has seen what Clang makes of the sources.
# usage: consumer.test.sh installed|subdirectory ROOT BUILD_DIR CONSUMER_DIR
#
# The consumer is any CMake project that calls find_package(pathproof) unless it is given
# PATHPROOF_ROOT, which it then adds as a sub-directory, and that registers tests with CTest.
set -euo pipefail

variant=$1
root=$2
build=$3
consumer=$4
temporary=$(mktemp -d)
trap 'rm -rf -- "$temporary"' EXIT

cached() { sed -n "s/^$1:[A-Z]*=//p" "$build/CMakeCache.txt"; }
options=(-G "$(cached CMAKE_GENERATOR)")
cxx=$(cached CMAKE_CXX_COMPILER)
cc=$(cached CMAKE_C_COMPILER)
ccache=$(cached PATHPROOF_CCACHE)
[[ $ccache != /* ]] || options+=(-DCMAKE_CXX_COMPILER_LAUNCHER="$ccache")
sanitize=$(cached PATHPROOF_SANITIZE)
[[ -z $sanitize ]] || options+=(-DCMAKE_CXX_FLAGS="-fsanitize=${sanitize//;/,}")

case $variant in
  installed)
    work=$temporary/build
    cmake --install "$build" --prefix "$temporary/prefix" >"$temporary/install.log"
    # It is built as the kit was: static libraries of another kind would not fit.
    options+=(
      -DCMAKE_BUILD_TYPE="$(cached CMAKE_BUILD_TYPE)" -DCMAKE_PREFIX_PATH="$temporary/prefix"
    )
    ;;
  subdirectory)
    by_clang=yes
    if command -v clang++ >/dev/null && command -v clang >/dev/null; then
      cxx=$(command -v clang++)
      cc=$(command -v clang)
    elif [[ $(basename "$cxx") != *clang* ]]; then
      by_clang=no
    fi
    # Kept from one run to the next, so that only what changed is built again.
    work=$build/consumer_subdirectory/$(basename "$cxx")
    # Nothing is optimised: what is accepted and warned of is the same, in a third of the time.
    options+=(-DPATHPROOF_ROOT="$root" -DCMAKE_BUILD_TYPE=Debug
      -DCMAKE_C_FLAGS_DEBUG= -DCMAKE_CXX_FLAGS_DEBUG= -DPATHPROOF_PRECOMPILE=ON)
    for option in PATHPROOF_SYMBOLIC PATHPROOF_WERROR; do
      options+=(-D"$option=$(cached "$option")")
    done
    ;;
  *)
    echo "unknown variant '$variant'" >&2
    exit 2
    ;;
esac

cmake -S "$consumer" -B "$work" -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_C_COMPILER="$cc" \
  "${options[@]}"
cmake --build "$work" --parallel "$(nproc)"
ctest --test-dir "$work" --no-tests=error --output-on-failure
case $variant in
  installed)
    # Nothing that was installed may lead back to the source or the build.
    if grep -rIlF -e "$root" -- "$temporary/prefix"; then
      echo "the installed files above name the source tree" >&2
      exit 1
    fi
    ;;
  subdirectory)
    cmake --build "$work" --parallel "$(nproc)" --target pathproof/all
    program=$(find "$work" -type f -name pathproof -perm -u+x)
    # Without the cases of LFP that take most of the time when nothing is optimised.
    "$program" run --quiet --tests 4 cinet iucv lfp/session lfp/window lfp/calls nss
    if [[ $by_clang == no ]]; then
      echo "clang++ is not installed: all of this passed, but built by $(basename "$cxx")"
      exit 77
    fi
    ;;
esac
