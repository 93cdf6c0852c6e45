// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/judged_instance.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>
#include <vector>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/lfp/daemon_end.hpp"
#include "conformance/iut/lfp/instance_source.hpp"
#include "conformance/iut/lfp/judged_side.hpp"
#include "conformance/iut/lfp/layout_file.hpp"
#include "conformance/iut/lfp/path_label.hpp"
#include "conformance/iut/lfp/program_calls.hpp"
#include "conformance/iut/lfp/program_data.hpp"
#include "conformance/iut/lfp/program_end.hpp"
#include "model/lfp/error_number.hpp"
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

// The process is looked at so often while something is waited for.
constexpr int look_ms = 20;
constexpr std::uint32_t of_instance = 0;      // a side, of labels
constexpr std::uint32_t tasks_of_daemon = 16; // that the kit's hello permits

class JudgedInstance final : public JudgedSide {
public:
  JudgedInstance(std::string_view specification,
                 const Limits& limits,
                 std::shared_ptr<const profile::Layout> layout)
      : JudgedSide(limits, of_instance), source_(specification, limits, std::move(layout)),
        programs_(source_.control(), instance_tasks), data_(programs_, answer_ms()),
        calls_(programs_), end_(answer_ms(), log()) {}

  Declaration declaration() override {
    return {.name = source_.name(),
            .roles = {"instance"},
            .lacks = {},
            .choose = {{"programs", "at_once"}, {"accepts", "ahead"}, {"mode", "vm"}},
            .trouble = source_.look()};
  }

  Reply start(const Machine& machine, const CaseStart&) override {
    const auto& variations = machine.configuration().variations;
    if (variations.at("programs") != static_cast<unsigned>(profile::Taking::at_once)) {
      return {.kind = Reply::Kind::unsupported,
              .text = "between an instance under test and its programs there is a buffer"};
    }
    return guarded([&] {
      leave();
      begin_test();
      values_ = {.mtu = profile::small.mtu,
                 .message_limit = profile::small.limit,
                 .window = profile::small.window,
                 .heartbeats = variations.at("mode") == static_cast<unsigned>(profile::Mode::lpar)};
      wrong_names_ = false;
      forget_beats();
    });
  }

  std::string refuses(const Label& label) const override {
    const auto& with = label.arguments;
    switch (static_cast<Show>(label.kind)) {
    case Show::configure_instance:
      return refuses_value(static_cast<Item>(with[0]), with[1]);
    case Show::app_call:
      return end_.connected() ? calls_.refuses(static_cast<SocketCall>(with[1]), with[2])
                              : "whether a program's call makes a new path is the instance's own "
                                "affair";
    case Show::app_cancel:
      return "a program that uses sockets as POSIX has them has no CANCEL";
    case Show::stop_instance:
      return calls_.any() ? "programs end with their instance, and with them their calls" : "";
    case Show::lost:
    case Show::silent:
    case Show::daemon_goodbye:
    case Show::daemon_closes:
    case Show::daemon_wrong:
    case Show::daemon_malformed:
      return calls_.any_not_awaited() ? "CLOSE and SHUTDOWN have ended at once for the program"
                                      : "";
    case Show::daemon_ignored:
      return end_.refuses_ignored(with[0]);
    case Show::app_write:
      return data_.was_reset(with[0])
                 ? "what a WRITE gives on a connection that was reset is not stated"
                 : "";
    default:
      return {};
    }
  }

  bool goes_on() const override { return end_.connected() && calls_.accepts_ahead(); }

  std::string error_output() override { return source_.process().error_output(); }

  void forget_output() override { source_.process().forget_output(); }

private:
  std::string refuses_value(Item item, std::uint32_t value) const {
    if (item == Item::version) {
      return value == 0 ? "" : "an instance has the version that it has";
    }
    std::string why = values_.refuses(item, value);
    if (!why.empty()) {
      return why;
    }
    SideValues values = values_;
    values.configure(item, value);
    return source_.refuses(values);
  }

  // ---- what the kit does ------------------------------------------------------------------------

