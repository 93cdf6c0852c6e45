// SPDX-License-Identifier: Apache-2.0
// pathproof lfp-layout: prints a layout of LFP messages, or a message that is in it.
#include <iostream>
#include <memory>

#include "conformance/iut/lfp/layout_file.hpp"
#include "model/core/error.hpp"
#include "model/core/frame_text.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"

namespace pathproof::runner {

namespace {

struct Options {
  std::string file;
  std::string message;
};

// A line for the header and one for the body that follows it, with what is behind.
std::string text_of(std::span<const std::uint8_t> message) {
  const lfp::Message decoded = lfp::decode(message);
  const FrameTable* const body = lfp::body_table(decoded.header.kind, decoded.header.flags);
  if (body == nullptr) {
    return print(lfp::header_table, message) + "\n";
  }
  return print(lfp::header_table, message.first(lfp::header_size)) + "\n" +
         print(*body, message.subspan(lfp::header_size)) + "\n";
}

int show(const Options& options) {
  const std::shared_ptr<const lfp::Layout> layout =
      options.file.empty() ? std::make_shared<const lfp::Layout>(lfp::open_layout())
                           : iut::lfp::read_layout(options.file);
  if (options.message.empty()) {
    std::cout << iut::lfp::text_of(*layout);
    return 0;
  }
  const auto octets = iut::lfp::octets_of_digits(options.message);
  if (!octets) {
    throw UsageError("--message takes pairs of hexadecimal digits");
  }
  std::vector<std::uint8_t> message;
  if (const FrameError error = lfp::from_wire(*layout, *octets, message)) {
    std::cout << "no message: " << error.what << " at octet " << error.offset << "\n";
    return 1;
  }
  std::cout << text_of(message);
  return 0;
}

} // namespace

Action add_lfp_layout(CLI::App& app, const Context& /*context*/) {
  const auto options = std::make_shared<Options>();
  Command command(app, "lfp-layout", "Checks and prints a layout of LFP messages, or one of them");
  command.option("file", options->file, "A layout (TOML); without one, the profile's own");
  command.option("--message", options->message, "Its octets, in hexadecimal: prints its fields");
  return [options] { return show(*options); };
}

} // namespace pathproof::runner
