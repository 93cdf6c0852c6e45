// SPDX-License-Identifier: Apache-2.0
// What rules say of a call and of the socket that it names.
#pragma once

#include "model/lfp/state.hpp"

namespace pathproof::lfp {

template <class D>
struct CallWords {
  using S = State<D>;
  using Bool = typename D::Bool;

  static Bool open(const S& s, unsigned k) {
    return s.call_socket[k].at != At::free && s.call_socket[k].at != At::reserved;
  }

  // The call is about a socket, and not one to be made.
  static Bool on_socket(const Task<D>& one) {
    return one.call <= static_cast<unsigned>(SocketCall::accept);
  }

  // Its descriptor is that of a socket in use.
  static Bool on_open_socket(const S& s, const Task<D>& one) {
    Bool found = false;
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      found = found || (one.socket == descriptor(k) && open(s, k));
    }
    return found;
  }

  // The socket of the call is as far as one of these.
  template <class... Which>
  static Bool at(const S& s, const Task<D>& one, Which... which) {
    Bool found = false;
    for (unsigned k = 0; k < s.scope->descriptors; ++k) {
      const auto& here = s.call_socket[k].at;
      found = found || (one.socket == descriptor(k) && (... || (here == which)));
    }
    return found;
  }

  static Bool in_progress(const Task<D>& one) {
    return one.phase == Phase::called || one.phase == Phase::sent;
  }

  // Its call is in progress, and about this descriptor.
  static Bool names(const Task<D>& one, unsigned k) {
    return in_progress(one) && one.socket == descriptor(k);
  }

  // The call makes a socket.
  static Bool makes(const Task<D>& one) {
    return one.is(SocketCall::socket) || one.is(SocketCall::accept);
  }

  // Its request may have to wait at the daemon.
  static Bool may_wait(const Task<D>& one) {
    return one.phase == Phase::sent && (one.is(SocketCall::accept) || one.is(SocketCall::connect));
  }

  // The daemon has to end this socket, which is the task's own or that of its CLOSE.
  static Bool ends(const S& s, unsigned t, unsigned k) {
    const Task<D>& one = s.task[t];
    return one.phase == Phase::sent &&
           ((one.is(SocketCall::close) && one.socket == descriptor(k)) ||
            (one.is(SocketCall::termapi) && owns(s, t, k)));
  }

  static Bool owns(const S& s, unsigned t, unsigned k) {
    return open(s, k) && s.call_socket[k].owner == t;
  }

  // What the instance has sent ahead is behind what tasks ask; where it sends nothing, nowhere.
  static bool is_own(const S& s, unsigned t) { return t == s.scope->tasks; }

  static const Task<D>& own(const S& s) { return s.task[s.scope->tasks]; }

  // The instance holds it for a program that accepts of this listener.
  template <class Descriptor>
  static Bool is_held_for(const S& s, unsigned k, Descriptor listener) {
    return s.call_socket[k].held == listener && listener != no_descriptor &&
           listener != no_listener;
  }

  // The instance has sent ACCEPT ahead for the listener, or holds a connection of it.
  static Bool is_served(const S& s, const Task<D>& one) {
    Bool found = false;
    if (s.scope->ahead) {
      found = own(s).phase == Phase::sent && own(s).socket == one.socket;
      for (unsigned k = 0; k < s.scope->descriptors; ++k) {
        found = found || is_held_for(s, k, one.socket);
      }
    }
    return one.is(SocketCall::accept) && found;
  }

  // The instance has sent a program's CLOSE of it.
  template <class Descriptor>
  static Bool is_closing(const S& s, Descriptor socket) {
    Bool found = false;
    for (unsigned t = 0; t < s.scope->tasks; ++t) {
      const Task<D>& one = s.task[t];
      found =
          found || (one.phase == Phase::sent && one.is(SocketCall::close) && one.socket == socket);
    }
    return found;
  }

  // A request of the task needs a descriptor that is still to be chosen.
  static Bool needs_a_descriptor(const S& s, const Task<D>& one) {
    return one.phase == Phase::called && makes(one) && !is_served(s, one);
  }

  // A number that the other request has becomes one that it has not.
  template <class Number>
  static Number other_than(const Task<D>& other, Bool same_task, Number number) {
    return select(same_task && other.phase == Phase::sent && other.number == number,
                  select(other.number == 0U, Number(1), Number(0)),
                  number);
  }

  // The task whose request it is: what is sent ahead is that of the listener's task.
  static auto task_of(const S& s, unsigned t) {
    using Number = decltype(s.call_socket[0].owner);
    Number found = 0;
    if (is_own(s, t)) {
      for (unsigned k = 0; k < s.scope->descriptors; ++k) {
        found = select(own(s).socket == descriptor(k), s.call_socket[k].owner, found);
      }
      return found;
    }
    return Number(t);
  }
};

} // namespace pathproof::lfp
