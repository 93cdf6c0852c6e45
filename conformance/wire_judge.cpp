// SPDX-License-Identifier: Apache-2.0
#include "conformance/wire_judge.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "conformance/deviation.hpp"
#include "model/core/ebcdic.hpp"
#include "model/core/frame_text.hpp"
#include "model/iucv/hs_wire_labels.hpp"
#include "model/iucv/requirements_hs_frame.hpp"
#include "model/iucv/requirements_hs_window.hpp"

namespace pathproof {

namespace {

using iucv::HsKind;
using iucv::wire::Kind;

constexpr std::size_t user_size = 8;
// What is reported of one connection, and of frames that are none. All are counted.
constexpr std::size_t deviations_max = 100;
// Labels of a long connection that are reported: around what was broken.
constexpr std::size_t labels_before_max = 200;
constexpr std::size_t labels_after_max = 20;

std::string text_of(std::span<const std::uint8_t> octets) {
  std::string text;
  for (const std::uint8_t octet : octets) {
    const char character = ebcdic::character(octet);
    const bool plain = character != '\0' &&
                       std::string_view(".-/%@* '\"").find(character) == std::string_view::npos;
    text += plain ? std::string(1, character) : "%" + hexadecimal(std::span(&octet, 1));
  }
  return text;
}

// Without the blanks or zeros at its end.
std::span<const std::uint8_t> trimmed(std::span<const std::uint8_t> octets) {
  while (!octets.empty() && (octets.back() == ebcdic::blank || octets.back() == 0)) {
    octets = octets.first(octets.size() - 1);
  }
  return octets;
}

template <class Name>
std::string name_text(const Name& name) {
  const std::span<const std::uint8_t> octets(name);
  return text_of(trimmed(octets.first(user_size))) + "." +
         text_of(trimmed(octets.subspan(user_size)));
}

constexpr Kind of_party(unsigned party, Kind connectors, Kind listeners) {
  return party == 0 ? connectors : listeners;
}

} // namespace

std::size_t WireJudge::Hash::operator()(const Names& names) const {
  constexpr std::uint64_t multiplier = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = 0;
  for (const Name& name : names.of) {
    for (std::size_t at = 0; at < name_size; at += sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, name.data() + at, sizeof word);
      hash = (hash ^ word) * multiplier;
      hash ^= hash >> 29U;
    }
  }
  return hash;
}

WireJudge::WireJudge(const Machine& wire, WireJudgeOptions options)
    : wire_(wire), options_(std::move(options)) {}

void WireJudge::odd(const Requirement& requirement, std::string what) {
  ++odd_count_;
  if (odd_.size() < deviations_max) {
    Deviation& deviation = odd_.emplace_back();
    deviation.step = odd_.size() - 1;
    deviation.observed = "frame " + std::to_string(number_) + ": " + std::move(what);
    odd_numbers_.push_back(number_);
    deviation.broken = {reference_to(requirement)};
    deviation.level = to_string(requirement.level);
  }
}

WireJudge::Conversation& WireJudge::begin(const Names& names, Pair& pair, unsigned connector) {
  pair.current.at(connector) = static_cast<std::int32_t>(conversations_.size());
  return conversations_.emplace_back(Conversation{.names = names, .connector = connector});
}

// Which one a frame belongs to: the handshake says who is the connector; of two that go on, what
// comes later is of the one that was accepted.
WireJudge::Conversation*
WireJudge::conversation(const Names& names, Pair& pair, unsigned sender, HsKind kind) {
  const auto current = [&](unsigned connector) -> Conversation* {
    const std::int32_t at = pair.current.at(connector);
    return at < 0 ? nullptr : &conversations_[static_cast<std::size_t>(at)];
  };
  if (kind == HsKind::syn) {
    Conversation* const asked = current(sender);
    if (asked != nullptr && asked->begun && !asked->over) {
      return asked;
    }
    Conversation& made = begin(names, pair, sender);
    made.begun = true;
    made.oracle = std::make_unique<Oracle>(wire_, iucv::wire::parties);
    return &made;
  }
  const bool answers = kind == HsKind::syn_ack || kind == HsKind::syn_fin;
  Conversation* const first = current(answers ? 1 - sender : 0);
  Conversation* const second = answers ? nullptr : current(1);
  if (first == nullptr && second == nullptr) {
    return &begin(names, pair, answers ? 1 - sender : 0);
  }
  if (first == nullptr || second == nullptr) {
    return first == nullptr ? second : first;
  }
  return first->up && !(second->up && first->over) ? first : second;
}

