// SPDX-License-Identifier: Apache-2.0
#include "model/lfp/configuration_check.hpp"

#include <algorithm>
#include <array>

namespace pathproof::lfp {

namespace {

constexpr std::uint32_t hipersockets_headers = 118; // LFP-131: octets of the device's MTU
constexpr std::uint32_t descriptors_of_vse = 8192;  // LFP-078: 0 to 8191
constexpr std::uint32_t least_message_limit = 2;    // LFP-163: one for data, one for control

constexpr Check all_checks[]{
    {"names.destination",
     "LFP-047 LFP-064 LFP-113",
     Severity::error,
     "no daemon listens by the name that the instance asks for, so the path is severed at once",
     "give both the name at which the daemon listens"},
    {"names.source",
     "LFP-045 LFP-053 LFP-064 LFP-161",
     Severity::error,
     "the carrier does not look at the caller's name, so the daemon accepts the path and then has "
     "to refuse it",
     "give both the application name of the instance"},
    {"names.not_crossed",
     "LFP-064",
     Severity::error,
     "names cross over: what is the source of one side is the peer of the other",
     "exchange the two names in one of the files"},
    {"names.peer_of_daemon",
     "LFP-050 LFP-052 LFP-064 LFP-161",
     Severity::error,
     "the daemon takes a path only from the user ID, or HiperSockets name, that it was given, and "
     "compares octet by octet",
     "give the daemon the name that z/VSE has, in the same case"},
    {"names.peer_of_instance",
     "LFP-023 LFP-046 LFP-064",
     Severity::error,
     "nobody of that user ID, or HiperSockets name, is the Linux of this daemon, and names are "
     "compared octet by octet",
     "give the instance the name that Linux has, in the same case"},
    {"names.same_ends",
     "LFP-022",
     Severity::error,
     "names on HiperSockets are unique, and both ends have the same",
     "give one of the two another name"},
    {"limit.no_slot_for_data",
     "LFP-163",
     Severity::error,
     "one message of the limit is kept for control, so none is left for data",
     "allow at least 2 messages"},
    {"mtu.device",
     "LFP-066 LFP-131",
     Severity::error,
     "a message of the smaller of both MTUs, with 118 octets of headers, does not fit into a frame "
     "of the HiperSockets device, and is refused or cut",
     "lower one MTU to at most the device's less 118, or give the device the next frame size"},
    {"buffers.initial_above_maximum",
     "LFP-043 LFP-044",
     Severity::error,
     "more is to be taken at the start than may ever be",
     "raise MaximumBufferSpace or lower InitialBufferSpace"},
    {"buffers.below_two_units",
     "LFP-044",
     Severity::error,
     "there is no room for a unit in each direction",
     "make MaximumBufferSpace at least twice the MTU"},
    {"carrier.differs",
     "LFP-030",
     Severity::error,
     "the instance looks for the daemon where it does not listen",
     "give both the same KIT_CARRIER"},
    {"carrier.host",
     "LFP-030",
     Severity::note,
     "the instance connects to another host name than the daemon listens at; whether both mean the "
     "same address is known only there",
     "make sure that it does, or give both the same"},
    {"names.daemon_file",
     "LFP-031 LFP-046",
     Severity::note,
     "the published example calls the daemon's file by the Linux guest that the instance asks for",
     "rename the file if it is that of another guest"},
    {"names.characters",
     "LFP-129",
     Severity::note,
     "only letters and digits are the same in every EBCDIC code page",
     "use A to Z and 0 to 9"},
    {"limit.differs",
     "LFP-065",
     Severity::note,
     "each direction has a limit of its own: under z/VM the lower of a side's limit and its "
     "directory's, over HiperSockets what the other side announces",
     "give both the same if that is not meant"},
    {"mtu.differs",
     "LFP-041 LFP-066 LFP-162",
     Severity::note,
     "in the kit's profile the smaller MTU holds for both directions; what others do is not known",
     "give both the same"},
    {"window.size_differs",
     "LFP-059 LFP-067",
     Severity::note,
     "in the kit's profile each receiver announces its own window; whether others want both to be "
     "equal is not known",
     "give both the same if that is not meant"},
    {"window.threshold_differs",
     "LFP-059 LFP-067",
     Severity::note,
     "in the kit's profile each receiver returns credit by its own threshold; whether others want "
     "both to be equal is not known",
     "give both the same if that is not meant"},
    {"window.below_chunk",
     "LFP-048 LFP-164",
     Severity::note,
     "the window is smaller than the smaller of both MTUs, so that no message is ever full",
     "make the window at least as large as the MTU"},
    {"sockets.above_descriptors",
     "LFP-057 LFP-078",
     Severity::note,
     "descriptors of z/VSE go up to 8191, as far as is known, so that more sockets are never open",
     "lower MAX_SOCKETS to at most 8192"},
    {"code_page.unknown",
     "LFP-060",
     Severity::note,
     "the kit does not know that code page",
     "use EBCDIC-US, IBM037 or IBM1047, or make sure that the daemon knows it"},
    {"heartbeat.missing",
     "LFP-125 LFP-173",
     Severity::note,
     "over HiperSockets a peer may vanish in silence, and without a heartbeat nobody notices",
     "give both sides KIT_HEARTBEAT_INTERVAL and KIT_HEARTBEAT_MISSES"},
    {"heartbeat.differs",
     "LFP-173",
     Severity::note,
     "one side expects heartbeats at another pace, or for another time, than the other sends them",
     "give both the same interval and misses"},
    {"unchecked.vse_guest",
     "LFP-052 LFP-064",
     Severity::unchecked,
     "the user ID of the z/VSE guest is in neither file",
     "say it with --vse-guest"},
    {"unchecked.linux_guest",
     "LFP-046 LFP-064",
     Severity::unchecked,
     "the user ID, or HiperSockets name, of Linux is in neither file",
     "say it with --linux-guest"},
    {"unchecked.device_mtu",
     "LFP-131",
     Severity::unchecked,
     "the MTU of the HiperSockets device is in neither file",
     "say it with --device-mtu"},
};

Place outside(std::string_view what, std::string value) {
  return {std::nullopt, std::string(what), std::move(value)};
}

class Checker {
public:
  Checker(const InstanceConfiguration& instance,
          const DaemonConfiguration& daemon,
          const Surroundings& surroundings)
      : instance_(instance), daemon_(daemon), surroundings_(surroundings) {}

