// SPDX-License-Identifier: Apache-2.0
// Named saved systems: the state all rules speak of.
//
// Any number of user machines, one or two consoles, a few files. A Scope says how many and which
// features; every scope has the same rule text. Of each kind of page there are one or two, and what
// a page holds is a number: 0 is a page of zeros.
#pragma once

#include <array>
#include <string_view>

#include "model/core/rule.hpp"
#include "model/nss/labels.hpp"
#include "model/nss/requirements.hpp"

namespace pathproof::nss {

inline constexpr unsigned systems_max = 2;
inline constexpr unsigned files_max = 4;
inline constexpr unsigned administrators_max = 2;

struct Scope {
  std::string_view name;
  std::string_view summary;
  unsigned systems = 1;        // names, 1 or 2
  unsigned files = 1;          // saved, at a time, 1 to 4
  unsigned administrators = 1; // 1 or 2
  unsigned first_page = 0;     // of those that labels speak of
  unsigned pages = 0;          // … and how many with those before it, 0 to 4
  unsigned layouts = 1;        // that are defined, 1 to 5; those from the third on cannot be saved
  unsigned values = 1;         // what pages hold, but for zeros: 1 or 3
  bool users = false;          // machines that load systems
  bool sizes = false;          // storage and MINSIZE differ
  bool restrictions = false;   // RSTD and NAMESAVE
  bool classes = false;        // consoles without class E
  bool modes = false;          // MACHMODE
  bool services = false;       // CP system services
  bool purges = false;
  bool queries = false;
  bool restarts = false;
  bool stops = false;   // machines of consoles are started and stopped
  bool tasks = false;   // an administrator's tool
  bool tallied = false; // what users are entitled to is kept apart, for proofs
};

enum class Class { none, available, pending, count };

constexpr std::string_view name_of(Class value) {
  constexpr std::array<std::string_view, 3> names{"none", "available", "pending purge"};
  return names[static_cast<unsigned>(value)];
}

constexpr std::string_view name_of(At value) {
  return at_names[static_cast<unsigned>(value)];
}

// What a console waits for.
enum class Command { none, defsys, savesys, written, ended, purge, query, stop, count };

constexpr std::string_view name_of(Command value) {
  constexpr std::array<std::string_view, 8> names{
      "none", "DEFSYS", "SAVESYS", "written", "ended", "PURGE", "QUERY", "stop"};
  return names[static_cast<unsigned>(value)];
}

// How far a tool is with what it was told to do (NSS-074).
enum class Task { none, told, defining, defined, armed, started, stopped, saving, over, count };

constexpr std::string_view name_of(Task value) {
  constexpr std::array<std::string_view, 9> names{
      "none", "told", "defining", "defined", "armed", "started", "stopped", "saving", "over"};
  return names[static_cast<unsigned>(value)];
}

// What a user machine waits for.
enum class Request { none, ipl, store, fetch, count };

constexpr std::string_view name_of(Request value) {
  constexpr std::array<std::string_view, 4> names{"none", "IPL", "store", "fetch"};
  return names[static_cast<unsigned>(value)];
}

enum class Discipline { careful, any, count };
enum class SharedAfterLast { either, saved, kept, count };

// In the order of the fields of Parameters. What each decides is argued in docs/ambiguities.md.
inline constexpr std::array variation_points{
    VariationPoint{"administrator",
                   {"careful", "any"},
                   1,
                   0,
                   by(Role::administrator),
                   "whether administrators also define what CP refuses, and save a machine that is "
                   "not at the stop"},
    VariationPoint{"shared_after_last_user",
                   {"either", "saved", "kept"},
                   1,
                   0,
                   by(Role::cp),
                   "what shared writable pages hold when a system is loaded after its last user "
                   "has left: what was saved, or what that one left"},
};

template <class D>
struct Parameters {
  const Scope* scope = nullptr;
  typename D::Set instances; // every user machine
  typename D::template Enum<Discipline> discipline;
  typename D::template Enum<SharedAfterLast> shared_after_last;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"administrator"}, self.discipline);
    visit(FieldName{"shared_after_last_user"}, self.shared_after_last);
  }
};

// A number of 0 to 3 for each user machine, as two sets of those that have a bit of it.
template <class D>
struct PerUser {
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using Value = typename D::template Number<2>;

  Set low;
  Set high;

  // That of one user.
  Value of(Set user) const {
    const Bool has_low = user.within(low);
    return select(user.within(high),
                  select(has_low, Value(3), Value(2)),
                  select(has_low, Value(1), Value(0)));
  }

  // From now on these users have that value.
  void set(Set users, Value value) {
    low = select(has_low(value), low | users, low - users);
    high = select(has_high(value), high | users, high - users);
  }

  // … and now that of another table.
  void set(Set users, const PerUser& other) {
    low = (low - users) | (other.low & users);
    high = (high - users) | (other.high & users);
  }

