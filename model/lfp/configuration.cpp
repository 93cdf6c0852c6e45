// SPDX-License-Identifier: Apache-2.0
#include "model/lfp/configuration.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "model/lfp/configuration_value.hpp"

namespace pathproof::lfp {

namespace {

constexpr std::uint32_t iucv_limit = 65535;       // of messages, LFP-116
constexpr std::uint32_t hipersockets_limit = 128; // the same

constexpr std::string_view blanks = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  return begin == std::string_view::npos
             ? text.substr(text.size())
             : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

char upper(char character) {
  return character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A')
                                              : character;
}

bool equal_in_upper_case(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
    return upper(a) == upper(b);
  });
}

// Between quotes, cut where it is long.
std::string quoted(std::string_view text) {
  constexpr std::size_t shown_max = 60;
  return "'" + std::string(text.substr(0, shown_max)) + (text.size() > shown_max ? "...'" : "'");
}

// How many characters both have in common at their beginnings and ends; the case of letters does
// not count.
std::size_t likeness(std::string_view one, std::string_view other) {
  const std::size_t shorter = std::min(one.size(), other.size());
  const auto same = [](char a, char b) { return upper(a) == upper(b); };
  const auto head = std::mismatch(one.begin(), one.end(), other.begin(), other.end(), same);
  const auto tail = std::mismatch(one.rbegin(), one.rend(), other.rbegin(), other.rend(), same);
  return std::min(
      shorter, static_cast<std::size_t>((head.first - one.begin()) + (tail.first - one.rbegin())));
}

// The keyword that is most like the word; nothing where less than half is the same.
std::string_view nearest_keyword(Side side, std::string_view word) {
  std::string_view nearest;
  std::size_t most = 0;
  for (const Parameter& parameter : parameters_of(side)) {
    const std::size_t alike = likeness(word, parameter.keyword);
    if (alike > most && 2 * alike >= std::max(word.size(), parameter.keyword.size())) {
      nearest = parameter.keyword;
      most = alike;
    }
  }
  return nearest;
}

// The values of a text by keyword, and what is wrong with it.
class Settings {
public:
  Settings(Side side, std::string_view text) : side_(side) { read(text); }

  const GivenKeywords& given() const { return given_; }

  std::vector<ConfigurationError>& errors() { return errors_; }

  bool has(std::string_view keyword) const { return values_.contains(keyword); }

  // The value, or that of the type where there is none.
  template <class Type>
  Type value(std::string_view keyword) const {
    const auto found = values_.find(keyword);
    return found == values_.end() ? Type{} : std::get<Type>(found->second);
  }

  // Octets and numbers: the table has none that is larger.
  std::uint32_t number(std::string_view keyword) const {
    return static_cast<std::uint32_t>(value<std::uint64_t>(keyword));
  }

  std::optional<std::uint32_t> optional_number(std::string_view keyword) const {
    return has(keyword) ? std::optional(number(keyword)) : std::nullopt;
  }

  Heartbeat heartbeat() const {
    return {number("KIT_HEARTBEAT_INTERVAL"), number("KIT_HEARTBEAT_MISSES")};
  }

  // Complains where `keyword` is given without the other.
  void needs(std::string_view keyword, std::string_view wanted) {
    const auto found = given_.find(keyword);
    if (found != given_.end() && !given_.contains(wanted)) {
      complain(found->second.line,
               0,
               std::string(keyword) + " needs " + std::string(wanted) + ", which is not given");
    }
  }

  // Complains about what must be given, and sorts what was said by lines, what is
  // about the text as a whole last.
  void finish();

private:
  void read(std::string_view text);
  void job_control(unsigned number);
  void read_setting(unsigned number, std::string_view line);
  void read_value(unsigned number,
                  std::string_view line,
                  const Parameter& parameter,
                  std::string_view text);
  const Parameter* find(std::string_view word) const;
  std::string about_unknown(std::string_view word) const;

  void complain(unsigned line, unsigned column, std::string sentence) {
    errors_.push_back({line, column, std::move(sentence)});
  }

  Side side_;
  GivenKeywords given_;
  std::map<std::string, Value, std::less<>> values_;
  std::vector<ConfigurationError> errors_;
};

// A # begins a comment where the line begins, and behind a blank.
std::string_view without_comment(std::string_view line) {
  std::size_t mark = line.find('#');
  while (mark != std::string_view::npos && mark > 0 &&
         blanks.find(line[mark - 1]) == std::string_view::npos) {
    mark = line.find('#', mark + 1);
  }
  return line.substr(0, mark);
}

unsigned column_in(std::string_view line, std::string_view part) {
  return static_cast<unsigned>(part.data() - line.data()) + 1;
}