  std::vector<Finding> run();

private:
  void applications();
  void peers();
  void characters();
  void limits();
  void units();
  void windows();
  void carriers();
  void heartbeats();
  void of_the_daemon();

  Place of_instance(std::string_view keyword) const {
    return place(Side::instance, instance_.given, keyword);
  }

  Place of_daemon(std::string_view keyword) const {
    return place(Side::daemon, daemon_.given, keyword);
  }

  static Place place(Side side, const GivenKeywords& given, std::string_view keyword) {
    const auto found = given.find(keyword);
    if (found != given.end()) {
      return {side, std::string(keyword), found->second.text, found->second.line};
    }
    const auto all = parameters_of(side);
    const auto parameter = std::find_if(
        all.begin(), all.end(), [&](const Parameter& one) { return one.keyword == keyword; });
    return {side, std::string(keyword), std::string(parameter->absent)};
  }

  void find(std::string_view name, std::vector<Place> places) {
    const auto* const found = std::find_if(std::begin(all_checks),
                                           std::end(all_checks),
                                           [&](const Check& one) { return one.name == name; });
    findings_.push_back({found, std::move(places)});
  }

  void find_if(bool wrong, std::string_view name, std::vector<Place> places) {
    if (wrong) {
      find(name, std::move(places));
    }
  }

  // Whose limit it is that holds.
  Place limit_of_instance() const {
    const bool hs =
        instance_.over_hipersockets() && (instance_.hs_message_limit || !instance_.message_limit);
    return of_instance(hs ? "HSMsgLimit" : "IucvMsgLimit");
  }

