// SPDX-License-Identifier: Apache-2.0
// Every check finds the mismatch that is planted for it, alone, and is silent when it is mended.
#include <algorithm>
#include <functional>
#include <set>

#include "cmake/testing/catch.hpp"
#include "model/lfp/configuration_check.hpp"

using namespace pathproof::lfp;

namespace {

// A line of one of the files, or with an empty value its absence.
struct Change {
  Side side;
  std::string_view keyword;
  std::string_view value;
};

void nothing(Surroundings&, bool) {}

struct Planted {
  std::string_view check;
  std::vector<Change> setup;
  std::vector<Change> fault;
  std::vector<Change> mend;
  // Of the surroundings, for what is in no file; called with true for the fault.
  std::function<void(Surroundings&, bool)> around = nothing;
  std::string_view also = ""; // another check that cannot but find something then
};

constexpr Side of_instance = Side::instance;
constexpr Side of_daemon = Side::daemon;

const std::vector<Change> lpar{{of_instance, "HSDevices", "500"},
                               {of_instance, "HSSystemName", "VSER05"},
                               {of_instance, "KIT_HEARTBEAT_INTERVAL", "1000"},
                               {of_instance, "KIT_HEARTBEAT_MISSES", "3"},
                               {of_daemon, "KIT_HEARTBEAT_INTERVAL", "1000"},
                               {of_daemon, "KIT_HEARTBEAT_MISSES", "3"}};

const Planted planted[]{
    {"names.destination",
     {},
     {{of_instance, "IucvDestAppName", "LINLFQ"}},
     {{of_daemon, "IUCV_SRC_APPNAME", "LINLFQ"}}},
    {"names.destination", // the case of letters counts
     {},
     {{of_daemon, "IUCV_SRC_APPNAME", "linlfp"}},
     {{of_instance, "IucvDestAppName", "linlfp"}}},
    {"names.source",
     {},
     {{of_daemon, "PEER_IUCV_APPNAME", "TESTVS"}},
     {{of_instance, "IucvSrcAppName", "TESTVS"}}},
    {"names.not_crossed",
     {},
     {{of_instance, "IucvSrcAppName", "LINLFP"}, {of_instance, "IucvDestAppName", "TESTVSE"}},
     {{of_daemon, "IUCV_SRC_APPNAME", "TESTVSE"}, {of_daemon, "PEER_IUCV_APPNAME", "LINLFP"}}},
    {"names.peer_of_daemon",
     {},
     {{of_daemon, "PEER_IUCV_VMID", "VSER06"}},
     {{of_daemon, "PEER_IUCV_VMID", "VSER05"}}},
    {"names.peer_of_daemon",
     lpar,
     {{of_instance, "HSSystemName", "vser05"}},
     {{of_daemon, "PEER_IUCV_VMID", "vser05"}}},
    {"names.peer_of_instance",
     {},
     {{of_instance, "IucvDestVMId", "LINR03"}},
     {{of_instance, "IucvDestVMId", "LINR02"}}},
    {"names.peer_of_daemon",
     {},
     {{of_instance, "KIT_SYSTEM_NAME", "VSER06"}},
     {{of_instance, "KIT_SYSTEM_NAME", "VSER05"}},
     [](Surroundings& around, bool) { around.vse_guest = ""; }},
    {"names.peer_of_instance",
     {},
     {{of_daemon, "KIT_SYSTEM_NAME", "LINR03"}},
     {{of_daemon, "KIT_SYSTEM_NAME", "LINR02"}},
     [](Surroundings& around, bool) { around.linux_guest = ""; }},
    {"names.same_ends",
     lpar,
     {{of_instance, "IucvDestVMId", "VSER05"}},
     {{of_instance, "HSSystemName", "VSEHS"}, {of_daemon, "PEER_IUCV_VMID", "VSEHS"}},
     [](Surroundings& around, bool) { around.linux_guest = "VSER05"; }},
    {"limit.no_slot_for_data",
     {{of_daemon, "IUCV_MSGLIMIT", "1"}, {of_instance, "IucvMsgLimit", "2"}},
     {},
     {{of_daemon, "IUCV_MSGLIMIT", "2"}},
     nothing,
     "limit.differs"},
    {"limit.no_slot_for_data",
     {{of_instance, "IucvMsgLimit", "1"}, {of_daemon, "IUCV_MSGLIMIT", "2"}},
     {},
     {{of_instance, "IucvMsgLimit", "2"}},
     nothing,
     "limit.differs"},
    {"mtu.device",
     lpar,
     {},
     {{of_daemon, "MTU", "8074"}, {of_instance, "MTU", "8074"}},
     [](Surroundings& around, bool) { around.device_mtu = 8192; }},
    {"mtu.device",
     lpar,
     {},
     {},
     [](Surroundings& around, bool fault) { around.device_mtu = fault ? 8309 : 8310; }},
    {"mtu.differs", // the smaller one fits into a frame
     lpar,
     {{of_daemon, "MTU", "9000"}},
     {{of_daemon, "MTU", "8192"}},
     [](Surroundings& around, bool) { around.device_mtu = 8310; }},
    {"carrier.differs",
     {{of_instance, "KIT_CARRIER", "tcp:h:5"}},
     {},
     {{of_daemon, "KIT_CARRIER", "tcp:h:5"}}},
    {"buffers.initial_above_maximum",
     {},
     {{of_instance, "InitialBufferSpace", "5M"}},
     {{of_instance, "MaximumBufferSpace", "5M"}}},
    {"buffers.below_two_units",
     {{of_instance, "InitialBufferSpace", "1K"}},
     {{of_instance, "MaximumBufferSpace", "16383"}},
     {{of_instance, "MaximumBufferSpace", "16K"}}},
    {"carrier.differs",
     {},
     {{of_daemon, "KIT_CARRIER", "unix:other"}},
     {{of_instance, "KIT_CARRIER", "unix:other"}}},
    {"carrier.differs",
     {},
     {{of_daemon, "KIT_CARRIER", ""}},
     {{of_instance, "KIT_CARRIER", "iucv"}}},
    {"carrier.differs",
     {{of_instance, "KIT_CARRIER", "tcp:h:5"}},
     {{of_daemon, "KIT_CARRIER", "tcp:h:6"}},
     {{of_daemon, "KIT_CARRIER", "tcp:h:5"}}},
    {"carrier.host",
     {{of_instance, "KIT_CARRIER", "tcp:h:5"}},
     {{of_daemon, "KIT_CARRIER", "tcp:g:5"}},
     {{of_daemon, "KIT_CARRIER", "tcp:0.0.0.0:5"}}},
    {"names.daemon_file",
     {},
     {{of_instance, "IucvDestVMId", "LINR03"}},
     {{of_instance, "IucvDestVMId", "LINR02"}},
     [](Surroundings& around, bool) { around.linux_guest = ""; },
     "unchecked.linux_guest"},
    {"names.characters",
     {},
     {{of_instance, "IucvDestAppName", "LIN#FP"}, {of_daemon, "IUCV_SRC_APPNAME", "LIN#FP"}},
     {{of_instance, "IucvDestAppName", "LINLFP"}, {of_daemon, "IUCV_SRC_APPNAME", "LINLFP"}}},
    {"limit.differs",
     {},
     {{of_daemon, "IUCV_MSGLIMIT", "1023"}},
     {{of_instance, "IucvMsgLimit", "1023"}}},
    {"limit.differs", // the carrier's own
     {},
     {{of_daemon, "IUCV_MSGLIMIT", ""}},
     {{of_instance, "IucvMsgLimit", "65535"}}},
    {"limit.differs",
     lpar,
     {{of_instance, "HSMsgLimit", "64"}},
     {{of_daemon, "IUCV_MSGLIMIT", "64"}}},
    {"mtu.differs", {}, {{of_daemon, "MTU", "8191"}}, {{of_instance, "MTU", "8191"}}},
    {"window.size_differs",
     {},
     {{of_daemon, "WINDOW_SIZE", "64K"}},
     {{of_instance, "WindowSize", "64k"}}},
    {"window.threshold_differs",
     {},
     {{of_instance, "WindowThreshold", "100"}},
     {{of_daemon, "WINDOW_THRESHOLD", "100"}}},
    {"window.below_chunk",
     {{of_instance, "WindowSize", "8191"}, {of_daemon, "WINDOW_SIZE", "8192"}},
     {},
     {{of_instance, "WindowSize", "8192"}},
     nothing,
     "window.size_differs"},
    {"window.below_chunk",
     {{of_instance, "WindowSize", "8192"}, {of_daemon, "WINDOW_SIZE", "8191"}},
     {},
     {{of_daemon, "WINDOW_SIZE", "8192"}},
     nothing,
     "window.size_differs"},
    {"sockets.above_descriptors",
     {},
     {{of_daemon, "MAX_SOCKETS", "8193"}},
     {{of_daemon, "MAX_SOCKETS", "8192"}}},
    {"code_page.unknown",
     {},
     {{of_daemon, "VSE_CODEPAGE", "ASCII"}},
     {{of_daemon, "VSE_CODEPAGE", "IBM1047"}}},
    {"heartbeat.missing",
     {{of_instance, "HSDevices", "500"}},
     {{of_instance, "HSSystemName", "VSER05"}},
     lpar},
    {"heartbeat.differs",
     lpar,
     {{of_daemon, "KIT_HEARTBEAT_MISSES", "4"}},
     {{of_instance, "KIT_HEARTBEAT_MISSES", "4"}}},
    {"unchecked.vse_guest",
     {},
     {},
     {},
     [](Surroundings& around, bool fault) { around.vse_guest = fault ? "" : "VSER05"; }},
    {"unchecked.linux_guest",
     {},
     {},
     {},
     [](Surroundings& around, bool fault) { around.linux_guest = fault ? "" : "LINR02"; }},
    {"unchecked.device_mtu",
     lpar,
     {},
     {},
     [](Surroundings& around, bool fault) {
       around.device_mtu = fault ? std::nullopt : std::optional(8310U);
     }},
};

using Lines = std::map<std::string_view, std::string>;

// Samples of all keywords but those of heartbeats.
Lines samples_of(Side side) {
  Lines lines;
  for (const Parameter& one : parameters_of(side)) {
    if (!one.sample.empty() && !one.keyword.starts_with("KIT_HEARTBEAT")) {
      lines[one.keyword] = one.sample;
    }
  }
  return lines;
}

struct Files {
  Lines instance = samples_of(Side::instance);
  Lines daemon = samples_of(Side::daemon);

