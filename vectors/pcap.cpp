// SPDX-License-Identifier: Apache-2.0
#include "vectors/pcap.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <pcap/pcap.h>

#include "model/core/error.hpp"

namespace pathproof::vectors {

namespace {

constexpr std::int64_t nanoseconds_of_second = 1'000'000'000;

// One line of what a library says, without control characters of the file.
std::string line_of(const std::string& text) {
  std::string line = text.substr(0, text.find('\n'));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, '?');
  return line;
}

std::string name_of_link(int type) {
  const char* known = pcap_datalink_val_to_name(type);
  return known == nullptr ? std::to_string(type) : known;
}

struct ClosesCapture {
  void operator()(pcap_t* capture) const { pcap_close(capture); }
};

struct ClosesDump {
  void operator()(pcap_dumper_t* dump) const { pcap_dump_close(dump); }
};

std::FILE* opened(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    throw UsageError("cannot read " + path + ": " + std::strerror(errno));
  }
  return file;
}

} // namespace

struct PcapReader::Implementation {
  std::string name;
  std::unique_ptr<pcap_t, ClosesCapture> capture;
};

PcapReader::PcapReader(const std::string& path, const std::vector<int>& link_types)
    : PcapReader(opened(path), path, link_types) {}

PcapReader::PcapReader(std::FILE* file, const std::string& name, const std::vector<int>& link_types)
    : implementation_(std::make_unique<Implementation>()) {
  implementation_->name = name;
  char why[PCAP_ERRBUF_SIZE] = "";
  pcap_t* capture = pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, why);
  if (capture == nullptr) {
    std::fclose(file);
    throw UsageError("cannot read " + name + " as a capture: " + line_of(why));
  }
  implementation_->capture.reset(capture);
  if (std::find(link_types.begin(), link_types.end(), link_type()) == link_types.end()) {
    std::string expected;
    for (const int one : link_types) {
      expected += (expected.empty() ? "" : " or ") + name_of_link(one);
    }
    throw UsageError("cannot read " + name + ": its link type is " + name_of_link(link_type()) +
                     ", expected " + expected);
  }
}

int PcapReader::link_type() const {
  return pcap_datalink(implementation_->capture.get());
}

PcapReader::~PcapReader() = default;

std::optional<CapturedFrame> PcapReader::next() {
  pcap_t* capture = implementation_->capture.get();
  pcap_pkthdr* header = nullptr;
  const u_char* octets = nullptr;
  const int result = pcap_next_ex(capture, &header, &octets);
  if (result == PCAP_ERROR_BREAK) {
    return std::nullopt;
  }
  if (result != 1) {
    throw UsageError("cannot read all of " + implementation_->name + ": " +
                     line_of(pcap_geterr(capture)));
  }
  // Times of a hostile file can be anything; what does not fit is cut.
  const auto seconds = std::clamp<std::int64_t>(header->ts.tv_sec, 0, INT32_MAX * std::int64_t{2});
  const auto rest = std::clamp<std::int64_t>(header->ts.tv_usec, 0, nanoseconds_of_second - 1);
  return CapturedFrame{.nanoseconds = seconds * nanoseconds_of_second + rest,
                       .octets = {octets, header->caplen},
                       .length = std::max<std::size_t>(header->len, header->caplen)};
}

struct PcapWriter::Implementation {
  std::string path;
  std::unique_ptr<pcap_t, ClosesCapture> capture;
  std::unique_ptr<pcap_dumper_t, ClosesDump> dump;
};

PcapWriter::PcapWriter(const std::string& path, int link_type)
    : implementation_(std::make_unique<Implementation>()) {
  implementation_->path = path;
  implementation_->capture.reset(pcap_open_dead_with_tstamp_precision(
      link_type, static_cast<int>(pcap_frame_max), PCAP_TSTAMP_PRECISION_NANO));
  // libpcap takes "-" for the standard output, which belongs to results.
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    throw UsageError("cannot write " + path + ": " + std::strerror(errno));
  }
  implementation_->dump.reset(pcap_dump_fopen(implementation_->capture.get(), file));
  if (!implementation_->dump) {
    throw UsageError("cannot write " + path + ": " +
                     line_of(pcap_geterr(implementation_->capture.get())));
  }
}

PcapWriter::~PcapWriter() = default;

void PcapWriter::write(std::int64_t nanoseconds, std::span<const std::uint8_t> octets) {
  if (octets.size() > pcap_frame_max) {
    throw UsageError("a frame of " + std::to_string(octets.size()) + " octets does not fit into " +
                     implementation_->path);
  }
  pcap_pkthdr header{};
  header.ts.tv_sec = static_cast<decltype(header.ts.tv_sec)>(nanoseconds / nanoseconds_of_second);
  header.ts.tv_usec = static_cast<decltype(header.ts.tv_usec)>(nanoseconds % nanoseconds_of_second);
  header.caplen = static_cast<bpf_u_int32>(octets.size());
  header.len = header.caplen;
  pcap_dump(reinterpret_cast<u_char*>(implementation_->dump.get()), &header, octets.data());
}

void PcapWriter::flush() {
  if (pcap_dump_flush(implementation_->dump.get()) != 0 ||
      std::ferror(pcap_dump_file(implementation_->dump.get())) != 0) {
    throw UsageError("cannot write " + implementation_->path + ": " + std::strerror(errno));
  }
}

} // namespace pathproof::vectors
