// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/serving.hpp"

#include <netdb.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <iostream>
#include <system_error>
#include <utility>
#include <vector>

#include "conformance/iut/lfp/configured.hpp"
#include "conformance/iut/lfp/daemon.hpp"
#include "conformance/iut/lfp/instance.hpp"
#include "conformance/iut/lfp/local.h"
#include "model/core/error.hpp"
#include "model/lfp/error_number.hpp"

namespace pathproof::iut::lfp {

namespace {

namespace fs = std::filesystem;

void say(const std::string& who, const std::string& text) {
  std::cerr << who + ": " + text + "\n";
}

// Signals as a descriptor, so that they end a wait and never interrupt work.
Descriptor signals(std::initializer_list<int> numbers) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : numbers) {
    sigaddset(&set, number);
  }
  sigprocmask(SIG_BLOCK, &set, nullptr);
  return Descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

// Tells a service manager that asked for it (NOTIFY_SOCKET, as systemd has it).
void notify(const std::string& text) {
  const char* const name = std::getenv("NOTIFY_SOCKET");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name == nullptr || (name[0] != '/' && name[0] != '@') ||
      std::strlen(name) >= sizeof address.sun_path) {
    return;
  }
  std::memcpy(address.sun_path, name, std::strlen(name));
  if (name[0] == '@') {
    address.sun_path[0] = '\0';
  }
  const Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(name));
  (void)::sendto(socket.get(),
                 text.data(),
                 text.size(),
                 MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&address),
                 size);
}

// As many descriptors as the system lets this process have. Gives the limit that was before: select
// in a program that is started from here knows no more than that.
rlimit raise_descriptor_limit() {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit raised{before.rlim_max, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &raised);
  return before;
}

std::uint32_t host_id_of(const std::array<std::uint8_t, 4>& octets) {
  std::uint32_t made = 0;
  for (const std::uint8_t octet : octets) {
    made = made << 8U | octet;
  }
  return made;
}

// The octets of an IPv4 or IPv6 address, of an IPv4 address in IPv6 those of the former.
std::vector<std::uint8_t> octets_of(const LinuxAddress& address) {
  profile::CallBody body;
  put_address(address, body);
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  const auto* const begin = body.address.data();
  if (body.family == vse_af_inet) {
    return {begin, begin + 4};
  }
  if (std::equal(mapped.begin(), mapped.end(), begin)) {
    return {begin + mapped.size(), begin + body.address.size()};
  }
  return {begin, begin + body.address.size()};
}

// Names are looked up once, when the daemon starts.
std::function<bool(const LinuxAddress&)>
permission(const std::vector<profile::AllowedHost>& allowed) {
  std::vector<profile::AllowedHost> all;
  for (const profile::AllowedHost& one : allowed) {
    if (one.name.empty()) {
      all.push_back(one);
      continue;
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int error = getaddrinfo(one.name.c_str(), nullptr, &hints, &found); error != 0) {
      throw UsageError("cannot find the host " + one.name +
                       " of RESTRICT_TO_HOSTS: " + gai_strerror(error));
    }
    for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
      const auto octets = octets_of(address_of(at->ai_addr, at->ai_addrlen));
      profile::AllowedHost address;
      std::copy(octets.begin(), octets.end(), address.address.begin());
      address.octets = static_cast<unsigned>(octets.size());
      address.prefix = 8 * address.octets;
      all.push_back(address);
    }
    freeaddrinfo(found);
  }
  return [all](const LinuxAddress& address) {
    const auto octets = octets_of(address);
    return all.empty() || std::any_of(all.begin(), all.end(), [&](const profile::AllowedHost& one) {
             return one.contains(octets);
           });
  };
}

// A daemon that is just being started is waited for so long.
constexpr int patience_ms = 3000;
constexpr int status_not_found = 127;
constexpr int status_of_signal = 128;

// Where programs find the instances of this user.
fs::path folder_of_instances() {
  std::array<char, sizeof sockaddr_un::sun_path> name{};
  const int length = lfp_local_folder(name.data(), name.size());
  if (length < 0 || static_cast<std::size_t>(length) >= name.size()) {
    throw UsageError(
        "the name of the folder of instances is too long: " + std::string(name.data()) + "...");
  }
  const fs::path folder(name.data());

  struct stat found {};

  if ((::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) ||
      ::lstat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) ||
      found.st_uid != ::getuid()) {
    throw UsageError("the folder of instances " + folder.string() + " is not this user's own");
  }
  return folder;
}

