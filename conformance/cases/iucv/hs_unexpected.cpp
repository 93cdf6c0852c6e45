// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "conformance/cases/iucv/hs_cases.hpp"
#include "model/iucv/hs_labels.hpp"
#include "model/iucv/hs_requirements.hpp"

namespace pathproof::iucv::hs {

namespace {

// Frames that mean something where there is a connection, or where one is asked for.
const Moves of_a_connection{"frame.syn_ack peer=1 window=1",
                            "frame.syn_fin peer=1 window=1",
                            "frame.data peer=1 message=a window=0",
                            "frame.data peer=1 message=a window=1",
                            "frame.win peer=1 window=1",
                            "frame.sht peer=1",
                            "frame.fin peer=1"};

// Cases refer to their moves, so these texts stay.
const std::vector<std::string>& odd_frames() {
  static const std::vector<std::string> frames = [] {
    std::vector<std::string> made;
    for (const std::string_view what : odd_names) {
      made.push_back("frame.odd what=" + std::string(what));
    }
    return made;
  }();
  return frames;
}

const std::vector<std::string>& stray_frames() {
  static const std::vector<std::string> frames = [] {
    std::vector<std::string> made;
    for (const std::string_view kind : stray_kinds) {
      for (const std::string_view wrong : wrong_names) {
        made.push_back("frame.stray kind=" + std::string(kind) + " wrong=" + std::string(wrong));
      }
    }
    return made;
  }();
  return frames;
}

Moves every_odd_frame() {
  return {odd_frames().begin(), odd_frames().end()};
}

// Of the first so many stray_kinds: two of them answer a SYN.
Moves every_stray_frame(std::size_t kinds) {
  const auto first = stray_frames().begin();
  return {first, first + static_cast<std::ptrdiff_t>(kinds * wrong_names.size())};
}

} // namespace

std::vector<Case> unexpected_cases() {
  const Case generated{
      .id = "iucv/hs/unexpected/generated",
      .title = "any order of anything",
      .cites = {&req::iucv_216, &req::iucv_251, &req::iucv_259, &req::hs_001, &req::hs_002},
      .kinds = {"call.",
                "frame.syn",
                "frame.data",
                "frame.win",
                "frame.sht",
                "frame.fin",
                "frame.stray",
                "frame.odd"}};
  return {
      {.id = "iucv/hs/unexpected/no_socket",
       .title = "frames for nobody get no answer",
       .cites = {&req::iucv_259, &req::iucv_216},
       .moves = then(settled(of_a_connection),
                     {"frame.odd what=ack", "frame.odd what=fin_ack", "frame.odd what=syn_win"})},
      {.id = "iucv/hs/unexpected/bound",
       .title = "a bound socket drops all that it has not asked for",
       .cites = {&req::iucv_216, &req::iucv_208},
       .moves = then(then(bound(), of_a_connection),
                     {"call.listen backlog=0", "frame.syn peer=1 to=server window=1"})},
      {.id = "iucv/hs/unexpected/listening",
       .title = "a socket that listens drops all but SYN",
       .cites = {&req::iucv_216, &req::iucv_259},
       .moves = then(then(listening(), of_a_connection), {"frame.syn peer=1 to=server window=1"})},
      {.id = "iucv/hs/unexpected/connected",
       .title = "a connection drops what belongs to handshakes",
       .cites = {&req::iucv_208, &req::iucv_209},
       .moves = accepted({"frame.syn_ack peer=1 window=7",
                          "frame.syn_fin peer=1 window=7",
                          "call.send socket=2 message=a wait=no",
                          "call.send socket=2 message=b wait=no",
                          "call.send socket=2 message=c wait=no"})},
      {.id = "iucv/hs/unexpected/over",
       .title = "after FIN everything is dropped",
       .cites = {&req::iucv_251, &req::iucv_253, &req::iucv_238},
       .moves = then(then(accepted({"frame.fin peer=1"}), of_a_connection),
                     {"call.recv socket=2 wait=no", "call.close socket=2"})},
      {.id = "iucv/hs/unexpected/after_close",
       .title = "after close everything is dropped",
       .cites = {&req::iucv_251, &req::iucv_259},
       .moves = then(accepted({"call.close socket=2"}), of_a_connection)},
      {.id = "iucv/hs/unexpected/odd_without_socket",
       .title = "frames that are none are dropped",
       .cites = {&req::iucv_195, &req::iucv_196, &req::iucv_197},
       .moves = settled(every_odd_frame())},
      {.id = "iucv/hs/unexpected/odd_when_listening",
       .title = "also by a socket that listens",
       .cites = {&req::iucv_195, &req::iucv_196, &req::iucv_197},
       .moves =
           then(then(listening(), every_odd_frame()), {"frame.syn peer=1 to=server window=1"})},
      {.id = "iucv/hs/unexpected/odd_when_connected",
       .title = "also by a connection",
       .cites = {&req::iucv_195, &req::iucv_196, &req::iucv_197, &req::iucv_192},
       .moves = then(then(accepted(), every_odd_frame()),
                     {"call.send socket=2 message=a wait=no",
                      "frame.data peer=1 message=a window=0",
                      "call.recv socket=2 wait=no"})},
      {.id = "iucv/hs/unexpected/one_wrong_name",
       .title = "a frame needs all four names of a connection",
       .cites = {&req::iucv_259, &req::iucv_208, &req::iucv_251},
       .moves = then(then(accepted(), every_stray_frame(stray_kinds.size())),
                     {"call.recv socket=2 wait=no",
                      "call.send socket=2 message=a wait=no",
                      "call.send socket=2 message=b wait=no",
                      "call.send socket=2 message=c wait=no"})},
      {.id = "iucv/hs/unexpected/one_wrong_name_when_connecting",
       .title = "also one that connects",
       .cites = {&req::iucv_208},
       .moves = then(then(bound({"call.connect peer=1 wait=yes"}), every_stray_frame(2)),
                     {"frame.syn_ack peer=1 window=1"})},
      {.id = "iucv/hs/unexpected/leaves_nothing",
       .title = "frames that are dropped leave nothing behind",
       .cites = {&req::hs_006, &req::iucv_259},
       .moves = measured(listening(),
                         {"frame.odd what=ack",
                          "frame.odd what=octets_103",
                          "frame.stray kind=data wrong=peer_name",
                          "frame.data peer=1 message=a window=0",
                          "frame.fin peer=1"})},
      generated,
      plain(generated,
            "iucv/hs/unexpected/generated_plain",
            "any order of anything, without what little else depends on"),
  };
}

} // namespace pathproof::iucv::hs
