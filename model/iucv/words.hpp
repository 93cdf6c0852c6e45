// SPDX-License-Identifier: Apache-2.0
// IUCV at CP level: words about calls, paths and messages that several rule files share.
#pragma once

#include "model/iucv/state.hpp"

namespace pathproof::iucv {

// One of two names, of the rule of guest a and of the same rule of guest b.
constexpr std::string_view
of(unsigned guest, std::string_view name_of_a, std::string_view name_of_b) {
  return guest == 0 ? name_of_a : name_of_b;
}

template <class D>
struct Words {
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;
  template <class E>
  using Enum = typename D::template Enum<E>;
  using Limit = typename S::Limit;
  using PathId = typename S::PathId;
  using MessageId = typename S::MessageId;

  // ---- calls ------------------------------------------------------------------------------------

  // The guest can issue an instruction now.
  static Bool able(const S& s, unsigned g) {
    return s.phase == Phase::idle && s.guest[g].on && !s.guest[g].waiting;
  }

  // Nothing is asked of the guest under test beyond what a label can say.
  static Bool any(const P& p, unsigned g) { return p.guest[g] == Discipline::any; }

  // Starts a call, which without a buffer is none.
  static void begin(S& n, unsigned g, Function function) {
    n.phase = Phase::calling;
    n.caller_b = g == 1;
    n.call =
        select(n.guest[g].declared, Enum<Function>(function), Enum<Function>(Function::undeclared));
  }

  static Bool calling(const S& s, unsigned g) {
    return s.phase == Phase::calling && s.caller_b == Bool(g == 1);
  }

  static Bool called(const S& s, unsigned g, Function function) {
    return calling(s, g) && s.call == function;
  }

  // Ends the call in progress. What was asked is forgotten, which keeps the state space small.
  static void finish(S& n) {
    const S fresh{};
    n.phase = fresh.phase;
    n.caller_b = fresh.caller_b;
    n.call = fresh.call;
    n.subject = fresh.subject;
    n.message = fresh.message;
    n.mismatch = fresh.mismatch;
    n.by_what = fresh.by_what;
    n.class_of = fresh.class_of;
    n.operand = fresh.operand;
    n.limit = fresh.limit;
    n.list = fresh.list;
    n.quiet = fresh.quiet;
    n.all = fresh.all;
    n.data = fresh.data;
  }

  // Condition code and IPRCODE.
  static auto code(unsigned condition_code, unsigned iprcode) {
    return D::shows(condition_code, iprcode);
  }

  // ---- paths ------------------------------------------------------------------------------------

  static Bool has(const S& s, unsigned g, unsigned k) {
    return s.paths[k].ends[g].state != EndState::none;
  }

  // The guest knows an id of this end: from CONNECT, or from interrupt 01.
  static Bool knows(const S& s, unsigned g, unsigned k) {
    return has(s, g, k) &&
           !(s.paths[k].ends[g].state == EndState::offered && s.paths[k].ends[g].greeted);
  }

  // The end has not been told that its partner is gone.
  static Bool waits_or_open(const End<D>& end) {
    return end.state == EndState::requested || end.state == EndState::offered ||
           end.state == EndState::open;
  }

  static Bool free(const S& s, unsigned k) { return !has(s, 0, k) && !has(s, 1, k); }

  // This path id, if it is in no use by the guest, else the lowest that is not.
  static PathId unused_path(const S& s, unsigned g, PathId wanted) {
    const auto used = [&](PathId id) {
      Bool found = false;
      for (unsigned k = 0; k < s.scope->paths; ++k) {
        found = found || (knows(s, g, k) && s.paths[k].ends[g].id == id);
      }
      return found;
    };
    PathId lowest = s.scope->paths;
    for (unsigned i = s.scope->paths; i-- > 0;) {
      lowest = select(used(PathId(i)), lowest, PathId(i));
    }
    return select(used(wanted), lowest, wanted);
  }

  static Number<7> connections(const S& s, unsigned g) {
    Number<7> count = 0;
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      count = count + select(has(s, g, k), Number<7>(1), Number<7>(0));
    }
    return count;
  }

