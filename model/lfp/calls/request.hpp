// SPDX-License-Identifier: Apache-2.0
// Requests and how they end; SOCKET and CLOSE.
#pragma once

#include "model/lfp/calls/state.hpp"

namespace pathproof::lfp::values {

// What rules say of what is asked and of its socket.
template <class D>
struct Words {
  using S = State<D>;
  using Bool = typename D::Bool;

  static Bool idle(const S& s) { return s.asked.call == Call::nothing; }

  static Bool asks(const S& s, Call call) { return s.asked.call == call; }

  static Bool about(const S& s, unsigned k) { return s.asked.socket == k; }

  // The socket of what is asked; a closed one where there is none.
  static Socket<D> named(const S& s) {
    Socket<D> one;
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      one = select(about(s, k), s.socket[k], one);
    }
    return one;
  }

  // Changes the socket of what is asked.
  template <class Change>
  static void change(S& n, const S& s, Change change) {
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      Socket<D> next = s.socket[k];
      change(next);
      n.socket[k] = select(about(s, k), next, s.socket[k]);
    }
  }

  // Calls `each` with every descriptor that a request may name, and whether that is ever a socket.
  template <class Each>
  static void each_descriptor(const S& s, Each each) {
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      each(k, true);
    }
    each(unused_descriptor, false);
  }
};

// A way in which what is asked ends.
struct Way {
  std::string_view id;
  Show kind;
  Citations cites;
};

template <class D>
struct Requests {
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    for (unsigned k = 0; k < s.scope->sockets; ++k) {
      for (unsigned f = 0; f < static_cast<unsigned>(Family::count); ++f) {
        for (unsigned t = 0; t < static_cast<unsigned>(Type::count); ++t) {
          const auto family = static_cast<Family>(f);
          const auto type = static_cast<Type>(t);
          if (family == Family::another && type != Type::stream) {
            continue; // one thing is wrong at a time
          }
          rule({"instance.socket", Show::socket, {&req::lfpo_004}, Duty::may},
               all(W::idle(s), !s.socket[k].open),
               [&, k](S& n) {
                 n.asked.call = Call::socket;
                 n.asked.socket = k;
                 n.asked.family = family;
                 n.asked.type = type;
                 return D::shows(k, f, t);
               });
        }
      }
    }
    W::each_descriptor(s, [&](unsigned k, bool) {
      rule({"instance.close", Show::close, {&req::lfp_002}, Duty::may},
           all(W::idle(s)),
           [&, k](S& n) {
             n.asked.call = Call::close;
             n.asked.socket = k;
             return D::shows(k);
           });
    });
  }

  // Calls each(way, asked, applies, effect) for every way in which these requests end.
  template <class Each>
  static void each_way(const S& s, Each each) {
    const auto& asked = s.asked;
    each(Way{"answer.unknown", Show::answer, {&req::lfpo_004, &req::lfp_140}},
         about_a_socket(s),
         !W::named(s).open,
         [&](S&) { return shows(s, Error::bad_descriptor); });
    each(Way{"answer.socket", Show::answer, {&req::lfp_002, &req::lfp_083, &req::lfpo_017}},
         W::asks(s, Call::socket),
         asked.family != Family::another && asked.type != Type::another,
         [&](S& n) {
           W::change(n, s, [&](Socket<D>& next) {
             next.open = true;
             next.family = asked.family;
             next.type = asked.type;
           });
           return shows(s, Error::none);
         });
    each(Way{"answer.socket.family", Show::answer, {&req::lfpo_017, &req::lfp_140}},
         W::asks(s, Call::socket),
         asked.family == Family::another,
         [&](S&) { return shows(s, Error::family); });
    each(Way{"answer.socket.type", Show::answer, {&req::lfpo_017, &req::lfp_140}},
         W::asks(s, Call::socket),
         asked.type == Type::another,
         [&](S&) { return shows(s, Error::type); });
    each(Way{"answer.close", Show::answer, {&req::lfp_002}},
         W::asks(s, Call::close),
         W::named(s).open,
         [&](S& n) {
           W::change(n, s, [](Socket<D>& next) { next = {}; });
           return shows(s, Error::none);
         });
  }

  // A response that has nothing but an error, or none.
  static auto shows(const S& s, Error error) {
    return D::shows(s.asked.call, s.asked.socket, static_cast<unsigned>(error));
  }

private:
  static Bool about_a_socket(const S& s) {
    Bool found = false;
    for (const Call call : {Call::bind,
                            Call::connect,
                            Call::getsockname,
                            Call::getpeername,
                            Call::setsockopt,
                            Call::getsockopt,
                            Call::close,
                            Call::listen}) {
      found = found || W::asks(s, call);
    }
    return found;
  }
};

} // namespace pathproof::lfp::values
