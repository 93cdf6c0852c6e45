// SPDX-License-Identifier: Apache-2.0
// Any text is a configuration or gets errors, each one line about a place in the text. What was
// given twice is refused, and any two configurations are compared.
#include <algorithm>
#include <cstdlib>

#include "model/lfp/configuration_check.hpp"

using namespace pathproof::lfp;

namespace {

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

template <class Configuration>
void expect_sentences(std::string_view text, const Reading<Configuration>& reading) {
  expect(reading.configuration.has_value() == reading.errors.empty());
  const auto lines = static_cast<unsigned>(std::count(text.begin(), text.end(), '\n') + 1);
  for (const ConfigurationError& error : reading.errors) {
    expect(error.line <= lines && error.column <= text.size() + 1);
    expect(!error.sentence.empty() && error.sentence.size() < 500);
    for (const char character : error.sentence) {
      const auto code = static_cast<unsigned char>(character);
      expect((code >= ' ' && code != 0x7F) || code == '\t');
    }
  }
}

template <class Configuration>
void expect_values(const Configuration& read) {
  expect(read.mtu >= 1 && read.mtu <= message_size_most);
  expect(read.message_limit.value_or(1) >= 1 && read.message_limit.value_or(1) <= 65535);
  expect(read.window_size >= 1 && read.window_threshold >= 1 && read.window_threshold <= 100);
  for (const std::string& name : {read.own_application, read.peer_user, read.peer_application}) {
    expect(!name.empty() && name.size() <= name_length_max);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto instance = read_instance(text);
  const auto daemon = read_daemon(text);
  expect_sentences(text, instance);
  expect_sentences(text, daemon);
  // The other side of a text that is only one is made by the samples of the table.
  static const auto sample = [](Side side) {
    std::string lines;
    for (const Parameter& one : parameters_of(side)) {
      lines +=
          one.sample.empty() ? "" : std::string(one.keyword) + "=" + std::string(one.sample) + "\n";
    }
    return lines;
  };
  static const auto sample_instance = read_instance(sample(Side::instance)).configuration.value();
  static const auto sample_daemon = read_daemon(sample(Side::daemon)).configuration.value();
  if (instance.configuration) {
    expect_values(*instance.configuration);
  }
  if (daemon.configuration) {
    expect_values(*daemon.configuration);
    expect(!read_daemon(text + "\n" + text).configuration);
  }
  if (!instance.configuration && !daemon.configuration) {
    return 0;
  }
  for (const Finding& one : check(instance.configuration.value_or(sample_instance),
                                  daemon.configuration.value_or(sample_daemon),
                                  {})) {
    expect(one.check != nullptr && !one.places.empty());
  }
  return 0;
}
