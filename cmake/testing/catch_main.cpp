// Catch2's own main, compiled once for every test program (only version 2 needs it).
// SPDX-License-Identifier: Apache-2.0
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
