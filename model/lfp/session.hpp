// SPDX-License-Identifier: Apache-2.0
// The life of a path: configuration, hello, refusal, heartbeat, goodbye, loss, and its end where a
// side sends what no right side sends (unexpected.hpp).
// Not modelled: a hello that has got lost, for a carrier loses nothing but itself.
#pragma once

#include "model/lfp/frame.hpp"
#include "model/lfp/limit.hpp"

namespace pathproof::lfp {

template <class D>
struct Session {
  using L = Limits<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;

  static constexpr unsigned instance = 0;
  static constexpr unsigned daemon = 1;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned i = 0; i < sides; ++i) {
      configure(s, rule, i);
    }
    hello(s, rule);
    if (s.scope->refusals) {
      refused(s, rule);
      others(s, rule);
    }
    for (unsigned i = 0; i < sides; ++i) {
      if (s.scope->heartbeats || s.scope->controls) {
        heartbeat(s, p, rule, i);
      }
      if (s.scope->ends) {
        goodbye(s, rule, i);
      }
      if (s.scope->faults || s.scope->heartbeats) {
        closes(s, rule, i);
      }
    }
    if (s.scope->ends) {
      rule({"lost", Show::lost, {&req::lfp_171}, Duty::may},
           all(s.stage == Stage::open || s.stage == Stage::asked),
           [&](S& n) {
             end(n);
             return D::shows();
           });
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    for (unsigned i = 0; i < sides; ++i) {
      holds("the_credit_point_is_within_the_window",
            {&req::lfp_048, &req::lfp_165},
            s.side[i].point <= s.side[i].window &&
                implies(!(s.side[i].window == 0), !(s.side[i].point == 0)));
    }
    // The kit configures no daemon that would have to be refused.
    holds("no_path_with_a_stranger",
          {&req::lfp_160, &req::lfp_161},
          acceptable(s, daemon) &&
              implies(L::up(s),
                      !s.side[instance].names_wrong && !s.side[instance].version_wrong &&
                          acceptable(s, instance)));
    holds(
        "who_starts_is_told",
        {&req::lfp_160, &req::lfpo_001},
        implies(s.stage == Stage::starting || s.stage == Stage::asked || s.stage == Stage::refused,
                s.started));
  }

private:
  // ---- configuration ----------------------------------------------------------------------------

  template <class Rule>
  static void configure(const S& s, Rule& rule, unsigned i) {
    const Bounds& bounds = s.scope->bounds;
    const auto item = [&](Item what, const Requirement* cites, Count low, Count high, auto effect) {
      rule.choose({i == 0 ? "configure.instance" : "configure.daemon",
                   of(i, Show::configure_instance, Show::configure_daemon),
                   {cites},
                   Duty::may,
                   1},
                  all(s.stage == Stage::none, !s.started),
                  low,
                  high,
                  [&, what](S& n, Count value) {
                    effect(n.side[i], value);
                    return D::shows(static_cast<unsigned>(what), value);
                  });
    };
    // What the daemon has to refuse is the instance's.
    const bool any = s.scope->refusals && i == instance;
    if (bounds.mtu_max != 0) {
      item(Item::mtu,
           &req::lfp_162,
           any ? 0 : bounds.mtu_min,
           bounds.mtu_max,
           [](PathSide<D>& one, Count value) { one.mtu = value; });
    }
    if (bounds.limit_max != 0) {
      item(Item::message_limit,
           &req::lfp_163,
           any ? 0 : 2,
           bounds.limit_max,
           [](PathSide<D>& one, Count value) { one.limit = value; });
    }
    if (bounds.window_max != 0) {
      item(Item::window, &req::lfp_164, 1, bounds.window_max, [](PathSide<D>& one, Count value) {
        one.window = value;
        one.point = value;
      });
      item(Item::credit_point,
           &req::lfp_165,
           1,
           s.side[i].window,
           [](PathSide<D>& one, Count value) { one.point = value; });
    }
    if (any) {
      item(Item::names, &req::lfp_161, 0, 1, [](PathSide<D>& one, Count value) {
        one.names_wrong = value == 1;
      });
      item(Item::version, &req::lfp_160, 0, 1, [](PathSide<D>& one, Count value) {
        one.version_wrong = value == 1;
      });
    }
  }

  // ---- hello ------------------------------------------------------------------------------------

  // The other side can talk to one that has said this.
  static Bool acceptable(const S& s, unsigned i) {
    return Count(s.scope->bounds.mtu_min) <= s.side[i].mtu && Count(2) <= s.side[i].limit;
  }