void Settings::read(std::string_view text) {
  for (unsigned number = 1; !text.empty(); ++number) {
    const std::size_t length = text.find('\n');
    std::string_view line = text.substr(0, length);
    text.remove_prefix(length == std::string_view::npos ? text.size() : length + 1);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (side_ == Side::instance && (line.starts_with("/*") || line.starts_with("/&"))) {
      return;
    }
    if (side_ == Side::daemon) {
      line = without_comment(line);
    }
    if (side_ == Side::instance && line.starts_with("//")) {
      job_control(number);
    } else if (!trimmed(line).empty() && (side_ == Side::daemon || !line.starts_with('*'))) {
      read_setting(number, line);
    }
  }
}

void Settings::job_control(unsigned number) {
  if (!given_.empty()) {
    complain(number, 0, "a job control statement follows keywords that no /* has ended");
  }
}

void Settings::read_setting(unsigned number, std::string_view line) {
  for (const char& character : line) {
    const auto code = static_cast<unsigned char>(character);
    if (code == 0x7F || (code < ' ' && code != '\t')) {
      complain(number,
               static_cast<unsigned>(&character - line.data()) + 1,
               "a control character, octet " + std::to_string(code));
      return;
    }
  }
  const std::size_t equals = line.find('=');
  const std::string_view word = trimmed(line.substr(0, equals));
  if (equals == std::string_view::npos || word.empty()) {
    complain(number,
             column_in(line, trimmed(line)),
             "expected KEYWORD = value, not " + quoted(trimmed(line)));
    return;
  }
  const Parameter* const parameter = find(word);
  if (parameter == nullptr) {
    complain(number, column_in(line, word), about_unknown(word));
    return;
  }
  const std::string keyword(parameter->keyword);
  if (const auto earlier = given_.find(keyword); earlier != given_.end()) {
    complain(number,
             column_in(line, word),
             keyword + " is given on line " + std::to_string(earlier->second.line) +
                 " and again on line " + std::to_string(number) + "; one of them has to go");
    return;
  }
  const std::string_view text = trimmed(line.substr(equals + 1));
  given_[keyword] = {number, std::string(text)};
  read_value(number, line, *parameter, text);
}

void Settings::read_value(unsigned number,
                          std::string_view line,
                          const Parameter& parameter,
                          std::string_view text) {
  const std::string keyword(parameter.keyword);
  if (text.empty() && parameter.kind != ValueKind::hosts) {
    complain(number,
             column_in(line, text),
             keyword + " has no value; it takes " + expectation(parameter));
    return;
  }
  std::string_view culprit;
  if (auto value = parse_value(parameter, text, culprit)) {
    values_[keyword] = std::move(*value);
    return;
  }
  complain(number,
           column_in(line, culprit),
           keyword + " takes " + expectation(parameter) + ", not " + quoted(culprit));
}

const Parameter* Settings::find(std::string_view word) const {
  const auto all = parameters_of(side_);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Parameter& one) {
    return side_ == Side::instance ? equal_in_upper_case(one.keyword, word) : one.keyword == word;
  });
  return found == all.end() ? nullptr : &*found;
}

std::string Settings::about_unknown(std::string_view word) const {
  const std::string sentence =
      quoted(word) + " is no keyword of the " + std::string(to_string(side_));
  const auto others = parameters_of(other(side_));
  if (const std::string_view nearest = nearest_keyword(side_, word); !nearest.empty()) {
    return sentence + "; the nearest is " + std::string(nearest);
  }
  const bool elsewhere = std::any_of(
      others.begin(), others.end(), [&](const Parameter& one) { return one.keyword == word; });
  return elsewhere ? sentence + ", but of the " + std::string(to_string(other(side_)))
                   : sentence + ", nor like any";
}

void Settings::finish() {
  for (const Parameter& parameter : parameters_of(side_)) {
    if (parameter.absent.empty() && !given_.contains(parameter.keyword)) {
      complain(
          0, 0, std::string(parameter.keyword) + " is missing: " + std::string(parameter.meaning));
    }
  }
  std::stable_sort(errors_.begin(), errors_.end(), [](const auto& one, const auto& other) {
    return std::tuple(one.line == 0, one.line, one.column) <
           std::tuple(other.line == 0, other.line, other.column);
  });
}

