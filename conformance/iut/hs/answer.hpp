// SPDX-License-Identifier: Apache-2.0
// The agent's answer to one command, and the words of commands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/hs/wire.hpp"

namespace pathproof::iut {

struct AgentAnswer {
  enum class Kind {
    ok,
    error,  // the call failed; the text is the errno's name
    bad,    // the agent did not understand; the text says why
    passed, // the call was not made, because its condition was not met
  };
  Kind kind = Kind::ok;
  std::string text{}; // behind that word
  // The frames that the system had sent by then; nothing where it does not say.
  std::optional<std::uint64_t> sent{};

  bool ok() const { return kind == Kind::ok; }

  // Whether the call failed with this errno: "ECONNREFUSED".
  bool failed_with(std::string_view name) const { return kind == Kind::error && text == name; }

  // The word at that place of the text, empty where there is none.
  std::string_view word(unsigned place) const;

  // That word as a number, 0 where it is none; as bytes, none where it stands for none.
  std::int64_t number(unsigned place = 0) const;
  Bytes bytes(unsigned place) const;
};

// "TAG KIND TEXT" or "TAG:SENT KIND TEXT"; nothing when the line has not that shape.
struct TaggedAnswer {
  std::uint64_t tag = 0;
  AgentAnswer answer;
};

std::optional<TaggedAnswer> parse_answer(std::string_view line);

// "TAG VERB ARGUMENT…", as an agent reads it.
struct AgentCommand {
  std::uint64_t tag = 0;
  std::string verb{};
  std::vector<std::string> words{}; // arguments

  // That argument as a number, decimal or 0x…; nothing where it is none.
  std::optional<std::int64_t> number(unsigned place) const;
  // As octets; nothing where it does not stand for octets.
  std::optional<std::string> octets(unsigned place) const;
};

// Nothing when the line has not that shape.
std::optional<AgentCommand> parse_command(std::string_view line);

// Bytes as commands have them: "c2d6", and "-" for none.
std::string hexadecimal(std::string_view bytes);
std::string hexadecimal(const Bytes& bytes);

// The address of an AF_IUCV socket as commands have it. Both names are padded to eight bytes, the
// user id with NUL as that of a guest's device is, the application's name with blanks.
std::string iucv_address(std::string_view user_id, std::string_view name, char user_padding = '\0');

// SCM_IUCV_TRGCLS with that class, for `send`.
std::string target_class(std::uint32_t message_class);

// Linux's numbers, for commands.
inline constexpr int af_iucv = 32;
inline constexpr int sol_iucv = 277;
inline constexpr int so_iprmdata_msg = 0x0080;
inline constexpr int so_msgsize = 0x0800;
inline constexpr int so_msglimit = 0x1000;

} // namespace pathproof::iut
