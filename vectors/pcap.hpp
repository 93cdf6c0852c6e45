// SPDX-License-Identifier: Apache-2.0
// Captures in pcap files: of Ethernet frames (link type EN10MB), and of others.
// Whatever pcap or pcapng file libpcap can read is read.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pathproof::vectors {

inline constexpr int ethernet_link_type = 1;

struct CapturedFrame {
  std::int64_t nanoseconds = 0;         // since 1970
  std::span<const std::uint8_t> octets; // until the next one is read
  std::size_t length = 0;               // on the wire; more than octets where the capture was cut
};

// Reads the frames of a file in its order. Throws UsageError, one line that names the file, for one
// that is no capture of such frames or is damaged.
class PcapReader {
public:
  // `link_types`: those that are read, as libpcap numbers them (DLT_…).
  explicit PcapReader(const std::string& path,
                      const std::vector<int>& link_types = {ethernet_link_type});

  // Takes the open file, which errors call by this name.
  PcapReader(std::FILE* file,
             const std::string& name,
             const std::vector<int>& link_types = {ethernet_link_type});

  ~PcapReader();
  PcapReader(const PcapReader&) = delete;
  PcapReader& operator=(const PcapReader&) = delete;

  int link_type() const;

  // Nothing after the last one.
  std::optional<CapturedFrame> next();

private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// Writes a new file, with times in nanoseconds. Throws UsageError where that fails.
class PcapWriter {
public:
  explicit PcapWriter(const std::string& path, int link_type = ethernet_link_type);
  ~PcapWriter();
  PcapWriter(const PcapWriter&) = delete;
  PcapWriter& operator=(const PcapWriter&) = delete;

  // `nanoseconds` since 1970, not negative. A frame has at most pcap_frame_max octets.
  void write(std::int64_t nanoseconds, std::span<const std::uint8_t> octets);

  // Everything written so far is in the file, which a reader can see.
  void flush();

private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

inline constexpr std::size_t pcap_frame_max = 262'144;

} // namespace pathproof::vectors
