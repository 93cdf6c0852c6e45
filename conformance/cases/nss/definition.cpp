// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/nss/cases.hpp"
#include "model/nss/requirements.hpp"

namespace pathproof::nss {

std::vector<Case> definition_cases() {
  constexpr std::string_view mixed =
      "admin.defsys by=1 system=1 pages=0-7F:EW,80-FF:SR,400-4FF:EW minsize=none restricted=no "
      "mode=any";
  constexpr std::string_view overlapping =
      "admin.defsys by=1 system=1 pages=0-FF:EW,80-17F:EW,400-4FF:EW minsize=none restricted=no "
      "mode=any";
  return {
      {.id = "nss/definition/a_skeleton",
       .title = "DEFSYS makes a skeleton, and QUERY NSS says who defined it",
       .cites = {&req::nss_001, &req::nss_010, &req::nss_058},
       .moves = settled({"admin.query by=2 system=1",
                         defines,
                         "admin.query by=2 system=1",
                         "admin.query by=2 system=2"}),
       .roles = {"cp"}},
      {.id = "nss/definition/of_each_console",
       .title = "two consoles define two systems",
       .cites = {&req::nss_001, &req::nss_058},
       .moves =
           settled({defines,
                    "admin.defsys by=2 system=2 pages=0-FF:ER,100-2FF:SC,300-37F:EW,400-4FF:SR "
                    "minsize=64M restricted=yes mode=any",
                    "admin.query by=1 system=1",
                    "admin.query by=1 system=2"}),
       .roles = {"cp"}},
      {.id = "nss/definition/without_class_e",
       .title = "DEFSYS without class E fails, and there is no skeleton",
       .cites = {&req::nss_001},
       .moves = settled({"configure.class by=1 class=G", defines, "admin.query by=2 system=1"}),
       .roles = {"cp"}},
      {.id = "nss/definition/exclusive_and_shared_in_one_segment",
       .title = "ranges of one segment are all exclusive or all shared",
       .cites = {&req::nss_011},
       .moves = settled({mixed, "admin.query by=2 system=1", defines}),
       .roles = {"cp"}},
      {.id = "nss/definition/overlapping_ranges",
       .title = "ranges that overlap are refused",
       .cites = {&req::nss_014},
       .moves = settled({overlapping, "admin.query by=2 system=1"}),
       .roles = {"cp"}},
      {.id = "nss/definition/cannot_be_loaded",
       .title = "IPL of a skeleton fails, and it stays one",
       .cites = {&req::nss_006},
       .moves = settled({defines, "user.ipl user=1 system=1", "admin.query by=1 system=1"}),
       .roles = {"cp"}},
      {.id = "nss/definition/purged",
       .title = "PURGE NSS of a skeleton removes it, and it can be defined again",
       .cites = {&req::nss_040, &req::nss_001},
       .moves = settled({defines,
                         "admin.purge by=1 system=1 file=skeleton",
                         "admin.query by=1 system=1",
                         "admin.savesys by=1 system=1",
                         defines,
                         "admin.query by=1 system=1"}),
       .roles = {"cp"}},
      {.id = "nss/definition/generated",
       .title = "any order of definitions and queries",
       .cites = {&req::nss_001, &req::nss_011, &req::nss_058},
       .roles = {"cp"},
       .kinds = {"configure.class", "admin.defsys", "admin.purge", "admin.query", "cp."}},
  };
}

} // namespace pathproof::nss
