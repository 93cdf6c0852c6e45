// SPDX-License-Identifier: Apache-2.0
// What is read from the configuration files of LFP, and the exact sentence about each line that
// is wrong.
#include <algorithm>
#include <set>

#include "cmake/testing/catch.hpp"
#include "model/lfp/configuration.hpp"
#include "model/lfp/configuration_documents.hpp"
#include "model/lfp/configuration_value.hpp"

using namespace pathproof::lfp;

namespace {

// The errors of a text, without those about keywords that are missing in it.
template <class Configuration>
std::vector<std::string> errors_of(const Reading<Configuration>& reading) {
  std::vector<std::string> errors;
  for (const ConfigurationError& error : reading.errors) {
    if (error.line > 0) {
      errors.push_back(to_string("f", error));
    }
  }
  return errors;
}

std::vector<std::string> errors_of(Side side, std::string_view text) {
  return side == Side::instance ? errors_of(read_instance(text)) : errors_of(read_daemon(text));
}

// Each keyword that has a sample, on a line.
std::string samples_of(Side side) {
  std::string text;
  for (const Parameter& one : parameters_of(side)) {
    text +=
        one.sample.empty() ? "" : std::string(one.keyword) + " = " + std::string(one.sample) + "\n";
  }
  return text;
}

struct BadLine {
  Side side;
  std::string_view text;
  std::string_view error;
};

constexpr Side of_instance = Side::instance;
constexpr Side of_daemon = Side::daemon;

// What names, hosts and the rest take.
#define TAKES_NAME "takes a name of 1 to 8 characters without blanks"
#define TAKES_HOSTS                                                                                \
  "takes addresses, networks ADDRESS/PREFIX with no bit set behind the prefix, and host names"
#define TAKES_CARRIER "takes unix:PATH of at most 107 octets, tcp:HOST:PORT or iucv"
#define TAKES_MTU "takes 1 to 2147483647 octets (K is 1024 of them, M 1048576)"
#define TAKES_WINDOW "takes 1 to 4294967295 octets (K is 1024 of them, M 1048576)"

const BadLine bad_lines[]{
    {of_instance, "MTU", "f:1:1: expected KEYWORD = value, not 'MTU'"},
    {of_instance, "  = 5", "f:1:3: expected KEYWORD = value, not '= 5'"},
    {of_instance, "\nMTUU = 5", "f:2:1: 'MTUU' is no keyword of the instance; the nearest is MTU"},
    {of_instance,
     "MaxBufferSpace=1",
     "f:1:1: 'MaxBufferSpace' is no keyword of the instance; the "
     "nearest is MaximumBufferSpace"},
    {of_instance,
     "WINDOW_SIZE = 5",
     "f:1:1: 'WINDOW_SIZE' is no keyword of the instance; the "
     "nearest is WindowSize"},
    {of_instance,
     "VSE_HOSTID = 10.0.0.1",
     "f:1:1: 'VSE_HOSTID' is no keyword of the instance, but of the daemon"},
    {of_instance, "colour = red", "f:1:1: 'colour' is no keyword of the instance, nor like any"},
    {of_daemon, "mtu = 5", "f:1:1: 'mtu' is no keyword of the daemon; the nearest is MTU"},
    {of_daemon,
     "MaximumBufferSpace = 1",
     "f:1:1: 'MaximumBufferSpace' is no keyword of the daemon, but of the instance"},
    {of_instance, "MTU =", "f:1:6: MTU has no value; it " TAKES_MTU},
    {of_instance, "ID = 2", "f:1:6: ID takes two digits, not '2'"},
    {of_instance, "ID = 0x", "f:1:6: ID takes two digits, not '0x'"},
    {of_instance, "ID = 002", "f:1:6: ID takes two digits, not '002'"},
    {of_instance, "MTU = 0", "f:1:7: MTU " TAKES_MTU ", not '0'"},
    {of_instance, "MTU = 0K", "f:1:7: MTU " TAKES_MTU ", not '0K'"},
    {of_instance, "MTU = -1", "f:1:7: MTU " TAKES_MTU ", not '-1'"},
    {of_instance, "MTU = K", "f:1:7: MTU " TAKES_MTU ", not 'K'"},
    {of_instance, "MTU = 8 K", "f:1:7: MTU " TAKES_MTU ", not '8 K'"},
    {of_instance, "MTU = 8G", "f:1:7: MTU " TAKES_MTU ", not '8G'"},
    {of_instance, "MTU = 8KK", "f:1:7: MTU " TAKES_MTU ", not '8KK'"},
    {of_instance, "MTU = 2147483648", "f:1:7: MTU " TAKES_MTU ", not '2147483648'"},
    {of_instance, "MTU = 2048M", "f:1:7: MTU " TAKES_MTU ", not '2048M'"},
    {of_instance,
     "MTU = 18446744073709551617K",
     "f:1:7: MTU " TAKES_MTU ", not '18446744073709551617K'"},
    {of_instance, "IucvMsgLimit = 0", "f:1:16: IucvMsgLimit takes 1 to 65535 messages, not '0'"},
    {of_instance,
     "IucvMsgLimit = 65536",
     "f:1:16: IucvMsgLimit takes 1 to 65535 messages, not '65536'"},
    {of_instance, "IucvMsgLimit = 1K", "f:1:16: IucvMsgLimit takes 1 to 65535 messages, not '1K'"},
    {of_instance,
     "InitialBufferSpace = lots",
     "f:1:22: InitialBufferSpace " TAKES_WINDOW ", not 'lots'"},
    {of_instance,
     "MaximumBufferSpace = 4096M",
     "f:1:22: MaximumBufferSpace " TAKES_WINDOW ", not '4096M'"},
    {of_instance,
     "IucvSrcAppName = NINECHARS",
     "f:1:18: IucvSrcAppName " TAKES_NAME ", not 'NINECHARS'"},
    {of_instance, "IucvDestVMId = TWO WORD", "f:1:16: IucvDestVMId " TAKES_NAME ", not 'TWO WORD'"},
    {of_instance,
     "IucvDestAppName = L\xC3\x84NGE",
     "f:1:19: IucvDestAppName " TAKES_NAME ", not 'L\xC3\x84NGE'"},
    {of_instance, "WindowSize = 0", "f:1:14: WindowSize " TAKES_WINDOW ", not '0'"},
    {of_instance,
     "WindowThreshold = 0",
     "f:1:19: WindowThreshold takes 1 to 100 per cent, not '0'"},
    {of_instance,
     "WindowThreshold = 101",
     "f:1:19: WindowThreshold takes 1 to 100 per cent, not '101'"},
    {of_instance,
     "WindowThreshold = 25%",
     "f:1:19: WindowThreshold takes 1 to 100 per cent, not '25%'"},
    {of_instance,
     "HSDevices = 0500,G\nHSSystemName = A",
     "f:1:18: HSDevices takes device numbers of 1 to 4 hexadecimal digits, not 'G'"},
    {of_instance,
     "HSDevices = ,\nHSSystemName = A",
     "f:1:13: HSDevices takes device numbers of 1 to 4 hexadecimal digits, not ','"},
    {of_instance,
     "HSDevices = 00500\nHSSystemName = A",
     "f:1:13: HSDevices takes device numbers of 1 to 4 hexadecimal digits, not '00500'"},
    {of_instance, "HSDevices = 500", "f:1: HSDevices needs HSSystemName, which is not given"},
    {of_instance, "HSSystemName = A", "f:1: HSSystemName needs HSDevices, which is not given"},
    {of_instance, "HSMsgLimit = 5", "f:1: HSMsgLimit needs HSSystemName, which is not given"},
    {of_instance,
     "HSKeepAlive = 0\nHSSystemName = A\nHSDevices = 5",
     "f:1:15: HSKeepAlive takes 1 to 4294967295 without a unit, not '0'"},
    {of_instance,
     "KIT_ERRNO_ON_PATH_LOSS = 122",
     "f:1:26: KIT_ERRNO_ON_PATH_LOSS takes EIO, EPIPE, ECONNRESET or ENETDOWN, not '122'"},
    {of_instance, "KIT_CARRIER = pigeon", "f:1:15: KIT_CARRIER " TAKES_CARRIER ", not 'pigeon'"},
    {of_instance, "KIT_CARRIER = unix:", "f:1:15: KIT_CARRIER " TAKES_CARRIER ", not 'unix:'"},
    {of_instance, "KIT_CARRIER = tcp:h", "f:1:15: KIT_CARRIER " TAKES_CARRIER ", not 'tcp:h'"},
    {of_instance, "KIT_CARRIER = tcp::5", "f:1:15: KIT_CARRIER " TAKES_CARRIER ", not 'tcp::5'"},
    {of_instance, "KIT_CARRIER = tcp:h:0", "f:1:15: KIT_CARRIER " TAKES_CARRIER ", not 'tcp:h:0'"},
    {of_instance,
     "KIT_CARRIER = tcp:h:65536",
     "f:1:15: KIT_CARRIER " TAKES_CARRIER ", not 'tcp:h:65536'"},
    {of_instance,
     "KIT_HEARTBEAT_INTERVAL = 5",
     "f:1: KIT_HEARTBEAT_INTERVAL needs KIT_HEARTBEAT_MISSES, which is not given"},
    {of_daemon,
     "KIT_HEARTBEAT_MISSES = 5",
     "f:1: KIT_HEARTBEAT_MISSES needs KIT_HEARTBEAT_INTERVAL, which is not given"},
    {of_instance, "MTU = 1\x01", "f:1:8: a control character, octet 1"},
    {of_daemon, "MTU = 1\x7F", "f:1:8: a control character, octet 127"},
    {of_instance,
     "MTU = 1\n// EXEC X",
     "f:2: a job control statement follows keywords that no /* has ended"},
    {of_daemon, "// EXEC X", "f:1:1: expected KEYWORD = value, not '// EXEC X'"},
    {of_daemon, "* comment", "f:1:1: expected KEYWORD = value, not '* comment'"},
    {of_daemon,
     "IUCV_SRC_APPNAME = lnxhvc1",
     "f:1:20: IUCV_SRC_APPNAME " TAKES_NAME " that does not begin with lnxhvc, not 'lnxhvc1'"},
    {of_daemon, "MAX_VSE_TASKS = 0", "f:1:17: MAX_VSE_TASKS takes 1 to 4294967295 tasks, not '0'"},
    {of_daemon,
     "MAX_SOCKETS = 1.5",
     "f:1:15: MAX_SOCKETS takes 1 to 4294967295 sockets, not '1.5'"},
    {of_daemon,
     "VSE_CODEPAGE = IBM 37",
     "f:1:16: VSE_CODEPAGE takes a name of letters, digits, - and _, not 'IBM 37'"},
    {of_daemon,
     "VSE_HOSTID = 10.0.0.256",
     "f:1:14: VSE_HOSTID takes an IPv4 address, not '10.0.0.256'"},
    {of_daemon, "VSE_HOSTID = ::1", "f:1:14: VSE_HOSTID takes an IPv4 address, not '::1'"},
    {of_daemon,
     "RESTRICT_TO_HOSTS = a, 10.1.2.3/8, b",
     "f:1:24: RESTRICT_TO_HOSTS " TAKES_HOSTS ", not '10.1.2.3/8'"},
    {of_daemon,
     "RESTRICT_TO_HOSTS = 10.0.0.0/33",
     "f:1:21: RESTRICT_TO_HOSTS " TAKES_HOSTS ", not '10.0.0.0/33'"},
    {of_daemon,
     "RESTRICT_TO_HOSTS = fd00::1/64",
     "f:1:21: RESTRICT_TO_HOSTS " TAKES_HOSTS ", not 'fd00::1/64'"},
    {of_daemon,
     "RESTRICT_TO_HOSTS = 10.0.0",
     "f:1:21: RESTRICT_TO_HOSTS " TAKES_HOSTS ", not '10.0.0'"},
    {of_daemon,
     "RESTRICT_TO_HOSTS = host/8",
     "f:1:21: RESTRICT_TO_HOSTS " TAKES_HOSTS ", not 'host/8'"},
    {of_daemon, "LOG_INFO_MSG = yes", "f:1:16: LOG_INFO_MSG takes 0 or 1, not 'yes'"},
    {of_daemon,
     "MTU = 1\nMAX_SOCKETS = 2\nMTU = 1",
     "f:3:1: MTU is given on line 1 and again on line 3; one of them has to go"},
    {of_instance,
     "mtu = 1\n\n MTU = 2",
     "f:3:2: MTU is given on line 1 and again on line 3; one of them has to go"},
};

} // namespace

