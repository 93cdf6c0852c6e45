// SPDX-License-Identifier: Apache-2.0
// The data of one socket on a path, in both directions: windows, chunk numbers, credit, and what
// has come and nobody has taken yet. Daemon and instance have the same; what a socket is, and what
// follows its data, is theirs.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "conformance/iut/lfp/path.hpp"

namespace pathproof::iut::lfp {

class Flow {
public:
  // Both windows are open. The path outlives the flow.
  Flow(Path& path, std::uint32_t socket);

  std::uint32_t socket() const { return socket_; }

  // ---- towards the other side of the path -------------------------------------------------------

  // Octets that may be sent before credit comes [LFP-164].
  std::uint32_t window() const { return window_; }

  enum class Outcome {
    whole,       // as much as chunk and window bear: there may be more
    part,        // a chunk with less: nothing is left, unless it is the end
    nothing,     // there is nothing to read now
    interrupted, // by a signal, before anything was read
    no_window,   // credit has to come first
    end          // there will be nothing more
  };

  struct Sent {
    Outcome outcome{};
    int error = 0; // of an end: an errno, or 0 for an orderly one
  };

  // Sends a chunk of what can be read from the stream socket. Only while path.may_send_data().
  Sent send_from(int stream);

  // Whether the end is what comes next on the stream socket, for when nothing can be sent from it:
  // the end needs no window, and may take the last slot [LFP-163, LFPO-009]. Its outcome is end or
  // nothing.
  static Sent look_for_end(int stream);

  // The two halves of it, for a datagram: it leaves the window as a whole, without its address, and
  // then goes in chunks of `size` octets that are in path.data_room() already.
  void take(std::uint32_t octets) { window_ -= octets; }

  void send_chunk(std::size_t size, std::uint16_t flags = 0);

  // Credit has come. Empty, or how the other side broke the profile.
  std::string credit(std::uint32_t octets);

  // ---- from the other side ----------------------------------------------------------------------

  // A chunk has come. Empty, or how the other side broke the profile [LFP-162, LFP-164].
  std::string receive(const profile::Message& message);

  // Writes the payload to the stream socket, behind what waits; what it does not take waits here.
  void write(int stream, std::span<const std::uint8_t> payload);

  // Writes what waits, as far as the stream socket takes it.
  void write_rest(int stream);

  bool all_written() const { return unwritten_.empty(); }

  // The errno that ended writing, or 0. Linux tells an error of a connection once: who writes gets
  // it, and who reads finds an orderly end.
  int write_error() const { return write_error_; }

  // So many octets were passed on: credit goes back when there is enough of it, and also when the
  // other side might wait for it [LFP-165, LFP-166, LFPO-014].
  void consumed(std::uint32_t octets);

  // The same of a datagram. Its sender has to have window for the whole of the next one, and none
  // is too small to be waited for: where no other waits here to be passed on, it has all of it
  // back.
  void consumed_datagram(std::uint32_t octets, bool none_waits);

  // The other side sends nothing more: it has no use for credit.
  void stop_credit() { gives_credit_ = false; }

private:
  void return_credit(bool needed);
  std::size_t write_some(int stream, std::span<const std::uint8_t> octets);

  Path& path_;
  std::uint32_t socket_;
  std::uint32_t window_;
  std::uint32_t chunks_sent_ = 0;
  std::uint32_t window_left_; // of the other side
  std::uint32_t unreported_ = 0;
  std::uint32_t chunks_received_ = 0;
  bool gives_credit_ = true;
  int write_error_ =
      0; // not 0: the stream socket takes nothing any more, what comes is thrown away
  std::deque<std::vector<std::uint8_t>> unwritten_{};
  std::size_t written_of_first_ = 0;
};

} // namespace pathproof::iut::lfp
