// SPDX-License-Identifier: Apache-2.0
// asyncio() with AioCommBuff: on stream sockets, with buffers in an object that is attached, and
// never again after an attach has failed.
// Not modelled: the passes between file systems, completion, and what a buffer outside an object
// gives (SMO-046, SMO-071 to SMO-075).
#pragma once

#include "model/cinet/state.hpp"

namespace pathproof::cinet {

template <class D, Scope scope>
struct AsynchronousIo {
  using S = State<D, scope>;
  using Bool = typename D::Bool;
  using Number1 = typename D::template Number<1>;

  template <class Rule>
  static void rules(const S& s, const Parameters<D>&, Rule& rule) {
    for (unsigned j = 0; j < scope.sockets; ++j) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        request(s, rule, j, o);
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    for (unsigned o = 0; o < scope.objects; ++o) {
      holds("ancillary_socket_outlives_users",
            {&req::smo_022, &req::smo_030},
            implies(in_use(s, o), attached_elsewhere(s, o, scope.sockets)));
    }
    for (unsigned j = 0; j < scope.sockets; ++j) {
      for (unsigned o = 0; o < scope.objects; ++o) {
        holds("comm_buffer_on_stream_sockets_only",
              {&req::smo_007},
              implies(s.associations[j][o].used, s.sockets[j].open && s.sockets[j].stream));
      }
    }
  }

private:
  template <class Rule>
  static void request(const S& s, Rule& rule, unsigned j, unsigned o) {
    rule({"call.asyncio", Kind::call_asyncio, {&req::smo_007}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             s.sockets[j].open,
             s.sockets[j].stream),
         [&](S& n) {
           begin(n, Call::local, j, typename D::Set());
           return D::shows(j, o, Number1(0));
         });
    rule({"call.asyncio_with_comm_buffer", Kind::call_asyncio, {&req::smo_007}, Duty::may},
         all(s.phase == Phase::idle,
             cited({&req::smo_042}, !s.must_detach),
             cited({&req::smo_044}, !s.barred),
             cited({&req::smo_007}, s.sockets[j].open),
             cited({&req::smo_007}, s.sockets[j].stream),
             cited({&req::smo_007, &req::smo_022}, attached_elsewhere(s, o, scope.sockets))),
         [&](S& n) {
           begin(n, Call::local, j, typename D::Set());
           n.associations[j][o].used = true;
           return D::shows(j, o, Number1(1));
         });
  }
};

} // namespace pathproof::cinet
