// SPDX-License-Identifier: Apache-2.0
// pathproof nss-definition: what a DEFSYS says, and what CP would make of it. pathproof nss-disks:
// whether machines can run what another one saved.
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "model/core/error.hpp"
#include "model/nss/definition_line.hpp"
#include "model/nss/disk_configuration.hpp"
#include "reports/text.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"

namespace pathproof::runner {

namespace {

using nss::DefinitionLine;
using nss::PageRange;

constexpr std::uint64_t k_of_page = nss::page_size / 1024;

std::uint64_t k_of(const PageRange& range) {
  return range.first > range.last ? 0 : (std::uint64_t{range.last} - range.first + 1) * k_of_page;
}

// "100-2FF  SR  segments 1-2  2048K  shared, read-only, saved"
void show_range(const PageRange& range) {
  const auto index = static_cast<unsigned>(range.code);
  const std::string code = index < nss::coded ? std::string(nss::code_names[index]) : "-";
  const bool written_by_cp = range.code == nss::PageCode::sc;
  fmt::print("  {:<17} {:<3} {:<17} {:>10}K  {}, {}, {}\n",
             fmt::format("{:X}-{:X}", range.first, range.last),
             code,
             fmt::format("segments {:X}-{:X}",
                         range.first / nss::pages_in_segment,
                         range.last / nss::pages_in_segment),
             k_of(range),
             nss::is_shared(range.code) ? "shared" : "exclusive",
             nss::is_writable(range.code) ? "read/write" : "read-only",
             written_by_cp               ? "written by CP"
             : nss::is_saved(range.code) ? "saved"
                                         : "not saved");
}

int definition(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  const DefinitionLine line = nss::read_definition(text);
  const auto findings = nss::findings_of(line);
  const bool refused =
      std::any_of(findings.begin(), findings.end(), [](const auto& one) { return one.refused; });
  fmt::print("{}\n", print(line));
  std::uint64_t shared = 0;
  std::uint64_t exclusive = 0;
  for (const PageRange& range : refused ? line.ranges : nss::with_rest_of_segments(line)) {
    show_range(range);
    (nss::is_shared(range.code) ? shared : exclusive) += k_of(range);
  }
  fmt::print("storage       {}K or more, of each machine that loads it\n",
             nss::least_storage_k(line));
  fmt::print(
      "cost          {}K once for all users, up to {}K for each of them\n", shared, exclusive);
  for (const auto& one : findings) {
    fmt::print(
        "{:<13} {}  {}\n", one.refused ? "refused" : "warning", one.requirement->id, one.text);
  }
  fmt::print("verdict       {}\n", refused ? "CP would refuse it" : "it can be defined");
  return refused ? 1 : 0;
}

std::string read_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw UsageError("cannot read " + file);
  }
  constexpr std::size_t size_max = 1'000'000;
  std::string text(size_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad() || text.size() > size_max) {
    throw UsageError("cannot read " + file + " as a list of disks");
  }
  return text;
}

struct DisksOptions {
  std::string saver;
  std::vector<std::string> users;
};

int disks(const DisksOptions& options) {
  const nss::Disks saver = nss::read_disks(read_file(options.saver), options.saver);
  std::vector<nss::Disks> users; // all are read before anything is said
  for (const std::string& file : options.users) {
    users.push_back(nss::read_disks(read_file(file), file));
  }
  std::size_t different = 0;
  for (std::size_t i = 0; i < users.size(); ++i) {
    const auto found = nss::differences(saver, users[i]);
    different += found.empty() ? 0 : 1;
    for (const std::string& one : found) {
      fmt::print("{}: {} [NSS-079]\n", reports::visible(options.users[i]), one);
    }
  }
  fmt::print("{} of {} {} the disks of the saver\n",
             users.size() - different,
             users.size(),
             users.size() == 1 ? "user has" : "users have");
  return different == 0 ? 0 : 1;
}

} // namespace

Action add_nss_definition(CLI::App& app, const Context& /*context*/) {
  const auto words = std::make_shared<std::vector<std::string>>();
  Command command(app, "nss-definition", "Reads a DEFSYS and says what CP would make of it");
  command.rest("definition", *words, "DEFSYS NAME RANGE CODE ...");
  return [words] { return definition(*words); };
}

Action add_nss_disks(CLI::App& app, const Context& /*context*/) {
  const auto options = std::make_shared<DisksOptions>();
  Command command(app, "nss-disks", "Says whether users of a saved system have its saver's disks");
  command.required(
      "saver", options->saver, "Disks of the saver: lines of address, size, CYL or BLK");
  command.option("user", options->users, "Disks of the users, a file each");
  return [options] {
    if (options->users.empty()) {
      throw UsageError("nss-disks takes the saver's disks and those of one user or more");
    }
    return disks(*options);
  };
}

} // namespace pathproof::runner
