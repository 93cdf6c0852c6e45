// SPDX-License-Identifier: Apache-2.0
// Captures: frames that are read from a file, told apart by connection and judged, against the same
// file read by libpcap alone.
#include <cstdio>

#include <fmt/format.h>

#include "bench/row.hpp"
#include "conformance/iut/temporary_folder.hpp"
#include "conformance/wire_judge.hpp"
#include "model/iucv/hs_wire_machines.hpp"
#include "vectors/pcap.hpp"

namespace pathproof::bench {

namespace {

using iucv::HsKind;

constexpr unsigned connections = 64;
constexpr unsigned rounds_quick = 20;
constexpr unsigned rounds_full = 3000;

// Connections that are set up, send four messages and confirm them again and again, and end.
std::size_t write_capture(const std::string& file, unsigned rounds) {
  vectors::PcapWriter writer(file);
  std::int64_t now = 1'000'000'000;
  std::size_t written = 0;
  const auto send = [&](unsigned which, bool by_client, HsKind kind, std::uint16_t window) {
    iucv::HsFrame header{.flags = iucv::hs_flags_of(kind), .window = window};
    const std::string client = "C" + std::to_string(which);
    header.src_user_id = iucv::hs_name(by_client ? "LINUXA" : "LINUXB");
    header.src_app_name = iucv::hs_name<16>(by_client ? client : "SERVER");
    header.dest_user_id = iucv::hs_name(by_client ? "LINUXB" : "LINUXA");
    header.dest_app_name = iucv::hs_name<16>(by_client ? "SERVER" : client);
    const std::vector<std::uint8_t> payload(kind == HsKind::data ? 64 : 0, 7);
    writer.write(++now, iucv::encode_ethernet(iucv::ethernet_broadcast, {}, header, payload));
    ++written;
  };
  for (unsigned one = 0; one < connections; ++one) {
    send(one, true, HsKind::syn, 128);
    send(one, false, HsKind::syn_ack, 128);
  }
  for (unsigned round = 0; round < rounds; ++round) {
    for (unsigned one = 0; one < connections; ++one) {
      for (unsigned i = 0; i < 4; ++i) {
        send(one, round % 2 == 0, HsKind::data, 0);
      }
      send(one, round % 2 != 0, HsKind::win, 4);
    }
  }
  for (unsigned one = 0; one < connections; ++one) {
    send(one, true, HsKind::fin, 0);
  }
  writer.flush();
  return written;
}

} // namespace

std::vector<Row> captures(const Options& options) {
  const iut::TemporaryFolder folder;
  const std::string file = folder.path() + "/bench.pcap";
  const std::size_t frames = write_capture(file, options.quick ? rounds_quick : rounds_full);
  const std::unique_ptr<Machine> wire = iucv::wire::make_whole();
  std::vector<double> judged;
  std::vector<double> read;
  for (unsigned round = 0; round < options.rounds; ++round) {
    judged.push_back(static_cast<double>(frames) / timed([&] {
                       WireJudge judge(*wire, {});
                       vectors::PcapReader reader(file);
                       while (const auto frame = reader.next()) {
                         judge.frame(frame->octets, frame->length);
                       }
                       for (const CaseResult& one : judge.results()) {
                         if (one.verdict != Verdict::pass || judge.judged() != frames) {
                           throw std::logic_error(
                               "the capture of the benchmark is not judged as it is meant");
                         }
                       }
                     }));
    read.push_back(static_cast<double>(frames) / timed([&] {
                     vectors::PcapReader reader(file);
                     std::size_t octets = 0;
                     while (const auto frame = reader.next()) {
                       octets += frame->length;
                     }
                     asm volatile("" : : "r"(octets)); // was read
                   }));
  }
  const double per_second = median(judged);
  constexpr double wanted = 1e6;
  return {{.name = fmt::format("frames of a capture, judged/s ({} frames)", frames),
           .measured = fmt::format("{:.2f} M/s", per_second / 1e6),
           .against = "1 M/s",
           .ratio = per_second / wanted,
           .wanted = 1},
          {.name = "the same, against reading them only",
           .measured = fmt::format("{:.2f} M", per_second / 1e6),
           .against = fmt::format("{:.2f} M", median(read) / 1e6),
           .ratio = per_second / median(read)}};
}

} // namespace pathproof::bench
