// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/stream_channel.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace pathproof::iut {
namespace {

Fault illegal_character(std::string_view line, std::size_t place) {
  const std::string_view character = line.substr(place, 1);
  return {FaultKind::garbage,
          "it sent the illegal character '" + excerpt(character) + "' as byte " +
              std::to_string(place + 1) + " of the line '" + excerpt(line) + "'"};
}

Fault too_long(std::string_view line) {
  return {FaultKind::oversized,
          "it sent more than " + std::to_string(line_bytes_max) + " bytes in the line '" +
              excerpt(line) + "'"};
}

} // namespace

Exchange StreamChannel::exchange(std::string_view line) {
  if (line.size() > line_bytes_max || line.find('\n') != std::string_view::npos) {
    throw std::logic_error("the kit made a line that the protocol does not permit");
  }
  if (fault_) {
    return {{}, fault_};
  }
  // Cheaper than a read that finds nothing; and a line sent too early must not pass as the answer.
  int waiting = 0;
  if (ioctl(input(), FIONREAD, &waiting) == 0 && waiting > 0) {
    return surplus_before_request();
  }
  std::memcpy(outgoing_, line.data(), line.size());
  outgoing_[line.size()] = '\n';
  if (!send(outgoing_, line.size() + 1)) {
    return fail(explain_end(0));
  }
  return read_answer();
}

void StreamChannel::give_up(Fault fault) {
  if (!fault_) {
    fault_ = std::move(fault);
  }
}

Exchange StreamChannel::fail(Fault fault) {
  give_up(std::move(fault));
  kill();
  return {{}, fault_};
}

Exchange StreamChannel::read_answer() {
  std::size_t received = 0;
  for (;;) {
    const ssize_t count = receive(incoming_ + received, sizeof incoming_ - received);
    if (count <= 0) {
      return fail(explain_end(received));
    }
    const auto size = static_cast<std::size_t>(count);
    const void* found = std::memchr(incoming_ + received, '\n', size);
    const std::string_view before(incoming_, received);
    received += size;
    if (found != nullptr) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - incoming_);
      return judge({incoming_, length}, received - length - 1);
    }
    // Judged before the line is whole: garbage rarely ends with a line feed.
    const std::string_view line(incoming_, received);
    const std::size_t illegal = find_illegal_character(line.substr(before.size()));
    if (illegal != std::string_view::npos) {
      return fail(illegal_character(line, before.size() + illegal));
    }
    if (received > line_bytes_max) {
      return fail(too_long(line));
    }
  }
}

Exchange StreamChannel::judge(std::string_view line, std::size_t bytes_after) {
  const std::size_t illegal = find_illegal_character(line);
  if (illegal != std::string_view::npos) {
    return fail(illegal_character(line, illegal));
  }
  if (line.size() > line_bytes_max) {
    return fail(too_long(line));
  }
  if (line.empty()) {
    return fail({FaultKind::garbage, "it sent an empty line"});
  }
  if (bytes_after > 0) {
    return fail({FaultKind::unsolicited,
                 "it sent more than one line for one request: after '" + excerpt(line) +
                     "' also '" + excerpt({line.data() + line.size() + 1, bytes_after}) + "'"});
  }
  return {std::string(line), std::nullopt};
}

Exchange StreamChannel::surplus_before_request() {
  const ssize_t count = ::read(input(), incoming_, sizeof incoming_);
  const std::string_view text(incoming_, count > 0 ? static_cast<std::size_t>(count) : 0);
  return fail(
      {FaultKind::unsolicited, "it sent data before it was asked: '" + excerpt(text) + "'"});
}

} // namespace pathproof::iut
