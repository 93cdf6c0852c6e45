// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/judged_calls.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/lfp/call_addresses.hpp"
#include "conformance/iut/lfp/call_datagrams.hpp"
#include "conformance/iut/lfp/call_messages.hpp"
#include "conformance/iut/lfp/call_values.hpp"
#include "conformance/iut/lfp/instance_end.hpp"
#include "conformance/iut/lfp/judged_side.hpp"
#include "model/core/ebcdic.hpp"
#include "model/lfp/calls/labels.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::CallBody;
using profile::Header;
using profile::Kind;
using profile::Message;
using values::Call;
using values::Family;
using values::Option;
using values::Port;
using values::Show;

// Small, so that the largest datagram of labels needs several messages.
constexpr std::uint32_t mtu = 512;
constexpr std::uint32_t message_limit = 1024;
constexpr std::uint32_t window = 65535;
constexpr std::uint32_t backlog = 8;
constexpr int leaving_ms = 1000;
constexpr std::uint32_t largest_size = values::sizes - 1;
constexpr std::uint32_t of_daemon = 1; // a side, of labels of `lfp`

Label label(Show kind, const std::array<std::uint32_t, Label::capacity>& arguments) {
  return {static_cast<std::uint16_t>(kind), arguments};
}

// The kit confirms all that it has, with whatever it says.
class CallsEnd final : public InstanceEnd {
public:
  using InstanceEnd::InstanceEnd;

  void say(const Header& header, std::span<const std::uint8_t> text = {}) {
    counts_from_here(0);
    send(header, 0, text);
  }
};

class JudgedCalls final : public JudgedSide {
public:
  JudgedCalls(DaemonSource& daemon, const Limits& limits)
      : JudgedSide(limits, of_daemon), source_(daemon), end_(answer_ms(), log()) {}

  Declaration declaration() override { return {}; } // see judge_path

  Reply start(const Machine&, const CaseStart&) override {
    end_.close();
    begin_test();
    return guarded([&] {
      addresses_.begin();
      open();
    });
  }

  std::string refuses(const Label& asked) const override {
    const auto& with = asked.arguments;
    const auto kind = static_cast<Show>(asked.kind);
    if (!source_.shares_loopback()) {
      return "partners of its sockets are on another machine than the daemon";
    }
    const bool names_family = kind == Show::socket || kind == Show::bind || kind == Show::connect;
    if (names_family && with[1] == static_cast<std::uint32_t>(Family::inet6) &&
        !CallAddresses::has(Family::inet6)) {
      return "this machine has no loopback address of IPv6";
    }
    const auto fixed = source_.fixed();
    const bool datagrams = kind == Show::sendto || kind == Show::remote_sends;
    if (fixed && datagrams && fixed->window < octets_of_size(largest_size) &&
        (with[2] == largest_size || with[3] == largest_size)) {
      return "the daemon is running with a window that is smaller than the datagram";
    }
    return kind == Show::gethostid && !source_.host_id()
               ? "what a daemon that is running answers to GETHOSTID is its own affair"
               : "";
  }

private:
  // ---- the path ---------------------------------------------------------------------------------

  void open() {
    const SideValues wanted{.mtu = mtu, .message_limit = message_limit, .window = window};
    if (const std::string why = source_.run_with(wanted); !why.empty()) {
      misbehaves(why);
    }
    profile::Hello hello = source_.hello();
    hello.mtu = mtu;
    hello.message_limit = message_limit;
    hello.window = window;
    hello.threshold = 100;
    hello.heartbeat_interval = 0;
    const Deadline deadline(leaving_ms);
    Arrival answer;
    do {
      answer = end_.say_hello(source_.connect(answer_ms()), hello, false);
      // It may not have seen yet that the path before is over.
    } while (answer.refuses(profile::Refusal::busy) && deadline.left_ms() > 0);
    if (answer.kind != Arrival::Kind::message || answer.message.kind() != Kind::hello) {
      misbehaves("it does not answer hello with hello");
    }
    end_.count(answer.message.header);
    const profile::Hello& theirs = answer.message.hello;
    datagrams_.begin(std::min(mtu, theirs.mtu), theirs.window, end_.path().longer_call());
  }