  static auto said(const S& s, unsigned i) {
    const PathSide<D>& one = s.side[i];
    return D::shows(one.version_wrong, one.names_wrong, one.mtu, one.limit, one.window, one.point);
  }

  template <class Rule>
  static void hello(const S& s, Rule& rule) {
    rule({"start", Show::start, {&req::lfp_030, &req::lfpo_001}, Duty::may},
         all(s.stage == Stage::none, !s.started),
         [&](S& n) {
           n.stage = Stage::starting;
           n.started = true;
           return D::shows();
         });
    rule({"instance.hello", Show::instance_hello, {&req::lfp_160, &req::lfp_030, &req::lfpo_001}},
         all(cited({&req::lfpo_001}, s.stage == Stage::starting)),
         [&](S& n) {
           n.stage = Stage::asked;
           n.side[instance].unconfirmed = 1;
           n.side[instance].received = 1;
           return said(s, instance);
         });
    rule({"daemon.hello",
          Show::daemon_hello,
          {&req::lfp_160, &req::lfp_048, &req::lfp_171, &req::lfpo_001}},
         all(cited({&req::lfpo_001}, s.stage == Stage::asked),
             cited({&req::lfpo_023}, s.no_hello == 0U && !s.side[instance].closing),
             cited({&req::lfp_160}, !s.side[instance].version_wrong),
             cited({&req::lfp_161}, !s.side[instance].names_wrong),
             cited({&req::lfp_162, &req::lfp_163}, acceptable(s, instance))),
         [&](S& n) {
           n.stage = Stage::open;
           // It confirms the instance's hello.
           n.side[instance].unconfirmed = 0;
           n.side[instance].received = 0;
           n.side[daemon].unconfirmed = 1;
           n.side[daemon].received = 1;
           for (unsigned k = 0; k < s.scope->sockets; ++k) {
             for (unsigned i = s.scope->first; i <= s.scope->last; ++i) {
               const Count window = s.side[1 - i].window;
               n.flow[k][i].window = window;
               n.flow[k][i].granted = window;
               n.flow[k][i].consumed = window;
               n.flow[k][i].received = window;
             }
           }
           return said(s, daemon);
         });
    rule({"started", Show::started, {&req::lfp_033}},
         all(s.started, cited({&req::lfp_033}, s.stage == Stage::open)),
         [&](S& n) {
           n.started = false;
           return D::shows();
         });
    if (s.scope->refusals || s.scope->ends) {
      rule({"start_failed", Show::start_failed, {&req::lfp_033, &req::lfp_034}},
           all(s.started, s.stage == Stage::refused || s.stage == Stage::none),
           [&](S& n) {
             n.started = false;
             n.stage = Stage::none;
             return D::shows();
           });
    }
  }

  template <class Rule>
  static void refused(const S& s, Rule& rule) {
    // For what its hello says; or what is in the place of a hello, where the kit sends such.
    const auto refuses =
        [&](std::string_view id, Refusal reason, const Requirement* cites, Bool holds) {
          const auto number = static_cast<unsigned>(reason);
          rule({id, Show::daemon_refused, {cites, &req::lfpo_001, &req::lfpo_023}},
               all(cited({&req::lfpo_001}, s.stage == Stage::asked),
                   cited({&req::lfpo_023}, !s.side[instance].closing),
                   cited({cites},
                         (s.no_hello == 0U && holds) || s.no_hello == number ||
                             (Bool(reason == Refusal::malformed) && s.no_hello == no_message))),
               [&, number](S& n) {
                 end(n);
                 n.stage = Stage::refused;
                 return D::shows(number - 1);
               });
        };
    const PathSide<D>& one = s.side[instance];
    refuses("daemon.refused.version", Refusal::version, &req::lfp_160, one.version_wrong);
    refuses("daemon.refused.names", Refusal::names, &req::lfp_161, one.names_wrong);
    refuses("daemon.refused.mtu",
            Refusal::mtu,
            &req::lfp_162,
            one.mtu < Count(s.scope->bounds.mtu_min));
    refuses("daemon.refused.limit", Refusal::message_limit, &req::lfp_163, one.limit < Count(2));
    if (s.scope->faults) {
      refuses("daemon.refused.malformed", Refusal::malformed, &req::lfpo_023, false);
    }
  }

