// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/nss/memory_cp.hpp"

#include <algorithm>
#include <deque>
#include <exception>
#include <optional>

#include "conformance/iut/nss/control_program.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut::nss {

namespace {

using pathproof::nss::Show;
using Outcome = ControlProgram::Outcome;

std::string name_of(std::uint32_t system) {
  return "SYSTEM" + std::to_string(system + 1);
}

// The command that the label stands for.
DefinitionLine definition_of(const Label& label) {
  std::string ranges(pathproof::nss::layout_names.at(label.arguments[2]));
  std::replace(ranges.begin(), ranges.end(), ':', ' ');
  std::replace(ranges.begin(), ranges.end(), ',', ' ');
  const auto minsize = pathproof::nss::minsize_names.at(label.arguments[3]);
  return pathproof::nss::read_definition(
      "DEFSYS " + name_of(label.arguments[1]) + " " + ranges +
      (minsize == "none" ? "" : " MINSIZE=" + std::string(minsize)) +
      (label.arguments[4] == 0 ? "" : " RSTD") + (label.arguments[5] == 0 ? "" : " MACHMODE XC"));
}

std::uint32_t kilobytes_of(std::uint32_t size) {
  constexpr std::array<std::uint32_t, 4> megabytes{4, 5, 64, 128}; // size_names
  return megabytes.at(size) * 1024;
}

Show shown(Outcome outcome) {
  switch (outcome) {
  case Outcome::defined:
    return Show::defined;
  case Outcome::saved:
    return Show::saved;
  case Outcome::purged:
    return Show::purged;
  case Outcome::ended:
    return Show::ended;
  case Outcome::refused:
    break;
  }
  return Show::refused;
}

Label made(Show show, std::initializer_list<std::uint32_t> arguments) {
  Label label{.kind = static_cast<std::uint16_t>(show)};
  std::copy(arguments.begin(), arguments.end(), label.arguments.begin());
  return label;
}

// In the order of MemoryFault.
constexpr std::array<std::string_view, 5> fault_names{"",
                                                      "exclusive_pages_shared",
                                                      "shared_pages_private",
                                                      "read_only_pages_writable",
                                                      "pages_without_data_saved"};

class MemoryCp final : public Iut {
public:
  explicit MemoryCp(MemoryFault fault) : fault_(fault) {}

  Declaration declaration() override {
    return {.name = std::string(memory_scheme),
            .roles = {"cp"},
            .lacks = {},
            .choose = {{"shared_after_last_user", "saved"}},
            .trouble = {}};
  }

  Reply start(const Machine& machine, const CaseStart&) override {
    if (machine.description().kinds.size() != pathproof::nss::label_kinds.size() ||
        !machine.description().name.starts_with("nss")) {
      return {.kind = Reply::Kind::unsupported,
              .text = "nss:memory knows named saved systems alone"};
    }
    due_.clear();
    try {
      cp_.emplace(fault_);
    } catch (const std::exception& failure) {
      return {.kind = Reply::Kind::broken, .text = failure.what()};
    }
    return {};
  }

  Reply give(const Label& label) override {
    try {
      const auto show = static_cast<Show>(label.kind);
      if (show < Show::task || show == Show::written || show == Show::restart) {
        take_event(show, label.arguments);
      } else if (show < Show::defined) {
        take_command(show, label);
      } else {
        take_request(show, label.arguments);
      }
    } catch (const std::exception& failure) {
      return {.kind = Reply::Kind::broken, .text = failure.what()};
    }
    return go();
  }

  Reply go() override {
    if (due_.empty()) {
      return {};
    }
    const Label label = due_.front();
    due_.pop_front();
    return {.kind = Reply::Kind::label, .label = label};
  }

private:
  using Arguments = std::array<std::uint32_t, Label::capacity>;

  void answer(Show show, std::initializer_list<std::uint32_t> arguments) {
    due_.push_back(made(show, arguments));
  }

