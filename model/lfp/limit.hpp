// SPDX-License-Identifier: Apache-2.0
// The message limit of each direction: how many messages may be unconfirmed, what confirms them,
// and the last slot, which data never takes.
#pragma once

#include "model/lfp/state.hpp"

namespace pathproof::lfp {

template <class D>
struct Limits {
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;

  static constexpr std::string_view
  name(unsigned side, std::string_view of_instance, std::string_view of_daemon) {
    return side == 0 ? of_instance : of_daemon;
  }

  // The side knows a path.
  static Bool up(const S& s) { return s.stage == Stage::open; }

  // It may send one message more.
  static Bool room(const S& s, unsigned side) {
    return Bool(!s.scope->counted) || s.side[side].unconfirmed < s.side[1 - side].limit;
  }

  // … and one of data too, for another is left after it.
  static Bool room_for_data(const S& s, unsigned side) {
    return room(s, side) &&
           (Bool(!s.scope->counted) || s.side[side].unconfirmed + 1 != s.side[1 - side].limit);
  }

  // Messages that the side has received, and has not said so.
  static Count unreported(const S& s, unsigned side) {
    return s.side[1 - side].received - s.side[1 - side].confirmed;
  }

  // Half the limit, or more, was received and not said. More than the limit is not received.
  static Bool confirm_due(const S& s, unsigned side) {
    const Count count = unreported(s, side);
    return !(count == 0) && s.side[side].limit - count <= count;
  }

  // Says what was received, as every message does; gives how many messages that confirms.
  static Count confirms(S& n, const S& s, unsigned side) {
    const Count count = unreported(s, side);
    PathSide<D>& other = n.side[1 - side];
    if (s.scope->delays) {
      other.confirmed = other.received;
    } else {
      other.unconfirmed = other.unconfirmed - count;
      other.received = 0;
    }
    return count;
  }

  // A message that counts goes out.
  static Count sends(S& n, const S& s, unsigned side) {
    const Count count = confirms(n, s, side);
    n.side[side].unconfirmed = s.side[side].unconfirmed + 1;
    if (!s.scope->delays) {
      n.side[side].received = s.side[side].received + 1;
    }
    return count;
  }

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    if (!s.scope->counted) {
      return;
    }
    for (unsigned i = 0; i < sides; ++i) {
      rule({name(i, "instance.confirm", "daemon.confirm"),
            of(i, Show::instance_confirm, Show::daemon_confirm),
            {&req::lfp_163, &req::lfpo_005}},
           all(up(s), cited({&req::lfpo_005}, confirm_due(s, i))),
           [&](S& n) { return D::shows(confirms(n, s, i)); });
      if (s.scope->delays) {
        arrivals(s, rule, i);
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    if (!s.scope->counted) {
      return;
    }
    for (unsigned i = 0; i < sides; ++i) {
      const PathSide<D>& one = s.side[i];
      // Of a path that is asked for there is the instance's hello.
      const Count hello = i == 0 ? select(s.stage == Stage::asked, Count(1), Count(0)) : Count(0);
      holds(
          "nothing_is_unconfirmed_without_a_path",
          {&req::lfp_160},
          implies(!up(s), one.unconfirmed == hello && one.received == hello && one.confirmed == 0));
    }
    for (unsigned i = 0; i < sides; ++i) {
      holds("nothing_is_confirmed_but_what_was_received",
            {&req::lfpo_005},
            s.side[i].confirmed <= s.side[i].received);
    }
    for (unsigned i = 0; i < sides; ++i) {
      holds("nothing_is_received_but_what_was_sent",
            {&req::lfpo_005},
            s.side[i].received <= s.side[i].unconfirmed);
    }
    for (unsigned i = 0; i < sides; ++i) {
      holds("the_limit_is_kept",
            {&req::lfp_163},
            implies(up(s), s.side[i].unconfirmed <= s.side[1 - i].limit));
    }
    for (unsigned i = 0; i < sides; ++i) {
      const PathSide<D>& one = s.side[i];
      // When all has come, and the other side has confirmed what it must.
      holds("confirmations_make_room_for_data",
            {&req::lfp_163, &req::lfpo_005},
            implies(up(s) && one.received == one.unconfirmed && one.confirmed == 0 &&
                        !confirm_due(s, 1 - i),
                    room_for_data(s, i)));
    }
  }

private:
  template <class Rule>
  static void arrivals(const S& s, Rule& rule, unsigned from) {
    const unsigned to = 1 - from;
    const PathSide<D>& one = s.side[from];
    rule({"arrives.message", Show::arrives_message, {&req::lfp_163}, Duty::may},
         all(up(s), one.received < one.unconfirmed),
         [&, to](S& n) {
           n.side[from].received = one.received + 1;
           return D::shows(to);
         });
    rule.choose({"arrives.confirmation",
                 Show::arrives_confirmation,
                 {&req::lfp_163, &req::lfpo_005},
                 Duty::may,
                 1},
                all(up(s), !(one.confirmed == 0)),
                Count(1),
                one.confirmed,
                [&](S& n, Count count) {
                  n.side[from].confirmed = one.confirmed - count;
                  n.side[from].received = one.received - count;
                  n.side[from].unconfirmed = one.unconfirmed - count;
                  return D::shows(from, count);
                });
  }
};

} // namespace pathproof::lfp