  void apply(const std::vector<Change>& changes) {
    for (const Change& one : changes) {
      Lines& lines = one.side == Side::instance ? instance : daemon;
      lines[one.keyword] = one.value;
      if (one.value.empty()) {
        lines.erase(one.keyword);
      }
    }
  }

  std::vector<Finding> findings(const Surroundings& around) const {
    return check(read_instance(text(instance)).configuration.value(),
                 read_daemon(text(daemon)).configuration.value(),
                 around);
  }

  static std::string text(const Lines& lines) {
    std::string made;
    for (const auto& [keyword, value] : lines) {
      made += std::string(keyword) + " = " + value + "\n";
    }
    return made;
  }
};

// Severities are in order, so that names need not be.
std::multiset<std::string_view> names_of(const std::vector<Finding>& findings) {
  std::multiset<std::string_view> names;
  for (const Finding& one : findings) {
    names.insert(one.check->name);
  }
  return names;
}

const Surroundings known{"VSER05", "LINR02", "LINR02", 16384};

} // namespace

TEST_CASE("files with the sample values fit", "[lfp]") {
  CHECK(names_of(Files{}.findings(known)).empty());
  Files over_hipersockets;
  over_hipersockets.apply(lpar);
  CHECK(names_of(over_hipersockets.findings(known)).empty());
}