  void leave() override {
    if (end_.connected()) {
      end_.close();
      if (!addresses_.all_over(answer_ms())) {
        misbehaves("the connections of its sockets are still there after the path has ended");
      }
    }
  }

  void give_up() override { end_.close(); }

  void closed() override {
    const std::string how = source_.ended();
    misbehaves(how.empty() ? "it closes the carrier" : how);
  }

  // ---- what the kit does ------------------------------------------------------------------------

  void take(const Label& asked) override {
    const auto& with = asked.arguments;
    const std::uint32_t socket = with[0];
    CallBody body;
    switch (static_cast<Show>(asked.kind)) {
    case Show::socket:
      addresses_.forget(socket);
      streams_[socket] = static_cast<values::Type>(with[2]) == values::Type::stream;
      families_[socket] = static_cast<Family>(with[1]);
      datagrams_.open(socket, !streams_[socket]);
      body.argument_1 = family_number(families_[socket]);
      body.argument_2 = type_number(static_cast<values::Type>(with[2]));
      request(Call::socket, socket, body);
      break;
    case Show::bind:
      put_address(addresses_.address(static_cast<Family>(with[1]),
                                     static_cast<values::Host>(with[2]),
                                     static_cast<Port>(with[3])),
                  body);
      request(Call::bind, socket, body);
      break;
    case Show::connect:
      partner_ = static_cast<Port>(with[2]);
      put_address(
          addresses_.address(static_cast<Family>(with[1]), values::Host::loopback, partner_), body);
      request(Call::connect, socket, body);
      break;
    case Show::getsockname:
      request(Call::getsockname, socket, body);
      break;
    case Show::getpeername:
      request(Call::getpeername, socket, body);
      break;
    case Show::setsockopt:
      body.argument_1 = option_number(static_cast<values::Option>(with[1]));
      body.argument_2 = with[2];
      request(Call::setsockopt, socket, body);
      break;
    case Show::getsockopt:
      option_ = with[1];
      body.argument_1 = option_number(static_cast<values::Option>(option_));
      request(Call::getsockopt, socket, body);
      break;
    case Show::close:
      request(Call::close, socket, body);
      break;
    case Show::listen:
      body.argument_1 = backlog;
      request(Call::listen, socket, body);
      break;
    case Show::accept:
      made_ = with[1];
      families_[made_] = families_[socket];
      streams_[made_] = true;
      datagrams_.open(made_, false);
      addresses_.forget(made_);
      body.argument_1 = made_;
      request(Call::accept, socket, body);
      break;
    case Show::gethostbyname:
      request(Call::gethostbyname,
              profile::no_socket,
              body,
              ebcdic::octets_of(text_of(static_cast<values::Name>(with[0]))));
      break;
    case Show::gethostname:
      request(Call::gethostname, profile::no_socket, body);
      break;
    case Show::gethostid:
      request(Call::gethostid, profile::no_socket, body);
      break;
    case Show::sendto:
      for (const std::uint32_t size : {with[2], with[3]}) {
        if (size != values::no_datagram) {
          send_datagram(socket, static_cast<Port>(with[1]), octets_of_size(size));
        }
      }
      break;
    case Show::remote_sends:
      for (const std::uint32_t size : {with[2], with[3]}) {
        if (size != values::no_datagram) {
          partner_sends(socket, static_cast<Port>(with[1]), octets_of_size(size));
        }
      }
      break;
    case Show::remote_connects:
      if (!addresses_.connect(families_[socket], static_cast<Port>(with[1]), real_port(socket))) {
        misbehaves("nobody listens at the address of socket " + std::to_string(socket));
      }
      break;
    default:
      break;
    }
  }

  void request(Call call,
               std::uint32_t socket,
               CallBody body,
               std::span<const std::uint8_t> text = {},
               std::uint32_t task = task_on_path(0)) {
    asked_ = call;
    socket_ = socket;
    body.call = call_number(call);
    Header header = message_header(Kind::request, socket);
    header.task = task;
    header.request = ++requests_;
    end_.say(header, with_body(body, text));
  }

