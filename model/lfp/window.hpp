// SPDX-License-Identifier: Apache-2.0
// The byte window of each socket and direction: chunks, credit, the end of a direction. Both
// directions have one text: what a program writes goes from the instance to the daemon, what a
// partner sends from the daemon to the instance.
// The point at which credit is returned is a number between 1 and the window: it is computed once,
// window x threshold / 100 (credit_point in message.hpp), and no rule has to multiply.
// Not modelled: what octets are; the boundaries and addresses of datagrams.
#pragma once

#include "model/lfp/limit.hpp"

namespace pathproof::lfp {

template <class D>
struct Windows {
  using L = Limits<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;

  static constexpr unsigned instance = 0;
  static constexpr unsigned daemon = 1;

  // Credit has to be returned now to the sender of the flow.
  static Bool credit_due(const S& s, const P& p, const Flow<D>& flow, unsigned sender) {
    const Count count = flow.unreported();
    return !(count == 0) && (s.side[1 - sender].point <= count ||
                             (starved(p, flow, sender) && no_chunk_fits(s, flow, sender)));
  }

  // The reader would take more than there is.
  static Bool starved(const P& p, const Flow<D>& flow, unsigned sender) {
    return (flow.reading || takes_at_once(p, sender)) && flow.buffered() == 0;
  }

  static Bool takes_at_once(const P& p, unsigned sender) {
    return (sender == instance ? p.linux_takes : p.programs_take) == Taking::at_once;
  }

  // All that came was read, and the sender's window, without the credit that is not returned, is
  // less than a full chunk [LFPO-014].
  static Bool no_chunk_fits(const S& s, const Flow<D>& flow, unsigned sender) {
    return s.side[1 - sender].window - flow.unreported() < chunk(s);
  }

  // The most octets of payload in a chunk.
  static Count chunk(const S& s) {
    return least(s.side[0].mtu, s.side[1].mtu) - Count(s.scope->bounds.header);
  }

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      for (unsigned i = s.scope->first; i <= s.scope->last; ++i) {
        writes(s, rule, k, i);
        sends(s, rule, k, i);
        reads(s, p, rule, k, i);
        returns_credit(s, p, rule, k, i);
        if (s.scope->delays) {
          arrivals(s, rule, k, i);
        }
      }
      if (s.scope->writes) {
        wrote(s, p, rule, k);
      }
      if (s.scope->ends && s.scope->last == daemon) {
        ends(s, rule, k);
      }
    }
  }

  // In an order in which each follows from those before it.
  template <class Check>
  static void invariants(const S& s, Check& holds) {
    each(s, [&](const Flow<D>& flow, unsigned, const PathSide<D>&) {
      holds("no_window_without_a_path",
            {&req::lfp_164},
            implies(!L::up(s),
                    flow.window == 0 && flow.granted == 0 && flow.consumed == 0 &&
                        flow.received == 0 && flow.sent == flow.passed));
    });
    // Credit is conserved: the window is what the sender may send, credit under way, octets that
    // were read and not reported, octets buffered, and data under way; five differences, of which
    // none is negative.
    each(s, [&](const Flow<D>& flow, unsigned, const PathSide<D>&) {
      holds("no_credit_but_what_was_returned", {&req::lfp_164}, flow.window <= flow.granted);
    });
    each(s, [&](const Flow<D>& flow, unsigned, const PathSide<D>&) {
      holds("no_credit_but_for_what_was_read", {&req::lfp_164}, flow.granted <= flow.consumed);
    });
    each(s, [&](const Flow<D>& flow, unsigned, const PathSide<D>&) {
      holds("nothing_is_read_but_what_came", {&req::lfp_162}, flow.consumed <= flow.received);
    });
    each(s, [&](const Flow<D>& flow, unsigned, const PathSide<D>& receiver) {
      holds("nothing_comes_but_what_was_sent",
            {&req::lfp_162},
            implies(L::up(s), flow.received <= receiver.window));
    });
    each(s, [&](const Flow<D>& flow, unsigned, const PathSide<D>& receiver) {
      holds(
          "the_window_is_kept",
          {&req::lfp_164},
          implies(L::up(s), flow.window <= receiver.window && flow.buffered() <= receiver.window));
    });
    if (s.scope->tallied) {
      each(s, [&](const Flow<D>& flow, unsigned, const PathSide<D>& receiver) {
        // What was sent and not passed on is under way or buffered.
        holds("no_octet_is_lost_or_doubled",
              {&req::lfp_162, &req::lfp_175},
              implies(L::up(s), flow.sent - flow.passed == receiver.window - flow.consumed));
      });
    }
    each(s, [&](const Flow<D>& flow, unsigned sender, const PathSide<D>&) {
      holds("who_waits_has_returned_the_credit_that_is_needed",
            {&req::lfp_166, &req::lfpo_014},
            implies(flow.waits,
                    !flow.reading && (flow.unreported() == 0 || !no_chunk_fits(s, flow, sender))));
    });
    each(s, [&](const Flow<D>& flow, unsigned, const PathSide<D>& receiver) {
      // No deadlock, whatever the threshold, also of a sender that does not cut its chunks to the
      // window: when nothing is under way and the reader waits, a full chunk fits, or as much as
      // the whole window.
      holds("who_waits_gets_a_full_chunk",
            {&req::lfp_166, &req::lfp_165, &req::lfpo_014},
            implies(L::up(s) && flow.waits && flow.consumed == flow.received &&
                        flow.received == receiver.window && flow.window == flow.granted,
                    least(chunk(s), receiver.window) <= flow.window));
    });
    if (s.scope->ends) {
      each(s, [&](const Flow<D>& flow, unsigned sender, const PathSide<D>& receiver) {
        if (sender == daemon) {
          holds("the_end_comes_last",
                {&req::lfpo_009},
                implies(!L::up(s), flow.ending == End::none && !flow.end_sent) &&
                    implies(flow.end_sent, flow.given == 0 && flow.ending != End::none) &&
                    implies(flow.ended != End::none,
                            flow.end_sent && flow.received == receiver.window &&
                                flow.ended == flow.ending));
        }
      });
    }
  }

