// SPDX-License-Identifier: Apache-2.0
// pathproof lfp-config: whether the configurations of an LFP instance and of its daemon fit.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "conformance/iut/lfp/configured.hpp"
#include "model/core/error.hpp"
#include "model/lfp/configuration_check.hpp"
#include "model/lfp/configuration_documents.hpp"
#include "reports/text.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"

namespace pathproof::runner {

namespace {

using lfp::Severity;
using lfp::Side;

struct LfpConfigOptions {
  std::string instance;
  std::string daemon;
  std::string format = "text";
  std::string vse_guest;
  std::string linux_guest;
  std::uint32_t device_mtu = 0; // 0: not given
  bool strict = false;
  bool explain = false;
};

struct Configurations {
  lfp::InstanceConfiguration instance;
  lfp::DaemonConfiguration daemon;
  std::vector<lfp::Finding> findings;

  std::size_t count(Severity severity) const {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(), [&](const lfp::Finding& one) {
          return one.check->severity == severity;
        }));
  }
};

std::string file_of(const lfp::Place& place, const LfpConfigOptions& options) {
  return !place.side ? "" : place.side == Side::instance ? options.instance : options.daemon;
}

std::string text_of(const lfp::Place& place, const LfpConfigOptions& options) {
  if (!place.side) {
    return fmt::format("{} {}", place.keyword, place.value);
  }
  if (place.line == 0) {
    return fmt::format(
        "{}: {} is not given; {}", file_of(place, options), place.keyword, place.value);
  }
  return fmt::format(
      "{}:{}: {} = {}", file_of(place, options), place.line, place.keyword, place.value);
}

std::string as_text(const Configurations& both, const LfpConfigOptions& options) {
  std::string text;
  for (const lfp::Finding& one : both.findings) {
    text += fmt::format("{:<9}  {}  {}\n",
                        to_string(one.check->severity),
                        one.check->name,
                        one.check->requirements);
    for (const lfp::Place& place : one.places) {
      text += fmt::format("{:13}{}\n", "", reports::visible(text_of(place, options)));
    }
    text += fmt::format("{:13}why     {}\n", "", one.check->why);
    text += fmt::format("{:13}change  {}\n", "", one.check->change);
  }
  text += fmt::format("unverified  keywords of the instance: {}\n"
                      "unverified  keywords of the daemon: {}\n",
                      unverified_keywords(Side::instance, both.instance.given),
                      unverified_keywords(Side::daemon, both.daemon.given));
  return text + fmt::format("findings    {}, {}, {} unchecked\n",
                            reports::counted(both.count(Severity::error), "error"),
                            reports::counted(both.count(Severity::note), "note"),
                            both.count(Severity::unchecked));
}

// Words between blanks or commas.
nlohmann::ordered_json words_of(std::string_view text) {
  auto all = nlohmann::ordered_json::array();
  constexpr std::string_view separators = ", ";
  for (std::size_t at = 0; (at = text.find_first_not_of(separators, at)) < text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    all.push_back(text.substr(at, end - at));
    at = end;
  }
  return all;
}

std::string as_json(const Configurations& both, const LfpConfigOptions& options) {
  nlohmann::ordered_json made{{"schema", "pathproof-lfp-config"},
                              {"schema_version", 1},
                              {"instance", options.instance},
                              {"daemon", options.daemon},
                              {"errors", both.count(Severity::error)},
                              {"notes", both.count(Severity::note)},
                              {"unchecked", both.count(Severity::unchecked)},
                              {"findings", nlohmann::ordered_json::array()}};
  for (const lfp::Finding& one : both.findings) {
    auto places = nlohmann::ordered_json::array();
    for (const lfp::Place& place : one.places) {
      places.push_back({{"file", file_of(place, options)},
                        {"line", place.line},
                        {"keyword", place.keyword},
                        {"value", place.value}});
    }
    made["findings"].push_back({{"check", one.check->name},
                                {"severity", to_string(one.check->severity)},
                                {"requirements", words_of(one.check->requirements)},
                                {"places", std::move(places)},
                                {"why", one.check->why},
                                {"change", one.check->change}});
  }
  made["unverified_keywords"] = {
      {"instance", words_of(unverified_keywords(Side::instance, both.instance.given))},
      {"daemon", words_of(unverified_keywords(Side::daemon, both.daemon.given))}};
  return made.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

// All that is wrong with both files, or what there is to find in them.
std::string read_both(const LfpConfigOptions& options, Configurations& both) {
  std::string wrong;
  const auto attempt = [&](const auto& read) {
    try {
      read();
    } catch (const UsageError& error) {
      wrong += std::string(reports::visible(error.what(), reports::Newlines::keep)) + "\n";
    }
  };
  attempt([&] { both.instance = iut::lfp::read_instance_file(options.instance); });
  attempt([&] { both.daemon = iut::lfp::read_daemon_file(options.daemon); });
  if (wrong.empty()) {
    lfp::Surroundings surroundings{
        .vse_guest = options.vse_guest,
        .linux_guest = options.linux_guest,
        .daemon_name = std::string(lfp::daemon_name_of(options.daemon)),
    };
    if (options.device_mtu > 0) {
      surroundings.device_mtu = options.device_mtu;
    }
    both.findings = check(both.instance, both.daemon, surroundings);
  }
  return wrong;
}

int lfp_config(const LfpConfigOptions& options) {
  if (options.explain) {
    if (options.format == "json" || !options.instance.empty()) {
      throw UsageError("lfp-config --explain takes no files, and no --format json");
    }
    std::cout << (options.format == "markdown" ? lfp::configuration_markdown()
                                               : lfp::configuration_text());
    return 0;
  }
  if (options.daemon.empty() || options.format == "markdown") {
    throw UsageError("lfp-config takes the files INSTANCE and DAEMON.conf, or --explain; "
                     "--format markdown is for --explain");
  }
  Configurations both;
  if (const std::string wrong = read_both(options, both); !wrong.empty()) {
    std::cerr << wrong;
    return 2;
  }
  std::cout << (options.format == "json" ? as_json(both, options) : as_text(both, options));
  return both.count(Severity::error) > 0 || (options.strict && both.count(Severity::note) > 0) ? 1
                                                                                               : 0;
}

} // namespace

Action add_lfp_config(CLI::App& app, const Context& /*context*/) {
  auto options = std::make_shared<LfpConfigOptions>();
  Command command(app, "lfp-config", "Says whether an LFP instance and its daemon fit");
  command.option("instance", options->instance, "The keywords of the instance, as in its job");
  command.option("daemon", options->daemon, "The daemon's configuration, lfpd-NAME.conf");
  command.option("--format", options->format, "text, json, markdown", {"text", "json", "markdown"});
  command.option("--vse-guest", options->vse_guest, "The z/VM user ID of the z/VSE guest");
  command.option("--linux-guest", options->linux_guest, "That of Linux, or its HiperSockets name");
  command.option("--device-mtu",
                 options->device_mtu,
                 "The MTU of the HiperSockets device of Linux, in octets",
                 {1, std::numeric_limits<std::uint32_t>::max()});
  command.flag("--strict", options->strict, "A note is as bad as an error");
  command.flag("--explain", options->explain, "Prints all keywords of both sides");
  return [options] { return lfp_config(*options); };
}

} // namespace pathproof::runner
