// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/guest/qemu.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "conformance/iut/deadline.hpp"
#include "conformance/iut/guest/failure.hpp"
#include "conformance/iut/guest/kernel_log.hpp"
#include "conformance/iut/send_descriptor.hpp"
#include "conformance/iut/temporary_folder.hpp"

namespace pathproof::iut {
namespace {

constexpr const char* program = "qemu-system-s390x";
constexpr int snapshot_place = 3; // the descriptor that QEMU reads a snapshot from
constexpr std::size_t message_bytes_max = 65'536;

std::string error_text(int number) {
  return std::generic_category().message(number);
}

// A line of the console for people.
std::string printable(std::string line) {
  constexpr std::size_t shown_max = 200;
  line.resize(std::min(line.size(), shown_max));
  std::erase_if(line, [](char c) { return c < ' ' || c > '~'; });
  return line;
}

struct Start {
  std::vector<char*> words;
  const char* snapshot;
};

// Runs in the forked child: nothing here allocates.
void become_qemu(const void* context, Board& board) {
  const Start& start = *static_cast<const Start*>(context);
  if (start.snapshot != nullptr) {
    const int file = open(start.snapshot, O_RDONLY);
    if (file < 0 || (file != snapshot_place && dup2(file, snapshot_place) < 0)) {
      board.start_error = errno;
      return;
    }
  }
  execvp(start.words[0], start.words.data());
  board.start_error = errno;
}

std::string mac_text(const MacAddress& address) {
  char text[18];
  std::snprintf(text,
                sizeof text,
                "%02x:%02x:%02x:%02x:%02x:%02x",
                address[0],
                address[1],
                address[2],
                address[3],
                address[4],
                address[5]);
  return text;
}

std::string device_path(const std::string& folder, std::size_t number) {
  return folder + "/device" + std::to_string(number);
}

std::vector<std::string>
arguments(const GuestImage& image, const GuestPlan& plan, const std::string& folder, bool restore) {
  std::vector<std::string> words = {
      program,
      "-M",
      "s390-ccw-virtio",
      "-accel",
      "tcg",
      // A second processor that never comes: for machines that could have one only, QEMU up to 8.0
      // leaves out the barriers between the guest and its devices, and interrupts get lost.
      "-smp",
      "1,maxcpus=2",
      "-m",
      std::to_string(plan.memory_mib),
      "-nodefaults",
      "-no-user-config",
      "-display",
      "none",
      "-no-reboot",
      // With these it starts no program, gains no right and changes no limit.
      "-sandbox",
      "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
      // The console goes where the guardian keeps a bounded part of it.
      "-chardev",
      "file,id=console,path=/dev/fd/2",
      "-device",
      "sclpconsole,chardev=console",
      "-chardev",
      "socket,id=agent,path=" + folder + "/agent",
      "-device",
      // What the guest writes is taken at once, by the thread that runs it: no other one has to
      // wake.
      "virtio-serial-ccw,max_ports=2,ioeventfd=off",
      "-device",
      "virtserialport,chardev=agent,name=pathproof",
      // What the kernel prints there is here before it goes on, unlike on its other console.
      "-chardev",
      "socket,id=log,path=" + folder + "/log",
      "-device",
      "virtconsole,chardev=log",
      "-chardev",
      "socket,id=monitor,path=" + folder + "/monitor",
      "-mon",
      "chardev=monitor,mode=control",
      "-kernel",
      image.kernel,
      "-initrd",
      image.initramfs,
      "-append",
      // A kernel that oopsed ends here, with the reason on the console.
      "loglevel=5 console=ttyS1 console=hvc0 panic=-1 oops=panic rdinit=/init " +
          plan.kernel_options};
  for (std::size_t i = 0; i < plan.devices.size(); ++i) {
    const std::string id = "device" + std::to_string(i);
    const GuestDevice& device = plan.devices[i];
    // A stream and not datagrams: of those, Linux keeps ten and QEMU throws the others away.
    words.insert(
        words.end(),
        {"-netdev",
         "stream,id=" + id + ",server=off,addr.type=unix,addr.path=" + device_path(folder, i),
         "-device",
         "virtio-net-ccw,ioeventfd=off,netdev=" + id +
             ",mac=" + mac_text(mac_address(device.user_id)) +
             (device.mtu == 1500 ? "" : ",host_mtu=" + std::to_string(device.mtu))});
  }
  if (plan.reaches_host) {
    words.insert(words.end(),
                 {"-netdev",
                  "user,id=host,ipv6=off",
                  "-device",
                  std::string("virtio-net-ccw,netdev=host,mac=") + host_device_mac});
  }
  if (restore) {
    words.insert(words.end(), {"-incoming", "fd:" + std::to_string(snapshot_place)});
  }
  return words;
}

Descriptor listen_on(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    throw GuestFailed({FaultKind::refused, "the path of a socket is too long: " + path});
  }
  std::memcpy(address.sun_path, path.c_str(), path.size());
  Descriptor made(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!made || bind(made.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      listen(made.get(), 1) != 0) {
    throw GuestFailed({FaultKind::refused, "cannot listen on " + path + ": " + error_text(errno)});
  }
  return made;
}

} // namespace

Qemu::Qemu(const GuestImage& image,
           const GuestPlan& plan,
           const GuestLimits& limits,
           const std::string& snapshot) {
  const TemporaryFolder folder; // gone as soon as the connections are there
  std::vector<Descriptor> listeners;
  listeners.push_back(listen_on(folder.path() + "/agent"));
  listeners.push_back(listen_on(folder.path() + "/monitor"));
  listeners.push_back(listen_on(folder.path() + "/log"));
  for (std::size_t i = 0; i < plan.devices.size(); ++i) {
    listeners.push_back(listen_on(device_path(folder.path(), i)));
  }

  std::vector<std::string> words = arguments(image, plan, folder.path(), !snapshot.empty());
  Start start{{}, snapshot.empty() ? nullptr : snapshot.c_str()};
  for (std::string& word : words) {
    start.words.push_back(word.data());
  }
  start.words.push_back(nullptr);
  // QEMU's standard input and output are not used; the deadline is for explain_end().
  process_ = std::make_unique<ChildChannel>(
      ChildChannel::Program{std::string("'") + program + "'", become_qemu, &start},
      Limits{.deadline_ms = 2000, .output_cap = limits.console_cap, .pin = false});

  const Deadline deadline(snapshot.empty() ? limits.boot_ms : limits.restore_ms);
  std::vector<Descriptor> connections;
  for (const Descriptor& listener : listeners) {
    for (;;) {
      pollfd ready{listener.get(), POLLIN, 0};
      if (poll(&ready, 1, std::min(deadline.left_ms(), 50)) == 1) {
        break;
      }
      if (process_->ended()) {
        throw GuestFailed(explain_end());
      }
      if (deadline.left_ms() == 0) {
        throw GuestFailed({FaultKind::hung, "the guest: QEMU did not connect in time"});
      }
    }
    connections.emplace_back(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
  agent_ = std::move(connections[0]);
  monitor_ = std::move(connections[1]);
  log_ = std::move(connections[2]);
  devices_.assign(std::make_move_iterator(connections.begin() + 3),
                  std::make_move_iterator(connections.end()));
}

Fault Qemu::explain_end() {
  Fault fault = *process_->exchange("").fault;
  const std::string said = console();
  fault.sentence = "the guest: " + fault.sentence;
  const std::vector<std::string> complaints = kernel_complaints(said);
  if (!complaints.empty()) {
    fault.sentence += "; its kernel: " + printable(complaints.front());
    if (complaints.size() > 1) {
      fault.sentence += ", at last: " + printable(complaints.back());
    }
  } else if (!said.empty()) {
    const std::size_t before = said.find_last_of('\n', said.size() - 2);
    fault.sentence += "; last on its console: " + printable(said.substr(before + 1)); // npos + 1: 0
  }
  return fault;
}

std::string Qemu::read_message(int deadline_ms) {
  const Deadline deadline(deadline_ms);
  for (;;) {
    const std::size_t end = monitor_input_.find('\n');
    if (end != std::string::npos) {
      std::string line = monitor_input_.substr(0, end);
      monitor_input_.erase(0, end + 1);
      return line;
    }
    pollfd ready{monitor_.get(), POLLIN, 0};
    char bytes[4096];
    const int found = poll(&ready, 1, deadline.left_ms());
    const ssize_t count = found == 1 ? read(monitor_.get(), bytes, sizeof bytes) : -1;
    if (count == 0) {
      throw GuestFailed(explain_end());
    }
    if (found == 0 || (count < 0 && errno != EINTR) || monitor_input_.size() > message_bytes_max) {
      throw GuestFailed({FaultKind::hung,
                         "the guest: QEMU's monitor gave no answer within " +
                             std::to_string(deadline_ms) + " ms"});
    }
    monitor_input_.append(bytes, static_cast<std::size_t>(std::max<ssize_t>(0, count)));
  }
}

// The value that a command of the monitor returns, as JSON; `descriptor` travels with the command.
std::string Qemu::command(const std::string& json, int deadline_ms, int descriptor) {
  const std::string text = json + "\n";
  if (send_with_descriptor(
          monitor_.get(), std::as_bytes(std::span(text)), descriptor, MSG_NOSIGNAL) !=
      static_cast<ssize_t>(text.size())) {
    throw GuestFailed(explain_end());
  }
  const Deadline deadline(deadline_ms);
  for (;;) {
    const nlohmann::json answer =
        nlohmann::json::parse(read_message(deadline.left_ms()), nullptr, false);
    if (answer.is_object() && answer.contains("return")) {
      return answer["return"].dump();
    }
    if (!answer.is_object() || answer.contains("error")) {
      throw GuestFailed({FaultKind::garbage, "the guest: QEMU's monitor refused " + json});
    }
  }
}

void Qemu::begin_commands(int deadline_ms) {
  if (!std::exchange(monitor_ready_, true)) {
    command(R"({"execute":"qmp_capabilities"})", deadline_ms);
  }
}

// In the monitor's language for people, the only one that knows forwarding. It says something where
// it does not do it.
void Qemu::tell_network(const std::string& line) {
  constexpr int answer_ms = 2000;
  begin_commands(answer_ms);
  const nlohmann::json said = nlohmann::json::parse(command(
      nlohmann::json{{"execute", "human-monitor-command"}, {"arguments", {{"command-line", line}}}}
          .dump(),
      answer_ms));
  const std::string text = said.get<std::string>();
  if (!text.empty() && text.find("removed") == std::string::npos) {
    throw GuestFailed({FaultKind::refused, "the guest: " + line + ": " + printable(text)});
  }
}

void Qemu::forward(std::uint16_t port, std::uint16_t guest_port) {
  tell_network("hostfwd_add host tcp:127.0.0.1:" + std::to_string(port) + "-" +
               host_device_address + ":" + std::to_string(guest_port));
}

void Qemu::end_forward(std::uint16_t port) {
  tell_network("hostfwd_remove host tcp:127.0.0.1:" + std::to_string(port));
}

void Qemu::save(const std::string& file, int deadline_ms) {
  const Deadline deadline(deadline_ms);
  const Descriptor made(open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!made) {
    throw GuestFailed({FaultKind::refused, "cannot write " + file + ": " + error_text(errno)});
  }
  begin_commands(deadline.left_ms());
  // Not stopped before: what goes on from a snapshot of a stopped guest is stopped.
  command(R"({"execute":"migrate-set-parameters","arguments":{"max-bandwidth":4000000000}})",
          deadline.left_ms());
  command(
      R"({"execute":"getfd","arguments":{"fdname":"snapshot"}})", deadline.left_ms(), made.get());
  command(R"({"execute":"migrate","arguments":{"uri":"fd:snapshot"}})", deadline.left_ms());
  for (;;) {
    const nlohmann::json state = nlohmann::json::parse(
        command(R"({"execute":"query-migrate"})", deadline.left_ms()), nullptr, false);
    const std::string status = state.value("status", "");
    if (status == "completed") {
      break;
    }
    if (status == "failed" || status == "cancelled" || deadline.left_ms() == 0) {
      throw GuestFailed({FaultKind::hung, "the guest: no snapshot was made, it is " + status});
    }
    poll(nullptr, 0, 5);
  }
  command(R"({"execute":"cont"})", deadline.left_ms());
}

} // namespace pathproof::iut
