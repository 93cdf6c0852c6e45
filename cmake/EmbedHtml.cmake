# SPDX-License-Identifier: Apache-2.0
# Makes a C++ source of the files of an HTML report: cmake -DPAGE=… -DSTYLE=… -DSCRIPTS=a;b -DOUT=…
# -P EmbedHtml.cmake

file(READ "${PAGE}" page)
file(READ "${STYLE}" style)
set(script "(() => {\n'use strict'\n")
foreach(one IN LISTS SCRIPTS)
  file(READ "${one}" text)
  string(APPEND script "${text}")
endforeach()
string(APPEND script "})()\n")

foreach(part IN ITEMS page style script)
  if("${${part}}" MATCHES "\\)embedded\"")
    message(FATAL_ERROR "the ${part} of the report has the end of a raw string in it")
  endif()
endforeach()
file(
  WRITE "${OUT}"
  "#include \"reports/html_parts.hpp\"\n\n"
  "namespace pathproof::reports::html_parts {\n\n"
  "const std::string_view page = R\"embedded(${page})embedded\";\n"
  "const std::string_view style = R\"embedded(${style})embedded\";\n"
  "const std::string_view script = R\"embedded(${script})embedded\";\n\n"
  "} // namespace pathproof::reports::html_parts\n")
