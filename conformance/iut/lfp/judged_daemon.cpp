// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/judged_daemon.hpp"

#include <poll.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/lfp/call_messages.hpp"
#include "conformance/iut/lfp/call_partners.hpp"
#include "conformance/iut/lfp/daemon_source.hpp"
#include "conformance/iut/lfp/instance_end.hpp"
#include "conformance/iut/lfp/judged_side.hpp"
#include "conformance/iut/lfp/partners.hpp"
#include "conformance/iut/lfp/path_label.hpp"
#include "model/core/ebcdic.hpp"
#include "model/lfp/lfp.hpp"

namespace pathproof::iut::lfp {

namespace {

using profile::End;
using profile::Header;
using profile::Hello;
using profile::Item;
using profile::Message;
using profile::Refusal;
using profile::Show;
using profile::SocketCall;
using MessageKind = profile::Kind;

// The sockets with data of the model's whole scope.
constexpr unsigned sockets = 2;
// A path that the kit has left may be there for the daemon for so long.
constexpr int leaving_ms = 1000;
constexpr std::uint32_t of_daemon = 1; // a side, of labels

class JudgedDaemon final : public JudgedSide {
public:
  JudgedDaemon(std::unique_ptr<DaemonSource> source, const Limits& limits)
      : JudgedSide(limits, of_daemon), source_(std::move(source)), end_(answer_ms(), log()),
        calls_(*source_) {
    partners_.call(source_->addresses());
  }

  Declaration declaration() override {
    return {.name = source_->name(),
            .roles = {"daemon"},
            .lacks = {},
            .choose = {{"linux", "at_once"}, {"mode", "vm"}},
            .trouble = source_->look(),
            .absent = source_->absent()};
  }

  Reply start(const Machine& machine, const CaseStart&) override {
    drop_path();
    begin_test();
    values_ = {.mtu = profile::small.mtu,
               .message_limit = profile::small.limit,
               .window = profile::small.window,
               .heartbeats = machine.configuration().variations.at("mode") ==
                             static_cast<unsigned>(profile::Mode::lpar)};
    forget_beats();
    return {};
  }

  std::vector<Label> beginning() override {
    const auto fixed = source_->fixed();
    if (!fixed) {
      return {};
    }
    std::vector<Label> configured;
    for (const Item item : {Item::mtu, Item::message_limit, Item::window, Item::credit_point}) {
      configured.push_back(
          label_of(Show::configure_daemon, static_cast<std::uint32_t>(item), fixed->of(item)));
    }
    return configured;
  }

  std::string refuses(const Label& label) const override {
    if (std::string why = source_->refuses(label); !why.empty()) {
      return why;
    }
    switch (static_cast<Show>(label.kind)) {
    case Show::configure_daemon:
      return refuses_value(static_cast<Item>(label.arguments[0]), label.arguments[1]);
    case Show::instance_ignored:
      return end_.refuses_ignored(label.arguments[0]);
    case Show::stop_daemon:
      return source_->fixed() ? "a daemon that the kit did not start is not stopped by it" : "";
    case Show::idle:
    case Show::silent:
      return source_->fixed() && label.arguments[0] == of_daemon
                 ? "when a daemon that is running sends heartbeats is its own affair"
                 : "";
    default:
      return {};
    }
  }

  std::string error_output() override { return source_->error_output(); }

  void forget_output() override { source_->forget_output(); }

private:
  std::string refuses_value(Item item, std::uint32_t value) const {
    const auto fixed = source_->fixed();
    return fixed ? fixed->differs(item, value) : values_.refuses(item, value);
  }

  // ---- what the kit does ------------------------------------------------------------------------

