// SPDX-License-Identifier: Apache-2.0
// Messages that no right side sends, or none there, and what becomes of them: the path is refused
// or ended, or they change nothing. Not modelled: more messages than the message limit, which
// nobody sees who confirms in time; that an instance uses a descriptor or the number of a request
// twice.
#pragma once

#include "model/lfp/limit.hpp"
#include "model/lfp/window.hpp"

namespace pathproof::lfp {

template <class D>
struct Unexpected {
  using L = Limits<D>;
  using W = Windows<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;

  static constexpr unsigned instance = 0;
  static constexpr unsigned daemon = 1;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    if (!s.scope->faults) {
      return;
    }
    if (s.scope->refusals) {
      first_of_instance(s, p, rule);
      first_of_daemon(s, p, rule);
    }
    for (unsigned i = 0; i < sides; ++i) {
      malformed_later(s, p, rule, i);
      wrong(s, p, rule, i);
      changes_nothing(s, p, rule, i);
      for (unsigned k = 0; k < s.scope->sockets; ++k) {
        of_socket(s, p, rule, k, i);
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    if (s.scope->faults) {
      holds("what_is_no_hello_asks_for_a_path",
            {&req::lfpo_023},
            implies(s.stage != Stage::asked, s.no_hello == 0U));
    }
  }

private:
  using Section = MalformedOf::Section;

  static constexpr Show shown(unsigned side) {
    return of(side, Show::instance_malformed, Show::daemon_malformed);
  }

  // Some of the sections, from one to that before another.
  template <class Rule, class Effect>
  static void some(Rule& rule,
                   RuleInfo info,
                   unsigned i,
                   Section first,
                   Section end,
                   auto guard,
                   Effect effect) {
    const MalformedOf& list = malformed[i];
    rule.choose(info,
                guard,
                Count(list.begins[first]),
                Count(list.begins[end] - 1),
                [effect](S& n, Count what) {
                  effect(n);
                  return D::shows(what);
                });
  }

  // In place of the hello of one whose hello would be accepted.
  template <class Rule>
  static void first_of_instance(const S& s, const P& p, Rule& rule) {
    const auto refused = [&](Section first, Section end, unsigned reason) {
      some(rule,
           {"instance.malformed.first", shown(instance), {&req::lfpo_023}, Duty::may},
           instance,
           first,
           end,
           all(cited({&req::lfpo_001}, p.discipline[instance] == Discipline::any),
               s.stage == Stage::starting,
               is_right(s)),
           [reason](S& n) {
             n.stage = Stage::asked;
             n.no_hello = reason;
             n.side[instance].unconfirmed = 1;
             n.side[instance].received = 1;
           });
    };
    refused(Section::version, Section::later, static_cast<unsigned>(Refusal::version));
    refused(Section::later, Section::no_message, static_cast<unsigned>(Refusal::malformed));
    refused(Section::no_message, Section::wrong_mtu, no_message);
    refused(Section::wrong_mtu, Section::wrong_limit, static_cast<unsigned>(Refusal::mtu));
    refused(
        Section::wrong_limit, Section::first_only, static_cast<unsigned>(Refusal::message_limit));
  }

  template <class Rule>
  static void first_of_daemon(const S& s, const P& p, Rule& rule) {
    some(rule,
         {"daemon.malformed.first", shown(daemon), {&req::lfpo_023}, Duty::may},
         daemon,
         Section::version,
         Section::first_only,
         all(cited({&req::lfpo_001}, p.discipline[daemon] == Discipline::any),
             s.stage == Stage::asked,
             s.no_hello == 0U,
             is_right(s),
             !s.side[instance].closing),
         [](S& n) { n.side[instance].closing = true; });
  }

  // Nobody would refuse the instance.
  static Bool is_right(const S& s) {
    const PathSide<D>& one = s.side[instance];
    return !one.names_wrong && !one.version_wrong && Count(s.scope->bounds.mtu_min) <= one.mtu &&
           Count(2) <= one.limit;
  }

  // The side may send what no right one sends, and nothing like it was sent before.
  static auto may_be_wrong(const S& s, const P& p, unsigned i) {
    return all(cited({&req::lfpo_002, &req::lfpo_003}, p.discipline[i] == Discipline::any),
               L::up(s),
               !s.side[1 - i].closing);
  }

  template <class Rule>
  static void malformed_later(const S& s, const P& p, Rule& rule, unsigned i) {
    const auto ends = [&](Section first, Section end) {
      some(rule,
           {L::name(i, "instance.malformed", "daemon.malformed"),
            shown(i),
            {&req::lfpo_002, &req::lfpo_003},
            Duty::may},
           i,
           first,
           end,
           may_be_wrong(s, p, i),
           [i](S& n) { n.side[1 - i].closing = true; });
    };
    ends(Section::version, Section::later);
    ends(Section::never, Section::sections_end);
  }

  template <class Rule>
  static void wrong(const S& s, const P& p, Rule& rule, unsigned i) {
    const auto ends = [&](Fault fault, Citations cites) {
      rule({L::name(i, "instance.wrong", "daemon.wrong"),
            of(i, Show::instance_wrong, Show::daemon_wrong),
            cites,
            Duty::may},
           may_be_wrong(s, p, i),
           [&, fault](S& n) {
             n.side[1 - i].closing = true;
             return D::shows(static_cast<unsigned>(fault));
           });
    };
    ends(Fault::unknown_kind, {&req::lfpo_002});
    ends(Fault::wrong_length, {&req::lfpo_003});
    ends(Fault::too_long, {&req::lfpo_003, &req::lfp_162});
    ends(Fault::second_hello, {&req::lfpo_002});
    ends(Fault::confirms_too_many, {&req::lfpo_025, &req::lfp_163});
    if (i == daemon) {
      ends(Fault::data_of_no_socket, {&req::lfpo_026});
      ends(Fault::credit_for_no_socket, {&req::lfpo_026});
      ends(Fault::end_of_no_socket, {&req::lfpo_026});
      ends(Fault::response_for_no_request, {&req::lfpo_026, &req::lfp_169});
      ends(Fault::response_twice, {&req::lfpo_026, &req::lfp_169});
    }
  }

  template <class Rule>
  static void changes_nothing(const S& s, const P& p, Rule& rule, unsigned i) {
    const auto label = of(i, Show::instance_ignored, Show::daemon_ignored);
    const auto some = [&](Citations cites, std::size_t first, std::size_t end, auto counts) {
      rule.choose({L::name(i, "instance.ignored", "daemon.ignored"), label, cites, Duty::may},
                  all(p.discipline[i] == Discipline::any,
                      L::up(s),
                      !s.side[1 - i].closing,
                      cited({&req::lfp_163}, L::room(s, i))),
                  Count(static_cast<unsigned>(first)),
                  Count(static_cast<unsigned>(end - 1)),
                  [&, counts](S& n, Count what) { return D::shows(what, counts(n)); });
    };
    some({&req::lfpo_024}, 0, first_stray, [&, i](S& n) { return L::confirms(n, s, i); });
    if (i == instance) {
      some({&req::lfpo_026}, first_stray, ignored.size(), [&, i](S& n) {
        return L::sends(n, s, i);
      });
    }
  }

  // Of a socket that is there: what a right sender would say otherwise, or not at all.
  template <class Rule>
  static void of_socket(const S& s, const P& p, Rule& rule, unsigned k, unsigned i) {
    const Requirement* const cites = &req::lfpo_025;
    const RuleInfo info{L::name(i, "instance.wrong.socket", "daemon.wrong.socket"),
                        of(i, Show::instance_wrong, Show::daemon_wrong),
                        {cites},
                        Duty::may};
    const auto is_over = [i](S& n) { n.side[1 - i].closing = true; };
    const auto says = [&](Fault fault, Bool when, Count octets, auto number) {
      rule(info,
           all(cited({&req::lfpo_002}, p.discipline[i] == Discipline::any),
               L::up(s),
               !s.side[1 - i].closing,
               when),
           [=](S& n) {
             is_over(n);
             return D::shows(static_cast<unsigned>(fault), k, octets, number);
           });
    };
    if (s.scope->first <= i && i <= s.scope->last) {
      const Flow<D>& flow = s.flow[k][i];
      // Credit that the receiver has to return may be on its way.
      const Bool settled =
          !W::credit_due(s, p, flow, i) && (!W::takes_at_once(p, i) || flow.buffered() == 0);
      const Bool ended = flow.end_sent;
      says(Fault::data_above_window,
           settled && !ended && flow.window < W::chunk(s),
           flow.window + 1,
           flow.number);
      says(Fault::wrong_number, !ended && !(flow.window == 0), Count(1), flow.number + 1);
      if (s.scope->ends && i == daemon) {
        says(Fault::data_behind_end, ended && !(flow.window == 0), Count(1), flow.number);
        says(Fault::end_twice, ended, Count(0), 0U);
      }
    }
    const unsigned other = 1 - i;
    if (s.scope->first <= other && other <= s.scope->last) {
      const Count all_of_it = s.side[i].window;
      says(Fault::credit_of_nothing, true, Count(0), 0U);
      says(Fault::credit_above_window, all_of_it < Count(0xFFFF), all_of_it + 1, 0U);
    }
  }
};

} // namespace pathproof::lfp