  void send_datagram(std::uint32_t socket, Port to, std::size_t size) {
    const Deadline deadline(answer_ms());
    while (!datagrams_.has_room(socket, size)) {
      if (!receive(deadline.left_ms())) {
        misbehaves("it returns no credit for datagrams that it has sent");
      }
    }
    std::optional<LinuxAddress> address;
    if (to != Port::none) {
      address = addresses_.address(families_[socket], values::Host::loopback, to);
    }
    datagrams_.send(socket,
                    address,
                    datagrams_.next(size),
                    [this](const Header& header, const CallDatagrams::Octets& text) {
                      end_.say(header, text);
                    });
  }

  // Which port a socket has, Linux may have chosen.
  std::uint16_t real_port(std::uint32_t socket) {
    const Call asked = std::exchange(asked_, Call::nothing);
    named_.reset();
    request(Call::getsockname, socket, {}, {}, kit_task);
    const Deadline deadline(answer_ms());
    while (!named_) {
      if (!receive(deadline.left_ms())) {
        misbehaves("it does not answer GETSOCKNAME of a socket that a partner needs");
      }
    }
    asked_ = asked;
    (void)addresses_.own_port(families_[socket], named_->port, socket);
    return named_->port;
  }

  void partner_sends(std::uint32_t socket, Port from, std::size_t size) {
    const auto octets = datagrams_.next(size);
    const std::uint16_t port = real_port(socket);
    datagrams_.expect(socket, octets);
    if (!addresses_.send(families_[socket], from, port, octets)) {
      misbehaves("Linux does not take a datagram of a partner for its socket");
    }
  }

  // ---- what the daemon does ---------------------------------------------------------------------

  // Takes the next message within so long. False where none comes.
  bool receive(int milliseconds) {
    if (!end_.path().wait(milliseconds)) {
      return false;
    }
    const Arrival arrival = end_.path().receive();
    if (arrival.kind == Arrival::Kind::too_long || arrival.kind == Arrival::Kind::nonsense) {
      misbehaves("it sends what is no message, or one that is too long");
    }
    take_arrival(arrival);
    return true;
  }

  void gather(int milliseconds) override {
    const Deadline deadline(milliseconds);
    while (!has_shown() && end_.connected()) {
      std::vector<pollfd> waited{{end_.path().descriptor(), POLLIN, 0}};
      for (const int descriptor : addresses_.descriptors()) {
        waited.push_back({descriptor, POLLIN, 0});
      }
      if (!end_.path().wait(0)) {
        ::poll(waited.data(), waited.size(), deadline.left_ms());
      }
      while (auto datagram = addresses_.receive()) {
        take_sent(*datagram);
      }
      while (end_.connected() && receive(0)) {
      }
      if (deadline.left_ms() == 0) {
        return;
      }
    }
  }

  // A partner has a datagram.
  void take_sent(const PartnerDatagram& datagram) {
    const std::uint32_t socket = datagrams_.sender_of(datagram.octets);
    show(label(Show::sends,
               {socket,
                static_cast<std::uint32_t>(datagram.partner),
                size_of_octets(datagram.octets.size()),
                static_cast<std::uint32_t>(datagram.family),
                addresses_.own_port(datagram.family, datagram.from, socket)}));
  }

  void take_message(const Message& message) override {
    end_.count(message.header);
    switch (message.kind()) {
    case Kind::confirm:
    case Kind::heartbeat:
      break;
    case Kind::credit:
      datagrams_.credit(message.header.socket, message.header.value);
      break;
    case Kind::response:
      take_response(message);
      break;
    case Kind::data:
      take_data(message);
      break;
    default:
      misbehaves("it sends a message that nobody asked for");
    }
  }

