// SPDX-License-Identifier: Apache-2.0
// How a Linux is saved (SAVELX): the steps of an administrator's tool, and the machine that is
// started under a trace, stops at X'10000' and is saved there.
// Not modelled: what the device loads; pages of the machine hold what admin.store has put there.
#pragma once

#include "model/nss/words.hpp"

namespace pathproof::nss {

template <class D>
struct Savelx {
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      if (s.scope->stops) {
        machine(s, rule, i);
        stopped(s, rule, i);
      }
      if (s.scope->tasks) {
        for (unsigned system = 0; system < s.scope->systems; ++system) {
          task(s, rule, i, system);
          defines(s, rule, i, system);
          saves(s, rule, i, system);
        }
        traces(s, rule, i);
      }
    }
  }

  template <class Check>
  static void invariants(const S& s, Check& holds) {
    if (!s.scope->tasks) {
      return;
    }
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      const Administrator<D>& one = s.administrator[i];
      holds("a_tool_waits_for_one_answer_at_a_time",
            {&req::nss_074},
            implies(one.task == Task::defining, one.command == Command::defsys) &&
                implies(one.task == Task::started, one.command == Command::stop) &&
                implies(one.task == Task::told || one.task == Task::defined ||
                            one.task == Task::armed || one.task == Task::stopped ||
                            one.task == Task::over,
                        one.command == Command::none));
    }
    for (unsigned system = 0; system < s.scope->systems; ++system) {
      for (unsigned i = 0; i < s.scope->administrators; ++i) {
        const Administrator<D>& one = s.administrator[i];
        const Bool alone = one.task != Task::none && one.task != Task::saving &&
                           one.task != Task::over && one.system == system;
        holds("nobody_disturbs_a_tool",
              {&req::nss_074},
              implies(alone, W::quiet_about(s, i, system)) &&
                  implies(alone && one.task == Task::told, !s.skeleton[system].exists));
      }
    }
    for (unsigned i = 0; i < s.scope->administrators; ++i) {
      const Administrator<D>& one = s.administrator[i];
      holds("a_tool_saves_at_the_stop",
            {&req::nss_074, &req::nss_075},
            implies(one.task == Task::armed || one.task == Task::started, one.armed) &&
                implies(one.task == Task::stopped || one.task == Task::saving, one.at == At::stop));
    }
  }

private:
  // What an administrator does with a machine of its own accord.
  template <class Rule>
  static void machine(const S& s, Rule& rule, unsigned i) {
    const Administrator<D>& one = s.administrator[i];
    const Bool idle = W::idle(s, i);
    rule({"admin.arm", Show::arm, {&req::nss_074}, Duty::may},
         all(cited({&req::nss_074}, idle), !one.armed),
         [&, i](S& n) { return armed(n, i); });
    rule({"admin.ipl", Show::ipl_device, {&req::nss_074}, Duty::may},
         all(cited({&req::nss_074}, idle)),
         [&, i](S& n) { return started(n, s, i); });
    rule({"admin.begin", Show::go_on, {&req::nss_075}, Duty::may},
         all(cited({&req::nss_074, &req::nss_075}, idle), one.at == At::stop),
         [&, i](S& n) {
           n.administrator[i].at = At::beyond;
           return D::shows(i);
         });
    rule({"admin.end_trace", Show::end_trace, {&req::nss_074}, Duty::may},
         all(cited({&req::nss_074}, idle), one.armed),
         [&, i](S& n) { return disarmed(n, i); });
  }

  static auto armed(S& n, unsigned i) {
    n.begun = true;
    n.administrator[i].armed = true;
    return D::shows(i);
  }

  static auto disarmed(S& n, unsigned i) {
    n.administrator[i].armed = false;
    return D::shows(i);
  }

  // With the trace it will stop, without it is beyond the address at once.
  static auto started(S& n, const S& s, unsigned i) {
    using Place = typename D::template Enum<At>;
    using C = typename D::template Enum<Command>;
    const Bool stops = s.administrator[i].armed;
    n.begun = true;
    n.administrator[i].at = select(stops, Place(At::reset), Place(At::beyond));
    n.administrator[i].command = select(stops, C(Command::stop), C(Command::none));
    return D::shows(i);
  }

  template <class Rule>
  static void stopped(const S& s, Rule& rule, unsigned i) {
    const Administrator<D>& one = s.administrator[i];
    rule({"stopped", Show::stopped, {&req::nss_074, &req::nss_075}},
         all(cited({&req::nss_074}, one.command == Command::stop)),
         [&, i](S& n) {
           using T = typename D::template Enum<Task>;
           n.administrator[i].command = Command::none;
           n.administrator[i].at = At::stop;
           n.administrator[i].task = select(one.task == Task::started, T(Task::stopped), one.task);
           return D::shows(i);
         });
  }

  template <class Rule>
  static void task(const S& s, Rule& rule, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    rule({"event.task", Show::task, {&req::nss_070, &req::nss_082}, Duty::may},
         all(W::idle(s, i),
             one.class_e,
             !one.armed,
             !s.skeleton[system].exists,
             W::quiet_about(s, i, system)),
         [&, i, system](S& n) {
           n.begun = true;
           n.administrator[i].task = Task::told;
           n.administrator[i].system = system;
           return D::shows(i, system);
         });
  }

  template <class Rule>
  static void defines(const S& s, Rule& rule, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    rule(
        {"task.define", Show::defsys, {&req::nss_070, &req::nss_072, &req::nss_074}},
        all(cited({&req::nss_074}, one.task == Task::told),
            cited({&req::nss_070}, one.system == system)),
        [&, i, system](S& n) {
          W::begin(n, i, Command::defsys, system, {.minsize = one.size});
          n.administrator[i].task = Task::defining;
          n.administrator[i].definition.minsize = one.size;
          return D::shows(
              i, system, static_cast<unsigned>(Layout::savelx), one.size, Bool(false), Bool(false));
        });
  }

  template <class Rule>
  static void traces(const S& s, Rule& rule, unsigned i) {
    const Administrator<D>& one = s.administrator[i];
    rule({"task.arm", Show::arm, {&req::nss_074}},
         all(cited({&req::nss_074}, one.task == Task::defined)),
         [&, i](S& n) {
           n.administrator[i].task = Task::armed;
           return armed(n, i);
         });
    rule({"task.ipl", Show::ipl_device, {&req::nss_074, &req::nss_070}},
         all(cited({&req::nss_074}, one.task == Task::armed)),
         [&, i](S& n) {
           n.administrator[i].task = Task::started;
           return started(n, s, i);
         });
    rule({"task.end_trace", Show::end_trace, {&req::nss_074}},
         all(cited({&req::nss_074}, one.task == Task::over)),
         [&, i](S& n) {
           n.administrator[i].task = Task::none;
           n.administrator[i].system = 0;
           return disarmed(n, i);
         });
  }

  template <class Rule>
  static void saves(const S& s, Rule& rule, unsigned i, unsigned system) {
    const Administrator<D>& one = s.administrator[i];
    rule({"task.save", Show::savesys, {&req::nss_074, &req::nss_075}},
         all(cited({&req::nss_074, &req::nss_075}, one.task == Task::stopped),
             cited({&req::nss_070}, one.system == system)),
         [&, i, system](S& n) {
           W::begin_or_wait(n, s, i, Command::savesys, system);
           n.administrator[i].task = Task::saving;
           return D::shows(i, system);
         });
  }
};

} // namespace pathproof::nss
