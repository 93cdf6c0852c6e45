// SPDX-License-Identifier: Apache-2.0
// Lemmas that a search found, kept so that the next proof need not search: a text file for each
// model, made by `pathproof prove --keep` and never by hand. A proof trusts nothing of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pathproof::vectors {

// Where lemmas live: PATHPROOF_LEMMAS, else those shipped with this build.
std::string lemmas_directory();

// The file of a model ("cinet/recycle") in the directory.
std::string lemmas_file(const std::string& directory, std::string_view model);

// One for each line; none where there is no file. Throws UsageError when it cannot be read.
std::vector<std::string> read_lemmas(const std::string& file);

// The text of a file; the same lemmas give the same bytes.
std::string to_text(std::string_view model, const std::vector<std::string>& lemmas);

} // namespace pathproof::vectors
