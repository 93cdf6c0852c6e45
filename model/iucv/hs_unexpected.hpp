// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: frames that are for nobody or are none, and what only an operator can
// ask about: whether an endpoint has lost memory, and whether it spins.
#pragma once

#include "model/iucv/hs_state.hpp"

namespace pathproof::iucv::hs {

template <class D>
struct Unexpected {
  using W = Words<D>;
  using S = State<D>;
  using Number3 = typename D::template Number<3>;
  using Number4 = typename D::template Number<4>;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    if (s.scope->others) {
      frames(s, rule);
    }
    if (s.scope->probes) {
      probes(s, rule);
    }
  }

private:
  template <class Rule>
  static void frames(const S& s, Rule& rule) {
    for (unsigned wrong = 0; wrong < wrong_names.size(); ++wrong) {
      rule.choose({"frame.stray",
                   Kind::frame_stray,
                   {&req::iucv_259, &req::iucv_208, &req::iucv_251},
                   Duty::may,
                   1},
                  all(W::settled(s)),
                  Number3(0),
                  Number3(stray_kinds.size() - 1),
                  [&](S&, Number3 kind) { return D::shows(0U, kind, wrong); });
    }
    rule.choose({"frame.odd",
                 Kind::frame_odd,
                 {&req::iucv_195, &req::iucv_196, &req::iucv_197},
                 Duty::may,
                 1},
                all(W::settled(s)),
                Number4(0),
                Number4(odd_names.size() - 1),
                [&](S&, Number4 what) { return D::shows(0U, what); });
    // A frame of any other shape is sent by nobody, and what has no answer is answered by none.
    rule({"send.other",
          Kind::sent_other,
          {&req::iucv_192, &req::iucv_204, &req::iucv_195, &req::iucv_196, &req::iucv_197},
          Duty::may},
         all(cited({&req::iucv_192, &req::iucv_216, &req::iucv_238, &req::iucv_259},
                   typename D::Bool(false))),
         [&](S&) { return D::shows(0U); });
  }

  template <class Rule>
  static void probes(const S& s, Rule& rule) {
    rule({"query.memory", Kind::query_memory, {&req::hs_006}, Duty::may},
         all(W::idle(s)),
         [&](S& n) {
           W::begin(n, Call::memory, 0);
           return D::shows();
         });
    rule({"answer.memory", Kind::answer_memory, {&req::hs_006}},
         all(W::doing(s, Call::memory)),
         [&](S& n) {
           W::finish(n);
           return D::shows(0U);
         });
    // Also while a call waits, which goes on to wait.
    rule({"query.processor", Kind::query_processor, {&req::hs_007}, Duty::may},
         all(W::settled(s)),
         [&](S& n) {
           n.probed = true;
           return D::shows();
         });
    rule({"answer.processor", Kind::answer_processor, {&req::hs_007}}, all(s.probed), [&](S& n) {
      n.probed = false;
      return D::shows(0U);
    });
  }
};

} // namespace pathproof::iucv::hs