fs::path preload_library() {
  const fs::path library =
      fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib/liblfp-preload.so";
  if (!fs::exists(library)) {
    throw UsageError("there is no " + library.string());
  }
  return library;
}

// The program with the library before all others, and the system ID to choose the instance by.
pid_t start_program(const std::vector<std::string>& program,
                    const std::string& system_id,
                    const fs::path& folder,
                    const rlimit& limit) {
  const std::string library = preload_library();
  std::vector<char*> words;
  for (const std::string& word : program) {
    words.push_back(const_cast<char*>(word.c_str()));
  }
  words.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::setenv("LD_PRELOAD", library.c_str(), 1);
    ::setenv("LFP_SYSPARM", system_id.c_str(), 1);
    ::setenv("LFP_FOLDER", folder.c_str(), 1);
    ::execvp(words[0], words.data());
    const std::string text =
        "lfp: cannot run " + program.front() + ": " + std::generic_category().message(errno) + "\n";
    (void)!::write(STDERR_FILENO, text.data(), text.size());
    ::_exit(status_not_found);
  }
  return child;
}

int status_of(pid_t child) {
  int status = 0;
  if (::waitpid(child, &status, WNOHANG) != child) {
    ::kill(child, SIGTERM);
    ::waitpid(child, &status, 0);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : status_of_signal + WTERMSIG(status);
}

} // namespace

int run_daemon(const std::string& configuration,
               std::shared_ptr<const profile::Layout> layout,
               bool quiet) {
  const profile::DaemonConfiguration read = read_daemon_file(configuration);
  const std::string own_name = name_of(read, configuration);
  DaemonSettings settings;
  settings.carrier = read.carrier.text;
  settings.iucv = iucv_ends_of(read, own_name);
  settings.layout = std::move(layout);
  settings.ours = hello_of(read, own_name, settings.layout.get());
  settings.limits.buffer_ceiling = std::uint64_t{read.sockets_max} * read.window_size;
  settings.limits.permits = permission(read.restrict_to_hosts);
  settings.host_id = host_id_of(read.host_id.value_or(std::array<std::uint8_t, 4>{}));
  const std::string who = own_name.empty() ? "lfpd" : "lfpd-" + own_name;
  if (!quiet) {
    settings.log = [who](const std::string& text) { say(who, text); };
  }
  const Descriptor stop = signals({SIGINT, SIGTERM, SIGHUP});
  raise_descriptor_limit();
  Daemon daemon(settings);
  settings.log("listens at " + settings.carrier);
  notify("READY=1");
  daemon.run(stop.get());
  notify("STOPPING=1");
  return 0;
}

int run_instance(const std::string& configuration,
                 std::shared_ptr<const profile::Layout> layout,
                 const std::vector<std::string>& program,
                 bool quiet) {
  const profile::InstanceConfiguration read = read_instance_file(configuration);
  const fs::path folder = folder_of_instances();
  InstanceSettings settings;
  settings.carrier = read.carrier.text;
  settings.iucv = iucv_ends_of(read);
  settings.local = (folder / read.id).string();
  settings.layout = std::move(layout);
  settings.ours = hello_of(read, settings.layout.get());
  settings.buffer_ceiling = read.maximum_buffer_space;
  settings.path_loss_error = profile::linux_error(read.errno_on_path_loss);
  const std::string who = "lfp-" + read.id;
  if (!quiet) {
    settings.log = [who](const std::string& text) { say(who, text); };
  }
  const Descriptor stop = signals({SIGINT, SIGTERM, SIGHUP, SIGCHLD});
  const rlimit limit = raise_descriptor_limit();
  Instance instance(settings);
  if (const std::string trouble = instance.start(patience_ms); !trouble.empty()) {
    throw UsageError(trouble);
  }
  if (program.empty()) {
    settings.log("serves system ID " + read.id + " at " + settings.local);
    notify("READY=1");
    instance.run(stop.get());
    return 0;
  }
  const pid_t child = start_program(program, read.id, folder, limit);
  instance.run(stop.get());
  return status_of(child);
}

} // namespace pathproof::iut::lfp
