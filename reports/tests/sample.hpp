// SPDX-License-Identifier: Apache-2.0
// Runs for the tests of reports: one with every verdict, one with whatever bytes may come.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "conformance/verdict.hpp"

namespace pathproof::reports::sample {

inline RequirementReference smo_042() {
  return {.id = "SMO-042",
          .level = "must",
          .sentence = "On a failed attach the application issues a detach at once, and afterwards "
                      "no transport provider has access, whatever the detach returned.",
          .source = "SD3",
          .confidence = "SEED"};
}

inline RequirementReference smo_041() {
  return {.id = "SMO-041",
          .level = "must",
          .sentence = "Either all transport providers or none have access to the object.",
          .source = "SD3",
          .confidence = "SEED"};
}

inline RequirementReference smo_026() {
  return {.id = "SMO-026",
          .level = "note",
          .sentence = "What a repeated attach of the same object on the same socket returns is not "
                      "documented.",
          .source = "-",
          .confidence = "INF"};
}

inline std::vector<TraceStep> attach_trace() {
  return {{"application", "call.socket socket=1 type=stream", false},
          {"layer", "upcall.create tp=1 socket=1", true},
          {"provider", "answer.done tp=1", false},
          {"layer", "upcall.create tp=2 socket=1", true},
          {"provider", "answer.done tp=2", false},
          {"layer", "return code=0", true},
          {"application", "call.attach socket=1 object=1", false},
          {"layer", "upcall.attach tp=1 socket=1 object=1", true},
          {"provider", "answer.done tp=1", false},
          {"layer", "upcall.attach tp=2 socket=1 object=1", true},
          {"provider", "answer.refused tp=2 errno=121 reason=74610301", false},
          {"layer", "return code=0", true},
          {"application", "call.close socket=1", false},
          {"layer", "upcall.close tp=1 socket=1", true}};
}

inline CaseResult passing(std::string id, std::string title) {
  CaseResult result;
  result.family = id.substr(0, id.rfind('/'));
  result.id = std::move(id);
  result.title = std::move(title);
  result.requirements = {"SMO-020"};
  result.verdict = Verdict::pass;
  result.seed = 7;
  result.tests = 40;
  result.steps = 1204;
  result.seconds = 0.25;
  result.reproduction = "pathproof run " + result.id + " --seed 7";
  return result;
}

inline CaseResult with_verdict(std::string id, Verdict verdict, std::string reason) {
  CaseResult result = passing(std::move(id), "an object stays attached until its socket closes");
  result.verdict = verdict;
  result.reason = std::move(reason);
  return result;
}

inline CaseResult failing() {
  CaseResult result = passing("cinet/shared_memory/failed_attach_is_reported",
                              "an attach that one provider refuses fails as a whole");
  result.requirements = {"SMO-041", "SMO-042"};
  result.fired = {"SMO-042", "SMO-026"};
  result.verdict = Verdict::fail;
  result.reason = "replayed 3 times, failed 3 times";
  result.trace = attach_trace();
  result.deviations = {{.step = 11,
                        .observed = "return code=0",
                        .permitted = {"return code=-1,121,74610301",
                                      "upcall.detach tp=1 socket=1 object=1",
                                      "upcall.detach tp=2 socket=1 object=1"},
                        .broken = {smo_041(), smo_042()},
                        .level = "must"},
                       {.step = 13,
                        .observed = "upcall.close tp=1 socket=1",
                        .permitted = {"upcall.detach tp=1 socket=1 object=1"},
                        .broken = {smo_026()},
                        .level = "note"}};
  result.shrunk = {{"application", "call.attach socket=1 object=1", false},
                   {"layer", "upcall.attach tp=1 socket=1 object=1", true},
                   {"provider", "answer.refused tp=1 errno=121 reason=74610301", false},
                   {"layer", "return code=0", true}};
  result.iut_output = "mystack: attach of object 1\nmystack: provider 2 said \x1b[31mno\x1b[0m\n";
  result.reproduction = "pathproof run cinet/shared_memory/failed_attach_is_reported "
                        "--iut 'exec:./mystack --layer' --seed 7";
  result.seconds = 1.5;
  return result;
}

inline CaseResult dying() {
  CaseResult result = with_verdict("cinet/shared_memory/close_without_detach",
                                   Verdict::fail,
                                   "the implementation ended with signal 11 (segmentation fault) "
                                   "while the kit waited for an answer");
  const auto all = attach_trace();
  result.trace.assign(all.begin(), all.begin() + 7);
  result.iut_output = "mystack: socket 1\nmystack: internal table\n\tentry 0\n\tentry 1\n"
                      "mystack: assertion failed: entry != 0\nAborted at table.c:42\n";
  return result;
}

inline RequirementRow row(RequirementReference requirement, std::string verdict) {
  RequirementRow result;
  result.requirement = std::move(requirement);
  result.state = "modelled";
  result.rules = 3;
  result.invariants = 1;
  result.cases = 4;
  result.vectors = 6;
  result.mutants = 2;
  result.verdict = std::move(verdict);
  return result;
}

inline RequirementRow unmodelled(std::string id, std::string state, std::string reason) {
  RequirementRow result;
  result.requirement = {std::move(id), "must", "The caller is authorized.", "K17", "DOC"};
  result.state = std::move(state);
  result.reason = std::move(reason);
  return result;
}

// Every verdict, a note in a pass, and a matrix with a skipped requirement.
inline RunResult every_verdict() {
  RunResult run;
  run.version = "0.1.0";
  run.iut = "exec:./mystack --layer";
  run.role = "layer";
  run.profile = "mystack.toml";
  run.seed = 7;
  run.cases.push_back(passing("cinet/prerouter/route_is_chosen", "the longest prefix wins"));
  run.cases.push_back(passing("cinet/prerouter/default_is_last", "the default route is last"));
  run.cases.push_back(passing("cinet/shared_memory/attach_reaches_all", "attach reaches all"));
  CaseResult noted = passing("cinet/shared_memory/attach_twice", "a second attach is recorded");
  noted.requirements = {"SMO-026"};
  noted.fired = {"SMO-026", "SMO-041"};
  noted.trace = attach_trace();
  noted.deviations = {{.step = 5,
                       .observed = "return code=0",
                       .permitted = {"return code=-1,117,0", "return code=-1,1104,0"},
                       .broken = {smo_026()},
                       .level = "note"}};
  run.cases.push_back(noted);
  run.cases.push_back(failing());
  run.cases.push_back(dying());
  run.cases.push_back(with_verdict("cinet/shared_memory/detach_of_nothing",
                                   Verdict::expected_fail,
                                   "mystack.toml: known since 2.1, ticket 4711"));
  run.cases.push_back(with_verdict("cinet/shared_memory/raw_socket",
                                   Verdict::unexpected_pass,
                                   "mystack.toml expects a failure: raw sockets are refused"));
  for (const char* const name : {"read_into_object", "write_from_object", "cancel"}) {
    run.cases.push_back(with_verdict(std::string("cinet/async_io/") + name,
                                     Verdict::unsupported,
                                     "the implementation lacks asynchronous_io"));
  }
  run.cases.back().requirements = {"SMO-007"};
  run.cases.push_back(with_verdict("cinet/async_io/order_of_completion",
                                   Verdict::inconclusive,
                                   "more than 100,000 states explain the trace"));
  CaseResult flaky = with_verdict(
      "cinet/async_io/two_at_once", Verdict::flaky, "failed 1 of 4 times, replayed with one seed");
  flaky.trace = attach_trace();
  flaky.deviations = {failing().deviations.front()};
  run.cases.push_back(flaky);
  run.cases.push_back(with_verdict(
      "cinet/async_io/garbage", Verdict::error, "the adapter answered line 12 with the number 13"));
  run.requirements = {
      row(smo_026(), "pass"),
      row(smo_041(), "fail"),
      row(smo_042(), "fail"),
      row({"SMO-007", "must", "Any stream socket may be used.", "K17", "DOC"}, "unsupported"),
      unmodelled("SMO-002", "precondition", "the adapter runs authorized"),
      unmodelled("SMO-004", "not modelled", "needs a dispatcher | an ASC mode")};
  judge_requirements(run);
  return run;
}

inline RunResult all_pass() {
  RunResult run = every_verdict();
  run.cases.resize(3);
  run.requirements.clear();
  return run;
}

// A failure of an endpoint, with the frames of it, the wrong field marked.
inline CaseResult framed() {
  CaseResult result = passing("iucv/hs/handshake/refuses@endpoint", "a name that nobody has");
  result.verdict = Verdict::fail;
  result.reason = "not permitted: sent.syn_fin peer=1 window=6";
  result.trace = {{"peer", "frame.syn peer=1 window=5", false, "endpoint"},
                  {"endpoint", "sent.syn_fin peer=1 window=6", true, "peer"}};
  result.deviations = {{.step = 1,
                        .observed = "sent.syn_fin peer=1 window=6",
                        .permitted = {"sent.syn_fin peer=1 window=5"},
                        .broken = {smo_042()},
                        .level = "must"}};
  const std::vector<FrameFieldText> fields{{"magic", 0, 4, "0xC1C6C9E4"}, {"window", 4, 2, "5"}};
  result.frames = {{1, 0, "C1C6C9E40005", "afiucv", fields, ""},
                   {2, 1, "C1C6C9E40006C1", "afiucv", fields, ""},
                   {3, no_step, "FFFF", "", {}, "too short"}};
  result.frames[1].fields[1].value = "6";
  result.frames[1].fields[1].wrong = true;
  result.capture = "captures/iucv-hs-handshake-refuses@endpoint.pcap";
  return result;
}

// A failure that was not there in two of three repetitions.
inline CaseResult rerun() {
  CaseResult result = with_verdict("cinet/async_io/now_and_then", Verdict::flaky, "1 of 3");
  result.trace = attach_trace();
  result.deviations = {failing().deviations.front()};
  result.reruns = {{true, no_step, "", "", 3},
                   {false, 11, "return code=0", "return code=-1,121,74610301", 1},
                   {false, 11, "return code=0", "", 2001}};
  result.slowest_ms = 1990;
  return result;
}

// Many cases with few words, as a campaign has them.
inline RunResult many(std::size_t number) {
  RunResult run = every_verdict();
  run.cases.push_back(framed());
  run.cases.push_back(rerun());
  const std::vector<CaseResult> some = run.cases;
  for (std::size_t i = run.cases.size(); i < number; ++i) {
    CaseResult one = some[i % 97 < some.size() ? i % 97 : 0];
    one.id += "_" + std::to_string(i);
    one.trace = attach_trace();
    one.trace.insert(one.trace.end(), one.trace.begin(), one.trace.end());
    run.cases.push_back(std::move(one));
  }
  return run;
}

// Bytes that broke reports before: markup ends, controls, stray UTF-8, a direction override,
// characters that XML forbids.
inline std::string hostile() {
  using namespace std::string_literals;
  return "]]> <a href=\"x\">&amp; --> \0 \x1b[2J \x07 \x7f \xff\xfe \xc0\x80 \xed\xa0\x80 "
         "\xe2\x80\xa8 </script><script>alert(1)</script> <!-- ' &quot; @data@ "
         "\xe2\x80\xae \xef\xbf\xbe \xc2\x9b \xf0\x9f\x98\x80 \xc3\xa4 a|b\r\nnext\tline"s;
}

// The hostile bytes in every text of a failing case and of the run.
inline RunResult hostile_run() {
  RunResult run = every_verdict();
  run.cases.push_back(framed());
  run.iut = run.role = run.profile = run.version = hostile();
  for (CaseResult& one : run.cases) {
    one.title = one.reason = one.reproduction = one.iut_output = hostile();
    one.id += hostile();
    one.requirements.push_back(hostile());
    for (TraceStep& step : one.trace) {
      step.role = step.label = step.to = hostile();
    }
    one.capture = one.frames.empty() ? "" : "javascript:alert(1)//" + hostile();
    for (CaseFrame& frame : one.frames) {
      frame.table = frame.malformed = frame.octets = hostile();
      for (FrameFieldText& field : frame.fields) {
        field.name = field.value = hostile();
      }
    }
    for (Deviation& deviation : one.deviations) {
      deviation.observed = hostile();
      deviation.permitted.push_back(hostile());
      for (RequirementReference& requirement : deviation.broken) {
        requirement = {hostile(), hostile(), hostile(), hostile(), hostile()};
      }
    }
  }
  for (RequirementRow& one : run.requirements) {
    one.reason = one.requirement.sentence = hostile();
  }
  return run;
}

} // namespace pathproof::reports::sample
