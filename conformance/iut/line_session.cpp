// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/line_session.hpp"

#include <charconv>
#include <stdexcept>

namespace pathproof::iut {
namespace {

constexpr std::string_view protocol_version = "1";

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find(' '));
}

// Calls `visit` for each part; an empty text has one empty part.
template <class Visit>
void for_each_part(std::string_view text, char separator, Visit visit) {
  for (;;) {
    const std::size_t end = text.find(separator);
    visit(text.substr(0, end));
    if (end == std::string_view::npos) {
      return;
    }
    text.remove_prefix(end + 1);
  }
}

// What is wrong with a text of the form WORD[ NAME=VALUE …]; empty when nothing is.
std::string_view what_is_malformed(std::string_view text) {
  std::string_view fault;
  bool first = true;
  for_each_part(text, ' ', [&](std::string_view word) {
    const std::size_t equals = word.find('=');
    if (word.empty()) {
      fault = "words that are not separated by one blank";
    } else if (first && equals != std::string_view::npos) {
      fault = "an argument where the first word belongs";
    } else if (!first && (equals == std::string_view::npos || equals == 0)) {
      fault = "a word after the first that is not of the form name=value";
    }
    first = false;
  });
  return fault;
}

// The value of an argument; nullopt when there is none. `twice` is set when there are several.
std::optional<std::string> argument(std::string_view text, std::string_view name, bool& twice) {
  std::optional<std::string> value;
  for_each_part(text, ' ', [&](std::string_view word) {
    if (word.size() > name.size() && word[name.size()] == '=' && word.starts_with(name)) {
      twice = twice || value.has_value();
      value = word.substr(name.size() + 1);
    }
  });
  return value;
}

std::vector<std::string> list(const std::optional<std::string>& value) {
  std::vector<std::string> parts;
  if (value && !value->empty()) {
    for_each_part(*value, ',', [&](std::string_view part) { parts.emplace_back(part); });
  }
  return parts;
}

Fault garbage(const std::string& what, std::string_view answer) {
  return {FaultKind::garbage, "it sent " + what + ": '" + excerpt(answer) + "'"};
}

} // namespace

LineSession::LineSession(std::string spec, const Limits& limits)
    : LineSession([spec = std::move(spec), limits] { return open_channel(spec, limits); }) {}

LineSession::LineSession(Opener opener) : opener_(std::move(opener)) {}

const Hello& LineSession::hello() {
  if (channel_ == nullptr || fault_) {
    channel_.reset(); // the old implementation must be gone before the new one begins
    fault_.reset();
    number_ = 0;
    hello_ = {};
    channel_ = opener_();
    ++conversations_;
    hello_ = say_hello();
  }
  return hello_;
}

std::optional<Fault> LineSession::ensure_alive() {
  return hello().fault;
}

Hello LineSession::say_hello() {
  Hello hello;
  const Exchange answer = ask("hello pathproof=" + std::string(protocol_version));
  if (!answer.ok()) {
    hello.fault = answer.fault;
    return hello;
  }
  const std::string_view text = answer.line;
  bool twice = false;
  const auto name = argument(text, "name", twice);
  hello.roles = list(argument(text, "roles", twice));
  hello.lacks = list(argument(text, "lacks", twice));
  hello.overhears = argument(text, "overhears", twice) == "yes";
  std::string_view fault;
  for (const std::string& choice : list(argument(text, "choose", twice))) {
    const std::size_t colon = choice.find(':');
    if (colon == std::string::npos || colon == 0) {
      fault = "a choice that is not of the form variation:value";
    } else if (!hello.choose.emplace(choice.substr(0, colon), choice.substr(colon + 1)).second) {
      fault = "two choices for one variation";
    }
  }
  if (first_word(text) == "unsupported") {
    hello.fault = fail({FaultKind::not_implemented,
                        "it does not support version " + std::string(protocol_version) +
                            " of the line protocol"})
                      .fault;
    return hello;
  }
  if (first_word(text) != "hello") {
    fault = "something else than a hello";
  } else if (!name || name->empty() || hello.roles.empty()) {
    fault = "a hello without a name or without roles";
  } else if (twice) {
    fault = "a hello that has an argument twice";
  }
  if (!fault.empty()) {
    hello.fault = fail(garbage(std::string(fault), text)).fault;
    return hello;
  }
  hello.name = *name;
  return hello;
}

