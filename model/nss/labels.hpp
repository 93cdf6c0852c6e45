// SPDX-License-Identifier: Apache-2.0
// Named saved systems: roles, and the labels they show each other.
// Administrators are two consoles with a virtual machine each; users are virtual machines, as many
// as there are instances; CP answers both. The operator configures all of them before the first
// command, restarts the system, gives an administrator's tool its task, and is the clock of the
// volume to which SAVESYS writes.
#pragma once

#include <array>
#include <string_view>

#include "model/core/label.hpp"
#include "model/nss/page_code.hpp"

namespace pathproof::nss {

enum class Role : unsigned { administrator, cp, user, operations };

inline constexpr std::array<std::string_view, 4> role_names{
    "administrator", "cp", "user", "operator"};

enum class Show : unsigned {
  configure_class,
  configure_administrator,
  configure_storage,
  configure_namesave,
  configure_service,
  task,
  written,
  restart,
  defsys,
  savesys,
  purge,
  query,
  admin_store,
  arm,
  ipl_device,
  go_on,
  end_trace,
  defined,
  saved,
  purged,
  ended,
  refused,
  files,
  stopped,
  ipl,
  leaves,
  store,
  fetch,
  loaded,
  not_loaded,
  stored,
  protection,
  fetched,
  count
};

// Privilege classes that a console has.
inline constexpr std::array<std::string_view, 2> class_names{"G", "E"};

// Storage of virtual machines; the second is as large as the highest page of each layout.
inline constexpr std::array<std::string_view, 4> size_names{"4M", "5M", "64M", "128M"};

// MINSIZE of a definition. What it is without one is that of the highest page [NSS-054].
inline constexpr std::array<std::string_view, 4> minsize_names{"none", "5M", "64M", "128M"};

// MACHMODE of a definition: none, or one that does not name the saver's mode.
inline constexpr std::array<std::string_view, 2> mode_names{"any", "another"};

// Where a virtual machine stands: not started, stopped at X'10000', beyond.
enum class At { reset, stop, beyond, count };
inline constexpr std::array<std::string_view, 3> at_names{"reset", "stop", "beyond"};

// Which file of a name PURGE NSS is about.
inline constexpr std::array<std::string_view, 2> file_names{"skeleton", "available"};

// Class of the available file of a name.
inline constexpr std::array<std::string_view, 3> available_names{"none", "A", "R"};

inline constexpr LabelArgument by_argument{.name = "by", .first = 1};
inline constexpr LabelArgument user_argument{.name = "user", .first = 1};
inline constexpr LabelArgument system_argument{.name = "system", .first = 1};
inline constexpr LabelArgument page_argument{.name = "page", .names = page_names};
inline constexpr LabelArgument value_argument{.name = "value"};
inline constexpr LabelArgument at_argument{.name = "at", .names = at_names};

inline constexpr unsigned to_cp = to(Role::cp);
inline constexpr unsigned to_administrator = to(Role::administrator);
inline constexpr unsigned to_user = to(Role::user);

// In the order of Show.
inline constexpr std::array<LabelKind, static_cast<std::size_t>(Show::count)> label_kinds{{
    {"configure.class",
     by(Role::operations),
     to_cp | to_administrator,
     {by_argument, LabelArgument{.name = "class", .names = class_names}},
     "privilege class of a console; E unless this says otherwise"},
    {"configure.administrator",
     by(Role::operations),
     to_cp | to_administrator,
     {by_argument, LabelArgument{.name = "size", .names = size_names}},
     "storage of the machine behind a console; 64M otherwise"},
    {"configure.storage",
     by(Role::operations),
     to_cp,
     {user_argument, LabelArgument{.name = "size", .names = size_names}},
     "storage of a user machine; 64M otherwise"},
    {"configure.namesave",
     by(Role::operations),
     to_cp,
     {user_argument, system_argument},
     "the user's directory entry has a NAMESAVE statement for the system"},
    {"configure.service",
     by(Role::operations),
     to_cp,
     {system_argument},
     "systems of this name are CP system services",
     false,
     "services"},
    {"event.task",
     by(Role::operations),
     to_administrator,
     {by_argument, system_argument},
     "make and save this system as SAVELX does",
     false,
     "trace"},
    {"event.written",
     by(Role::operations),
     to_cp,
     {by_argument},
     "what the SAVESYS of this console has to write is on its volume"},
    {"event.restart",
     by(Role::operations),
     to_cp,
     {},
     "IPL or restart of the system: all machines end",
     false,
     "restart"},
    {"admin.defsys",
     by(Role::administrator),
     to_cp,
     {by_argument,
      system_argument,
      LabelArgument{.name = "pages", .names = layout_names},
      LabelArgument{.name = "minsize", .names = minsize_names},
      LabelArgument{.name = "restricted", .names = no_yes},
      LabelArgument{.name = "mode", .names = mode_names}},
     "DEFSYS with ranges of pages, MINSIZE, RSTD and MACHMODE"},
    {"admin.savesys",
     by(Role::administrator),
     to_cp,
     {by_argument, system_argument},
     "SAVESYS, with the machine of this console"},
    {"admin.purge",
     by(Role::administrator),
     to_cp,
     {by_argument, system_argument, LabelArgument{.name = "file", .names = file_names}},
     "PURGE NSS of one file"},
    {"admin.query",
     by(Role::administrator),
     to_cp,
     {by_argument, system_argument},
     "QUERY NSS of a name",
     false,
     "query"},
    {"admin.store",
     by(Role::administrator),
     to_cp,
     {by_argument, page_argument, value_argument},
     "the machine of this console has this in a page from now on"},
    {"admin.arm",
     by(Role::administrator),
     to_cp,
     {by_argument},
     "TRACE that stops the machine at X'10000'",
     false,
     "trace"},
    {"admin.ipl",
     by(Role::administrator),
     to_cp,
     {by_argument},
     "IPL of the device",
     false,
     "trace"},
    {"admin.begin",
     by(Role::administrator),
     to_cp,
     {by_argument},
     "the machine goes on from where it stopped",
     false,
     "trace"},
    {"admin.end_trace",
     by(Role::administrator),
     to_cp,
     {by_argument},
     "TRACE END ALL",
     false,
     "trace"},
    {"cp.defined", by(Role::cp), to_administrator, {by_argument}, "DEFSYS succeeded"},
    {"cp.saved", by(Role::cp), to_administrator, {by_argument}, "SAVESYS succeeded"},
    {"cp.purged", by(Role::cp), to_administrator, {by_argument}, "PURGE NSS is done"},
    {"cp.ended", by(Role::cp), to_administrator, {by_argument}, "SAVESYS was ended by a PURGE NSS"},
    {"cp.refused",
     by(Role::cp),
     to_administrator,
     {by_argument},
     "DEFSYS or SAVESYS failed and changed nothing"},
    {"cp.files",
     by(Role::cp),
     to_administrator,
     {by_argument,
      LabelArgument{.name = "defined_by"},
      LabelArgument{.name = "class", .names = available_names},
      LabelArgument{.name = "saved_by"},
      LabelArgument{.name = "pending"}},
     "files of the name: by which console the skeleton was defined and the available one saved (0: "
     "there is none), and how many are pending purge"},
    {"cp.stopped", by(Role::cp), to_administrator, {by_argument}, "the machine is at X'10000'"},
    {"user.ipl",
     by(Role::user),
     to_cp,
     {user_argument, system_argument},
     "IPL of a saved system by its name"},
    {"user.leaves",
     by(Role::user),
     to_cp,
     {user_argument},
     "the user logs off, or starts something else"},
    {"user.store",
     by(Role::user),
     to_cp,
     {user_argument, page_argument, value_argument},
     "a store into a page of the saved system"},
    {"user.fetch",
     by(Role::user),
     to_cp,
     {user_argument, page_argument},
     "reads a page of the saved system"},
    {"cp.loaded",
     by(Role::cp),
     to_user,
     {user_argument, at_argument},
     "the saved system runs, from where the saver stood"},
    {"cp.not_loaded", by(Role::cp), to_user, {user_argument}, "IPL failed"},
    {"cp.stored", by(Role::cp), to_user, {user_argument}, "the store is done"},
    {"cp.protection", by(Role::cp), to_user, {user_argument}, "protection exception: no store"},
    {"cp.fetched", by(Role::cp), to_user, {user_argument, value_argument}, "what the page holds"},
}};

} // namespace pathproof::nss