  void take(const Label& label) override {
    const auto& with = label.arguments;
    switch (static_cast<Show>(label.kind)) {
    case Show::configure_instance:
      if (static_cast<Item>(with[0]) == Item::names) {
        wrong_names_ = with[1] == 1;
      }
      values_.configure(static_cast<Item>(with[0]), with[1]);
      break;
    case Show::start:
      leave();
      source_.run_with(values_, wrong_names_);
      started_ = true;
      forget_beats();
      break;
    case Show::stop_instance:
      source_.process().stop();
      stopping_ = true;
      break;
    case Show::daemon_hello:
      say_hello(label);
      break;
    case Show::daemon_refused:
      end_.refuse(static_cast<Refusal>(with[0] + 1));
      break;
    case Show::daemon_data:
      send_data(with[0], with[1], with[2], with[3]);
      break;
    case Show::daemon_credit:
      end_.say(label, {.socket = data_.on_path(with[0])});
      break;
    case Show::daemon_wrong:
      end_.say(label, {.socket = data_.on_path(with[1]), .mtu = values_.mtu});
      break;
    case Show::daemon_confirm:
    case Show::daemon_heartbeat:
    case Show::daemon_malformed:
    case Show::daemon_ignored:
      end_.say(label, {.mtu = values_.mtu});
      break;
    case Show::daemon_end:
      send_end(with[0], static_cast<End>(with[1]), with[2]);
      break;
    case Show::daemon_response:
      calls_.respond(label, end_);
      break;
    case Show::daemon_goodbye:
      end_.send(message_header(MessageKind::goodbye), 0);
      lose_path();
      forget_shown(Show::instance_request);
      break;
    case Show::daemon_closes:
    case Show::lost:
      lose_path();
      forget_shown(Show::instance_request);
      break;
    case Show::idle:
      take_idle(label);
      break;
    case Show::silent:
      take_silent(label);
      break;
    case Show::app_write:
      show(label_of(Show::wrote, with[0], data_.write(with[0], with[1])));
      break;
    case Show::app_read:
      read(with[0]);
      break;
    case Show::app_call:
      await_response();
      calls_.call(with[0], static_cast<SocketCall>(with[1]), with[2]);
      break;
    default: // what only the kit's side knows changes nothing here
      break;
    }
  }

  void
  send_data(unsigned socket, std::uint32_t octets, std::uint32_t number, std::uint32_t confirms) {
    Header header = message_header(MessageKind::data, data_.on_path(socket));
    header.value = number;
    end_.send(header, confirms, data_.next(socket, octets));
  }

  void send_end(unsigned socket, End how, std::uint32_t confirms) {
    Header header = message_header(MessageKind::end, data_.on_path(socket));
    header.value = how == End::reset ? profile::vse_error(ECONNRESET) : 0;
    end_.send(header, confirms);
    data_.ends(socket, how);
  }

  // The program reads without being asked to; only its end is told when it is asked for.
  void read(unsigned socket) {
    if (!data_.is_at_the_end(socket)) {
      return;
    }
    const Deadline deadline(answer_ms());
    while (!data_.end_read(socket) && deadline.left_ms() > 0) {
      wait(deadline.left_ms());
      gather_program(socket);
    }
    if (const auto how = data_.end_read(socket)) {
      show(label_of(Show::read_end, socket, *how));
    }
  }

  // ---- the begin of a path ----------------------------------------------------------------------

  Hello hello() const {
    Hello made =
        hello_between(daemon_system, daemon_application, instance_system, instance_application);
    made.tasks = tasks_of_daemon;
    // No more than labels have, so that the instance meets the limit.
    made.sockets = data_sockets + profile::descriptors_max;
    return made;
  }

  void say_hello(const Label& label) {
    Hello ours = hello_of(label, hello());
    if (values_.heartbeats) {
      ours.heartbeat_interval = heartbeat_of_kit_ms;
      ours.heartbeat_misses = heartbeat_misses;
    }
    end_.say_hello(ours);
    const Deadline deadline(answer_ms());
    while (!programs_.attached() && deadline.left_ms() > 0 && source_.process().is_running()) {
      wait(std::min(deadline.left_ms(), look_ms));
      programs_.take();
    }
    if (!programs_.attached()) {
      misbehaves("it does not start its program when it has a path" + how_it_ended());
    }
    for (unsigned i = 0; i < data_sockets; ++i) {
      data_.prepare(i, end_);
    }
    end_.is_prepared();
    started_ = false;
    show(label_of(Show::started));
  }

  // ---- what the instance does -------------------------------------------------------------------

  void wait(int milliseconds) {
    std::vector<pollfd> waited;
    programs_.add_to(waited);
    if (end_.connected()) {
      if (end_.path().wait(0)) {
        return;
      }
      waited.push_back({end_.path().descriptor(), POLLIN, 0});
    } else if (started_) {
      waited.push_back({source_.descriptor(), POLLIN, 0});
    }
    ::poll(waited.data(), waited.size(), milliseconds);
  }

  // Waits until something is to be shown, but no longer.
  void gather(int milliseconds) override {
    const Deadline deadline(milliseconds);
    while (!has_shown()) {
      if (values_.heartbeats && !is_silent() && end_.connected()) {
        end_.stay_awake();
      }
      if (!end_.connected() && !started_ && !calls_.any()) {
        return;
      }
      wait(std::min(deadline.left_ms(), look_ms));
      programs_.take();
      // What the programs have was given to them before anything that the path says of it.
      for (unsigned i = 0; i < data_sockets; ++i) {
        gather_program(i);
      }
      gather_calls();
      if (end_.connected()) {
        take_arrival(end_.path().receive());
      } else if (started_) {
        gather_start();
      }
      if (deadline.left_ms() == 0) {
        return;
      }
    }
  }

  void gather_start() {
    if (!hello_came_) {
      if (Carrier carrier = source_.accept(); carrier.socket) {
        hear_hello(std::move(carrier));
        return;
      }
    }
    if (!source_.process().is_running()) {
      if (!hello_came_) {
        misbehaves("it does not connect to its daemon" + how_it_ended());
      }
      if (const std::string how = source_.process().ended_by_signal(); !how.empty()) {
        misbehaves(how);
      }
      started_ = false;
      show(label_of(Show::start_failed));
    }
  }

