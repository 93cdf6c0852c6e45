// SPDX-License-Identifier: Apache-2.0
// What there is before the first command: classes of consoles, storage of machines, NAMESAVE
// statements, and names of CP system services.
#pragma once

#include "model/nss/words.hpp"

namespace pathproof::nss {

template <class D>
struct Setting {
  using W = Words<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Size = typename D::template Number<2>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      console(s, rule, i);
    }
    if (s.scope->sizes) {
      for (unsigned size = 0; size < size_names.size(); ++size) {
        rule.pick({"configure.storage", Show::configure_storage, {&req::nss_052}, Duty::may},
                  all(!s.begun),
                  p.instances,
                  [&, size](S& n, Set user) {
                    n.size.set(user, Size(size));
                    return D::shows(user, size);
                  });
      }
    }
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      names(s, p, rule, system);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    Bool nothing = s.request == Request::none && W::all_idle(s);
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      nothing = nothing && !s.skeleton[system].exists;
    }
    for (unsigned k = 0; k < s.scope->files; ++k) {
      nothing = nothing && s.file[k].kind == Class::none && s.file[k].users.empty();
    }
    holds("there_is_nothing_before_the_first_command", {&req::nss_001}, implies(!s.begun, nothing));
  }

private:
  template <class Rule>
  static void console(const S& s, Rule& rule, unsigned i) {
    if (s.scope->classes) {
      rule.choose({"configure.class", Show::configure_class, {&req::nss_001}, Duty::may, 1},
                  all(!s.begun),
                  Size(0),
                  Size(1),
                  [&, i](S& n, Size value) {
                    n.administrator[i].class_e = value == 1U;
                    return D::shows(i, value);
                  });
    }
    if (s.scope->tasks) {
      rule.choose(
          {"configure.administrator", Show::configure_administrator, {&req::nss_072}, Duty::may, 1},
          all(!s.begun),
          Size(1), // as large as the pages that are saved, or larger
          Size(3),
          [&, i](S& n, Size size) {
            n.administrator[i].size = size;
            return D::shows(i, size);
          });
    }
  }

  template <class Rule>
  static void names(const S& s, const P& p, Rule& rule, unsigned system) {
    if (s.scope->restrictions && s.scope->users) {
      rule.pick({"configure.namesave", Show::configure_namesave, {&req::nss_033}, Duty::may},
                all(!s.begun),
                p.instances - s.namesave[system],
                [&, system](S& n, Set user) {
                  n.namesave[system] = s.namesave[system] | user;
                  return D::shows(user, system);
                });
    }
    if (s.scope->services) {
      rule({"configure.service", Show::configure_service, {&req::nss_039}, Duty::may},
           all(!s.begun, !s.service[system]),
           [&, system](S& n) {
             n.service[system] = true;
             return D::shows(system);
           });
    }
  }
};

} // namespace pathproof::nss
