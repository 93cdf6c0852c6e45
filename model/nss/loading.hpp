// SPDX-License-Identifier: Apache-2.0
// IPL of a saved system by its name: who may, with how much storage, and which copy it is.
// Not modelled: PARM and its registers (NSS-057), VMGROUP, and an IPL by a machine that runs a
// saved system already: it leaves that one first.
#pragma once

#include "model/nss/words.hpp"

namespace pathproof::nss {

template <class D>
struct Loading {
  using W = Words<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Value = typename S::Value;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      asks(s, p, rule, system);
    }
    for (unsigned k = 0; k < s.scope->files; ++k) {
      loaded(s, rule, k);
    }
    not_loaded(s, rule);
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    holds("one_request_of_one_user",
          {&req::nss_050},
          s.asker.lone() && (s.request == Request::none) == s.asker.empty());
    for (unsigned k = 0; k < s.scope->files; ++k) {
      Set others;
      for (unsigned other = 0; other < s.scope->files; ++other) {
        others = other == k ? others : others | s.file[other].users;
      }
      holds("a_machine_runs_one_system", {&req::nss_050}, s.file[k].users.apart(others));
    }
    holds("who_asks_for_a_system_runs_none",
          {&req::nss_050},
          implies(s.request == Request::ipl, s.asker.apart(W::all_users(s))));
    if (s.scope->restrictions) {
      for (unsigned k = 0; k < s.scope->files; ++k) {
        holds("users_of_restricted_systems_have_a_statement",
              {&req::nss_033, &req::nss_055},
              implies(s.file[k].definition.restricted,
                      s.file[k].users.within(statements(s, s.file[k].system))));
      }
    }
    if (s.scope->sizes) {
      for (unsigned k = 0; k < s.scope->files; ++k) {
        const Set users = s.file[k].users;
        holds("users_have_the_storage_that_is_needed",
              {&req::nss_052, &req::nss_054},
              users.within(s.size.at_least(bound(s.file[k]), users)));
      }
    }
    if (s.scope->tallied) {
      holds("nobody_loses_a_system", {&req::nss_037, &req::nss_036}, s.running == W::all_users(s));
    }
  }

private:
  // Users with a NAMESAVE statement for the system.
  static Set statements(const S& s, typename S::System system) {
    return select(system == 1U, s.namesave[1], s.namesave[0]);
  }

  // The least storage, as a number of size_names.
  static Value bound(const File<D>& file) {
    return select(file.definition.minsize == 0U, Value(1), file.definition.minsize);
  }

  static Bool wanted(const S& s, unsigned k) {
    return s.file[k].kind == Class::available && s.file[k].system == s.asked_system;
  }

  static Bool permitted(const S& s, unsigned k) {
    return !s.file[k].definition.restricted || s.asker.within(statements(s, s.file[k].system));
  }

  static Bool large_enough(const S& s, unsigned k) {
    return Bool(!s.scope->sizes) || bound(s.file[k]) <= s.size.of(s.asker);
  }

  template <class Rule>
  static void asks(const S& s, const P& p, Rule& rule, unsigned system) {
    rule.pick({"user.ipl", Show::ipl, {&req::nss_050, &req::nss_078}, Duty::may},
              all(s.request == Request::none, W::quiet_about(s, s.scope->administrators, system)),
              p.instances - W::all_users(s),
              [&, system](S& n, Set user) {
                n.begun = true;
                n.request = Request::ipl;
                n.asker = user;
                n.asked_system = system;
                return D::shows(user, system);
              });
  }

  template <class Rule>
  static void loaded(const S& s, Rule& rule, unsigned k) {
    const File<D>& file = s.file[k];
    const Bool without = file.definition.minsize == 0U;
    rule({"loaded",
          Show::loaded,
          {&req::nss_050,
           &req::nss_051,
           &req::nss_053,
           &req::nss_078,
           &req::nss_033,
           &req::nss_031}},
         all(s.request == Request::ipl,
             cited({&req::nss_006, &req::nss_034, &req::nss_037}, wanted(s, k)),
             cited({&req::nss_055, &req::nss_033}, permitted(s, k)),
             cited({&req::nss_052, &req::nss_053}, without || large_enough(s, k)),
             cited({&req::nss_054}, !without || large_enough(s, k))),
         [&, k](S& n) {
           n.file[k].users = file.users | s.asker;
           n.running = s.running | s.asker;
           for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
             const Bool exclusive =
                 W::page_is(file.definition, page, [](PageCode code) { return !is_shared(code); });
             n.own[page] = s.own[page] - s.asker;
             n.content[page].forget(s.asker);
             n.right[page].set(s.asker, select(exclusive, file.saved[page], Value(0)));
           }
           answered(n);
           return D::shows(s.asker, file.at);
         });
  }

  template <class Rule>
  static void not_loaded(const S& s, Rule& rule) {
    Bool possible = false;
    for (unsigned k = 0; k < s.scope->files; ++k) {
      possible = possible || (wanted(s, k) && permitted(s, k) && large_enough(s, k));
    }
    rule({"not_loaded", Show::not_loaded, {&req::nss_006, &req::nss_052, &req::nss_055}},
         all(s.request == Request::ipl,
             cited({&req::nss_033, &req::nss_050, &req::nss_053}, !possible)),
         [&](S& n) {
           answered(n);
           return D::shows(s.asker);
         });
  }

public:
  // What was asked is forgotten.
  static void answered(S& n) {
    n.request = Request::none;
    n.asker = Set();
    n.asked_system = 0;
    n.asked_page = 0;
    n.asked_value = 0;
  }
};

} // namespace pathproof::nss