  void forget(Set users) {
    low = low - users;
    high = high - users;
  }

  // Each of these users has the value that it has in the other table.
  Bool agrees(const PerUser& other, Set users) const {
    return (low & users) == (other.low & users) && (high & users) == (other.high & users);
  }

  // Each of these users has that value.
  Bool agrees(Value value, Set users) const {
    return select(has_low(value), users.within(low), users.apart(low)) &&
           select(has_high(value), users.within(high), users.apart(high));
  }

  // Those of these users whose value is as great, or greater.
  Set at_least(Value value, Set users) const {
    const Set great = select(value == 3U, low & high, select(value == 2U, high, low | high));
    return users & select(value == 0U, users, great);
  }

private:
  static Bool has_low(Value value) { return value == 1U || value == 3U; }

  static Bool has_high(Value value) { return value == 2U || value == 3U; }
};

template <class D>
struct Definition {
  typename D::template Enum<Layout> layout = Layout::savelx;
  typename D::template Number<2> minsize = 0; // of minsize_names
  typename D::Bool restricted = false;
  typename D::Bool another_mode = false;
};

// What DEFSYS makes of a name.
template <class D>
struct Skeleton {
  typename D::Bool exists = false;
  typename D::template Number<1> by = 0;
  Definition<D> definition;
};

// What SAVESYS makes of it.
template <class D>
struct File {
  using Value = typename D::template Number<2>;

  typename D::template Enum<Class> kind = Class::none;
  typename D::template Number<1> system = 0;
  typename D::template Number<1> by = 0;
  Definition<D> definition; // but for the mode, which was for SAVESYS
  typename D::template Enum<At> at = At::reset;
  std::array<Value, pages_max> saved{0, 0, 0, 0};  // contents, of pages that have some
  std::array<Value, pages_max> shared{0, 0, 0, 0}; // what the one copy of a shared page holds
  typename D::Set users{};
};

template <class D>
struct Administrator {
  typename D::Bool class_e = true;
  typename D::template Number<2> size = 2;
  typename D::template Enum<Command> command = Command::none;
  typename D::Bool waits = false; // for the other console's SAVESYS of the name to end
  typename D::template Number<1> system = 0;
  typename D::Bool skeleton = false; // PURGE is about the skeleton
  Definition<D> definition;          // that DEFSYS gives
  typename D::template Enum<At> at = At::reset;
  typename D::Bool armed = false;
  std::array<typename D::template Number<2>, pages_max> page{0, 0, 0, 0};
  typename D::template Enum<Task> task = Task::none;
};

template <class D>
struct State {
  using Bool = typename D::Bool;
  using Set = typename D::Set;
  using System = typename D::template Number<1>;
  using Value = typename D::template Number<2>;

  const Scope* scope = nullptr;

  Bool begun = false; // nothing is configured any more
  std::array<Bool, systems_max> service{false, false};
  std::array<Set, systems_max> namesave;
  PerUser<D> size; // of user machines: size_names
  std::array<Administrator<D>, administrators_max> administrator;
  std::array<Skeleton<D>, systems_max> skeleton;
  std::array<File<D>, files_max> file;

  // The request in progress.
  typename D::template Enum<Request> request = Request::none;
  Set asker;
  System asked_system = 0;
  Value asked_page = 0;
  Value asked_value = 0;

  // By page: users that have a page of their own in place of the saved one, and what it holds.
  std::array<Set, pages_max> own;
  std::array<PerUser<D>, pages_max> content;

  // What users are entitled to.
  Set running;                             // have loaded a system and not left it
  std::array<PerUser<D>, pages_max> right; // what their exclusive pages hold

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    const Scope& scope = *self.scope;
    visit(FieldName{"begun"}, self.begun);
    for (unsigned i = 0; i < scope.administrators; ++i) {
      administrator_fields(scope, self.administrator[i], static_cast<int>(i), visit);
    }
    for (unsigned i = 0; i < scope.systems; ++i) {
      const int number = static_cast<int>(i);
      visit(FieldName{"skeleton", number}, self.skeleton[i].exists);
      visit(FieldName{"defined_by", number}.of_bits(1), self.skeleton[i].by);
      definition_fields(scope, self.skeleton[i].definition, number, visit);
      if (scope.services) {
        visit(FieldName{"service", number}, self.service[i]);
      }
      if (scope.restrictions) {
        visit(FieldName{"namesave", number}, self.namesave[i]);
      }
    }
    for (unsigned k = 0; k < scope.files; ++k) {
      file_fields(scope, self.file[k], static_cast<int>(k), visit);
    }
    if (scope.users) {
      user_fields(scope, self, visit);
    }
  }

