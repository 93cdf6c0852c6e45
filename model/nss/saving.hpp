// SPDX-License-Identifier: Apache-2.0
// SAVESYS: what of the issuing machine is kept, and what becomes of an older copy.
// Not modelled: storage keys and registers, codes of errors, saving of segments (NSS-042), and an
// IPL while a SAVESYS of the name runs.
#pragma once

#include "model/nss/words.hpp"

namespace pathproof::nss {

template <class D>
struct Saving {
  using W = Words<D>;
  using S = State<D>;
  using P = Parameters<D>;
  using Bool = typename D::Bool;
  using Value = typename S::Value;

  template <class Rule>
  static void rules(const S& s, const P& p, Rule& rule) {
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
        fills(s, rule, i, page);
      }
      for (unsigned system = 0; system < s.scope->systems; ++system) {
        says(s, p, rule, i, system);
        saved(s, rule, i, system);
      }
      written(s, rule, i);
      refused(s, rule, i);
      if (s.scope->purges && s.scope->administrators > 1) {
        ended(s, rule, i);
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, const P& p, Check& holds) {
    const unsigned files = s.scope->files;
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      const Administrator<D>& one = s.administrator[i];
      holds("who_waits_waits_for_another",
            {&req::nss_015},
            implies(one.waits,
                    (one.command == Command::defsys || one.command == Command::savesys) &&
                        running_elsewhere(s, i)));
    }
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      const Administrator<D>& one = s.administrator[i];
      holds("what_is_written_can_be_saved",
            {&req::nss_030},
            implies(one.command == Command::written,
                    W::acceptable(s, i) && !one.waits && W::some_free(s)));
    }
    for (unsigned k = 0; k < files; ++k) {
      Bool alone = true;
      for (unsigned other = 0; other < files; ++other) {
        if (other != k) {
          alone = alone && !(s.file[other].kind == Class::available &&
                             s.file[other].system == s.file[k].system);
        }
      }
      holds("at_most_one_available_copy_of_a_name",
            {&req::nss_034},
            implies(s.file[k].kind == Class::available, alone));
    }
    for (unsigned k = 0; k < files; ++k) {
      for (unsigned i = 0; i < s.scope->administrators; ++i) {
        holds("files_are_of_class_e",
              {&req::nss_030},
              implies(!(s.file[k].kind == Class::none) && s.file[k].by == i,
                      s.administrator[i].class_e));
      }
    }
    for (unsigned k = 0; k < files; ++k) {
      holds("nothing_is_left_of_a_file_that_is_gone",
            {&req::nss_036, &req::nss_040},
            implies(s.file[k].kind == Class::none, s.file[k].users.empty()));
    }
    if (s.scope->stops) {
      for (unsigned k = 0; k < files; ++k) {
        holds("careful_administrators_save_at_the_stop",
              {&req::nss_075},
              implies(p.discipline == Discipline::careful && !(s.file[k].kind == Class::none),
                      s.file[k].at == At::stop));
      }
      for (unsigned i = 0; i < s.scope->administrators; ++i) {
        const Administrator<D>& one = s.administrator[i];
        holds("a_machine_stands_still_while_it_is_saved",
              {&req::nss_075},
              implies(p.discipline == Discipline::careful &&
                          (one.command == Command::savesys || one.command == Command::written),
                      one.at == At::stop));
      }
    }
    for (unsigned k = 0; k < files; ++k) {
      for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
        const auto unsaved = [](PageCode code) { return !is_saved(code); };
        holds(
            "nothing_is_saved_of_pages_without_data",
            {&req::nss_041, &req::nss_012},
            implies(W::page_is(s.file[k].definition, page, unsaved), s.file[k].saved[page] == 0U));
      }
    }
  }

