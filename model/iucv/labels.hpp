// SPDX-License-Identifier: Apache-2.0
// IUCV at CP level: roles, and the labels they show each other.
// Two guests issue IUCV functions (a.connect, b.send, …); CP returns (return.a, return.a.path, …)
// and presents external interrupts (interrupt.a.message, …). The operator logs guests on and off.
// Every label is of one guest, so the labels of guest b repeat those of guest a.
#pragma once

#include <array>
#include <string_view>

#include "model/core/label.hpp"

namespace pathproof::iucv {

enum class Role : unsigned { guest_a, cp, guest_b, operations };

inline constexpr std::array<std::string_view, 4> role_names{"guest_a", "cp", "guest_b", "operator"};

inline constexpr unsigned guests = 2; // a is number 0, b is number 1

// What a guest calls, in the order of the label kinds.
enum class Function : unsigned {
  query,
  testmsg,
  rtrvbfr,
  describe,
  send,
  receive,
  reply,
  testcmpl,
  reject,
  purge,
  accept,
  connect,
  dclbfr,
  quiesce,
  resume,
  sever,
  setmask,
  setcmask,
  undeclared, // any of them but QUERY and DCLBFR, by a guest that has declared no buffer
  unfinished, // one that names a message by its id alone
  none,
  count
};

inline constexpr unsigned functions = static_cast<unsigned>(Function::undeclared);

// What CP shows.
enum class Answer : unsigned {
  done,      // condition code and IPRCODE
  path,      // CONNECT, ACCEPT
  sent,      // SEND
  received,  // RECEIVE
  described, // DESCRIBE
  completed, // TESTCMPL, PURGE
  query,
  exception,
  connection, // interrupts 01 and 02
  control,    // 03, 04, 05
  completion, // 06, 07
  message,    // 08, 09
  count
};

inline constexpr unsigned answers = static_cast<unsigned>(Answer::count);

enum class Event : unsigned { logon, logoff, count };

constexpr unsigned kind_of(unsigned guest, Function function) {
  return guest * functions + static_cast<unsigned>(function);
}

constexpr unsigned kind_of(unsigned guest, Answer answer) {
  return guests * functions + guest * answers + static_cast<unsigned>(answer);
}

constexpr unsigned kind_of(unsigned guest, Event event) {
  return guests * (functions + answers) + guest * static_cast<unsigned>(Event::count) +
         static_cast<unsigned>(event);
}

inline constexpr unsigned kinds_in_all =
    guests * (functions + answers + static_cast<unsigned>(Event::count));

constexpr Role role_of(unsigned guest) {
  return guest == 0 ? Role::guest_a : Role::guest_b;
}

// ---- arguments ----------------------------------------------------------------------------------

// Whom a guest connects to: a guest, a userid that is not logged on, a CP service there is not.
enum class User : unsigned { a, b, nobody, no_service };
inline constexpr std::array<std::string_view, 4> user_names{"A", "B", "NOBODY", "*NOSUCH"};

// The IUCV statement of a directory entry that says whom the user may connect to.
enum class Statement : unsigned { none, userid, any, count };
inline constexpr std::array<std::string_view, 3> statement_names{"none", "userid", "any"};

// IPFLAGS1 of CONNECT, ACCEPT and of interrupts 01 and 02; bits the documents do not define are
// left out.
inline constexpr std::array<std::string_view, 4> flag_names{
    "none", "IPQUSCE", "IPRMDATA", "IPRMDATA,IPQUSCE"};

// Lengths in words, shown in bytes.
inline constexpr std::array<std::string_view, 4> length_names{"0", "4", "8", "12"};

inline constexpr std::array<std::string_view, 4> condition_codes{"0", "1", "2", "3"};
inline constexpr std::array<std::string_view, 2> exception_names{"operation", "specification"};
inline constexpr std::array<std::string_view, 2> connection_types{"01", "02"};
inline constexpr std::array<std::string_view, 3> control_types{"03", "04", "05"};
inline constexpr std::array<std::string_view, 2> completion_types{"06", "07"};
inline constexpr std::array<std::string_view, 2> message_types{"08", "09"};

// What a message is named by.
enum class By : unsigned { nothing, path, trgcls, id, all, count };
inline constexpr std::array<std::string_view, 5> by_names{
    "nothing", "path", "class", "id", "path,class,id"};

// The messages that guests send, each with its target class, source class and tag, so that a mix-up
// is seen. The text is: data, kind, IPTRGCLS, IPSRCCLS, IPMSGTAG, length of the answer area.
inline constexpr std::array<std::string_view, 9> message_names{"8,oneway,1,11,21,0",
                                                               "4,twoway,2,12,22,4",
                                                               "4,oneway:priority,3,13,23,0",
                                                               "list,oneway,4,14,24,0",
                                                               "list,twoway,5,15,25,8",
                                                               "8,twoway,6,16,26,8",
                                                               "8,twoway:priority,7,17,27,4",
                                                               "4,oneway,8,18,28,0",
                                                               "-4,oneway,9,19,29,0"};
inline constexpr std::array<std::string_view, 9> class_names{
    "1", "2", "3", "4", "5", "6", "7", "8", "9"};
inline constexpr std::array<std::string_view, 9> source_names{
    "11,21", "12,22", "13,23", "14,24", "15,25", "16,26", "17,27", "18,28", "19,29"};
// IPBFLN1F, or the 8 bytes of IPRMMSG1 and IPRMMSG2; and whether a reply is wanted.
inline constexpr std::array<std::string_view, 6> content_names{"8,oneway",
                                                               "4,twoway",
                                                               "4,oneway",
                                                               "D3C9E2E3F0F0F0F4,oneway",
                                                               "D3C9E2E3F0F0F0F5,twoway",
                                                               "8,twoway"};
// Replies: so many bytes, or 8 bytes in the parameter list.
inline constexpr std::array<std::string_view, 3> reply_names{"4", "8", "list"};

// IPAUDIT in its form of 16 bits, and what a `?` stands for is open.
enum class Audit : unsigned { none, rejected, reply_cut, no_list, severed, other, count };
inline constexpr std::array<std::string_view, 6> audit_names{
    "0000", "0400", "8000", "0200", "???8", "????"};

// IPMASK in the order in which scopes use more of them: all, none, one kind off, one kind on, rest.
inline constexpr std::array<unsigned, 32> mask_bits{
    0xF8, 0x00, 0x08, 0xF0, 0x78, 0xB8, 0xD8, 0xE8, 0x80, 0x40, 0x20, 0x10, 0xC0, 0x30, 0xC8, 0x38,
    0x88, 0x48, 0x28, 0x18, 0x90, 0xA0, 0x50, 0x60, 0x98, 0xA8, 0x58, 0x68, 0x70, 0xB0, 0xD0, 0xE0};
inline constexpr std::array<std::string_view, 32> mask_names{
    "F8", "00", "08", "F0", "78", "B8", "D8", "E8", "80", "40", "20", "10", "C0", "30", "C8", "38",
    "88", "48", "28", "18", "90", "A0", "50", "60", "98", "A8", "58", "68", "70", "B0", "D0", "E0"};

inline constexpr LabelArgument path_argument{.name = "path"};
inline constexpr LabelArgument id_argument{.name = "id"};
inline constexpr LabelArgument limit_argument{.name = "limit"};
inline constexpr LabelArgument data_argument{.name = "data"}; // IPUSER: one of 4 values
inline constexpr LabelArgument flags_argument{.name = "flags", .names = flag_names};
inline constexpr LabelArgument by_argument{.name = "by", .names = by_names};
inline constexpr LabelArgument class_argument{.name = "class", .names = class_names};
inline constexpr LabelArgument content_argument{.name = "content", .names = content_names};
inline constexpr LabelArgument left_argument{.name = "left", .names = length_names};
inline constexpr LabelArgument room_argument{.name = "room", .names = length_names};
inline constexpr LabelArgument audit_argument{.name = "audit", .names = audit_names};
inline constexpr LabelArgument source_argument{.name = "source", .names = source_names};
inline constexpr LabelArgument all_argument{.name = "all", .names = no_yes};

using Arguments = std::array<LabelArgument, Label::capacity>;

// A label of either guest.
struct GuestLabel {
  std::array<std::string_view, guests> names;
  Arguments arguments;
  std::string_view meaning;
  std::string_view capability = "";
};

// In the order of Function.
inline constexpr std::array<GuestLabel, functions> call_labels{{
    {{"a.query", "b.query"}, {}, "QUERY: buffer size and maximum of connections"},
    {{"a.testmsg", "b.testmsg"}, {}, "TESTMSG: waits for a message or a completion", "polling"},
    {{"a.rtrvbfr", "b.rtrvbfr"}, {}, "RTRVBFR: ends the use of IUCV"},
    {{"a.describe", "b.describe"}, {}, "DESCRIBE: the next pending message", "polling"},
    {{"a.send", "b.send"},
     {path_argument, LabelArgument{.name = "message", .names = message_names}},
     "SEND of one of the messages that the kit knows"},
    {{"a.receive", "b.receive"},
     {by_argument,
      path_argument,
      id_argument,
      class_argument,
      LabelArgument{.name = "buffer", .names = length_names}},
     "RECEIVE; what it is not named by has value 0 and class 1"},
    {{"a.reply", "b.reply"},
     {path_argument,
      id_argument,
      class_argument,
      LabelArgument{.name = "reply", .names = reply_names}},
     "REPLY to a message that was received"},
    {{"a.testcmpl", "b.testcmpl"},
     {by_argument, path_argument, id_argument, class_argument},
     "TESTCMPL: takes a completion; the class is the source class less 10",
     "polling"},
    {{"a.reject", "b.reject"},
     {by_argument, path_argument, id_argument, class_argument},
     "REJECT of an incoming message"},
    {{"a.purge", "b.purge"},
     {by_argument, path_argument, id_argument, class_argument},
     "PURGE of an outgoing message; the class is the source class less 10"},
    {{"a.accept", "b.accept"},
     {path_argument, limit_argument, flags_argument, data_argument},
     "ACCEPT of a pending connection; limit is IPMSGLIM, data is IPUSER"},
    {{"a.connect", "b.connect"},
     {LabelArgument{.name = "user", .names = user_names},
      limit_argument,
      flags_argument,
      data_argument},
     "CONNECT to a user; limit is IPMSGLIM, data is IPUSER"},
    {{"a.dclbfr", "b.dclbfr"}, {}, "DCLBFR: declares the interrupt buffer"},
    {{"a.quiesce", "b.quiesce"},
     {all_argument, path_argument, data_argument},
     "QUIESCE of a path, or with IPALL of all",
     "quiesce"},
    {{"a.resume", "b.resume"},
     {all_argument, path_argument, data_argument},
     "RESUME of a path, or with IPALL of all",
     "quiesce"},
    {{"a.sever", "b.sever"},
     {all_argument, path_argument, data_argument},
     "SEVER of a path, or with IPALL of all"},
    {{"a.setmask", "b.setmask"},
     {LabelArgument{.name = "mask", .names = mask_names}},
     "SETMASK: the kinds of interrupt that are presented",
     "masks"},
    {{"a.setcmask", "b.setcmask"},
     {LabelArgument{.name = "mask", .names = mask_names}},
     "SETCMASK: the control interrupts that are presented",
     "masks"},
}};

// In the order of Answer.
inline constexpr std::array<GuestLabel, answers> answer_labels{{
    {{"return.a", "return.b"},
     {LabelArgument{.name = "cc", .names = condition_codes}, LabelArgument{.name = "code"}},
     "condition code and IPRCODE, which is 0 where the condition code is not 1"},
    {{"return.a.path", "return.b.path"},
     {path_argument, limit_argument, LabelArgument{.name = "priority", .names = no_yes}},
     "CONNECT or ACCEPT: condition code 0, IPPATHID, IPMSGLIM in effect, IPPRTY"},
    {{"return.a.sent", "return.b.sent"}, {id_argument}, "SEND: condition code 0 and IPMSGID"},
    {{"return.a.received", "return.b.received"},
     {LabelArgument{.name = "code"},
      path_argument,
      id_argument,
      class_argument,
      content_argument,
      left_argument},
     "RECEIVE: code 0 with what the buffer had left, or 5 with what is left of the message"},
    {{"return.a.described", "return.b.described"},
     {path_argument, id_argument, class_argument, content_argument, room_argument},
     "DESCRIBE: condition code 0 and the message"},
    {{"return.a.completed", "return.b.completed"},
     {LabelArgument{.name = "cc", .names = condition_codes},
      path_argument,
      id_argument,
      audit_argument,
      source_argument,
      left_argument},
     "TESTCMPL or PURGE: source is IPSRCCLS and IPMSGTAG, left of a one-way message is 0"},
    {{"return.a.query", "return.b.query"},
     {LabelArgument{.name = "buffer"}, LabelArgument{.name = "maximum"}},
     "QUERY: size of the interrupt buffer, maximum of connections"},
    {{"return.a.exception", "return.b.exception"},
     {LabelArgument{.name = "program", .names = exception_names}},
     "a program exception in place of a return code"},
    {{"interrupt.a.connection", "interrupt.b.connection"},
     {LabelArgument{.name = "type", .names = connection_types},
      path_argument,
      limit_argument,
      flags_argument,
      LabelArgument{.name = "user", .names = user_names},
      data_argument},
     "connection pending (01) or complete (02, user is then one's own)"},
    {{"interrupt.a.control", "interrupt.b.control"},
     {LabelArgument{.name = "type", .names = control_types}, path_argument, data_argument},
     "path severed (03), quiesced (04) or resumed (05)"},
    {{"interrupt.a.completion", "interrupt.b.completion"},
     {LabelArgument{.name = "type", .names = completion_types},
      path_argument,
      id_argument,
      audit_argument,
      source_argument,
      left_argument},
     "priority (06) or other message complete (07)"},
    {{"interrupt.a.message", "interrupt.b.message"},
     {LabelArgument{.name = "type", .names = message_types},
      path_argument,
      id_argument,
      class_argument,
      content_argument,
      room_argument},
     "priority (08) or other message pending (09); room is the length of the answer area"},
}};

// In the order of Event.
inline constexpr std::array<GuestLabel, 2> event_labels{{
    {{"event.logon_a", "event.logon_b"},
     {LabelArgument{.name = "connect", .names = statement_names},
      LabelArgument{.name = "allow", .names = no_yes},
      LabelArgument{.name = "priority", .names = no_yes},
      LabelArgument{.name = "maxconn"},
      LabelArgument{.name = "msglimit"}},
     "the guest logs on with these IUCV statements in its directory entry"},
    {{"event.logoff_a", "event.logoff_b"}, {}, "the guest is logged off"},
}};

constexpr std::array<LabelKind, kinds_in_all> make_label_kinds() {
  std::array<LabelKind, kinds_in_all> kinds{};
  const auto add =
      [&](unsigned at, const GuestLabel& one, unsigned g, unsigned role, unsigned seen) {
        kinds[at] = {one.names[g], role, seen, one.arguments, one.meaning, false, one.capability};
      };
  for (unsigned g = 0; g < guests; ++g) {
    for (unsigned i = 0; i < functions; ++i) {
      add(kind_of(g, static_cast<Function>(i)), call_labels[i], g, by(role_of(g)), to(Role::cp));
    }
    for (unsigned i = 0; i < answers; ++i) {
      add(kind_of(g, static_cast<Answer>(i)), answer_labels[i], g, by(Role::cp), to(role_of(g)));
    }
    for (unsigned i = 0; i < event_labels.size(); ++i) {
      add(kind_of(g, static_cast<Event>(i)),
          event_labels[i],
          g,
          by(Role::operations),
          to(Role::cp) | to(role_of(g)));
    }
  }
  return kinds;
}

inline constexpr std::array<LabelKind, kinds_in_all> label_kinds = make_label_kinds();

} // namespace pathproof::iucv
