// SPDX-License-Identifier: Apache-2.0
// The life of a path: interrupt 01, ACCEPT, interrupt 02, QUIESCE, RESUME, SEVER and their
// interrupts 03 to 05.
// Not modelled: QUIESCE of what is quiesced and RESUME of what is not, on which no source says a
// word; a third QUIESCE or RESUME while the partner has not been shown the first.
#pragma once

#include "model/iucv/words.hpp"

namespace pathproof::iucv {

template <class D>
struct Paths {
  using W = Words<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Limit = typename S::Limit;
  using PathId = typename S::PathId;
  template <unsigned Width>
  using Number = typename D::template Number<Width>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned g = 0; g < guests; ++g) {
      for (unsigned k = 0; k < s.scope->paths; ++k) {
        accept(s, p, rule, g, k);
        name(s, p, rule, g, k, Function::sever);
        if (s.scope->flow) {
          name(s, p, rule, g, k, Function::quiesce);
          name(s, p, rule, g, k, Function::resume);
        }
      }
      if (s.scope->errors) {
        unknown(s, p, rule, g, Function::accept);
        unknown(s, p, rule, g, Function::sever);
        if (s.scope->flow) {
          unknown(s, p, rule, g, Function::quiesce);
          unknown(s, p, rule, g, Function::resume);
        }
        no_path(s, rule, g);
      }
      all_paths(s, p, rule, g);
      severed(s, p, rule, g);
      if (s.scope->flow) {
        flow(s, rule, g, Function::quiesce);
        flow(s, rule, g, Function::resume);
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    each_end(s, [&](const End<D>& end, const End<D>& other) {
      holds("an_end_that_is_told_of_a_sever_is_alone",
            {&req::iucv_065, &req::iucv_066},
            implies(end.gone || end.state == EndState::severed, other.state == EndState::none));
    });
    each_end(s, [&](const End<D>& end, const End<D>& other) {
      holds("an_end_that_is_left_is_told",
            {&req::iucv_065, &req::iucv_066},
            implies(W::waits_or_open(end) && other.state == EndState::none, end.gone));
    });
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      for (unsigned g = 0; g < guests; ++g) {
        holds("calls_are_about_known_paths",
              {&req::iucv_036, &req::iucv_064},
              implies(s.phase == Phase::idle, s.subject == S::no_path && !s.all) &&
                  implies(W::calling(s, g) && s.subject == k, W::knows(s, g, k)));
      }
    }
    each_end(s, [&](const End<D>& end, const End<D>& other) {
      holds("ends_are_in_step",
            {&req::iucv_029, &req::iucv_032, &req::iucv_034},
            implies(end.greeted,
                    end.state == EndState::requested || end.state == EndState::offered) &&
                implies(W::waits_or_open(end) && !end.gone, in_step(end, other)));
    });
    each_end(s, [&](const End<D>& end, const End<D>& other) {
      holds("ends_agree_when_quiet",
            {&req::iucv_029, &req::iucv_034, &req::iucv_066},
            implies(!end.gone && !other.gone && !end.greeted && !other.greeted, agree(end, other)));
    });
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      for (unsigned g = 0; g < guests; ++g) {
        const Bool meant = s.subject == k || (s.all && W::has(s, g, k));
        holds("flow_calls_are_about_open_paths",
              {&req::iucv_060, &req::iucv_061},
              implies((W::called(s, g, Function::quiesce) || W::called(s, g, Function::resume)) &&
                          meant,
                      s.paths[k].ends[g].state == EndState::open && !s.paths[k].ends[g].gone));
      }
    }
    each_end(s, [&](const End<D>& end, const End<D>&) {
      holds("nothing_is_presented_after_sever",
            {&req::iucv_065, &req::iucv_066},
            implies(end.state == EndState::none || end.state == EndState::severed,
                    !end.greeted && !end.gone && !end.quiesced && !end.resumed));
    });
    for (unsigned g = 0; g < guests; ++g) {
      for (unsigned k = 1; k < s.scope->paths; ++k) {
        holds("path_ids_differ",
              {&req::iucv_035, &req::iucv_036, &req::iucv_070},
              !(W::knows(s, g, 0) && W::knows(s, g, k) &&
                s.paths[0].ends[g].id == s.paths[k].ends[g].id));
      }
    }
  }

