// SPDX-License-Identifier: Apache-2.0
// How copies end: PURGE NSS, the last user who leaves, and the restart of the system. And QUERY
// NSS, which shows what there is.
// Not modelled: which privilege class PURGE NSS needs, and ways to name a file but its class.
#pragma once

#include "model/nss/words.hpp"

namespace pathproof::nss {

template <class D>
struct Withdrawal {
  using W = Words<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Count = typename D::template Number<3>;
  using Console = typename D::template Number<2>;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      for (unsigned system = 0; system < s.scope->systems; ++system) {
        if (s.scope->purges) {
          purges(s, rule, i, system);
          purged(s, rule, i, system);
        }
        if (s.scope->queries) {
          queries(s, rule, i, system);
          files(s, rule, i, system);
        }
      }
    }
    if (s.scope->users) {
      for (unsigned k = 0; k < s.scope->files; ++k) {
        leaves(s, rule, k, false, p.shared_after_last != SharedAfterLast::kept);
        if (s.scope->pages > 0) {
          leaves(s, rule, k, true, p.shared_after_last != SharedAfterLast::saved);
        }
      }
    }
    if (s.scope->restarts) {
      restarts(s, p, rule);
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    for (unsigned k = 0; k < s.scope->files; ++k) {
      holds("what_is_pending_has_users",
            {&req::nss_036, &req::nss_038, &req::nss_060, &req::nss_061},
            implies(s.file[k].kind == Class::pending, !s.file[k].users.empty()));
    }
  }

private:
  template <class Rule>
  static void purges(const S& s, Rule& rule, unsigned i, unsigned system) {
    const Bool calm = W::idle(s, i) && s.administrator[i].class_e;
    Bool saved_by_others = true; // commands about the name are a SAVESYS that can be ended, or none
    for (unsigned j = 0; j < s.scope->administrators; ++j) {
      if (j != i) {
        saved_by_others =
            saved_by_others &&
            implies(W::about(s, j, system),
                    s.administrator[j].command == Command::savesys && W::acceptable(s, j));
      }
    }
    rule({"admin.purge_skeleton", Show::purge, {&req::nss_040}, Duty::may},
         all(cited({&req::nss_074}, calm), s.skeleton[system].exists, saved_by_others),
         [&, i, system](S& n) {
           W::begin(n, i, Command::purge, system);
           n.administrator[i].skeleton = true;
           return D::shows(i, system, 0U);
         });
    rule({"admin.purge_available", Show::purge, {&req::nss_060}, Duty::may},
         all(cited({&req::nss_074}, calm),
             W::some_available(s, system),
             W::quiet_about(s, i, system),
             s.request != Request::ipl),
         [&, i, system](S& n) {
           W::begin(n, i, Command::purge, system);
           return D::shows(i, system, 1U);
         });
  }

  template <class Rule>
  static void purged(const S& s, Rule& rule, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    rule({"purged.skeleton", Show::purged, {&req::nss_040}},
         all(one.skeleton, one.system == system),
         [&, i, system](S& n) {
           n.skeleton[system] = Skeleton<D>{};
           W::finish(n, s, i, Task::none, Task::none);
           for (unsigned j = 0; j < s.scope->administrators; ++j) {
             if (j != i) {
               using C = typename D::template Enum<Command>;
               n.administrator[j].command =
                   select(W::saves(s, j, system), C(Command::ended), s.administrator[j].command);
             }
           }
           return D::shows(i);
         });
    rule({"purged.available", Show::purged, {&req::nss_060, &req::nss_061}},
         all(one.command == Command::purge, !one.skeleton, one.system == system),
         [&, i, system](S& n) {
           for (unsigned k = 0; k < s.scope->files; ++k) {
             n.file[k] = W::chosen(W::available(s, k, system), W::withdrawn(s.file[k]), s.file[k]);
           }
           W::finish(n, s, i, Task::none, Task::none);
           return D::shows(i);
         });
  }

