// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/daemon.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "conformance/iut/lfp/carrier.hpp"
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

// What an event of epoll carries, in its highest bits; sockets of Linux carry more below.
constexpr std::uint64_t of_stop = std::uint64_t{1} << 56;
constexpr std::uint64_t of_listener = std::uint64_t{2} << 56;
constexpr std::uint64_t of_path = std::uint64_t{3} << 56;
constexpr std::uint64_t of_resolver = std::uint64_t{4} << 56;
constexpr std::uint64_t of_sockets = std::uint64_t{5} << 56;
constexpr std::uint64_t what_mask = std::uint64_t{0xFF} << 56;

constexpr std::size_t refused_at_most = 8;

std::string text_of(std::span<const std::uint8_t> octets) {
  std::string text;
  for (const std::uint8_t octet : octets) {
    const char character = ebcdic::character(octet);
    text += character == '\0' ? '?' : character;
  }
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

// A name as it is asked for crosses the code page once, here [LFP-175].
std::string host_name(std::span<const std::uint8_t> octets) {
  return text_of(octets);
}

std::vector<std::uint8_t> octets_of(std::string_view text) {
  std::vector<std::uint8_t> octets(text.size());
  std::transform(text.begin(), text.end(), octets.begin(), [](char c) { return ebcdic::octet(c); });
  return octets;
}

std::string_view to_string(Refusal why) {
  switch (why) {
  case Refusal::version:
    return "another version of the profile";
  case Refusal::names:
    return "other names than were configured";
  case Refusal::busy:
    return "there is a path already";
  case Refusal::mtu:
    return "an MTU that the profile does not bear";
  case Refusal::message_limit:
    return "a message limit, window or threshold that the profile does not bear";
  case Refusal::malformed:
    return "no hello";
  }
  return "";
}

} // namespace

Daemon::Daemon(DaemonSettings settings)
    : settings_(std::move(settings)), poll_(::epoll_create1(EPOLL_CLOEXEC)),
      resolver_(std::make_unique<Resolver>()) {
  CarrierListener made = listen_for_carrier(settings_.carrier);
  record_ = made.record;
  path_name_ = made.path;
  listener_ = std::move(made.socket);
  watch(listener_.get(), of_listener, EPOLLIN, true);
  watch(resolver_->descriptor(), of_resolver, EPOLLIN, true);
}

Daemon::~Daemon() {
  if (!path_name_.empty()) {
    ::unlink(path_name_.c_str());
  }
}

void Daemon::watch(int descriptor, std::uint64_t what, std::uint32_t events, bool fresh) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = what;
  if (::epoll_ctl(poll_.get(), fresh ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event) != 0) {
    throw UsageError("no events of a descriptor can be had");
  }
}

int Daemon::patience_ms() const {
  if (path_ == nullptr) {
    return -1;
  }
  if (sockets_ != nullptr && sockets_->waits_for_path() && path_->may_send_data()) {
    return 0;
  }
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(path_->next_deadline() - Clock::now());
  return static_cast<int>(std::clamp<long>(left.count(), 0, 3'600'000));
}

void Daemon::run(int stop) {
  watch(stop, of_stop, EPOLLIN, true);
  std::array<epoll_event, 64> events{};
  for (;;) {
    const int count = ::epoll_wait(poll_.get(), events.data(), events.size(), patience_ms());
    if (count < 0 && errno != EINTR) {
      throw UsageError("events cannot be waited for");
    }
    bool path_readable = false;
    for (int i = 0; i < count; ++i) {
      const std::uint64_t carried = events[static_cast<std::size_t>(i)].data.u64;
      const std::uint32_t kinds = events[static_cast<std::size_t>(i)].events;
      const std::uint64_t what = carried & what_mask;
      if (what == of_stop) {
        if (has_path()) {
          path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::goodbye)});
          path_->flush();
        }
        end_path("the daemon was stopped");
        return;
      }
      if (what == of_listener) {
        take_connection();
      } else if (what == of_path) {
        path_readable = path_readable || (kinds & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0;
      } else if (what == of_resolver) {
        answer_names();
      } else if (what == of_sockets && sockets_ != nullptr) {
        sockets_->event(carried, kinds);
      }
    }
    if (path_ != nullptr && path_readable &&
        !path_->receive([this](const Message& message) { return handle(message); }) && !ending_) {
      end_path(path_->trouble());
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
  if (path_->wants_to_write() != writing_) {
    writing_ = !writing_;
    watch(path_->descriptor(),
          of_path,
          writing_ ? std::uint32_t{EPOLLIN} | EPOLLOUT : std::uint32_t{EPOLLIN},
          false);
  }
}

