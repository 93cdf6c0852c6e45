// SPDX-License-Identifier: Apache-2.0
#include "runner/command_line.hpp"

#include <CLI/CLI.hpp>

namespace pathproof::runner {

namespace {

CLI::Option* add_text(CLI::App& app,
                      const std::string& names,
                      std::string& value,
                      const std::string& text,
                      const std::vector<std::string>& one_of) {
  CLI::Option* const added = app.add_option(names, value, text);
  return one_of.empty() ? added : added->check(CLI::IsMember(one_of));
}

template <class Number>
void add_number(CLI::App& app,
                const std::string& names,
                Number& value,
                const std::string& text,
                const Range& range) {
  CLI::Option* const added = app.add_option(names, value, text);
  if (range.least > 0 || range.most < std::numeric_limits<Number>::max()) {
    added->check(CLI::Range(range.least, range.most));
  }
}

} // namespace

Command::Command(CLI::App& program, const std::string& name, const std::string& text)
    : app_(program.add_subcommand(name, text)) {}

void Command::option(const std::string& names,
                     std::string& value,
                     const std::string& text,
                     const std::vector<std::string>& one_of) {
  add_text(*app_, names, value, text, one_of);
}

void Command::required(const std::string& names,
                       std::string& value,
                       const std::string& text,
                       const std::vector<std::string>& one_of) {
  add_text(*app_, names, value, text, one_of)->required();
}

void Command::option(const std::string& names,
                     std::vector<std::string>& values,
                     const std::string& text) {
  app_->add_option(names, values, text);
}

void Command::option(const std::string& names,
                     std::uint32_t& value,
                     const std::string& text,
                     Range range) {
  add_number(*app_, names, value, text, range);
}

void Command::option(const std::string& names,
                     std::uint64_t& value,
                     const std::string& text,
                     Range range) {
  add_number(*app_, names, value, text, range);
}

void Command::flag(const std::string& names, bool& value, const std::string& text) {
  app_->add_flag(names, value, text);
}

void Command::allow_any() {
  app_->allow_extras();
}

bool Command::was_given(const std::string& name) const {
  return app_->count(name) > 0;
}

std::string name_of(const CLI::App& program) {
  return program.get_name();
}

} // namespace pathproof::runner
