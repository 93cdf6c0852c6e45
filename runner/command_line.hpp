// SPDX-License-Identifier: Apache-2.0
// A command of the command line, as the commands' own files see it. Only command_line.cpp and
// kit.cpp include the library behind it: its headers take longer to compile than any command.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace pathproof::runner {

// From least to most, both allowed.
struct Range {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
};

// Names are those of the library: "what" is positional, "--out,--corpus" has two spellings, and
// "--no-shrink{false}" is a flag that takes away. Variables keep their values unless the option is
// given; they must live until the command line is parsed.
class Command {
public:
  // Of the program, with a text for its help.
  Command(CLI::App& program, const std::string& name, const std::string& text);

  // The text that stands for the value; one of those named, when some are.
  void option(const std::string& names,
              std::string& value,
              const std::string& text,
              const std::vector<std::string>& one_of = {});
  // An option that must be given.
  void required(const std::string& names,
                std::string& value,
                const std::string& text,
                const std::vector<std::string>& one_of = {});
  // A list that must not be empty.
  void
  required(const std::string& names, std::vector<std::string>& values, const std::string& text);
  // An option that may be given several times.
  void option(const std::string& names, std::vector<std::string>& values, const std::string& text);
  void option(const std::string& names,
              std::uint32_t& value,
              const std::string& text,
              Range range = {0, std::numeric_limits<std::uint32_t>::max()});
  void
  option(const std::string& names, std::uint64_t& value, const std::string& text, Range range = {});
  void flag(const std::string& names, bool& value, const std::string& text);

  // Whatever comes from the first word on that is no option: another program's command line.
  void rest(const std::string& name, std::vector<std::string>& values, const std::string& text);

  // Lets any option pass: for a command that only says why it cannot be run.
  void allow_any();
  // Whether the option was on the command line, once that is parsed.
  bool was_given(const std::string& name) const;

private:
  CLI::App* app_;
};

// What the program was called by.
std::string name_of(const CLI::App& program);

// A program, to which commands are added, of which one is chosen.
class CommandLine {
public:
  // With a text for its help, what it was called by, and what --version says.
  CommandLine(const std::string& text, const std::string& name, const std::string& version);
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;
  ~CommandLine();

  CLI::App& program() { return *program_; }

  struct Parsed {
    std::optional<std::size_t> command; // in the order in which they were added
    int status = 0;                     // without one: after --help, or a mistake that was said
  };

  Parsed parse(int argc, char** argv);

private:
  std::unique_ptr<CLI::App> program_;
};

} // namespace pathproof::runner
