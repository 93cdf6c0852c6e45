// SPDX-License-Identifier: Apache-2.0
// One connection of AF_IUCV over HiperSockets between two endpoints, seen from outside: what each
// of them may send, whatever its application does. Captures are judged by it.
//
// Who listens in does not know what has arrived. So a frame gives its addressee at once what it may
// give (a connection, room, messages to confirm), and never takes away what it may take: a message
// after the other party's FIN may have crossed it. The scopes in which frames take their time show
// that this forgives nothing else, and that both ends agree when nothing is under way.
//
// Not modelled: frames that are lost.
#pragma once

#include <array>
#include <string_view>

#include "model/core/rule.hpp"
#include "model/iucv/hs_wire_labels.hpp"
#include "model/iucv/hs_wire_requirements.hpp"
#include "model/iucv/hs_wire_state.hpp"

namespace pathproof::iucv::wire {

template <class D>
struct Connection {
  using S = State<D>;
  using P = Party<D>;
  using Bool = typename D::Bool;
  using Count = typename S::Count;
  using Pending = typename S::Pending;

  static constexpr unsigned connector = by(Role::connector);
  static constexpr unsigned listener = by(Role::listener);
  static constexpr unsigned pending_max = 3;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    handshake(s, rule);
    for (unsigned p = 0; p < 2; ++p) {
      data(s, rule, p);
      ends(s, rule, p);
      arrivals(s, rule, p);
    }
    arrivals(s, rule);
  }

  // In an order in which each follows from those before it.
  template <class Check>
  static void invariants(const S& s, Check& holds) {
    const P& c = s.party[connector];
    const P& l = s.party[listener];
    if (s.scope->delays) {
      holds("one_question_or_answer_at_a_time",
            {&req::iucv_200},
            s.asked < 2U && s.asked_window == c.limit && implies(c.up, !s.syn && !s.answer) &&
                implies(s.syn, s.asked == 0U && !s.refused) &&
                implies(s.asked == 1U, !s.answer && !s.refused && !c.up));
    }
    if (!s.scope->repeats) {
      holds("who_has_answered_is_not_asked_again",
            {&req::iucv_200, &req::iucv_213},
            implies(l.up, s.asked == 0U && !s.syn));
    }
    holds("a_connection_was_asked_for",
          {&req::iucv_200},
          implies(c.up, l.up && !s.gone) && implies(!(s.asked == 0U) || s.answer, !s.syn) &&
              implies(l.up && !c.up && !s.gone, s.answer && !s.refusal) &&
              implies(s.answer && !s.refusal, l.up) && implies(s.refused || s.refusal, !l.up));
    for (const P& one : s.party) {
      holds("nothing_is_sent_without_a_connection",
            {&req::iucv_216, &req::iucv_259},
            implies(!one.up,
                    one.unconfirmed == 0U && one.outstanding == 0U && one.data == 0U &&
                        one.confirmation == 0U && !one.sht && !one.fin && !one.shut &&
                        !one.finished && !one.ended && !one.told));
    }
    for (unsigned p = 0; p < 2; ++p) {
      const P& one = s.party[p];
      const P& other = s.party[1 - p];
      holds("the_end_comes_last",
            {&req::hs_005, &req::iucv_251, &req::iucv_256},
            implies(one.fin || other.told, one.finished) &&
                implies(one.sht || other.ended, one.shut) && implies(other.ended, one.data == 0U) &&
                implies(other.told, one.data == 0U && one.confirmation == 0U && !one.sht));
      if (s.scope->delays) {
        holds("the_end_arrives",
              {&req::iucv_251, &req::iucv_254},
              implies(!s.gone,
                      implies(one.finished, one.fin || other.told) &&
                          implies(one.shut, one.sht || other.ended)));
      }
    }
    holds("both_know_the_window",
          {&req::iucv_201, &req::iucv_205, &req::iucv_206},
          // A SYN that is sent again may have another one.
          implies(c.up, c.window == l.limit) &&
              implies(l.up && !s.scope->repeats, l.window == effective(s, c.limit)));
    for (unsigned p = 0; p < 2; ++p) {
      const P& one = s.party[p];
      const P& other = s.party[1 - p];
      const Count under_way = one.data + other.confirmation;
      // Who has sent FIN, or is gone, takes no more.
      const Bool takes = !other.finished && (p == connector || !s.gone);
      holds("every_message_is_under_way_there_or_confirmed",
            {&req::hs_004, &req::iucv_231},
            implies(takes, other.outstanding + under_way == one.unconfirmed));
      holds("what_is_under_way_is_unconfirmed",
            {&req::hs_004, &req::iucv_231},
            one.data <= under_way && under_way <= one.unconfirmed);
      holds("the_window_is_kept",
            {&req::hs_003, &req::iucv_230},
            implies(one.up, one.unconfirmed <= one.window));
    }
    holds("both_ends_agree",
          {&req::hs_008, &req::iucv_200, &req::iucv_251, &req::iucv_254},
          implies(quiet(s) && !s.gone, c.up == l.up && agree(s, c, l) && agree(s, l, c)));
  }

private:
  static Count effective(const S& s, Count window) {
    return select(window == 0U, Count(s.scope->unset_limit), window);
  }

