// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/nss/cases.hpp"
#include "model/nss/requirements.hpp"

namespace pathproof::nss {

namespace {

constexpr std::string_view defines_64m =
    "admin.defsys by=1 system=1 pages=0-FF:EW,100-2FF:SR,300-4FF:EW minsize=64M restricted=no "
    "mode=any";
constexpr std::string_view defines_128m =
    "admin.defsys by=1 system=1 pages=0-FF:EW,100-2FF:SR,300-4FF:EW minsize=128M restricted=no "
    "mode=any";

// Users 1, 2 and 3 have so much storage and load the system of this definition.
Moves with_storage(std::string_view first,
                   std::string_view second,
                   std::string_view third,
                   std::string_view definition) {
  return Moves{first, second, third} + saved(definition,
                                             {"user.ipl user=1 system=1",
                                              "user.ipl user=2 system=1",
                                              "user.ipl user=3 system=1",
                                              "user.fetch user=3 page=0"});
}

} // namespace

std::vector<Case> loading_cases() {
  return {
      {.id = "nss/loading/by_any_user",
       .title = "any user loads an available system by its name",
       .cites = {&req::nss_050, &req::nss_078, &req::nss_033, &req::nss_031},
       .moves = loaded(defines,
                       {"user.ipl user=3 system=1",
                        "user.fetch user=1 page=0",
                        "user.fetch user=2 page=100",
                        "user.fetch user=3 page=300"}),
       .roles = {"cp"}},
      {.id = "nss/loading/of_a_name_that_is_none",
       .title = "IPL of a name that is not saved fails",
       .cites = {&req::nss_006, &req::nss_050},
       .moves = saved(defines, {"user.ipl user=1 system=2"}),
       .roles = {"cp"}},
      {.id = "nss/loading/two_systems",
       .title = "users of two systems have each their own",
       .cites = {&req::nss_050, &req::nss_031},
       .moves = saved(defines,
                      {"admin.store by=2 page=0 value=2",
                       "admin.store by=2 page=100 value=1",
                       "admin.defsys by=2 system=2 pages=0-FF:EW,100-2FF:SR,300-4FF:EW "
                       "minsize=none restricted=no mode=any",
                       "admin.savesys by=2 system=2",
                       "event.written by=2",
                       "user.ipl user=1 system=1",
                       "user.ipl user=2 system=2",
                       "user.fetch user=1 page=0",
                       "user.fetch user=2 page=0",
                       "user.fetch user=1 page=100",
                       "user.fetch user=2 page=100"}),
       .roles = {"cp"}},
      {.id = "nss/loading/minsize",
       .title = "less storage than MINSIZE is refused, as much is enough",
       .cites = {&req::nss_052, &req::nss_053},
       .moves = with_storage("configure.storage user=1 size=5M",
                             "configure.storage user=2 size=64M",
                             "configure.storage user=3 size=128M",
                             defines_64m),
       .roles = {"cp"}},
      {.id = "nss/loading/minsize_of_more",
       .title = "of three machines one is large enough",
       .cites = {&req::nss_052, &req::nss_053},
       .moves = with_storage("configure.storage user=1 size=4M",
                             "configure.storage user=2 size=64M",
                             "configure.storage user=3 size=128M",
                             defines_128m),
       .roles = {"cp"}},
      {.id = "nss/loading/saved_anew_after_a_refusal",
       .title = "a tool saves anew what a machine was too small for, and ends its trace",
       .cites = {&req::nss_074, &req::nss_082},
       .moves = settled({defines_128m,
                         "admin.arm by=1",
                         "admin.ipl by=1",
                         "admin.savesys by=1 system=1",
                         "event.written by=1",
                         "admin.end_trace by=1",
                         "user.ipl user=1 system=1",
                         "event.task by=1 system=1",
                         "event.written by=1"}),
       .roles = {"administrator"}},
      {.id = "nss/loading/without_minsize",
       .title = "without MINSIZE the highest page is the bound",
       .cites = {&req::nss_054},
       .moves = with_storage("configure.storage user=1 size=4M",
                             "configure.storage user=2 size=5M",
                             "configure.storage user=3 size=64M",
                             defines),
       .roles = {"cp"}},
      {.id = "nss/loading/restricted",
       .title = "a restricted system is loaded by those with a NAMESAVE statement for it",
       .cites = {&req::nss_033, &req::nss_055},
       .moves = Moves{"configure.namesave user=1 system=1", "configure.namesave user=2 system=2"} +
                saved(defines_restricted,
                      {"user.ipl user=1 system=1",
                       "user.ipl user=2 system=1",
                       "user.ipl user=3 system=1",
                       "user.fetch user=1 page=0"}),
       .roles = {"cp"}},
      {.id = "nss/loading/unrestricted_with_a_statement",
       .title = "a NAMESAVE statement is no condition for an A",
       .cites = {&req::nss_033},
       .moves = Moves{"configure.namesave user=1 system=1"} +
                saved(defines, {"user.ipl user=1 system=1", "user.ipl user=2 system=1"}),
       .roles = {"cp"}},
      {.id = "nss/loading/again",
       .title = "who has left a system may load it again, and finds what was saved",
       .cites = {&req::nss_050, &req::nss_031},
       .moves = loaded(defines,
                       {"user.store user=1 page=0 value=3",
                        "user.leaves user=1",
                        "user.ipl user=1 system=1",
                        "user.fetch user=1 page=0"}),
       .roles = {"cp"}},
      {.id = "nss/loading/many_users",
       .title = "32 machines run one system",
       .cites = {&req::nss_050, &req::nss_021},
       .moves = loaded(defines,
                       {"user.ipl user=32 system=1",
                        "user.ipl user=17 system=1",
                        "user.store user=17 page=0 value=3",
                        "user.fetch user=32 page=0",
                        "user.fetch user=1 page=0",
                        "user.fetch user=17 page=0"}),
       .instances = 32,
       .roles = {"cp"}},
      {.id = "nss/loading/generated",
       .title = "any order of saves and loads, with machines of any size",
       .cites = {&req::nss_033, &req::nss_050, &req::nss_052},
       .roles = {"cp"},
       .kinds = {"configure.storage",
                 "configure.namesave",
                 "admin.defsys",
                 "admin.savesys",
                 "event.written",
                 "user.ipl",
                 "user.leaves",
                 "cp."}},
  };
}

} // namespace pathproof::nss
