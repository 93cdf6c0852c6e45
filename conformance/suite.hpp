// SPDX-License-Identifier: Apache-2.0
// Runs cases against an implementation and gives their results: supervision, repetition of
// failures, shrinking, expectations from a profile.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "conformance/cases/case.hpp"
#include "conformance/iut/iut.hpp"
#include "conformance/profile.hpp"
#include "conformance/session.hpp"
#include "conformance/verdict.hpp"

namespace pathproof {

class SymbolicModel; // model/symbolic; only provers look into it

// A protocol as the runner knows it: machines, the first of which judges, and cases.
struct Protocol {
  std::string name; // "cinet"
  std::vector<std::shared_ptr<const Machine>> machines;
  std::vector<Case> cases;
  // The machines' texts as terms, in their order; empty in a build without a solver.
  std::vector<std::shared_ptr<const SymbolicModel>> symbolic{};
  // When vectors are made, mutants are looked for far from the beginning too. Off where there are
  // so many that it takes hours.
  bool far_mutants = true;
};

struct SuiteOptions {
  std::string program = "pathproof"; // that runs a case again
  std::string iut = "reference";     // empty: the real stacks
  std::string layout{};              // a file, for "lfp-daemon:…"; empty: the profile's own
  // Real stacks ("netns+lwip", see StackProviders and StackDrivers) that play a role in every case;
  // empty: the kit plays.
  std::string providers;
  std::string real_role = "provider"; // theirs
  std::vector<std::string> roles;     // under test; empty: all that the implementation declares
  Profile profile;
  iut::Limits limits;
  std::uint64_t seed = 1;
  unsigned steps = 20;    // moves of a generated test
  unsigned tests = 200;   // generated tests of a case
  unsigned replays = 3;   // of a failure before it is reported
  unsigned instances = 0; // 0: as the case says
  unsigned jobs = 1;
  bool strict = false;
  bool shrink = true;
  // Set from outside to end the run early; what was done is reported.
  const std::atomic<int>* stop = nullptr;
  // Called from workers, one at a time, with the frames of a case's last test, to keep them and to
  // add them to the result.
  std::function<void(CaseResult&, const std::vector<iut::CapturedOctets>& frames)> capture;
  // Called from workers, one at a time, as results come in.
  std::function<void(const CaseResult&, std::size_t done, std::size_t all)> progress;
};

// One case with one role under test.
struct Task {
  const Protocol* protocol = nullptr;
  const Case* one = nullptr;
  unsigned role = 0;

  // "cinet/shared_memory/failed_attach_is_detached@layer"
  std::string id() const;
};

// The tasks that the selectors mean; all when there are none. A selector is a path prefix, with or
// without a role (`cinet/shared_memory`, `cinet/ioctl/stops_at_first_failure@layer`), or a path or
// bare requirement ID (`cinet/shared_memory/SMO-042`). Throws UsageError for one that means
// nothing.
std::vector<Task> select_tasks(const std::vector<Protocol>& protocols,
                               const std::vector<std::string>& selectors,
                               const std::vector<std::string>& roles);

// How often each rule explained a label, by rule id.
using RuleCoverage = std::map<std::string, std::uint64_t>;

// The result of a run with these options in which nothing is done yet.
RunResult empty_result(const SuiteOptions& options);

// Runs the tasks. The result has one CaseResult for each, in order, and no requirement rows.
RunResult run_suite(const std::vector<Task>& tasks,
                    const SuiteOptions& options,
                    RuleCoverage* coverage = nullptr);

} // namespace pathproof
