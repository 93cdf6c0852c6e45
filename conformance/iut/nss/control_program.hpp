// SPDX-License-Identifier: Apache-2.0
// What nss:memory is: files of saved systems, consoles with their machines, and users. Commands
// come as plain values, and so do answers.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conformance/iut/nss/saved_system.hpp"
#include "model/nss/definition_line.hpp"
#include "model/nss/labels.hpp"

namespace pathproof::iut::nss {

using pathproof::nss::At;
using pathproof::nss::DefinitionLine;

// What QUERY NSS tells of a name; consoles are counted from 1, 0 is none.
struct Files {
  unsigned defined_by = 0;
  bool available = false;
  bool restricted = false;
  unsigned saved_by = 0;
  unsigned pending = 0;
};

class ControlProgram {
public:
  static constexpr unsigned consoles = 2;

  enum class Outcome { defined, saved, purged, ended, refused };

  // Whose command has ended, and how; in the order in which they have.
  using Answers = std::vector<std::pair<unsigned, Outcome>>;

  explicit ControlProgram(MemoryFault fault);

  // ---- what there is before the first command ----
  void set_class(unsigned console, bool class_e) { console_[console].class_e = class_e; }

  void set_storage(unsigned user, std::uint32_t size_k) { storage_k_[user] = size_k; }

  void add_statement(unsigned user, const std::string& system) { namesave_.insert({user, system}); }

  void set_service(const std::string& system) { service_.insert(system); }

  // ---- consoles ----
  Answers define(unsigned console, const DefinitionLine& definition);
  Answers save(unsigned console, const std::string& system);
  Answers written(unsigned console);
  Answers purge(unsigned console, const std::string& system, bool skeleton);
  Files files(const std::string& system) const;
  void fill(unsigned console, std::uint32_t page, std::uint8_t value);

  void arm(unsigned console, bool armed) { console_[console].armed = armed; }

  // True: the machine has stopped at X'10000'.
  bool start(unsigned console);

  void go_on(unsigned console) { console_[console].at = At::beyond; }

  void restart();

  // ---- users ----
  // Where the machine goes on; nothing: the IPL has failed.
  std::optional<At> load(unsigned user, const std::string& system);
  void leave(unsigned user);
  bool store(unsigned user, std::uint32_t page, std::uint8_t value);
  std::uint8_t fetch(unsigned user, std::uint32_t page);

private:
  struct Console {
    bool class_e = true;
    At at = At::reset;
    bool armed = false;
    std::unique_ptr<PageFile> storage;
  };

  struct Skeleton {
    DefinitionLine definition;
    unsigned console = 0;
  };

  struct File {
    std::string name;
    DefinitionLine definition;
    unsigned console = 0;
    At at = At::reset;
    bool pending = false;
    std::unique_ptr<SavedSystem> system;
  };

  // A command that waits for a SAVESYS of its name to end.
  struct Waiting {
    unsigned console = 0;
    std::string name;
    std::optional<DefinitionLine> definition; // of DEFSYS; otherwise it is a SAVESYS
  };

  bool is_saving(const std::string& system) const;
  File* available(const std::string& system);
  File& file_of(unsigned user);
  void withdraw(const std::string& system);
  void drop_unused();
  void save_now(unsigned console, const std::string& system, Answers& answers);
  void go_on_with_waiting(const std::string& system, Answers& answers);

  MemoryFault fault_;
  std::array<Console, consoles> console_;
  std::map<unsigned, std::uint32_t> storage_k_;
  std::set<std::pair<unsigned, std::string>> namesave_;
  std::set<std::string> service_;
  std::map<std::string, Skeleton> skeletons_;
  std::vector<File> files_;
  std::map<unsigned, std::string> saving_; // by console
  std::deque<Waiting> waiting_;
};

} // namespace pathproof::iut::nss
