#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A model text that branches on a modelled value must not compile; the same text without does.
set -u
compiler=${1:?compiler}
source_dir=${PATHPROOF_SOURCE_DIR:?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

compile() {
  printf '%s\n' "#include \"$header\"" "using D = pathproof::$domain;" "$1" >"$work/text.cpp"
  "$compiler" -std=c++20 -fsyntax-only -I"$source_dir" "$work/text.cpp" >"$work/log" 2>&1
}

expect_error() {
  if compile "$1"; then
    echo "this compiles and must not: $1"
    exit 1
  fi
}

# In the domain of values and in that of terms alike.
for domain in Concrete Symbolic; do
  header=model/core/concrete.hpp
  [ "$domain" = Concrete ] || header=model/symbolic/domain.hpp
  if ! compile 'D::Bool f(D::Set a, D::Set b) { return a.within(b) && !(a == b); }'; then
    echo "the control does not compile:"
    cat "$work/log"
    exit 1
  fi
  expect_error 'int f(D::Set a) { if (a.empty()) return 1; return 0; }'
  expect_error 'int f(D::Set a) { return a.empty() ? 1 : 0; }'
  expect_error 'int f(D::Number<4> a, D::Number<4> b) { while (a < b) {} return 0; }'
  expect_error 'bool f(D::Bool a) { return a; }'
done
echo "four texts that branch on modelled values were refused, in each domain"