private:
  template <class Each>
  static void each(const S& s, Each check) {
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      for (unsigned i = s.scope->first; i <= s.scope->last; ++i) {
        check(s.flow[k][i], i, s.side[1 - i]);
      }
    }
  }

  static Count least(Count a, Count b) { return select(a < b, a, b); }

  // ---- the sender -------------------------------------------------------------------------------

  template <class Rule>
  static void writes(const S& s, Rule& rule, unsigned k, unsigned i) {
    const Flow<D>& flow = s.flow[k][i];
    const auto write = [&](bool waits) {
      rule.choose({i == instance ? "app.write" : "remote.writes",
                   of(i, Show::app_write, Show::remote_writes),
                   {&req::lfpo_008},
                   Duty::may,
                   1},
                  all(L::up(s), flow.given == 0, !flow.writing, flow.ending == End::none),
                  Count(1),
                  Count(s.scope->octets_max),
                  [&, waits](S& n, Count octets) {
                    n.flow[k][i].given = octets;
                    if (i == daemon) {
                      return D::shows(k, octets);
                    }
                    n.flow[k][i].asked = octets;
                    n.flow[k][i].writing = s.scope->writes;
                    n.flow[k][i].may_wait = waits;
                    return D::shows(k, octets, Bool(waits));
                  });
    };
    write(true);
    if (i == instance && s.scope->writes) {
      write(false);
    }
  }

  template <class Rule>
  static void sends(const S& s, Rule& rule, unsigned k, unsigned i) {
    const Flow<D>& flow = s.flow[k][i];
    rule.choose({L::name(i, "instance.data", "daemon.data"),
                 of(i, Show::instance_data, Show::daemon_data),
                 {&req::lfp_162,
                  &req::lfp_041,
                  &req::lfp_164,
                  &req::lfp_167,
                  &req::lfpo_008,
                  &req::lfp_175},
                 Duty::must,
                 1},
                all(L::up(s),
                    cited({&req::lfpo_008}, !(flow.given == 0)),
                    cited({&req::lfp_164}, !(flow.window == 0)),
                    cited({&req::lfp_163}, L::room_for_data(s, i))),
                Count(1),
                least(least(flow.given, flow.window), chunk(s)),
                [&](S& n, Count octets) {
                  const Count count = L::sends(n, s, i);
                  Flow<D>& next = n.flow[k][i];
                  next.given = flow.given - octets;
                  takes(s, next, flow, octets);
                  next.sent = flow.sent + octets;
                  next.number = flow.number + 1;
                  return D::shows(k, octets, flow.number, count);
                });
  }