  void take_data(const Message& message) {
    const auto datagram = datagrams_.take(message, addresses_);
    if (!datagram) {
      return;
    }
    const auto [family, host, partner] = datagram->from;
    show(label(Show::datagram,
               {message.header.socket,
                family,
                host == static_cast<std::uint32_t>(values::Host::loopback) ? partner : unlisted,
                size_of_octets(datagram->octets)}),
         arrived());
    if (datagram->octets > 0) {
      Header credit = message_header(Kind::credit, message.header.socket);
      credit.value = static_cast<std::uint32_t>(datagram->octets);
      end_.say(credit);
    }
  }

  void take_response(const Message& message) {
    const Header& header = message.header;
    const CallBody& body = message.call;
    if (header.request != requests_ || header.socket != socket_) {
      misbehaves("its response is that to another request");
    }
    if (header.task == kit_task) {
      named_ = body;
      return;
    }
    const bool same = body.call == call_number(asked_);
    const bool done = same && body.result == 0 && body.error == 0;
    if (asked_ == Call::gethostbyname && same && body.result != 0) {
      show(label(Show::not_found, {}), arrived());
      return;
    }
    if (done && show_values(message)) {
      return;
    }
    show(label(Show::answer,
               {named_call(body.call), header.socket, error_of(body, values::error_names)}),
         arrived());
    if (done && asked_ == Call::connect && streams_[socket_]) {
      take_connection();
    }
  }

  void take_connection() {
    const Family family = families_[socket_];
    const auto from = addresses_.accept(family, partner_, answer_ms());
    if (!from) {
      misbehaves("no connection comes of a CONNECT that it says is done");
    }
    if (addresses_.own_port(family, *from, socket_) != static_cast<std::uint32_t>(Port::chosen)) {
      misbehaves("the connection comes from another port than the socket has");
    }
  }

  // Shows the response of a call that gives something. False for others.
  bool show_values(const Message& message) {
    const CallBody& body = message.call;
    switch (asked_) {
    case Call::getsockname:
    case Call::getpeername: {
      const auto [family, host, port] =
          asked_ == Call::getsockname ? addresses_.own(body, socket_) : addresses_.partner(body);
      show(label(Show::address, {static_cast<std::uint32_t>(asked_), socket_, family, host, port}),
           arrived());
      return true;
    }
    case Call::accept: {
      const auto [family, host, port] = addresses_.partner(body);
      addresses_.inherit(made_, socket_);
      show(label(Show::address, {static_cast<std::uint32_t>(asked_), socket_, family, host, port}),
           arrived());
      return true;
    }
    case Call::getsockopt:
      show(label(Show::option, {socket_, option_, body.argument_2}), arrived());
      return true;
    case Call::gethostbyname:
      show(label(Show::addresses, {addresses_.found(message.text)}), arrived());
      return true;
    case Call::gethostname: {
      std::array<char, 256> name{};
      const bool known = ::gethostname(name.data(), name.size() - 1) == 0;
      show(label(Show::host_name,
                 {known && ebcdic::text_of(message.text) == name.data() ? 0U : unlisted}),
           arrived());
      return true;
    }
    case Call::gethostid: {
      const bool is_own =
          body.family == vse_af_inet &&
          std::equal(body.address.begin(), body.address.begin() + 4, source_.host_id()->begin());
      show(label(Show::host_id, {is_own ? 0U : unlisted}), arrived());
      return true;
    }
    default:
      return false;
    }
  }

  DaemonSource& source_;
  CallsEnd end_;
  CallAddresses addresses_;
  CallDatagrams datagrams_;
  std::array<Family, values::sockets_max + 1> families_{}; // by socket
  std::array<bool, values::sockets_max + 1> streams_{};
  std::optional<CallBody> named_;
  // Of the request that is outstanding.
  Call asked_ = Call::nothing;
  std::uint32_t socket_ = 0;
  std::uint32_t option_ = 0;
  std::uint32_t made_ = 0;
  Port partner_{};
  std::uint32_t requests_ = 0;
};

} // namespace

std::unique_ptr<Iut> judge_calls(DaemonSource& daemon, const Limits& limits) {
  return std::make_unique<JudgedCalls>(daemon, limits);
}

} // namespace pathproof::iut::lfp
