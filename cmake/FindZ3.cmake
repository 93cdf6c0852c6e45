# SPDX-License-Identifier: Apache-2.0
# Finds Z3 with its C++ header and gives the target z3::libz3, the name that Z3's own package uses.
# Distributions such as Debian 12 ship no CMake package for it, at most a pkg-config file.

if(NOT TARGET z3::libz3)
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(PC_Z3 QUIET z3)
  endif()
  find_path(Z3_INCLUDE_DIR z3++.h HINTS ${PC_Z3_INCLUDE_DIRS} PATH_SUFFIXES z3)
  find_library(Z3_LIBRARY NAMES z3 libz3 HINTS ${PC_Z3_LIBRARY_DIRS})
  mark_as_advanced(Z3_INCLUDE_DIR Z3_LIBRARY)
endif()

if(Z3_INCLUDE_DIR AND EXISTS "${Z3_INCLUDE_DIR}/z3_version.h")
  file(STRINGS "${Z3_INCLUDE_DIR}/z3_version.h" z3_version_lines
       REGEX "#define Z3_(MAJOR|MINOR|BUILD)_(VERSION|NUMBER)")
  string(REGEX REPLACE "[^0-9;]*[A-Z]3_[A-Z_]*[^0-9;]*" "" z3_version_parts "${z3_version_lines}")
  list(JOIN z3_version_parts "." Z3_VERSION)
  unset(z3_version_lines)
  unset(z3_version_parts)
elseif(PC_Z3_VERSION)
  set(Z3_VERSION "${PC_Z3_VERSION}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  Z3
  REQUIRED_VARS Z3_LIBRARY Z3_INCLUDE_DIR
  VERSION_VAR Z3_VERSION)

if(Z3_FOUND AND NOT TARGET z3::libz3)
  add_library(z3::libz3 UNKNOWN IMPORTED)
  set_target_properties(
    z3::libz3 PROPERTIES IMPORTED_LOCATION "${Z3_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES
                                                           "${Z3_INCLUDE_DIR}")
endif()
