// SPDX-License-Identifier: Apache-2.0
// What the agent finds out about the guest.
#include <cstdlib>
#include <sstream>

#include "conformance/iut/guest/guest.hpp"

namespace pathproof::iut {
namespace {

std::string_view as_text(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

std::map<std::string, std::uint64_t> Guest::slabs() {
  std::map<std::string, std::uint64_t> counts;
  const AgentAnswer answer = call("slabs");
  for (unsigned i = 0; !answer.word(i).empty(); ++i) {
    const std::string_view word = answer.word(i);
    const std::size_t equals = word.find('=');
    if (equals != std::string_view::npos) {
      counts[std::string(word.substr(0, equals))] =
          std::strtoull(std::string(word.substr(equals + 1)).c_str(), nullptr, 10);
    }
  }
  return counts;
}

ProcessorTicks Guest::processor_ticks() {
  const Bytes bytes = call("read /proc/stat").bytes(0);
  std::istringstream text{std::string(as_text(bytes))};
  std::string name;
  long nice = 0;
  ProcessorTicks ticks;
  text >> name >> ticks.user >> nice >> ticks.system >> ticks.idle;
  ticks.user += nice;
  return ticks;
}

std::string Guest::interface(unsigned device) {
  std::string address;
  for (const std::uint8_t byte : mac_address(plan_.devices.at(device).user_id)) {
    const char code = static_cast<char>(byte);
    address += (address.empty() ? "" : ":") + hexadecimal(std::string_view(&code, 1));
  }
  for (std::size_t i = 0; i < plan_.devices.size(); ++i) {
    const std::string name = "eth" + std::to_string(i);
    const Bytes text = call("read /sys/class/net/" + name + "/address").bytes(0);
    if (as_text(text).starts_with(address)) {
      return name;
    }
  }
  return {};
}

std::string Guest::pending() {
  std::string text;
  const std::optional<AgentAnswer> answer = collect(begin("pending"), limits_.call_ms);
  for (unsigned i = 0; answer && !answer->word(i).empty(); ++i) {
    const std::string_view word = answer->word(i);
    const std::size_t stack = word.rfind(':');
    const AgentAnswer only_stack{AgentAnswer::Kind::ok, std::string(word.substr(stack + 1))};
    const Bytes bytes = only_stack.bytes(0);
    text.append(word.substr(0, stack)).append(": ").append(as_text(bytes)) += '\n';
  }
  return text;
}

} // namespace pathproof::iut
