// SPDX-License-Identifier: Apache-2.0
// Planted faults that no mechanical change of a rule makes: what real implementations get wrong.
#pragma once

#include <array>

#include "model/core/machine.hpp"
#include "model/nss/pages.hpp"
#include "model/nss/saving.hpp"

namespace pathproof::nss {

inline constexpr std::array planted_faults{
    PlantedFault{"stores_into_the_saved_copy",
                 "what a user stores into an exclusive page goes to the copy of all",
                 by(Role::cp),
                 "stored"},
    PlantedFault{"copies_shared_pages",
                 "a user who stores into a shared page gets a page of its own",
                 by(Role::cp),
                 "stored"},
    PlantedFault{"stores_into_read_only_pages",
                 "a store into a read-only page changes it for all",
                 by(Role::cp),
                 "protection"},
    PlantedFault{"keeps_the_old_copy_available",
                 "after a second SAVESYS both copies can be loaded",
                 by(Role::cp),
                 "saved"},
    PlantedFault{"moves_users_to_the_new_copy",
                 "a second SAVESYS gives the users of the first copy the new one",
                 by(Role::cp),
                 "saved"},
    PlantedFault{"loads_what_is_pending",
                 "IPL gives a copy that is pending purge",
                 by(Role::cp),
                 "not_loaded"},
    PlantedFault{"loads_a_skeleton", "IPL of a skeleton does not fail", by(Role::cp), "not_loaded"},
    PlantedFault{
        "minsize_is_not_enough", "a machine with exactly MINSIZE is refused", by(Role::cp)},
    PlantedFault{"saves_pages_without_data",
                 "the contents of pages with codes EN and SN are kept",
                 by(Role::cp),
                 "saved"},
    PlantedFault{"saves_before_the_stop",
                 "the tool saves as soon as the system is defined",
                 by(Role::administrator),
                 "task.arm"},
};

template <class D>
struct Faults {
  using L = Loading<D>;
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Value = typename S::Value;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    if (s.scope->users) {
      pages(s, rule);
      loads(s, rule);
    }
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      for (unsigned system = 0; system < s.scope->systems; ++system) {
        saves(s, rule, i, system);
        if (s.scope->tasks) {
          rule({"saves_before_the_stop", Show::savesys, {&req::nss_074}},
               all(s.administrator[i].task == Task::defined, s.administrator[i].system == system),
               [&, i, system](S& n) {
                 W::begin_or_wait(n, s, i, Command::savesys, system);
                 n.administrator[i].task = Task::saving;
                 return D::shows(i, system);
               });
        }
      }
    }
  }

