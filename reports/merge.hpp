// SPDX-License-Identifier: Apache-2.0
// Shards of a run become the run: the same bytes that one machine would have written.
#pragma once

#include <string>
#include <vector>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

struct NamedReport {
  std::string name; // of the file, for what is said about it
  RunResult result;
};

// Throws UsageError, naming the files, where they are not all shards of one run, each there once
// and whole: another seed, implementation, profile, version or setting, a shard or case that is
// missing or there twice, a shard that was interrupted.
RunResult merge(std::vector<NamedReport> shards);

} // namespace pathproof::reports