private:
  static Bool running_elsewhere(const S& s, unsigned i) {
    Bool found = false;
    for (unsigned j = 0; j < s.scope->administrators; ++j) {
      if (j != i) {
        const Administrator<D>& other = s.administrator[j];
        found =
            found || (other.system == s.administrator[i].system && !other.waits &&
                      (other.command == Command::savesys || other.command == Command::written) &&
                      W::acceptable(s, j));
      }
    }
    return found;
  }

  // Another console purges the skeleton that this one saves.
  static Bool purged_meanwhile(const S& s, unsigned i) {
    Bool found = false;
    for (unsigned j = 0; j < s.scope->administrators; ++j) {
      if (j != i) {
        const Administrator<D>& other = s.administrator[j];
        found = found || (other.command == Command::purge && other.skeleton &&
                          other.system == s.administrator[i].system);
      }
    }
    return found;
  }

  template <class Rule>
  static void fills(const S& s, Rule& rule, unsigned i, unsigned page) {
    rule.choose({"admin.store", Show::admin_store, {&req::nss_031}, Duty::may, 2},
                all(W::idle(s, i)),
                Value(0),
                Value(s.scope->values),
                [&, i, page](S& n, Value value) {
                  n.begun = true;
                  n.administrator[i].page[page] = value;
                  return D::shows(i, page, value);
                });
  }

  template <class Rule>
  static void says(const S& s, const P& p, Rule& rule, unsigned i, unsigned system) {
    const Bool at_the_stop = Bool(!s.scope->stops) || s.administrator[i].at == At::stop ||
                             p.discipline == Discipline::any;
    Bool undisturbed = true; // a file that is being withdrawn, a definition that is not answered
    for (unsigned j = 0; j < s.scope->administrators; ++j) {
      if (j != i) {
        undisturbed = undisturbed && implies(W::about(s, j, system), W::saves(s, j, system));
      }
    }
    rule({"admin.savesys", Show::savesys, {&req::nss_030, &req::nss_075}, Duty::may},
         all(cited({&req::nss_074}, W::idle(s, i)),
             cited({&req::nss_074, &req::nss_075}, at_the_stop),
             undisturbed,
             s.request != Request::ipl),
         [&, i, system](S& n) {
           W::begin_or_wait(n, s, i, Command::savesys, system);
           return D::shows(i, system);
         });
  }

  // The volume has taken what CP writes. Until then nothing can be loaded, and PURGE ends it.
  template <class Rule>
  static void written(const S& s, Rule& rule, unsigned i) {
    const Administrator<D>& one = s.administrator[i];
    Bool alone = true;
    for (unsigned j = 0; j < s.scope->administrators; ++j) {
      alone = alone && !(s.administrator[j].command == Command::written);
    }
    rule({"event.written", Show::written, {&req::nss_031}, Duty::may},
         all(one.command == Command::savesys,
             !one.waits,
             W::acceptable(s, i),
             W::some_free(s),
             alone,
             !purged_meanwhile(s, i),
             s.request != Request::ipl),
         [&, i](S& n) {
           n.administrator[i].command = Command::written;
           return D::shows(i);
         });
  }

  template <class Rule>
  static void saved(const S& s, Rule& rule, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    rule({"saved",
          Show::saved,
          {&req::nss_032,
           &req::nss_030,
           &req::nss_031,
           &req::nss_035,
           &req::nss_038,
           &req::nss_082}},
         all(cited({&req::nss_030, &req::nss_031}, one.command == Command::written),
             one.system == system),
         [&, i, system](S& n) {
           for (unsigned k = 0; k < s.scope->files; ++k) {
             const File<D> old =
                 W::chosen(W::available(s, k, system), W::withdrawn(s.file[k]), s.file[k]);
             n.file[k] = W::chosen(W::first_free(s, k), made(s, i, system), old);
           }
           n.skeleton[system] = Skeleton<D>{};
           W::finish(n, s, i, Task::saving, Task::over);
           return D::shows(i);
         });
  }

  // What is kept of the console's machine.
  static File<D> made(const S& s, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    File<D> file{.kind = Class::available,
                 .system = system,
                 .by = i,
                 .definition = s.skeleton[system].definition,
                 .at = one.at};
    file.definition.another_mode = false;
    for (unsigned page = s.scope->first_page; page < s.scope->pages; ++page) {
      file.saved[page] =
          select(W::page_is(file.definition, page, is_saved), one.page[page], Value(0));
      file.shared[page] =
          select(W::page_is(file.definition, page, is_shared), file.saved[page], Value(0));
    }
    return file;
  }

  template <class Rule>
  static void refused(const S& s, Rule& rule, unsigned i) {
    const Administrator<D>& one = s.administrator[i];
    rule({"refused.savesys",
          Show::refused,
          {&req::nss_030, &req::nss_039, &req::nss_043, &req::nss_044}},
         all(one.command == Command::savesys,
             cited({&req::nss_030, &req::nss_039, &req::nss_043}, !W::acceptable(s, i))),
         [&, i](S& n) {
           W::finish(n, s, i, Task::saving, Task::over);
           return D::shows(i);
         });
  }

  template <class Rule>
  static void ended(const S& s, Rule& rule, unsigned i) {
    const Administrator<D>& one = s.administrator[i];
    const Bool now =
        one.command == Command::savesys && W::acceptable(s, i) && purged_meanwhile(s, i);
    rule({"ended", Show::ended, {&req::nss_040}},
         all(cited({&req::nss_040}, one.command == Command::ended || now)),
         [&, i](S& n) {
           W::finish(n, s, i, Task::saving, Task::over);
           return D::shows(i);
         });
  }
};

} // namespace pathproof::nss
