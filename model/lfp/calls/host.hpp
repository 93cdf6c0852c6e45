// SPDX-License-Identifier: Apache-2.0
// Calls about hosts: names are resolved on Linux, and cross the code page at the daemon.
#pragma once

#include "model/lfp/calls/request.hpp"

namespace pathproof::lfp::values {

template <class D>
struct Hosts {
  using W = Words<D>;
  using S = State<D>;
  using Bool = typename D::Bool;
  using Value = typename D::template Number<2>;

  template <class Rule>
  static void rules(const S& s, Rule& rule) {
    if (!s.scope->hosts) {
      return;
    }
    rule.choose({"instance.gethostbyname", Show::gethostbyname, {&req::lfp_095}, Duty::may, 0},
                all(W::idle(s)),
                Value(0),
                Value(static_cast<unsigned>(Name::count) - 1),
                [&](S& n, Value name) {
                  n.asked.call = Call::gethostbyname;
                  n.asked.value = name;
                  return D::shows(name);
                });
    const auto asks = [&](std::string_view id, Show kind, Call call, Citations cites) {
      rule({id, kind, cites, Duty::may}, all(W::idle(s)), [&, call](S& n) {
        n.asked.call = call;
        return D::shows();
      });
    };
    asks("instance.gethostname", Show::gethostname, Call::gethostname, {&req::lfp_095});
    asks("instance.gethostid", Show::gethostid, Call::gethostid, {&req::lfp_061});
    answers(s, rule);
  }

private:
  static Bool is(const S& s, Name name) { return s.asked.value == static_cast<unsigned>(name); }

  template <class Rule>
  static void answers(const S& s, Rule& rule) {
    const Bool by_name = W::asks(s, Call::gethostbyname);
    // Which families localhost has is the machine's affair.
    const Bool localhost = is(s, Name::localhost);
    const Value inet = static_cast<unsigned>(Found::inet);
    const Value inet6 = static_cast<unsigned>(Found::inet6);
    const Value both = static_cast<unsigned>(Found::both);
    const Value least = select(localhost || is(s, Name::inet_loopback), inet, inet6);
    rule.choose({"answer.gethostbyname",
                 Show::addresses,
                 {&req::lfp_002, &req::lfp_083, &req::lfp_095, &req::lfp_175, &req::lfpo_021},
                 Duty::must,
                 0},
                all(cited({&req::lfp_169, &req::lfpo_007}, by_name),
                    cited({&req::lfpo_021}, !is(s, Name::nobody))),
                least,
                select(localhost, both, least),
                [&](S& n, Value found) {
                  n.asked = {};
                  return D::shows(found);
                });
    rule({"answer.gethostbyname.none", Show::not_found, {&req::lfp_095, &req::lfpo_021}},
         all(cited({&req::lfp_169, &req::lfpo_007}, by_name),
             cited({&req::lfpo_021}, is(s, Name::nobody))),
         [&](S& n) {
           n.asked = {};
           return D::shows();
         });
    const auto own = [&](std::string_view id, Show kind, Call call, Citations cites) {
      rule({id, kind, cites},
           all(cited({&req::lfp_169, &req::lfpo_007}, W::asks(s, call))),
           [&](S& n) {
             n.asked = {};
             return D::shows(0U);
           });
    };
    own("answer.gethostname",
        Show::host_name,
        Call::gethostname,
        {&req::lfp_002, &req::lfp_095, &req::lfp_175});
    own("answer.gethostid", Show::host_id, Call::gethostid, {&req::lfp_002, &req::lfp_061});
  }
};

} // namespace pathproof::lfp::values
