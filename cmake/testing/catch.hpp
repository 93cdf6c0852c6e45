// The one header through which tests see Catch2, so that both its major versions serve.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

namespace pathproof {

// Ends the test program, which CTest runs for one test case, as skipped. ./kit test shows why.
[[noreturn]] inline void skip_test(const std::string& reason) {
  std::fprintf(stdout, "skipped: %s\n", reason.c_str());
  std::fflush(stdout);
  std::_Exit(77);
}

} // namespace pathproof
