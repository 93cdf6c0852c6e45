// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/stack_drivers.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "conformance/iut/stack_routes.hpp"
#include "model/cinet/prerouter_labels.hpp"
#include "model/cinet/prerouter_requirements.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {

namespace {

using namespace cinet::prerouter;

constexpr std::uint32_t unbounded = 0xFFFF'FFFF;

Label shows(Kind kind, std::uint32_t driver, std::initializer_list<std::uint32_t> arguments = {}) {
  Label made{.kind = static_cast<std::uint16_t>(kind), .arguments = {driver}};
  std::copy(arguments.begin(), arguments.end(), made.arguments.begin() + 1);
  return made;
}

bool is(const Label& label, Kind kind) {
  return label.kind == static_cast<unsigned>(kind);
}

bool is_failure(const Label& answer) {
  return is(answer, Kind::answer_failed) || is(answer, Kind::answer_malformed) ||
         is(answer, Kind::answer_small);
}

} // namespace

StackDrivers::StackDrivers(std::string_view specification) {
  if (specification != "netns") {
    throw UsageError("'" + std::string(specification) +
                     "' names no real transport drivers; there are netns");
  }
}

Declaration StackDrivers::declaration() {
  return {.name = "netns",
          .roles = {"driver"},
          .lacks = {},
          .choose = {{"driver", "careful"}},
          .trouble = {}};
}

Reply StackDrivers::start(const Machine& machine, const CaseStart& start) {
  const unsigned wanted = machine.configuration().instances;
  findings_.clear();
  said_.clear();
  judged_ = false;
  affinity_ = false;
  if (std::any_of(start.plan.begin(), start.plan.end(), is_failure)) {
    return {.kind = Reply::Kind::unsupported, .text = "kernels do not fail at what a driver does"};
  }
  try {
    if (drivers_.size() != wanted) {
      drivers_.clear();
    }
    while (drivers_.size() < wanted) {
      const auto number = static_cast<unsigned>(drivers_.size());
      drivers_.push_back({.stack = std::make_unique<RoutedNamespace>(number)});
    }
  } catch (const NoStacks& reason) {
    drivers_.clear();
    return {.kind = Reply::Kind::unsupported, .text = reason.what()};
  }
  for (Driver& driver : drivers_) {
    if (const int error = driver.stack->reset(); error != 0) {
      return {.kind = Reply::Kind::broken,
              .text = std::string("a stack cannot be reset: ") + std::strerror(error)};
    }
  }
  configure(start);
  return {};
}

void StackDrivers::configure(const CaseStart& start) {
  for (std::size_t i = 0; i < drivers_.size(); ++i) {
    drivers_[i] = {.stack = std::move(drivers_[i].stack),
                   .metric = (start.seed / 2 + i) % 2 == 0 ? 1U : 2U};
    drivers_[i].dialogues[0].knows = (start.seed + i) % 2 == 1;
    drivers_[i].dialogues[1].knows = (start.seed / 4 + i) % 2 == 1;
  }
  std::vector<std::uint32_t> answered(drivers_.size()); // how many families
  for (const Label& one : start.plan) {
    if (one.arguments[0] >= drivers_.size()) {
      continue;
    }
    Driver& driver = drivers_[one.arguments[0]];
    if (is(one, Kind::answer_knows) || is(one, Kind::answer_homes)) {
      // The first answer is of IPv4, the second one of IPv6.
      std::uint32_t& family = answered[one.arguments[0]];
      if (family < families) {
        driver.dialogues.at(family++).knows = is(one, Kind::answer_knows);
      }
    } else if (is(one, Kind::answer_route) && one.arguments[4] != 0) {
      driver.metric = one.arguments[4];
    }
  }
}