public:
  // So many octets go out of the window.
  static void takes(const S& s, Flow<D>& next, const Flow<D>& flow, Count octets) {
    next.window = flow.window - octets;
    next.granted = flow.granted - octets;
    next.consumed = flow.consumed - octets;
    if (s.scope->delays) {
      next.received = flow.received - octets;
    }
  }

private:
  template <class Rule>
  static void wrote(const S& s, const P& p, Rule& rule, unsigned k) {
    const Flow<D>& flow = s.flow[k][instance];
    const Bool none = flow.given == flow.asked;
    // A buffer has accepted all of it.
    const Bool buffered = p.programs_take == Taking::at_once;
    const Bool stuck = !buffered && (flow.window == 0 || !L::room_for_data(s, instance));
    rule({"wrote", Show::wrote, {&req::lfp_084, &req::lfp_167}},
         all(L::up(s), flow.writing, cited({&req::lfp_167}, flow.given == 0 || buffered)),
         [&](S& n) {
           n.flow[k][instance].writing = false;
           n.flow[k][instance].asked = 0;
           return D::shows(k, flow.asked);
         });
    rule({"wrote.in_part", Show::wrote, {&req::lfp_168}},
         all(L::up(s),
             flow.writing,
             cited({&req::lfp_167}, !flow.may_wait),
             !(flow.given == 0),
             cited({&req::lfp_168}, stuck),
             cited({&req::lfp_168}, !none)),
         [&](S& n) {
           forget(n, k);
           return D::shows(k, flow.asked - flow.given);
         });
    rule({"would_block", Show::would_block, {&req::lfp_167}},
         all(L::up(s),
             flow.writing,
             cited({&req::lfp_167}, !flow.may_wait),
             cited({&req::lfp_167}, stuck),
             cited({&req::lfp_168}, none)),
         [&](S& n) {
           forget(n, k);
           return D::shows(k);
         });
  }

  // What was not accepted is not sent.
  static void forget(S& n, unsigned k) {
    n.flow[k][instance].writing = false;
    n.flow[k][instance].asked = 0;
    n.flow[k][instance].given = 0;
  }

  // ---- the receiver -----------------------------------------------------------------------------

  template <class Rule>
  static void reads(const S& s, const P& p, Rule& rule, unsigned k, unsigned sender) {
    const unsigned i = 1 - sender;
    const Flow<D>& flow = s.flow[k][sender];
    rule({i == instance ? "app.read" : "remote.reads",
          of(i, Show::app_read, Show::remote_reads),
          {&req::lfpo_008},
          Duty::may},
         all(L::up(s), !flow.reading),
         [&](S& n) {
           // Of what is taken at once there is only the end to be asked for.
           n.flow[k][sender].reading = !takes_at_once(p, sender) || flow.ended != End::none;
           n.flow[k][sender].waits = false;
           return D::shows(k);
         });
    rule.choose({i == instance ? "read" : "passes",
                 of(i, Show::read, Show::passes),
                 {&req::lfp_084, &req::lfpo_008, &req::lfp_175},
                 Duty::must,
                 1},
                all(L::up(s), flow.reading || takes_at_once(p, sender), !(flow.buffered() == 0)),
                Count(1),
                flow.buffered(),
                [&](S& n, Count octets) {
                  Flow<D>& next = n.flow[k][sender];
                  next.reading = false;
                  next.consumed = flow.consumed + octets;
                  next.passed = flow.passed + octets;
                  return D::shows(k, octets);
                });
    rule({i == instance ? "read_waits" : "passes_nothing",
          of(i, Show::read_waits, Show::passes_nothing),
          {&req::lfp_166, &req::lfpo_014}},
         all(L::up(s),
             flow.reading,
             flow.buffered() == 0,
             flow.ended == End::none,
             cited({&req::lfp_166, &req::lfpo_014}, !credit_due(s, p, flow, sender))),
         [&](S& n) {
           n.flow[k][sender].reading = false;
           n.flow[k][sender].waits = true;
           return D::shows(k);
         });
  }

  template <class Rule>
  static void returns_credit(const S& s, const P& p, Rule& rule, unsigned k, unsigned sender) {
    const unsigned i = 1 - sender;
    const Flow<D>& flow = s.flow[k][sender];
    const auto returned = [&](S& n) {
      const Count count = L::sends(n, s, i);
      Flow<D>& next = n.flow[k][sender];
      const Count octets = flow.unreported();
      next.granted = flow.consumed;
      if (!s.scope->delays) {
        next.window = flow.consumed;
      }
      return D::shows(k, octets, count);
    };
    const auto credit = of(i, Show::instance_credit, Show::daemon_credit);
    rule({L::name(i, "instance.credit", "daemon.credit"),
          credit,
          {&req::lfp_165, &req::lfp_166, &req::lfp_164, &req::lfpo_014}},
         all(L::up(s),
             cited({&req::lfp_165, &req::lfp_166, &req::lfpo_014}, credit_due(s, p, flow, sender)),
             cited({&req::lfp_163}, L::room(s, i))),
         returned);
    // Earlier than it must, for a reader that finds nothing.
    rule({L::name(i, "instance.credit.early", "daemon.credit.early"),
          credit,
          {&req::lfp_166, &req::lfpo_014},
          Duty::may},
         all(L::up(s),
             !(flow.unreported() == 0),
             cited({&req::lfp_166, &req::lfpo_014}, starved(p, flow, sender)),
             !credit_due(s, p, flow, sender),
             cited({&req::lfp_163}, L::room(s, i))),
         returned);
  }

  // ---- the end of the direction to the instance -------------------------------------------------

  template <class Rule>
  static void ends(const S& s, Rule& rule, unsigned k) {
    const Flow<D>& flow = s.flow[k][daemon];
    for (const End how : {End::end_of_file, End::reset}) {
      rule({"remote.ends", Show::remote_ends, {&req::lfpo_009}, Duty::may},
           all(L::up(s), flow.ending == End::none),
           [&, how](S& n) {
             n.flow[k][daemon].ending = how;
             return D::shows(k, static_cast<unsigned>(how));
           });
    }
    rule({"daemon.end", Show::daemon_end, {&req::lfpo_009, &req::lfp_140}},
         all(L::up(s),
             cited({&req::lfpo_009}, flow.ending != End::none),
             cited({&req::lfpo_009}, flow.given == 0),
             !flow.end_sent,
             cited({&req::lfp_163}, L::room(s, daemon))),
         [&](S& n) {
           const Count count = L::sends(n, s, daemon);
           n.flow[k][daemon].end_sent = true;
           if (!s.scope->delays) {
             n.flow[k][daemon].ended = flow.ending;
           }
           return D::shows(k, flow.ending, count);
         });
    rule({"read_end", Show::read_end, {&req::lfp_084, &req::lfpo_009}},
         all(L::up(s),
             flow.reading,
             cited({&req::lfpo_009}, flow.buffered() == 0),
             cited({&req::lfpo_009}, flow.ended != End::none)),
         [&](S& n) {
           n.flow[k][daemon].reading = false;
           return D::shows(k, flow.ended);
         });
  }

  // ---- what takes its time ----------------------------------------------------------------------

  template <class Rule>
  static void arrivals(const S& s, Rule& rule, unsigned k, unsigned sender) {
    const Flow<D>& flow = s.flow[k][sender];
    const unsigned receiver = 1 - sender;
    // Any part of what is under way: the amount that is there afterwards is chosen.
    rule.choose({"arrives.data", Show::arrives_data, {&req::lfp_162}, Duty::may, 2},
                all(L::up(s), flow.received < s.side[receiver].window),
                flow.received + 1,
                s.side[receiver].window,
                [&, receiver](S& n, Count level) {
                  n.flow[k][sender].received = level;
                  return D::shows(receiver, k, level);
                });
    rule.choose({"arrives.credit", Show::arrives_credit, {&req::lfp_164}, Duty::may, 2},
                all(L::up(s), flow.window < flow.granted),
                flow.window + 1,
                flow.granted,
                [&](S& n, Count level) {
                  n.flow[k][sender].window = level;
                  return D::shows(sender, k, level);
                });
    if (s.scope->ends && sender == daemon) {
      rule({"arrives.end", Show::arrives_end, {&req::lfpo_009}, Duty::may},
           all(L::up(s),
               flow.end_sent,
               flow.received == s.side[receiver].window,
               flow.ended == End::none),
           [&](S& n) {
             n.flow[k][daemon].ended = flow.ending;
             return D::shows(k);
           });
    }
  }
};

} // namespace pathproof::lfp
