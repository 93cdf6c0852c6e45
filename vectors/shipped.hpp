// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace pathproof::vectors {

// A directory of data that ships with the kit ("corpus"): where this environment variable says,
// else in the sources this was built of, else where it is installed.
std::string shipped_directory(const char* variable, const std::string& name);

} // namespace pathproof::vectors
