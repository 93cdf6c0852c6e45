// SPDX-License-Identifier: Apache-2.0
// The reference endpoint of AF_IUCV over HiperSockets as others meet it: frames and commands of an
// agent go in, frames and answers come out. It does no input or output and never waits.
//
// It is as large as the model: one socket of its own that listens or connects, connections from two
// peers, one call at a time (others wait for their turn), backlogs of 0 and 1. What the model does
// not say (options, reading a part of a message) is refused. Messages may be anything.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/hs/answer.hpp"
#include "conformance/iut/hs/frames.hpp"
#include "conformance/iut/hs/wire.hpp"
#include "model/core/machine.hpp"
#include "model/iucv/hs_frame.hpp"
#include "model/reference/reference.hpp"

namespace pathproof::iut {

class ReferenceEndpoint {
public:
  // What it says: frames from the magic number on, and whole lines.
  struct Said {
    std::vector<Bytes> frames;
    std::string lines;
  };

  // The machine, of the model iucv/hs, must outlive it. `user`: its own user id, padded with
  // `padding` to eight characters.
  ReferenceEndpoint(const Machine& machine, std::string user, char padding, std::uint64_t seed);

  // The largest message in a frame from now on: that of a device whose MTU is not 1500.
  void take_messages_up_to(std::size_t octets) { fitting_octets_ = octets; }

  // All sockets are gone, and all is as at the beginning.
  void reset();

  // A line of the agent's protocol, without its line feed.
  Said command(std::string_view line);

  // Octets that may be a frame.
  Said frame(std::span<const std::uint8_t> octets);

private:
  using UserId = std::array<std::uint8_t, iucv::hs_name_size>;

  // An application on some system, in EBCDIC.
  struct Party {
    UserId user{};
    std::array<std::uint8_t, iucv::hs_name_size> name{};

    friend bool operator==(const Party&, const Party&) = default;
  };

  struct Received {
    std::uint32_t label = 0; // the message as the model has it
    MessageContent content;
  };

  // Somebody who the model knows as a peer.
  struct Peer {
    std::optional<Party> party{};
    bool waits = false;       // for accept
    std::string descriptor{}; // once it was accepted
    std::deque<Received> unread{};
    std::deque<Bytes> held{}; // frames that the model has no room for yet
  };

  // A SYN that is being answered.
  struct Asked {
    Party from{};
    Party to{};
    std::uint16_t window = 0;
    unsigned peer = 0;
    bool elsewhere = false; // it is for nobody here, and was shown to the model as that of peer 1
  };

  bool permits(const Label& label);
  bool must_go_on();
  void run(Said& said);
  void show(const Label& label, Said& said);
  void show_frame(const Label& label, Said& said);
  void show_return(const Label& label, Said& said);
  void take(const Label& label, Said& said);
  void go_on(Said& said);

  void begin(const AgentCommand& command, Said& said);
  std::optional<Label> label_of(const AgentCommand& command, Said& said);
  std::optional<Label> label_of_send(const AgentCommand& command, unsigned socket, bool waits);
  void answer(const AgentCommand& command, std::string_view what, Said& said) const;
  void finish_call(std::string_view what, Said& said);
  std::string returned_done(const AgentCommand& command);
  std::string returned_message(std::uint32_t message);
  std::optional<unsigned> socket_of(const std::string& descriptor) const;
  std::string new_descriptor();

  void arrived(std::span<const std::uint8_t> octets, Said& said);
  void arrived_syn(const iucv::HsPacket& packet, Said& said);
  void arrived_data(unsigned peer, const iucv::HsPacket& packet, Said& said);
  void refuse(const Asked& asked, Said& said) const;
  void retry_held(Said& said);
  std::optional<unsigned> peer_of(const Party& party) const;
  std::optional<unsigned> place_for(const Party& party);
  bool is_own(const UserId& user) const;
  std::uint32_t wrong_name(const Party& from, const Party& to) const;

  iucv::HsFrame header(const Party& from, const Party& to, iucv::HsKind kind) const;
  Bytes message_frame(const Label& label, iucv::HsFrame header);
  MessageContent part_of_long(bool rest);
  Party own() const;

  const Machine& machine_;
  std::uint64_t kinds_ = 0; // that the endpoint shows
  std::string user_;
  char padding_;
  std::uint64_t seed_;
  std::unique_ptr<Reference> reference_;
  std::vector<Step> steps_;
  std::array<Peer, 2> peers_;
  std::string own_descriptor_;                 // empty: there is no own socket
  Party own_name_{};                           // what it was bound to last
  bool bound_ = false;                         // whether it ever was
  std::optional<unsigned> connected_to_;       // a peer, by connect
  std::set<std::string, std::less<>> at_once_; // descriptors that do not block
  std::uint64_t descriptors_ = 2;              // the number given last
  std::optional<AgentCommand> current_;        // the call in progress
  std::deque<AgentCommand> waiting_;
  MessageContent sending_;
  std::size_t sent_ = 0;              // octets of a long message
  std::size_t fitting_octets_ = 1382; // of a message in a frame; what is longer is long [IUCV-193]
  std::optional<Asked> asked_;
};

} // namespace pathproof::iut
