// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/path_label.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

#include "conformance/iut/lfp/call_messages.hpp"
#include "conformance/iut/lfp/judged_end.hpp"
#include "model/lfp/call_state.hpp"
#include "model/lfp/error_number.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::End;
using profile::Fault;
using profile::Kind;
using profile::Show;

constexpr std::uint32_t usual_mtu = 8192;
constexpr std::uint32_t usual_message_limit = 1024;
constexpr std::uint32_t usual_window = 65535;

std::string name_of(std::uint8_t kind) {
  const auto* const found = std::find_if(std::begin(profile::kinds),
                                         std::end(profile::kinds),
                                         [&](const auto& one) { return one.value == kind; });
  return found == std::end(profile::kinds) ? "message of kind " + std::to_string(kind)
                                           : std::string(found->name);
}

std::uint32_t end_of(std::uint32_t error) {
  if (error == 0) {
    return static_cast<std::uint32_t>(End::end_of_file);
  }
  return error == profile::vse_error(ECONNRESET) ? static_cast<std::uint32_t>(End::reset)
                                                 : unlisted;
}

Label wrong(unsigned side, Fault fault) {
  return label_of(profile::of(side, Show::instance_wrong, Show::daemon_wrong),
                  static_cast<std::uint32_t>(fault));
}

// A task, call or error that no label has is unlisted; so nobody permits it.
Label response_label(const profile::Message& message, std::uint32_t confirms) {
  const profile::Header& header = message.header;
  const auto call = call_of_label(message.call.call);
  return {static_cast<std::uint16_t>(Show::daemon_response),
          {header.task == 0 ? unlisted : header.task - task_on_path(0),
           header.request,
           call ? static_cast<std::uint32_t>(*call) : unlisted,
           header.socket == profile::no_socket ? profile::no_descriptor : header.socket,
           error_of_label(message.call),
           confirms}};
}

} // namespace

Label label_of(Show kind,
               std::uint32_t first,
               std::uint32_t second,
               std::uint32_t third,
               std::uint32_t fourth) {
  return {static_cast<std::uint16_t>(kind), {first, second, third, fourth}};
}

profile::Hello hello_of(const Label& label, const profile::Hello& names) {
  profile::Hello hello = names;
  hello.mtu = label.arguments[2];
  hello.message_limit = label.arguments[3];
  hello.window = label.arguments[4];
  hello.threshold = 100;
  while (hello.threshold > 1 &&
         profile::credit_point(hello.window, hello.threshold - 1) >= label.arguments[5]) {
    --hello.threshold;
  }
  return hello;
}

profile::Hello usual_hello(const profile::Hello& names) {
  profile::Hello hello = names;
  hello.mtu = usual_mtu;
  hello.message_limit = usual_message_limit;
  hello.window = usual_window;
  hello.threshold = 100;
  return hello;
}

Label hello_label(unsigned side, const profile::Hello& said, const profile::Hello& ours) {
  const bool names = said.peer_app_name == ours.app_name && said.peer_user_id == ours.user_id;
  const bool percentage = said.threshold >= 1 && said.threshold <= 100;
  return {static_cast<std::uint16_t>(profile::of(side, Show::instance_hello, Show::daemon_hello)),
          {0,
           names ? 0U : 1U,
           said.mtu,
           said.message_limit,
           said.window,
           percentage ? profile::credit_point(said.window, said.threshold) : unlisted}};
}

Label message_label(unsigned side,
                    const profile::Message& message,
                    std::uint32_t socket,
                    std::uint32_t confirms) {
  const auto of = [side](Show of_instance, Show of_daemon) {
    return profile::of(side, of_instance, of_daemon);
  };
  const bool by_daemon = side == 1;
  const std::uint32_t value = message.header.value;
  switch (message.kind()) {
  case Kind::hello:
    return wrong(side, Fault::second_hello);
  case Kind::data:
    return label_of(of(Show::instance_data, Show::daemon_data),
                    socket,
                    static_cast<std::uint32_t>(message.text.size()),
                    value,
                    confirms);
  case Kind::credit:
    return label_of(of(Show::instance_credit, Show::daemon_credit), socket, value, confirms);
  case Kind::confirm:
    return label_of(of(Show::instance_confirm, Show::daemon_confirm), confirms);
  case Kind::heartbeat:
    return label_of(of(Show::instance_heartbeat, Show::daemon_heartbeat), confirms);
  case Kind::goodbye:
    return label_of(of(Show::instance_goodbye, Show::daemon_goodbye));
  case Kind::end:
  case Kind::response:
    if (by_daemon) {
      return message.kind() == Kind::end
                 ? label_of(Show::daemon_end, socket, end_of(value), confirms)
                 : response_label(message, confirms);
    }
    [[fallthrough]];
  default:
    misbehaves("it sends a " + name_of(message.header.kind) + " that nobody asked for");
  }
}

Label wrong_label(unsigned side, const Arrival& arrival) {
  if (arrival.kind == Arrival::Kind::too_long) {
    return wrong(side, Fault::too_long);
  }
  return wrong(side,
               arrival.message.error.what == profile::of_unknown_kind ? Fault::unknown_kind
                                                                      : Fault::wrong_length);
}

} // namespace pathproof::iut::lfp
