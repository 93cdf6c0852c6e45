// SPDX-License-Identifier: Apache-2.0
// What stands for the model's addresses and routes of the prerouter in a kernel.
#pragma once

#include <cstdint>

#include "conformance/iut/routed_namespace.hpp"

namespace pathproof::iut {

// Numbers are those of `Address` and `Route` of the model, metrics those of metric_names.

RoutedNamespace::Address kernel_address(std::uint32_t address);

// AF_INET or AF_INET6, of an address.
int family_of_address(std::uint32_t address);

bool is_home(std::uint32_t route);

// A route that is no home interface.
RoutedNamespace::Entry kernel_route(std::uint32_t route, std::uint32_t metric);

// The interface that a route goes through.
unsigned home_of(std::uint32_t route);

// As index into family_names, of a route.
std::uint32_t family_of(std::uint32_t route);

} // namespace pathproof::iut
