// SPDX-License-Identifier: Apache-2.0
// Any frames and any lines: the reference endpoint answers each command at most once, says nothing
// but frames and answers, and never breaks. Half of what it gets is nearly right, so that there are
// connections.
#include <algorithm>
#include <cstdlib>
#include <set>

#include "conformance/fuzz/octet_reader.hpp"
#include "conformance/fuzz/operations.hpp"
#include "conformance/iut/hs/reference_endpoint.hpp"
#include "model/iucv/hs_machines.hpp"

using namespace pathproof;
using namespace pathproof::iut;

namespace {

constexpr std::size_t answers_to_one_max = 80; // those that had waited, and one more

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

const std::array<std::string, 4> users{"BOXKIT", "PEER1", "PEER2", "WRONG"};
const std::array<std::string, 4> names{"SERVER", "CLIENT1", "CLIENT2", "NOBODY"};
const std::array<std::string, 14> verbs{"socket",
                                        "bind",
                                        "listen",
                                        "accept",
                                        "connect",
                                        "send",
                                        "recv",
                                        "shutdown",
                                        "close",
                                        "setsockopt",
                                        "blocking",
                                        "interrupt",
                                        "ping",
                                        "nonsense"};

Bytes frame(OctetReader& input) {
  iucv::HsFrame head;
  const std::uint8_t parties = input.next();
  head.flags = input.next();
  if (parties < 128) {
    head.flags = static_cast<std::uint8_t>(iucv::hs_kinds[head.flags % 7].value);
  }
  head.window = static_cast<std::uint16_t>(input.next());
  head.src_user_id = iucv::hs_name(users[parties % 4]);
  head.src_app_name = iucv::hs_name<16>(names[parties / 4 % 4]);
  head.dest_user_id = iucv::hs_name(users[parties / 16 % 2 * 3]);
  head.dest_app_name = iucv::hs_name<16>(names[parties / 32 % 2 * 3]);
  const Bytes payload = input.take(input.next() % 8);
  return iucv::encode(head, payload);
}

std::string arguments(OctetReader& input, const std::string& verb) {
  const std::string fd = std::to_string(3 + input.next() % 4) + " ";
  const std::uint8_t value = input.next();
  const std::string number = std::to_string(value);
  if (verb == "socket") {
    return "32 " + std::string(value % 2 == 0 ? "5" : "1") + " 0";
  }
  if (verb == "bind" || verb == "connect") {
    return fd + iucv_address(users[value % 4], names[value / 4 % 4], ' ');
  }
  if (verb == "send") {
    return fd + std::to_string(value % 2 * 64) + " 1:0000000" + std::to_string(value % 8) + " " +
           hexadecimal(Bytes(std::size_t{value} * value / 8, 'x'));
  }
  if (verb == "setsockopt") {
    return fd + "277 0x1000 000000" + hexadecimal(Bytes{value});
  }
  if (verb == "recv") {
    return fd + std::to_string(value * 16) + " " + std::to_string(value % 2 * 64);
  }
  return verb == "interrupt" ? number : fd + std::to_string(value % 4);
}

// What it said, to all the commands that it was given so far.
void check(const ReferenceEndpoint::Said& said, std::multiset<std::uint64_t>& asked) {
  for (const Bytes& one : said.frames) {
    expect(!iucv::decode(one).error);
  }
  std::string_view left = said.lines;
  std::size_t answers = 0;
  while (!left.empty()) {
    const std::size_t end = left.find('\n');
    expect(end != std::string_view::npos);
    const auto answer = parse_answer(left.substr(0, end));
    expect(answer.has_value());
    const auto found = asked.find(answer->tag);
    expect(found != asked.end());
    asked.erase(found);
    left.remove_prefix(end + 1);
    ++answers;
  }
  expect(answers <= answers_to_one_max);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto machine = iucv::hs::make_whole();
  static Operations operations;
  OctetReader input({data, size});
  ReferenceEndpoint endpoint(*machine, "BOXKIT", ' ', input.next());
  std::multiset<std::uint64_t> asked;
  std::uint64_t tag = 0;
  while (!input.empty()) {
    operations.count();
    const std::uint8_t what = input.next();
    if (what < 100) {
      check(endpoint.frame(frame(input)), asked);
    } else if (what < 200) {
      const std::string& verb = verbs[what % verbs.size()];
      asked.insert(++tag);
      check(endpoint.command(std::to_string(tag) + " " + verb + " " + arguments(input, verb)),
            asked);
    } else if (what < 225) {
      check(endpoint.frame(input.take(input.next())), asked);
    } else if (what < 250) {
      const Bytes octets = input.take(input.next());
      const std::string line(octets.begin(), octets.end());
      const auto command = parse_command(line);
      asked.insert(command ? command->tag : 0);
      check(endpoint.command(line), asked);
    } else {
      endpoint.reset();
      asked.clear();
    }
  }
  return 0;
}