private:
  static Bool uses(const S& s, unsigned k) {
    return s.asker.within(s.file[k].users) && !s.asker.empty();
  }

  // The asker's page is one of those codes.
  template <class Is>
  static Bool asked_is(const S& s, unsigned k, unsigned page, Is is) {
    return uses(s, k) && s.asked_page == page && W::page_is(s.file[k].definition, page, is);
  }

  template <class Rule>
  static void pages(const S& s, Rule& rule) {
    const auto store = [&](std::string_view id, Show show, auto here, auto effect) {
      Bool found = false;
      for (unsigned k = 0; k < s.scope->files; ++k) {
        for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
          found = found || asked_is(s, k, page, here);
        }
      }
      rule({id, show, {&req::nss_020}}, all(s.request == Request::store, found), [&](S& n) {
        for (unsigned k = 0; k < s.scope->files; ++k) {
          for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
            effect(n, k, page);
          }
        }
        L::answered(n);
        return D::shows(s.asker);
      });
    };
    store("stores_into_the_saved_copy",
          Show::stored,
          is_writable,
          [&](S& n, unsigned k, unsigned page) {
            const File<D>& file = s.file[k];
            const Bool shared = asked_is(s, k, page, is_shared);
            n.file[k].shared[page] = select(shared, s.asked_value, file.shared[page]);
            const Bool exclusive = uses(s, k) && s.asked_page == page && !shared;
            n.file[k].saved[page] = select(exclusive, s.asked_value, file.saved[page]);
            n.right[page].set(select(exclusive, s.asker, Set()), s.asked_value);
          });
    store("copies_shared_pages", Show::stored, is_writable, [&](S& n, unsigned, unsigned page) {
      const Set owner = select(s.asked_page == page, s.asker, Set());
      n.own[page] = s.own[page] | owner;
      n.content[page].set(owner, s.asked_value);
      n.right[page].set(owner, s.asked_value);
    });
    const auto read_only = [](PageCode code) { return !is_writable(code); };
    store("stores_into_read_only_pages",
          Show::stored,
          read_only,
          [&](S& n, unsigned k, unsigned page) {
            const File<D>& file = s.file[k];
            const Bool here = asked_is(s, k, page, read_only);
            n.file[k].shared[page] = select(here, s.asked_value, file.shared[page]);
            n.file[k].saved[page] = select(here, s.asked_value, file.saved[page]);
          });
  }

  template <class Rule>
  static void loads(const S& s, Rule& rule) {
    for (unsigned k = 0; k < s.scope->files; ++k) {
      rule({"loads_what_is_pending", Show::loaded, {&req::nss_034}},
           all(s.request == Request::ipl,
               s.file[k].kind == Class::pending,
               s.file[k].system == s.asked_system),
           [&, k](S& n) {
             n.file[k].users = s.file[k].users | s.asker;
             L::answered(n);
             return D::shows(s.asker, s.file[k].at);
           });
    }
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      rule({"loads_a_skeleton", Show::loaded, {&req::nss_006}},
           all(s.request == Request::ipl,
               s.asked_system == system,
               s.skeleton[system].exists,
               !W::some_available(s, system)),
           [&](S& n) {
             L::answered(n);
             return D::shows(s.asker, 0U);
           });
    }
    if (s.scope->sizes) {
      for (unsigned k = 0; k < s.scope->files; ++k) {
        rule({"minsize_is_not_enough", Show::not_loaded, {&req::nss_053}},
             all(s.request == Request::ipl,
                 s.file[k].kind == Class::available,
                 s.file[k].system == s.asked_system,
                 s.file[k].definition.minsize == s.size.of(s.asker)),
             [&](S& n) {
               L::answered(n);
               return D::shows(s.asker);
             });
      }
    }
  }

  template <class Rule>
  static void saves(const S& s, Rule& rule, unsigned i, unsigned system) {
    const auto save = [&](std::string_view id, auto old, auto users, auto kept) {
      const Administrator<D>& one = s.administrator[i];
      rule({id, Show::saved, {&req::nss_034}},
           all(one.command == Command::written, one.system == system),
           [&, i, system](S& n) {
             for (unsigned k = 0; k < s.scope->files; ++k) {
               File<D> made{.kind = Class::available,
                            .system = system,
                            .by = i,
                            .definition = s.skeleton[system].definition,
                            .at = one.at,
                            .users = users()};
               for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
                 made.saved[page] =
                     select(W::page_is(made.definition, page, kept), one.page[page], Value(0));
                 made.shared[page] = made.saved[page];
               }
               n.file[k] = W::chosen(W::first_free(s, k), made, old(k));
             }
             n.skeleton[system] = Skeleton<D>{};
             W::finish(n, s, i, Task::saving, Task::over);
             return D::shows(i);
           });
    };
    const auto withdrawn = [&](unsigned k) {
      return W::chosen(W::available(s, k, system), W::withdrawn(s.file[k]), s.file[k]);
    };
    const auto nobody = [] { return Set(); };
    const auto all = [](PageCode) { return true; };
    save(
        "keeps_the_old_copy_available", [&](unsigned k) { return s.file[k]; }, nobody, is_saved);
    save("saves_pages_without_data", withdrawn, nobody, all);
    save(
        "moves_users_to_the_new_copy",
        [&](unsigned k) { return W::chosen(W::available(s, k, system), File<D>{}, s.file[k]); },
        [&] {
          Set users;
          for (unsigned k = 0; k < s.scope->files; ++k) {
            users = users | select(W::available(s, k, system), s.file[k].users, Set());
          }
          return users;
        },
        is_saved);
  }
};

} // namespace pathproof::nss
