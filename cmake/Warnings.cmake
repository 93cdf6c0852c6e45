# SPDX-License-Identifier: Apache-2.0
# pathproof_warnings(TARGET): the warnings that all code of this project is written under.
include_guard(GLOBAL)

function(pathproof_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  if(PATHPROOF_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