  static Bool quiet(const S& s) {
    Bool none = !s.syn && !s.answer;
    for (const P& one : s.party) {
      none = none && one.data == 0U && one.confirmation == 0U && !one.sht && !one.fin;
    }
    return none;
  }

  // What `one` has sent is what `other` has received.
  static Bool agree(const S& s, const P& one, const P& other) {
    const Bool open = !other.finished && !one.finished;
    Bool ends = true;
    if (s.scope->delays) {
      ends = implies(one.finished, other.told || other.finished) &&
             implies(one.shut && open, other.ended);
    }
    return ends && implies(open, one.unconfirmed == other.outstanding);
  }

  template <class Rule>
  static void handshake(const S& s, Rule& rule) {
    const P& c = s.party[connector];
    const P& l = s.party[listener];
    rule.choose({"connector.syn", Kind::syn, {&req::iucv_201, &req::iucv_213}, Duty::may, 0},
                all(cited({&req::iucv_200}, !c.up),
                    cited({&req::iucv_209}, !s.refused),
                    !l.up || s.scope->repeats,
                    !s.gone && !s.syn && !s.answer,
                    s.asked < Pending(s.scope->repeats ? pending_max : 1U)),
                Count(0),
                Count(s.scope->limit_max),
                [&](S& n, Count window) {
                  n.party[connector].limit = window;
                  // Which of them the listener goes by is not seen.
                  n.asked_window = select(s.asked == 0U || effective(s, s.asked_window) < window,
                                          window,
                                          s.asked_window);
                  if (s.scope->delays) {
                    n.syn = true;
                  } else {
                    n.asked = s.asked + Pending(1);
                  }
                  return D::shows(window);
                });
    rule.choose({"listener.syn_ack",
                 Kind::syn_ack,
                 {&req::iucv_200, &req::iucv_205, &req::iucv_206},
                 Duty::must,
                 0},
                all(cited({&req::iucv_200, &req::iucv_259}, !(s.asked == 0U)), !l.up),
                Count(0),
                Count(s.scope->limit_max),
                [&](S& n, Count window) {
                  n.asked = s.asked - Pending(1);
                  n.party[listener].up = true;
                  n.party[listener].limit = window;
                  n.party[listener].window = effective(s, s.asked_window);
                  answers(n, false, window);
                  return D::shows(window);
                });
    rule({"listener.syn_fin", Kind::syn_fin, {&req::iucv_203, &req::iucv_204, &req::iucv_205}},
         all(cited({&req::iucv_200, &req::iucv_259}, !(s.asked == 0U)), !l.up),
         [&](S& n) {
           n.asked = s.asked - Pending(1);
           answers(n, true, Count(0));
           return D::shows(s.asked_window);
         });
    if (s.scope->repeats) {
      // Nothing tells a SYN that is sent again from the first: each is answered.
      rule.choose(
          {"listener.syn_ack.again", Kind::syn_ack, {&req::iucv_200, &req::iucv_213}, Duty::may, 0},
          all(cited({&req::iucv_200, &req::iucv_259}, !(s.asked == 0U)), l.up),
          Count(0),
          Count(s.scope->limit_max),
          [&](S& n, Count window) {
            n.asked = s.asked - Pending(1);
            return D::shows(window);
          });
      rule.choose(
          {"listener.syn_fin.again", Kind::syn_fin, {&req::iucv_200, &req::iucv_213}, Duty::may, 0},
          all(cited({&req::iucv_200, &req::iucv_259}, !(s.asked == 0U)),
              l.up || Pending(1) < s.asked),
          Count(0),
          Count(s.scope->limit_max),
          [&](S& n, Count window) {
            n.asked = s.asked - Pending(1);
            return D::shows(window);
          });
    }
  }

  // The answer goes to the connector.
  static void answers(S& n, bool refusal, Count window) {
    if (n.scope->delays) {
      n.answer = true;
      n.refusal = refusal;
    } else if (refusal) {
      n.refused = n.asked == 0U;
    } else {
      n.party[connector].up = true;
      n.party[connector].window = window;
    }
  }

