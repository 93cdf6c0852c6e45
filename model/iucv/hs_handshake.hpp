// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: names, listen, connect, accept, and the frames of the handshake.
// Not modelled: names that are chosen by the system, devices that come and go, the end of a connect
// that nobody answers.
#pragma once

#include "model/iucv/hs_state.hpp"

namespace pathproof::iucv::hs {

template <class D>
struct Handshake {
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;
  using Number1 = typename D::template Number<1>;
  using Number2 = typename D::template Number<2>;
  using Number3 = typename D::template Number<3>;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    calls(s, rule);
    returns(s, rule);
    if (s.scope->connects) {
      connect(s, rule);
    }
    if (s.scope->listens) {
      listen(s, rule);
      accept(s, rule);
    }
    syn(s, rule);
    answers(s, rule);
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    Bool fine = true;
    for (unsigned j = 1; j < s.scope->sockets(); ++j) {
      fine = fine && implies(s.socket[j].pending, s.socket[0].at == At::listening);
    }
    holds("connections_wait_at_a_listener", {&req::iucv_257, &req::iucv_207}, fine);
    Bool apart = true;
    for (unsigned j = 1; j < s.scope->sockets(); ++j) {
      apart = apart && implies(!(s.socket[j].at == At::none),
                               s.socket[0].at == At::none || s.socket[0].at == At::open ||
                                   s.socket[0].at == At::listening);
    }
    holds("a_name_is_of_one_socket", {&req::iucv_273}, apart);
  }

private:
  static Bool in_use(const S& s) {
    Bool found = false;
    for (unsigned j = 1; j < s.scope->sockets(); ++j) {
      found = found || !(s.socket[j].at == At::none);
    }
    return found;
  }

  // Connections that wait to be accepted are no more than the backlog.
  static Bool admits(const S& s) {
    Bool some = false;
    Bool several = false;
    for (unsigned j = 1; j < s.scope->sockets(); ++j) {
      several = several || (some && s.socket[j].pending);
      some = some || s.socket[j].pending;
    }
    return !some || (!several && s.backlog == 1U);
  }

  template <class Rule>
  static void calls(const S& s, Rule& rule) {
    rule.choose({"call.socket", Kind::call_socket, {}, Duty::may, 1},
                all(W::idle(s), s.socket[0].at == At::none),
                Number1(0),
                Number1(s.scope->extremes ? 1 : 0),
                [&](S& n, Number1 type) {
                  W::begin(n, Call::socket, 0);
                  n.socket[0].at = At::open;
                  n.socket[0].stream = s.socket[0].stream || type == 1U;
                  return D::shows(0U, type);
                });
    rule.choose({"call.bind", Kind::call_bind, {&req::iucv_272}, Duty::may, 1},
                all(W::idle(s), s.socket[0].at == At::open || (W::held(s, 0) && s.scope->calls)),
                Number1(0),
                Number1(s.scope->calls ? 1 : 0),
                [&](S& n, Number1 user) {
                  W::begin(n, Call::bind, 0);
                  n.operand = select(user == 1U, Number3(1), Number3(0));
                  return D::shows(0U, user);
                });
    if (s.scope->data) {
      rule.choose({"call.limit", Kind::call_limit, {&req::iucv_201}, Duty::may, 1},
                  all(W::idle(s), s.socket[0].at == At::open || (W::held(s, 0) && s.scope->calls)),
                  Count(1),
                  Count(s.scope->limit_max),
                  [&](S& n, Count value) {
                    W::begin(n, Call::limit, 0);
                    n.value = value;
                    return D::shows(0U, value);
                  });
    }
  }