  // An instance that comes while there is a path.
  template <class Rule>
  static void others(const S& s, Rule& rule) {
    rule({"another", Show::another, {&req::lfp_172}, Duty::may},
         all(s.stage == Stage::open, !s.another),
         [&](S& n) {
           n.another = true;
           return D::shows();
         });
    rule({"daemon.refuses_another", Show::daemon_refuses_another, {&req::lfp_172, &req::lfp_010}},
         all(cited({&req::lfp_172}, s.another)),
         [&](S& n) {
           n.another = false;
           return D::shows(static_cast<unsigned>(Refusal::busy) - 1);
         });
  }

  // ---- the end ----------------------------------------------------------------------------------

  // The path is no more, and nothing that was on it. Configurations stay.
  static void end(S& n) {
    n.stage = Stage::none;
    n.no_hello = 0;
    const PathSide<D> fresh{};
    for (PathSide<D>& one : n.side) {
      one.unconfirmed = fresh.unconfirmed;
      one.received = fresh.received;
      one.confirmed = fresh.confirmed;
      one.stopping = fresh.stopping;
      one.closing = fresh.closing;
      one.beat = fresh.beat;
    }
    for (auto& both : n.flow) {
      for (Flow<D>& flow : both) {
        flow = Flow<D>{};
      }
    }
    for (Task<D>& one : n.task) {
      one.lose_path();
    }
    if (n.scope->ahead) {
      n.task[n.scope->tasks].rest();
    }
    for (CallSocket<D>& one : n.call_socket) {
      one = CallSocket<D>{};
    }
  }

  template <class Rule>
  static void heartbeat(const S& s, const P& p, Rule& rule, unsigned i) {
    const Bool beats = Bool(s.scope->controls) || p.mode == Mode::lpar;
    rule({i == 0 ? "idle.instance" : "idle.daemon", Show::idle, {&req::lfp_173}, Duty::may},
         all(L::up(s), cited({&req::lfp_173}, beats), !s.side[i].beat, !s.side[i].closing),
         [&](S& n) {
           n.side[i].beat = true;
           return D::shows(i);
         });
    rule({L::name(i, "instance.heartbeat", "daemon.heartbeat"),
          of(i, Show::instance_heartbeat, Show::daemon_heartbeat),
          {&req::lfp_173}},
         all(L::up(s),
             cited({&req::lfp_173}, s.side[i].beat),
             cited({&req::lfp_163}, L::room(s, i))),
         [&](S& n) {
           n.side[i].beat = false;
           return D::shows(L::sends(n, s, i));
         });
    if (s.scope->heartbeats) {
      rule({i == 0 ? "silent.instance" : "silent.daemon", Show::silent, {&req::lfp_173}, Duty::may},
           all(L::up(s), cited({&req::lfp_173}, beats), !s.side[i].closing),
           [&](S& n) {
             n.side[i].closing = true;
             return D::shows(i);
           });
    }
  }

  template <class Rule>
  static void goodbye(const S& s, Rule& rule, unsigned i) {
    rule({i == 0 ? "stop.instance" : "stop.daemon",
          of(i, Show::stop_instance, Show::stop_daemon),
          {&req::lfpo_012},
          Duty::may},
         all(L::up(s), !s.started, !s.side[i].stopping),
         [&](S& n) {
           n.side[i].stopping = true;
           return D::shows();
         });
    rule({L::name(i, "instance.goodbye", "daemon.goodbye"),
          of(i, Show::instance_goodbye, Show::daemon_goodbye),
          {&req::lfpo_012}},
         all(L::up(s),
             cited({&req::lfpo_012}, s.side[i].stopping),
             cited({&req::lfp_163}, L::room(s, i))),
         [&](S& n) {
           end(n);
           return D::shows();
         });
  }

  template <class Rule>
  static void closes(const S& s, Rule& rule, unsigned i) {
    const auto ends = [&](std::string_view id, Citations cites, Bool holds) {
      rule({id, of(i, Show::instance_closes, Show::daemon_closes), cites},
           all(cited(cites, holds)),
           [&](S& n) {
             end(n);
             return D::shows();
           });
    };
    ends(L::name(i, "instance.closes", "daemon.closes"),
         {&req::lfpo_002, &req::lfpo_003, &req::lfp_173, &req::lfpo_025, &req::lfpo_026},
         L::up(s) && s.side[i].closing);
    if (s.scope->faults && s.scope->refusals) {
      // Before there is a path.
      ends(L::name(i, "instance.closes.first", "daemon.closes.first"),
           {&req::lfpo_023},
           s.stage == Stage::asked &&
               (i == instance ? s.side[instance].closing : s.no_hello == no_message));
    }
  }
};

} // namespace pathproof::lfp
