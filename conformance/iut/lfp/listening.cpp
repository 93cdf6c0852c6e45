// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/listening.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

namespace pathproof::iut::lfp {

namespace {

namespace fs = std::filesystem;

// proc(5): by inode, as links of /proc/PID/fd have it. Headings are lines like others, and listen
// nowhere.
std::map<std::string, std::uint16_t> listeners(std::istream& table) {
  constexpr const char* listen_state = "0A";
  std::map<std::string, std::uint16_t> ports;
  std::string line;
  while (std::getline(table, line)) {
    std::istringstream words(line);
    std::string number;
    std::string local;
    std::string remote;
    std::string state;
    std::string passed; // queues, timer, retransmits, user, timeout
    std::string inode;
    words >> number >> local >> remote >> state >> passed >> passed >> passed >> passed >> passed >>
        inode;
    if (words && state == listen_state) {
      ports["socket:[" + inode + "]"] =
          static_cast<std::uint16_t>(std::stoul(local.substr(local.find(':') + 1), nullptr, 16));
    }
  }
  return ports;
}

std::map<std::string, std::uint16_t> listeners() {
  std::map<std::string, std::uint16_t> ports;
  for (const char* const file : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    std::ifstream table(file);
    ports.merge(listeners(table));
  }
  return ports;
}

std::set<std::uint16_t> ports_of(const std::map<std::string, std::uint16_t>& listeners) {
  std::set<std::uint16_t> ports;
  for (const auto& [inode, port] : listeners) {
    ports.insert(port);
  }
  return ports;
}

pid_t parent_of(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(status, text);
  const std::size_t behind_name = text.rfind(") ");
  const std::size_t parent = behind_name + 4; // behind the state, one letter
  return behind_name == std::string::npos || parent >= text.size()
             ? 0
             : static_cast<pid_t>(std::stol(text.substr(parent)));
}

bool descends(pid_t process, pid_t from) {
  while (process > 1 && process != from) {
    process = parent_of(process);
  }
  return process == from;
}

} // namespace

std::set<std::uint16_t> listening_in(const std::string& tables) {
  std::istringstream table(tables);
  return ports_of(listeners(table));
}

std::set<std::uint16_t> listening_ports(pid_t process) {
  const auto all = listeners();
  std::set<std::uint16_t> ports;
  if (process == 0) {
    return ports_of(all);
  }
  std::error_code gone; // a process that has ended meanwhile has no sockets
  for (const auto& entry : fs::directory_iterator("/proc", gone)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos ||
        !descends(static_cast<pid_t>(std::stol(name)), process)) {
      continue;
    }
    for (const auto& descriptor : fs::directory_iterator(entry.path() / "fd", gone)) {
      const auto found = all.find(fs::read_symlink(descriptor.path(), gone).string());
      if (found != all.end()) {
        ports.insert(found->second);
      }
    }
  }
  return ports;
}

} // namespace pathproof::iut::lfp
