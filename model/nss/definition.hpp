// SPDX-License-Identifier: Apache-2.0
// DEFSYS: what a console says of a system, and the skeleton that CP makes of it.
// Not modelled: a second DEFSYS while there is a skeleton, of which no source says what it does.
#pragma once

#include "model/nss/words.hpp"

namespace pathproof::nss {

template <class D>
struct Definitions {
  using W = Words<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Size = typename D::template Number<2>;

  // CP accepts nothing but these.
  static constexpr unsigned well_formed = codes.size();

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      for (unsigned system = 0; system < s.scope->systems; ++system) {
        for (unsigned layout = 0; layout < s.scope->layouts; ++layout) {
          says(s, p, rule, i, system, layout, false, false);
          if (s.scope->restrictions) {
            says(s, p, rule, i, system, layout, true, false);
          }
          if (s.scope->modes) {
            says(s, p, rule, i, system, layout, false, true);
          }
        }
        defined(s, rule, i, system);
      }
      refused(s, rule, i);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      for (unsigned i = 0; i < s.scope->administrators; ++i) {
        for (unsigned j = i + 1; j < s.scope->administrators; ++j) {
          holds("of_two_commands_about_a_name_one_waits_or_ends_the_other",
                {&req::nss_015, &req::nss_040},
                implies(runs(s, i, system) && runs(s, j, system),
                        bears(s, i, j, system) || bears(s, j, i, system)));
        }
      }
    }
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      const Skeleton<D>& one = s.skeleton[system];
      holds("skeletons_keep_segments_apart",
            {&req::nss_011, &req::nss_014},
            implies(one.exists, !W::malformed(one.definition)));
    }
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      for (unsigned i = 0; i < s.scope->administrators; ++i) {
        holds("skeletons_are_of_class_e",
              {&req::nss_001},
              implies(s.skeleton[system].exists && s.skeleton[system].by == i,
                      s.administrator[i].class_e));
      }
    }
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      // Until that one is gone. Two definitions of one name are not given at a time.
      Bool one_at_a_time = true;
      for (unsigned i = 0; i < s.scope->administrators; ++i) {
        const Bool defines =
            s.administrator[i].command == Command::defsys && s.administrator[i].system == system;
        const Bool now = !s.administrator[i].waits && !W::is_hopeless(s.administrator[i]);
        one_at_a_time = one_at_a_time && implies(defines && now, !s.skeleton[system].exists);
      }
      holds("no_definition_of_what_is_defined", {&req::nss_015}, one_at_a_time);
    }
  }

private:
  // The console has a command about the name that does not just fail.
  static Bool runs(const S& s, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    const Bool fails = (one.command == Command::defsys && W::is_hopeless(one)) ||
                       (one.command == Command::savesys && !one.waits && !W::acceptable(s, i));
    return W::commands(s, i, system) && !fails;
  }

  // The first console saves, and will succeed; the other one waits for that, or ends it.
  static Bool bears(const S& s, unsigned i, unsigned j, unsigned system) {
    const Administrator<D>& other = s.administrator[j];
    return W::saves(s, i, system) && !s.administrator[i].waits && W::acceptable(s, i) &&
           (other.waits || (other.command == Command::purge && other.skeleton));
  }

  template <class Rule>
  static void says(const S& s,
                   const P& p,
                   Rule& rule,
                   unsigned i,
                   unsigned system,
                   unsigned layout,
                   bool restricted,
                   bool another_mode) {
    const Bool known = Bool(layout < well_formed) || p.discipline == Discipline::any;
    Bool undefined = !s.skeleton[system].exists;
    for (unsigned j = 0; j < s.scope->administrators; ++j) {
      if (j != i) {
        undefined = undefined || (W::saves(s, j, system) && W::acceptable(s, j));
        undefined = undefined && implies(W::about(s, j, system), W::saves(s, j, system));
      }
    }
    rule.choose({"admin.defsys", Show::defsys, {&req::nss_001, &req::nss_011}, Duty::may, 3},
                all(cited({&req::nss_074}, W::idle(s, i)),
                    cited({&req::nss_011, &req::nss_014}, known),
                    undefined),
                Size(0),
                Size(s.scope->sizes ? 3 : 0),
                [&, i, system, layout, restricted, another_mode](S& n, Size minsize) {
                  W::begin_or_wait(n,
                                   s,
                                   i,
                                   Command::defsys,
                                   system,
                                   {.layout = static_cast<Layout>(layout),
                                    .minsize = minsize,
                                    .restricted = restricted,
                                    .another_mode = another_mode});
                  return D::shows(i, system, layout, minsize, restricted, another_mode);
                });
  }

  template <class Rule>
  static void defined(const S& s, Rule& rule, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    rule({"defined", Show::defined, {&req::nss_001, &req::nss_010, &req::nss_015}},
         all(one.command == Command::defsys,
             one.system == system,
             cited({&req::nss_015}, !one.waits),
             cited({&req::nss_001}, one.class_e),
             cited({&req::nss_011}, !(one.definition.layout == Layout::mixed)),
             cited({&req::nss_014}, !(one.definition.layout == Layout::overlapping))),
         [&, i, system](S& n) {
           n.skeleton[system] = {.exists = true, .by = i, .definition = one.definition};
           W::finish(n, s, i, Task::defining, Task::defined);
           return D::shows(i);
         });
  }

  template <class Rule>
  static void refused(const S& s, Rule& rule, unsigned i) {
    const Administrator<D>& one = s.administrator[i];
    rule({"refused.defsys", Show::refused, {&req::nss_001, &req::nss_011, &req::nss_014}},
         all(one.command == Command::defsys,
             cited({&req::nss_001, &req::nss_010}, W::is_hopeless(one))),
         [&, i](S& n) {
           W::finish(n, s, i, Task::defining, Task::none);
           return D::shows(i);
         });
  }
};

} // namespace pathproof::nss
