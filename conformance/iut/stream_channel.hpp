// SPDX-License-Identifier: Apache-2.0
// What all byte streams have in common: cutting them into lines and judging those lines. A
// transport adds only how bytes are written, read and given up.
#pragma once

#include <sys/types.h>

#include "conformance/iut/channel.hpp"

namespace pathproof::iut {

class StreamChannel : public Channel {
public:
  Exchange exchange(std::string_view line) override;

protected:
  // The descriptor that answers arrive on.
  virtual int input() const = 0;

  // Writes everything. False when it cannot be written; explain_end() then knows why.
  virtual bool send(const char* bytes, std::size_t size) = 0;

  // As read(2): the number of bytes, 0 at the end, -1 with errno. Waits no longer than the
  // deadline.
  virtual ssize_t receive(char* bytes, std::size_t size) = 0;

  // Why send() or receive() gave up, `received` bytes into an answer. Called once.
  virtual Fault explain_end(std::size_t received) = 0;

  // Makes every later exchange say `fault`, unless an earlier one stands.
  void give_up(Fault fault);

  bool given_up() const { return fault_.has_value(); }

private:
  Exchange fail(Fault fault);
  Exchange read_answer();
  Exchange judge(std::string_view line, std::size_t bytes_after);
  Exchange surplus_before_request();

  std::optional<Fault> fault_;
  char outgoing_[line_bytes_max + 1];
  // Room for a whole line and a good part of what must not follow it.
  char incoming_[2 * line_bytes_max];
};

} // namespace pathproof::iut
