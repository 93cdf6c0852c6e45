// SPDX-License-Identifier: Apache-2.0
// bind() with INADDR_ANY, and the reserved ports: a range of two, of which every provider gets the
// same one for port 0, and which nobody may name.
// Not modelled: what becomes of sub-instances that were bound before a provider refused the port.
#pragma once

#include "model/cinet/prerouter_state.hpp"

namespace pathproof::cinet::prerouter {

template <class D>
struct Ports {
  using S = State<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using PortOf = typename D::template Enum<Port>;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    if (s.scope->ports) {
      calls(s, rule);
      asks(s, rule);
      answers(s, rule);
      returns(s, rule);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    if (!s.scope->ports) {
      return;
    }
    holds("binds_are_asked_one_after_another",
          {&req::cinet_043},
          s.binding.lone() && s.binding.apart(s.unbound) && (s.binding | s.unbound).within(s.up) &&
              implies(!binds(s), s.binding.empty() && s.unbound.empty()));
    holds("a_named_port_of_the_range_is_asked_for_nowhere",
          {&req::cinet_045, &req::cinet_046},
          implies(s.phase == Phase::binding_reserved || s.phase == Phase::idle,
                  s.port == Port::none));
    holds("port_0_becomes_a_reserved_port",
          {&req::cinet_040},
          implies(s.phase == Phase::binding_any, s.port != Port::free));
    holds("a_port_that_was_tried_is_of_the_range",
          {&req::cinet_040, &req::cinet_044},
          implies(s.phase == Phase::binding_any && s.port == Port::first, s.tried_first) &&
              implies(s.phase == Phase::binding_any && s.port == Port::last, s.tried_last));
  }

private:
  static Bool binds(const S& s) {
    return s.phase == Phase::binding_any || s.phase == Phase::binding_free;
  }

  static void end(S& n) {
    n.phase = Phase::idle;
    n.port = Port::none;
    n.unbound = Set();
    n.binding = Set();
    n.refused = false;
    n.tried_first = false;
    n.tried_last = false;
  }

  template <class Rule>
  static void calls(const S& s, Rule& rule) {
    const auto call = [&](Phase phase, unsigned shown, const Requirement* cites) {
      rule({"call.bind_any", Kind::call_bind_any, {cites}, Duty::may},
           all(s.phase == Phase::idle, in_dialogue(s).empty(), !s.up.empty(), s.affinity.empty()),
           [&, phase, shown](S& n) {
             n.phase = phase;
             n.unbound = phase == Phase::binding_reserved ? Set() : s.up;
             return D::shows(shown);
           });
    };
    call(Phase::binding_any, 0, &req::cinet_040);
    call(Phase::binding_reserved, 1, &req::cinet_045);
    call(Phase::binding_free, 2, &req::cinet_045);
  }

  template <class Rule>
  static void asks(const S& s, Rule& rule) {
    const auto ask = [&](Port port, Phase phase, Bool tried) {
      const Bool begun = s.port == port;
      const Bool begins = s.port == Port::none && !tried;
      rule.pick({"ask.bind", Kind::ask_bind, {&req::cinet_043, &req::cinet_040, &req::cinet_046}},
                all(s.phase == phase,
                    s.binding.empty(),
                    cited({&req::cinet_044}, !s.refused),
                    cited({&req::cinet_043}, begun || begins)),
                s.unbound,
                [&, port](S& n, Set tp) {
                  n.port = port;
                  n.tried_first = port == Port::first ? Bool(true) : s.tried_first;
                  n.tried_last = port == Port::last ? Bool(true) : s.tried_last;
                  n.binding = tp;
                  n.unbound = s.unbound - tp;
                  return D::shows(tp, static_cast<unsigned>(port) - 1);
                });
    };
    ask(Port::first, Phase::binding_any, s.tried_first);
    ask(Port::last, Phase::binding_any, s.tried_last);
    ask(Port::free, Phase::binding_free, false);
    // Whether another port is tried once one is in use is open.
    const auto again = [&](Port port, Bool tried) {
      rule.pick({"ask.bind_again", Kind::ask_bind, {&req::cinet_044}, Duty::may},
                all(s.phase == Phase::binding_any, s.refused, !tried),
                s.up,
                [&, port](S& n, Set tp) {
                  n.refused = false;
                  n.port = port;
                  n.tried_first = port == Port::first ? Bool(true) : s.tried_first;
                  n.tried_last = port == Port::last ? Bool(true) : s.tried_last;
                  n.binding = tp;
                  n.unbound = s.up - tp;
                  return D::shows(tp, static_cast<unsigned>(port) - 1);
                });
    };
    again(Port::first, s.tried_first);
    again(Port::last, s.tried_last);
  }

  template <class Rule>
  static void answers(const S& s, Rule& rule) {
    rule.pick({"answer.bound", Kind::answer_done, {&req::cinet_043}},
              all(!s.refused),
              s.binding,
              [&](S& n, Set tp) {
                n.binding = Set();
                return D::shows(tp);
              });
    rule.pick({"answer.in_use", Kind::answer_in_use, {&req::cinet_044}, Duty::may},
              all(!s.refused),
              s.binding,
              [&](S& n, Set tp) {
                n.binding = Set();
                n.unbound = Set();
                n.refused = true;
                return D::shows(tp);
              });
  }

  template <class Rule>
  static void returns(const S& s, Rule& rule) {
    rule({"return.bound", Kind::return_bound, {&req::cinet_043, &req::cinet_040}},
         all(binds(s),
             s.binding.empty(),
             cited({&req::cinet_044}, !s.refused),
             cited({&req::cinet_043}, s.unbound.empty())),
         [&](S& n) {
           const PortOf port = s.port;
           end(n);
           return D::shows(port);
         });
    rule({"return.in_use", Kind::return_in_use, {&req::cinet_044}},
         all(binds(s), cited({&req::cinet_044}, s.refused)),
         [&](S& n) {
           end(n);
           return D::shows(0U);
         });
    rule({"return.reserved", Kind::return_in_use, {&req::cinet_045, &req::cinet_046}},
         all(cited({&req::cinet_045}, s.phase == Phase::binding_reserved)),
         [&](S& n) {
           end(n);
           return D::shows(1U);
         });
  }
};

} // namespace pathproof::cinet::prerouter
