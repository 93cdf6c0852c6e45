// SPDX-License-Identifier: Apache-2.0
// Planted faults that no mechanical change of a rule makes: what real endpoints get wrong. Switched
// on one at a time, each replaces a rule or is added to the rules.
#pragma once

#include <array>

#include "model/core/machine.hpp"
#include "model/iucv/hs_state.hpp"

namespace pathproof::iucv::hs {

inline constexpr std::array planted_faults{
    PlantedFault{"confirms_with_an_empty_message",
                 "sends an empty message with a confirmation, which is none any more",
                 by(Role::endpoint),
                 "send.win.before_empty"},
    PlantedFault{"confirms_the_end",
                 "counts the end that SHT makes as a message, and confirms it",
                 by(Role::endpoint)},
    PlantedFault{"answers_fin", "answers FIN by FIN", by(Role::endpoint)},
    PlantedFault{"cuts_long_messages",
                 "sends the beginning of a long message only, and says that all was sent",
                 by(Role::endpoint),
                 "send.data.rest"},
    PlantedFault{"answers_what_is_for_nobody",
                 "answers data without a connection by FIN",
                 by(Role::endpoint)},
};

template <class D>
struct Faults {
  using W = Words<D>;
  using S = State<D>;
  using Count = typename S::Count;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    for (unsigned j = 0; j < s.scope->sockets(); ++j) {
      const Socket<D>& one = s.socket[j];
      if (s.scope->data) {
        sends(s, rule, j);
        rule({"confirms_the_end", Kind::sent_win, {&req::hs_004}},
             all(W::doing(s, Call::recv, j),
                 !s.shown,
                 one.ended,
                 one.queued == 0U,
                 one.at == At::connected),
             [&](S& n) {
               n.shown = true;
               return D::shows(W::peer_of(s, j), 1U);
             });
      }
      rule({"answers_fin", Kind::sent_fin, {&req::iucv_251}},
           all(W::settled(s), one.at == At::over, !one.pending, W::addressed(s, j)),
           [&](S& n) {
             W::forget(n, j);
             return D::shows(W::peer_of(s, j));
           });
      rule({"answers_what_is_for_nobody", Kind::sent_fin, {&req::iucv_259}},
           all(W::settled(s), one.at == At::bound, W::addressed(s, j)),
           [&](S&) { return D::shows(W::peer_of(s, j)); });
    }
  }

private:
  template <class Rule>
  static void sends(const S& s, Rule& rule, unsigned j) {
    const Socket<D>& one = s.socket[j];
    const auto due = W::doing(s, Call::send, j) && !s.shown && !s.interrupted &&
                     one.at == At::connected && !one.shut && W::room(one);
    const auto is_long = s.operand == static_cast<unsigned>(Message::long_one);
    const auto goes_out = [&](S& n) {
      n.shown = true;
      n.socket[j].unconfirmed = one.unconfirmed + Count(1);
      n.socket[j].read = 0;
      n.socket[j].outstanding = one.outstanding - one.read;
    };
    rule({"confirms_with_an_empty_message", Kind::sent_win, {&req::hs_001}},
         all(due, s.operand == 0U, !(one.read == 0U)),
         [&](S& n) {
           goes_out(n);
           return D::shows(W::peer_of(s, j), one.read);
         });
    rule({"cuts_long_messages", Kind::sent_data, {&req::hs_001}},
         all(due, is_long, one.stream),
         [&](S& n) {
           goes_out(n);
           return D::shows(W::peer_of(s, j), static_cast<unsigned>(Message::part), one.read);
         });
  }
};

} // namespace pathproof::iucv::hs