void WireJudge::frame(std::span<const std::uint8_t> ethernet, std::size_t length) {
  ++number_;
  if (!is_carried_by(iucv::hs_frame_table, ethernet)) {
    ++passed_over_;
    return;
  }
  const iucv::HsPacket packet = iucv::decode_ethernet(ethernet);
  if (packet.error) {
    odd(iucv::req::iucv_181, std::string(packet.error.what));
    return;
  }
  const iucv::HsFrame& head = packet.header;
  const HsKind kind = iucv::hs_kind(head.flags);
  if (kind == HsKind::other) {
    odd(iucv::req::iucv_196, "flags " + hexadecimal(std::span(&head.flags, 1)) + " mean nothing");
    return;
  }
  const bool carries = length > ethernet_header_size + iucv::hs_header_size;
  const bool is_data = kind == HsKind::data || (kind == HsKind::win && carries);
  if (is_data && (kind == HsKind::data) != (head.window == 0)) {
    odd(iucv::req::iucv_234, "a message whose flags and window do not fit");
  }
  if (kind == HsKind::win && !is_data && head.window == 0) {
    odd(iucv::req::iucv_235, "WIN that confirms nothing");
    return;
  }
  Name from;
  Name to;
  const auto copy = [](Name& name, const auto& user, const auto& application) {
    std::copy(user.begin(), user.end(), name.begin());
    std::copy(application.begin(), application.end(), name.begin() + user_size);
  };
  copy(from, head.src_user_id, head.src_app_name);
  copy(to, head.dest_user_id, head.dest_app_name);
  const unsigned sender = to < from ? 1 : 0;
  const Names names{sender == 0 ? std::array{from, to} : std::array{to, from}};
  Conversation& talk = *conversation(names, pairs_[names], sender, kind);
  const unsigned party = sender == talk.connector ? 0 : 1;
  Kind shown = Kind::syn;
  bool has_window = true;
  switch (kind) {
  case HsKind::syn:
    break;
  case HsKind::syn_ack:
    shown = Kind::syn_ack;
    talk.up = true;
    break;
  case HsKind::syn_fin:
    shown = Kind::syn_fin;
    talk.over = talk.over || !talk.up;
    break;
  case HsKind::sht:
    shown = of_party(party, Kind::connector_sht, Kind::listener_sht);
    has_window = false;
    break;
  case HsKind::fin:
    shown = of_party(party, Kind::connector_fin, Kind::listener_fin);
    talk.over = true;
    has_window = false;
    break;
  default:
    shown = is_data ? of_party(party, Kind::connector_data, Kind::listener_data)
                    : of_party(party, Kind::connector_win, Kind::listener_win);
  }
  Label label{static_cast<std::uint16_t>(shown), {}};
  if (has_window) {
    label.arguments[0] = kind == HsKind::data ? 0 : head.window;
  }
  judge(talk, label);
}

void WireJudge::judge(Conversation& talk, const Label& label) {
  talk.seen.push_back({.number = number_,
                       .window = static_cast<std::uint16_t>(label.arguments[0]),
                       .kind = static_cast<std::uint8_t>(label.kind)});
  if (!talk.begun) {
    return;
  }
  ++judged_;
  if (talk.oracle->step(label)) {
    return;
  }
  ++talk.deviations;
  if (talk.broken.size() < deviations_max) {
    const std::size_t at = talk.seen.size() - 1;
    talk.broken.push_back(
        {.at = at, .deviation = deviation_of(talk.oracle->explain(label), wire_.description())});
    talk.broken.back().deviation.observed =
        print(label, wire_.description().kinds) + " (frame " + std::to_string(number_) + ")";
  }
  talk.oracle->recover(&label);
}

