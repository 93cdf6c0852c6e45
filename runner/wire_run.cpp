// SPDX-License-Identifier: Apache-2.0
#include "runner/wire_run.hpp"

#include <algorithm>
#include <limits>

#include "conformance/expectation.hpp"
#include "conformance/guest_pair.hpp"
#include "conformance/wire_judge.hpp"
#include "model/core/error.hpp"
#include "vectors/pcap.hpp"

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
                                      const Machine& wire) {
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
  const WireJudgeOptions how{.strict = options.strict,
                             .reproduction = options.program + " run iucv/hs --iut " + options.iut +
                                             (options.strict ? " --strict" : "")};
  auto judge = std::make_unique<WireJudge>(wire, how);
  if (!read_in_order(file, *judge)) {
    judge = std::make_unique<WireJudge>(wire, how);
    read_and_sort(file, *judge);
  }
  std::vector<CaseResult> results = judge->results();
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
          .cases = options.iut == guest_pair_name ? judge_guest_pair(wire, options, selectors)
                                                  : judge_capture(options, selectors, wire),
          .requirements = {}};
}

} // namespace pathproof::runner
