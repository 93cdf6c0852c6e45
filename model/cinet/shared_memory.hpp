// SPDX-License-Identifier: Apache-2.0
// SIOCSMOCTL as an abstract record (object, attach or detach) on an ancillary socket: what the
// application may and must call. How the call spreads is in ioctl.hpp, like that of any ioctl.
// Not modelled: the structure, its number and its errnos, which no source gives.
#pragma once

#include "model/cinet/state.hpp"

namespace pathproof::cinet {

template <class D, Scope scope>
struct SharedMemory {
  using S = State<D, scope>;
  using Bool = typename D::Bool;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>&, Rule& rule) {
    for (unsigned j = 0; j < scope.sockets; ++j) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        attach(s, rule, j, o);
        detach(s, rule, j, o);
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    const Bool quiescent = s.phase == Phase::idle && !s.must_detach;
    for (unsigned j = 0; j < scope.sockets; ++j) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        const Association<D>& association = s.associations[j][o];
        holds("all_or_none",
              {&req::smo_041, &req::smo_040},
              implies(quiescent,
                      association.access.empty() || association.access == s.sockets[j].instances));
      }
    }
    for (unsigned j = 0; j < scope.sockets; ++j) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        const Association<D>& association = s.associations[j][o];
        holds("none_after_failed_attach_and_detach",
              {&req::smo_042},
              implies(quiescent && !association.attached, association.access.empty()));
      }
    }
    for (unsigned j = 0; j < scope.sockets; ++j) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        holds("access_belongs_to_sub_instances",
              {&req::smo_020},
              s.associations[j][o].access.within(s.sockets[j].instances));
      }
    }
    for (unsigned j = 0; j < scope.sockets; ++j) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        holds("close_breaks_associations",
              {&req::smo_021},
              implies(!s.sockets[j].open, s.associations[j][o].access.empty()));
      }
    }
    holds("failed_attach_bars_comm_buffer", {&req::smo_044}, implies(s.must_detach, s.barred));
  }

private:
  template <class Rule>
  static void attach(const S& s, Rule& rule, unsigned j, unsigned o) {
    const auto call = [&](S& n) {
      begin(n, Call::attach, j, o, s.sockets[j].instances);
      return D::shows(j, o);
    };
    rule({"call.attach", Kind::call_attach, {&req::smo_001, &req::smo_023}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_056}, s.recycle == Recycle::none),
             s.sockets[j].open,
             !s.sockets[j].listening,
             !s.sockets[j].notify,
             !s.associations[j][o].attached,
             !s.sockets[j].instances.empty()),
         call);
    if constexpr (scope.recycle) {
      rule({"recycle.attach", Kind::call_attach, {&req::smo_053, &req::smo_024}, Duty::may},
           all(s.phase == Phase::idle,
               cited({&req::smo_042}, !s.must_detach),
               cited({&req::smo_053, &req::smo_056}, s.recycle == Recycle::ancillary_created),
               s.fresh == j,
               attached_elsewhere(s, o, j),
               !s.associations[j][o].attached,
               !s.sockets[j].instances.empty()),
           call);
    }
  }

  template <class Rule>
  static void detach(const S& s, Rule& rule, unsigned j, unsigned o) {
    const auto call = [&](S& n) {
      begin(n, Call::detach, j, o, s.sockets[j].instances);
      return D::shows(j, o);
    };
    rule({"call.detach", Kind::call_detach, {&req::smo_001, &req::smo_022}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_056}, s.recycle == Recycle::none),
             cited({&req::smo_022}, !in_use(s, o) || attached_elsewhere(s, o, j)),
             s.associations[j][o].attached),
         call);
    rule({"detach_at_once", Kind::call_detach, {&req::smo_042}},
         all(s.phase == Phase::idle, s.must_detach, about(s, j, o)),
         call);
  }
};

} // namespace pathproof::cinet
