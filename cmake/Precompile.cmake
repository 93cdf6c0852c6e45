# SPDX-License-Identifier: Apache-2.0
# pathproof_precompile(NAME…): the libraries pathproof_NAME, which are compiled with the same
# options, share the standard library's headers, parsed once. The sources include what they need all
# the same: the build by Clang, in the test
# consumer.subdirectory, does without this.
include_guard(GLOBAL)

function(pathproof_precompile first)
  target_precompile_headers(
    pathproof_${first}
    PRIVATE
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
  foreach(name IN LISTS ARGN)
    target_precompile_headers(pathproof_${name} REUSE_FROM pathproof_${first})
  endforeach()
endfunction()
