// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/daemon.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/iucv_carrier.hpp"
#include "model/core/ebcdic.hpp"
#include "model/core/error.hpp"
#include "model/lfp/error_number.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::Call;
using profile::CallBody;
using profile::Header;
using profile::Kind;
using profile::Message;
using profile::Refusal;

// So many of the connections that were refused last are still open.
constexpr std::size_t refused_kept = 8;
// A task asks for one name at a time, and a cancelled one may still be looked up.
constexpr std::size_t names_to_spare = 64;

// A name of the other side crosses the code page once, here [LFP-175].
std::string name_of(std::span<const std::uint8_t> octets) {
  const std::string text = ebcdic::text_of(octets, '?');
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string reason_text(Refusal why) {
  return std::string(profile::meaning_of_refusal(static_cast<std::uint32_t>(why)));
}

} // namespace

Daemon::Daemon(DaemonSettings settings)
    : settings_(std::move(settings)), resolver_(std::make_unique<Resolver>()) {
  CarrierListener made = listen_for_carrier(settings_.carrier, settings_.iucv);
  record_ = made.record;
  path_name_ = made.path;
  listener_ = std::move(made.socket);
  events_.require(listener_.get(), of_listener);
  events_.require(resolver_->descriptor(), of_resolver);
}

Daemon::~Daemon() {
  for (Descriptor& one : refused_) {
    close_carrier(std::move(one));
  }
  if (!path_name_.empty()) {
    ::unlink(path_name_.c_str());
  }
}

int Daemon::patience_ms() const {
  return path_ == nullptr ? -1
                          : path_->patience_ms(sockets_ != nullptr && sockets_->waits_for_path());
}

void Daemon::run(int stop) {
  events_.require(stop, of_stop);
  bool connection_waits = false;
  const auto handle_event = [&](std::uint64_t carried, std::uint32_t events) {
    switch (carried & what_mask) {
    case of_listener:
      connection_waits = true;
      break;
    case of_resolver:
      answer_names();
      break;
    default:
      if (sockets_ != nullptr) {
        sockets_->event(carried, events);
      }
      break;
    }
  };
  const auto handle_message = [this](const Message& message) { return handle(message); };
  for (;;) {
    const Events::Turn turn = events_.wait(patience_ms(), handle_event);
    if (turn.stop) {
      if (has_path()) {
        path_->say_goodbye(goodbye_patience_ms);
      }
      end_path("the daemon was stopped");
      return;
    }
    if (path_ != nullptr && turn.path_readable && !path_->receive(handle_message) && !ending_) {
      if (path_->other_version()) {
        refuse_path(Refusal::version);
      } else {
        end_path(path_->trouble());
      }
    }
    // Only now: an instance that begins anew has said goodbye on its old path before.
    if (std::exchange(connection_waits, false)) {
      take_connection();
    }
    serve_path();
  }
}

// What every turn ends with: data that waited, and whatever is to be written.
void Daemon::serve_path() {
  if (path_ == nullptr) {
    return;
  }
  if (!path_->look_at_clock()) {
    end_path(path_->trouble());
    return;
  }
  if (sockets_ != nullptr) {
    sockets_->path_has_room();
  }
  if (!path_->flush()) {
    end_path(path_->trouble());
    return;
  }
  if (ending_ && !path_->wants_to_write()) {
    end_path("refused");
    return;
  }
  events_.path_was_flushed(*path_);
}

void Daemon::take_connection() {
  Descriptor connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!connection) {
    return;
  }
  const int one = 1;
  ::setsockopt(connection.get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); // fails on Unix
  // What a hello says of names anybody may say; a carrier that knows them is asked first.
  const bool stranger =
      is_iucv(connection.get()) && !comes_from_peer(connection.get(), settings_.iucv);
  if (stranger || path_ != nullptr) {
    const Refusal reason = stranger ? Refusal::names : Refusal::busy;
    settings_.log("refused a connection: " + reason_text(reason));
    refuse(connection.get(), record_, reason);
    // Closed as a whole, with its hello unread, it might lose what it was told.
    ::shutdown(connection.get(), SHUT_WR);
    refused_.push_back(std::move(connection));
    if (refused_.size() > refused_kept) {
      close_carrier(std::move(refused_.front()));
      refused_.pop_front();
    }
    return;
  }
  path_ = std::make_unique<Path>(std::move(connection), record_, settings_.ours, settings_.layout);
  ending_ = false;
  events_.watch_path(*path_);
}

// Said to one that gets no path; whether it is read is its own affair.
void Daemon::refuse(int connection, bool record, Refusal why) {
  std::vector<std::uint8_t> octets;
  profile::encode(Header{.kind = static_cast<std::uint8_t>(Kind::refused),
                         .value = static_cast<std::uint32_t>(why)},
                  std::span<const std::uint8_t>(),
                  octets);
  if (const Wire wire(settings_.layout); wire.has_layout()) {
    const auto message = std::exchange(octets, {});
    (void)wire.encode(message, octets); // every layout can say each reason
  }
  (void)::send(connection,
               octets.data(),
               octets.size(),
               MSG_DONTWAIT | MSG_NOSIGNAL | (record ? MSG_EOR : 0));
}