  // Severs the guest's end. Messages in both directions come to their end (IUCV-067); those of its
  // own that were not received stay where `keeping` says so (IUCV-069).
  static void sever(S& n, unsigned g, unsigned k, Number<2> data, Bool keeping, Bool which) {
    const unsigned o = 1 - g;
    const Bool there = which && has(n, g, k);
    const Enum<EndState> partner = n.paths[k].ends[o].state;
    const Bool told = there &&
                      (partner == EndState::requested || partner == EndState::offered ||
                       partner == EndState::open) &&
                      !n.paths[k].ends[o].gone;
    End<D>& other = n.paths[k].ends[o];
    other.gone = other.gone || told;
    other.farewell = select(told, data, other.farewell);
    for (unsigned m = 0; m < n.scope->messages; ++m) {
      Message<D>& one = n.messages[m];
      const Bool here = there && one.path == k && one.stage != Stage::none;
      const Bool outgoing = here && one.from_b == Bool(g == 1);
      const Bool incoming = here && !outgoing && one.stage != Stage::done;
      const Bool stays = outgoing && keeping && one.stage == Stage::sent && told;
      const Bool lost = (outgoing && !stays) || (incoming && partner == EndState::none);
      one.audit = select(incoming, Enum<Audit>(Audit::severed), one.audit);
      one.stage = select(incoming, Enum<Stage>(Stage::done), one.stage);
      one.left = select(incoming, Number<2>(0), one.left);
      one.told = one.told && !incoming;
      one.described = one.described && !incoming;
      one.partly = one.partly && !incoming;
      clear(one, lost);
    }
    compact(n);
    if (n.scope->counted) {
      const Bool drop = there && Bool(g == 0);
      n.queued = select(there, Limit(0), n.queued);
      n.untold = select(there, Limit(0), n.untold);
      n.next_told = select(there, n.next_id, n.next_told);
      n.next_received = select(there, n.next_id, n.next_received);
      n.next_finished = select(drop, n.next_id, n.next_finished);
    }
    // What it offered is still to be shown to a partner that has not seen it.
    reset_end(n.paths[k].ends[g], there);
    reset_offer(n.paths[k].ends[g], there && !(told && other.greeted));
    reset_offer(n.paths[k].ends[o], there && partner == EndState::none);
    const Bool over = there && partner == EndState::none;
    n.paths[k].from_b = n.paths[k].from_b && !over;
    n.paths[k].priority = n.paths[k].priority && !over;
    n.paths[k].cap = select(over, Limit(0), n.paths[k].cap);
  }

  // The guest was shown interrupt 01 or 02.
  static void greet(S& n, unsigned g, unsigned k) {
    End<D>& other = n.paths[k].ends[1 - g];
    n.paths[k].ends[g].greeted = false;
    n.paths[k].ends[g].greeting = 0;
    reset_offer(other, other.state == EndState::none);
  }

  // ---- messages ---------------------------------------------------------------------------------

  static Bool is(Number<4> what, std::initializer_list<unsigned> these) {
    Bool found = false;
    for (const unsigned one : these) {
      found = found || what == one;
    }
    return found;
  }

  static Bool one_way(Number<4> what) { return is(what, {0, 2, 3, 7, 8}); }

  static Bool has_priority(Number<4> what) { return is(what, {2, 6}); }

  static Bool in_list(Number<4> what) { return is(what, {3, 4}); }

  static Bool negative(Number<4> what) { return is(what, {8}); }

  // In words of 4 bytes.
  static Number<2> length(Number<4> what) {
    return select(is(what, {0, 3, 4, 5, 6}), Number<2>(2), Number<2>(1));
  }

  // Length of the answer area, in words.
  static Number<2> room(Number<4> what) {
    return select(
        is(what, {1, 6}), Number<2>(1), select(is(what, {4, 5}), Number<2>(2), Number<2>(0)));
  }

  // Index into content_names.
  static Number<4> content(Number<4> what) {
    return select(what == 6, Number<4>(5), select(what == 7, Number<4>(2), what));
  }

  static Bool sent_by(const Message<D>& one, unsigned g) {
    return one.stage != Stage::none && one.from_b == Bool(g == 1);
  }

  static Bool sent_to(const Message<D>& one, unsigned g) {
    return one.stage != Stage::none && one.from_b == Bool(g == 0);
  }