CaseResult WireJudge::result(const Conversation& talk, unsigned nth) const {
  const ModelDescription& model = wire_.description();
  CaseResult result;
  result.family = options_.family;
  result.id = result.family + "/" + name_text(talk.names.of.at(talk.connector)) + "-" +
              name_text(talk.names.of.at(1 - talk.connector)) +
              (nth == 1 ? "" : "#" + std::to_string(nth));
  result.title = "a connection of " + std::to_string(talk.seen.size()) + " frames";
  result.reproduction = options_.reproduction;
  result.tests = 1;
  result.steps = talk.begun ? talk.seen.size() : 0;
  result.verdict = Verdict::pass;
  if (!talk.begun) {
    result.verdict = Verdict::inconclusive;
    result.reason = "its SYN is not in the capture, so that " + std::to_string(talk.seen.size()) +
                    " frames were not judged";
    return result;
  }
  const std::vector<std::uint64_t>& fired = talk.oracle->fired();
  const auto cite = [&](std::string_view id) {
    auto& known = result.requirements;
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      known.emplace_back(id);
    }
  };
  for (std::size_t i = 0; i < fired.size(); ++i) {
    for (const Requirement* one : model.rules[i].cites) {
      fired[i] > 0 ? cite(one->id) : void();
    }
  }
  result.fired = result.requirements; // it cites what its rules did, and what it broke
  if (talk.broken.empty()) {
    return result;
  }
  const std::size_t first = talk.broken.front().at;
  const std::size_t from = first < labels_before_max ? 0 : first - labels_before_max;
  const std::size_t to = std::min(talk.seen.size(), talk.broken.back().at + labels_after_max);
  for (std::size_t i = from; i < to; ++i) {
    const Seen& seen = talk.seen[i];
    const Label label{seen.kind, {seen.window}};
    const unsigned party = model.kinds[seen.kind].role;
    result.trace.push_back({.role = std::string(model.roles[party]),
                            .label = print(label, model.kinds),
                            .by_iut = true,
                            .to = std::string(model.roles[1 - party])});
    CaseFrame& frame = result.frames.emplace_back();
    frame.number = seen.number;
    frame.step = i - from;
  }
  for (const Broken& one : talk.broken) {
    Deviation& deviation = result.deviations.emplace_back(one.deviation);
    deviation.step = one.at - from;
    if (result.verdict == Verdict::pass &&
        (options_.strict || deviation.level != to_string(Level::note))) {
      result.verdict = Verdict::fail;
      result.reason = "not permitted: " + deviation.observed;
    }
    for (const RequirementReference& broken : deviation.broken) {
      cite(broken.id);
    }
  }
  result.fired = result.requirements;
  if (talk.deviations > talk.broken.size()) {
    result.title += ", " + std::to_string(talk.deviations) + " deviations, of which the first " +
                    std::to_string(talk.broken.size()) + " are shown";
  }
  return result;
}

std::vector<CaseResult> WireJudge::results() const {
  std::vector<CaseResult> results;
  if (odd_count_ > 0) {
    CaseResult& frames = results.emplace_back();
    frames.family = options_.family;
    frames.id = frames.family + "/frames";
    frames.title = std::to_string(odd_count_) + " frames that are none, or contradict themselves";
    frames.reproduction = options_.reproduction;
    frames.tests = 1;
    frames.steps = odd_count_;
    frames.deviations = odd_;
    for (std::size_t i = 0; i < odd_.size(); ++i) {
      frames.trace.push_back({"network", odd_[i].observed, true, ""});
      CaseFrame& frame = frames.frames.emplace_back();
      frame.number = odd_numbers_[i];
      frame.step = i;
    }
    frames.verdict = options_.strict ? Verdict::fail : Verdict::pass;
    frames.reason = options_.strict ? odd_.front().observed : "";
  }
  std::map<std::pair<std::array<Name, 2>, unsigned>, unsigned> times;
  for (const Conversation& talk : conversations_) {
    results.push_back(result(talk, ++times[{talk.names.of, talk.connector}]));
  }
  return results;
}

} // namespace pathproof