  static Kind kind(unsigned party, Kind of_connector, Kind of_listener) {
    return party == connector ? of_connector : of_listener;
  }

  static std::string_view id(unsigned party, std::string_view first, std::string_view second) {
    return party == connector ? first : second;
  }

  // Confirms so many messages of the other party.
  static void confirms(S& n, const S& s, unsigned p, Count count) {
    n.party[p].outstanding = s.party[p].outstanding - count;
    if (s.scope->delays) {
      n.party[p].confirmation = s.party[p].confirmation + count;
    } else {
      n.party[1 - p].unconfirmed = s.party[1 - p].unconfirmed - count;
    }
  }

  template <class Rule>
  static void data(const S& s, Rule& rule, unsigned p) {
    const P& one = s.party[p];
    rule.choose(
        {id(p, "connector.data", "listener.data"),
         kind(p, Kind::connector_data, Kind::listener_data),
         {&req::hs_004, &req::iucv_230, &req::iucv_234},
         Duty::may,
         0},
        all(cited({&req::iucv_208, &req::iucv_216}, one.up),
            cited({&req::hs_005, &req::iucv_250}, !one.finished),
            cited({&req::hs_005, &req::iucv_256}, !one.shut),
            cited({&req::hs_005, &req::iucv_251}, !one.told),
            cited({&req::hs_003, &req::iucv_230, &req::iucv_231}, one.unconfirmed < one.window)),
        Count(0),
        one.outstanding,
        [&](S& n, Count confirmed) {
          confirms(n, s, p, confirmed);
          n.party[p].unconfirmed = one.unconfirmed + Count(1);
          if (s.scope->delays) {
            n.party[p].data = one.data + Count(1);
          } else {
            n.party[1 - p].outstanding = s.party[1 - p].outstanding + Count(1);
          }
          return D::shows(confirmed);
        });
    rule.choose({id(p, "connector.win", "listener.win"),
                 kind(p, Kind::connector_win, Kind::listener_win),
                 {&req::hs_004, &req::iucv_232, &req::iucv_233, &req::iucv_235},
                 Duty::may,
                 0},
                all(cited({&req::iucv_238}, one.up),
                    cited({&req::iucv_250}, !one.finished),
                    cited({&req::hs_004, &req::iucv_232}, !(one.outstanding == 0U))),
                Count(1),
                one.outstanding,
                [&](S& n, Count confirmed) {
                  confirms(n, s, p, confirmed);
                  return D::shows(confirmed);
                });
  }

  template <class Rule>
  static void ends(const S& s, Rule& rule, unsigned p) {
    const P& one = s.party[p];
    rule({id(p, "connector.sht", "listener.sht"),
          kind(p, Kind::connector_sht, Kind::listener_sht),
          {&req::iucv_254},
          Duty::may},
         all(cited({&req::iucv_216}, one.up),
             cited({&req::iucv_250}, !one.finished),
             !one.told,
             Bool(!s.scope->delays) || !one.shut),
         [&](S& n) {
           n.party[p].shut = true;
           if (s.scope->delays) {
             n.party[p].sht = true;
           }
           return D::shows();
         });
    rule({id(p, "connector.fin", "listener.fin"),
          kind(p, Kind::connector_fin, Kind::listener_fin),
          {&req::hs_008, &req::iucv_250, &req::iucv_257},
          Duty::may},
         all(cited({&req::iucv_216}, one.up),
             cited({&req::iucv_250}, !one.finished),
             cited({&req::iucv_251, &req::iucv_252}, !one.told)),
         [&](S& n) {
           n.party[p].finished = true;
           if (s.scope->delays) {
             n.party[p].fin = true;
           }
           return D::shows();
         });
  }

