// SPDX-License-Identifier: Apache-2.0
// The reference endpoint above its sockets: an agent's commands are calls, and returns its answers.
#include <algorithm>

#include "conformance/iut/hs/reference_endpoint.hpp"
#include "model/core/ebcdic.hpp"

namespace pathproof::iut {

using iucv::hs::Error;
using iucv::hs::How;
using iucv::hs::Kind;
using iucv::hs::Message;

namespace {

constexpr std::size_t commands_waiting_max = 64;
constexpr std::int64_t stream = 1;
constexpr std::int64_t seqpacket = 5;
constexpr std::int64_t dont_wait = 0x40;
constexpr int end_of_record = 0x80;
constexpr int truncated = 0x20;
// An address: family, port and two more numbers that are not looked at, node id, user id, name.
constexpr std::size_t address_octets = 32;
constexpr std::size_t user_at = 16;
constexpr std::size_t name_at = 24;

Label call_of(Kind kind, std::uint32_t socket, std::uint32_t second = 0, std::uint32_t third = 0) {
  return {static_cast<std::uint16_t>(kind), {socket, second, third}};
}

// What an address has, in the octets that travel.
std::array<std::uint8_t, iucv::hs_name_size> travelling(std::string_view text) {
  return ebcdic::padded<iucv::hs_name_size>(text, text.size());
}

std::uint32_t number_of(std::string_view octets) {
  std::uint32_t value = 0;
  for (const char one : octets) {
    value = value << 8U | static_cast<unsigned char>(one);
  }
  return value;
}

// The class in "TYPE:BYTES,…" where one of them has it, or 0.
std::uint32_t class_in(const std::string& control) {
  constexpr std::string_view target_class = "1:";
  if (!control.starts_with(target_class)) {
    return 0;
  }
  const std::string digits = control.substr(2, control.find(',') - 2);
  const AgentCommand only{.tag = 1, .words = {digits}};
  return number_of(only.octets(0).value_or(""));
}

} // namespace

ReferenceEndpoint::Said ReferenceEndpoint::command(std::string_view line) {
  Said said;
  const std::optional<AgentCommand> parsed = parse_command(line);
  if (!parsed) {
    answer({}, "bad a line is NUMBER COMMAND ARGUMENT...", said);
  } else if (parsed->verb == "ping") {
    answer(*parsed, "ok", said);
  } else if (parsed->verb == "interrupt") {
    const Label signal = call_of(Kind::call_interrupt, 0);
    const bool there = current_ && parsed->number(0) == static_cast<std::int64_t>(current_->tag) &&
                       permits(signal);
    answer(*parsed, there ? "ok" : "error ESRCH", said);
    if (there) {
      take(signal, said);
    }
  } else if (!current_) {
    begin(*parsed, said);
  } else if (waiting_.size() < commands_waiting_max) {
    waiting_.push_back(*parsed);
  } else {
    answer(*parsed, "bad too many commands are waiting", said);
  }
  go_on(said);
  return said;
}

void ReferenceEndpoint::answer(const AgentCommand& command,
                               std::string_view what,
                               Said& said) const {
  said.lines += std::to_string(command.tag) + " " + std::string(what) + "\n";
}

void ReferenceEndpoint::begin(const AgentCommand& command, Said& said) {
  if (command.verb == "blocking") {
    if (command.words.size() != 2 || !socket_of(command.words[0])) {
      answer(command, "error EBADF", said);
      return;
    }
    if (command.words[1] == "0") {
      at_once_.insert(command.words[0]);
    } else {
      at_once_.erase(command.words[0]);
    }
    answer(command, "ok", said);
    return;
  }
  const std::optional<Label> label = label_of(command, said);
  if (!label) {
    return;
  }
  if (!permits(*label)) {
    // The model does not say what it does.
    answer(command, "error EOPNOTSUPP", said);
    return;
  }
  current_ = command;
  take(*label, said);
}

std::optional<unsigned> ReferenceEndpoint::socket_of(const std::string& descriptor) const {
  if (!descriptor.empty() && descriptor == own_descriptor_) {
    return 0;
  }
  for (unsigned i = 0; i < peers_.size(); ++i) {
    if (!descriptor.empty() && peers_[i].descriptor == descriptor) {
      return i + 1;
    }
  }
  return std::nullopt;
}

// The call that a command means; nothing when it was answered already.
std::optional<Label> ReferenceEndpoint::label_of(const AgentCommand& command, Said& said) {
  const auto refuse = [&](std::string_view what) {
    answer(command, what, said);
    return std::optional<Label>();
  };
  const std::string& verb = command.verb;
  const std::int64_t second = command.number(1).value_or(0);
  if (verb == "socket") {
    if (command.number(0) != af_iucv || (second != stream && second != seqpacket)) {
      return refuse("error EAFNOSUPPORT");
    }
    return own_descriptor_.empty() ? call_of(Kind::call_socket, 0, second == stream ? 1 : 0)
                                   : refuse("error EMFILE");
  }
  const std::optional<unsigned> socket =
      command.words.empty() ? std::nullopt : socket_of(command.words[0]);
  if (!socket) {
    return refuse(command.words.empty() ? "bad no such command" : "error EBADF");
  }
  const bool waits = !at_once_.contains(command.words[0]);
  if (verb == "bind" || verb == "connect") {
    const std::string address = command.octets(1).value_or("");
    if (address.size() != address_octets || address[1] != af_iucv) {
      return refuse("error EINVAL");
    }
    const Party party{.user = travelling(address.substr(user_at, iucv::hs_name_size)),
                      .name = travelling(address.substr(name_at))};
    if (verb == "bind") {
      return call_of(Kind::call_bind, *socket, is_own(party.user) ? 0 : 1);
    }
    const std::optional<unsigned> peer = place_for(party);
    return peer ? call_of(Kind::call_connect, *socket, *peer, waits ? 1 : 0)
                : refuse("error ENOBUFS");
  }
  if (verb == "setsockopt") {
    const std::string value = command.octets(3).value_or("");
    if (second != sol_iucv || command.number(2) != so_msglimit) {
      return refuse("error ENOPROTOOPT");
    }
    return value.size() == 4 && number_of(value) >= 1 && number_of(value) <= 65535
               ? call_of(Kind::call_limit, *socket, number_of(value))
               : refuse("error EINVAL");
  }
  if (verb == "listen") {
    return call_of(Kind::call_listen, *socket, second > 0 ? 1 : 0);
  }
  if (verb == "accept") {
    return call_of(Kind::call_accept, *socket, waits ? 1 : 0);
  }
  if (verb == "send") {
    return label_of_send(command, *socket, waits && (second & dont_wait) == 0);
  }
  if (verb == "recv") {
    const bool at_once = (command.number(2).value_or(0) & dont_wait) != 0;
    return call_of(Kind::call_recv, *socket, waits && !at_once ? 1 : 0);
  }
  if (verb == "shutdown" && second >= 0 && second < static_cast<std::int64_t>(How::count)) {
    return call_of(Kind::call_shutdown, *socket, static_cast<std::uint32_t>(second));
  }
  return verb == "close" ? call_of(Kind::call_close, *socket) : refuse("bad no such command");
}

// A message that the model does not know is shown to it as one that it knows.
std::optional<Label>
ReferenceEndpoint::label_of_send(const AgentCommand& command, unsigned socket, bool waits) {
  sending_ = {.data = command.octets(3).value_or(""),
              .message_class = class_in(command.words.size() > 2 ? command.words[2] : "")};
  sent_ = 0;
  std::uint32_t message = EndpointFrames::message_of(sending_.data, sending_.message_class);
  if (sending_.data.size() > fitting_octets_) {
    message = static_cast<std::uint32_t>(Message::long_one);
  } else if (message > static_cast<std::uint32_t>(Message::c)) {
    message = static_cast<std::uint32_t>(Message::c);
  }
  return call_of(Kind::call_send, socket, message, waits ? 1 : 0);
}

std::string ReferenceEndpoint::new_descriptor() {
  return std::to_string(++descriptors_);
}

// Nothing is left of a call that is over.
void ReferenceEndpoint::finish_call(std::string_view what, Said& said) {
  answer(*current_, what, said);
  current_.reset();
}

void ReferenceEndpoint::show_return(const Label& label, Said& said) {
  if (!current_) {
    return; // only one that is broken on purpose returns from no call
  }
  const std::uint32_t value = label.arguments[0];
  switch (static_cast<Kind>(label.kind)) {
  case Kind::return_done:
    finish_call(returned_done(AgentCommand(*current_)), said);
    break;
  case Kind::return_failed: {
    const auto& names = iucv::hs::error_names;
    const bool listed = value > 0 && value < static_cast<std::uint32_t>(Error::other);
    finish_call("error " + std::string(listed ? names[value] : "EIO"), said);
    break;
  }
  case Kind::return_accepted: {
    Peer& peer = peers_.at(value % peers_.size());
    peer.waits = false;
    peer.descriptor = new_descriptor();
    const Party party = peer.party.value_or(Party{});
    std::string address{0, static_cast<char>(af_iucv), 0, 0, 0, 0, 0, 0};
    address += std::string(iucv::hs_name_size, ' ') + ebcdic::text_of(party.user) +
               ebcdic::text_of(party.name);
    finish_call("ok " + peer.descriptor + " " + hexadecimal(address), said);
    break;
  }
  case Kind::return_received:
    finish_call(returned_message(value), said);
    break;
  default:
    break;
  }
}

std::string ReferenceEndpoint::returned_done(const AgentCommand& command) {
  if (command.verb == "socket") {
    own_descriptor_ = new_descriptor();
    return "ok " + own_descriptor_;
  }
  if (command.verb == "bind") {
    own_name_.name = travelling(command.octets(1).value_or("").substr(name_at));
    bound_ = true;
  } else if (command.verb == "send" && !sending_.data.empty()) {
    return "ok " + std::to_string(sending_.data.size());
  } else if (command.verb == "close") {
    at_once_.erase(command.words[0]);
    for (Peer& one : peers_) {
      if (command.words[0] == own_descriptor_) {
        one.waits = false;
      } else if (one.descriptor == command.words[0]) {
        one = {.party = one.party};
      }
    }
    if (command.words[0] == own_descriptor_) {
      own_descriptor_.clear();
      connected_to_.reset();
    }
  }
  return "ok";
}

std::string ReferenceEndpoint::returned_message(std::uint32_t message) {
  const unsigned socket = socket_of(current_->words.empty() ? "" : current_->words[0]).value_or(0);
  const std::optional<unsigned> peer = socket == 0 ? connected_to_ : std::optional(socket - 1);
  MessageContent content = content_of(static_cast<Message>(message));
  if (peer) {
    std::deque<Received>& unread = peers_[*peer].unread;
    const auto found = std::find_if(
        unread.begin(), unread.end(), [&](const Received& one) { return one.label == message; });
    if (found != unread.end()) {
      content = found->content;
      unread.erase(unread.begin(), found + 1);
    }
  }
  int flags = content.data.empty() ? 0 : end_of_record;
  const auto room =
      static_cast<std::size_t>(std::clamp<std::int64_t>(current_->number(1).value_or(0), 0, 65536));
  if (content.data.size() > room) {
    content.data.resize(room);
    flags |= truncated;
  }
  const std::string message_class = target_class(content.message_class).substr(2);
  return "ok " + std::to_string(content.data.size()) + " " + std::to_string(flags) + " " +
         message_class + " " + hexadecimal(content.data);
}

} // namespace pathproof::iut
