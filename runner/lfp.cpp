// SPDX-License-Identifier: Apache-2.0
// pathproof lfpd: the reference LFP daemon. pathproof lfp: the reference instance, alone or for one
// program that runs through it.
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <system_error>

#include "conformance/iut/lfp/configured.hpp"
#include "conformance/iut/lfp/instance.hpp"
#include "conformance/iut/lfp/layout_file.hpp"
#include "conformance/iut/lfp/local.h"
#include "conformance/iut/lfp/serving.hpp"
#include "model/core/error.hpp"
#include "model/lfp/error_number.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"

namespace pathproof::runner {

namespace {

namespace fs = std::filesystem;
using iut::Descriptor;

struct DaemonOptions {
  std::string configuration;
  std::string layout;
  bool quiet = false;
};

struct InstanceOptions {
  std::string configuration;
  std::string layout;
  std::vector<std::string> program;
  bool quiet = false;
};

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
pid_t start_program(const InstanceOptions& options,
                    const std::string& system_id,
                    const fs::path& folder,
                    const rlimit& limit) {
  const std::string library = preload_library();
  std::vector<char*> words;
  for (const std::string& word : options.program) {
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
    const std::string text = "lfp: cannot run " + options.program.front() + ": " +
                             std::generic_category().message(errno) + "\n";
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

int run_instance(const InstanceOptions& options) {
  const lfp::InstanceConfiguration read = iut::lfp::read_instance_file(options.configuration);
  const fs::path folder = folder_of_instances();
  iut::lfp::InstanceSettings settings;
  settings.carrier = read.carrier.text;
  settings.iucv = iut::lfp::iucv_ends_of(read);
  settings.local = (folder / read.id).string();
  settings.layout = iut::lfp::read_layout(options.layout);
  settings.ours = iut::lfp::hello_of(read, settings.layout.get());
  settings.buffer_ceiling = read.maximum_buffer_space;
  settings.path_loss_error = lfp::linux_error(read.errno_on_path_loss);
  const std::string who = "lfp-" + read.id;
  if (!options.quiet) {
    settings.log = [who](const std::string& text) { iut::lfp::say(who, text); };
  }
  const Descriptor stop = iut::lfp::signals({SIGINT, SIGTERM, SIGHUP, SIGCHLD});
  const rlimit limit = iut::lfp::raise_descriptor_limit();
  iut::lfp::Instance instance(settings);
  if (const std::string trouble = instance.start(patience_ms); !trouble.empty()) {
    throw UsageError(trouble);
  }
  if (options.program.empty()) {
    settings.log("serves system ID " + read.id + " at " + settings.local);
    iut::lfp::notify("READY=1");
    instance.run(stop.get());
    return 0;
  }
  const pid_t child = start_program(options, read.id, folder, limit);
  instance.run(stop.get());
  return status_of(child);
}

} // namespace

Action add_lfpd(CLI::App& app, const Context& /*context*/) {
  const auto options = std::make_shared<DaemonOptions>();
  Command command(app, "lfpd", "The reference LFP daemon, on Linux sockets");
  command.required("--config", options->configuration, "the daemon's configuration file");
  command.option("--layout", options->layout, "of messages, where not the profile's own (TOML)");
  command.flag("--quiet", options->quiet, "say nothing but errors");
  return [options] {
    return iut::lfp::run_daemon(
        options->configuration, iut::lfp::read_layout(options->layout), options->quiet);
  };
}

Action add_lfp(CLI::App& app, const Context& /*context*/) {
  const auto options = std::make_shared<InstanceOptions>();
  Command command(app, "lfp", "The reference LFP instance, and a program that runs through it");
  command.required("--config", options->configuration, "the instance's configuration file");
  command.option("--layout", options->layout, "of messages, where not the profile's own (TOML)");
  command.flag("--quiet", options->quiet, "say nothing but errors");
  command.rest("program", options->program, "a program and its arguments; without: serves others");
  return [options] { return run_instance(*options); };
}

} // namespace pathproof::runner