  // What takes its time arrives in the order in which it was sent, as far as the order means
  // anything: what ends a direction comes last. Where nothing takes its time nothing comes of it.
  template <class Rule>
  static void arrivals(const S& s, Rule& rule, unsigned p) {
    const P& one = s.party[p];
    const P& other = s.party[1 - p];
    const unsigned to = 1 - p;
    const Bool open = Bool(p == connector) || !s.answer;
    rule({"arrives.data", Kind::arrives_data, {&req::iucv_231}, Duty::may},
         all(Bool(!s.scope->delays) || (open && !(one.data == 0U))),
         [&](S& n) {
           if (s.scope->delays) {
             n.party[p].data = one.data - Count(1);
             n.party[to].outstanding = select(
                 other.up && !other.finished, other.outstanding + Count(1), other.outstanding);
           }
           return D::shows(to);
         });
    rule.choose(
        {"arrives.confirmation", Kind::arrives_confirmation, {&req::iucv_235}, Duty::may, 1},
        all(Bool(!s.scope->delays) || (open && !(one.confirmation == 0U))),
        Count(1),
        s.scope->delays ? one.confirmation : Count(1),
        [&](S& n, Count count) {
          if (s.scope->delays) {
            n.party[p].confirmation = one.confirmation - count;
            n.party[to].unconfirmed =
                select(other.up, other.unconfirmed - count, other.unconfirmed);
          }
          return D::shows(to, count);
        });
    rule({"arrives.sht", Kind::arrives_sht, {&req::iucv_254}, Duty::may},
         all(Bool(!s.scope->delays) || (open && one.sht && one.data == 0U)),
         [&](S& n) {
           if (s.scope->delays) {
             n.party[p].sht = false;
             n.party[to].ended = other.ended || other.up;
           }
           return D::shows(to);
         });
    rule({"arrives.fin", Kind::arrives_fin, {&req::iucv_251}, Duty::may},
         all(Bool(!s.scope->delays) ||
             (open && one.fin && one.data == 0U && one.confirmation == 0U && !one.sht)),
         [&](S& n) {
           if (s.scope->delays) {
             n.party[p].fin = false;
             n.party[to].told = other.told || other.up;
           }
           return D::shows(to);
         });
  }

  template <class Rule>
  static void arrivals(const S& s, Rule& rule) {
    rule({"arrives.syn", Kind::arrives_syn, {&req::iucv_203}, Duty::may},
         all(Bool(!s.scope->delays) || s.syn),
         [&](S& n) {
           if (s.scope->delays) {
             n.syn = false;
             n.asked = 1;
           }
           return D::shows();
         });
    rule({"arrives.answer", Kind::arrives_answer, {&req::iucv_208, &req::iucv_209}, Duty::may},
         all(Bool(!s.scope->delays) || s.answer),
         [&](S& n) {
           if (s.scope->delays) {
             n.answer = false;
             n.refusal = false;
             n.refused = s.refused || (s.refusal && !s.gone);
             n.party[connector].up = !s.refusal && !s.gone;
             n.party[connector].window =
                 select(s.refusal || s.gone, Count(0), s.party[listener].limit);
           }
           return D::shows();
         });
    // The listener does not learn of it: no frame of a connection that is not there is answered.
    rule({"gives_up", Kind::gives_up, {&req::iucv_208, &req::iucv_259}, Duty::may},
         all(Bool(!s.scope->delays) || ((s.syn || s.answer || !(s.asked == 0U)) && !s.gone)),
         [&](S& n) {
           if (s.scope->delays) {
             n.gone = true;
           }
           return D::shows();
         });
  }
};

// The whole first.
inline constexpr std::array scopes{
    Scope{.name = "iucv/hs_wire",
          .summary = "one connection of AF_IUCV over HiperSockets; what captures are judged by",
          .repeats = true,
          .unset_limit = 128,
          .limit_max = 65535,
          .bits = 16},
    Scope{
        .name = "iucv/hs_wire/small", .summary = "the same with windows up to 2", .repeats = true},
    Scope{.name = "iucv/hs_wire/delays",
          .summary = "frames that take their time, windows up to 2",
          .delays = true},
    Scope{.name = "iucv/hs_wire/every_window",
          .summary = "frames that take their time, windows up to 65535: too large to be explored, "
                     "made to be proved",
          .delays = true,
          .unset_limit = 128,
          .limit_max = 65535,
          .bits = 16},
};

// One text for all scopes, and one that is compiled.
struct Wire {
  static constexpr auto& scopes = wire::scopes;
  static constexpr auto roles = role_names;
  // Nothing is wrong with a network that takes its time.
  static constexpr std::array<std::string_view, 1> free_roles{"network"};
  static constexpr auto kinds = label_kinds;
  static constexpr auto requirements = wire::requirements;

  template <class D>
  using State = wire::State<D>;
  template <class D>
  using Parameters = wire::Parameters<D>;

  // Nobody has sent anything.
  template <class D>
  static State<D> initial(const Parameters<D>& p) {
    State<D> first{};
    first.scope = p.scope;
    return first;
  }

  template <class D, class Rule>
  static void rules(const State<D>& s, const Parameters<D>&, Rule& rule) {
    Connection<D>::rules(s, rule);
  }

  template <class D, class Check>
  static void invariants(const State<D>& s, const Parameters<D>&, Check& holds) {
    Connection<D>::invariants(s, holds);
  }
};

} // namespace pathproof::iucv::wire
