// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/stack_routes.hpp"

#include <arpa/inet.h>

#include <array>

#include "model/cinet/prerouter_labels.hpp"

namespace pathproof::iut {

using cinet::prerouter::Address;
using cinet::prerouter::addresses_max;
using cinet::prerouter::homes_max;
using cinet::prerouter::metric_names;
using cinet::prerouter::Route;

namespace {

// What stands for the model's addresses: in networks for documentation and tests.
constexpr std::array<const char*, addresses_max> addresses{"198.18.101.1",
                                                           "198.18.102.1",
                                                           "2001:db8:6::1",
                                                           "192.0.2.7",
                                                           "192.0.2.8",
                                                           "203.0.113.9",
                                                           "2001:db8:7::7"};
constexpr std::array<unsigned, metric_names.size()> metrics{0, 10, 50}; // as metric_names

RoutedNamespace::Address in_octets(int family, const char* text) {
  RoutedNamespace::Address made{};
  inet_pton(family, text, made.data());
  return made;
}

} // namespace

int family_of_address(std::uint32_t address) {
  const auto one = static_cast<Address>(address);
  return one == Address::home6 || one == Address::host6 ? AF_INET6 : AF_INET;
}

RoutedNamespace::Address kernel_address(std::uint32_t address) {
  return in_octets(family_of_address(address), addresses.at(address));
}

bool is_home(std::uint32_t route) {
  return route < homes_max;
}

// Host, network and default route, in the order of Route.
RoutedNamespace::Entry kernel_route(std::uint32_t route, std::uint32_t metric) {
  switch (static_cast<Route>(route)) {
  case Route::host:
    return {kernel_address(static_cast<unsigned>(Address::host)), 32, 0, metrics.at(metric)};
  case Route::net:
    return {in_octets(AF_INET, "192.0.2.0"), 24, 1, metrics.at(metric)};
  case Route::net6:
    return {in_octets(AF_INET6, "2001:db8:7::"), 64, 2, metrics.at(metric)};
  default:
    return {{}, 0, 0, metrics.at(metric)};
  }
}

unsigned home_of(std::uint32_t route) {
  return is_home(route) ? route : kernel_route(route, 0).home;
}

// As index into family_names.
std::uint32_t family_of(std::uint32_t route) {
  return RoutedNamespace::family_of(home_of(route)) == AF_INET6 ? 1 : 0;
}

} // namespace pathproof::iut
