// SPDX-License-Identifier: Apache-2.0
// The keywords of both sides' configuration, a table for each side: files are read by them, and the
// documentation is printed from them. What no source gives has the name of a variation point, which
// docs/ambiguities.md explains.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace pathproof::lfp {

// The z/VSE instance, and the daemon on Linux.
enum class Side { instance, daemon };

// How far it is certain that the keyword is spelled so.
enum class KeywordStatus {
  verified,   // a source shows it
  unverified, // known from hearsay; no source that could be read shows it
  unnamed,    // known only to begin with HS; the rest is the kit's own spelling
  extension,  // the kit's own: nothing but the kit knows it
};

enum class ValueKind {
  system_id,       // two digits
  octets,          // a number with or without K or M
  number,          // a number without either
  name,            // of an application, a guest or a HiperSockets device
  listener_name,   // the same, but none that is reserved
  code_page,       // the name of a code page
  ipv4_address,    // a dotted quad
  hosts,           // addresses, networks and host names
  device_numbers,  // hexadecimal
  flag,            // 0 or 1
  carrier,         // unix:PATH, tcp:HOST:PORT or iucv
  path_loss_errno, // the name of an errno of z/VSE
};

struct Parameter {
  std::string_view keyword;
  std::string_view meaning;      // one sentence
  std::string_view requirements; // "LFP-041 LFP-131"
  KeywordStatus status = KeywordStatus::unverified;
  ValueKind kind = ValueKind::number;
  std::uint64_t least = 0; // of octets and numbers, both allowed
  std::uint64_t most = 0;
  std::string_view unit = "";        // of a number; octets say theirs
  std::string_view absent = "";      // what holds where it is not given; empty: it must be given
  std::string_view variation = "";   // the kit's decision behind that, or behind range and unit
  std::string_view sample = "";      // an unconfirmed example, or the kit's own of its extensions
  std::string_view counterpart = ""; // what the other side has to fit to it
};

inline constexpr std::size_t name_length_max = 8;               // LFP-045, LFP-046, LFP-051
inline constexpr std::string_view reserved_prefix = "lnxhvc";   // LFP-051
inline constexpr std::uint64_t message_limit_most = 65535;      // LFP-116
inline constexpr std::uint64_t message_size_most = 0x7FFF'FFFF; // LFP-066, LFP-130
// No source has a bound, and the kit holds no more (variation point largest_number).
inline constexpr std::uint64_t largest_number = 0xFFFF'FFFF;

