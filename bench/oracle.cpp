// SPDX-License-Identifier: Apache-2.0
// The oracle: steps judged in process, against copies of the state that a step makes.
#include <fmt/format.h>

#include "bench/row.hpp"
#include "conformance/oracle.hpp"
#include "model/cinet/machines.hpp"
#include "model/core/walk.hpp"

namespace pathproof::bench {

namespace {

// Conversations recorded beforehand, so that only judging is timed.
std::vector<std::vector<Label>> conversations(const Machine& machine) {
  constexpr unsigned count = 200;
  constexpr unsigned length = 60;
  Random random(1);
  std::vector<std::vector<Label>> made;
  std::vector<Step> steps;
  for (unsigned i = 0; i < count; ++i) {
    Packed state = machine.initial();
    std::vector<Label>& labels = made.emplace_back();
    for (unsigned k = 0; k < length; ++k) {
      steps.clear();
      machine.expand(state, {}, steps);
      if (steps.empty()) {
        break;
      }
      const Step& taken = steps[random.below(steps.size())];
      labels.push_back(taken.label);
      state = taken.next;
    }
  }
  return made;
}

double judged_per_second(const Machine& machine,
                         const std::vector<std::vector<Label>>& all,
                         unsigned repetitions) {
  Oracle judge(machine, 1U << machine.description().role("layer"));
  std::size_t steps = 0;
  const double seconds = timed([&] {
    for (unsigned i = 0; i < repetitions; ++i) {
      for (const std::vector<Label>& labels : all) {
        judge.reset();
        for (const Label& label : labels) {
          steps += judge.step(label) ? 1 : 0;
        }
      }
    }
  });
  return static_cast<double>(steps) / seconds;
}

double copies_per_second(unsigned count) {
  std::vector<Packed> from(64);
  std::vector<Packed> to(64);
  const double seconds = timed([&] {
    for (unsigned i = 0; i < count; ++i) {
      from[i % 64].words[0] = i;
      to[(i + 1) % 64] = from[i % 64];
      asm volatile("" : : "r"(to.data()) : "memory"); // the copy counts, whoever reads it
    }
  });
  return count / seconds;
}

} // namespace

std::vector<Row> oracle(const Options& options) {
  std::vector<Row> rows;
  for (const auto& made : {cinet::make_shared_memory, cinet::make_whole}) {
    const auto machine = made()->configured({.instances = 3, .variations = {}, .mutation = {}});
    const auto all = conversations(*machine);
    std::vector<double> judged;
    std::vector<double> copied;
    for (unsigned round = 0; round < options.rounds; ++round) {
      judged.push_back(judged_per_second(*machine, all, options.quick ? 2 : 100));
      copied.push_back(copies_per_second(options.quick ? 100'000 : 10'000'000));
    }
    const double per_second = median(judged);
    const std::string& name = machine->description().name;
    rows.push_back({.name = "oracle, " + name + ", judged steps/s",
                    .measured = fmt::format("{:.2f} M/s", per_second / 1e6),
                    .against = "5 M/s",
                    .ratio = per_second / 5e6,
                    .wanted = 1});
    rows.push_back({.name = "oracle, " + name + ", time of a step",
                    .measured = fmt::format("{:.0f} ns", 1e9 / per_second),
                    .against = fmt::format("copy {:.1f} ns", 1e9 / median(copied)),
                    .ratio = median(copied) / per_second});
  }
  return rows;
}

} // namespace pathproof::bench