  template <class Rule>
  static void returns(const S& s, Rule& rule) {
    rule({"return.socket", Kind::return_done, {}}, all(W::doing(s, Call::socket)), [&](S& n) {
      W::finish(n);
      return D::shows();
    });
    const Bool open = s.socket[0].at == At::open;
    rule({"return.bind", Kind::return_done, {&req::iucv_272}},
         all(W::doing(s, Call::bind),
             cited({&req::hs_101}, open),
             cited({&req::iucv_273}, !in_use(s)),
             cited({&req::iucv_272}, s.operand == 0U)),
         [&](S& n) {
           W::finish(n);
           n.socket[0].at = At::bound;
           n.lingers = false;
           return D::shows();
         });
    rule({"return.bind.again", Kind::return_failed, {&req::hs_101}},
         all(W::doing(s, Call::bind), !open),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::ebadfd);
         });
    rule({"return.bind.in_use", Kind::return_failed, {&req::iucv_273}},
         all(W::doing(s, Call::bind), open, in_use(s), s.operand == 0U),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::eaddrinuse);
         });
    rule({"return.bind.lingers", Kind::return_failed, {&req::iucv_273}, Duty::may},
         all(W::doing(s, Call::bind), open, s.lingers, s.operand == 0U),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::eaddrinuse);
         });
    // With both wrong, either of the two is right.
    rule({"return.bind.no_device", Kind::return_failed, {&req::iucv_272}},
         all(W::doing(s, Call::bind), open, s.operand == 1U),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::enodev);
         });
    if (s.scope->data) {
      const Bool early = open || s.socket[0].at == At::bound;
      rule({"return.limit", Kind::return_done, {&req::iucv_201}},
           all(W::doing(s, Call::limit), cited({&req::hs_102}, early)),
           [&](S& n) {
             W::finish(n);
             n.socket[0].limit = s.value;
             return D::shows();
           });
      rule({"return.limit.late", Kind::return_failed, {&req::hs_102}},
           all(W::doing(s, Call::limit), !early),
           [&](S& n) {
             W::finish(n);
             return W::fails(Error::einval);
           });
    }
  }

  template <class Rule>
  static void connect(const S& s, Rule& rule) {
    for (unsigned p = 0; p < s.scope->peers; ++p) {
      for (unsigned waits = s.scope->waits ? 0 : 1; waits < 2; ++waits) {
        rule({"call.connect", Kind::call_connect, {&req::iucv_200}, Duty::may},
             all(W::idle(s), s.socket[0].at == At::bound || (W::held(s, 0) && s.scope->calls)),
             [&](S& n) {
               W::begin(n, Call::connect, 0);
               W::may_wait(n, waits == 1);
               n.peer = select(
                   s.socket[0].at == At::bound, typename S::template Number<2>(p + 1), s.peer);
               return D::shows(0U, p, waits);
             });
      }
    }
    const Bool bound = s.socket[0].at == At::bound;
    rule({"send.syn", Kind::sent_syn, {&req::iucv_201, &req::iucv_200, &req::iucv_213}},
         all(W::doing(s, Call::connect), bound, !s.shown),
         [&](S& n) {
           n.shown = true;
           n.asleep = s.waits;
           return D::shows(W::peer_of(s, 0), s.socket[0].limit);
         });
    rule({"return.connect", Kind::return_done, {&req::iucv_208, &req::iucv_200}},
         all(W::doing(s, Call::connect), s.shown, s.socket[0].at == At::connected),
         [&](S& n) {
           W::finish(n);
           return D::shows();
         });
    rule({"return.connect.refused", Kind::return_failed, {&req::iucv_209}},
         all(W::doing(s, Call::connect), s.shown, s.socket[0].at == At::over),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::econnrefused);
         });
    rule({"return.connect.wrong_state",
          Kind::return_failed,
          {&req::hs_103, &req::iucv_217, &req::iucv_213}},
         all(W::doing(s, Call::connect), !s.shown, !bound),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::ebadfd);
         });
    if (s.scope->waits) {
      rule({"return.connect.at_once", Kind::return_failed, {&req::iucv_212}},
           all(W::doing(s, Call::connect), s.shown, bound, !s.waits, !s.interrupted),
           [&](S& n) {
             W::finish(n);
             return W::fails(Error::eagain);
           });
    }
    connected(s, rule);
  }

  template <class Rule>
  static void connected(const S& s, Rule& rule) {
    const Bool waiting = s.socket[0].at == At::bound;
    for (unsigned j = 0; j < s.scope->sockets(); ++j) {
      rule.choose(
          {"frame.syn_ack", Kind::frame_syn_ack, {&req::iucv_208, &req::iucv_206}, Duty::may, 1},
          all(W::settled(s), W::addressed(s, j)),
          Count(0),
          Count(s.scope->limit_max),
          [&](S& n, Count window) {
            if (j == 0) {
              n.socket[0].at =
                  select(waiting, typename D::template Enum<At>(At::connected), s.socket[0].at);
              n.socket[0].window = select(waiting, window, s.socket[0].window);
              W::wake(n, Call::connect, 0, waiting);
            }
            return D::shows(W::peer_of(s, j), window);
          });
      rule.choose({"frame.syn_fin", Kind::frame_syn_fin, {&req::iucv_209}, Duty::may, 1},
                  all(W::settled(s), W::addressed(s, j)),
                  Count(0),
                  Count(s.scope->limit_max),
                  [&](S& n, Count window) {
                    if (j == 0) {
                      n.socket[0].at =
                          select(waiting, typename D::template Enum<At>(At::over), s.socket[0].at);
                      W::wake(n, Call::connect, 0, waiting);
                    }
                    return D::shows(W::peer_of(s, j), window);
                  });
    }
  }

  template <class Rule>
  static void listen(const S& s, Rule& rule) {
    rule.choose({"call.listen", Kind::call_listen, {&req::iucv_279}, Duty::may, 1},
                all(W::idle(s), s.socket[0].at == At::bound || (W::held(s, 0) && s.scope->calls)),
                Number1(0),
                Number1(s.scope->backlog_max),
                [&](S& n, Number1 backlog) {
                  W::begin(n, Call::listen, 0);
                  n.operand = select(backlog == 1U, Number3(1), Number3(0));
                  return D::shows(0U, backlog);
                });
    const Bool bound = s.socket[0].at == At::bound;
    rule({"return.listen", Kind::return_done, {&req::iucv_279}},
         all(W::doing(s, Call::listen), cited({&req::iucv_279}, bound)),
         [&](S& n) {
           W::finish(n);
           n.socket[0].at = At::listening;
           n.backlog = select(s.operand == 1U, Number1(1), Number1(0));
           return D::shows();
         });
    rule({"return.listen.wrong_state", Kind::return_failed, {&req::iucv_279}},
         all(W::doing(s, Call::listen), !bound),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::einval);
         });
  }

  template <class Rule>
  static void accept(const S& s, Rule& rule) {
    const Bool listening = s.socket[0].at == At::listening;
    for (unsigned waits = s.scope->waits ? 0 : 1; waits < 2; ++waits) {
      rule({"call.accept", Kind::call_accept, {&req::iucv_207}, Duty::may},
           all(W::idle(s),
               W::held(s, 0),
               Bool(s.scope->waits) || W::acceptable(s) || !listening,
               listening || s.scope->calls),
           [&](S& n) {
             W::begin(n, Call::accept, 0, waits == 1, W::acceptable(s) || !listening);
             return D::shows(0U, waits);
           });
    }
    for (unsigned j = 1; j < s.scope->sockets(); ++j) {
      Bool others = false;
      for (unsigned k = 1; k < s.scope->sockets(); ++k) {
        others = others || (k != j && s.socket[k].pending);
      }
      rule({"return.accepted", Kind::return_accepted, {&req::iucv_207, &req::iucv_280}},
           all(W::doing(s, Call::accept),
               s.socket[j].pending,
               !s.interrupted,
               s.oldest == j - 1 || !others),
           [&](S& n) {
             W::finish(n);
             n.socket[j].pending = false;
             n.oldest = select(others, Number1(2 - j), Number1(0));
             return D::shows(j - 1);
           });
    }
    rule({"return.accept.wrong_state", Kind::return_failed, {&req::hs_104}},
         all(W::doing(s, Call::accept), !listening),
         [&](S& n) {
           W::finish(n);
           return W::fails(Error::ebadfd);
         });
    if (s.scope->waits) {
      rule({"return.accept.at_once", Kind::return_failed, {&req::hs_104}},
           all(W::doing(s, Call::accept), listening, !W::acceptable(s), !s.waits, !s.interrupted),
           [&](S& n) {
             W::finish(n);
             return W::fails(Error::eagain);
           });
    }
  }

  template <class Rule>
  static void syn(const S& s, Rule& rule) {
    for (unsigned p = 0; p < s.scope->peers; ++p) {
      Bool fresh = true;
      if (s.scope->listens) {
        fresh = s.socket[p + 1].at == At::none;
      }
      const Bool taken = s.socket[0].at == At::listening && s.peer == 0U && admits(s);
      rule.choose({"frame.syn", Kind::frame_syn, {&req::iucv_202}, Duty::may, 2},
                  all(W::settled(s), fresh || !(s.socket[0].at == At::listening)),
                  Count(0),
                  Count(s.scope->limit_max),
                  [&](S& n, Count window) {
                    n.answer = select(taken,
                                      typename D::template Enum<Answer>(Answer::accept),
                                      typename D::template Enum<Answer>(Answer::refuse));
                    n.answer_peer = p;
                    n.answer_from = 0;
                    n.answer_window = window;
                    return D::shows(p, 0U, window);
                  });
    }
    if (s.scope->others) {
      rule.choose({"frame.syn.elsewhere",
                   Kind::frame_syn,
                   {&req::iucv_202, &req::iucv_203, &req::iucv_259},
                   Duty::may,
                   1},
                  all(W::settled(s)),
                  Number2(1),
                  Number2(2),
                  [&](S& n, Number2 elsewhere) {
                    n.answer = Answer::refuse;
                    n.answer_peer = 0;
                    n.answer_from = elsewhere;
                    n.answer_window = 1;
                    return D::shows(0U, elsewhere, 1U);
                  });
    }
  }

  static void answered(S& n) {
    n.answer = Answer::none;
    n.answer_peer = 0;
    n.answer_from = 0;
    n.answer_window = 0;
  }

  template <class Rule>
  static void answers(const S& s, Rule& rule) {
    rule({"send.syn_fin",
          Kind::sent_syn_fin,
          {&req::iucv_203, &req::iucv_204, &req::iucv_205, &req::iucv_215}},
         all(cited({&req::iucv_203}, s.answer == Answer::refuse)),
         [&](S& n) {
           answered(n);
           return D::shows(s.answer_peer, s.answer_from, s.answer_window);
         });
    if (s.scope->listens) {
      for (unsigned j = 1; j < s.scope->sockets(); ++j) {
        rule({"send.syn_ack",
              Kind::sent_syn_ack,
              {&req::iucv_205, &req::iucv_204, &req::iucv_206, &req::iucv_207, &req::iucv_279}},
             all(cited({&req::iucv_202, &req::iucv_203, &req::iucv_279, &req::iucv_215},
                       s.answer == Answer::accept),
                 s.answer_peer == j - 1),
             [&](S& n) {
               answered(n);
               Socket<D>& made = n.socket[j];
               made = Socket<D>::fresh(*s.scope);
               made.at = At::connected;
               made.pending = true;
               made.stream = s.socket[0].stream;
               made.limit = s.socket[0].limit;
               made.window =
                   select(s.answer_window == 0U, Count(s.scope->unset_limit), s.answer_window);
               n.oldest = select(W::acceptable(s), s.oldest, Number1(j - 1));
               W::wake(n, Call::accept, 0, true);
               return D::shows(j - 1, s.socket[0].limit);
             });
      }
    }
  }
};

} // namespace pathproof::iucv::hs
