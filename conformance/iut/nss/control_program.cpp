// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/nss/control_program.hpp"

#include <algorithm>
#include <stdexcept>

namespace pathproof::iut::nss {

namespace {

constexpr std::uint32_t usual_storage_k = 64 * 1024;
constexpr std::uint32_t console_pages = 128 * 256; // of 128 MB

// The mode that machines of consoles are in; definitions may name others.
constexpr std::string_view own_mode = "ESA";

bool is_refused(const DefinitionLine& definition) {
  const auto findings = pathproof::nss::findings_of(definition);
  return std::any_of(findings.begin(), findings.end(), [](const auto& one) { return one.refused; });
}

} // namespace

ControlProgram::ControlProgram(MemoryFault fault) : fault_(fault) {
  for (Console& one : console_) {
    one.storage = std::make_unique<PageFile>(console_pages);
  }
}

bool ControlProgram::is_saving(const std::string& system) const {
  return std::any_of(
      saving_.begin(), saving_.end(), [&](const auto& one) { return one.second == system; });
}

ControlProgram::File* ControlProgram::available(const std::string& system) {
  const auto found = std::find_if(files_.begin(), files_.end(), [&](const File& one) {
    return one.name == system && !one.pending;
  });
  return found == files_.end() ? nullptr : &*found;
}

ControlProgram::File& ControlProgram::file_of(unsigned user) {
  const auto found = std::find_if(files_.begin(), files_.end(), [&](const File& one) {
    return one.system->user(user) != nullptr;
  });
  if (found == files_.end()) {
    throw std::logic_error("user " + std::to_string(user) + " runs no saved system");
  }
  return *found;
}

void ControlProgram::drop_unused() {
  std::erase_if(files_, [](const File& one) { return one.pending && one.system->users() == 0; });
}

void ControlProgram::withdraw(const std::string& system) {
  if (File* const old = available(system)) {
    old->pending = true;
  }
  drop_unused();
}

// ---- consoles -----------------------------------------------------------------------------------

ControlProgram::Answers ControlProgram::define(unsigned console, const DefinitionLine& definition) {
  if (!console_[console].class_e || is_refused(definition)) {
    return {{console, Outcome::refused}};
  }
  if (is_saving(definition.name)) {
    waiting_.push_back({console, definition.name, definition});
    return {};
  }
  skeletons_[definition.name] = {definition, console};
  return {{console, Outcome::defined}};
}

ControlProgram::Answers ControlProgram::save(unsigned console, const std::string& system) {
  if (!console_[console].class_e) {
    return {{console, Outcome::refused}};
  }
  if (is_saving(system)) {
    waiting_.push_back({console, system, std::nullopt});
    return {};
  }
  Answers answers;
  save_now(console, system, answers);
  return answers;
}

void ControlProgram::save_now(unsigned console, const std::string& system, Answers& answers) {
  const auto skeleton = skeletons_.find(system);
  bool possible = skeleton != skeletons_.end();
  if (possible) {
    const auto& modes = skeleton->second.definition.modes;
    possible = modes.empty() || std::find(modes.begin(), modes.end(), own_mode) != modes.end();
    possible = possible && !(service_.contains(system) && available(system) != nullptr);
  }
  if (possible) {
    saving_[console] = system;
  } else {
    answers.emplace_back(console, Outcome::refused);
  }
}

ControlProgram::Answers ControlProgram::written(unsigned console) {
  const std::string system = saving_.at(console);
  const Skeleton skeleton = skeletons_.at(system);
  saving_.erase(console);
  skeletons_.erase(system);
  withdraw(system);
  files_.push_back({.name = system,
                    .definition = skeleton.definition,
                    .console = console,
                    .at = console_[console].at,
                    .system = std::make_unique<SavedSystem>(
                        skeleton.definition, *console_[console].storage, fault_)});
  Answers answers{{console, Outcome::saved}};
  go_on_with_waiting(system, answers);
  return answers;
}

void ControlProgram::go_on_with_waiting(const std::string& system, Answers& answers) {
  while (!is_saving(system)) {
    const auto next = std::find_if(
        waiting_.begin(), waiting_.end(), [&](const Waiting& one) { return one.name == system; });
    if (next == waiting_.end()) {
      return;
    }
    const Waiting one = *next;
    waiting_.erase(next);
    if (one.definition) {
      const Answers more = define(one.console, *one.definition);
      answers.insert(answers.end(), more.begin(), more.end());
    } else {
      save_now(one.console, system, answers);
    }
  }
}

ControlProgram::Answers
ControlProgram::purge(unsigned console, const std::string& system, bool skeleton) {
  Answers answers;
  if (!skeleton) {
    withdraw(system);
  } else {
    skeletons_.erase(system);
    for (auto one = saving_.begin(); one != saving_.end();) {
      if (one->second == system) {
        answers.emplace_back(one->first, Outcome::ended);
        one = saving_.erase(one);
      } else {
        ++one;
      }
    }
  }
  answers.emplace_back(console, Outcome::purged);
  go_on_with_waiting(system, answers);
  return answers;
}

Files ControlProgram::files(const std::string& system) const {
  Files told;
  if (const auto skeleton = skeletons_.find(system); skeleton != skeletons_.end()) {
    told.defined_by = skeleton->second.console + 1;
  }
  for (const File& one : files_) {
    if (one.name == system && one.pending) {
      ++told.pending;
    } else if (one.name == system) {
      told.available = true;
      told.restricted = one.definition.restricted;
      told.saved_by = one.console + 1;
    }
  }
  return told;
}

void ControlProgram::fill(unsigned console, std::uint32_t page, std::uint8_t value) {
  console_[console].storage->fill(page, value);
}

bool ControlProgram::start(unsigned console) {
  console_[console].at = console_[console].armed ? At::stop : At::beyond;
  return console_[console].armed;
}

void ControlProgram::restart() {
  std::erase_if(files_, [](const File& one) { return one.pending; });
  for (File& one : files_) {
    one.system->leave_all();
  }
  for (Console& one : console_) {
    one.at = At::reset;
    one.armed = false;
    one.storage = std::make_unique<PageFile>(console_pages);
  }
}

// ---- users --------------------------------------------------------------------------------------

std::optional<At> ControlProgram::load(unsigned user, const std::string& system) {
  File* const file = available(system);
  const auto found = storage_k_.find(user);
  const std::uint32_t storage = found == storage_k_.end() ? usual_storage_k : found->second;
  if (file == nullptr || (file->definition.restricted && !namesave_.contains({user, system})) ||
      storage < pathproof::nss::least_storage_k(file->definition)) {
    return std::nullopt;
  }
  file->system->load(user);
  return file->at;
}

void ControlProgram::leave(unsigned user) {
  file_of(user).system->leave(user);
  drop_unused();
}

bool ControlProgram::store(unsigned user, std::uint32_t page, std::uint8_t value) {
  return file_of(user).system->user(user)->store(page, value);
}

std::uint8_t ControlProgram::fetch(unsigned user, std::uint32_t page) {
  const auto found = file_of(user).system->user(user)->fetch(page);
  if (!found) {
    throw std::runtime_error("the octets of a page differ");
  }
  return *found;
}

} // namespace pathproof::iut::nss
