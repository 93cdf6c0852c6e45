// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: shutdown and SHT, close and FIN, and signals.
// Not modelled: devices that go down.
#pragma once

#include "model/iucv/hs_state.hpp"

namespace pathproof::iucv::hs {

template <class D>
struct Teardown {
  using W = Words<D>;
  using S = State<D>;
  using One = Socket<D>;
  using Bool = typename D::Bool;
  using Number3 = typename D::template Number<3>;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>& p, Rule& rule) {
    for (unsigned j = 0; j < s.scope->sockets(); ++j) {
      close(s, p, rule, j);
      if (s.scope->ends) {
        shutdown(s, rule, j);
        frames(s, p, rule, j);
      }
    }
    if (s.scope->waits) {
      interrupt(s, rule);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    holds("no_message_after_the_end", {&req::hs_005, &req::iucv_256}, !s.late);
  }

private:
  using Ended = typename D::template Enum<At>;

  static Bool listens(const S& s) { return s.socket[0].at == At::listening; }

  // Some connection that nobody accepted has to be ended.
  static Bool children(const S& s) {
    Bool found = false;
    for (unsigned j = 1; j < s.scope->sockets(); ++j) {
      found = found || (s.socket[j].pending && s.socket[j].at == At::connected);
    }
    return found;
  }

  template <class Rule>
  static void close(const S& s, const Parameters<D>& p, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    rule({"call.close", Kind::call_close, {&req::iucv_250, &req::iucv_257}, Duty::may},
         all(W::idle(s), W::held(s, j), p.play == Play::everything || j > 0 || !W::acceptable(s)),
         [&](S& n) {
           W::begin(n, Call::close, j);
           return D::shows(j);
         });
    rule({"send.fin", Kind::sent_fin, {&req::iucv_250, &req::iucv_256}},
         all(W::doing(s, Call::close, j),
             cited({&req::iucv_252, &req::iucv_250}, one.at == At::connected)),
         [&](S& n) {
           n.socket[j].at = At::over;
           n.lingers = true;
           return D::shows(W::peer_of(s, j));
         });
    if (j > 0) {
      rule({"send.fin.not_accepted", Kind::sent_fin, {&req::iucv_257}},
           all(W::doing(s, Call::close, 0),
               listens(s),
               cited({&req::iucv_257}, one.pending),
               cited({&req::iucv_252, &req::iucv_257}, one.at == At::connected)),
           [&](S& n) {
             n.socket[j].at = At::over;
             n.lingers = true;
             return D::shows(W::peer_of(s, j));
           });
    }
    rule({"return.close", Kind::return_done, {&req::iucv_250, &req::iucv_252}},
         all(W::doing(s, Call::close, j),
             cited({&req::iucv_250}, !(one.at == At::connected)),
             cited({&req::iucv_257}, j > 0 || !listens(s) || !children(s))),
         [&](S& n) {
           W::finish(n);
           W::forget(n, j);
           for (unsigned k = 1; j == 0 && k < s.scope->sockets(); ++k) {
             // By then they are over, and nobody has them.
             const Bool gone = s.socket[k].pending;
             forget_if(*s.scope, n.socket[k], gone);
           }
           return D::shows();
         });
  }

  static void forget_if(const Scope& scope, One& one, Bool gone) {
    const One blank = One::fresh(scope);
    One::fields(scope, one, 0, [&](FieldName name, auto& field) {
      One::fields(scope, blank, 0, [&](FieldName other, const auto& empty) {
        if constexpr (std::is_same_v<std::decay_t<decltype(empty)>,
                                     std::decay_t<decltype(field)>>) {
          if (std::string_view(name.base) == other.base && name.second == other.second) {
            field = select(gone, empty, field);
          }
        }
      });
    });
  }

  template <class Rule>
  static void shutdown(const S& s, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    const Bool there = one.at == At::connected;
    const Bool sending = !(s.operand == static_cast<unsigned>(How::read));
    rule.choose(
        {"call.shutdown", Kind::call_shutdown, {&req::iucv_254, &req::iucv_255}, Duty::may, 1},
        all(W::idle(s),
            W::held(s, j),
            there || (s.scope->calls && (one.at == At::over || one.at == At::listening))),
        // What becomes of messages that wait to be read, no source says.
        select(one.queued == 0U, Number3(0), Number3(1)),
        select(one.queued == 0U, Number3(2), Number3(1)),
        [&](S& n, Number3 how) {
          W::begin(n, Call::shutdown, j);
          n.operand = how;
          return D::shows(j, how);
        });
    rule({"send.sht", Kind::sent_sht, {&req::iucv_254}},
         all(W::doing(s, Call::shutdown, j),
             cited({&req::hs_108}, there),
             !s.shown,
             !one.shut,
             cited({&req::iucv_255}, sending)),
         [&](S& n) {
           n.shown = true;
           return D::shows(W::peer_of(s, j));
         });
    // Nothing says what a second one does.
    rule({"send.sht.again", Kind::sent_sht, {&req::iucv_254}, Duty::may},
         all(W::doing(s, Call::shutdown, j), there, !s.shown, one.shut, sending),
         [&](S& n) {
           n.shown = true;
           return D::shows(W::peer_of(s, j));
         });
    rule({"return.shutdown", Kind::return_done, {&req::iucv_254, &req::iucv_255}},
         all(W::doing(s, Call::shutdown, j),
             cited({&req::hs_108}, there),
             cited({&req::iucv_254}, s.shown || one.shut || !sending)),
         [&](S& n) {
           W::finish(n);
           n.socket[j].shut = one.shut || sending;
           n.socket[j].deaf = one.deaf || !(s.operand == static_cast<unsigned>(How::write));
           return D::shows();
         });
    rule({"return.shutdown.wrong_state", Kind::return_failed, {&req::hs_108}},
         all(W::doing(s, Call::shutdown, j), !there),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::enotconn);
         });
  }

  template <class Rule>
  static void frames(const S& s, const Parameters<D>& p, Rule& rule, unsigned j) {
    const One& one = s.socket[j];
    const Bool there = one.at == At::connected;
    rule({"frame.sht", Kind::frame_sht, {&req::iucv_254, &req::iucv_216}, Duty::may},
         all(W::settled(s),
             W::addressed(s, j),
             p.play == Play::everything || !(s.call == Call::recv)),
         [&](S& n) {
           n.socket[j].ended = one.ended || there;
           W::wake(n, Call::recv, j, there);
           return D::shows(W::peer_of(s, j));
         });
    rule({"frame.fin", Kind::frame_fin, {&req::iucv_251, &req::iucv_216}, Duty::may},
         all(W::settled(s), W::addressed(s, j)),
         [&](S& n) {
           n.socket[j].at = select(there, Ended(At::over), one.at);
           W::wake(n, Call::recv, j, there);
           W::wake(n, Call::send, j, there);
           return D::shows(W::peer_of(s, j));
         });
  }

  template <class Rule>
  static void interrupt(const S& s, Rule& rule) {
    rule({"call.interrupt", Kind::call_interrupt, {&req::hs_109}, Duty::may},
         all(s.asleep, s.answer == Answer::none),
         [&](S& n) {
           n.asleep = false;
           n.interrupted = true;
           return D::shows();
         });
    rule({"return.interrupted", Kind::return_failed, {&req::hs_109}},
         all(cited({&req::hs_109}, s.interrupted)),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::eintr);
         });
  }
};

} // namespace pathproof::iucv::hs