std::string StackDrivers::refuses(const Label& label) const {
  const std::uint32_t number = label.arguments[0];
  const std::uint32_t what = label.arguments[1];
  const bool six = std::all_of(
      drivers_.begin(), drivers_.end(), [](const Driver& one) { return one.stack->takes_six(); });
  if (is(label, Kind::event_start)) {
    return what == 1 && !six ? "this kernel has no IPv6" : "";
  }
  if ((!is(label, Kind::event_route) && !is(label, Kind::event_interface) &&
       !is(label, Kind::daemon_add) && !is(label, Kind::daemon_metric)) ||
      number >= drivers_.size()) {
    return {};
  }
  if (family_of(what) == 1 && !six) {
    return "this kernel has no IPv6";
  }
  const Driver& driver = drivers_[number];
  if (is(label, Kind::event_interface)) {
    return label.arguments[2] == 0 && has_routes(driver, what)
               ? "Linux drops the routes of an interface that goes down"
               : "";
  }
  const bool comes = !is(label, Kind::event_route) || label.arguments[2] == 1;
  return comes && !is_home(what) && !driver.stack->is_up(home_of(what))
             ? "Linux takes no routes through an interface that is down"
             : "";
}

bool StackDrivers::has_routes(const Driver& driver, unsigned home) {
  const auto routes = driver.stack->routes();
  return std::any_of(routes.begin(), routes.end(), [&](const RoutedNamespace::Entry& one) {
    return one.home == home;
  });
}

Reply StackDrivers::give(const Label& label) {
  const std::uint32_t number = label.arguments[0];
  if (number >= drivers_.size()) {
    return {};
  }
  Driver& driver = drivers_[number];
  switch (static_cast<Kind>(label.kind)) {
  case Kind::event_start:
  case Kind::event_stop:
    for (Dialogue& one : driver.dialogues) {
      one = {.knows = one.knows};
    }
    driver.says.clear();
    driver.asked.reset();
    driver.binding.reset();
    driver.bound.clear();
    return go();
  case Kind::event_route:
  case Kind::event_interface:
  case Kind::daemon_add:
  case Kind::daemon_delete:
  case Kind::daemon_metric:
    return change(number, label);
  case Kind::ask_open: {
    int error = 0;
    driver.family = label.arguments[1];
    driver.asked =
        driver.stack->stack().datagram_socket(driver.family == 0 ? AF_INET : AF_INET6, error);
    if (error != 0) {
      return failed(driver, "socket()", error);
    }
    driver.says.push_back(shows(Kind::answer_done, number));
    break;
  }
  case Kind::ask_ifconf:
    list(number, unbounded);
    break;
  case Kind::ask_homeif6:
    list(number, label.arguments[2]);
    break;
  case Kind::ask_table:
    tabulate(number, unbounded);
    break;
  case Kind::ask_table6:
    tabulate(number, label.arguments[1]);
    break;
  case Kind::ask_close: {
    Dialogue& dialogue = driver.dialogues.at(driver.family);
    driver.asked.reset();
    dialogue.ready = dialogue.tabled;
    driver.says.push_back(shows(Kind::answer_done, number));
    break;
  }
  case Kind::ask_bind:
    bind(number, label.arguments[1]);
    break;
  default:
    break;
  }
  return next(driver);
}

Reply StackDrivers::next(Driver& driver) {
  if (driver.says.empty()) {
    return {};
  }
  const Label first = driver.says.front();
  driver.says.pop_front();
  return {.kind = Reply::Kind::label, .label = first};
}

Reply StackDrivers::go() {
  for (Driver& driver : drivers_) {
    if (!driver.says.empty()) {
      return next(driver);
    }
  }
  return {};
}

// Of what the kernel has.
StackDrivers::Table StackDrivers::read(const Driver& driver, std::uint32_t family) {
  constexpr std::uint32_t host = 1;
  constexpr std::uint32_t home_down = 2;
  constexpr std::uint32_t home_up = 3;
  Table table;
  const auto homes = driver.stack->home_list();
  for (std::uint32_t home = 0; home < homes.size(); ++home) {
    if (family_of(home) == family && homes.at(home) == kernel_address(home)) {
      table[home] = {.attributes = driver.stack->is_up(home) ? home_up : home_down};
    }
  }
  for (const RoutedNamespace::Entry& one : driver.stack->routes()) {
    for (const Route route : {Route::host, Route::net, Route::anywhere, Route::net6}) {
      for (std::uint32_t metric = 1; metric < metric_names.size(); ++metric) {
        const auto number = static_cast<std::uint32_t>(route);
        if (family_of(number) == family && one == kernel_route(number, metric)) {
          table[number] = {.attributes = route == Route::host ? host : 0, .metric = metric};
        }
      }
    }
  }
  return table;
}

