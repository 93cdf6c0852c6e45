// SPDX-License-Identifier: Apache-2.0
// Messages that a right side sends, but not then; and such that change nothing.
#include <deque>
#include <string>

#include "conformance/cases/lfp/cases.hpp"
#include "model/lfp/labels.hpp"
#include "model/lfp/requirements.hpp"

namespace pathproof::lfp {

namespace {

constexpr std::string_view settle = "settle";
constexpr std::string_view start = "event.start";

// Texts that cases refer to.
std::string_view kept(std::string text) {
  static std::deque<std::string> all;
  return all.emplace_back(std::move(text));
}

// Windows that a chunk is above.
Moves narrow(std::initializer_list<std::string_view> more) {
  Moves moves = configured({"configure.instance item=window value=1000",
                            "configure.instance item=credit_point value=1000",
                            "configure.daemon item=window value=1000",
                            "configure.daemon item=credit_point value=1000",
                            start,
                            settle});
  moves.insert(moves.end(), more);
  return moves;
}

// What comes of a path after another one was ended.
Moves and_again(Moves moves) {
  for (const std::string_view one : {settle,
                                     start,
                                     settle,
                                     std::string_view("app.write socket=0 octets=100 waits=yes"),
                                     std::string_view("remote.writes socket=0 octets=100"),
                                     settle}) {
    moves.push_back(one);
  }
  return moves;
}

struct Wrong {
  Fault fault;
  std::string_view title;
  bool of_instance;
  Moves before{}; // on the socket
  const Requirement* cites = &req::lfpo_025;
};

std::vector<Wrong> wrongs() {
  const Moves ended{"remote.ends socket=0 error=0", settle};
  const Moves used{
      "app.write socket=0 octets=600 waits=yes", "remote.writes socket=0 octets=600", settle};
  return {
      {Fault::unknown_kind, "a kind that there is not", true, {}, &req::lfpo_002},
      {Fault::wrong_length, "a length below the header's", true, {}, &req::lfpo_003},
      {Fault::too_long, "a message above the MTU", true, {}, &req::lfpo_003},
      {Fault::second_hello, "a second hello", true, {}, &req::lfpo_002},
      {Fault::confirms_too_many, "confirming more than was sent", true},
      {Fault::data_above_window, "data above the whole window", true},
      {Fault::data_above_window, "data above what is left of a window", true, used},
      {Fault::wrong_number, "a chunk that is not the next one", true},
      {Fault::wrong_number, "a chunk that is not the next one, behind others", true, used},
      {Fault::credit_of_nothing, "credit of no octets", true},
      {Fault::credit_above_window, "credit for octets that were never sent", true},
      {Fault::credit_above_window, "credit for more octets than were sent", true, used},
      {Fault::data_behind_end, "data behind the end of its direction", false, ended},
      {Fault::end_twice, "a second end", false, ended},
      {Fault::data_of_no_socket, "data of a socket that there is not", false, {}, &req::lfpo_026},
      {Fault::credit_for_no_socket,
       "credit for a socket that there is not",
       false,
       {},
       &req::lfpo_026},
      {Fault::end_of_no_socket, "the end of a socket that there is not", false, {}, &req::lfpo_026},
      {Fault::response_for_no_request,
       "a response that nobody asked for",
       false,
       {},
       &req::lfpo_026},
      {Fault::response_twice, "a response that was given already", false, {}, &req::lfpo_026}};
}

Case ends_the_path(unsigned side, const Wrong& wrong) {
  const std::string from(side_names.at(side));
  const std::string fault(fault_names.at(static_cast<unsigned>(wrong.fault)));
  Moves moves = narrow({});
  moves.insert(moves.end(), wrong.before.begin(), wrong.before.end());
  moves.insert(moves.end(),
               {"app.write socket=1 octets=500 waits=yes",
                "remote.writes socket=1 octets=1001",
                settle,
                kept(from + ".wrong fault=" + fault + " socket=0")});
  return {.id = kept("lfp/unexpected/" + from + "_" + fault +
                     (wrong.before.empty() || wrong.of_instance == false ? "" : "_later")),
          .title = kept(std::string(wrong.title) + " from the " + from + " ends the path"),
          .cites = {wrong.cites},
          .moves = and_again(moves),
          .roles = {side_names.at(1 - side)}};
}

// All that changes nothing, and then what goes on.
Case changes_nothing(unsigned side, std::string_view state, const Moves& before) {
  const std::string from(side_names.at(side));
  Moves moves = opened({});
  moves.insert(moves.end(), before.begin(), before.end());
  const auto names = side == 0 ? std::span<const std::string_view>(ignored_of_instance)
                               : std::span<const std::string_view>(ignored_of_daemon);
  for (const std::string_view what : names) {
    moves.insert(moves.end(), {kept(from + ".ignored what=" + std::string(what)), settle});
  }
  moves.insert(moves.end(),
               {"app.write socket=0 octets=100 waits=yes",
                "remote.writes socket=0 octets=100",
                settle,
                "remote.writes socket=1 octets=100",
                "app.write socket=1 octets=100 waits=yes",
                settle});
  return {.id = kept("lfp/unexpected/" + from + "_ignored_" + std::string(state)),
          .title = kept("what means nothing from the " + from + " changes nothing, " +
                        (before.empty() ? "on a path without data" : "while there is data")),
          .cites = {&req::lfpo_024},
          .moves = moves,
          .roles = {side_names.at(1 - side)}};
}

} // namespace

std::vector<Case> unexpected_cases() {
  std::vector<Case> made;
  for (unsigned side = 0; side < sides; ++side) {
    for (const Wrong& one : wrongs()) {
      if (side == 1 || one.of_instance) {
        made.push_back(ends_the_path(side, one));
      }
    }
    made.push_back(changes_nothing(side, "idle", {}));
    made.push_back(changes_nothing(side,
                                   "with_data",
                                   {"app.write socket=0 octets=10000 waits=yes",
                                    "remote.writes socket=0 octets=60000",
                                    "remote.writes socket=1 octets=60000",
                                    settle}));
  }
  made.push_back({.id = "lfp/unexpected/generated",
                  .title = "any order of data, and of messages that no right side sends",
                  .cites = {&req::lfpo_002, &req::lfpo_024, &req::lfpo_025, &req::lfpo_026},
                  .kinds = {"configure",
                            "event",
                            "instance",
                            "daemon",
                            "return",
                            "app.write",
                            "app.read",
                            "remote"}});
  return made;
}

} // namespace pathproof::lfp