  // The target's end is complete, so that it can be shown the message.
  static Bool within_reach(const S& s, unsigned m, unsigned g) {
    Bool reach = false;
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      const auto state = s.paths[k].ends[g].state;
      reach = reach ||
              (s.messages[m].path == k && (state == EndState::open || state == EndState::severed));
    }
    return sent_to(s.messages[m], g) && reach;
  }

  // Some message of the same path and direction that `counts` comes before message m: priority
  // messages before the others, and the older before the younger (IUCV-088).
  template <class Counts>
  static Bool preceded(const S& s, unsigned m, Counts counts) {
    Bool found = false;
    for (unsigned j = 0; j < s.scope->messages; ++j) {
      if (j == m) {
        continue;
      }
      const auto& one = s.messages[j];
      const auto& other = s.messages[m];
      const Bool urgent = has_priority(one.what);
      const Bool same = urgent == has_priority(other.what);
      const Bool before = (same && Bool(j < m)) || (!same && urgent);
      found = found || (one.stage != Stage::none && one.path == other.path &&
                        one.from_b == other.from_b && before && counts(j));
    }
    return found;
  }

  // The next id, where messages are counted.
  static MessageId following(const S& s, MessageId id) {
    return select(id == s.scope->message_id_max, MessageId(0), id + 1);
  }

  // This message id, if it is in no use, else the lowest that is not.
  static MessageId unused_message(const S& s, MessageId wanted) {
    const auto used = [&](MessageId id) {
      Bool found = false;
      for (const auto& one : s.messages) {
        found = found || (one.stage != Stage::none && one.id == id);
      }
      return found;
    };
    MessageId lowest = s.scope->messages;
    for (unsigned i = s.scope->messages; i-- > 0;) {
      lowest = select(used(MessageId(i)), lowest, MessageId(i));
    }
    return select(used(wanted), lowest, wanted);
  }

  // The id of the message's path, as its sender or its target knows it.
  static PathId path_id(const S& s, unsigned m, unsigned g) {
    PathId id = s.paths[0].ends[g].id;
    for (unsigned k = 1; k < s.scope->paths; ++k) {
      id = select(s.messages[m].path == k, s.paths[k].ends[g].id, id);
    }
    return id;
  }

  // The message has come to its end; its sender, if it is still there, is to be told.
  // `shown` is false where there is nothing to tell.
  static void complete(S& n, unsigned m, Bool when, Enum<Audit> audit, Number<2> left, Bool shown) {
    Message<D>& one = n.messages[m];
    Bool alive = false;
    for (unsigned k = 0; k < n.scope->paths; ++k) {
      for (unsigned g = 0; g < guests; ++g) {
        alive = alive || (one.path == k && sent_by(one, g) && has(n, g, k));
      }
    }
    one.stage = select(when, Enum<Stage>(Stage::done), one.stage);
    one.audit = select(when, audit, one.audit);
    one.left = select(when, left, one.left);
    one.told = one.told && !when;
    one.described = one.described && !when;
    one.partly = one.partly && !when;
    remove(n, m, when && !(alive && shown), alive);
  }

  // Takes the message away; where `counts`, its sender has one less outstanding.
  static void remove(S& n, unsigned m, Bool when, Bool counts) {
    Message<D>& one = n.messages[m];
    for (unsigned k = 0; k < n.scope->paths; ++k) {
      for (unsigned g = 0; g < guests; ++g) {
        End<D>& end = n.paths[k].ends[g];
        end.outstanding = select(when && counts && one.path == k && sent_by(one, g),
                                 end.outstanding - 1,
                                 end.outstanding);
      }
    }
    clear(one, when);
    compact(n);
  }

private:
  static void reset_offer(End<D>& end, Bool when) {
    end.limit = select(when, Limit(0), end.limit);
    end.quiet = end.quiet && !when;
    end.list = end.list && !when;
  }

  static void clear(Message<D>& one, Bool when) {
    const Message<D> none{};
    choose(one, when, none);
  }

  static void choose(Message<D>& one, Bool when, const Message<D>& other) {
    one.stage = select(when, other.stage, one.stage);
    one.path = select(when, other.path, one.path);
    one.from_b = select(when, other.from_b, one.from_b);
    one.what = select(when, other.what, one.what);
    one.id = select(when, other.id, one.id);
    one.told = select(when, other.told, one.told);
    one.described = select(when, other.described, one.described);
    one.partly = select(when, other.partly, one.partly);
    one.left = select(when, other.left, one.left);
    one.audit = select(when, other.audit, one.audit);
  }

  // Closes gaps; the order of what is there stays.
  static void compact(S& n) {
    for (unsigned round = 1; round < n.scope->messages; ++round) {
      for (unsigned m = 0; m + 1 < n.scope->messages; ++m) {
        const Bool gap = n.messages[m].stage == Stage::none;
        choose(n.messages[m], gap, n.messages[m + 1]);
        clear(n.messages[m + 1], gap);
      }
    }
  }

  static void reset_end(End<D>& end, Bool when) {
    const End<D> none{};
    end.state = select(when, none.state, end.state);
    end.id = select(when, none.id, end.id);
    end.outstanding = select(when, none.outstanding, end.outstanding);
    end.greeted = end.greeted && !when;
    end.gone = end.gone && !when;
    end.quiesced = end.quiesced && !when;
    end.resumed = end.resumed && !when;
    end.greeting = select(when, none.greeting, end.greeting);
    end.farewell = select(when, none.farewell, end.farewell);
    end.quiesce_data = select(when, none.quiesce_data, end.quiesce_data);
    end.resume_data = select(when, none.resume_data, end.resume_data);
  }
};

} // namespace pathproof::iucv