// The home interfaces, if there is room for so many.
void StackDrivers::list(std::uint32_t number, std::uint32_t room) {
  Driver& driver = drivers_[number];
  if (driver.dialogues.at(driver.family).knows) {
    driver.says.push_back(shows(Kind::answer_knows, number));
    return;
  }
  std::vector<Label> homes;
  for (const auto& [route, told] : read(driver, driver.family)) {
    if (is_home(route)) {
      homes.push_back(shows(Kind::answer_home, number, {route}));
    }
  }
  if (homes.size() > room) {
    driver.says.push_back(
        shows(Kind::answer_small, number, {static_cast<std::uint32_t>(homes.size())}));
    return;
  }
  driver.says.insert(driver.says.end(), homes.begin(), homes.end());
  driver.says.push_back(shows(Kind::answer_homes, number));
}

// Home interfaces that were listed take room, and are not told of again.
void StackDrivers::tabulate(std::uint32_t number, std::uint32_t room) {
  Driver& driver = drivers_[number];
  Dialogue& dialogue = driver.dialogues.at(driver.family);
  const Table now = read(driver, driver.family);
  if (now.size() > room) {
    driver.says.push_back(
        shows(Kind::answer_small, number, {static_cast<std::uint32_t>(now.size())}));
    return;
  }
  dialogue.told = now;
  dialogue.tabled = true;
  for (const auto& [route, told] : now) {
    if (dialogue.knows || !is_home(route)) {
      driver.says.push_back(
          shows(Kind::answer_route, number, {route, home_of(route), told.attributes, told.metric}));
    }
  }
  constexpr std::uint32_t hops = 0;
  driver.says.push_back(shows(Kind::answer_table, number, {hops}));
}

// Something happens to the kernel; a driver that was read tells of the difference.
Reply StackDrivers::change(std::uint32_t number, const Label& label) {
  Driver& driver = drivers_[number];
  const std::uint32_t what = label.arguments[1];
  const bool daemon = !is(label, Kind::event_route) && !is(label, Kind::event_interface);
  Reply done;
  if (is(label, Kind::event_interface)) {
    if (const int error = driver.stack->set_up(what, label.arguments[2] == 1); error != 0) {
      return failed(driver, "SIOCSIFFLAGS", error);
    }
  } else if (is(label, Kind::event_route)) {
    done = route(driver, what, driver.metric, label.arguments[2] == 1);
  } else {
    done = route(driver, what, 0, false);
    if (!is(label, Kind::daemon_delete) && done.kind == Reply::Kind::quiet) {
      done = route(driver, what, label.arguments[2], true);
    }
  }
  if (done.kind != Reply::Kind::quiet) {
    return done;
  }
  const std::uint32_t family = family_of(what);
  Dialogue& dialogue = driver.dialogues.at(family);
  if (daemon && !dialogue.knows) {
    dialogue.told = read(driver, family); // the prerouter has heard of it
  } else if (dialogue.ready) {
    tell(number, family);
  }
  return next(driver);
}

// A kernel may have a route once for each metric: it goes with whichever it has.
Reply StackDrivers::route(Driver& driver, std::uint32_t route, std::uint32_t metric, bool present) {
  int error = 0;
  if (is_home(route)) {
    error =
        driver.stack->set_home(route, present ? kernel_address(route) : RoutedNamespace::Address{});
  } else if (present) {
    error = driver.stack->add(kernel_route(route, metric));
  } else {
    for (const RoutedNamespace::Entry& one : driver.stack->routes()) {
      RoutedNamespace::Entry same = kernel_route(route, 0);
      same.metric = one.metric;
      if (error == 0 && one == same) {
        error = driver.stack->remove(one);
      }
    }
  }
  return error == 0 ? Reply{} : failed(driver, is_home(route) ? "SIOCSIFADDR" : "a route", error);
}

