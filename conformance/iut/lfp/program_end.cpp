// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/program_end.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

#include "conformance/iut/lfp/carrier.hpp"
#include "conformance/iut/lfp/judged_end.hpp"

namespace pathproof::iut::lfp {

namespace {

constexpr std::size_t record_size = 1U << 17;
constexpr std::string_view task_word = "task ";
constexpr std::string_view reader_word = "reader ";
constexpr std::string_view data_line = "data\n";
constexpr std::string_view end_word = "end ";

template <class Number>
Number number_of(std::string_view text) {
  Number made{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), made);
  if (error != std::errc() || end != text.data() + text.size()) {
    misbehaves("its program says '" + std::string(text.substr(0, 80)) + "' for a number");
  }
  return made;
}

} // namespace

ProgramEnd::ProgramEnd(const std::string& path, unsigned tasks)
    : count_(tasks), listener_(listen_for_carrier("unix:" + path).socket), record_(record_size) {}

void ProgramEnd::drop() {
  unknown_.clear();
  tasks_.clear();
  readers_.clear();
  while (Descriptor(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK))) {
    // one of those that are forgotten
  }
}

void ProgramEnd::add_to(std::vector<pollfd>& waited) const {
  waited.push_back({listener_.get(), POLLIN, 0});
  for (const Descriptor& one : unknown_) {
    waited.push_back({one.get(), POLLIN, 0});
  }
  for (const auto& [number, one] : tasks_) {
    waited.push_back({one.get(), POLLIN, 0});
  }
  for (const auto& [number, one] : readers_) {
    waited.push_back({one.get(), POLLIN, 0});
  }
}

void ProgramEnd::take() {
  for (;;) {
    Descriptor one(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!one) {
      break;
    }
    unknown_.push_back(std::move(one));
  }
  std::vector<Descriptor> still;
  for (Descriptor& one : std::exchange(unknown_, {})) {
    const auto said = record(one);
    if (!said) {
      still.push_back(std::move(one));
    } else if (said->starts_with(task_word)) {
      tasks_[number_of<unsigned>(std::string_view(*said).substr(task_word.size()))] =
          std::move(one);
    } else if (said->starts_with(reader_word)) {
      readers_[number_of<int>(std::string_view(*said).substr(reader_word.size()))] = std::move(one);
    } // else it is nobody that the kit has started, or has ended
  }
  unknown_ = std::move(still);
}

void ProgramEnd::call(unsigned task,
                      const std::string& command,
                      std::span<const std::uint8_t> octets) {
  const auto found = tasks_.find(task);
  std::string text = command + "\n";
  text.append(octets.begin(), octets.end());
  if (found == tasks_.end() ||
      ::send(found->second.get(), text.data(), text.size(), MSG_NOSIGNAL) < 0) {
    misbehaves("its program is gone");
  }
}

std::optional<ProgramEnd::Ended> ProgramEnd::answer(unsigned task, int milliseconds) {
  const auto found = tasks_.find(task);
  if (found == tasks_.end()) {
    return {};
  }
  pollfd ready{found->second.get(), POLLIN, 0};
  ::poll(&ready, 1, milliseconds);
  const auto said = record(found->second);
  if (!said) {
    return {};
  }
  const std::string_view text = *said;
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) {
    misbehaves("its program ends in the middle of a call");
  }
  return Ended{number_of<long>(text.substr(0, blank)), std::string(text.substr(blank + 1))};
}

std::optional<ProgramEnd::Read> ProgramEnd::read(int descriptor) {
  const auto found = readers_.find(descriptor);
  if (found == readers_.end()) {
    return {};
  }
  const auto said = record(found->second);
  if (!said) {
    return {};
  }
  const std::string_view text = *said;
  if (text.starts_with(data_line)) {
    return Read{.octets{text.begin() + data_line.size(), text.end()}};
  }
  readers_.erase(found);
  return Read{.end = std::string(text.starts_with(end_word) ? text.substr(end_word.size()) : text)};
}

// What has come, without waiting; empty where the connection is over.
std::optional<std::string> ProgramEnd::record(const Descriptor& connection) {
  const ssize_t count = ::recv(connection.get(), record_.data(), record_.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    return {};
  }
  return std::string(record_.data(), count < 0 ? 0 : static_cast<std::size_t>(count));
}

} // namespace pathproof::iut::lfp