  void hear_hello(Carrier carrier) {
    end_.take(std::move(carrier), usual_hello(hello()));
    if (!end_.path().wait(answer_ms())) {
      misbehaves("it connects and says nothing");
    }
    const Arrival arrival = end_.path().receive();
    if (arrival.kind != Arrival::Kind::message || arrival.message.kind() != MessageKind::hello) {
      misbehaves("its first message is no hello");
    }
    hello_came_ = true;
    end_.count(arrival.message.header);
    begin_beats(arrival.message.hello.heartbeat_interval > 0);
    show(hello_label(of_instance, arrival.message.hello, hello()), arrival.number);
  }

  // What was said of a path that is over does not matter.
  void gather_program(unsigned socket) {
    while (const std::uint32_t octets = data_.read(socket)) {
      if (end_.connected()) {
        show(label_of(Show::read, socket, octets));
      }
    }
  }

  void gather_calls() {
    for (unsigned task = 0; task < calling_tasks; ++task) {
      if (const auto label = calls_.returned(task)) {
        show(*label);
      }
    }
  }

  void take_message(const Message& message) override {
    if (passes_over(message, end_)) {
      return;
    }
    if (message.kind() == MessageKind::request) {
      await_connection(message);
      show(calls_.request(message, end_.count(message.header)), arrived());
      return;
    }
    const std::uint32_t socket = data_.socket_of(message.header.socket);
    const Label label = message_label(of_instance, message, socket, end_.count(message.header));
    if (socket != unlisted && message.kind() == MessageKind::data) {
      data_.came(socket, message.text);
    } else if (socket != unlisted && message.kind() == MessageKind::credit) {
      await_read(socket, message.header.value);
    }
    show(label, arrived());
    if (message.kind() == MessageKind::goodbye) {
      end_.close();
      await_stop();
    }
  }

  // No program waits for the response to some requests, so that nobody says when it has come.
  void await_response() {
    if (calls_.forget_unseen()) {
      gather(quiet_for_ms());
    }
  }

  // The next ACCEPT can be here before the program has said that it has the connection.
  void await_connection(const Message& message) {
    const Deadline deadline(answer_ms());
    while (calls_.is_early(message) && deadline.left_ms() > 0) {
      std::vector<pollfd> waited;
      programs_.add_to(waited);
      ::poll(waited.data(), waited.size(), deadline.left_ms());
      programs_.take();
      gather_calls();
    }
  }

  // Credit can be here before what it is for has got through the program.
  void await_read(unsigned socket, std::uint32_t octets) {
    data_.credited(socket, octets);
    const Deadline deadline(answer_ms());
    while (data_.lacks_credited(socket) && deadline.left_ms() > 0) {
      std::vector<pollfd> waited;
      programs_.add_to(waited);
      ::poll(waited.data(), waited.size(), deadline.left_ms());
      gather_program(socket);
    }
  }

  // ---- the end ----------------------------------------------------------------------------------

  // Nothing is left of the path. What the instance has sent before has come, and counts no more.
  void lose_path() {
    end_.close();
    calls_.lose_path();
  }

  void closed() override {
    lose_path();
    if (!std::exchange(stopping_, false)) {
      // A start that fails ends it.
      StartedProcess& process = source_.process();
      if (const std::string how = started_ ? process.ended_by_signal() : process.ended();
          !how.empty()) {
        misbehaves(how);
      }
    }
    show(label_of(Show::instance_closes));
  }

  // After goodbye it has to end.
  void await_stop() {
    programs_.drop();
    if (std::exchange(stopping_, false) && !source_.process().ends()) {
      misbehaves("it does not end after goodbye");
    }
  }

  std::string how_it_ended() {
    const std::string how = source_.process().ended();
    return how.empty() ? std::string() : ": " + how;
  }

  void leave() override {
    if (!end_instance()) {
      misbehaves("it does not end when it is asked to by SIGTERM");
    }
  }

  void give_up() override { end_instance(); }

  // Nothing is left of it. Whether it has ended in time.
  bool end_instance() {
    end_.close();
    programs_.drop();
    source_.process().stop();
    const bool is_over = source_.process().ends();
    source_.forget_connections();
    started_ = false;
    hello_came_ = false;
    stopping_ = false;
    data_.forget();
    calls_.forget();
    return is_over;
  }

  InstanceSource source_;
  ProgramEnd programs_;
  ProgramData data_;
  ProgramCalls calls_;
  DaemonEnd end_;
  SideValues values_{};
  bool wrong_names_ = false;
  bool started_ = false; // and nobody was told yet how it went
  bool hello_came_ = false;
  bool stopping_ = false;
};

} // namespace

std::unique_ptr<Iut>
open_instance(std::string_view specification, const Limits& limits, const std::string& layout) {
  return std::make_unique<JudgedInstance>(specification, limits, read_layout(layout));
}

} // namespace pathproof::iut::lfp
