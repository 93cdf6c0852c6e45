// SPDX-License-Identifier: Apache-2.0
// Real kernels in the role of the prerouter's transport drivers: each is a network namespace, and
// what its ioctls and its lists of addresses and routes say is what the driver answers and tells.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/iut.hpp"
#include "conformance/iut/routed_namespace.hpp"

namespace pathproof::iut {

class StackDrivers final : public Iut {
public:
  // "netns" alone: a kernel has routes. Throws UsageError. No stack is made before a case starts.
  // Whether a driver knows the marks, and the metric of its routes, is as a directed case has it;
  // of other tests the seed says it.
  explicit StackDrivers(std::string_view specification);

  Declaration declaration() override;
  Reply start(const Machine& machine, const CaseStart& start) override;
  Reply give(const Label& label) override;
  void overhear(const Label& label) override;
  Reply go() override;
  std::string refuses(const Label& label) const override;

  std::string error_output() override { return said_; }

  // Calls that were given to a driver whose kernel cannot reach where they go, or to nobody
  // although one can; of this case.
  const std::vector<StackFinding>& findings() const { return findings_; }

  // The kernel of that driver, from 0, while a case runs.
  RoutedNamespace& kernel(unsigned driver) { return *drivers_.at(driver).stack; }

private:
  // A home interface or route as the prerouter is told of it.
  struct Told {
    std::uint32_t attributes = 0;
    std::uint32_t metric = 0;

    bool operator==(const Told&) const = default;
  };

  using Table = std::map<std::uint32_t, Told>; // by route

  // The dialogue of one family, and what has come of it.
  struct Dialogue {
    bool knows = false; // the mark
    bool tabled = false;
    bool ready = false;
    Table told{}; // what the prerouter knows
  };

  static constexpr std::uint32_t families = 2;

  struct Driver {
    std::unique_ptr<RoutedNamespace> stack;
    std::array<Dialogue, families> dialogues{};
    std::uint32_t family = 0;         // of the prerouter's socket
    std::uint32_t metric = 1;         // of its routes, as index into metric_names
    std::deque<Label> says{};         // still to be shown
    StackSocket asked{};              // the prerouter's socket
    StackSocket binding{};            // of the bind in progress
    std::vector<StackSocket> bound{}; // of those that succeeded
  };

  void configure(const CaseStart& start);
  static Reply next(Driver& driver);
  Reply change(std::uint32_t number, const Label& label);
  Reply route(Driver& driver, std::uint32_t route, std::uint32_t metric, bool present);
  Reply failed(const Driver& driver, const std::string& what, int error);
  void list(std::uint32_t number, std::uint32_t room);
  void tabulate(std::uint32_t number, std::uint32_t room);
  void tell(std::uint32_t number, std::uint32_t family);
  void bind(std::uint32_t number, std::uint32_t port);
  void judge(std::uint32_t chosen);
  static Table read(const Driver& driver, std::uint32_t family);
  static bool has_routes(const Driver& driver, unsigned home);

  std::vector<Driver> drivers_;
  std::uint32_t address_ = 0; // of the call in progress
  bool judged_ = false;       // … which says where it goes
  bool affinity_ = false;
  std::vector<StackFinding> findings_;
  std::string said_;
};

} // namespace pathproof::iut
