// SPDX-License-Identifier: Apache-2.0
// Words that several rule files share: files, consoles, and what a page is to its users.
#pragma once

#include "model/nss/state.hpp"

namespace pathproof::nss {

template <class D>
struct Words {
  using S = State<D>;
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Value = typename S::Value;
  using System = typename S::System;

  // ---- pages ------------------------------------------------------------------------------------

  // The page is one of those codes in the definition.
  template <class Is>
  static Bool page_is(const Definition<D>& definition, unsigned page, Is is) {
    Bool found = false;
    for (unsigned layout = 0; layout < codes.size(); ++layout) {
      if (is(codes[layout][page])) {
        found = found || definition.layout == static_cast<Layout>(layout);
      }
    }
    return found;
  }

  // ---- files ------------------------------------------------------------------------------------

  static Bool available(const S& s, unsigned k, unsigned system) {
    return s.file[k].kind == Class::available && s.file[k].system == system;
  }

  // The file with the lowest number that is none is this one.
  static Bool first_free(const S& s, unsigned k) {
    Bool first = s.file[k].kind == Class::none;
    for (unsigned i = 0; i < k; ++i) {
      first = first && !(s.file[i].kind == Class::none);
    }
    return first;
  }

  static Bool some_free(const S& s) {
    Bool found = false;
    for (unsigned k = 0; k < s.scope->files; ++k) {
      found = found || s.file[k].kind == Class::none;
    }
    return found;
  }

  static Bool some_available(const S& s, unsigned system) {
    Bool found = false;
    for (unsigned k = 0; k < s.scope->files; ++k) {
      found = found || available(s, k, system);
    }
    return found;
  }

  static Set all_users(const S& s) {
    Set users;
    for (unsigned k = 0; k < s.scope->files; ++k) {
      users = users | s.file[k].users;
    }
    return users;
  }

  static Definition<D> chosen(Bool which, const Definition<D>& yes, const Definition<D>& no) {
    return {.layout = select(which, yes.layout, no.layout),
            .minsize = select(which, yes.minsize, no.minsize),
            .restricted = select(which, yes.restricted, no.restricted),
            .another_mode = select(which, yes.another_mode, no.another_mode)};
  }

  static File<D> chosen(Bool which, const File<D>& yes, const File<D>& no) {
    File<D> made{.kind = select(which, yes.kind, no.kind),
                 .system = select(which, yes.system, no.system),
                 .by = select(which, yes.by, no.by),
                 .definition = chosen(which, yes.definition, no.definition),
                 .at = select(which, yes.at, no.at),
                 .users = select(which, yes.users, no.users)};
    for (unsigned p = 0; p < pages_max; ++p) {
      made.saved[p] = select(which, yes.saved[p], no.saved[p]);
      made.shared[p] = select(which, yes.shared[p], no.shared[p]);
    }
    return made;
  }

  // What becomes of a file that nobody shall load any more (NSS-060).
  static File<D> withdrawn(const File<D>& file) {
    File<D> pending = file;
    pending.kind = Class::pending;
    return chosen(file.users.empty(), File<D>{}, pending);
  }

  // ---- consoles ---------------------------------------------------------------------------------

  // The console's SAVESYS will succeed, if nothing ends it.
  static Bool acceptable(const S& s, unsigned i) {
    const Administrator<D>& one = s.administrator[i];
    Bool fine = false;
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      const Skeleton<D>& skeleton = s.skeleton[system];
      fine =
          fine || (one.system == system && skeleton.exists && !skeleton.definition.another_mode &&
                   !(s.service[system] && some_available(s, system)));
    }
    return fine && one.class_e;
  }

  // The console waits for the answer to a command about the name.
  static Bool commands(const S& s, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    return !(one.command == Command::none) && !(one.command == Command::stop) &&
           one.system == system;
  }

  // … or has a task about it.
  static Bool about(const S& s, unsigned i, unsigned system) {
    return (commands(s, i, system) || s.administrator[i].task != Task::none) &&
           s.administrator[i].system == system;
  }

  // The console runs a SAVESYS of the name.
  static Bool saves(const S& s, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    return one.system == system &&
           (one.command == Command::savesys || one.command == Command::written);
  }

  // Another console than this one does so, and will succeed.
  static Bool saved_elsewhere(const S& s, unsigned i, unsigned system) {
    Bool found = false;
    for (unsigned j = 0; j < s.scope->administrators; ++j) {
      if (j != i) {
        found = found || (saves(s, j, system) && acceptable(s, j));
      }
    }
    return found;
  }

  // No console but this one, if it is one, has a command or a task about the name.
  static Bool quiet_about(const S& s, unsigned i, unsigned system) {
    Bool quiet = true;
    for (unsigned j = 0; j < s.scope->administrators; ++j) {
      if (j != i) {
        quiet = quiet && !about(s, j, system);
      }
    }
    return quiet;
  }

  // The console waits for nothing, and has no task.
  static Bool idle(const S& s, unsigned i) {
    return s.administrator[i].command == Command::none && s.administrator[i].task == Task::none;
  }

  static Bool all_idle(const S& s) {
    Bool idle_all = true;
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      idle_all = idle_all && idle(s, i);
    }
    return idle_all;
  }

  static Bool malformed(const Definition<D>& definition) {
    return definition.layout == Layout::mixed || definition.layout == Layout::overlapping;
  }

  // The console's DEFSYS or SAVESYS fails whatever else is going on.
  static Bool is_hopeless(const Administrator<D>& one) {
    return !one.class_e || malformed(one.definition);
  }

  // The console gives a command.
  static void
  begin(S& n, unsigned i, Command command, unsigned system, const Definition<D>& said = {}) {
    Administrator<D>& one = n.administrator[i];
    n.begun = true;
    one.command = command;
    one.system = system;
    one.definition = said;
  }

  // … and has to wait while another console runs a SAVESYS of the name.
  static void begin_or_wait(S& n,
                            const S& s,
                            unsigned i,
                            Command command,
                            unsigned system,
                            const Definition<D>& said = {}) {
    begin(n, i, command, system, said);
    Administrator<D>& one = n.administrator[i];
    one.waits = saved_elsewhere(s, i, system) && !is_hopeless(one);
  }

  // The console's command is answered, and its task goes on there. What was said is forgotten.
  static void finish(S& n, const S& s, unsigned i, typename D::template Enum<Task> task) {
    Administrator<D>& one = n.administrator[i];
    one.command = Command::none;
    one.waits = false;
    one.skeleton = false;
    one.definition = Definition<D>{};
    one.task = task;
    one.system = select(task == Task::none, System(0), one.system);
    // Who waits can only have waited for this one.
    for (unsigned j = 0; j < s.scope->administrators; ++j) {
      if (j != i) {
        n.administrator[j].waits = false;
      }
    }
  }

  // … there where its task was at this step, and where it was otherwise.
  static void finish(S& n, const S& s, unsigned i, Task at, Task then) {
    using T = typename D::template Enum<Task>;
    const auto task = s.administrator[i].task;
    finish(n, s, i, select(task == at, T(then), task));
  }
};

} // namespace pathproof::nss
