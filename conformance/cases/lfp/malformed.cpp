// SPDX-License-Identifier: Apache-2.0
// Octets that are no message, and messages that are not for who gets them, in states of a path.
// What there is to send is made of the tables of frames (model/lfp/malformed.hpp): in each state
// there is a case for each kind of message, which has a path of its own for each thing that is
// wrong with it.
#include <algorithm>
#include <deque>
#include <string>

#include "conformance/cases/lfp/cases.hpp"
#include "model/lfp/labels.hpp"
#include "model/lfp/requirements.hpp"

namespace pathproof::lfp {

namespace {

constexpr std::string_view settle = "settle";
constexpr std::string_view start = "event.start";

struct State {
  std::string_view name;
  std::string_view title; // behind what is sent
  bool first;             // in place of the first message
  bool all;               // each field has its own; elsewhere one of a table stands for the others
  Moves reached{};        // when there is a path
};

const std::vector<State>& states() {
  static const std::vector<State> made{
      {"first", "in place of the first message makes no path", true, true},
      {"idle", "ends a path on which nothing happens", false, true},
      {"request",
       "ends a path with a call that waits",
       false,
       false,
       {"app.call task=0 call=SOCKET socket=0",
        "instance.request task=0 number=1 call=SOCKET socket=2 new=0 confirms=1",
        settle,
        "app.call task=0 call=CONNECT socket=2",
        settle}},
      {"data",
       "ends a path with data on its way, in both directions",
       false,
       false,
       {"app.write socket=0 octets=1000 waits=yes",
        "remote.writes socket=0 octets=1000",
        "remote.writes socket=1 octets=20000"}},
      {"window",
       "ends a path whose windows are full",
       false,
       false,
       {"app.write socket=0 octets=65535 waits=yes",
        "remote.writes socket=0 octets=65535",
        settle,
        "remote.writes socket=0 octets=65535",
        "app.write socket=0 octets=65535 waits=yes",
        settle}},
      {"end",
       "ends a path of which one direction has ended",
       false,
       false,
       {"remote.ends socket=0 error=0", "remote.ends socket=1 error=ECONNRESET", settle}}};
  return made;
}

// Names and titles that cases refer to.
std::string_view kept(std::string text) {
  static std::deque<std::string> all;
  return all.emplace_back(std::move(text));
}

bool stands_for_others(const Malformed& one) {
  if (one.damage != Damage::ends) {
    return true;
  }
  const auto fields = one.in_body ? call_table.fields : header_table.fields;
  return one.field == &fields.back() || one.field == &hello_table.fields.back();
}

// What the side sends wrong of one kind, or of none that there is.
struct Group {
  std::string_view name;
  std::vector<std::string_view> first;
  std::vector<std::string_view> later;
  std::vector<std::string_view> few; // of later
};

std::vector<Group> groups(unsigned side) {
  const MalformedOf& list = malformed.at(side);
  std::vector<Group> made;
  for (unsigned what = 0; what < list.size(); ++what) {
    const Malformed& one = list.all.at(what);
    const bool unknown = one.damage == Damage::unknown_kind;
    const std::string_view name =
        unknown ? "unknown" : kinds[static_cast<unsigned>(one.kind) - 1].name;
    auto group = std::find_if(
        made.begin(), made.end(), [&](const Group& each) { return each.name == name; });
    if (group == made.end()) {
      group = made.insert(group, {.name = name, .first = {}, .later = {}, .few = {}});
    }
    const std::string_view move = kept(std::string(side == 0 ? "instance" : "daemon") +
                                       ".malformed what=" + std::string(one.name()));
    if (what < list.begins[MalformedOf::first_only]) {
      group->first.push_back(move);
    }
    if (what < list.begins[MalformedOf::later] || what >= list.begins[MalformedOf::never]) {
      group->later.push_back(move);
      if (stands_for_others(one)) {
        group->few.push_back(move);
      }
    }
  }
  return made;
}

Moves moves_of(const State& state, unsigned side, const std::vector<std::string_view>& sent) {
  Moves moves = configured({});
  const auto add = [&](const Moves& more) { moves.insert(moves.end(), more.begin(), more.end()); };
  for (const std::string_view one : sent) {
    moves.push_back(start);
    if (!state.first) {
      moves.push_back(settle);
      add(state.reached);
    } else if (side == 1) {
      moves.push_back("instance.hello");
    }
    add({one, settle});
  }
  add({start, settle}); // a path is possible after all of them
  return moves;
}

} // namespace

std::vector<Case> malformed_cases() {
  std::vector<Case> made;
  for (unsigned side = 0; side < sides; ++side) {
    for (const State& state : states()) {
      for (const Group& group : groups(side)) {
        const auto& sent = state.first ? group.first : state.all ? group.later : group.few;
        if (sent.empty()) {
          continue;
        }
        const std::string from(side_names.at(side));
        Case one{.id = kept("lfp/malformed/" + std::string(state.name) + "/" + from + "_sends_" +
                            std::string(group.name)),
                 .title = kept("what is wrong with " +
                               (group.name == "unknown" ? std::string("a kind that there is not")
                                                        : std::string(group.name)) +
                               " of the " + from + " " + std::string(state.title)),
                 .cites = {&req::lfpo_002, &req::lfpo_003},
                 .moves = moves_of(state, side, sent),
                 .roles = {side_names.at(1 - side)}};
        if (state.first) {
          one.cites = {&req::lfpo_023, &req::lfpo_001};
        }
        made.push_back(std::move(one));
      }
    }
  }
  return made;
}

} // namespace pathproof::lfp
