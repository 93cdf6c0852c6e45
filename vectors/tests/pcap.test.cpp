// SPDX-License-Identifier: Apache-2.0
// Captures: what is written is read again, and a damaged file is one clear line.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cmake/testing/catch.hpp"
#include "conformance/iut/temporary_folder.hpp"
#include "model/core/error.hpp"
#include "vectors/pcap.hpp"

using namespace pathproof;
using namespace pathproof::vectors;
using Bytes = std::vector<std::uint8_t>;

namespace {

struct Folder {
  std::string file(const std::string& name) const { return folder.path() + "/" + name; }

  iut::TemporaryFolder folder;
};

struct Packet {
  std::int64_t nanoseconds;
  Bytes octets;

  friend bool operator==(const Packet&, const Packet&) = default;
};

std::vector<Packet> read_all(const std::string& path) {
  PcapReader reader(path);
  std::vector<Packet> packets;
  while (const auto one = reader.next()) {
    CHECK(one->length == one->octets.size());
    packets.push_back({one->nanoseconds, Bytes(one->octets.begin(), one->octets.end())});
  }
  return packets;
}

std::string content_of(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

std::string error_of(const std::string& path) {
  try {
    read_all(path);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

const std::vector<Packet> packets{{1'700'000'000'123'456'789, Bytes(118, 0xFB)},
                                  {1'700'000'000'000'000'000, Bytes{}},
                                  {0, Bytes(pcap_frame_max, 7)}};

void write_packets(const std::string& path) {
  PcapWriter writer(path);
  for (const Packet& one : packets) {
    writer.write(one.nanoseconds, one.octets);
  }
  writer.flush();
}

} // namespace

TEST_CASE("a capture is read as it was written, to the nanosecond") {
  const Folder folder;
  write_packets(folder.file("a.pcap"));
  CHECK(read_all(folder.file("a.pcap")) == packets);
}

TEST_CASE("what was flushed is there before the writer ends") {
  const Folder folder;
  PcapWriter writer(folder.file("a.pcap"));
  writer.write(5, packets[0].octets);
  writer.flush();
  CHECK(read_all(folder.file("a.pcap")).size() == 1);
}

TEST_CASE("a capture that was cut anywhere is read up to there, or refused in one line") {
  const Folder folder;
  write_packets(folder.file("whole"));
  const std::string whole = content_of(folder.file("whole"));
  constexpr std::size_t file_header = 24;
  constexpr std::size_t first_end = file_header + 16 + 118;
  for (std::size_t size = 0; size < first_end + 40; ++size) {
    std::ofstream(folder.file("cut"), std::ios::binary) << whole.substr(0, size);
    const std::string error = error_of(folder.file("cut"));
    INFO(size << ": " << error);
    const bool between = size == file_header || size == first_end || size == first_end + 16;
    CHECK(error.empty() == between);
    CHECK(error.find('\n') == std::string::npos);
    CHECK((error.empty() || error.find(folder.file("cut")) != std::string::npos));
  }
}

TEST_CASE("another link type, another file and no file at all are refused by name") {
  const Folder folder;
  write_packets(folder.file("a"));
  std::string content = content_of(folder.file("a"));
  content[20] = 101; // LINKTYPE_RAW
  std::ofstream(folder.file("raw"), std::ios::binary) << content;
  CHECK(error_of(folder.file("raw")).find("link type is RAW") != std::string::npos);
  std::ofstream(folder.file("text")) << "this is no capture, and long enough to be one\n";
  CHECK(error_of(folder.file("text")).find("as a capture: unknown file format") !=
        std::string::npos);
  CHECK(error_of(folder.file("none")).find("cannot read ") == 0);
  CHECK_THROWS_AS(PcapWriter(folder.file("none/a")), UsageError);
}

TEST_CASE("what cannot be written is an error") {
  PcapWriter writer("/dev/full");
  writer.write(0, packets[0].octets);
  CHECK_THROWS_AS(writer.flush(), UsageError);
  CHECK_THROWS_AS(writer.write(0, Bytes(pcap_frame_max + 1)), UsageError);
}
