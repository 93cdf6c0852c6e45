// SPDX-License-Identifier: Apache-2.0
#include "runner/case_frames.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "model/core/frame_text.hpp"
#include "vectors/pcap.hpp"

namespace pathproof::runner {

namespace {

constexpr std::size_t octets_max = 512; // of one frame that are kept; the capture has the rest

// The word in front of a label, and its arguments by their names.
struct LabelText {
  std::string word;
  std::map<std::string, std::string> arguments;
};

LabelText read_label(std::string_view text) {
  LabelText label;
  label.word = text.substr(0, text.find(' '));
  while (text.find(' ') != std::string_view::npos) {
    text.remove_prefix(text.find(' ') + 1);
    const std::string_view word = text.substr(0, text.find(' '));
    if (const std::size_t equals = word.find('='); equals != std::string_view::npos) {
      label.arguments[std::string(word.substr(0, equals))] = word.substr(equals + 1);
    }
  }
  return label;
}

// The fields that differ from all that was permitted: those of arguments whose value no permitted
// label has, or the one that says the kind, where no permitted label is of that kind.
std::vector<std::string> wrong_fields(const FrameTable& table, const Deviation& deviation) {
  const LabelText observed = read_label(deviation.observed);
  std::vector<LabelText> alike;
  for (const std::string& one : deviation.permitted) {
    LabelText label = read_label(one);
    if (label.word == observed.word) {
      alike.push_back(std::move(label));
    }
  }
  if (alike.empty()) {
    return {std::string(table.kind_field)};
  }
  std::vector<std::string> wrong;
  for (const auto& argument : observed.arguments) {
    const bool permitted = std::any_of(alike.begin(), alike.end(), [&](const LabelText& label) {
      const auto found = label.arguments.find(argument.first);
      return found != label.arguments.end() && found->second == argument.second;
    });
    if (!permitted && table.find(argument.first) != nullptr) {
      wrong.push_back(argument.first);
    }
  }
  return wrong;
}

// `frame` has number and step; `length` is that on the wire.
void describe(CaseFrame& frame,
              std::span<const std::uint8_t> octets,
              std::size_t length,
              const CaseResult& result,
              const std::vector<FrameKind>& kinds) {
  frame.octets = hexadecimal(octets.first(std::min(octets.size(), octets_max)));
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const FrameKind& one) {
    return is_carried_by(*one.table, octets);
  });
  if (kind == kinds.end()) {
    return;
  }
  const FrameTable& table = *kind->table;
  frame.table = table.name;
  const auto carried = octets.subspan(ethernet_header_size);
  const FrameError error = error_in(table, carried);
  if (error && !(error.what == too_short && octets.size() < length)) {
    frame.malformed =
        fmt::format("{} at octet {}", error.what, error.offset + ethernet_header_size);
  }
  std::vector<std::string> wrong;
  for (const Deviation& one : result.deviations) {
    if (one.step == frame.step) {
      wrong = wrong_fields(table, one);
      break;
    }
  }
  for (const FrameField& field : table.fields) {
    if (carried.size() < field.end()) {
      break;
    }
    const bool at_error =
        !frame.malformed.empty() && error.offset >= field.offset && error.offset < field.end();
    frame.fields.push_back(
        {.name = std::string(field.name),
         .offset = field.offset + ethernet_header_size,
         .width = field.width,
         .value = print(table, field, carried),
         .wrong = at_error || std::find(wrong.begin(), wrong.end(), field.name) != wrong.end()});
  }
  if (carried.size() > table.size) {
    frame.fields.push_back(
        {.name = "payload",
         .offset = table.size + ethernet_header_size,
         .width = std::min(octets.size(), octets_max) - table.size - ethernet_header_size,
         .value = fmt::format("{} octets", carried.size() - table.size),
         .wrong = false});
  }
}

} // namespace

void describe_frames(CaseResult& result,
                     const std::vector<iut::CapturedOctets>& frames,
                     const std::vector<FrameKind>& kinds) {
  std::size_t middle = frames.size();
  if (!result.deviations.empty()) {
    const std::size_t step = result.deviations.front().step;
    const auto found = std::find_if(frames.begin(), frames.end(), [&](const auto& one) {
      return one.label != iut::no_label && one.label >= step;
    });
    middle = static_cast<std::size_t>(found - frames.begin());
  }
  const std::size_t after = std::min<std::size_t>(frames.size() - middle, case_frames_max / 4);
  const std::size_t end = middle + after;
  const std::size_t begin = end - std::min(end, case_frames_max);
  for (std::size_t i = begin; i < end; ++i) {
    CaseFrame frame;
    frame.number = i + 1;
    frame.step = frames[i].label == iut::no_label ? no_step : frames[i].label;
    describe(frame, frames[i].octets, frames[i].octets.size(), result, kinds);
    result.frames.push_back(std::move(frame));
  }
}

void read_frames_of(const std::string& file,
                    std::vector<CaseResult>& results,
                    const std::vector<FrameKind>& kinds) {
  std::map<std::size_t, std::vector<std::pair<const CaseResult*, CaseFrame*>>> wanted;
  for (CaseResult& one : results) {
    for (CaseFrame& frame : one.frames) {
      wanted[frame.number].emplace_back(&one, &frame);
    }
  }
  if (wanted.empty()) {
    return;
  }
  // Frames are numbered in the order of time, whatever the order of the file.
  std::vector<std::int64_t> times;
  vectors::PcapReader first(file);
  while (const auto captured = first.next()) {
    times.push_back(captured->nanoseconds);
  }
  std::vector<std::size_t> order(times.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return times[a] < times[b];
  });
  std::vector<std::size_t> number(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    number[order[i]] = i + 1;
  }
  vectors::PcapReader second(file);
  for (std::size_t i = 0; i < number.size(); ++i) {
    const auto captured = second.next();
    const auto found = wanted.find(number[i]);
    if (!captured || found == wanted.end()) {
      continue;
    }
    for (const auto& [result, frame] : found->second) {
      describe(*frame, captured->octets, captured->length, *result, kinds);
    }
  }
}

} // namespace pathproof::runner
