// SPDX-License-Identifier: Apache-2.0
// Steps of a judged test against the Linux guest, against the same frames and calls by a loop that
// looks at nothing: an echo, one message in and one out. The loop sends a frame and does not wait
// for what becomes of it, has the agent make recv and then send, and waits for the frame: two round
// trips for six labels. It does not ask what else was sent, nor what the kernel has logged. The
// judged test has two as well: recv is begun with the frame, on condition that nothing comes of it.
#include <fmt/format.h>

#include "bench/row.hpp"
#include "conformance/drivers.hpp"
#include "conformance/iut/guest/guest.hpp"
#include "conformance/iut/hs/frames.hpp"
#include "model/iucv/hs_machines.hpp"

namespace pathproof::bench {

namespace {

using Moves = std::vector<std::string>;

constexpr double labels_a_round = 6; // frame, call, return, call, frame, return
constexpr unsigned rounds_quick = 20;
constexpr unsigned rounds_full = 400;

Moves moves_of(unsigned rounds) {
  Moves moves;
  const auto add = [&](std::string_view move) {
    moves.emplace_back(move);
    moves.emplace_back("settle");
  };
  for (const std::string_view one : {"call.socket socket=1 type=seqpacket",
                                     "call.bind user=own",
                                     "call.listen backlog=1",
                                     "frame.syn peer=1 to=server window=2",
                                     "call.accept wait=yes"}) {
    add(one);
  }
  for (unsigned i = 0; i < rounds; ++i) {
    add(i == 0 ? "frame.data peer=1 message=a window=0" : "frame.data peer=1 message=a window=1");
    add("call.recv socket=2 wait=yes");
    add("call.send socket=2 message=a wait=yes");
  }
  return moves;
}

double seconds_driven(Oracle& oracle, iut::Iut& endpoint, unsigned rounds) {
  return timed([&] {
    ScriptDriver driver(moves_of(rounds));
    const unsigned role = oracle.machine().description().role("endpoint");
    const Transcript transcript =
        run_test(oracle, endpoint, {.case_id = "bench", .role = role}, driver);
    if (!transcript.breaks.empty() || !transcript.broken.empty() || !driver.unmet().empty()) {
      throw std::logic_error("the guest does not echo: " + transcript.broken + driver.unmet());
    }
  });
}

iut::Bytes frame_of(const iut::EndpointFrames& frames, const Machine& machine, const char* text) {
  std::string error;
  const auto label = parse(text, machine.description().kinds, error);
  return frames.frames_of(label.value()).front();
}

double seconds_bare(const Machine& machine, iut::GuestSource& source, unsigned rounds) {
  const std::unique_ptr<iut::Guest> guest = source.fresh();
  const iut::EndpointNames names{};
  const iut::EndpointFrames frames(names);
  const auto wanted = [](const iut::AgentAnswer& answer) {
    if (!answer.ok()) {
      throw std::logic_error("the guest does not echo: " + answer.text);
    }
    return answer;
  };
  const std::string listener(wanted(guest->call("socket 32 5 0")).word(0));
  wanted(guest->call("bind " + listener + " " + iut::iucv_address(names.user, names.server)));
  wanted(guest->call("listen " + listener + " 1"));
  guest->send_iucv(0, frame_of(frames, machine, "frame.syn peer=1 to=server window=2"));
  const std::string socket(wanted(guest->call("accept " + listener)).word(0));
  const auto first = frame_of(frames, machine, "frame.data peer=1 message=a window=0");
  const auto next = frame_of(frames, machine, "frame.data peer=1 message=a window=1");
  constexpr int answer_ms = 2000;
  guest->receive_iucv(0, answer_ms); // SYN+ACK
  return timed([&] {
    for (unsigned i = 0; i < rounds; ++i) {
      guest->send_iucv(0, i == 0 ? first : next);
      const iut::AgentAnswer got = wanted(guest->call("recv " + socket + " 4096 0"));
      wanted(guest->call("send " + socket + " 128 - " + std::string(got.word(3))));
      if (!guest->receive_iucv(0, answer_ms)) {
        throw std::logic_error("the guest does not echo");
      }
    }
  });
}

} // namespace

std::vector<Row> guest(const Options& options) {
  Row row{
      .name = "driven steps against the guest, /s", .measured = {}, .against = {}, .wanted = .8};
  try {
    iut::GuestSource source(iut::guest_cache(), {});
    const std::unique_ptr<Machine> machine = iucv::hs::make_whole();
    Oracle oracle(*machine, 1U << machine->description().role("endpoint"));
    const std::unique_ptr<iut::Iut> endpoint = iut::open_iut("hs:linux-guest", {});
    if (const std::string absent = endpoint->declaration().absent; !absent.empty()) {
      throw iut::NoGuest(absent);
    }
    const unsigned rounds = options.quick ? rounds_quick : rounds_full;
    std::vector<double> driven;
    std::vector<double> bare;
    for (unsigned round = 0; round < options.rounds; ++round) {
      // Without what it takes until the guest is there and has accepted.
      const double few = seconds_driven(oracle, *endpoint, 1);
      driven.push_back((rounds - 1) * labels_a_round /
                       (seconds_driven(oracle, *endpoint, rounds) - few));
      bare.push_back(rounds * labels_a_round / seconds_bare(*machine, source, rounds));
    }
    row.measured = fmt::format("{:.0f}", median(driven));
    row.against = fmt::format("bare {:.0f}", median(bare));
    row.ratio = median(driven) / median(bare);
  } catch (const iut::NoGuest& none) {
    row.skipped = none.what();
  }
  return {row};
}

} // namespace pathproof::bench
