// SPDX-License-Identifier: Apache-2.0
// The life of a socket at the daemon, from SOCKET or ACCEPT to CLOSE, and what Linux makes of each
// call on the way [LFPO-015].
// Not modelled: addresses, and with them EADDRINUSE; datagrams; exhaustion; the partner's end, and
// all that SHUTDOWN of what is not connected, or of the receiving direction, does.
#pragma once

#include <algorithm>

#include "model/lfp/error_number.hpp"
#include "model/lfp/request.hpp"

namespace pathproof::lfp {

// What programs are told has a number of z/VSE [LFP-140].
static_assert(std::all_of(
    call_error_names.begin() + 1, call_error_names.end() - 1, [](std::string_view name) {
      return std::any_of(error_numbers.begin(), error_numbers.end(), [&](const ErrorNumber& one) {
        return one.name == name;
      });
    }));

template <class D>
struct Sockets {
  using L = Limits<D>;
  using R = Requests<D>;
  using W = CallWords<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Answer = typename R::Answer;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    for (unsigned t = 0; t < s.scope->requesters(); ++t) {
      each_answer(
          s, t, [&](const Answer& how, Bool applies) { R::answer(s, rule, t, how, applies); });
    }
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      partners(s, rule, k);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      const CallSocket<D>& one = s.call_socket[k];
      holds(
          "no_socket_without_a_path",
          {&req::lfp_171},
          implies(!L::up(s), one.at == At::free) &&
              implies(one.at == At::free, one.owner == 0U && one.connector == 0U && !one.pending));
    }
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      holds("partners_connect_to_who_listens",
            {&req::lfpo_015},
            implies(s.call_socket[k].pending, s.call_socket[k].at == At::listening));
    }
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      Bool found = false;
      for (unsigned t = 0; t < s.scope->tasks; ++t) {
        found = found || connects(s, t, k);
      }
      const auto& here = s.call_socket[k].at;
      holds("who_connects_waits_for_it",
            {&req::lfpo_015},
            select(here == At::connecting || here == At::reached || here == At::refused,
                   found,
                   s.call_socket[k].connector == 0U));
    }
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      const Task<D>& one = s.task[t];
      holds("a_connect_that_was_sent_has_begun",
            {&req::lfpo_015},
            implies(one.phase == Phase::sent && one.is(SocketCall::connect),
                    !W::at(s, one, At::fresh, At::bound)));
    }
    for (unsigned t = 0; t < s.scope->requesters(); ++t) {
      Bool another_can = false;
      for (unsigned u = 0; u < s.scope->requesters(); ++u) {
        another_can = another_can || (u != t && can_be_answered(s, u));
      }
      holds("a_request_is_answered_or_waits_for_a_partner",
            {&req::lfp_169, &req::lfp_093},
            implies(s.task[t].phase == Phase::sent,
                    can_be_answered(s, t) || waits(s, t) || is_behind(s, t) ||
                        (ends_a_wait(s, t) && another_can)));
    }
  }

