// SPDX-License-Identifier: Apache-2.0
#include "reports/write.hpp"

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "model/core/error.hpp"
#include "reports/text.hpp"

namespace pathproof::reports {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& file, int error) {
  throw UsageError(fmt::format(
      "cannot write {}: {}", one_line(file, 300), std::generic_category().message(error)));
}

// An open file that is closed, and removed if it is a temporary one that was not renamed.
class Output {
public:
  Output(int descriptor, fs::path temporary)
      : descriptor_(descriptor), temporary_(std::move(temporary)) {}

  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  ~Output() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
    if (!temporary_.empty()) {
      ::unlink(temporary_.c_str());
    }
  }

  // Each gives 0 or an errno.
  int write(std::string_view content) const {
    while (!content.empty()) {
      const ssize_t written = ::write(descriptor_, content.data(), content.size());
      if (written < 0 && errno != EINTR) {
        return errno;
      }
      if (written == 0) {
        return EIO; // a device that takes nothing would keep us here for ever
      }
      content.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return 0;
  }

  int sync() const { return ::fsync(descriptor_) == 0 ? 0 : errno; }

  // The rights of the file that is replaced stay as they were.
  void take_mode(const struct stat& old) const {
    (void)::fchmod(descriptor_, old.st_mode & 07777U); // not being the owner is no reason to fail
  }

  // Some file systems (NFS) report a full disk only here. EINTR: Linux has closed it anyway.
  int close() {
    const int result = ::close(descriptor_);
    descriptor_ = -1;
    return result == 0 || errno == EINTR ? 0 : errno;
  }

  int rename_to(const fs::path& target) {
    if (::rename(temporary_.c_str(), target.c_str()) != 0) {
      return errno;
    }
    temporary_.clear();
    return 0;
  }

private:
  int descriptor_;
  fs::path temporary_; // empty: none, or no longer ours
};

void write_directly(const std::string& file, std::string_view content) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) {
    refuse(file, errno);
  }
  Output output(descriptor, {});
  if (const int error = output.write(content); error != 0) {
    refuse(file, error);
  }
  if (const int error = output.close(); error != 0) {
    refuse(file, error);
  }
}

// A short name of its own: the report's name may already be as long as the file system permits.
fs::path temporary_name(const fs::path& directory) {
  static std::atomic<unsigned> number{0};
  return directory / fmt::format(".pathproof-{}-{}.tmp", ::getpid(), number++);
}

void replace(const std::string& file,
             const fs::path& target,
             std::string_view content,
             const struct stat* old) {
  const fs::path directory = target.has_parent_path() ? target.parent_path() : fs::path(".");
  fs::path temporary;
  int descriptor = -1;
  do { // a name is in use only if a process with our number was killed in the middle
    temporary = temporary_name(directory);
    descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EEXIST);
  if (descriptor < 0) {
    refuse(file, errno);
  }
  Output output(descriptor, temporary);
  if (old != nullptr) {
    output.take_mode(*old);
  }
  int error = output.write(content);
  error = error != 0 ? error : output.sync();
  error = error != 0 ? error : output.close();
  error = error != 0 ? error : output.rename_to(target);
  if (error != 0) {
    refuse(file, error);
  }
  // So that the new name survives a power failure. The content is safe; not every file system can.
  if (const int folder = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      folder >= 0) {
    (void)::fsync(folder);
    ::close(folder);
  }
}

} // namespace

void write_file(const std::string& file, std::string_view content) {
  if (file.empty()) {
    refuse("''", ENOENT);
  }

  struct stat old {};

  const bool exists = ::stat(file.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) {
    refuse(file, EISDIR);
  }
  // Renaming over /dev/stdout or a pipe would destroy it; /dev/stdout may lead to a regular file.
  if (exists &&
      (!S_ISREG(old.st_mode) || file.starts_with("/dev/") || file.starts_with("/proc/"))) {
    write_directly(file, content);
    return;
  }
  // A symbolic link stays one: what it points to is replaced.
  std::error_code error;
  const fs::path target = exists ? fs::canonical(file, error) : fs::path(file);
  if (error) {
    refuse(file, error.value());
  }
  replace(file, target, content, exists ? &old : nullptr);
}

} // namespace pathproof::reports
