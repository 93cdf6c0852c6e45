// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/real_stack.hpp"

#include <arpa/inet.h>

#include "conformance/iut/lwip_stack.hpp"
#include "conformance/iut/namespace_stack.hpp"

namespace pathproof::iut {

namespace {

in_addr_t host(unsigned number, unsigned last) {
  constexpr in_addr_t network = 198U << 24U | 18U << 16U;
  return htonl(network | (number & 0xFFU) << 8U | last);
}

} // namespace

in_addr_t home_address(unsigned number) {
  return host(number, 1);
}

in_addr_t partner_address(unsigned number) {
  return host(number, 2);
}

bool is_stack_kind(std::string_view kind) {
  return kind == "netns" || kind == "lwip";
}

std::unique_ptr<RealStack> make_stack(std::string_view kind, unsigned number, bool with_interface) {
  if (kind == "lwip") {
    return make_lwip_stack(number, with_interface);
  }
  return std::make_unique<NamespaceStack>(number, with_interface);
}

} // namespace pathproof::iut