  const InstanceConfiguration& instance_;
  const DaemonConfiguration& daemon_;
  const Surroundings& surroundings_;
  std::vector<Finding> findings_;
};

void Checker::applications() {
  const bool destination = instance_.peer_application == daemon_.own_application;
  const bool source = instance_.own_application == daemon_.peer_application;
  if (!destination && !source && instance_.peer_application == daemon_.peer_application &&
      instance_.own_application == daemon_.own_application) {
    find("names.not_crossed",
         {of_instance("IucvSrcAppName"),
          of_instance("IucvDestAppName"),
          of_daemon("IUCV_SRC_APPNAME"),
          of_daemon("PEER_IUCV_APPNAME")});
    return;
  }
  find_if(!destination,
          "names.destination",
          {of_instance("IucvDestAppName"), of_daemon("IUCV_SRC_APPNAME")});
  find_if(!source, "names.source", {of_instance("IucvSrcAppName"), of_daemon("PEER_IUCV_APPNAME")});
}

void Checker::peers() {
  if (instance_.over_hipersockets()) {
    find_if(instance_.hs_system_name != daemon_.peer_user,
            "names.peer_of_daemon",
            {of_instance("HSSystemName"), of_daemon("PEER_IUCV_VMID")});
    find_if(instance_.hs_system_name == instance_.peer_user,
            "names.same_ends",
            {of_instance("HSSystemName"), of_instance("IucvDestVMId")});
  } else if (!surroundings_.vse_guest.empty()) {
    find_if(surroundings_.vse_guest != daemon_.peer_user,
            "names.peer_of_daemon",
            {outside("--vse-guest", surroundings_.vse_guest), of_daemon("PEER_IUCV_VMID")});
  } else if (!instance_.system_name.empty()) {
    find_if(instance_.system_name != daemon_.peer_user,
            "names.peer_of_daemon",
            {of_instance("KIT_SYSTEM_NAME"), of_daemon("PEER_IUCV_VMID")});
  } else {
    find("unchecked.vse_guest", {of_daemon("PEER_IUCV_VMID")});
  }
  if (!surroundings_.linux_guest.empty()) {
    find_if(surroundings_.linux_guest != instance_.peer_user,
            "names.peer_of_instance",
            {of_instance("IucvDestVMId"), outside("--linux-guest", surroundings_.linux_guest)});
    return;
  }
  if (!daemon_.system_name.empty()) {
    find_if(daemon_.system_name != instance_.peer_user,
            "names.peer_of_instance",
            {of_instance("IucvDestVMId"), of_daemon("KIT_SYSTEM_NAME")});
    return;
  }
  find("unchecked.linux_guest", {of_instance("IucvDestVMId")});
  find_if(!surroundings_.daemon_name.empty() && surroundings_.daemon_name != instance_.peer_user,
          "names.daemon_file",
          {of_instance("IucvDestVMId"), outside("file lfpd-NAME.conf", surroundings_.daemon_name)});
}

void Checker::characters() {
  std::vector<Place> odd;
  const auto look = [&](const std::string& name, const Place& place) {
    const bool plain = std::all_of(name.begin(), name.end(), [](char one) {
      return (one >= 'A' && one <= 'Z') || (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9');
    });
    if (!plain) {
      odd.push_back(place);
    }
  };
  look(instance_.own_application, of_instance("IucvSrcAppName"));
  look(instance_.peer_user, of_instance("IucvDestVMId"));
  look(instance_.peer_application, of_instance("IucvDestAppName"));
  look(instance_.hs_system_name, of_instance("HSSystemName"));
  look(daemon_.own_application, of_daemon("IUCV_SRC_APPNAME"));
  look(daemon_.peer_user, of_daemon("PEER_IUCV_VMID"));
  look(daemon_.peer_application, of_daemon("PEER_IUCV_APPNAME"));
  find_if(!odd.empty(), "names.characters", odd);
}

void Checker::limits() {
  const std::uint32_t instance = instance_.effective_message_limit();
  const std::uint32_t daemon = daemon_.effective_message_limit(instance_.over_hipersockets());
  const Place of_both[]{limit_of_instance(), of_daemon("IUCV_MSGLIMIT")};
  find_if(instance < least_message_limit, "limit.no_slot_for_data", {of_both[0]});
  find_if(daemon < least_message_limit, "limit.no_slot_for_data", {of_both[1]});
  find_if(instance != daemon, "limit.differs", {of_both[0], of_both[1]});
}

void Checker::units() {
  const std::vector<Place> both{of_instance("MTU"), of_daemon("MTU")};
  find_if(instance_.mtu != daemon_.mtu, "mtu.differs", both);
  if (instance_.over_hipersockets()) {
    if (const auto device = surroundings_.device_mtu) {
      const std::uint64_t needed =
          std::uint64_t{std::min(instance_.mtu, daemon_.mtu)} + hipersockets_headers;
      auto places = both;
      places.push_back(outside("--device-mtu", std::to_string(*device)));
      find_if(needed > *device, "mtu.device", places);
    } else {
      find("unchecked.device_mtu", both);
    }
  }
  find_if(instance_.initial_buffer_space.value_or(0) > instance_.maximum_buffer_space,
          "buffers.initial_above_maximum",
          {of_instance("InitialBufferSpace"), of_instance("MaximumBufferSpace")});
  find_if(instance_.maximum_buffer_space / 2 < instance_.mtu,
          "buffers.below_two_units",
          {of_instance("MTU"), of_instance("MaximumBufferSpace")});
}

void Checker::windows() {
  const std::uint32_t unit = std::min(instance_.mtu, daemon_.mtu);
  const Place instance = of_instance("WindowSize");
  const Place daemon = of_daemon("WINDOW_SIZE");
  find_if(instance_.window_size != daemon_.window_size, "window.size_differs", {instance, daemon});
  find_if(instance_.window_size < unit, "window.below_chunk", {instance, of_instance("MTU")});
  find_if(daemon_.window_size < unit, "window.below_chunk", {daemon, of_daemon("MTU")});
  find_if(instance_.window_threshold != daemon_.window_threshold,
          "window.threshold_differs",
          {of_instance("WindowThreshold"), of_daemon("WINDOW_THRESHOLD")});
}

void Checker::carriers() {
  const Carrier& instance = instance_.carrier;
  const Carrier& daemon = daemon_.carrier;
  const std::vector<Place> both{of_instance("KIT_CARRIER"), of_daemon("KIT_CARRIER")};
  if (instance.kind == Carrier::Kind::tcp && daemon.kind == instance.kind) {
    const bool everywhere = daemon.host == "0.0.0.0" || daemon.host == "::";
    find_if(instance.port != daemon.port, "carrier.differs", both);
    find_if(instance.host != daemon.host && !everywhere, "carrier.host", both);
  } else {
    find_if(instance != daemon, "carrier.differs", both);
  }
}

void Checker::heartbeats() {
  const std::vector<Place> both{
      of_instance("KIT_HEARTBEAT_INTERVAL"),
      of_daemon("KIT_HEARTBEAT_INTERVAL"),
      of_instance("KIT_HEARTBEAT_MISSES"),
      of_daemon("KIT_HEARTBEAT_MISSES"),
  };
  find_if(instance_.heartbeat != daemon_.heartbeat, "heartbeat.differs", both);
  find_if(instance_.over_hipersockets() && !instance_.heartbeat && !daemon_.heartbeat,
          "heartbeat.missing",
          {both[0], both[1]});
}

void Checker::of_the_daemon() {
  find_if(daemon_.sockets_max > descriptors_of_vse,
          "sockets.above_descriptors",
          {of_daemon("MAX_SOCKETS")});
  find_if(!is_known_code_page(daemon_.code_page), "code_page.unknown", {of_daemon("VSE_CODEPAGE")});
}

std::vector<Finding> Checker::run() {
  applications();
  peers();
  characters();
  limits();
  units();
  windows();
  carriers();
  heartbeats();
  of_the_daemon();
  std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& one, const Finding& two) {
    return one.check->severity < two.check->severity;
  });
  return std::move(findings_);
}

} // namespace

std::span<const Check> checks() {
  return all_checks;
}

std::vector<Finding> check(const InstanceConfiguration& instance,
                           const DaemonConfiguration& daemon,
                           const Surroundings& surroundings) {
  return Checker(instance, daemon, surroundings).run();
}

bool is_known_code_page(std::string_view name) {
  constexpr std::array<std::string_view, 3> known{"EBCDIC-US", "IBM037", "IBM1047"};
  return std::find(known.begin(), known.end(), name) != known.end();
}

std::string_view to_string(Severity severity) {
  switch (severity) {
  case Severity::error:
    return "error";
  case Severity::note:
    return "note";
  case Severity::unchecked:
    break;
  }
  return "unchecked";
}

} // namespace pathproof::lfp
