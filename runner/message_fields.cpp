// SPDX-License-Identifier: Apache-2.0
// Messages of LFP in a report. What a label says of a message is in other fields than its arguments
// are called, and in other ones for each kind.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/lfp/message.hpp"
#include "runner/frame_fields.hpp"

namespace pathproof::runner {

namespace {

// Where labels of these kinds of messages say something; empty kind: of all others.
struct Said {
  std::string_view argument;
  std::string_view kind; // as in the table of the header
  std::array<std::string_view, 2> fields;
};

constexpr std::string_view payload = "payload";

constexpr Said said[]{{"confirms", "", {"received"}},
                      {"socket", "", {"socket"}},
                      {"task", "", {"task"}},
                      {"call", "", {"call"}},
                      {"error", "end", {"value"}},
                      {"error", "response", {"result", "error"}},
                      {"new", "", {"argument_1"}},
                      {"number", "data", {"value"}},
                      {"number", "", {"request"}},
                      {"octets", "data", {"length", payload}},
                      {"octets", "", {"value"}},
                      {"reason", "", {"value"}},
                      {"family", "", {"family"}},
                      {"host", "", {"address"}},
                      {"port", "", {"port"}},
                      {"mtu", "", {"mtu"}},
                      {"message_limit", "", {"message_limit"}},
                      {"window", "", {"window"}},
                      {"credit_point", "", {"threshold"}},
                      {"wrong_names", "", {"peer_user_id", "peer_app_name"}},
                      {"wrong_version", "", {"version"}}};

std::vector<std::string_view> fields_of(const WrongArguments& wrong, std::string_view kind) {
  if (wrong.kind) {
    return {lfp::header_table.kind_field};
  }
  std::vector<std::string_view> fields;
  for (const std::string& name : wrong.names) {
    const auto* const found = std::find_if(std::begin(said), std::end(said), [&](const Said& one) {
      return one.argument == name && (one.kind.empty() || one.kind == kind);
    });
    if (found != std::end(said)) {
      fields.insert(fields.end(), found->fields.begin(), found->fields.end());
    }
  }
  return fields;
}

} // namespace

void describe_message(CaseFrame& frame,
                      std::span<const std::uint8_t> octets,
                      const Deviation* deviation) {
  const FrameTable& header = lfp::header_table;
  const lfp::Message message = lfp::decode(octets);
  frame.table = header.name;
  std::vector<std::string_view> wrong;
  if (message.error) {
    frame.malformed = fmt::format("{} at octet {}", message.error.what, message.error.offset);
  } else if (deviation != nullptr) {
    wrong = fields_of(wrong_arguments(*deviation), kind_of(header, octets));
  }
  append_fields(header, octets, 0, wrong, frame.fields);
  std::size_t end = header.size;
  const FrameTable* const body =
      message.error ? nullptr : lfp::body_table(message.header.kind, message.header.flags);
  if (body != nullptr) {
    append_fields(*body, octets.subspan(end), end, wrong, frame.fields);
    end += body->size;
  }
  append_payload(payload,
                 octets,
                 end,
                 std::find(wrong.begin(), wrong.end(), payload) != wrong.end(),
                 frame.fields);
  if (message.error) {
    mark(message.error.offset, frame.fields);
  }
}

} // namespace pathproof::runner
