// SPDX-License-Identifier: Apache-2.0
#include "runner/case_frames.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "model/core/frame_text.hpp"
#include "runner/frame_fields.hpp"
#include "vectors/pcap.hpp"

namespace pathproof::runner {

namespace {

// `frame` has number and step; `length` is that on the wire.
void describe(CaseFrame& frame,
              std::span<const std::uint8_t> octets,
              std::size_t length,
              iut::Link link,
              const CaseResult& result,
              const std::vector<FrameKind>& kinds) {
  frame.octets = hexadecimal(octets.first(std::min(octets.size(), frame_octets_max)));
  const auto deviation = std::find_if(result.deviations.begin(),
                                      result.deviations.end(),
                                      [&](const Deviation& one) { return one.step == frame.step; });
  const Deviation* const broken = deviation == result.deviations.end() ? nullptr : &*deviation;
  if (link == iut::Link::lfp) {
    describe_message(frame, octets, broken);
    return;
  }
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const FrameKind& one) {
    return is_carried_by(*one.table, octets);
  });
  if (kind == kinds.end()) {
    return;
  }
  const FrameTable& table = *kind->table;
  frame.table = table.name;
  const auto carried = octets.subspan(ethernet_header_size);
  const WrongArguments wrong = broken != nullptr ? wrong_arguments(*broken) : WrongArguments{};
  // Arguments are called as the fields are.
  std::vector<std::string_view> fields(wrong.names.begin(), wrong.names.end());
  if (wrong.kind) {
    fields.push_back(table.kind_field);
  }
  append_fields(table, carried, ethernet_header_size, fields, frame.fields);
  append_payload("payload", octets, ethernet_header_size + table.size, false, frame.fields);
  const FrameError error = error_in(table, carried);
  if (error && !(error.what == too_short && octets.size() < length)) {
    frame.malformed =
        fmt::format("{} at octet {}", error.what, error.offset + ethernet_header_size);
    mark(error.offset + ethernet_header_size, frame.fields);
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
    describe(frame, frames[i].octets, frames[i].octets.size(), frames[i].link, result, kinds);
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
      describe(*frame, captured->octets, captured->length, iut::Link::ethernet, *result, kinds);
    }
  }
}

} // namespace pathproof::runner
