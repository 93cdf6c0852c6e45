# SPDX-License-Identifier: Apache-2.0
# How tests are added. Every test runs with PATHPROOF_PROGRAM (the built program) and
# PATHPROOF_SOURCE_DIR in its environment; C++ tests also have the macro PATHPROOF_SOURCE_DIR.
include_guard(GLOBAL)

find_package(Catch2 REQUIRED)
include(Catch)

if(Catch2_VERSION VERSION_LESS 3)
  add_library(pathproof_catch_main OBJECT "${CMAKE_CURRENT_LIST_DIR}/testing/catch_main.cpp")
  target_link_libraries(pathproof_catch_main PUBLIC Catch2::Catch2)
  target_compile_options(pathproof_catch_main PRIVATE -O0) # half the time to build
else()
  add_library(pathproof_catch_main INTERFACE)
  target_link_libraries(pathproof_catch_main INTERFACE Catch2::Catch2WithMain)
endif()

set(pathproof_test_environment "PATHPROOF_PROGRAM=${CMAKE_BINARY_DIR}/bin/pathproof"
                               "PATHPROOF_SOURCE_DIR=${PROJECT_SOURCE_DIR}")

# pathproof_add_test(NAME name SOURCES file… [LINK target…] [LABELS label…] [TIMEOUT seconds])
#
# Builds the Catch2 program pathproof_test_NAME and registers each of its test cases as NAME/CASE.
# Labels default to "unit"; the timeout is per test case, 120 seconds unless given. A test case that
# cannot run here calls skip_test() of cmake/testing/catch.hpp.
function(pathproof_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;TIMEOUT" "SOURCES;LINK;LABELS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME OR NOT arg_SOURCES)
    message(FATAL_ERROR "pathproof_add_test: expected NAME and SOURCES, got: ${ARGV}")
  endif()
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()

  set(target pathproof_test_${arg_NAME})
  add_executable(${target} ${arg_SOURCES})
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_compile_definitions(${target} PRIVATE "PATHPROOF_SOURCE_DIR=\"${PROJECT_SOURCE_DIR}\"")
  target_link_libraries(${target} PRIVATE ${arg_LINK} pathproof_catch_main)
  target_compile_options(${target} PRIVATE $<$<NOT:$<CONFIG:Debug>>:-O1>)
  pathproof_warnings(${target})
  set_property(GLOBAL APPEND PROPERTY pathproof_test_programs ${target})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")

  # Without "-w NoTests" a name that Catch2 does not find again would pass.
  catch_discover_tests(
    ${target}
    TEST_PREFIX "${arg_NAME}/"
    EXTRA_ARGS -w NoTests
    PROPERTIES TIMEOUT ${arg_TIMEOUT})
  _pathproof_discovered_properties(${target} "${arg_LABELS}")
endfunction()

# Lists with more than one member do not survive Catch2's PROPERTIES, so they are set by a file that
# CTest reads after the discovered tests.
function(_pathproof_discovered_properties target labels)
  set(script "${CMAKE_CURRENT_BINARY_DIR}/${target}_properties.cmake")
  file(
    WRITE "${script}"
    "foreach(test IN LISTS ${target}_TESTS)\n"
    "  set_tests_properties(\"\${test}\" PROPERTIES LABELS [==[${labels}]==] SKIP_RETURN_CODE 77\n"
    "    ENVIRONMENT [==[${pathproof_test_environment}]==])\n"
    "endforeach()\n")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${script}")
endfunction()

# pathproof_add_script_test(NAME name COMMAND word… [LABELS label…] [TIMEOUT seconds])
#
# Exit status 77 means skipped; the last line of output is then the reason, and ./kit test shows it.
# Labels default to "script"; tests labelled "slow" are started first.
function(pathproof_add_script_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;TIMEOUT" "COMMAND;LABELS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME OR NOT arg_COMMAND)
    message(FATAL_ERROR "pathproof_add_script_test: expected NAME and COMMAND, got: ${ARGV}")
  endif()
  if(NOT arg_LABELS)
    set(arg_LABELS script)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()

  add_test(NAME ${arg_NAME} COMMAND ${arg_COMMAND})
  set_tests_properties(
    ${arg_NAME}
    PROPERTIES SKIP_RETURN_CODE 77
               LABELS "${arg_LABELS}"
               TIMEOUT ${arg_TIMEOUT}
               ENVIRONMENT "${pathproof_test_environment}")
  if("slow" IN_LIST arg_LABELS)
    set_tests_properties(${arg_NAME} PROPERTIES COST 1000)
  endif()
endfunction()
