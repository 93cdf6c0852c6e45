// SPDX-License-Identifier: Apache-2.0
// Results that are dear, kept in a folder that shards and jobs share: each under a digest of all
// that it depends on. What is not as it was written is as good as nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/iut/descriptor.hpp"

namespace pathproof::runner {

// What a result depends on, by name, besides the program and its libraries.
using Dependencies = std::vector<std::pair<std::string, std::string>>;

// The place of one result in a store. While it is there no other job works on the same one.
class StoredResult {
public:
  // Makes the folder where it is not there. `what` is a word of letters, as "proof". Waits for
  // another job that has this place. Throws UsageError where the folder or a library of the
  // program cannot be used.
  StoredResult(const std::string& folder, std::string_view what, const Dependencies& depends_on);

  // JSON, as keep() was given it; or nothing, with a line on stderr where what is there was torn
  // or changed.
  std::optional<std::string> read() const;

  // Keeps JSON in one piece, or throws UsageError.
  void keep(const std::string& result) const;

private:
  std::string file_;
  std::string depends_on_; // JSON
  iut::Descriptor lock_;
};

} // namespace pathproof::runner
