// SPDX-License-Identifier: Apache-2.0
// What a run says: verdicts, deviations with everything that would have been permitted, results.
// Plain data without a model or an oracle, so that reports need neither.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pathproof {

// The verdict of one case. The order is the order of severity in summaries.
enum class Verdict {
  pass,
  expected_fail,   // failed as the profile of the implementation said it would
  unsupported,     // the implementation declared that it lacks the capability
  inconclusive,    // could not be decided; the reason says why
  flaky,           // a failure that did not recur when it was replayed
  unexpected_pass, // the profile expected a failure that is gone
  fail,
  error, // the kit's or the adapter's own fault, not the implementation's behaviour
};

inline constexpr Verdict all_verdicts[] = {Verdict::pass,
                                           Verdict::expected_fail,
                                           Verdict::unsupported,
                                           Verdict::inconclusive,
                                           Verdict::flaky,
                                           Verdict::unexpected_pass,
                                           Verdict::fail,
                                           Verdict::error};

// The verdict's name as reports print it: "pass", "expected-fail", …
std::string_view to_string(Verdict verdict);

// Whether the verdict says anything about the implementation: unsupported, inconclusive and error
// do not.
bool decided(Verdict verdict);

// One label of a trace, as text.
struct TraceStep {
  std::string role;    // who showed it: "application", "layer", "provider", …
  std::string label;   // "return code=-1,121,74610301"
  bool by_iut = false; // shown by the implementation under test; otherwise by the kit
  std::string to{};    // the roles that are shown it, joined by commas; empty: not known
};

// A field of a frame, as a person reads it.
struct FrameFieldText {
  std::string name;       // "window"
  std::size_t offset = 0; // of its octets in the frame's
  std::size_t width = 0;
  std::string value;  // "128", "ACK+WIN", "BOXKIT"
  bool wrong = false; // what makes the frame no frame, or differs from all that was permitted
};

inline constexpr std::size_t no_step = static_cast<std::size_t>(-1);

// A frame that was exchanged in a case.
struct CaseFrame {
  std::size_t number = 0;     // in the capture of the case, from 1
  std::size_t step = no_step; // index into the trace of the label that it is
  std::string octets;         // pairs of hexadecimal digits
  std::string table;          // that names its fields: "afiucv"; empty: none knows it
  std::vector<FrameFieldText> fields;
  std::string malformed; // why it is no frame of the table; empty: it is one
};

// A failure that was repeated with the same moves.
struct Rerun {
  bool recurred = false;
  std::size_t differs_at = no_step; // index of the first label that is not as in the trace
  std::string before;               // the label there when it failed; empty: there was none
  std::string now;                  // the label there in the repetition; empty: there was none
  std::uint64_t slowest_ms = 0;     // the longest that an answer took in it
};

// A requirement as reports cite it.
struct RequirementReference {
  std::string id;         // "SMO-042"
  std::string level;      // "must", "profile" or "note"
  std::string sentence;   // in the kit's own words
  std::string source;     // where it is stated
  std::string confidence; // "SEED", "DOC", "CODE", "INF", …
};

// One point at which the implementation left what the model permits.
struct Deviation {
  std::size_t step = 0;                     // index into the trace of the broken label
  std::string observed;                     // what was seen
  std::vector<std::string> permitted;       // every label that would have been permitted
  std::vector<RequirementReference> broken; // the requirements that say so, most specific first
  std::string level;                        // strongest level among `broken`
};

struct CaseResult {
  std::string id;                        // "cinet/shared_memory/failed_attach_is_detached"
  std::string family;                    // "cinet/shared_memory"
  std::string title;                     // a sentence of behaviour
  std::vector<std::string> requirements; // that it cites
  Verdict verdict = Verdict::error;
  std::string reason;                // why not pass; empty for pass
  std::vector<Deviation> deviations; // for notes too: a pass may carry deviations of level "note"
  std::vector<TraceStep> trace;      // the whole run of the case
  std::vector<TraceStep> shrunk;     // the shortest reproduction found, empty if none
  std::string reproduction;          // a command that shows it again
  std::uint64_t seed = 0;
  std::uint64_t tests = 0;         // generated tests run in this case (1 for a directed case)
  std::uint64_t steps = 0;         // labels judged
  double seconds = 0;              // wall time; never in the JSON report, which is reproducible
  std::string iut_output;          // what the implementation wrote to stderr, capped
  std::vector<CaseFrame> frames{}; // where its protocol has some and they were seen
  std::string capture{};           // the file with these frames; empty: none was written
  std::vector<Rerun> reruns{};     // of a flaky case
  std::uint64_t slowest_ms = 0;    // of a flaky case: the longest that an answer took
  // Requirements whose rules fired in it, or alone forbade a label (see requirements_of), and those
  // that it broke.
  std::vector<std::string> fired{};
};

// What a run has done about a modelled requirement.
enum class Reach {
  none,       // it is not modelled, or there was no run
  skipped,    // no decided case cites it
  cited_only, // decided cases cite it, but its rules fired in none of these
  exercised,  // its rules fired in a decided case that cites it; it has none, and one cites it
};

// The name as reports print it: "cited only"; empty for none.
std::string_view to_string(Reach reach);

// One row of the requirement matrix.
struct RequirementRow {
  RequirementReference requirement;
  std::string state;  // "modelled", "precondition" or "not modelled"
  std::string reason; // why it is not modelled, or what the precondition is
  std::uint64_t rules = 0, invariants = 0, cases = 0, vectors = 0, mutants = 0;
  std::string verdict;     // worst verdict of the cases of this run that cite it; empty if none ran
  std::uint64_t cited = 0; // by so many decided cases of this run
  std::uint64_t fired = 0; // its rules, in so many decided cases of this run
  Reach reach = Reach::none;
};

// What one of several machines did of a run. Shards of one run agree in all but index and places.
struct Shard {
  std::uint64_t index = 0;           // from 0
  std::uint64_t count = 0;           // 0: the run is whole
  std::uint64_t cases = 0;           // of the whole run
  std::vector<std::uint64_t> places; // of each case, in the whole run
  // What the run depends on and its report does not show, by name: "steps", "20".
  std::vector<std::pair<std::string, std::string>> settings;
};

struct RunResult {
  std::string version; // of pathproof
  std::string iut;     // the --iut specification
  std::string role;    // the role under test
  std::string profile; // file name, empty if none
  std::uint64_t seed = 0;
  bool strict = false;
  std::string interrupted; // "SIGINT", "SIGTERM" or empty
  std::vector<CaseResult> cases;
  std::vector<RequirementRow> requirements;
  Shard shard{};
};

// Gives each row what the cases say about its requirement: the worst verdict of those that cite it,
// and its reach.
void judge_requirements(RunResult& result);

// 0 conformant · 1 a fail or unexpected-pass · 2 an error of the kit or adapter, interrupted, or
// nothing ran, but for a shard that has no case ·
// 3 only inconclusive, unsupported or flaky beside passes.
int exit_status(const RunResult& result);

} // namespace pathproof