private:
  // Definitions of skeletons, of files, and of what consoles say have names of their own.
  template <class One, class Visit>
  static void definition_fields(const Scope& scope, One& definition, int i, Visit&& visit) {
    visit(FieldName{"layout", i}, definition.layout);
    if (scope.sizes || scope.tasks) {
      visit(FieldName{"minsize", i}, definition.minsize);
    }
    if (scope.restrictions) {
      visit(FieldName{"restricted", i}, definition.restricted);
    }
    if (scope.modes) {
      visit(FieldName{"another_mode", i}, definition.another_mode);
    }
  }

  template <class One, class Visit>
  static void administrator_fields(const Scope& scope, One& one, int i, Visit&& visit) {
    visit(FieldName{"command", i}, one.command);
    if (scope.administrators > 1) {
      visit(FieldName{"waits", i}, one.waits);
    }
    if (scope.systems > 1) {
      visit(FieldName{"system", i}, one.system);
    }
    if (scope.purges) {
      visit(FieldName{"purges_skeleton", i}, one.skeleton);
    }
    visit(FieldName{"said_layout", i}, one.definition.layout);
    if (scope.sizes || scope.tasks) {
      visit(FieldName{"said_minsize", i}, one.definition.minsize);
    }
    if (scope.tasks) {
      visit(FieldName{"own_size", i}, one.size);
      visit(FieldName{"task", i}, one.task);
    }
    if (scope.restrictions) {
      visit(FieldName{"said_restricted", i}, one.definition.restricted);
    }
    if (scope.modes) {
      visit(FieldName{"said_another_mode", i}, one.definition.another_mode);
    }
    if (scope.classes) {
      visit(FieldName{"class_e", i}, one.class_e);
    }
    if (scope.stops) {
      visit(FieldName{"at", i}, one.at);
      visit(FieldName{"armed", i}, one.armed);
    }
    for (unsigned p = scope.first_page; p < scope.pages; ++p) {
      visit(value_name("page", i, static_cast<int>(p), scope), one.page[p]);
    }
  }

  template <class One, class Visit>
  static void file_fields(const Scope& scope, One& one, int k, Visit&& visit) {
    visit(FieldName{"class", k}, one.kind);
    if (scope.systems > 1) {
      visit(FieldName{"system_of", k}, one.system);
    }
    if (scope.administrators > 1) {
      visit(FieldName{"saved_by", k}, one.by);
    }
    visit(FieldName{"layout_of", k}, one.definition.layout);
    if (scope.sizes || scope.tasks) {
      visit(FieldName{"minsize_of", k}, one.definition.minsize);
    }
    if (scope.restrictions) {
      visit(FieldName{"restricted_of", k}, one.definition.restricted);
    }
    if (scope.stops) {
      visit(FieldName{"at_of", k}, one.at);
    }
    for (unsigned p = scope.first_page; p < scope.pages; ++p) {
      visit(value_name("saved", k, static_cast<int>(p), scope), one.saved[p]);
      visit(value_name("shared", k, static_cast<int>(p), scope), one.shared[p]);
    }
    if (scope.users) {
      visit(FieldName{"users", k}, one.users);
    }
  }

  template <class Self, class Visit>
  static void user_fields(const Scope& scope, Self& self, Visit&& visit) {
    visit(FieldName{"request"}, self.request);
    visit(FieldName{"asker"}, self.asker);
    if (scope.systems > 1) {
      visit(FieldName{"asked_system"}, self.asked_system);
    }
    if (scope.sizes) {
      visit(FieldName{"size_low"}, self.size.low);
      visit(FieldName{"size_high"}, self.size.high);
    }
    if (scope.tallied) {
      visit(FieldName{"running"}, self.running);
    }
    if (scope.pages == 0) {
      return;
    }
    visit(FieldName{"asked_page"}, self.asked_page);
    visit(FieldName{"asked_value"}.of_bits(bits(scope)), self.asked_value);
    for (unsigned p = scope.first_page; p < scope.pages; ++p) {
      const int page = static_cast<int>(p);
      visit(FieldName{"own", page}, self.own[p]);
      per_user_fields(scope, "content_low", "content_high", self.content[p], page, visit);
      if (scope.tallied) {
        per_user_fields(scope, "right_low", "right_high", self.right[p], page, visit);
      }
    }
  }

  template <class One, class Visit>
  static void per_user_fields(
      const Scope& scope, const char* low, const char* high, One& one, int page, Visit&& visit) {
    visit(FieldName{low, page}, one.low);
    if (scope.values > 1) {
      visit(FieldName{high, page}, one.high);
    }
  }

  static unsigned bits(const Scope& scope) { return scope.values > 1 ? 2 : 1; }

  static auto value_name(const char* base, int i, int page, const Scope& scope) {
    return FieldName{base, i, page}.of_bits(bits(scope));
  }
};

} // namespace pathproof::nss
