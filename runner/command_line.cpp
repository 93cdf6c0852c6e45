// SPDX-License-Identifier: Apache-2.0
#include "runner/command_line.hpp"

#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>

#include "conformance/spelling.hpp"
#include "reports/text.hpp"

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

// What a word that means nothing may have meant: an option of the command, the command, or one of
// the values that an option takes.
std::string suggestion(const CLI::App& program, int argc, char** argv) {
  std::vector<std::string> commands;
  const CLI::App* chosen = nullptr;
  for (const CLI::App* one : program.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back(one->get_name());
    chosen = argc > 1 && one->get_name() == argv[1] ? one : chosen;
  }
  if (chosen == nullptr) {
    return argc > 1 ? ": '" + std::string(argv[1]) + "'" + did_you_mean(argv[1], commands) : "";
  }
  std::vector<std::string> options;
  for (const CLI::Option* one : chosen->get_options()) {
    for (const std::string& name : one->get_lnames()) {
      options.push_back("--" + name);
    }
  }
  for (int i = 2; i < argc; ++i) {
    const std::string_view word(argv[i]);
    const std::string name(word.substr(0, word.find('=')));
    if (name.starts_with("--") && name.size() > 2 &&
        std::find(options.begin(), options.end(), name) == options.end()) {
      return did_you_mean(name, options);
    }
  }
  return "";
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

void Command::required(const std::string& names,
                       std::vector<std::string>& values,
                       const std::string& text) {
  app_->add_option(names, values, text)->required();
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

void Command::rest(const std::string& name,
                   std::vector<std::string>& values,
                   const std::string& text) {
  app_->prefix_command();
  app_->footer("[" + name + "...]  " + text);
  app_->final_callback([this_app = app_, &values] {
    values = this_app->remaining();
    if (!values.empty() && values.front() == "--") {
      values.erase(values.begin());
    }
  });
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

CommandLine::CommandLine(const std::string& text,
                         const std::string& name,
                         const std::string& version)
    : program_(std::make_unique<CLI::App>(text, name)) {
  program_->require_subcommand(1);
  program_->set_version_flag("--version", version);
  program_->failure_message(CLI::FailureMessage::simple);
}

CommandLine::~CommandLine() = default;

CommandLine::Parsed CommandLine::parse(int argc, char** argv) {
  try {
    program_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      return {{}, program_->exit(error)}; // --help, --version
    }
    std::cerr << program_->get_name() << ": "
              << reports::visible(error.what() + suggestion(*program_, argc, argv)) << '\n';
    return {{}, 2};
  }
  const auto all = program_->get_subcommands([](const CLI::App*) { return true; });
  std::size_t chosen = 0;
  while (!all[chosen]->parsed()) {
    ++chosen;
  }
  return {chosen};
}

} // namespace pathproof::runner
