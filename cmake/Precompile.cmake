# SPDX-License-Identifier: Apache-2.0
# What the standard library's headers, and Catch2's, cost is paid once and not by every source. That
# the sources include what they need all the same is looked after by the test "tree".
include_guard(GLOBAL)

set(pathproof_precompiled_headers
    <algorithm>
    <array>
    <atomic>
    <chrono>
    <cstdint>
    <filesystem>
    <fstream>
    <functional>
    <iostream>
    <map>
    <memory>
    <mutex>
    <optional>
    <set>
    <span>
    <sstream>
    <string>
    <string_view>
    <thread>
    <unordered_map>
    <utility>
    <variant>
    <vector>)

# pathproof_precompile(TARGET… [HEADERS header…])
#
# The targets, which are compiled with the same options, share those headers; HEADERS are some more.
function(pathproof_precompile first)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS")
  target_precompile_headers(${first} PRIVATE ${pathproof_precompiled_headers} ${arg_HEADERS})
  foreach(target IN LISTS arg_UNPARSED_ARGUMENTS)
    target_precompile_headers(${target} REUSE_FROM ${first})
  endforeach()
endfunction()
