// SPDX-License-Identifier: Apache-2.0
// Planted faults that no mechanical change of a rule makes: what real implementations get wrong.
// Switched on one at a time, each replaces a rule or is added to the rules.
#pragma once

#include <array>

#include "model/core/machine.hpp"
#include "model/iucv/words.hpp"

namespace pathproof::iucv {

inline constexpr std::array planted_faults{
    PlantedFault{"told_of_its_own_sever",
                 "presents interrupt 03 to the guest that has severed",
                 by(Role::cp),
                 "return.a.sever"},
    PlantedFault{"sever_is_not_told",
                 "severs a path without an interrupt to the partner",
                 by(Role::cp),
                 "return.a.sever"},
    PlantedFault{"authorized_by_the_wrong_entry",
                 "lets a guest connect whose own entry allows others to connect to it",
                 by(Role::cp),
                 "return.a.connect.15"},
    PlantedFault{"quiesces_the_other_direction",
                 "QUIESCE stops what its invoker sends",
                 by(Role::cp),
                 "return.a.quiesce"},
    PlantedFault{"loses_a_message",
                 "returns an id for a message that it does not queue",
                 by(Role::cp),
                 "return.a.send"},
    PlantedFault{"delivers_twice",
                 "leaves a message that was received on the send queue",
                 by(Role::cp),
                 "return.b.receive"},
};

template <class D>
struct Faults {
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>&, Rule& rule) {
    rule({"told_of_its_own_sever", kind_of(0, Answer::done), {&req::iucv_065}},
         all(W::called(s, 0, Function::sever), s.subject != S::no_path || s.all),
         [&](S& n) {
           for (unsigned k = 0; k < s.scope->paths; ++k) {
             const Bool meant = s.all || s.subject == k;
             n.paths[k].ends[0].gone = s.paths[k].ends[0].gone || (meant && W::has(s, 0, k));
           }
           W::finish(n);
           return W::code(0, 0);
         });
    rule({"sever_is_not_told", kind_of(0, Answer::done), {&req::iucv_065}},
         all(W::called(s, 0, Function::sever), s.subject != S::no_path || s.all),
         [&](S& n) {
           for (unsigned k = 0; k < s.scope->paths; ++k) {
             const Bool meant = s.all || s.subject == k;
             const auto farewell = s.paths[k].ends[1].farewell;
             W::sever(n, 0, k, s.data, false, meant);
             n.paths[k].ends[1].gone = s.paths[k].ends[1].gone;
             n.paths[k].ends[1].farewell = farewell;
           }
           W::finish(n);
           return W::code(0, 0);
         });
    rule({"authorized_by_the_wrong_entry", kind_of(0, Answer::path), {&req::iucv_005}},
         all(W::called(s, 0, Function::connect),
             s.operand == static_cast<unsigned>(User::b),
             s.guest[1].on && s.guest[1].declared,
             s.guest[0].connect == Statement::none,
             !s.guest[1].allow,
             s.guest[0].allow,
             W::free(s, 0)),
         [&](S& n) {
           n.paths[0].ends[0].state = EndState::requested;
           n.paths[0].ends[1].state = EndState::offered;
           n.paths[0].ends[1].greeted = true;
           W::finish(n);
           return D::shows(s.paths[0].ends[0].id, s.guest[0].msglimit, s.guest[0].priority);
         });
    if (s.scope->messages > 0) {
      messages(s, rule);
    }
    if (s.scope->flow) {
      rule({"quiesces_the_other_direction", kind_of(0, Answer::done), {&req::iucv_060}},
           all(W::called(s, 0, Function::quiesce), s.subject != S::no_path || s.all),
           [&](S& n) {
             for (unsigned k = 0; k < s.scope->paths; ++k) {
               const Bool meant = (s.all && W::has(s, 0, k)) || s.subject == k;
               n.paths[k].ends[1].quiet = s.paths[k].ends[1].quiet || meant;
               n.paths[k].ends[1].quiesced = s.paths[k].ends[1].quiesced || meant;
             }
             W::finish(n);
             return W::code(0, 0);
           });
    }
  }

private:
  template <class Rule>
  static void messages(const S& s, Rule& rule) {
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      rule({"loses_a_message", kind_of(0, Answer::sent), {&req::iucv_080}},
           all(W::called(s, 0, Function::send),
               s.subject == k,
               s.paths[k].ends[0].outstanding < s.paths[k].ends[0].limit,
               s.operand == s.scope->first_message),
           [&](S& n) {
             W::finish(n);
             return D::shows(W::unused_message(s, 0));
           });
    }
    for (unsigned m = 0; m < s.scope->messages; ++m) {
      const Message<D>& one = s.messages[m];
      rule({"delivers_twice", kind_of(1, Answer::received), {&req::iucv_080}},
           all(W::called(s, 1, Function::receive),
               W::within_reach(s, m, 1),
               one.stage == Stage::sent,
               s.operand == 2),
           [&](S& n) {
             W::finish(n);
             return D::shows(0U,
                             W::path_id(s, m, 1),
                             one.id,
                             one.what,
                             W::content(one.what),
                             typename D::template Number<2>(2) - one.left);
           });
    }
  }
};

} // namespace pathproof::iucv
