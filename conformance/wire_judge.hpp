// SPDX-License-Identifier: Apache-2.0
// Judges the endpoints of AF_IUCV over HiperSockets by their frames alone. Each connection is a
// conversation of the model iucv/hs_wire, and both of its ends are under test.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "conformance/oracle.hpp"
#include "conformance/verdict.hpp"
#include "model/iucv/hs_frame.hpp"

namespace pathproof {

struct WireJudgeOptions {
  bool strict = false;                         // requirements of level note fail a connection too
  std::string family = "iucv/hs_wire/capture"; // of the cases
  std::string reproduction{};
};

class WireJudge {
public:
  // The machine has to be iucv::wire::make_whole()'s, and must outlive this.
  WireJudge(const Machine& wire, WireJudgeOptions options);

  // The next Ethernet frame, in the order of the wire. `length` is that on the wire, which is more
  // than the octets where a capture cut them off. One of another Ethernet type is passed over.
  void frame(std::span<const std::uint8_t> ethernet, std::size_t length);

  // A case for each connection, in the order of their first frames, and before them, where some
  // frames are none, a case for these: "FAMILY/LINUXA.CLIENT-LINUXB.SERVER".
  // A connection whose SYN was not seen is inconclusive.
  std::vector<CaseResult> results() const;

  std::uint64_t judged() const { return judged_; } // frames of connections

  std::uint64_t passed_over() const { return passed_over_; } // frames of others

private:
  static constexpr std::size_t name_size = 24; // user id and application name, as they travel
  using Name = std::array<std::uint8_t, name_size>;

  // Two names, the lower one first.
  struct Names {
    std::array<Name, 2> of{};
    friend bool operator==(const Names&, const Names&) = default;
  };

  struct Hash {
    std::size_t operator()(const Names& names) const;
  };

  struct Seen {
    std::uint32_t number; // of the frame, from 1
    std::uint16_t window;
    std::uint8_t kind; // of the label
  };

  struct Broken {
    std::size_t at; // index into `seen`
    Deviation deviation;
  };

  struct Conversation {
    Names names;
    unsigned connector = 0; // which of the names
    bool begun = false;     // with a SYN
    bool up = false;        // accepted
    bool over = false;      // refused, or ended by one of them
    std::unique_ptr<Oracle> oracle{};
    std::vector<Seen> seen{};
    std::vector<Broken> broken{};
    std::uint64_t deviations = 0;
  };

  // The conversations between two names that go on, by who is the connector.
  struct Pair {
    std::array<std::int32_t, 2> current{-1, -1};
  };

  Conversation& begin(const Names& names, Pair& pair, unsigned connector);
  Conversation* conversation(const Names& names, Pair& pair, unsigned sender, iucv::HsKind kind);
  void judge(Conversation& conversation, const Label& label);
  void odd(const Requirement& requirement, std::string what);
  CaseResult result(const Conversation& conversation, unsigned nth) const;

  const Machine& wire_;
  WireJudgeOptions options_;
  std::uint32_t number_ = 0; // of the frame
  std::uint64_t judged_ = 0;
  std::uint64_t passed_over_ = 0;
  std::uint64_t odd_count_ = 0;
  std::vector<Deviation> odd_;
  std::vector<std::uint32_t> odd_numbers_; // of their frames
  std::vector<Conversation> conversations_;
  std::unordered_map<Names, Pair, Hash> pairs_;
};

} // namespace pathproof