InstanceConfiguration instance_of(const Settings& all) {
  InstanceConfiguration made{
      .id = all.value<std::string>("ID"),
      .mtu = all.number("MTU"),
      .message_limit = all.optional_number("IucvMsgLimit"),
      .initial_buffer_space = all.optional_number("InitialBufferSpace"),
      .maximum_buffer_space = all.number("MaximumBufferSpace"),
      .own_application = all.value<std::string>("IucvSrcAppName"),
      .peer_user = all.value<std::string>("IucvDestVMId"),
      .peer_application = all.value<std::string>("IucvDestAppName"),
      .window_size = all.number("WindowSize"),
      .window_threshold = all.number("WindowThreshold"),
      .hs_devices = all.value<std::vector<std::uint16_t>>("HSDevices"),
      .hs_system_name = all.value<std::string>("HSSystemName"),
      .hs_message_limit = all.optional_number("HSMsgLimit"),
      .hs_keep_alive = all.optional_number("HSKeepAlive"),
      .carrier = all.value<Carrier>("KIT_CARRIER"),
      .system_name = all.value<std::string>("KIT_SYSTEM_NAME"),
      .errno_on_path_loss = path_loss_errnos[0].number,
      .given = all.given(),
  };
  if (all.has("KIT_ERRNO_ON_PATH_LOSS")) {
    made.errno_on_path_loss = all.number("KIT_ERRNO_ON_PATH_LOSS");
  }
  if (all.has("KIT_HEARTBEAT_INTERVAL")) {
    made.heartbeat = all.heartbeat();
  }
  return made;
}

DaemonConfiguration daemon_of(const Settings& all) {
  DaemonConfiguration made{
      .own_application = all.value<std::string>("IUCV_SRC_APPNAME"),
      .peer_user = all.value<std::string>("PEER_IUCV_VMID"),
      .peer_application = all.value<std::string>("PEER_IUCV_APPNAME"),
      .message_limit = all.optional_number("IUCV_MSGLIMIT"),
      .mtu = all.number("MTU"),
      .tasks_max = all.number("MAX_VSE_TASKS"),
      .sockets_max = all.number("MAX_SOCKETS"),
      .initial_buffers = all.optional_number("INITIAL_IO_BUFS"),
      .window_size = all.number("WINDOW_SIZE"),
      .window_threshold = all.number("WINDOW_THRESHOLD"),
      .code_page = all.value<std::string>("VSE_CODEPAGE"),
      .restrict_to_hosts = all.value<std::vector<AllowedHost>>("RESTRICT_TO_HOSTS"),
      .log_information = all.number("LOG_INFO_MSG") == 1,
      .carrier = all.value<Carrier>("KIT_CARRIER"),
      .system_name = all.value<std::string>("KIT_SYSTEM_NAME"),
      .given = all.given(),
  };
  if (all.has("VSE_HOSTID")) {
    const AllowedHost address = all.value<std::vector<AllowedHost>>("VSE_HOSTID").front();
    std::copy_n(address.address.begin(), 4, made.host_id.emplace().begin());
  }
  if (all.has("KIT_HEARTBEAT_INTERVAL")) {
    made.heartbeat = all.heartbeat();
  }
  return made;
}

template <class Configuration>
Reading<Configuration> reading(Settings& all, Configuration (*made_of)(const Settings&)) {
  all.needs("KIT_HEARTBEAT_INTERVAL", "KIT_HEARTBEAT_MISSES");
  all.needs("KIT_HEARTBEAT_MISSES", "KIT_HEARTBEAT_INTERVAL");
  all.finish();
  if (!all.errors().empty()) {
    return {std::nullopt, std::move(all.errors())};
  }
  return {made_of(all), {}};
}

} // namespace

std::uint32_t InstanceConfiguration::effective_message_limit() const {
  return over_hipersockets() ? hs_message_limit.value_or(message_limit.value_or(hipersockets_limit))
                             : message_limit.value_or(iucv_limit);
}

std::uint32_t DaemonConfiguration::effective_message_limit(bool over_hipersockets) const {
  return message_limit.value_or(over_hipersockets ? hipersockets_limit : iucv_limit);
}

std::string to_string(std::string_view file, const ConfigurationError& error) {
  std::string text(file);
  for (const unsigned number : {error.line, error.column}) {
    text += number == 0 ? "" : ":" + std::to_string(number);
  }
  return text + ": " + error.sentence;
}

Reading<InstanceConfiguration> read_instance(std::string_view text) {
  Settings all(Side::instance, text);
  for (const std::string_view keyword : {"HSDevices", "HSMsgLimit", "HSKeepAlive"}) {
    all.needs(keyword, "HSSystemName");
  }
  all.needs("HSSystemName", "HSDevices");
  return reading(all, instance_of);
}

Reading<DaemonConfiguration> read_daemon(std::string_view text) {
  Settings all(Side::daemon, text);
  return reading(all, daemon_of);
}

std::string_view daemon_name_of(std::string_view file) {
  constexpr std::string_view before = "lfpd-";
  constexpr std::string_view behind = ".conf";
  file.remove_prefix(file.rfind('/') + 1); // npos + 1 is 0
  if (file.size() <= before.size() + behind.size() || !file.starts_with(before) ||
      !file.ends_with(behind)) {
    return {};
  }
  file.remove_suffix(behind.size());
  return file.substr(before.size());
}

} // namespace pathproof::lfp