ResetReply LineSession::reset(const ResetLine& line) {
  ResetReply reply;
  reply.fault = ensure_alive();
  if (!reply.fault) {
    std::string text = "reset case=" + line.case_id + " model=" + line.model +
                       " role=" + line.role + " providers=" + std::to_string(line.providers) +
                       " seed=" + std::to_string(line.seed);
    for (const auto& [name, value] : line.extra) {
      text.append(" ").append(name).append("=").append(value);
    }
    Exchange answer = ask(text);
    reply.fault = std::move(answer.fault);
    const std::string_view word = first_word(answer.line);
    if (reply.fault) {
      // told below
    } else if (answer.line == "ready") {
      reply.kind = ResetKind::ready;
    } else if (word == "unsupported") {
      bool twice = false;
      reply.kind = ResetKind::unsupported;
      reply.reason = argument(answer.line, "reason", twice).value_or("");
    } else {
      reply.fault = fail(garbage("neither ready nor unsupported", answer.line)).fault;
    }
  }
  if (reply.fault && reply.fault->kind == FaultKind::not_implemented) {
    reply.kind = ResetKind::unsupported;
  }
  return reply;
}

TextReply LineSession::give(std::string_view label_text) {
  TextReply reply;
  Exchange answer = ask(label_text);
  reply.fault = std::move(answer.fault);
  if (reply.fault) {
    reply.kind =
        reply.fault->kind == FaultKind::not_implemented ? ReplyKind::unsupported : ReplyKind::fault;
    return reply;
  }
  const std::string_view word = first_word(answer.line);
  if (word == "quiet" && answer.line.size() > word.size()) {
    reply.fault = fail(garbage("a quiet with arguments", answer.line)).fault;
  } else if (word == "quiet") {
    reply.kind = ReplyKind::quiet;
  } else if (word == "unsupported") {
    reply.kind = ReplyKind::unsupported;
  } else {
    reply.kind = ReplyKind::label;
    reply.text = std::move(answer.line);
  }
  return reply;
}

TextReply LineSession::go() {
  return give("go");
}

std::optional<Fault> LineSession::bye() {
  if (channel_ == nullptr || fault_) {
    return fault_;
  }
  const Exchange answer = ask("bye");
  if (!answer.ok()) {
    return answer.fault;
  }
  if (answer.line != "bye") {
    return fail(garbage("something else than a bye", answer.line)).fault;
  }
  channel_->close();
  fault_ = {FaultKind::refused, "the conversation was ended with bye"};
  return std::nullopt;
}

std::string LineSession::error_output() {
  return channel_ == nullptr ? std::string() : channel_->error_output();
}

void LineSession::forget_output() {
  if (channel_ != nullptr) {
    channel_->forget_output();
  }
}

Exchange LineSession::ask(std::string_view text) {
  if (channel_ == nullptr) {
    throw std::logic_error("the kit asked before it said hello");
  }
  if (find_illegal_character(text) != std::string_view::npos || !what_is_malformed(text).empty()) {
    throw std::logic_error("the kit made a line that the protocol does not permit: " +
                           excerpt(text));
  }
  if (fault_) {
    return {{}, fault_};
  }
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, ++number_).ptr;
  const std::string_view number(digits, static_cast<std::size_t>(end - digits));
  line_.assign(number).append(" ").append(text);
  // Whether the limit of a line includes its line feed is left open: the kit's own lines fit both.
  if (line_.size() >= line_bytes_max) {
    throw std::logic_error("the kit made a line that is too long: " + excerpt(line_));
  }
  Exchange answer = channel_->exchange(line_);
  if (!answer.ok()) {
    fault_ = answer.fault;
    return answer;
  }
  return check(check_number(std::move(answer), number));
}

Exchange LineSession::check_number(Exchange answer, std::string_view number) {
  const std::string_view line = answer.line;
  if (line.starts_with(number) && line.size() > number.size() && line[number.size()] == ' ') {
    answer.line.erase(0, number.size() + 1);
    return answer;
  }
  const std::string_view word = first_word(line);
  std::uint64_t other = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), other);
  if (error != std::errc() || end != word.data() + word.size()) {
    return fail(garbage("a line that does not begin with a number and a blank", line));
  }
  if (other == number_) {
    return fail(
        garbage("a number that is not followed by an answer, or not written as asked", line));
  }
  const std::string which = other > 0 && other < number_ ? ", which answers an earlier request"
                                                         : ", which was never asked";
  return fail({FaultKind::misnumbered,
               "it answered line " + std::to_string(number_) + " with the number " +
                   std::to_string(other) + which + ": '" + excerpt(line) + "'"});
}

Exchange LineSession::check(Exchange answer) {
  if (!answer.ok()) {
    return answer;
  }
  const std::string_view fault = what_is_malformed(answer.line);
  return fault.empty() ? std::move(answer) : fail(garbage(std::string(fault), answer.line));
}

Exchange LineSession::fail(Fault fault) {
  channel_->kill();
  fault_ = std::move(fault);
  return {{}, fault_};
}

} // namespace pathproof::iut
