// SPDX-License-Identifier: Apache-2.0
// The files of reports/html, which the build puts into the library. Private to this folder.
#pragma once

#include <string_view>

namespace pathproof::reports::html_parts {

extern const std::string_view page;   // page.html, with @places@ for the rest
extern const std::string_view style;  // report.css
extern const std::string_view script; // every .js, in one function

} // namespace pathproof::reports::html_parts
