// SPDX-License-Identifier: Apache-2.0
// Calls of the application as an agent's commands, and what they gave.
#pragma once

#include <cstdint>
#include <string>

#include "conformance/iut/hs/answer.hpp"
#include "conformance/iut/hs/frames.hpp"
#include "model/core/label.hpp"
#include "model/iucv/hs_labels.hpp"

namespace pathproof::iut {

// Whether it is a call that an agent does not wait for only where its socket does not block.
bool is_handshake(iucv::hs::Kind kind);

// Whether the label, a call, says that it waits.
bool may_wait(const Label& label);

// The command for any call but an interrupt, about this descriptor or, where that is empty, one
// that is closed.
std::string
agent_command(const Label& call, const EndpointNames& names, const std::string& descriptor);

// The message that the answer to `recv` has in it, as the model has it.
std::uint32_t received_message(const AgentAnswer& answer);

// An address as commands have it, with the padding of these names.
std::string
agent_address(const EndpointNames& names, const std::string& user, const std::string& name);

} // namespace pathproof::iut
