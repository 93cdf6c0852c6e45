// SPDX-License-Identifier: Apache-2.0
// One path of LFP: roles, and the labels they show each other.
// The instance and the daemon send each other messages (instance.data, daemon.credit, …); programs
// on z/VSE are the application, their partners behind Linux the remote. The operator configures
// both sides and starts and stops them; the carrier carries messages, loses the path, and is the
// clock.
#pragma once

#include <array>
#include <iterator>
#include <span>
#include <string_view>

#include "model/core/label.hpp"
#include "model/lfp/malformed.hpp"

namespace pathproof::lfp {

enum class Role : unsigned { instance, daemon, application, remote, operations, carrier };

inline constexpr std::array<std::string_view, 6> role_names{
    "instance", "daemon", "application", "remote", "operator", "carrier"};

inline constexpr unsigned sides = 2; // the instance is number 0, the daemon number 1
inline constexpr std::array<std::string_view, sides> side_names{"instance", "daemon"};

enum class Show : unsigned {
  configure_instance,
  configure_daemon,
  start,
  stop_instance,
  stop_daemon,
  another,
  instance_hello,
  instance_data,
  instance_credit,
  instance_confirm,
  instance_heartbeat,
  instance_goodbye,
  instance_closes,
  instance_wrong,
  instance_malformed,
  instance_ignored,
  daemon_hello,
  daemon_refused,
  daemon_data,
  daemon_credit,
  daemon_confirm,
  daemon_heartbeat,
  daemon_goodbye,
  daemon_closes,
  daemon_wrong,
  daemon_malformed,
  daemon_ignored,
  daemon_end,
  daemon_refuses_another,
  app_write,
  app_read,
  started,
  start_failed,
  wrote,
  would_block,
  read,
  read_end,
  read_waits,
  remote_writes,
  remote_ends,
  remote_reads,
  passes,
  passes_nothing,
  lost,
  idle,
  silent,
  arrives_message,
  arrives_confirmation,
  arrives_data,
  arrives_credit,
  arrives_end,
  app_call,
  app_cancel,
  called,
  instance_request,
  instance_cancel,
  daemon_response,
  remote_connects,
  remote_accepts,
  remote_refuses,
  count
};

// The label kind of the instance, or that of the daemon.
constexpr Show of(unsigned side, Show of_instance, Show of_daemon) {
  return side == 0 ? of_instance : of_daemon;
}

// What the operator writes into a configuration. Names and version are right (0) or wrong.
enum class Item : unsigned { mtu, message_limit, window, credit_point, names, version, count };
inline constexpr std::array<std::string_view, 6> item_names{
    "mtu", "message_limit", "window", "credit_point", "names", "version"};

// Why a path is refused.
inline constexpr auto refusal_names = [] {
  std::array<std::string_view, std::size(refusals)> names{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = refusals[i].name;
  }
  return names;
}();

// How a direction ended: the value of Kind::end.
enum class End : unsigned { none, end_of_file, reset, count };
inline constexpr std::array<std::string_view, 3> end_names{"none", "0", "ECONNRESET"};

// Calls that cross the path, in the order in which rules speak of ranges of them.
enum class SocketCall : unsigned {
  getsockname,
  close,
  connect,
  getpeername,
  bind,
  listen,
  shutdown,
  accept, // the last that is about a socket
  socket,
  termapi,
  count
};
inline constexpr std::array<std::string_view, 10> call_names{"GETSOCKNAME",
                                                             "CLOSE",
                                                             "CONNECT",
                                                             "GETPEERNAME",
                                                             "BIND",
                                                             "LISTEN",
                                                             "SHUTDOWN",
                                                             "ACCEPT",
                                                             "SOCKET",
                                                             "TERMAPI"};

// ERRNO of a call. The last is the one configured for the loss of the path.
enum class CallError : unsigned {
  none,
  bad_descriptor,
  invalid,
  already,
  is_connected,
  not_connected,
  refused,
  cancelled,
  path_loss,
  count
};
inline constexpr std::array<std::string_view, 9> call_error_names{"0",
                                                                  "EBADF",
                                                                  "EINVAL",
                                                                  "EALREADY",
                                                                  "EISCONN",
                                                                  "ENOTCONN",
                                                                  "ECONNREFUSED",
                                                                  "ECANCELED",
                                                                  "PATH_LOSS"};

inline constexpr LabelArgument socket_argument{.name = "socket"};
inline constexpr LabelArgument octets_argument{.name = "octets", .amount = true};
inline constexpr LabelArgument level_argument{.name = "level"};
inline constexpr LabelArgument number_argument{.name = "number"};
// The messages that the sender has received and not said so far.
inline constexpr LabelArgument confirms_argument{.name = "confirms"};
inline constexpr LabelArgument side_argument{.name = "side", .names = side_names};
inline constexpr LabelArgument to_argument{.name = "to", .names = side_names};
inline constexpr LabelArgument item_argument{.name = "item", .names = item_names};
inline constexpr LabelArgument value_argument{.name = "value"};
inline constexpr LabelArgument fault_argument{.name = "fault", .names = fault_names};
inline constexpr LabelArgument reason_argument{.name = "reason", .names = refusal_names};
inline constexpr LabelArgument error_argument{.name = "error", .names = end_names};
inline constexpr LabelArgument task_argument{.name = "task"};
inline constexpr LabelArgument call_argument{.name = "call", .names = call_names};
// The descriptor that ACCEPT is to make; 0 for other calls.
inline constexpr LabelArgument new_argument{.name = "new"};
inline constexpr LabelArgument wrong_names{.name = "wrong_names", .names = no_yes};
inline constexpr LabelArgument wrong_version{.name = "wrong_version", .names = no_yes};
inline constexpr LabelArgument waits_argument{.name = "waits", .names = no_yes};

inline constexpr unsigned both_sides = to(Role::instance) | to(Role::daemon);

namespace detail {

using Arguments = std::array<LabelArgument, Label::capacity>;

inline constexpr Arguments hello_arguments{wrong_version,
                                           wrong_names,
                                           LabelArgument{.name = "mtu"},
                                           LabelArgument{.name = "message_limit"},
                                           LabelArgument{.name = "window"},
                                           LabelArgument{.name = "credit_point"}};
inline constexpr Arguments data_arguments{
    socket_argument, octets_argument, number_argument, confirms_argument};
inline constexpr Arguments credit_arguments{socket_argument, octets_argument, confirms_argument};
inline constexpr Arguments request_arguments{task_argument,
                                             number_argument,
                                             call_argument,
                                             socket_argument,
                                             new_argument,
                                             confirms_argument};
// No daemon knows what an instance has configured.
inline constexpr Arguments response_arguments{
    task_argument,
    number_argument,
    call_argument,
    socket_argument,
    LabelArgument{.name = "error", .names = std::span(call_error_names).first(8)},
    confirms_argument};

} // namespace detail

// In the order of Show.
inline constexpr std::array<LabelKind, static_cast<std::size_t>(Show::count)> label_kinds{{
    {"configure.instance",
     by(Role::operations),
     to(Role::instance),
     {item_argument, value_argument},
     "a value of the instance's configuration; credit_point is window x threshold / 100"},
    {"configure.daemon",
     by(Role::operations),
     to(Role::daemon),
     {item_argument, value_argument},
     "a value of the daemon's configuration"},
    {"event.start", by(Role::operations), to(Role::instance), {}, "the instance is started"},
    {"event.stop_instance", by(Role::operations), to(Role::instance), {}, "it is stopped"},
    {"event.stop_daemon", by(Role::operations), to(Role::daemon), {}, "the daemon is stopped"},
    {"event.another",
     by(Role::operations),
     to(Role::daemon),
     {},
     "another instance connects to the daemon and says hello"},

    {"instance.hello", by(Role::instance), to(Role::daemon), detail::hello_arguments, "hello"},
    {"instance.data",
     by(Role::instance),
     to(Role::daemon),
     detail::data_arguments,
     "a chunk of what a program has written"},
    {"instance.credit",
     by(Role::instance),
     to(Role::daemon),
     detail::credit_arguments,
     "so many octets more may be sent on the socket"},
    {"instance.confirm",
     by(Role::instance),
     to(Role::daemon),
     {confirms_argument},
     "nothing but the count of messages received"},
    {"instance.heartbeat", by(Role::instance), to(Role::daemon), {confirms_argument}, "heartbeat"},
    {"instance.goodbye", by(Role::instance), to(Role::daemon), {}, "the path ends in order"},
    {"instance.closes", by(Role::instance), to(Role::daemon), {}, "closes the carrier"},
    {"instance.wrong",
     by(Role::instance),
     to(Role::daemon),
     {fault_argument, socket_argument, octets_argument, number_argument},
     "a message that no right instance sends then; of data, credit and end with what they say"},
    {"instance.malformed",
     by(Role::instance),
     to(Role::daemon),
     {LabelArgument{.name = "what", .names = malformed_of_instance}},
     "octets that are no message, or none that a right instance ever sends there"},
    {"instance.ignored",
     by(Role::instance),
     to(Role::daemon),
     {LabelArgument{.name = "what", .names = ignored_of_instance}, confirms_argument},
     "a message that changes nothing"},

    {"daemon.hello", by(Role::daemon), to(Role::instance), detail::hello_arguments, "hello"},
    {"daemon.refused",
     by(Role::daemon),
     to(Role::instance),
     {reason_argument},
     "the path is refused, and the carrier closed"},
    {"daemon.data",
     by(Role::daemon),
     to(Role::instance),
     detail::data_arguments,
     "a chunk of what a socket has received"},
    {"daemon.credit",
     by(Role::daemon),
     to(Role::instance),
     detail::credit_arguments,
     "so many octets more may be sent on the socket"},
    {"daemon.confirm",
     by(Role::daemon),
     to(Role::instance),
     {confirms_argument},
     "nothing but the count of messages received"},
    {"daemon.heartbeat", by(Role::daemon), to(Role::instance), {confirms_argument}, "heartbeat"},
    {"daemon.goodbye", by(Role::daemon), to(Role::instance), {}, "the path ends in order"},
    {"daemon.closes", by(Role::daemon), to(Role::instance), {}, "closes the carrier"},
    {"daemon.wrong",
     by(Role::daemon),
     to(Role::instance),
     {fault_argument, socket_argument, octets_argument, number_argument},
     "a message that no right daemon sends then; of data, credit and end with what they say"},
    {"daemon.malformed",
     by(Role::daemon),
     to(Role::instance),
     {LabelArgument{.name = "what", .names = malformed_of_daemon}},
     "octets that are no message, or none that a right daemon ever sends there"},
    {"daemon.ignored",
     by(Role::daemon),
     to(Role::instance),
     {LabelArgument{.name = "what", .names = ignored_of_daemon}, confirms_argument},
     "a message that changes nothing"},
    {"daemon.end",
     by(Role::daemon),
     to(Role::instance),
     {socket_argument, error_argument, confirms_argument},
     "no more data from the partner; the error in the numbering of z/VSE"},
    {"daemon.refuses_another",
     by(Role::daemon),
     to(Role::operations),
     {reason_argument},
     "the other instance is refused"},

    {"app.write",
     by(Role::application),
     to(Role::instance),
     {socket_argument, octets_argument, waits_argument},
     "WRITE or SEND of so many octets, which waits for window or does not"},
    {"app.read",
     by(Role::application),
     to(Role::instance),
     {socket_argument},
     "READ or RECV of as much as there is"},
    {"return.started",
     by(Role::instance),
     to(Role::operations),
     {},
     "the start was successful: the path is there"},
    {"return.start_failed", by(Role::instance), to(Role::operations), {}, "it was not"},
    {"return.wrote",
     by(Role::instance),
     to(Role::application),
     {socket_argument, octets_argument},
     "RETCODE of a write: the octets accepted"},
    {"return.would_block",
     by(Role::instance),
     to(Role::application),
     {socket_argument},
     "RETCODE -1 of a write, EWOULDBLOCK"},
    {"return.read",
     by(Role::instance),
     to(Role::application),
     {socket_argument, octets_argument},
     "RETCODE of a read: the octets that it gives"},
    {"return.read_end",
     by(Role::instance),
     to(Role::application),
     {socket_argument, error_argument},
     "RETCODE 0 of a read at the end, or -1 and the error that ended the direction"},
    {"return.read_waits",
     by(Role::instance),
     to(Role::application),
     {socket_argument},
     "there is nothing to read: the read waits, or fails with EWOULDBLOCK; it is to be tried "
     "again"},

    {"remote.writes",
     by(Role::remote),
     to(Role::daemon),
     {socket_argument, octets_argument},
     "so many octets have come to the Linux socket from its partner"},
    {"remote.ends",
     by(Role::remote),
     to(Role::daemon),
     {socket_argument, error_argument},
     "the partner has closed its direction, or the connection was reset"},
    {"remote.reads",
     by(Role::remote),
     to(Role::daemon),
     {socket_argument},
     "the Linux socket takes what the daemon has for the partner"},
    {"daemon.passes",
     by(Role::daemon),
     to(Role::remote),
     {socket_argument, octets_argument},
     "Linux has taken so many octets for the partner"},
    {"daemon.passes_nothing",
     by(Role::daemon),
     to(Role::remote),
     {socket_argument},
     "there is nothing to pass on: the daemon waits for the instance"},

    {"carrier.lost", by(Role::carrier), both_sides, {}, "the path is lost"},
    {"carrier.idle",
     by(Role::carrier),
     both_sides,
     {side_argument},
     "the side has sent nothing for its heartbeat interval"},
    {"carrier.silent",
     by(Role::carrier),
     both_sides,
     {side_argument},
     "the side has heard nothing for as many heartbeat intervals as it waits"},
    {"arrives.message", by(Role::carrier), both_sides, {to_argument}, "a message has come"},
    {"arrives.confirmation",
     by(Role::carrier),
     both_sides,
     {to_argument, LabelArgument{.name = "messages"}},
     "the confirmation of so many messages has come"},
    {"arrives.data",
     by(Role::carrier),
     both_sides,
     {to_argument, socket_argument, level_argument},
     "data has come, of which no more than the window less the level is left under way"},
    {"arrives.credit",
     by(Role::carrier),
     both_sides,
     {to_argument, socket_argument, level_argument},
     "credit has come, with which so many octets may be sent"},
    {"arrives.end",
     by(Role::carrier),
     both_sides,
     {socket_argument},
     "the end of the direction to the instance has come"},

    {"app.call",
     by(Role::application),
     to(Role::instance),
     {task_argument, call_argument, socket_argument},
     "a task calls; the socket is 0 for SOCKET and TERMAPI"},
    {"app.cancel",
     by(Role::application),
     to(Role::instance),
     {task_argument},
     "CANCEL of its call"},
    {"return.called",
     by(Role::instance),
     to(Role::application),
     {task_argument, socket_argument, LabelArgument{.name = "error", .names = call_error_names}},
     "how the call of the task has ended: the descriptor that SOCKET or ACCEPT has made, and "
     "ERRNO"},
    {"instance.request",
     by(Role::instance),
     to(Role::daemon),
     detail::request_arguments,
     "a call; the number is the instance's choice, and so are descriptors of new sockets"},
    {"instance.cancel",
     by(Role::instance),
     to(Role::daemon),
     {task_argument, number_argument, confirms_argument},
     "the request of that task and number is to end"},
    {"daemon.response",
     by(Role::daemon),
     to(Role::instance),
     detail::response_arguments,
     "how a request has ended; the error in the numbering of z/VSE"},
    {"remote.connects",
     by(Role::remote),
     to(Role::daemon),
     {socket_argument},
     "a partner connects to the Linux socket that listens"},
    {"remote.accepts",
     by(Role::remote),
     to(Role::daemon),
     {socket_argument},
     "the partner accepts the connection of the Linux socket"},
    {"remote.refuses",
     by(Role::remote),
     to(Role::daemon),
     {socket_argument},
     "the partner refuses it"},
}};

} // namespace pathproof::lfp
