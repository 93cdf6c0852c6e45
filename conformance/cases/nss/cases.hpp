// SPDX-License-Identifier: Apache-2.0
// The cases of named saved systems, one file per concept, named as in model/nss.
#pragma once

#include "conformance/cases/case.hpp"
#include "conformance/cases/moves.hpp"

namespace pathproof::nss {

std::vector<Case> definition_cases();
std::vector<Case> saving_cases();
std::vector<Case> loading_cases();
std::vector<Case> pages_cases();
std::vector<Case> withdrawal_cases();
std::vector<Case> savelx_cases();

// Three definitions: that of SAVELX, one with pages that users write, and one of read-only pages.
inline constexpr std::string_view defines =
    "admin.defsys by=1 system=1 pages=0-FF:EW,100-2FF:SR,300-4FF:EW minsize=none restricted=no "
    "mode=any";
inline constexpr std::string_view defines_writable =
    "admin.defsys by=1 system=1 pages=0-FF:EN,100-2FF:SW,300-37F:SN,400-4FF:EW minsize=none "
    "restricted=no mode=any";
inline constexpr std::string_view defines_read_only =
    "admin.defsys by=1 system=1 pages=0-FF:ER,100-2FF:SC,300-37F:EW,400-4FF:SR minsize=none "
    "restricted=no mode=any";
inline constexpr std::string_view defines_restricted =
    "admin.defsys by=1 system=1 pages=0-FF:EW,100-2FF:SR,300-4FF:EW minsize=none restricted=yes "
    "mode=any";

// The machine of console 1 has something in each page.
inline Moves filled(std::string_view definition) {
  return {"admin.store by=1 page=0 value=1",
          "admin.store by=1 page=100 value=2",
          "admin.store by=1 page=300 value=3",
          "admin.store by=1 page=3FF value=1",
          definition,
          "settle"};
}

// … and the system is saved.
inline Moves saved(std::string_view definition, const Moves& more = {}) {
  Moves moves = filled(definition);
  moves.insert(moves.end(), {"admin.savesys by=1 system=1", "event.written by=1", "settle"});
  return then(std::move(moves), more);
}

// … and users 1 and 2 run it.
inline Moves loaded(std::string_view definition, const Moves& more) {
  return then(saved(definition, {"user.ipl user=1 system=1", "user.ipl user=2 system=1"}), more);
}

// The same after others were saved with other contents: moves that save it again.
inline Moves again(std::string_view definition) {
  return {"admin.store by=1 page=0 value=2",
          "admin.store by=1 page=100 value=3",
          "admin.store by=1 page=300 value=1",
          definition,
          "admin.savesys by=1 system=1",
          "event.written by=1"};
}

inline Moves operator+(Moves before, const Moves& more) {
  before.insert(before.end(), more.begin(), more.end());
  return before;
}

inline CaseTable cases() {
  CaseTable table{.model = "nss", .cases = {}};
  for (const auto& part : {definition_cases(),
                           saving_cases(),
                           loading_cases(),
                           pages_cases(),
                           withdrawal_cases(),
                           savelx_cases()}) {
    table.cases.insert(table.cases.end(), part.begin(), part.end());
  }
  return table;
}

} // namespace pathproof::nss
