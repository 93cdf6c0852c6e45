// SPDX-License-Identifier: Apache-2.0
// The kinds of channel, one factory each. Only open_channel and the tests of this folder need it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/channel.hpp"

namespace pathproof::iut {

// Each takes what follows the kind in a specification and throws UsageError when it is malformed.
std::unique_ptr<Channel> open_process(const std::string& command, const Limits& limits);
std::unique_ptr<Channel> open_plugin(const std::string& file, const Limits& limits);
std::unique_ptr<Channel> open_unix_socket(const std::string& path, const Limits& limits);
std::unique_ptr<Channel> open_tcp_socket(const std::string& host_and_port, const Limits& limits);

// The words of a command as a shell would see them: blanks separate, quotes and backslashes keep
// characters. Nothing is expanded. Throws UsageError for an open quote or when there is no word.
std::vector<std::string> split_command(std::string_view command);

} // namespace pathproof::iut