void Daemon::take_connection() {
  Descriptor connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!connection) {
    return;
  }
  const int one = 1;
  ::setsockopt(connection.get(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); // fails on Unix
  if (path_ != nullptr) {
    settings_.log("refused a connection: " + std::string(to_string(Refusal::busy)));
    refuse(connection.get(), record_, Refusal::busy);
    // Closed at once, with its hello unread, it might lose what it was told.
    refused_.push_back(std::move(connection));
    if (refused_.size() > refused_at_most) {
      refused_.pop_front();
    }
    return;
  }
  path_ = std::make_unique<Path>(std::move(connection), record_, settings_.ours);
  writing_ = false;
  ending_ = false;
  watch(path_->descriptor(), of_path, EPOLLIN, true);
}

// Said to one that gets no path; whether it is read is its own affair.
void Daemon::refuse(int connection, bool record, Refusal why) {
  std::vector<std::uint8_t> octets;
  profile::encode(Header{.kind = static_cast<std::uint8_t>(Kind::refused),
                         .value = static_cast<std::uint32_t>(why)},
                  std::span<const std::uint8_t>(),
                  octets);
  (void)::send(connection,
               octets.data(),
               octets.size(),
               MSG_DONTWAIT | MSG_NOSIGNAL | (record ? MSG_EOR : 0));
}

void Daemon::end_path(const std::string& why) {
  if (path_ == nullptr) {
    return;
  }
  settings_.log("the path is over: " + why);
  sockets_.reset(); // partners see it [LFP-171]
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
  } else if (theirs.mtu < least_mtu) {
    refusal = Refusal::mtu;
  } else if (theirs.message_limit < least_message_limit ||
             theirs.message_limit > greatest_message_limit || theirs.window == 0 ||
             theirs.threshold < 1 || theirs.threshold > 100) {
    refusal = Refusal::message_limit;
  }
  if (refusal) {
    settings_.log("refused " + text_of(theirs.user_id) + "/" + text_of(theirs.app_name) + ": " +
                  std::string(to_string(*refusal)));
    path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::refused),
                       .value = static_cast<std::uint32_t>(*refusal)});
    ending_ = true;
    return false;
  }
  path_->open(theirs);
  profile::Hello answer = ours;
  answer.system_id = theirs.system_id;
  path_->send(Header{.kind = static_cast<std::uint8_t>(Kind::hello)}, answer);
  sockets_ = std::make_unique<LinuxSockets>(*path_, poll_.get(), of_sockets, settings_.limits);
  settings_.log("a path with " + text_of(theirs.user_id) + "/" + text_of(theirs.app_name));
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
    resolver_->look_up(message.header.task, message.header.request, host_name(message.text));
    return true;
  case Call::gethostname: {
    std::array<char, 256> name{};
    const int result = ::gethostname(name.data(), name.size() - 1);
    answer(message, result == 0 ? 0 : errno, {}, octets_of(name.data()));
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
  default: {
    const std::string fault = sockets_->request(message);
    if (!fault.empty()) {
      settings_.log("the instance: " + fault);
    }
    return fault.empty();
  }
  }
}

void Daemon::answer_names() {
  for (const Resolved& one : resolver_->take()) {
    if (path_ == nullptr || !path_->is_open()) {
      continue; // asked on a path that is gone
    }
    std::vector<std::uint8_t> text;
    for (const LinuxAddress& address : one.addresses) {
      if (text.size() + profile::call_size > path_->payload() - profile::call_size) {
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