  void take(const Label& label) override {
    const auto& with = label.arguments;
    switch (static_cast<Show>(label.kind)) {
    case Show::configure_daemon:
      values_.configure(static_cast<Item>(with[0]), with[1]);
      break;
    case Show::instance_hello:
      say_hello(label);
      break;
    case Show::instance_data:
      send_data(with[0], with[1], with[2], with[3]);
      break;
    case Show::instance_credit:
    case Show::instance_confirm:
    case Show::instance_heartbeat:
      end_.say(label, {.socket = with[0]});
      break;
    case Show::instance_wrong:
    case Show::instance_malformed:
    case Show::instance_ignored:
      if (end_.connected()) {
        end_.say(label, {with[1], mtu_of_daemon(), sockets_of_daemon_});
      } else {
        say_malformed(with[0]);
      }
      break;
    case Show::instance_goodbye:
      end_.send(message_header(MessageKind::goodbye), 0);
      leave();
      break;
    case Show::instance_closes:
    case Show::lost:
      leave();
      break;
    case Show::instance_request:
      request(label);
      break;
    case Show::instance_cancel: {
      Header header = message_header(MessageKind::cancel);
      header.task = task_on_path(with[0]);
      header.request = with[1];
      end_.send(header, with[2]);
      break;
    }
    case Show::remote_connects:
      if (!calls_.connect(with[0])) {
        misbehaves("nobody listens at the address of socket " + std::to_string(with[0]));
      }
      break;
    case Show::remote_accepts:
      calls_.accept(with[0]);
      break;
    case Show::remote_refuses:
      calls_.refuse(with[0]);
      break;
    case Show::stop_daemon:
      stopping_ = true;
      source_->stop();
      break;
    case Show::idle:
      take_idle(label);
      break;
    case Show::silent:
      take_silent(label);
      break;
    case Show::another:
      if (const auto reason =
              refused_as_another(source_->connect(answer_ms()), hello_, answer_ms())) {
        show(label_of(Show::daemon_refuses_another, *reason - 1));
      }
      break;
    case Show::remote_writes:
      if (!partners_.write(with[0], with[1])) {
        misbehaves("Linux does not take " + std::to_string(with[1]) +
                   " octets of the partner for socket " + std::to_string(with[0]));
      }
      break;
    case Show::remote_ends:
      gather_partner(with[0]);
      partners_.end(with[0], static_cast<End>(with[1]) == End::reset);
      break;
    default: // Linux takes at once, and what only the kit's side knows changes nothing here
      break;
    }
  }

  void
  send_data(unsigned socket, std::uint32_t octets, std::uint32_t number, std::uint32_t confirms) {
    Header header = message_header(MessageKind::data, socket);
    header.value = number;
    end_.send(header, confirms, partners_.from_instance(socket, octets));
    if (!partners_.listens(socket)) { // the daemon drops it, and nobody can see whether it did
      show(label_of(Show::passes, socket, octets));
    }
  }

  void request(const Label& label) {
    const auto [task, number, call, socket, made, confirms] = label.arguments;
    Header header = message_header(MessageKind::request,
                                   socket == profile::no_descriptor ? profile::no_socket : socket);
    header.task = task_on_path(task);
    header.request = number;
    end_.send(header, confirms, calls_.request(static_cast<SocketCall>(call), task, socket, made));
  }

  // ---- the begin of a path ----------------------------------------------------------------------

  std::uint32_t mtu_of_daemon() const { return source_->fixed().value_or(values_).mtu; }

  void say_hello(const Label& label) {
    begin_path(hello_of(label, source_->hello()));
    profile::Hello said = hello_;
    const bool stranger = label.arguments[1] == 1;
    if (stranger && !source_->carrier_has_names()) {
      said.app_name = ebcdic::padded<profile::name_size>(stranger_application);
    }
    take_answer(asked_for([&] {
      return end_.say_hello(source_->connect(answer_ms(), stranger), said, label.arguments[0] == 1);
    }));
  }

  // In place of a hello that would be accepted.
  void say_malformed(std::uint32_t what) {
    begin_path(usual_hello(source_->hello()));
    take_answer(asked_for([&] {
      return end_.say_malformed(source_->connect(answer_ms()), hello_, what, mtu_of_daemon());
    }));
  }

  // A path is to be asked for with this hello.
  void begin_path(const Hello& hello) {
    if (const std::string why = source_->run_with(values_); !why.empty()) {
      misbehaves(why);
    }
    stopping_ = false;
    forget_beats();
    hello_ = hello;
    hello_.heartbeat_interval = values_.heartbeats ? heartbeat_of_kit_ms : 0;
    hello_.heartbeat_misses = heartbeat_misses;
  }

  // What the daemon answers who asks: it may not have seen yet that the path before is over.
  template <class Ask>
  Arrival asked_for(Ask ask) {
    const Deadline deadline(leaving_ms);
    const std::size_t first = log().size();
    Arrival answer;
    do {
      log().forget_from(first);
      answer = ask();
    } while (left_ && answer.refuses(Refusal::busy) && deadline.left_ms() > 0);
    left_ = false;
    return answer;
  }

  void take_answer(const Arrival& answer) {
    if (answer.kind != Arrival::Kind::message) {
      take_arrival(answer);
      return;
    }
    const Message& message = answer.message;
    if (message.kind() == MessageKind::refused) {
      show(label_of(Show::daemon_refused, message.header.value - 1), answer.number);
      await_close("after it has refused the path");
      return;
    }
    if (message.kind() != MessageKind::hello) {
      take_arrival(answer);
      return;
    }
    end_.count(message.header);
    const Hello said = message.hello;
    sockets_of_daemon_ = said.sockets;
    begin_beats(said.heartbeat_interval > 0);
    end_.prepare(sockets, partners_);
    show(hello_label(of_daemon, said, hello_), answer.number);
  }

  // ---- what the daemon does ---------------------------------------------------------------------

