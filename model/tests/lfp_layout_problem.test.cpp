// SPDX-License-Identifier: Apache-2.0
// Each way for a layout of LFP messages to be wrong has its place and its sentence.
#include <functional>
#include <string>

#include "cmake/testing/catch.hpp"
#include "model/lfp/layout.hpp"

using namespace pathproof;
using namespace pathproof::lfp;

namespace {

LayoutField& field_of(LayoutPart& part, std::string_view name) {
  return const_cast<LayoutField&>(*part.find(name));
}

void check_problem(const std::function<void(Layout&)>& damage,
                   const std::string& where,
                   const std::string& sentence) {
  Layout layout = open_layout();
  damage(layout);
  const auto problem = problem_of(layout);
  REQUIRE(problem.has_value());
  CHECK(problem->where == where);
  CHECK(problem->sentence == sentence);
}

} // namespace

TEST_CASE("each way for a layout to be wrong has its sentence") {
  const auto header_field = [](std::string_view name, auto change) {
    return [=](Layout& layout) { change(field_of(layout.header, name)); };
  };
  check_problem([](Layout& layout) { layout.padding = 0; },
                "padding",
                "messages cannot be padded to a multiple of 0: 1 to 256");
  check_problem([](Layout& layout) { layout.header.fields.pop_back(); },
                "header",
                "header needs a place for its field 'received': messages that the sender has "
                "received so far, modulo 2 to the 32");
  check_problem([](Layout& layout) { layout.hello.size = 300; },
                "hello",
                "hello has 300 octets, not 1 to 256");
  check_problem(header_field("task", [](LayoutField& one) { one.width = 9; }),
                "header.task",
                "field 'task' of header has 9 octets, not 1 to 8");
  check_problem(header_field("task", [](LayoutField& one) { one.width = 5; }),
                "header.request",
                "field 'request' of header overlaps field 'task'");
  check_problem(header_field("task", [](LayoutField& one) { one.width = 3; }),
                "header.request",
                "octets 15 to 15 of header belong to nothing; say what they are, or that they are "
                "reserved");
  check_problem(header_field("received", [](LayoutField& one) { one.offset = 29; }),
                "header.received",
                "field 'received' ends behind the 32 octets of header");
  check_problem([](Layout& layout) { layout.call.size = 53; },
                "call",
                "octets 52 to 52 of call belong to nothing; say what they are, or that they are "
                "reserved");
  check_problem([](Layout& layout) { layout.header.constants[0].octets.clear(); },
                "header.constants.0",
                "the constant at 0 of header has no octets");
  check_problem(header_field("version", [](LayoutField& one) { one.bias = -2; }),
                "header.version",
                "field 'version' of header has no room for version 1");
  check_problem(header_field("socket", [](LayoutField& one) { one.bias = 1; }),
                "header.socket",
                "field 'socket' of header has no room for FFFFFFFF, which is no socket: say "
                "'none'");
  check_problem(header_field("task", [](LayoutField& one) { one.bias = layout_bias_most + 1; }),
                "header.task",
                "field 'task' of header has a bias of more than 40 bits");
  check_problem(header_field("task", [](LayoutField& one) { one.bias = -1; }),
                "header.task",
                "field 'task' of header has no room for 0");
  check_problem(header_field("task",
                             [](LayoutField& one) {
                               one.codes = {{1, 2}};
                             }),
                "header.task",
                "field 'task' of header has other values, and is no code");
  check_problem(header_field("kind", [](LayoutField& one) { one.codes[2].wire = 256; }),
                "kinds.request",
                "'request' of kinds is 256, which does not fit in 1 octet");
  check_problem(header_field("kind", [](LayoutField& one) { one.codes[2].wire = 1; }),
                "kinds.request",
                "'request' of kinds has the value of 'hello'");
  check_problem(header_field("kind", [](LayoutField& one) { one.codes.pop_back(); }),
                "kinds.goodbye",
                "'goodbye' of kinds needs one value");
  check_problem(header_field("kind",
                             [](LayoutField& one) {
                               one.codes.push_back({12, 12});
                             }),
                "kinds",
                "kinds has a value that the profile does not have");
  check_problem(header_field("flags", [](LayoutField& one) { one.codes[0].wire = 3; }),
                "flags.MORE",
                "'MORE' of flags is not one bit");
  check_problem([](Layout& layout) { field_of(layout.call, "call").codes[0].wire = 2; },
                "calls.TERMAPI",
                "'TERMAPI' of calls has the value of 'INITAPI'");
  check_problem([](Layout& layout) { layout.refusals[0].wire = 2; },
                "refusals.names",
                "'names' of refusals has the value of 'version'");
}
