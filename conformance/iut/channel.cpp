// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/channel.hpp"

#include "conformance/iut/transports.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {
std::unique_ptr<Channel> open_channel(std::string_view spec, const Limits& limits) {
  const std::size_t colon = spec.find(':');
  const std::string_view kind = spec.substr(0, colon);
  const std::string rest(colon == std::string_view::npos ? "" : spec.substr(colon + 1));
  if (rest.find('\0') != std::string::npos) {
    throw UsageError("an implementation's specification has a NUL character");
  }
  if (!rest.empty() && kind == "exec") {
    return open_process(rest, limits);
  }
  if (!rest.empty() && kind == "unix") {
    return open_unix_socket(rest, limits);
  }
  if (!rest.empty() && kind == "tcp") {
    return open_tcp_socket(rest, limits);
  }
  if (!rest.empty() && kind == "plugin") {
    return open_plugin(rest, limits);
  }
  throw UsageError("'" + std::string(spec) +
                   "' names no implementation: expected exec:CMD, unix:PATH, tcp:HOST:PORT or "
                   "plugin:FILE.so");
}

} // namespace pathproof::iut