TEST_CASE("a planted mismatch is found and a mended one is not", "[lfp]") {
  for (const Planted& row : planted) {
    INFO(row.check);
    Files files;
    files.apply(row.setup);
    files.apply(row.fault);
    Surroundings around = known;
    row.around(around, true);
    std::multiset<std::string_view> expected{row.check};
    if (!row.also.empty()) {
      expected.insert(row.also);
    }
    CHECK(names_of(files.findings(around)) == expected);
    files.apply(row.mend);
    row.around(around, false);
    CHECK(names_of(files.findings(around)).count(row.check) == 0);
  }
}

TEST_CASE("every check has a mismatch that is planted for it", "[lfp]") {
  for (const Check& one : checks()) {
    INFO(one.name);
    CHECK(std::any_of(std::begin(planted), std::end(planted), [&](const Planted& row) {
      return row.check == one.name;
    }));
  }
}

TEST_CASE("a finding names the lines that disagree, errors first", "[lfp]") {
  Files files;
  files.apply({{of_daemon, "MTU", "1K"}, {of_instance, "IucvDestAppName", "X"}});
  const auto findings = files.findings({});
  REQUIRE(findings.size() == 4);
  CHECK(findings[0].check->severity == Severity::error);
  CHECK(findings[0].check->requirements == "LFP-047 LFP-064 LFP-113");
  CHECK(findings[1].check->name == "mtu.differs");
  REQUIRE(findings[1].places.size() == 2);
  CHECK(findings[1].places[0].side == Side::instance);
  CHECK(findings[1].places[0].value == "8192");
  CHECK(findings[1].places[0].line == 9); // in alphabetical order, as Lines are
  CHECK(findings[1].places[1].value == "1K");
  CHECK(findings[1].places[1].line == 8);
  CHECK(findings[3].check->severity == Severity::unchecked);
}
