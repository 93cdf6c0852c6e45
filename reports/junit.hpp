// SPDX-License-Identifier: Apache-2.0
// The report for CI servers: JUnit XML as Jenkins, GitLab, Maven Surefire and their like read it.
#pragma once

#include <cstddef>
#include <string>

#include "conformance/verdict.hpp"

namespace pathproof::reports {

struct JunitOptions {
  // When the run began, in ISO 8601 ("2026-11-20T09:30:00"); empty: no timestamp attribute.
  std::string timestamp{};

  // Properties of a case (requirement, seed, …) are read by Jenkins' junit plugin, Xray, Datadog
  // and pytest's consumers, and skipped by most others. Programs that validate with a schema refuse
  // the whole file for them, Jenkins' xunit plugin among those: `false` puts them into system-out.
  bool case_properties = true;

  // The most that one system-out or system-err shows; the middle of a longer one is cut, which is
  // said in its place. Parsers on libxml2 refuse a text of 10 MB.
  std::size_t stream_bytes_max = 128 * 1024;

  // The most that all of them show together: GitLab drops files of 30 MB and more.
  std::size_t total_bytes_max = 4 * 1024 * 1024;
};

// One testsuite for each family, one testcase for each case.
//
// fail, unexpected-pass: <failure>. error: <error>. unsupported, inconclusive, expected-fail:
// <skipped>, with the verdict in its message. An interrupted run has an extra case with an <error>,
// because a short list of passes looks like a success.
//
// flaky: <flakyFailure>, as Maven Surefire writes for a test that failed and then passed. Surefire
// and Jenkins' junit plugin (from late 2025) list it as flaky; all others that were tried know no
// such element and take the case for a pass. That is what the element means to them, so a job must
// go by the exit status, which is 3: JUnit has no word for "not decided" that every reader honours.
std::string junit_report(const RunResult& result, const JunitOptions& options = {});

} // namespace pathproof::reports
