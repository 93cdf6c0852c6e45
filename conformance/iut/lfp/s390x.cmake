# SPDX-License-Identifier: Apache-2.0
# The daemon and the instance for Linux on s390x, in one file that needs no other, for guests; and one with a planted
# fault, for the kit's own test. Without a compiler for s390x there is none.
set(s390x_compiler s390x-linux-gnu-g++)
if(CMAKE_HOST_SYSTEM_PROCESSOR STREQUAL "s390x")
  set(s390x_compiler g++)
endif()
find_program(PATHPROOF_S390X_CXX ${s390x_compiler} DOC "C++ compiler for programs of guests")
mark_as_advanced(PATHPROOF_S390X_CXX)
if(NOT PATHPROOF_S390X_CXX)
  return()
endif()

set(s390x_sources
    conformance/iut/lfp/carrier.cpp
    conformance/iut/lfp/close_carrier.cpp
    conformance/iut/lfp/configured.cpp
    conformance/iut/lfp/daemon.cpp
    conformance/iut/lfp/datagrams.cpp
    conformance/iut/lfp/events.cpp
    conformance/iut/lfp/flow.cpp
    conformance/iut/lfp/instance.cpp
    conformance/iut/lfp/instance_datagrams.cpp
    conformance/iut/lfp/instance_local.cpp
    conformance/iut/lfp/instance_path.cpp
    conformance/iut/lfp/iucv_carrier.cpp
    conformance/iut/lfp/lfp.cpp
    conformance/iut/lfp/linux_calls.cpp
    conformance/iut/lfp/linux_data.cpp
    conformance/iut/lfp/linux_sockets.cpp
    conformance/iut/lfp/path.cpp
    conformance/iut/lfp/program_pair.cpp
    conformance/iut/lfp/resolver.cpp
    conformance/iut/lfp/serving.cpp
    conformance/iut/lfp/wire.cpp
    conformance/iut/line_text.cpp
    conformance/iut/send_descriptor.cpp
    conformance/iut/stream_address.cpp
    model/core/frame.cpp
    model/lfp/configuration.cpp
    model/lfp/configuration_value.cpp
    model/lfp/layout.cpp
    model/lfp/layout_problem.cpp
    model/lfp/layout_value.cpp
    model/lfp/message.cpp)
set(s390x_fault conformance/tests/lfp_takes_anybody.cpp)
set(s390x_folder "${PROJECT_BINARY_DIR}/s390x")
set(s390x_objects)
foreach(source IN LISTS s390x_sources s390x_fault)
  string(REPLACE "/" "_" name "${source}")
  set(object "${s390x_folder}/${name}.o")
  add_custom_command(
    OUTPUT "${object}"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${s390x_folder}"
    COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} "${PATHPROOF_S390X_CXX}" -std=c++20 -O1 -I
            "${PROJECT_SOURCE_DIR}" -MD -MF "${object}.d" -c "${PROJECT_SOURCE_DIR}/${source}" -o
            "${object}"
    DEPENDS "${PROJECT_SOURCE_DIR}/${source}"
    DEPFILE "${object}.d"
    COMMENT "Building ${source} for s390x"
    VERBATIM)
  list(APPEND s390x_objects "${object}")
endforeach()
list(POP_BACK s390x_objects fault_object)

# Where it can be left out, the linker does not say that names of hosts are looked up by libraries
# that are loaded at run time: in a guest there are none.
set(s390x_link "${PATHPROOF_S390X_CXX}" -static -s)
execute_process(
  COMMAND "${PATHPROOF_S390X_CXX}" -x c++ -shared -nostdlib -Wl,--no-warnings -o /dev/null /dev/null
  RESULT_VARIABLE s390x_warns
  OUTPUT_QUIET ERROR_QUIET)
if(s390x_warns EQUAL 0)
  list(APPEND s390x_link -Wl,--no-warnings)
endif()
add_custom_command(
  OUTPUT "${s390x_folder}/lfp"
  COMMAND ${s390x_link} -o "${s390x_folder}/lfp" ${s390x_objects}
  DEPENDS ${s390x_objects}
  VERBATIM)
# The first definition counts.
add_custom_command(
  OUTPUT "${s390x_folder}/lfp-takes-anybody"
  COMMAND ${s390x_link} -Wl,--allow-multiple-definition -o "${s390x_folder}/lfp-takes-anybody"
          "${fault_object}" ${s390x_objects}
  DEPENDS "${fault_object}" ${s390x_objects}
  VERBATIM)
# A program behind an instance in a guest. The C compiler is there where the other one is.
string(REGEX REPLACE "g\\+\\+$" "gcc" s390x_c_compiler "${PATHPROOF_S390X_CXX}")
set(program_sources "${PROJECT_SOURCE_DIR}/conformance/tests/lfp_guest_program.c"
                    "${CMAKE_CURRENT_LIST_DIR}/liblfp.c"
                    "${CMAKE_CURRENT_LIST_DIR}/liblfp_datagrams.c"
                    "${CMAKE_CURRENT_LIST_DIR}/liblfp_hosts.c")
add_custom_command(
  OUTPUT "${s390x_folder}/lfp-program"
  COMMAND "${s390x_c_compiler}" -std=gnu11 -O1 -Wall -Wextra -static -s -I
          "${PROJECT_SOURCE_DIR}" -o "${s390x_folder}/lfp-program" ${program_sources}
  DEPENDS ${program_sources} "${CMAKE_CURRENT_LIST_DIR}/lfp.h" "${CMAKE_CURRENT_LIST_DIR}/liblfp.h"
          "${CMAKE_CURRENT_LIST_DIR}/local.h"
  VERBATIM)
add_custom_target(lfp_s390x ALL DEPENDS "${s390x_folder}/lfp" "${s390x_folder}/lfp-takes-anybody"
                                        "${s390x_folder}/lfp-program")
