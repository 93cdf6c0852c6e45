// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/hs/address.hpp"

#include <net/if.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "conformance/iut/channel.hpp"
#include "model/core/error.hpp"

namespace pathproof::iut {

namespace {

constexpr std::string_view dgram = "hs:dgram:";
constexpr std::string_view raw = "hs:raw:";

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

iucv::EthernetAddress ethernet_address(const std::string& text) {
  iucv::EthernetAddress made{};
  int used = 0;
  const int found = std::sscanf(text.c_str(),
                                "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%n",
                                &made[0],
                                &made[1],
                                &made[2],
                                &made[3],
                                &made[4],
                                &made[5],
                                &used);
  constexpr int length = 17;
  if (found != static_cast<int>(made.size()) || used != length || text.size() != length) {
    throw UsageError("mac=" + excerpt(text) + " is not of the form mac=02:00:00:00:00:01");
  }
  return made;
}

std::string user_id(const std::string& text) {
  const bool known = std::all_of(
      text.begin(), text.end(), [](char c) { return c != ' ' && ebcdic::octet(c) != 0; });
  if (text.empty() || text.size() > iucv::hs_name_size || !known) {
    throw UsageError("user=" + excerpt(text) + " is no user id of one to eight characters");
  }
  return text;
}

void set_option(HsAddress& made, const std::string& option) {
  const std::size_t equals = std::min(option.find('='), option.size());
  const std::string name = option.substr(0, equals);
  const std::string value = option.substr(std::min(equals + 1, option.size()));
  if (name == "agent") {
    made.agent = stream_address(value);
  } else if (name == "user") {
    made.user = user_id(value);
  } else if (name == "mac") {
    made.destination = ethernet_address(value);
  } else if (option == "padding=blank") {
    made.padding = ' ';
  } else if (option == "padding=zero") {
    made.padding = '\0';
  } else {
    throw UsageError("'" + excerpt(option) + "' is no option of " + made.text +
                     "; there are agent=ADDRESS, user=ID, padding=blank, padding=zero and "
                     "mac=ADDRESS");
  }
}

} // namespace

HsAddress hs_address(std::string_view text) {
  HsAddress made;
  std::size_t options = 0;
  std::vector<std::string> parts;
  if (text.starts_with(dgram)) {
    parts = split(text.substr(dgram.size()));
    if (parts.size() < 2 || parts[0].empty() || parts[1].empty()) {
      throw UsageError("'" + excerpt(text) + "' is not of the form hs:dgram:LOCAL,PEER");
    }
    made.local = parts[0];
    made.peer = parts[1];
    unix_address(made.local, "LOCAL of hs:dgram: " + made.local);
    unix_address(made.peer, "PEER of hs:dgram: " + made.peer);
    made.text = std::string(dgram) + made.local + "," + made.peer;
    options = 2;
  } else if (text.starts_with(raw)) {
    made.kind = HsAddress::Kind::raw;
    parts = split(text.substr(raw.size()));
    if (parts[0].empty() || parts[0].size() >= IFNAMSIZ) {
      throw UsageError("'" + excerpt(text) + "' is not of the form hs:raw:INTERFACE, with a name " +
                       "of at most " + std::to_string(IFNAMSIZ - 1) + " characters");
    }
    made.interface = parts[0];
    made.text = std::string(raw) + made.interface;
    options = 1;
  } else {
    throw UsageError("'" + excerpt(text) +
                     "' is not known; expected hs:linux-guest, hs:dgram:LOCAL,PEER, "
                     "hs:raw:INTERFACE or hs:pcap:FILE");
  }
  for (std::size_t i = options; i < parts.size(); ++i) {
    set_option(made, parts[i]);
  }
  return made;
}

} // namespace pathproof::iut
