// SPDX-License-Identifier: Apache-2.0
// What users of a saved system cost in memory, up to a thousand: each reads all of it and stores
// into a few exclusive pages. Against a copy for each, which is what they would cost without it.
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "bench/row.hpp"
#include "bench/svg.hpp"
#include "conformance/iut/nss/memory_cost.hpp"
#include "conformance/iut/nss/saved_system.hpp"
#include "reports/write.hpp"

namespace pathproof::bench {

namespace {

using namespace iut::nss;

constexpr std::uint32_t pages = 0x500; // of the definition of SAVELX
constexpr std::uint32_t written = 16;  // exclusive pages of each user
constexpr double k_of_page = 4;
constexpr double k_of_m = 1024;

struct Cost {
  unsigned users = 0;
  double measured = 0; // MB, all users together
  double expected = 0; // one copy, and what each has written
  double copies = 0;   // a copy for each
  double load_ms = 0;  // to load it, for one user
};

double measured_k(const SavedSystem& system, const UserMachine& machine) {
  return static_cast<double>(cost_of(system, machine, 0, pages - 1).proportional);
}

Cost cost_with(unsigned users) {
  const auto line =
      pathproof::nss::read_definition("DEFSYS LXSHR 0-FF EW 100-2FF SR 300-4FF EW MINSIZE=64M");
  PageFile storage(pages);
  for (std::uint32_t page = 0; page < pages; ++page) {
    storage.fill(page, 1);
  }
  SavedSystem system(line, storage);
  const double seconds = timed([&] {
    for (unsigned user = 0; user < users; ++user) {
      UserMachine& machine = system.load(user);
      machine.touch(0, pages - 1);
      for (std::uint32_t page = 0; page < written; ++page) {
        machine.store(page, 2);
      }
    }
  });
  Cost cost{.users = users, .load_ms = seconds * 1000 / users};
  for (unsigned user = 0; user < users; ++user) {
    cost.measured += measured_k(system, *system.user(user)) / k_of_m;
  }
  cost.expected = (pages + double{written} * users) * k_of_page / k_of_m;
  cost.copies = double{pages} * users * k_of_page / k_of_m;
  return cost;
}

// Both axes are logarithmic: 1 to 1,000 users, 1 MB to 10 GB.
struct Plot {
  static constexpr double left = 70;
  static constexpr double bottom = 330;
  static constexpr double width = 500;
  static constexpr double height = 300;

  static double x(double users) { return left + width * std::log10(users) / 3; }

  static double y(double megabytes) { return bottom - height * std::log10(megabytes) / 4; }
};

std::string curve(const std::vector<Cost>& costs, double Cost::*what, const char* colour) {
  std::string points;
  for (const Cost& one : costs) {
    points += fmt::format("{:.1f},{:.1f} ", Plot::x(one.users), Plot::y(one.*what));
  }
  return curve_through(points, colour);
}

std::string plot_of(const std::vector<Cost>& costs) {
  std::string svg;
  for (int power = 0; power <= 3; ++power) {
    const double x = Plot::x(std::pow(10, power));
    svg += line_between(x, 30, x, 330);
    svg += text_at(x, 350, "middle", fmt::format("{:.0f}", std::pow(10, power)));
  }
  for (int power = 0; power <= 4; ++power) {
    const double y = Plot::y(std::pow(10, power));
    svg += line_between(70, y, 570, y);
    svg += text_at(62, y + 4, "end", fmt::format("{:.0f}", std::pow(10, power)));
  }
  svg += text_at(320, 375, "middle", "users of one saved system");
  svg += text_at(10, 20, "start", "MB of memory, all users together");
  svg += curve(costs, &Cost::copies, "#b33") + curve(costs, &Cost::measured, "#36c");
  svg += text_at(Plot::x(20), Plot::y(220), "end", "a copy for each");
  svg += text_at(Plot::x(120), Plot::y(4), "start", "shared, as measured (Pss)");
  return svg_of(svg);
}

} // namespace

std::vector<Row> saved_systems(const Options& options) {
  std::vector<Cost> costs;
  std::vector<Row> rows;
  for (const unsigned users : {1U, 10U, 100U, 300U, 1000U}) {
    if (options.quick && users > 10) {
      break;
    }
    const Cost cost = cost_with(users);
    costs.push_back(cost);
    rows.push_back({.name = fmt::format("nss: memory of {} users", users),
                    .measured = fmt::format("{:.1f} MB", cost.measured),
                    .against = fmt::format("copies {:.1f} MB", cost.copies),
                    .ratio = cost.measured / cost.copies});
  }
  const Cost& last = costs.back();
  rows.push_back({.name = fmt::format("nss: one copy for {} users", last.users),
                  .measured = fmt::format("{:.1f} MB", last.measured),
                  .against = fmt::format("and own {:.1f} MB", last.expected),
                  .ratio = last.measured / last.expected,
                  .wanted = 1.05,
                  .at_most = true});
  rows.push_back({.name = "nss: to load it, a user",
                  .measured = fmt::format("{:.2f} ms", last.load_ms),
                  .against = "limit 20 ms",
                  .ratio = last.load_ms / 20,
                  .wanted = 1,
                  .at_most = true});
  if (!options.plot.empty()) {
    reports::write_file(options.plot, plot_of(costs));
  }
  return rows;
}

} // namespace pathproof::bench