inline constexpr Parameter instance_parameters[]{
    {.keyword = "ID",
     .meaning = "system ID by which programs choose this instance",
     .requirements = "LFP-009 LFP-040",
     .kind = ValueKind::system_id,
     .sample = "02"},
    {.keyword = "MTU",
     .meaning = "largest unit that is put into one message of the carrier",
     .requirements = "LFP-041 LFP-131",
     .kind = ValueKind::octets,
     .least = 1,
     .most = message_size_most,
     .variation = "mtu_mismatch",
     .sample = "8192",
     .counterpart = "MTU"},
    {.keyword = "IucvMsgLimit",
     .meaning = "how many messages may be outstanding on the path",
     .requirements = "LFP-042 LFP-116",
     .kind = ValueKind::number,
     .least = 1,
     .most = message_limit_most,
     .unit = "messages",
     .absent = "the carrier's: 65535, over HiperSockets 128 (LFP-116)",
     .variation = "mandatory_keywords",
     .sample = "1024",
     .counterpart = "IUCV_MSGLIMIT"},
    {.keyword = "InitialBufferSpace",
     .meaning = "buffer memory that is taken at the start",
     .requirements = "LFP-035 LFP-043",
     .kind = ValueKind::octets,
     .least = 1,
     .most = largest_number,
     .absent = "not set: what is taken at the start is left to the instance",
     .variation = "mandatory_keywords largest_number",
     .sample = "512K",
     .counterpart = "INITIAL_IO_BUFS"},
    {.keyword = "MaximumBufferSpace",
     .meaning = "ceiling of the buffer memory",
     .requirements = "LFP-035 LFP-044",
     .kind = ValueKind::octets,
     .least = 1,
     .most = largest_number,
     .variation = "largest_number",
     .sample = "4M"},
    {.keyword = "IucvSrcAppName",
     .meaning = "application name of the instance",
     .requirements = "LFP-035 LFP-045",
     .kind = ValueKind::name,
     .sample = "TESTVSE",
     .counterpart = "PEER_IUCV_APPNAME"},
    {.keyword = "IucvDestVMId",
     .meaning = "z/VM user ID of the Linux guest; in an LPAR the name of its HiperSockets device",
     .requirements = "LFP-035 LFP-046",
     .kind = ValueKind::name,
     .sample = "LINR02"},
    {.keyword = "IucvDestAppName",
     .meaning = "application name at which the daemon listens",
     .requirements = "LFP-035 LFP-047",
     .kind = ValueKind::name,
     .sample = "LINLFP",
     .counterpart = "IUCV_SRC_APPNAME"},
    {.keyword = "WindowSize",
     .meaning = "flow-control window of a socket",
     .requirements = "LFP-048",
     .kind = ValueKind::octets,
     .least = 1,
     .most = largest_number,
     .variation = "window_unit window_mismatch largest_number",
     .sample = "65535",
     .counterpart = "WINDOW_SIZE"},
    {.keyword = "WindowThreshold",
     .meaning = "share of the window after which credit is returned",
     .requirements = "LFP-049",
     .kind = ValueKind::number,
     .least = 1,
     .most = 100,
     .unit = "per cent",
     .variation = "window_unit window_mismatch",
     .sample = "25",
     .counterpart = "WINDOW_THRESHOLD"},
    {.keyword = "HSDevices",
     .meaning = "HiperSockets devices of z/VSE in an LPAR",
     .requirements = "LFP-050",
     .status = KeywordStatus::unnamed,
     .kind = ValueKind::device_numbers,
     .absent = "not set: no LPAR mode, unless another HS keyword is given",
     .variation = "hs_keywords"},
    {.keyword = "HSSystemName",
     .meaning = "name of z/VSE on HiperSockets, as the daemon is to see it",
     .requirements = "LFP-022 LFP-050",
     .status = KeywordStatus::unnamed,
     .kind = ValueKind::name,
     .absent = "not set: no LPAR mode, unless another HS keyword is given",
     .variation = "hs_keywords",
     .counterpart = "PEER_IUCV_VMID"},
    {.keyword = "HSMsgLimit",
     .meaning = "how many messages may be outstanding over HiperSockets",
     .requirements = "LFP-050 LFP-116",
     .status = KeywordStatus::unnamed,
     .kind = ValueKind::number,
     .least = 1,
     .most = message_limit_most,
     .unit = "messages",
     .absent = "IucvMsgLimit, or else the carrier's 128 (LFP-116)",
     .variation = "hs_keywords",
     .counterpart = "IUCV_MSGLIMIT"},
    {.keyword = "HSKeepAlive",
     .meaning = "interval of the keep-alive over HiperSockets, in a unit that no source gives",
     .requirements = "LFP-050",
     .status = KeywordStatus::unnamed,
     .kind = ValueKind::number,
     .least = 1,
     .most = largest_number,
     .absent = "not set",
     .variation = "hs_keywords largest_number"},
    {.keyword = "KIT_CARRIER",
     .meaning = "how the instance reaches the daemon",
     .requirements = "LFP-030",
     .status = KeywordStatus::extension,
     .kind = ValueKind::carrier,
     .absent = "iucv",
     .variation = "default_carrier",
     .sample = "unix:lfpd-LINR02.sock",
     .counterpart = "KIT_CARRIER"},
    {.keyword = "KIT_SYSTEM_NAME",
     .meaning =
         "name of this side's own system: a z/VM user ID, or that of its HiperSockets device",
     .requirements = "LFP-052 LFP-161",
     .status = KeywordStatus::extension,
     .kind = ValueKind::name,
     .absent = "HSSystemName, or else none: no daemon accepts it",
     .variation = "system_name",
     .counterpart = "PEER_IUCV_VMID"},
    {.keyword = "KIT_ERRNO_ON_PATH_LOSS",
     .meaning = "error that every call ends with when the path is lost",
     .requirements = "LFP-142 LFP-170",
     .status = KeywordStatus::extension,
     .kind = ValueKind::path_loss_errno,
     .absent = "EIO",
     .variation = "path_loss_errno",
     .sample = "EIO"},
    {.keyword = "KIT_HEARTBEAT_INTERVAL",
     .meaning = "time between two heartbeats that the instance sends",
     .requirements = "LFP-173",
     .status = KeywordStatus::extension,
     .kind = ValueKind::number,
     .least = 1,
     .most = largest_number,
     .unit = "milliseconds",
     .absent = "not set: no heartbeat",
     .variation = "heartbeat largest_number",
     .sample = "1000",
     .counterpart = "KIT_HEARTBEAT_INTERVAL"},
    {.keyword = "KIT_HEARTBEAT_MISSES",
     .meaning = "how many heartbeats in a row may be missing before the path counts as lost",
     .requirements = "LFP-173",
     .status = KeywordStatus::extension,
     .kind = ValueKind::number,
     .least = 1,
     .most = largest_number,
     .unit = "heartbeats",
     .absent = "not set: no heartbeat",
     .variation = "heartbeat largest_number",
     .sample = "3",
     .counterpart = "KIT_HEARTBEAT_MISSES"},
};