private:
  template <class Each>
  static void each_end(const S& s, Each each) {
    for (unsigned k = 0; k < s.scope->paths; ++k) {
      for (unsigned g = 0; g < guests; ++g) {
        each(s.paths[k].ends[g], s.paths[k].ends[1 - g]);
      }
    }
  }

  // How far the other end can be while none of the two was severed.
  static Bool in_step(const End<D>& end, const End<D>& other) {
    const Bool complete = other.state == EndState::open;
    return implies(end.state == EndState::offered,
                   other.state == EndState::requested && !other.greeted) &&
           implies(end.state == EndState::requested && !end.greeted,
                   other.state == EndState::offered) &&
           implies(end.state == EndState::requested && end.greeted, complete) &&
           implies(end.state == EndState::open,
                   complete || (other.state == EndState::requested && other.greeted));
  }

  static Bool agree(const End<D>& one, const End<D>& other) {
    return implies(one.state == EndState::open, other.state == EndState::open) &&
           implies(one.state == EndState::requested, other.state == EndState::offered) &&
           implies(one.state == EndState::offered, other.state == EndState::requested) &&
           implies(one.state == EndState::severed, other.state == EndState::none);
  }

  static std::string_view call_name(unsigned g, Function function) {
    return label_kinds[kind_of(g, function)].name;
  }

  // ACCEPT of path k, with what it offers.
  template <class Rule>
  static void accept(const S& s, const P& p, Rule& rule, unsigned g, unsigned k) {
    const End<D>& end = s.paths[k].ends[g];
    const auto with = [&](bool list, bool quiet) {
      rule.choose({of(g, "a.accept", "b.accept"),
                   kind_of(g, Function::accept),
                   {&req::iucv_032, &req::iucv_037, &req::iucv_038},
                   Duty::may,
                   1},
                  all(W::able(s, g),
                      cited({&req::iucv_032}, end.state == EndState::offered || W::any(p, g)),
                      W::knows(s, g, k),
                      end.state == EndState::offered || Bool(s.scope->errors)),
                  Limit(0),
                  Limit(s.scope->limit_max),
                  [&, list, quiet](S& n, Limit limit) {
                    const unsigned data = 2;
                    W::begin(n, g, Function::accept);
                    n.subject = k;
                    n.limit = limit;
                    n.list = list;
                    n.quiet = quiet;
                    n.data = data;
                    return D::shows(end.id, limit, (list ? 2U : 0U) + (quiet ? 1U : 0U), data);
                  });
    };
    with(false, false);
    if (s.scope->lists) {
      with(true, false);
    }
    if (s.scope->flow) {
      with(false, true);
    }
    if (s.scope->lists && s.scope->flow) {
      with(true, true);
    }
    accepted(s, p, rule, g, k);
  }

  template <class Rule>
  static void accepted(const S& s, const P& p, Rule& rule, unsigned g, unsigned k) {
    const unsigned o = 1 - g;
    const End<D>& end = s.paths[k].ends[g];
    const Bool called = W::called(s, g, Function::accept) && s.subject == k;
    const Limit cap = s.paths[k].cap;
    const Bool too_large = cap < s.limit;
    rule({of(g, "return.a.accept", "return.b.accept"),
          kind_of(g, Answer::path),
          {&req::iucv_032,
           &req::iucv_034,
           &req::iucv_141,
           &req::iucv_142,
           &req::iucv_145,
           &req::iucv_040}},
         all(called,
             cited({&req::iucv_032}, end.state == EndState::offered),
             cited({&req::iucv_033}, !end.gone),
             cited({&req::iucv_141}, !(too_large && p.limit_above == LimitAbove::refused))),
         [&](S& n) {
           const Limit limit = select(s.limit == 0 || too_large, cap, s.limit);
           Path<D>& path = n.paths[k];
           path.ends[g].state = EndState::open;
           path.ends[g].limit = limit;
           path.ends[g].list = s.list;
           path.ends[g].quiet = s.quiet;
           path.ends[o].greeted = true;
           path.ends[o].greeting = s.data;
           W::finish(n);
           return D::shows(end.id, limit, s.paths[k].priority);
         });
    rule({of(g, "return.a.accept.18", "return.b.accept.18"),
          kind_of(g, Answer::done),
          {&req::iucv_141, &req::iucv_143}},
         all(called,
             end.state == EndState::offered,
             too_large,
             p.limit_above != LimitAbove::lowered),
         [&](S& n) {
           W::finish(n);
           return W::code(1, 18);
         });
    rule(
        {of(g, "return.a.accept.20", "return.b.accept.20"),
         kind_of(g, Answer::done),
         {&req::iucv_033, &req::iucv_290, &req::iucv_291}},
        all(called, end.state == EndState::severed || (end.state == EndState::offered && end.gone)),
        [&](S& n) {
          W::finish(n);
          return W::code(1, 20);
        });
    if (s.scope->errors) {
      rule({of(g, "return.a.accept.1", "return.b.accept.1"),
            kind_of(g, Answer::done),
            {&req::iucv_032, &req::iucv_036}},
           all(called, end.state != EndState::offered),
           [&](S& n) {
             W::finish(n);
             return W::code(1, 1);
           });
    }
  }

  // SEVER, QUIESCE or RESUME of path k.
  template <class Rule>
  static void name(const S& s, const P& p, Rule& rule, unsigned g, unsigned k, Function function) {
    const End<D>& end = s.paths[k].ends[g];
    const End<D>& other = s.paths[k].ends[1 - g];
    const bool sever = function == Function::sever;
    const bool quiesce = function == Function::quiesce;
    const unsigned data = 3;
    const Bool sensible =
        sever ? Bool(true)
              : end.state == EndState::open && !end.gone &&
                    (quiesce ? !end.quiet && !other.quiesced : end.quiet && !other.resumed);
    rule({call_name(g, function),
          kind_of(g, function),
          sever ? Citations{&req::iucv_065, &req::iucv_011, &req::iucv_066}
                : (quiesce ? Citations{&req::iucv_060} : Citations{&req::iucv_061}),
          Duty::may},
         all(W::able(s, g),
             cited({&req::iucv_020}, s.guest[g].declared || W::any(p, g)),
             cited({&req::iucv_036, &req::iucv_064}, W::knows(s, g, k)),
             sensible),
         [&](S& n) {
           W::begin(n, g, function);
           n.subject = k;
           n.data = data;
           return D::shows(0U, end.id, data);
         });
  }

  // A path id that means nothing to the guest.
  template <class Rule>
  static void unknown(const S& s, const P& p, Rule& rule, unsigned g, Function function) {
    constexpr std::array<std::array<std::string_view, guests>, 4> names{
        {{"a.accept.unknown", "b.accept.unknown"},
         {"a.sever.unknown", "b.sever.unknown"},
         {"a.quiesce.unknown", "b.quiesce.unknown"},
         {"a.resume.unknown", "b.resume.unknown"}}};
    const bool accept = function == Function::accept;
    const unsigned which = accept                          ? 0
                           : function == Function::sever   ? 1
                           : function == Function::quiesce ? 2
                                                           : 3;
    rule.choose({names[which][g],
                 kind_of(g, function),
                 {&req::iucv_036, &req::iucv_064},
                 Duty::may,
                 accept ? 0U : 1U},
                all(W::able(s, g), cited({&req::iucv_036, &req::iucv_064}, W::any(p, g))),
                PathId(0),
                PathId(s.scope->path_id_max),
                [&, accept](S& n, PathId wanted) {
                  const PathId id = W::unused_path(s, g, wanted);
                  W::begin(n, g, function);
                  return accept ? D::shows(id, 0U, 0U, 0U) : D::shows(0U, id, 0U);
                });
  }

  template <class Rule>
  static void no_path(const S& s, Rule& rule, unsigned g) {
    const auto refuse = [&](const RuleInfo& info, Bool called) {
      rule(info, all(called, s.subject == S::no_path, !s.all), [&](S& n) {
        W::finish(n);
        return W::code(1, 1);
      });
    };
    const unsigned kind = kind_of(g, Answer::done);
    refuse({of(g, "return.a.accept.unknown", "return.b.accept.unknown"),
            kind,
            {&req::iucv_032, &req::iucv_036}},
           W::called(s, g, Function::accept));
    refuse({of(g, "return.a.control.1", "return.b.control.1"),
            kind,
            {&req::iucv_064, &req::iucv_036, &req::iucv_290, &req::iucv_291}},
           W::called(s, g, Function::sever) || W::called(s, g, Function::quiesce) ||
               W::called(s, g, Function::resume));
  }

  // With IPALL; QUIESCE and RESUME where all paths are open and not yet so.
  template <class Rule>
  static void all_paths(const S& s, const P& p, Rule& rule, unsigned g) {
    constexpr std::array<std::array<std::string_view, guests>, 3> names{
        {{"a.sever.all", "b.sever.all"},
         {"a.quiesce.all", "b.quiesce.all"},
         {"a.resume.all", "b.resume.all"}}};
    const auto call = [&](Function function, unsigned which, Bool sensible) {
      rule({names[which][g], kind_of(g, function), {&req::iucv_063}, Duty::may},
           all(W::able(s, g),
               cited({&req::iucv_020}, s.guest[g].declared || W::any(p, g)),
               s.guest[g].declared || Bool(s.scope->errors),
               sensible),
           [&, function](S& n) {
             W::begin(n, g, function);
             n.all = true;
             return D::shows(1U, 0U, 0U);
           });
    };
    call(Function::sever, 0, true);
    if (s.scope->flow) {
      Bool can_quiesce = true;
      Bool can_resume = true;
      for (unsigned k = 0; k < s.scope->paths; ++k) {
        const End<D>& end = s.paths[k].ends[g];
        const End<D>& other = s.paths[k].ends[1 - g];
        const Bool open = end.state == EndState::open && !end.gone;
        const Bool none = end.state == EndState::none;
        can_quiesce = can_quiesce && (none || (open && !end.quiet && !other.quiesced));
        can_resume = can_resume && (none || (open && end.quiet && !other.resumed));
      }
      call(Function::quiesce, 1, can_quiesce);
      call(Function::resume, 2, can_resume);
    }
  }

  template <class Rule>
  static void severed(const S& s, const P& p, Rule& rule, unsigned g) {
    const auto sever = [&](const RuleInfo& info, Bool permitted, bool keeping) {
      rule(info,
           all(W::called(s, g, Function::sever),
               cited({&req::iucv_064, &req::iucv_036}, s.subject != S::no_path || s.all),
               permitted),
           [&, keeping](S& n) {
             for (unsigned k = 0; k < s.scope->paths; ++k) {
               W::sever(n, g, k, s.data, keeping, s.all || s.subject == k);
             }
             W::finish(n);
             return W::code(0, 0);
           });
    };
    const unsigned kind = kind_of(g, Answer::done);
    sever({of(g, "return.a.sever", "return.b.sever"),
           kind,
           {&req::iucv_065, &req::iucv_066, &req::iucv_067, &req::iucv_063, &req::iucv_011}},
          p.severed_messages != SeveredMessages::kept,
          false);
    if (s.scope->messages > 0) {
      sever({of(g, "return.a.sever_keeping", "return.b.sever_keeping"),
             kind,
             {&req::iucv_069, &req::iucv_065}},
            p.severed_messages != SeveredMessages::purged,
            true);
    }
  }

  template <class Rule>
  static void flow(const S& s, Rule& rule, unsigned g, Function function) {
    const bool quiesce = function == Function::quiesce;
    rule({quiesce ? of(g, "return.a.quiesce", "return.b.quiesce")
                  : of(g, "return.a.resume", "return.b.resume"),
          kind_of(g, Answer::done),
          quiesce ? Citations{&req::iucv_060, &req::iucv_062, &req::iucv_063}
                  : Citations{&req::iucv_061, &req::iucv_063}},
         all(W::called(s, g, function),
             cited({&req::iucv_064, &req::iucv_036}, s.subject != S::no_path || s.all)),
         [&, quiesce](S& n) {
           for (unsigned k = 0; k < s.scope->paths; ++k) {
             const Bool meant = (s.all && W::has(s, g, k)) || s.subject == k;
             End<D>& other = n.paths[k].ends[1 - g];
             n.paths[k].ends[g].quiet = (s.paths[k].ends[g].quiet || (meant && Bool(quiesce))) &&
                                        !(meant && Bool(!quiesce));
             if (quiesce) {
               other.quiesced = other.quiesced || meant;
               other.quiesce_data = select(meant, s.data, other.quiesce_data);
             } else {
               other.resumed = other.resumed || meant;
               other.resume_data = select(meant, s.data, other.resume_data);
             }
           }
           W::finish(n);
           return W::code(0, 0);
         });
  }
};

} // namespace pathproof::iucv