TEST_CASE("each bad line of a configuration has its one sentence", "[lfp]") {
  for (const BadLine& row : bad_lines) {
    INFO(row.text);
    CHECK(errors_of(row.side, row.text) == std::vector<std::string>{std::string(row.error)});
  }
}

TEST_CASE("a long word is cut in the sentence about it", "[lfp]") {
  const auto errors = errors_of(of_instance, std::string(100'000, 'x') + " = 1");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0] ==
        "f:1:1: '" + std::string(60, 'x') + "...' is no keyword of the instance, nor like any");
}

TEST_CASE("all errors of a file are told, in the order of lines, what is missing last", "[lfp]") {
  const auto reading = read_daemon("MTU = 0\nCOLOUR = red\nMAX_SOCKETS = 1\nMTU = 1\n");
  std::vector<std::string> all;
  for (const ConfigurationError& error : reading.errors) {
    all.push_back(to_string("lfpd-X.conf", error));
  }
  CHECK_FALSE(reading.configuration);
  CHECK(all == std::vector<std::string>{
                   "lfpd-X.conf:1:7: MTU " TAKES_MTU ", not '0'",
                   "lfpd-X.conf:2:1: 'COLOUR' is no keyword of the daemon, nor like any",
                   "lfpd-X.conf:4:1: MTU is given on line 1 and again on line 4; one of them has "
                   "to go",
                   "lfpd-X.conf: IUCV_SRC_APPNAME is missing: application name at which the daemon "
                   "listens",
                   "lfpd-X.conf: PEER_IUCV_VMID is missing: z/VM user ID of the z/VSE guest; in an "
                   "LPAR its name on HiperSockets",
                   "lfpd-X.conf: PEER_IUCV_APPNAME is missing: application name of the only "
                   "instance that is accepted",
                   "lfpd-X.conf: MAX_VSE_TASKS is missing: how many z/VSE tasks are served at once",
                   "lfpd-X.conf: WINDOW_SIZE is missing: flow-control window of a socket",
                   "lfpd-X.conf: WINDOW_THRESHOLD is missing: share of the window after which "
                   "credit is returned",
                   "lfpd-X.conf: VSE_CODEPAGE is missing: code page of names and texts that come "
                   "from z/VSE; payload stays as it is",
               });
}

TEST_CASE("an instance is read from a job stream", "[lfp]") {
  const auto reading = read_instance("* $$ JOB JNM=X\r\n// JOB X\n\n* MTU = 1\n// EXEC Y\nid=02\n"
                                     "  MTU\t= 8k\t\nMAXIMUMBUFFERSPACE = 4M\n"
                                     "IucvSrcAppName = testvse\nIucvDestVMId = LINR02\n"
                                     "IucvDestAppName = LINLFP\r\n* a comment\nWindowSize=65535\n"
                                     "WindowThreshold = 25\n/* the end\nNONSENSE\n");
  REQUIRE(reading.configuration);
  CHECK(reading.errors.empty());
  const InstanceConfiguration& read = *reading.configuration;
  CHECK(read.id == "02");
  CHECK(read.mtu == 8192);
  CHECK_FALSE(read.message_limit);
  CHECK_FALSE(read.initial_buffer_space);
  CHECK(read.maximum_buffer_space == 4U * 1024 * 1024);
  CHECK(read.own_application == "testvse");
  CHECK(read.peer_user == "LINR02");
  CHECK(read.peer_application == "LINLFP");
  CHECK(read.window_size == 65535);
  CHECK(read.window_threshold == 25);
  CHECK_FALSE(read.over_hipersockets());
  CHECK(read.carrier == Carrier{});
  CHECK(read.errno_on_path_loss == 122);
  CHECK_FALSE(read.heartbeat);
  CHECK(read.effective_message_limit() == 65535);
  CHECK(read.given.at("ID").line == 6);
  CHECK(read.given.at("MTU").text == "8k");
  CHECK(unverified_keywords(of_instance, read.given) ==
        "ID, MTU, MaximumBufferSpace, IucvSrcAppName, IucvDestVMId, IucvDestAppName, WindowSize, "
        "WindowThreshold");
}

TEST_CASE("what is optional of an instance is read", "[lfp]") {
  const auto reading =
      read_instance(samples_of(of_instance) + "HSDevices = 500 0501,FFFF\nHSSystemName = VSER05\n"
                                              "HSMsgLimit = 7\nHSKeepAlive = 9\n/&\nNONSENSE\n");
  REQUIRE(reading.configuration);
  const InstanceConfiguration& read = *reading.configuration;
  CHECK(read.message_limit == 1024U);
  CHECK(read.initial_buffer_space == 512U * 1024);
  CHECK(read.hs_devices == std::vector<std::uint16_t>{0x500, 0x501, 0xFFFF});
  CHECK(read.hs_system_name == "VSER05");
  CHECK(read.hs_keep_alive == 9U);
  CHECK(read.effective_message_limit() == 7);
  CHECK(read.carrier.kind == Carrier::Kind::local);
  CHECK(read.carrier.text == "unix:lfpd-LINR02.sock");
  CHECK(read.heartbeat == Heartbeat{1000, 3});
}

TEST_CASE("a daemon's file is read", "[lfp]") {
  const auto reading = read_daemon("# comment\n\n" + samples_of(of_daemon) +
                                   "RESTRICT_TO_HOSTS = 10.0.0.0/8, fd00::/16 a-b.example # more\n"
                                   "VSE_HOSTID = 192.0.2.7\r\n");
  REQUIRE(reading.configuration);
  const DaemonConfiguration& read = *reading.configuration;
  CHECK(read.own_application == "LINLFP");
  CHECK(read.peer_user == "VSER05");
  CHECK(read.peer_application == "TESTVSE");
  CHECK(read.message_limit == 1024U);
  CHECK(read.mtu == 8192);
  CHECK(read.tasks_max == 512);
  CHECK(read.sockets_max == 1024);
  CHECK(read.initial_buffers == 128U);
  CHECK(read.window_size == 65535);
  CHECK(read.window_threshold == 25);
  CHECK(read.code_page == "EBCDIC-US");
  CHECK(read.host_id == std::array<std::uint8_t, 4>{192, 0, 2, 7});
  CHECK_FALSE(read.log_information);
  REQUIRE(read.restrict_to_hosts.size() == 3);
  CHECK(read.restrict_to_hosts[2].name == "a-b.example");
  CHECK(read.effective_message_limit(false) == 1024);
}

TEST_CASE("an errno is read by its name and a flag by its digit", "[lfp]") {
  // The sample of each is what holds without it.
  const auto changed = [](Side side, const std::string& line, const std::string& by) {
    std::string text = samples_of(side);
    return text.replace(text.find(line), line.size(), by);
  };
  const auto lost = read_instance(changed(of_instance, "LOSS = EIO", "LOSS = EPIPE"));
  CHECK(lost.configuration.value().errno_on_path_loss == 140);
  const auto logs = read_daemon(changed(of_daemon, "MSG = 0", "MSG = 1"));
  CHECK(logs.configuration.value().log_information);
}

TEST_CASE("a limit that is not given is that of the carrier", "[lfp]") {
  CHECK(DaemonConfiguration{}.effective_message_limit(false) == 65535);
  CHECK(DaemonConfiguration{}.effective_message_limit(true) == 128);
  InstanceConfiguration instance;
  instance.hs_system_name = "A";
  CHECK(instance.effective_message_limit() == 128);
}

TEST_CASE("the allow-list means addresses bit by bit", "[lfp]") {
  const auto hosts = read_daemon(samples_of(of_daemon) +
                                 "RESTRICT_TO_HOSTS = 10.0.4.0/22 192.0.2.1 fc00::/7 0.0.0.0/0 x")
                         .configuration.value()
                         .restrict_to_hosts;
  using Octets = std::vector<std::uint8_t>;
  Octets six(16);
  six[0] = 0xFD;
  CHECK(hosts[0].contains(Octets{10, 0, 7, 255}));
  CHECK_FALSE(hosts[0].contains(Octets{10, 0, 8, 0}));
  CHECK_FALSE(hosts[0].contains(six));
  CHECK(hosts[1].contains(Octets{192, 0, 2, 1}));
  CHECK_FALSE(hosts[1].contains(Octets{192, 0, 2, 0}));
  CHECK(hosts[2].contains(six));
  CHECK(hosts[3].contains(Octets{1, 2, 3, 4}));
  CHECK_FALSE(hosts[3].contains(six));
  CHECK_FALSE(hosts[4].contains(Octets{0, 0, 0, 0}));
}

TEST_CASE("an allow-list with nothing in it allows all", "[lfp]") {
  const auto reading = read_daemon(samples_of(of_daemon) + "RESTRICT_TO_HOSTS =\n");
  REQUIRE(reading.configuration);
  CHECK(reading.configuration->restrict_to_hosts.empty());
}

TEST_CASE("carriers are read", "[lfp]") {
  std::string_view culprit;
  Parameter parameter;
  parameter.kind = ValueKind::carrier;
  const auto six = std::get<Carrier>(parse_value(parameter, "tcp:[::1]:80", culprit).value());
  CHECK(six.host == "::1");
  CHECK(six.port == 80);
  CHECK(parse_value(parameter, "unix:" + std::string(107, 'p'), culprit));
  CHECK_FALSE(parse_value(parameter, "unix:" + std::string(108, 'p'), culprit));
}

TEST_CASE("the daemon's name is in the name of its file", "[lfp]") {
  CHECK(daemon_name_of("/etc/opt/lfpd-LINR02.conf") == "LINR02");
  CHECK(daemon_name_of("lfpd-A.conf") == "A");
  CHECK(daemon_name_of("lfpd-.conf").empty());
  CHECK(daemon_name_of("/lfpd-A.conf/other.conf").empty());
}

TEST_CASE("the tables of keywords are in order", "[lfp]") {
  for (const Side side : {of_instance, of_daemon}) {
    std::set<std::string_view> keywords;
    for (const Parameter& one : parameters_of(side)) {
      INFO(one.keyword);
      CHECK(keywords.insert(one.keyword).second);
      CHECK(one.requirements.starts_with("LFP-"));
      CHECK_FALSE(one.meaning.empty());
      CHECK(((one.kind != ValueKind::octets && one.kind != ValueKind::number) || one.most > 0));
      CHECK((!one.absent.empty() || !one.sample.empty()));
      CHECK((one.keyword.starts_with("KIT_") == (one.status == KeywordStatus::extension)));
      std::string_view culprit;
      CHECK((one.sample.empty() || parse_value(one, one.sample, culprit)));
      const auto others = parameters_of(other(side));
      CHECK((one.counterpart.empty() ||
             std::any_of(others.begin(), others.end(), [&](const Parameter& two) {
               return two.keyword == one.counterpart;
             })));
    }
  }
}