  template <class Rule>
  static void queries(const S& s, Rule& rule, unsigned i, unsigned system) {
    rule({"admin.query", Show::query, {&req::nss_058}, Duty::may},
         all(cited({&req::nss_074}, W::idle(s, i)), W::quiet_about(s, i, system)),
         [&, i, system](S& n) {
           W::begin(n, i, Command::query, system);
           return D::shows(i, system);
         });
  }

  template <class Rule>
  static void files(const S& s, Rule& rule, unsigned i, unsigned system) {
    rule({"files",
          Show::files,
          {&req::nss_058,
           &req::nss_032,
           &req::nss_034,
           &req::nss_036,
           &req::nss_040,
           &req::nss_060}},
         all(s.administrator[i].command == Command::query, s.administrator[i].system == system),
         [&, i, system](S& n) {
           const Skeleton<D>& skeleton = s.skeleton[system];
           const Console defined_by = select(skeleton.exists, console(skeleton.by), Console(0));
           Console kind = 0;
           Console saved_by = 0;
           Count pending = 0;
           for (unsigned k = 0; k < s.scope->files; ++k) {
             const File<D>& file = s.file[k];
             const Bool here = W::available(s, k, system);
             kind = select(here, select(file.definition.restricted, Console(2), Console(1)), kind);
             saved_by = select(here, console(file.by), saved_by);
             const Bool one_more = file.kind == Class::pending && file.system == system;
             pending = pending + select(one_more, Count(1), Count(0));
           }
           W::finish(n, s, i, Task::none, Task::none);
           return D::shows(i, defined_by, kind, saved_by, pending);
         });
  }

  // Its number in the answer.
  static Console console(typename D::template Number<1> by) {
    return select(by == 1U, Console(2), Console(1));
  }

  template <class Rule>
  static void leaves(const S& s, Rule& rule, unsigned k, bool kept, Bool permitted) {
    const File<D>& file = s.file[k];
    rule.pick({kept ? "user.leaves_with_shared_kept" : "user.leaves",
               Show::leaves,
               {&req::nss_036, &req::nss_061},
               Duty::may},
              all(permitted),
              file.users - s.asker,
              [&, k, kept](S& n, Set user) {
                const Set left = file.users - user;
                n.file[k].users = left;
                for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
                  n.file[k].shared[page] = kept ? file.shared[page] : unused(file, page, left);
                }
                n.file[k] =
                    W::chosen(left.empty() && file.kind == Class::pending, File<D>{}, n.file[k]);
                forget(n, user);
                return D::shows(user);
              });
  }

  // What the one copy of a shared page holds where nobody uses it any more.
  static typename S::Value unused(const File<D>& file, unsigned page, Set left) {
    return select(left.empty(), unused(file, page), file.shared[page]);
  }

  static typename S::Value unused(const File<D>& file, unsigned page) {
    using Value = typename S::Value;
    return select(W::page_is(file.definition, page, is_shared), file.saved[page], Value(0));
  }

  static void forget(S& n, Set users) {
    n.running = n.running - users;
    for (unsigned page = n.scope->first_page; page < n.scope->pages; ++page) {
      n.own[page] = n.own[page] - users;
      n.content[page].forget(users);
      n.right[page].forget(users);
    }
  }

  // Who was configured for what stays, and so do files but for those that are pending.
  template <class Rule>
  static void restarts(const S& s, const P& p, Rule& rule) {
    rule({"event.restart", Show::restart, {&req::nss_036}, Duty::may},
         all(W::all_idle(s), s.request == Request::none, s.begun),
         [&](S& n) {
           for (unsigned k = 0; k < s.scope->files; ++k) {
             File<D> file = s.file[k];
             file.users = Set();
             for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
               file.shared[page] = unused(file, page);
             }
             n.file[k] = W::chosen(file.kind == Class::pending, File<D>{}, file);
           }
           forget(n, p.instances);
           for (unsigned i = 0; i < s.scope->administrators; ++i) {
             n.administrator[i].at = At::reset;
             n.administrator[i].armed = false;
             for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
               n.administrator[i].page[page] = 0;
             }
           }
           return D::shows();
         });
  }
};

} // namespace pathproof::nss
