# SPDX-License-Identifier: Apache-2.0
# The installed package: find_package(pathproof) gives pathproof::model and its companions.
include_guard(GLOBAL)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/pathproof")

# Headers keep their path from the project root, so that an installed #include reads as an own one.
foreach(folder IN ITEMS model conformance vectors reports runner)
  set(left_out PATTERN "tests" EXCLUDE PATTERN "corpus" EXCLUDE)
  if(NOT PATHPROOF_SYMBOLIC)
    list(APPEND left_out PATTERN "symbolic" EXCLUDE)
  endif()
  install(
    DIRECTORY "${PROJECT_SOURCE_DIR}/${folder}"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/pathproof"
    COMPONENT development
    FILES_MATCHING
    PATTERN "*.hpp"
    PATTERN "*.h"
    ${left_out})
endforeach()

if(TARGET pathproof)
  install(TARGETS pathproof RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
  install(PROGRAMS "${PROJECT_SOURCE_DIR}/runner/lfpctl" DESTINATION ${CMAKE_INSTALL_BINDIR}
          COMPONENT program)
endif()
# What is there to read, and for the shell.
if(TARGET pathproof AND PROJECT_IS_TOP_LEVEL)
  set(man_page "${PROJECT_BINARY_DIR}/pathproof.1")
  add_custom_command(
    OUTPUT "${man_page}"
    COMMAND sh "${PROJECT_SOURCE_DIR}/runner/man_page.sh" $<TARGET_FILE:pathproof> "${man_page}"
    DEPENDS pathproof "${PROJECT_SOURCE_DIR}/runner/man_page.sh"
    VERBATIM)
  add_custom_target(pathproof_man_page ALL DEPENDS "${man_page}")
  install(FILES "${man_page}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT program)
  install(
    FILES "${PROJECT_SOURCE_DIR}/runner/completion.bash"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions"
    RENAME pathproof
    COMPONENT program)
  install(
    DIRECTORY "${PROJECT_SOURCE_DIR}/examples"
    DESTINATION "${CMAKE_INSTALL_DOCDIR}"
    COMPONENT program
    USE_SOURCE_PERMISSIONS
    PATTERN "build" EXCLUDE)
endif()
if(EXISTS "${PROJECT_SOURCE_DIR}/LICENSE")
  install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()

configure_package_config_file(
  cmake/pathproof-config.cmake.in "${PROJECT_BINARY_DIR}/pathproof-config.cmake"
  INSTALL_DESTINATION "${package_dir}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/pathproof-config-version.cmake" COMPATIBILITY SameMinorVersion)
set(find_modules "${PROJECT_SOURCE_DIR}/cmake/FindPCAP.cmake"
                 "${PROJECT_SOURCE_DIR}/cmake/FindZ3.cmake")
install(
  FILES "${PROJECT_BINARY_DIR}/pathproof-config.cmake"
        "${PROJECT_BINARY_DIR}/pathproof-config-version.cmake" ${find_modules}
  DESTINATION "${package_dir}"
  COMPONENT development)

if(pathproof_libraries)
  install(
    EXPORT pathproof-targets
    NAMESPACE pathproof::
    DESTINATION "${package_dir}"
    COMPONENT development)
  # The build tree can be used in place as well: -Dpathproof_DIR=<build directory>.
  export(
    EXPORT pathproof-targets
    NAMESPACE pathproof::
    FILE "${PROJECT_BINARY_DIR}/pathproof-targets.cmake")
  file(COPY ${find_modules} DESTINATION "${PROJECT_BINARY_DIR}")
endif()