private:
  // The task's CONNECT is what the socket waits for.
  static Bool connects(const S& s, unsigned t, unsigned k) {
    const Task<D>& one = s.task[t];
    const CallSocket<D>& socket = s.call_socket[k];
    return one.phase == Phase::sent && one.is(SocketCall::connect) && one.socket == descriptor(k) &&
           socket.connector == t &&
           (socket.at == At::connecting || socket.at == At::reached || socket.at == At::refused);
  }

  static Bool connects(const S& s, unsigned t) {
    Bool found = false;
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      found = found || connects(s, t, k);
    }
    return found;
  }

  static Bool partner_waits(const S& s, const Task<D>& one) {
    Bool found = false;
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      found = found || (one.socket == descriptor(k) && s.call_socket[k].pending);
    }
    return found;
  }

  // Its call waits at the daemon, or would if nothing had come.
  static Bool is_a_wait(const S& s, unsigned t) {
    const Task<D>& one = s.task[t];
    return (one.is(SocketCall::accept) && W::at(s, one, At::listening)) || connects(s, t);
  }

  // Another task ends its socket.
  static Bool is_ended(const S& s, unsigned t) {
    Bool ended = false;
    for (unsigned u = 0; u < s.scope->requesters(); ++u) {
      for (unsigned k = 0; k < s.scope->descriptors; ++k) {
        if (u != t) {
          ended = ended || (s.task[t].socket == descriptor(k) && W::ends(s, u, k));
        }
      }
    }
    return ended;
  }

  // The instance has asked to close a connection of the task that nobody wanted.
  static Bool is_behind(const S& s, unsigned t) {
    Bool found = false;
    for (unsigned k = 0; s.scope->ahead && k < s.scope->descriptors; ++k) {
      found = found || (s.call_socket[k].close_sent && s.call_socket[k].owner == t);
    }
    return found;
  }

  // It ends a socket on which another task waits.
  static Bool ends_a_wait(const S& s, unsigned t) {
    Bool found = false;
    for (unsigned u = 0; u < s.scope->requesters(); ++u) {
      for (unsigned k = 0; k < s.scope->descriptors; ++k) {
        if (u != t) {
          found = found ||
                  (W::ends(s, t, k) && s.task[u].socket == descriptor(k) && W::may_wait(s.task[u]));
        }
      }
    }
    return found;
  }

  // Calls `each` with every way in which a request of the task ends, and when it does.
  template <class Each>
  static void each_answer(const S& s, unsigned t, Each each) {
    const Task<D>& one = s.task[t];
    const auto in = [&](auto... which) { return W::at(s, one, which...); };
    const auto call = [&](SocketCall what) { return one.is(what); };
    each({.id = "response.unknown",
          .cites = {&req::lfpo_004, &req::lfp_171, &req::lfp_140},
          .error = CallError::bad_descriptor},
         W::on_socket(one) && !W::on_open_socket(s, one));
    each({.id = "response.socket", .cites = {&req::lfp_002}, .made = At::fresh},
         call(SocketCall::socket));
    each({.id = "response.connect",
          .cites = {&req::lfp_002, &req::lfpo_015},
          .socket = At::connected},
         call(SocketCall::connect) && connects(s, t) && in(At::reached));
    each({.id = "response.refused",
          .cites = {&req::lfp_140, &req::lfpo_015},
          .error = CallError::refused,
          .socket = At::failed},
         call(SocketCall::connect) && connects(s, t) && in(At::refused));
    each({.id = "response.already",
          .cites = {&req::lfp_140, &req::lfpo_015},
          .error = CallError::already},
         call(SocketCall::connect) && !connects(s, t) &&
             in(At::connecting, At::reached, At::refused, At::failed));
    each({.id = "response.is_connected",
          .cites = {&req::lfp_140, &req::lfpo_015},
          .error = CallError::is_connected},
         call(SocketCall::connect) && in(At::listening, At::connected, At::shut));
    each({.id = "response.getsockname", .cites = {&req::lfp_002}},
         call(SocketCall::getsockname) && W::on_open_socket(s, one));
    each({.id = "response.close", .cites = {&req::lfp_002, &req::lfpo_016}, .socket = At::free},
         call(SocketCall::close) && W::on_open_socket(s, one) && !ends_a_wait(s, t));
    each({.id = "response.ended",
          .cites = {&req::lfpo_016, &req::lfp_140},
          .error = CallError::cancelled,
          .socket = At::failed},
         call(SocketCall::connect) && connects(s, t) && is_ended(s, t));
    if (s.scope->cancels) {
      each({.id = "response.cancelled",
            .cites = {&req::lfpo_011, &req::lfp_140},
            .error = CallError::cancelled,
            .socket = At::failed},
           call(SocketCall::connect) && connects(s, t) && one.cancelled);
    }
    if (s.scope->life) {
      each_answer_of_life(s, t, each);
    }
  }

  // Likewise of the calls that not all scopes have.
  template <class Each>
  static void each_answer_of_life(const S& s, unsigned t, Each each) {
    const Task<D>& one = s.task[t];
    const auto in = [&](auto... which) { return W::at(s, one, which...); };
    const auto call = [&](SocketCall what) { return one.is(what); };
    const Bool open = W::on_open_socket(s, one);
    each({.id = "response.bind", .cites = {&req::lfp_002, &req::lfpo_015}, .socket = At::bound},
         call(SocketCall::bind) && in(At::fresh));
    each({.id = "response.bind.again",
          .cites = {&req::lfp_140, &req::lfpo_015},
          .error = CallError::invalid},
         call(SocketCall::bind) && open && !in(At::fresh));
    each({.id = "response.listen",
          .cites = {&req::lfp_002, &req::lfpo_015},
          .socket = At::listening},
         call(SocketCall::listen) && in(At::fresh, At::bound, At::listening));
    each({.id = "response.listen.connected",
          .cites = {&req::lfp_140, &req::lfpo_015},
          .error = CallError::invalid},
         call(SocketCall::listen) && open && !in(At::fresh, At::bound, At::listening));
    each({.id = "response.accept",
          .cites = {&req::lfp_002, &req::lfpo_015},
          .made = At::connected,
          .takes_a_partner = true},
         call(SocketCall::accept) && in(At::listening) && partner_waits(s, one));
    each({.id = "response.accept.not_listening",
          .cites = {&req::lfp_140, &req::lfpo_015},
          .error = CallError::invalid},
         call(SocketCall::accept) && open && !in(At::listening));
    each({.id = "response.accept.ended",
          .cites = {&req::lfpo_016, &req::lfp_140},
          .error = CallError::cancelled},
         call(SocketCall::accept) && in(At::listening) && is_ended(s, t));
    if (s.scope->cancels) {
      each({.id = "response.accept.cancelled",
            .cites = {&req::lfpo_011, &req::lfp_140},
            .error = CallError::cancelled},
           call(SocketCall::accept) && in(At::listening) && one.cancelled);
    }
    each({.id = "response.shutdown", .cites = {&req::lfp_002, &req::lfpo_015}, .socket = At::shut},
         call(SocketCall::shutdown) && in(At::connected));
    each({.id = "response.shutdown.unconnected",
          .cites = {&req::lfp_140, &req::lfpo_015},
          .error = CallError::not_connected},
         call(SocketCall::shutdown) && open && !in(At::connected));
    each({.id = "response.getpeername", .cites = {&req::lfp_002, &req::lfpo_015}},
         call(SocketCall::getpeername) && in(At::connected));
    each({.id = "response.getpeername.unconnected",
          .cites = {&req::lfp_140, &req::lfpo_015},
          .error = CallError::not_connected},
         call(SocketCall::getpeername) && open && !in(At::connected));
    each({.id = "response.termapi", .cites = {&req::lfp_096, &req::lfpo_016}, .ends_all = true},
         call(SocketCall::termapi) && !ends_a_wait(s, t) && !is_behind(s, t));
  }

  static Bool can_be_answered(const S& s, unsigned t) {
    Bool can = false;
    each_answer(s, t, [&](const Answer&, Bool applies) { can = can || applies; });
    return s.task[t].phase == Phase::sent && can;
  }

  // … until there is a partner.
  static Bool waits(const S& s, unsigned t) { return is_a_wait(s, t) && !is_ended(s, t); }

  template <class Rule>
  static void partners(const S& s, Rule& rule, unsigned k) {
    const CallSocket<D>& one = s.call_socket[k];
    Bool stays = true;
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      stays = stays && !W::ends(s, t, k);
    }
    const auto comes = [&](std::string_view id, Show kind, Bool when, auto effect) {
      rule({id, kind, {&req::lfpo_015}, Duty::may}, all(when, stays), [&, k](S& n) {
        effect(n.call_socket[k]);
        return D::shows(descriptor(k));
      });
    };
    if (s.scope->life) {
      comes("remote.connects",
            Show::remote_connects,
            one.at == At::listening && !one.pending,
            [](CallSocket<D>& next) { next.pending = true; });
    }
    comes("remote.accepts",
          Show::remote_accepts,
          one.at == At::connecting,
          [](CallSocket<D>& next) { next.at = At::reached; });
    comes("remote.refuses",
          Show::remote_refuses,
          one.at == At::connecting,
          [](CallSocket<D>& next) { next.at = At::refused; });
  }
};

} // namespace pathproof::lfp
