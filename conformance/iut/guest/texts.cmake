# SPDX-License-Identifier: Apache-2.0
# Puts the script and the agent's sources into the library, so that an installed program has them.
set(guest "${CMAKE_CURRENT_LIST_DIR}")
file(READ "${guest}/image.sh" guest_image_script)
set(guest_agent_sources "")
set(guest_agent_files agent.h calls.c commands.c control.c main.c system.c tap.c)
foreach(file IN LISTS guest_agent_files)
  file(READ "${guest}/agent/${file}" text)
  string(APPEND guest_agent_sources "      {\"${file}\", R\"~text~(${text})~text~\"},\n")
endforeach()
list(TRANSFORM guest_agent_files PREPEND "${guest}/agent/")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${guest}/image.sh"
                                       ${guest_agent_files})
configure_file("${guest}/texts.cpp.in" "${CMAKE_CURRENT_BINARY_DIR}/guest_texts.cpp" @ONLY)