// On its master socket; of IPv4 with the commands of the first form, of IPv6 with those that its
// answer to the mark has decided.
void StackDrivers::tell(std::uint32_t number, std::uint32_t family) {
  constexpr std::uint32_t master = 0;
  Driver& driver = drivers_[number];
  Dialogue& dialogue = driver.dialogues.at(family);
  const std::uint32_t form = family == 0 ? 0 : dialogue.knows ? 3 : 2;
  const std::uint32_t interface_form = family == 0 ? 0 : 2;
  const Table now = read(driver, family);
  for (const auto& [route, told] : dialogue.told) {
    if (!now.contains(route)) {
      driver.says.push_back(
          shows(Kind::send_delete, number, {route, told.attributes, form, master}));
    }
  }
  for (const auto& [route, told] : now) {
    const auto before = dialogue.told.find(route);
    if (before == dialogue.told.end()) {
      driver.says.push_back(
          shows(Kind::send_add, number, {route, told.attributes, told.metric, form, master}));
    } else if (before->second.attributes != told.attributes) {
      const std::uint32_t up = driver.stack->is_up(route) ? 1 : 0;
      driver.says.push_back(
          shows(Kind::send_interface, number, {route, up, interface_form, master}));
    }
  }
  dialogue.told = now;
}

void StackDrivers::bind(std::uint32_t number, std::uint32_t port) {
  constexpr unsigned first_port = 21'000;
  Driver& driver = drivers_[number];
  int error = 0;
  driver.binding = driver.stack->stack().socket(error);
  if (error == 0) {
    error = driver.binding.listen(static_cast<unsigned short>(first_port + port));
  }
  if (error != 0) {
    driver.binding.reset();
    said_ += "stack " + std::to_string(number + 1) + ": bind(): " + std::strerror(error) + "\n";
  }
  driver.says.push_back(shows(error == 0 ? Kind::answer_done : Kind::answer_in_use, number));
}

void StackDrivers::overhear(const Label& label) {
  switch (static_cast<Kind>(label.kind)) {
  case Kind::call_connect:
  case Kind::call_sendto:
    address_ = label.arguments[0];
    judged_ = address_ < addresses_max && !is_home(address_) && !affinity_;
    break;
  case Kind::call_bind:
    judged_ = false;
    break;
  case Kind::call_affinity:
  case Kind::call_no_affinity:
    affinity_ = is(label, Kind::call_affinity);
    break;
  case Kind::select_provider:
    judge(label.arguments[0]);
    break;
  case Kind::select_none:
    judge(unlisted);
    break;
  case Kind::return_bound:
  case Kind::return_in_use:
    for (Driver& driver : drivers_) {
      if (is(label, Kind::return_bound) && driver.binding) {
        driver.bound.push_back(std::move(driver.binding));
      }
      driver.binding.reset();
    }
    break;
  default:
    break;
  }
}

// The kernels know where they can reach. Home addresses are left out: Linux reaches its own through
// interfaces that are down.
void StackDrivers::judge(std::uint32_t chosen) {
  if (!judged_) {
    return;
  }
  judged_ = false;
  std::string able;
  bool right = false;
  for (std::size_t i = 0; i < drivers_.size(); ++i) {
    const Driver& driver = drivers_[i];
    const int family = family_of_address(address_);
    if (driver.dialogues.at(family == AF_INET6 ? 1 : 0).ready &&
        driver.stack->reach(family, kernel_address(address_)) == 0) {
      able += (able.empty() ? "" : ",") + std::to_string(i + 1);
      right = right || i == chosen;
    }
  }
  if (!able.empty() && !right) {
    const std::string call = "a call to " + std::string(address_names.at(address_)) + " goes to ";
    findings_.push_back({&cinet::prerouter::req::cinet_017,
                         chosen == unlisted
                             ? call + "nobody, but the kernels of {" + able + "} know a way"
                             : call + "provider " + std::to_string(chosen + 1) +
                                   ", whose kernel knows no way, as those of {" + able + "} do"});
  }
}

Reply StackDrivers::failed(const Driver& driver, const std::string& what, int error) {
  const auto number = static_cast<std::size_t>(&driver - drivers_.data());
  return {.kind = Reply::Kind::broken,
          .text = "stack " + std::to_string(number + 1) + ": " + what + ": " +
                  std::strerror(error) + ", for which the model has no answer"};
}

} // namespace pathproof::iut