  // Waits until something is to be shown, but no longer.
  void gather(int milliseconds) override {
    const Deadline deadline(milliseconds);
    const bool awake = values_.heartbeats && !is_silent();
    while (!has_shown()) {
      if (awake) {
        end_.stay_awake();
      }
      std::vector<pollfd> waited;
      for (unsigned i = 0; end_.connected() && i < sockets; ++i) {
        if (partners_.listens(i)) {
          waited.push_back({partners_.descriptor(i), POLLIN, 0});
        }
      }
      if (end_.connected()) {
        waited.push_back({end_.path().descriptor(), POLLIN, 0});
      }
      if (waited.empty()) {
        return;
      }
      if (!end_.path().wait(0)) {
        const int left = deadline.left_ms();
        ::poll(waited.data(), waited.size(), awake ? std::min(left, awake_ms) : left);
      }
      // What the partners have was passed on before anything that the path says of it.
      for (unsigned i = 0; i < sockets; ++i) {
        gather_partner(i);
      }
      if (end_.connected()) {
        take_arrival(end_.path().receive());
      }
      if (deadline.left_ms() == 0) {
        return;
      }
    }
  }

  void gather_partner(unsigned socket) {
    if (!end_.connected() || !partners_.listens(socket)) {
      return;
    }
    const Partners::Read read = partners_.read(socket);
    if (!read.wrong.empty()) {
      misbehaves(read.wrong);
    }
    if (read.octets > 0) {
      show(label_of(Show::passes, socket, static_cast<std::uint32_t>(read.octets)));
    }
  }

  void take_message(const Message& message) override {
    if (passes_over(message, end_)) {
      return;
    }
    const std::uint32_t socket = message.header.socket < sockets ? message.header.socket : unlisted;
    const Label label = message_label(of_daemon, message, socket, end_.count(message.header));
    const auto kind = static_cast<Show>(label.kind);
    if (kind == Show::daemon_data && socket != unlisted) {
      if (const std::string wrong = partners_.check(socket, message.text); !wrong.empty()) {
        misbehaves(wrong);
      }
    } else if (kind == Show::daemon_credit && socket != unlisted) {
      await_passed(socket, message.header.value);
    }
    show(label, arrived());
    if (kind == Show::daemon_response && label.arguments[4] == 0) {
      calls_.done(
          static_cast<SocketCall>(label.arguments[2]), label.arguments[0], label.arguments[3]);
    }
    if (kind == Show::daemon_goodbye) {
      await_close("after goodbye");
      const std::string how = stopping_ ? source_->wait_for_stop() : std::string();
      if (!how.empty()) {
        misbehaves(how);
      }
    }
  }

  // Credit can be here before what it is for has got through loopback.
  void await_passed(unsigned socket, std::uint32_t octets) {
    partners_.credited(socket, octets);
    const Deadline deadline(answer_ms());
    while (partners_.lacks_credited(socket) && deadline.left_ms() > 0) {
      pollfd ready{partners_.descriptor(socket), POLLIN, 0};
      ::poll(&ready, 1, deadline.left_ms());
      gather_partner(socket);
    }
  }

  // ---- the end of a path ------------------------------------------------------------------------

  void closed() override {
    end_.close();
    if (const std::string how = stopping_ ? source_->wait_for_stop() : source_->ended();
        !how.empty()) {
      misbehaves(how);
    }
    show(label_of(Show::daemon_closes));
    check_partners();
  }

  // Reads on until the carrier is closed, which it has to be.
  void await_close(const std::string& when) {
    const Deadline deadline(answer_ms());
    while (end_.path().wait(deadline.left_ms())) {
      const Arrival arrival = end_.path().receive();
      if (arrival.kind == Arrival::Kind::closed) {
        end_.close();
        check_partners();
        return;
      }
      if (arrival.kind != Arrival::Kind::nothing) {
        misbehaves("it goes on sending " + when);
      }
    }
    misbehaves("it does not close the carrier " + when);
  }

  // The kit leaves; nothing of the path may be left [LFP-171].
  void leave() override {
    if (end_.connected()) {
      drop_path();
      check_partners();
    }
  }

  void give_up() override { drop_path(); }

  void drop_path() {
    end_.close();
    left_ = true;
  }

  void check_partners() {
    left_ = true;
    const bool calls_over = calls_.all_over(answer_ms());
    if (!partners_.all_over(answer_ms()) || !calls_over) {
      misbehaves("the connections of its sockets are still there after the path has ended");
    }
  }

  std::unique_ptr<DaemonSource> source_;
  SideValues values_{};
  InstanceEnd end_;
  Partners partners_;
  CallPartners calls_;
  Hello hello_{};
  std::uint32_t sockets_of_daemon_ = sockets; // as its hello says
  bool left_ = true;                          // a path may have been there before
  bool stopping_ = false;
};

} // namespace

std::unique_ptr<Iut> judge_path(std::unique_ptr<DaemonSource> source, const Limits& limits) {
  return std::make_unique<JudgedDaemon>(std::move(source), limits);
}

} // namespace pathproof::iut::lfp