// Said on the path that is just asked for, which ends then.
void Daemon::refuse_path(Refusal why) {
  settings_.log("refused a path: " + reason_text(why));
  path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::refused),
                     .value = static_cast<std::uint32_t>(why)});
  ending_ = true;
}

void Daemon::end_path(const std::string& why) {
  if (path_ == nullptr) {
    return;
  }
  settings_.log("the path is over: " + why);
  resolver_->forget(); // who comes next has asked for nothing yet [LFPO-026]
  sockets_.reset();    // partners see it [LFP-171]
  path_.reset();
}

bool Daemon::hello(const Message& message) {
  const profile::Hello& theirs = message.hello;
  const profile::Hello& ours = settings_.ours;
  std::optional<Refusal> refusal;
  if (message.kind() != Kind::hello) {
    refusal = Refusal::malformed;
  } else if (theirs.user_id != ours.peer_user_id || theirs.app_name != ours.peer_app_name ||
             theirs.peer_app_name != ours.app_name || theirs.peer_user_id != ours.user_id) {
    refusal = Refusal::names;
  } else {
    refusal = unbearable(theirs);
  }
  if (refusal) {
    settings_.log("refused " + name_of(theirs.user_id) + "/" + name_of(theirs.app_name));
    refuse_path(*refusal);
    return false;
  }
  path_->open(theirs);
  profile::Hello answer = ours;
  answer.system_id = theirs.system_id;
  path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::hello)}, answer);
  sockets_ = std::make_unique<LinuxSockets>(*path_, events_, settings_.limits);
  settings_.log("a path with " + name_of(theirs.user_id) + "/" + name_of(theirs.app_name));
  return true;
}

bool Daemon::handle(const Message& message) {
  if (!path_->is_open()) {
    return !ending_ && hello(message);
  }
  std::string fault;
  switch (message.kind()) {
  case Kind::request:
    return request(message);
  case Kind::data:
    fault = sockets_->data(message);
    break;
  case Kind::credit:
    fault = sockets_->credit(message);
    break;
  case Kind::cancel:
    sockets_->cancel(message.header.task, message.header.request);
    break;
  case Kind::goodbye:
    fault = "goodbye";
    break;
  default:
    fault = "a message of kind " + std::to_string(message.header.kind) + " from an instance";
    break;
  }
  if (!fault.empty()) {
    settings_.log("the instance: " + fault);
  }
  return fault.empty();
}

void Daemon::answer(const Message& message,
                    int error,
                    CallBody body,
                    std::span<const std::uint8_t> text) {
  body.call = message.call.call;
  body.result = error == 0 ? 0 : 0xFFFFFFFFU;
  body.error = error == 0 ? 0 : profile::vse_error(error);
  path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::response),
                     .task = message.header.task,
                     .request = message.header.request,
                     .socket = message.header.socket},
              body,
              text);
}

bool Daemon::request(const Message& message) {
  switch (static_cast<Call>(message.call.call)) {
  case Call::initapi:
    answer(message, 0);
    return true;
  case Call::termapi:
    sockets_->close_task(message.header.task);
    answer(message, 0);
    return true;
  case Call::gethostbyname:
    if (resolver_->outstanding() >= settings_.ours.tasks + names_to_spare) {
      settings_.log("the instance: more names are asked for than it may have tasks");
      return false;
    }
    resolver_->look_up(message.header.task, message.header.request, name_of(message.text));
    return true;
  case Call::gethostname: {
    std::array<char, 256> name{};
    const int result = ::gethostname(name.data(), name.size() - 1);
    answer(message, result == 0 ? 0 : errno, {}, ebcdic::octets_of(name.data()));
    return true;
  }
  case Call::gethostid: {
    CallBody body{.family = vse_af_inet};
    for (unsigned i = 0; i < 4; ++i) {
      body.address[i] = static_cast<std::uint8_t>(settings_.host_id >> (24 - 8 * i));
    }
    answer(message, 0, body);
    return true;
  }
  default:
    sockets_->request(message);
    return true;
  }
}

void Daemon::answer_names() {
  for (const Resolved& one : resolver_->take()) {
    std::vector<std::uint8_t> text;
    for (const LinuxAddress& address : one.addresses) {
      if (text.size() / profile::call_size + 2 > path_->bodies()) { // this one, and the call's
        break;
      }
      CallBody body;
      put_address(address, body);
      text.resize(text.size() + profile::call_size);
      write_frame<profile::call_table, Octets>(body,
                                               text.data() + text.size() - profile::call_size);
    }
    const Message asked{.header = {.task = one.task, .request = one.request},
                        .call = {.call = static_cast<std::uint16_t>(Call::gethostbyname)}};
    answer(asked, one.error == 0 ? 0 : ENOENT, {}, text);
  }
}

} // namespace pathproof::iut::lfp
