// SPDX-License-Identifier: Apache-2.0
// An adapter that misbehaves on purpose, so that the kit's channels can be seen to notice.
//
//   liar LIE                serves its stdin and stdout
//   liar LIE unix PATH      listens, and serves every connection in a process of its own
//   liar LIE tcp            the same on a free port of 127.0.0.1, which it prints
//
// It answers truthfully until a case whose id contains "lie". There it tells the lie LIE, or the
// one that the reset names with lie=NAME, in answer to the first label (or go). Lies that begin
// with "hello-" are told at once. A truthful answer to a label is the label itself, to go it is
// quiet.
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>

namespace {

// Longer than any deadline a test gives it, short enough not to be left over for long.
constexpr int long_time_ms = 30000;

void pause_ms(int milliseconds) {
  poll(nullptr, 0, milliseconds);
}

class Conversation {
public:
  Conversation(int input, int output, std::string lie)
      : input_(input), output_(output), lie_(std::move(lie)) {}

  // Until bye or the end of the input.
  void serve();

private:
  bool read_line(std::string& line);
  void say(std::string_view bytes) const;
  void answer(std::uint64_t number, std::string_view text) const;
  void tell_lie(std::uint64_t number, const std::string& label);
  void tell_lie_about_numbers(std::uint64_t number);
  void tell_lie_about_bytes(std::uint64_t number);
  void tell_lie_about_life(std::uint64_t number, const std::string& label);
  void leave_grandchildren() const;
  [[noreturn]] void be_silent() const;

