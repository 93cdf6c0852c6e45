// SPDX-License-Identifier: Apache-2.0
// Runs one case with one worker's implementation: sets up the machine, runs its test or tests,
// repeats and shrinks a failure, and turns it all into a result.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "conformance/suite.hpp"

namespace pathproof {

class CaseRunner {
public:
  // Opens the implementation that the options name.
  explicit CaseRunner(const SuiteOptions& options);

  CaseResult run(const Task& task);

  // The frames of the case that was run last, where its implementation has some.
  const std::vector<iut::CapturedOctets>& frames() const { return frames_; }

  const RuleCoverage& coverage() const { return coverage_; }

private:
  struct Setup {
    std::unique_ptr<Machine> machine;
    std::unique_ptr<Oracle> oracle;
    std::uint64_t kinds = ~std::uint64_t{0}; // that a generated test may show
  };

  Setup& setup(const Task& task);
  Configuration configuration(const Task& task) const;
  std::string other_choice(const Task& task) const;
  std::string lacking(const Task& task) const;
  Transcript directed(const Task& task, Setup& setup);
  Transcript attempt(const Task& task,
                     Setup& setup,
                     const std::vector<std::string>& moves,
                     std::uint64_t seed,
                     bool stop_at_first);
  Transcript test(Setup& setup,
                  const iut::CaseStart& start,
                  const std::vector<Label>& real_plan,
                  Driver& driver,
                  bool stop_at_first);
  bool fits(const Label& label) const;
  Transcript generated(const Task& task, Setup& setup, CaseResult& result);
  void judge(const Task& task, Setup& setup, const Transcript& transcript, CaseResult& result);
  void confirm(const Task& task, Setup& setup, const Transcript& transcript, CaseResult& result);
  void describe(const Setup& setup, const Transcript& transcript, CaseResult& result) const;
  bool matters(const Transcript& transcript) const;

  const SuiteOptions& options_;
  std::shared_ptr<iut::Iut> real_; // real stacks in a role, or nothing
  std::shared_ptr<iut::Iut> iut_;  // may be the real stacks
  iut::Declaration declared_;
  std::map<std::string, Setup> setups_; // by configuration, role and kinds
  RuleCoverage coverage_;
  std::vector<iut::CapturedOctets> frames_;
};

// The command that runs the case again.
std::string reproduction(const Task& task, const SuiteOptions& options);

} // namespace pathproof