  void answer(const ControlProgram::Answers& answers) {
    for (const auto& [console, outcome] : answers) {
      answer(shown(outcome), {console});
    }
  }

  void take_event(Show show, const Arguments& arguments) {
    switch (show) {
    case Show::configure_class:
      cp_->set_class(arguments[0], arguments[1] == 1);
      break;
    case Show::configure_storage:
      cp_->set_storage(arguments[0], kilobytes_of(arguments[1]));
      break;
    case Show::configure_namesave:
      cp_->add_statement(arguments[0], name_of(arguments[1]));
      break;
    case Show::configure_service:
      cp_->set_service(name_of(arguments[0]));
      break;
    case Show::written:
      answer(cp_->written(arguments[0]));
      break;
    case Show::restart:
      cp_->restart();
      break;
    default:
      break; // the storage of a console's machine is of no account here
    }
  }

  void take_command(Show show, const Label& label) {
    const Arguments& arguments = label.arguments;
    const unsigned by = arguments[0];
    switch (show) {
    case Show::defsys:
      answer(cp_->define(by, definition_of(label)));
      break;
    case Show::savesys:
      answer(cp_->save(by, name_of(arguments[1])));
      break;
    case Show::purge:
      answer(cp_->purge(by, name_of(arguments[1]), arguments[2] == 0));
      break;
    case Show::query: {
      const Files files = cp_->files(name_of(arguments[1]));
      const unsigned kind = !files.available ? 0 : files.restricted ? 2 : 1;
      answer(Show::files, {by, files.defined_by, kind, files.saved_by, files.pending});
      break;
    }
    case Show::admin_store:
      cp_->fill(by,
                pathproof::nss::page_numbers.at(arguments[1]),
                static_cast<std::uint8_t>(arguments[2]));
      break;
    case Show::arm:
    case Show::end_trace:
      cp_->arm(by, show == Show::arm);
      break;
    case Show::ipl_device:
      if (cp_->start(by)) {
        answer(Show::stopped, {by});
      }
      break;
    case Show::go_on:
      cp_->go_on(by);
      break;
    default:
      break;
    }
  }

  void take_request(Show show, const Arguments& arguments) {
    const unsigned user = arguments[0];
    switch (show) {
    case Show::ipl:
      if (const auto at = cp_->load(user, name_of(arguments[1]))) {
        answer(Show::loaded, {user, static_cast<std::uint32_t>(*at)});
      } else {
        answer(Show::not_loaded, {user});
      }
      break;
    case Show::leaves:
      cp_->leave(user);
      break;
    case Show::store: {
      const bool stored = cp_->store(user,
                                     pathproof::nss::page_numbers.at(arguments[1]),
                                     static_cast<std::uint8_t>(arguments[2]));
      answer(stored ? Show::stored : Show::protection, {user});
      break;
    }
    case Show::fetch:
      answer(Show::fetched,
             {user, cp_->fetch(user, pathproof::nss::page_numbers.at(arguments[1]))});
      break;
    default:
      break;
    }
  }

  MemoryFault fault_;
  std::optional<ControlProgram> cp_;
  std::deque<Label> due_;
};

} // namespace

std::unique_ptr<Iut> open_memory_cp(std::string_view specification) {
  const std::string_view rest = specification.substr(memory_scheme.size());
  const std::string_view fault = rest.empty() ? rest : rest.substr(1);
  const auto found = std::find(fault_names.begin(), fault_names.end(), fault);
  if (found == fault_names.end() || (!rest.empty() && (rest.front() != ':' || fault.empty()))) {
    std::string known;
    for (const std::string_view one : fault_names) {
      known += one.empty() ? "" : (known.empty() ? "" : ", ") + std::string(one);
    }
    throw UsageError("'" + std::string(specification) +
                     "' is no CP; expected nss:memory, or a fault behind nss:memory: of " + known);
  }
  return std::make_unique<MemoryCp>(static_cast<MemoryFault>(found - fault_names.begin()));
}

} // namespace pathproof::iut::nss
