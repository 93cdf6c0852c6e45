// SPDX-License-Identifier: Apache-2.0
// Options of sockets: what was set is what is read.
// Not modelled: SO_REUSEADDR of a socket that has a name, of which Linux remembers more than what
// it is; buffer sizes and times, of which Linux makes others.
#pragma once

#include "model/lfp/calls/address.hpp"

namespace pathproof::lfp::values {

template <class D>
struct Options {
  using R = Requests<D>;
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Value = typename D::template Number<2>;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    W::each_descriptor(s, [&](unsigned k, bool is_socket) {
      for (unsigned o = 0; o < static_cast<unsigned>(Option::count); ++o) {
        const auto option = static_cast<Option>(o);
        const bool simple = option == Option::reuseaddr;
        if (!s.scope->options && !simple) {
          continue;
        }
        if (!is_socket && !simple) {
          continue;
        }
        rule({"instance.getsockopt", Show::getsockopt, {&req::lfp_094}, Duty::may},
             all(W::idle(s)),
             [&, k, option](S& n) {
               n.asked.call = Call::getsockopt;
               n.asked.socket = k;
               n.asked.option = option;
               return D::shows(k, static_cast<unsigned>(option));
             });
        const Bool may_set = is_socket && simple ? Addresses<D>::fresh(s.socket[k]) : Bool(true);
        rule.choose({"instance.setsockopt", Show::setsockopt, {&req::lfp_094}, Duty::may, 2},
                    all(W::idle(s), may_set),
                    Value(0),
                    Value(option == Option::linger   ? 3
                          : option <= Option::v6only ? 2
                                                     : 0),
                    [&, k, option](S& n, Value value) {
                      n.asked.call = Call::setsockopt;
                      n.asked.socket = k;
                      n.asked.option = option;
                      n.asked.value = value;
                      return D::shows(k, static_cast<unsigned>(option), value);
                    });
      }
    });
  }

  template <class Each>
  static void each_way(const S& s, Each each) {
    const auto& asked = s.asked;
    const Socket<D> one = W::named(s);
    const Bool set = W::asks(s, Call::setsockopt);
    const Bool get = W::asks(s, Call::getsockopt);
    const Bool named = !Addresses<D>::fresh(one);
    each(Way{"answer.setsockopt", Show::answer, {&req::lfp_002, &req::lfp_094, &req::lfpo_019}},
         set,
         one.open && can_set(s, one) && !(is(s, Option::v6only) && named),
         [&](S& n) {
           W::change(n, s, [&](Socket<D>& next) { put(s, next); });
           return R::shows(s, Error::none);
         });
    each(Way{"answer.getsockopt", Show::option, {&req::lfp_002, &req::lfp_094, &req::lfpo_019}},
         get,
         one.open && can_get(s, one),
         [&, one](S&) { return D::shows(asked.socket, asked.option, value(s, one)); });
    if (!s.scope->options) {
      return;
    }
    const Citations wrong{&req::lfpo_019, &req::lfp_140};
    each(Way{"answer.setsockopt.named", Show::answer, wrong},
         set,
         one.open && can_set(s, one) && is(s, Option::v6only) && named,
         [&](S&) { return R::shows(s, Error::invalid); });
    each(Way{"answer.setsockopt.none", Show::answer, wrong},
         set,
         one.open && !can_set(s, one),
         [&](S&) { return R::shows(s, Error::no_option); });
    // Linux has two answers for an option of another protocol.
    const Bool of_inet = one.family == Family::inet && !is(s, Option::another);
    each(Way{"answer.getsockopt.none", Show::answer, wrong},
         get,
         one.open && !can_get(s, one) && !of_inet,
         [&](S&) { return R::shows(s, Error::no_option); });
    each(Way{"answer.getsockopt.unsupported", Show::answer, wrong},
         get,
         one.open && !can_get(s, one) && of_inet,
         [&](S&) { return R::shows(s, Error::not_supported); });
  }

private:
  static Bool is(const S& s, Option option) { return s.asked.option == option; }

  static Bool can_get(const S& s, const Socket<D>& one) {
    return implies(is(s, Option::nodelay), one.type == Type::stream) &&
           implies(is(s, Option::v6only), one.family == Family::inet6) && !is(s, Option::another);
  }

  static Bool can_set(const S& s, const Socket<D>& one) {
    return can_get(s, one) && !is(s, Option::type) && !is(s, Option::error) &&
           !is(s, Option::acceptconn);
  }

  static void put(const S& s, Socket<D>& next) {
    const Value value = s.asked.value;
    const Bool flag = value != Value(0);
    next.reuseaddr = select(is(s, Option::reuseaddr), flag, next.reuseaddr);
    if (s.scope->options) {
      next.keepalive = select(is(s, Option::keepalive), flag, next.keepalive);
      next.nodelay = select(is(s, Option::nodelay), flag, next.nodelay);
      next.v6only = select(is(s, Option::v6only), flag, next.v6only);
      next.linger = select(is(s, Option::linger), value, next.linger);
    }
  }

  static Value value(const S& s, const Socket<D>& one) {
    const auto number = [](Bool flag) { return select(flag, Value(1), Value(0)); };
    Value made = number(is(s, Option::reuseaddr) && one.reuseaddr);
    if (s.scope->options) {
      made = select(is(s, Option::keepalive), number(one.keepalive), made);
      made = select(is(s, Option::nodelay), number(one.nodelay), made);
      made = select(is(s, Option::v6only), number(one.v6only), made);
      made = select(is(s, Option::linger), one.linger, made);
      made = select(is(s, Option::acceptconn), number(one.listening), made);
      const Value type = select(one.type == Type::stream, Value(1), Value(2));
      made = select(is(s, Option::type), type, made);
    }
    return made; // of SO_ERROR, for nothing of what is modelled fails behind a call
  }
};

} // namespace pathproof::lfp::values