inline constexpr Parameter daemon_parameters[]{
    {.keyword = "IUCV_SRC_APPNAME",
     .meaning = "application name at which the daemon listens",
     .requirements = "LFP-051 LFP-112",
     .kind = ValueKind::listener_name,
     .sample = "LINLFP",
     .counterpart = "IucvDestAppName"},
    {.keyword = "PEER_IUCV_VMID",
     .meaning = "z/VM user ID of the z/VSE guest; in an LPAR its name on HiperSockets",
     .requirements = "LFP-052",
     .kind = ValueKind::name,
     .sample = "VSER05",
     .counterpart = "HSSystemName"},
    {.keyword = "PEER_IUCV_APPNAME",
     .meaning = "application name of the only instance that is accepted",
     .requirements = "LFP-053",
     .kind = ValueKind::name,
     .sample = "TESTVSE",
     .counterpart = "IucvSrcAppName"},
    {.keyword = "IUCV_MSGLIMIT",
     .meaning = "how many messages may be outstanding on the path",
     .requirements = "LFP-054 LFP-116",
     .kind = ValueKind::number,
     .least = 1,
     .most = message_limit_most,
     .unit = "messages",
     .absent = "the carrier's: 65535, over HiperSockets 128 (LFP-116)",
     .variation = "mandatory_keywords",
     .sample = "1024",
     .counterpart = "IucvMsgLimit"},
    {.keyword = "MTU",
     .meaning = "largest unit that is put into one message of the carrier",
     .requirements = "LFP-055 LFP-131",
     .kind = ValueKind::octets,
     .least = 1,
     .most = message_size_most,
     .variation = "mtu_mismatch",
     .sample = "8192",
     .counterpart = "MTU"},
    {.keyword = "MAX_VSE_TASKS",
     .meaning = "how many z/VSE tasks are served at once",
     .requirements = "LFP-056",
     .kind = ValueKind::number,
     .least = 1,
     .most = largest_number,
     .unit = "tasks",
     .variation = "largest_number",
     .sample = "512"},
    {.keyword = "MAX_SOCKETS",
     .meaning = "how many sockets may be open at once",
     .requirements = "LFP-057 LFP-078",
     .kind = ValueKind::number,
     .least = 1,
     .most = largest_number,
     .unit = "sockets",
     .variation = "largest_number",
     .sample = "1024"},
    {.keyword = "INITIAL_IO_BUFS",
     .meaning = "how many buffers are there from the start",
     .requirements = "LFP-058",
     .kind = ValueKind::number,
     .least = 1,
     .most = largest_number,
     .unit = "buffers",
     .absent = "not set: what is taken at the start is left to the daemon",
     .variation = "mandatory_keywords largest_number",
     .sample = "128",
     .counterpart = "InitialBufferSpace"},
    {.keyword = "WINDOW_SIZE",
     .meaning = "flow-control window of a socket",
     .requirements = "LFP-059",
     .kind = ValueKind::octets,
     .least = 1,
     .most = largest_number,
     .variation = "window_unit window_mismatch largest_number",
     .sample = "65535",
     .counterpart = "WindowSize"},
    {.keyword = "WINDOW_THRESHOLD",
     .meaning = "share of the window after which credit is returned",
     .requirements = "LFP-059",
     .kind = ValueKind::number,
     .least = 1,
     .most = 100,
     .unit = "per cent",
     .variation = "window_unit window_mismatch",
     .sample = "25",
     .counterpart = "WindowThreshold"},
    {.keyword = "VSE_CODEPAGE",
     .meaning = "code page of names and texts that come from z/VSE; payload stays as it is",
     .requirements = "LFP-060",
     .kind = ValueKind::code_page,
     .variation = "known_code_pages",
     .sample = "EBCDIC-US"},
    {.keyword = "VSE_HOSTID",
     .meaning = "address that GETHOSTID answers",
     .requirements = "LFP-061",
     .kind = ValueKind::ipv4_address,
     .absent = "not set",
     .variation = "mandatory_keywords"},
    {.keyword = "RESTRICT_TO_HOSTS",
     .meaning = "hosts and networks that z/VSE programs may reach or bind to",
     .requirements = "LFP-062",
     .kind = ValueKind::hosts,
     .absent = "all",
     .variation = "allow_list_syntax"},
    {.keyword = "LOG_INFO_MSG",
     .meaning = "whether informational messages are logged",
     .requirements = "LFP-063",
     .kind = ValueKind::flag,
     .absent = "0",
     .variation = "mandatory_keywords",
     .sample = "0"},
    {.keyword = "KIT_CARRIER",
     .meaning = "how the daemon listens",
     .requirements = "LFP-030",
     .status = KeywordStatus::extension,
     .kind = ValueKind::carrier,
     .absent = "iucv",
     .variation = "default_carrier",
     .sample = "unix:lfpd-LINR02.sock",
     .counterpart = "KIT_CARRIER"},
    {.keyword = "KIT_SYSTEM_NAME",
     .meaning =
         "name of this side's own system: a z/VM user ID, or that of its HiperSockets device",
     .requirements = "LFP-046 LFP-161",
     .status = KeywordStatus::extension,
     .kind = ValueKind::name,
     .absent = "the NAME of lfpd-NAME.conf, or else whatever the instance asks for",
     .variation = "system_name",
     .counterpart = "IucvDestVMId"},
    {.keyword = "KIT_HEARTBEAT_INTERVAL",
     .meaning = "time between two heartbeats that the daemon sends",
     .requirements = "LFP-173",
     .status = KeywordStatus::extension,
     .kind = ValueKind::number,
     .least = 1,
     .most = largest_number,
     .unit = "milliseconds",
     .absent = "not set: no heartbeat",
     .variation = "heartbeat largest_number",
     .sample = "1000",
     .counterpart = "KIT_HEARTBEAT_INTERVAL"},
    {.keyword = "KIT_HEARTBEAT_MISSES",
     .meaning = "how many heartbeats in a row may be missing before the path counts as lost",
     .requirements = "LFP-173",
     .status = KeywordStatus::extension,
     .kind = ValueKind::number,
     .least = 1,
     .most = largest_number,
     .unit = "heartbeats",
     .absent = "not set: no heartbeat",
     .variation = "heartbeat largest_number",
     .sample = "3",
     .counterpart = "KIT_HEARTBEAT_MISSES"},
};

// The errors that fit a lost path (LFP-142), by their numbers on z/VSE.
struct NamedErrno {
  std::string_view name;
  std::uint32_t number;
};

inline constexpr NamedErrno path_loss_errnos[]{
    {"EIO", 122}, {"EPIPE", 140}, {"ECONNRESET", 1121}, {"ENETDOWN", 1117}};

constexpr std::span<const Parameter> parameters_of(Side side) {
  return side == Side::instance ? std::span<const Parameter>(instance_parameters)
                                : std::span<const Parameter>(daemon_parameters);
}

constexpr Side other(Side side) {
  return side == Side::instance ? Side::daemon : Side::instance;
}

constexpr std::string_view to_string(Side side) {
  return side == Side::instance ? "instance" : "daemon";
}

constexpr std::string_view to_string(KeywordStatus status) {
  switch (status) {
  case KeywordStatus::verified:
    return "verified";
  case KeywordStatus::unverified:
    return "unverified";
  case KeywordStatus::unnamed:
    return "the kit's spelling";
  case KeywordStatus::extension:
    break;
  }
  return "the kit's extension";
}

} // namespace pathproof::lfp
