// SPDX-License-Identifier: Apache-2.0
#include "runner/wire_run.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>

#include "conformance/expectation.hpp"
#include "conformance/guest_pair.hpp"
#include "conformance/wire_judge.hpp"
#include "model/core/error.hpp"
#include "runner/case_frames.hpp"
#include "vectors/pcap.hpp"
#include "vectors/shipped.hpp"

namespace pathproof::runner {

namespace {

constexpr std::string_view wire_name = "iucv/hs_wire";
constexpr std::string_view capture_prefix = "hs:pcap:";

// A frame as far as it is looked at, kept to be put in order.
struct Kept {
  std::int64_t nanoseconds;
  std::size_t length;
  std::vector<std::uint8_t> octets;
};

bool read_in_order(const std::string& file, WireJudge& judge) {
  vectors::PcapReader reader(file);
  std::int64_t before = std::numeric_limits<std::int64_t>::min();
  while (const auto frame = reader.next()) {
    if (frame->nanoseconds < before) {
      return false;
    }
    before = frame->nanoseconds;
    judge.frame(frame->octets, frame->length);
  }
  return true;
}

void read_and_sort(const std::string& file, WireJudge& judge) {
  constexpr std::size_t looked_at = ethernet_header_size + iucv::hs_header_size;
  std::vector<Kept> all;
  vectors::PcapReader reader(file);
  while (const auto frame = reader.next()) {
    const auto head = frame->octets.first(std::min(frame->octets.size(), looked_at));
    all.push_back({frame->nanoseconds, frame->length, {head.begin(), head.end()}});
  }
  std::stable_sort(all.begin(), all.end(), [](const Kept& a, const Kept& b) {
    return a.nanoseconds < b.nanoseconds;
  });
  for (const Kept& one : all) {
    judge.frame(one.octets, one.length);
  }
}

// Its frames in the order of time.
std::vector<CaseResult> judged(const std::string& file,
                               const Machine& wire,
                               const WireJudgeOptions& options,
                               const Context& context) {
  auto judge = std::make_unique<WireJudge>(wire, options);
  if (!read_in_order(file, *judge)) {
    judge = std::make_unique<WireJudge>(wire, options);
    read_and_sort(file, *judge);
  }
  std::vector<CaseResult> results = judge->results();
  read_frames_of(file, results, context.frames);
  for (CaseResult& one : results) {
    one.capture = file;
  }
  return results;
}

void check(const SuiteOptions& options) {
  if (!options.roles.empty()) {
    throw UsageError("--role: with " + options.iut + " both parties are judged");
  }
  if (!options.providers.empty()) {
    throw UsageError("--providers: " + options.iut + " has none");
  }
}

std::vector<CaseResult> judge_capture(const SuiteOptions& options,
                                      const std::vector<std::string>& selectors,
                                      const Machine& wire,
                                      const Context& context) {
  for (const std::string& selector : selectors) {
    if (selector != "iucv" && selector != "iucv/hs" && selector != wire_name) {
      throw UsageError("a capture is judged whole, by " + std::string(wire_name) + ": '" +
                       selector + "' selects nothing in it");
    }
  }
  const std::string file = options.iut.substr(capture_prefix.size());
  if (file.empty()) {
    throw UsageError("--iut hs:pcap:FILE needs the name of a file");
  }
  const std::string again =
      options.program + " run iucv/hs --iut " + options.iut + (options.strict ? " --strict" : "");
  std::vector<CaseResult> results =
      judged(file, wire, {.strict = options.strict, .reproduction = again}, context);
  if (results.empty()) {
    throw UsageError(file + " has no frame of AF_IUCV over HiperSockets");
  }
  for (CaseResult& one : results) {
    expect(one, options.profile);
  }
  return results;
}

} // namespace

bool is_wire_run(const std::string& iut) {
  return iut.starts_with(capture_prefix) || iut == guest_pair_name;
}

std::vector<CaseResult> judge_recordings(const SuiteOptions& options, const Context& context) {
  namespace fs = std::filesystem;
  const Machine& wire = find_machine(context, std::string(wire_name));
  std::set<fs::path> files;
  std::error_code none;
  const std::string directory =
      vectors::shipped_directory("PATHPROOF_RECORDINGS", "recordings") + "/linux-6.1";
  for (const auto& one : fs::directory_iterator(directory, none)) {
    files.insert(one.path());
  }
  std::vector<CaseResult> results;
  for (const fs::path& file : files) {
    const std::string again =
        options.program + " run iucv/hs --iut " + std::string(capture_prefix) + file.string();
    const WireJudgeOptions how{.strict = options.strict,
                               .family = "iucv/hs_wire/recorded/" + file.stem().string(),
                               .reproduction = again};
    for (CaseResult& one : judged(file.string(), wire, how, context)) {
      one.title += ", recorded of Linux 6.1";
      expect(one, options.profile);
      results.push_back(std::move(one));
    }
  }
  return results;
}

RunResult wire_run(const SuiteOptions& options,
                   const std::vector<std::string>& selectors,
                   const Context& context) {
  check(options);
  const Machine& wire = find_machine(context, std::string(wire_name));
  return {.version = {},
          .iut = options.iut,
          .role = {},
          .profile = options.profile.file,
          .seed = options.seed,
          .strict = options.strict,
          .interrupted = {},
          .cases = options.iut == guest_pair_name
                       ? judge_guest_pair(wire, options, selectors)
                       : judge_capture(options, selectors, wire, context),
          .requirements = {}};
}

} // namespace pathproof::runner