  int input_;
  int output_;
  std::string lie_;
  std::string received_;
  bool lying_ = false;
};

bool Conversation::read_line(std::string& line) {
  for (;;) {
    const std::size_t end = received_.find('\n');
    if (end != std::string::npos) {
      line = received_.substr(0, end);
      received_.erase(0, end + 1);
      return true;
    }
    char bytes[8192];
    const ssize_t count = read(input_, bytes, sizeof bytes);
    if (count <= 0) {
      return false;
    }
    received_.append(bytes, static_cast<std::size_t>(count));
  }
}

void Conversation::say(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = write(output_, bytes.data(), bytes.size());
    if (count <= 0) {
      _exit(0); // the kit has seen enough
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

// A server is not ended by the kit, so it leaves when the kit has hung up. A process stays, because
// the kit has to end it.
void Conversation::be_silent() const {
  pollfd hung_up{input_ == output_ ? output_ : -1, POLLRDHUP, 0};
  poll(&hung_up, 1, long_time_ms);
  _exit(0);
}

void Conversation::answer(std::uint64_t number, std::string_view text) const {
  std::string line = std::to_string(number) + " ";
  say(line.append(text).append("\n"));
}

std::string value_of(const std::string& line, const std::string& name) {
  const std::size_t at = line.find(" " + name + "=");
  if (at == std::string::npos) {
    return {};
  }
  const std::size_t start = at + name.size() + 2;
  return line.substr(start, line.find(' ', start) - start);
}

void Conversation::serve() {
  if (lie_ == "hello-banner") {
    say("Welcome to my stack\n");
  }
  std::string line;
  while (read_line(line)) {
    char* rest = nullptr;
    const std::uint64_t number = std::strtoull(line.c_str(), &rest, 10);
    const std::string text(*rest == ' ' ? rest + 1 : rest);
    if (text.starts_with("hello ") && lie_ == "hello-89") {
      _exit(89);
    } else if (text.starts_with("hello ") && lie_ == "hello-roleless") {
      answer(number, "hello name=liar");
    } else if (text.starts_with("hello ")) {
      answer(number,
             "hello name=liar roles=layer,provider lacks=truth choose=pid:" +
                 std::to_string(getpid()));
    } else if (text.starts_with("reset ")) {
      lying_ = value_of(text, "case").find("lie") != std::string::npos;
      if (const std::string lie = value_of(text, "lie"); !lie.empty()) {
        lie_ = lie;
      }
      answer(number, lying_ && lie_ == "unready" ? "unsupported reason=tired" : "ready");
    } else if (text == "bye") {
      answer(number, "bye");
      return;
    } else if (lying_) {
      tell_lie(number, text);
    } else {
      answer(number, text == "go" ? "quiet" : text);
    }
  }
}

void Conversation::tell_lie(std::uint64_t number, const std::string& label) {
  tell_lie_about_numbers(number);
  tell_lie_about_bytes(number);
  tell_lie_about_life(number, label);
}

void Conversation::tell_lie_about_numbers(std::uint64_t number) {
  if (lie_ == "twice") {
    say(std::to_string(number) + " quiet\n" + std::to_string(number) + " quiet\n");
  } else if (lie_ == "twice-later") {
    answer(number, "quiet");
    pause_ms(20);
    answer(number, "quiet");
  } else if (lie_ == "early") {
    answer(number, "quiet");
    pause_ms(20);
    answer(number + 1, "quiet"); // a guess of what will be asked
  } else if (lie_ == "stale") {
    answer(number - 1, "ready");
  } else if (lie_ == "future") {
    answer(number + 1000, "quiet");
  } else if (lie_ == "unnumbered") {
    say("quiet\n");
  } else if (lie_ == "bare") {
    say(std::to_string(number) + "\n");
  }
}

void Conversation::tell_lie_about_bytes(std::uint64_t number) {
  using std::string_view_literals::operator""sv;
  if (lie_ == "nul") {
    say(std::to_string(number).append(" qui\0et\n"sv));
  } else if (lie_ == "control") {
    answer(number, "quiet\r");
  } else if (lie_ == "utf8") {
    answer(number, "gr\xc3\xbc\xc3\x9f"sv);
  } else if (lie_ == "binary") {
    say("\x7f"
        "ELF\x02\x01\x01\0\0\0"sv); // without a line feed
  } else if (lie_ == "empty") {
    say("\n");
  } else if (lie_ == "blanks") {
    answer(number, "label  two=blanks");
  } else if (lie_ == "wordy") {
    answer(number, "label without arguments");
  } else if (lie_ == "long") {
    answer(number, std::string(4096, 'x'));
  } else if (lie_ == "longest-permitted") {
    const std::string start = std::to_string(number) + " label text=";
    say(start + std::string(4096 - start.size(), 'x') + "\n");
  } else if (lie_ == "huge") {
    const std::string part(1048576, 'x');
    for (int i = 0; i < 1024; ++i) {
      say(part);
    }
  }
}

void Conversation::tell_lie_about_life(std::uint64_t number, const std::string& label) {
  if (lie_ == "late") {
    pause_ms(1500);
    answer(number, label);
  } else if (lie_ == "drip") {
    for (const char c : std::to_string(number) + std::string(100, ' ')) {
      say({&c, 1});
      pause_ms(50);
    }
  } else if (lie_ == "half") {
    say(std::to_string(number) + " qui");
    be_silent();
  } else if (lie_ == "never") {
    be_silent();
  } else if (lie_ == "deaf") {
    close(input_ == output_ ? -1 : input_);
    be_silent();
  } else if (lie_ == "signal") {
    raise(SIGUSR1);
  } else if (lie_ == "abort") {
    std::abort();
  } else if (lie_ == "exit0") {
    _exit(0);
  } else if (lie_ == "exit3") {
    say(std::to_string(number) + " qui");
    _exit(3);
  } else if (lie_ == "exit89") {
    _exit(89);
  } else if (lie_ == "mute") {
    close(output_);
    be_silent();
  } else if (lie_ == "flood" || lie_ == "flood-and-hang") {
    const std::string part = std::string(1023, 'f') + "\n";
    std::fprintf(stderr, "first words\n");
    for (int i = 0; i < 10 * 1024; ++i) {
      std::fwrite(part.data(), 1, part.size(), stderr);
    }
    std::fprintf(stderr, "last words\n");
    if (lie_ == "flood-and-hang") {
      be_silent();
    }
    answer(number, label);
  } else if (lie_ == "grandchildren") {
    leave_grandchildren();
    _exit(0);
  } else if (lie_ == "grandchildren-and-hang") {
    leave_grandchildren();
    be_silent();
  } else if (lie_ == "resist") {
    std::signal(SIGTERM, SIG_IGN);
    close(2);
    for (;;) {
    }
  }
}

// They hold all descriptors open; one stays in the process group, one leaves it, one is an orphan.
void Conversation::leave_grandchildren() const {
  for (int i = 0; i < 3; ++i) {
    if (fork() != 0) {
      continue;
    }
    if (i > 0) {
      setsid();
    }
    if (i == 2 && fork() != 0) {
      _exit(0);
    }
    std::fprintf(stderr, "grandchild=%d\n", static_cast<int>(getpid()));
    be_silent();
  }
  pause_ms(100); // until they have said who they are
}

int listen_on(const sockaddr* address, socklen_t size) {
  const int listener = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, address, size) != 0 || listen(listener, 16) != 0) {
    std::perror("liar");
    std::exit(1);
  }
  return listener;
}

int listen_unix(const char* path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  const int listener = listen_on(reinterpret_cast<sockaddr*>(&address), sizeof address);
  std::puts("ready");
  return listener;
}

int listen_tcp() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int listener = listen_on(reinterpret_cast<sockaddr*>(&address), sizeof address);
  socklen_t size = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::printf("%d\n", ntohs(address.sin_port));
  return listener;
}

// One process for each connection, so that a lie in one does not keep the next from being served.
void serve_connections(int listener, const std::string& lie) {
  std::fflush(stdout);
  std::signal(SIGCHLD, SIG_IGN);
  for (;;) {
    const int connection = accept(listener, nullptr, nullptr);
    if (connection < 0) {
      continue;
    }
    if (fork() == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      close(listener);
      Conversation(connection, connection, lie).serve();
      _exit(0);
    }
    close(connection);
  }
}

} // namespace

int main(int argc, char** argv) {
  const std::string lie = argc > 1 ? argv[1] : "none";
  const std::string_view where = argc > 2 ? argv[2] : "stdio";
  std::signal(SIGPIPE, SIG_IGN);
  if (where == "unix" && argc > 3) {
    serve_connections(listen_unix(argv[3]), lie);
  } else if (where == "tcp") {
    serve_connections(listen_tcp(), lie);
  } else {
    Conversation(STDIN_FILENO, STDOUT_FILENO, lie).serve();
  }
  return 0;
}
