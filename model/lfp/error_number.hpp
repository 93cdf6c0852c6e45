// SPDX-License-Identifier: Apache-2.0
// The one table of error numbers: z/VSE's [LFP-097, LFP-099] and Linux's. No program can be built
// with both by name, so that Linux's stand here as numbers; a test compares them with <cerrno>.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace pathproof::lfp {

struct ErrorNumber {
  std::string_view name;
  std::uint32_t vse = 0;  // what a program on z/VSE gets
  int linux_number = 0;   // of the Linux architectures that share the generic numbers
  bool documented = true; // for z/VSE; else it is z/OS's, presumed the same [LFP-099]
};

inline constexpr std::array error_numbers{ErrorNumber{"EDOM", 1, 33},
                                          ErrorNumber{"ERANGE", 2, 34},
                                          ErrorNumber{"EACCES", 111, 13},
                                          ErrorNumber{"EAGAIN", 112, 11},
                                          ErrorNumber{"EBADF", 113, 9},
                                          ErrorNumber{"EBUSY", 114, 16},
                                          ErrorNumber{"ECHILD", 115, 10},
                                          ErrorNumber{"EDEADLK", 116, 35},
                                          ErrorNumber{"EEXIST", 117, 17},
                                          ErrorNumber{"EFAULT", 118, 14},
                                          ErrorNumber{"EFBIG", 119, 27},
                                          ErrorNumber{"EINTR", 120, 4},
                                          ErrorNumber{"EINVAL", 121, 22},
                                          ErrorNumber{"EIO", 122, 5},
                                          ErrorNumber{"EISDIR", 123, 21},
                                          ErrorNumber{"EMFILE", 124, 24},
                                          ErrorNumber{"EMLINK", 125, 31},
                                          ErrorNumber{"ENAMETOOLONG", 126, 36},
                                          ErrorNumber{"ENFILE", 127, 23},
                                          ErrorNumber{"ENODEV", 128, 19},
                                          ErrorNumber{"ENOENT", 129, 2},
                                          ErrorNumber{"ENOEXEC", 130, 8},
                                          ErrorNumber{"ENOLCK", 131, 37},
                                          ErrorNumber{"ENOMEM", 132, 12},
                                          ErrorNumber{"ENOSPC", 133, 28},
                                          ErrorNumber{"ENOSYS", 134, 38},
                                          ErrorNumber{"ENOTDIR", 135, 20},
                                          ErrorNumber{"ENOTEMPTY", 136, 39},
                                          ErrorNumber{"ENOTTY", 137, 25},
                                          ErrorNumber{"ENXIO", 138, 6},
                                          ErrorNumber{"EPERM", 139, 1},
                                          ErrorNumber{"EPIPE", 140, 32},
                                          ErrorNumber{"EINPROGRESS", 1103, 115, false},
                                          ErrorNumber{"EALREADY", 1104, 114, false},
                                          ErrorNumber{"ENOTSOCK", 1105, 88, false},
                                          ErrorNumber{"EDESTADDRREQ", 1106, 89, false},
                                          ErrorNumber{"EMSGSIZE", 1107, 90, false},
                                          ErrorNumber{"EPROTOTYPE", 1108, 91, false},
                                          ErrorNumber{"ENOPROTOOPT", 1109, 92, false},
                                          ErrorNumber{"EPROTONOSUPPORT", 1110, 93, false},
                                          ErrorNumber{"ESOCKTNOSUPPORT", 1111, 94, false},
                                          ErrorNumber{"EOPNOTSUPP", 1112, 95, false},
                                          ErrorNumber{"EPFNOSUPPORT", 1113, 96, false},
                                          ErrorNumber{"EAFNOSUPPORT", 1114, 97, false},
                                          ErrorNumber{"EADDRINUSE", 1115, 98, false},
                                          ErrorNumber{"EADDRNOTAVAIL", 1116, 99, false},
                                          ErrorNumber{"ENETDOWN", 1117, 100, false},
                                          ErrorNumber{"ENETUNREACH", 1118, 101, false},
                                          ErrorNumber{"ENETRESET", 1119, 102, false},
                                          ErrorNumber{"ECONNABORTED", 1120, 103, false},
                                          ErrorNumber{"ECONNRESET", 1121, 104, false},
                                          ErrorNumber{"ENOBUFS", 1122, 105, false},
                                          ErrorNumber{"EISCONN", 1123, 106, false},
                                          ErrorNumber{"ENOTCONN", 1124, 107, false},
                                          ErrorNumber{"ESHUTDOWN", 1125, 108, false},
                                          ErrorNumber{"ETIMEDOUT", 1127, 110, false},
                                          ErrorNumber{"ECONNREFUSED", 1128, 111, false},
                                          ErrorNumber{"EHOSTDOWN", 1129, 112, false},
                                          ErrorNumber{"EHOSTUNREACH", 1130, 113, false},
                                          ErrorNumber{"ENOLINK", 1144, 67, false},
                                          ErrorNumber{"EPROTO", 1148, 71, false},
                                          ErrorNumber{"ECANCELED", 1152, 125, false}};

// What stands for an error of Linux that the table does not have.
inline constexpr std::uint32_t unknown_error = 122; // EIO

// The z/VSE number of Linux's [LFP-140].
constexpr std::uint32_t vse_error(int linux_number) {
  const auto* const found =
      std::find_if(error_numbers.begin(), error_numbers.end(), [&](const ErrorNumber& one) {
        return one.linux_number == linux_number;
      });
  return found == error_numbers.end() ? unknown_error : found->vse;
}

// Linux's number of z/VSE's; Linux's EIO where there is none.
constexpr int linux_error(std::uint32_t vse) {
  const auto* const found = std::find_if(error_numbers.begin(),
                                         error_numbers.end(),
                                         [&](const ErrorNumber& one) { return one.vse == vse; });
  return found == error_numbers.end() ? linux_error(unknown_error) : found->linux_number;
}

static_assert(vse_error(111) == 1128 && linux_error(1128) == 111);

} // namespace pathproof::lfp
