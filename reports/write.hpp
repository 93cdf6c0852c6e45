// SPDX-License-Identifier: Apache-2.0
// Writing a report file so that it is whole or not there.
#pragma once

#include <string>
#include <string_view>

namespace pathproof::reports {

// Puts the content into the file by way of a temporary file beside it and a rename: a reader sees
// the old file or the whole new one, and after a failure the old one. A device, pipe or socket is
// written into directly. Throws UsageError "cannot write FILE: reason".
void write_file(const std::string& file, std::string_view content);

} // namespace pathproof::reports
