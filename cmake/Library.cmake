# SPDX-License-Identifier: Apache-2.0
# What every library of the kit has in common, so that a folder only names its sources and links.
include_guard(GLOBAL)

# pathproof_finish_library(pathproof_NAME): gives the library its alias pathproof::NAME, the include
# path (headers are named from the project root), the language level, the warnings and its place in
# the installed package. The root calls it for every folder target; a folder need not.
function(pathproof_finish_library target)
  string(REGEX REPLACE "^pathproof_" "" name ${target})
  if(NOT TARGET pathproof::${name})
    add_library(pathproof::${name} ALIAS ${target})
  endif()
  set(scope PUBLIC)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    set(scope INTERFACE)
  else()
    pathproof_warnings(${target})
  endif()
  target_compile_features(${target} ${scope} cxx_std_20)
  target_include_directories(
    ${target} ${scope} "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>"
    "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/pathproof>")
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS ${target} EXPORT pathproof-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
                                                             COMPONENT development)
endfunction()
