// SPDX-License-Identifier: Apache-2.0
#include "model/lfp/configuration_value.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace pathproof::lfp {

namespace {

constexpr std::size_t unix_path_length_max = 107; // what an address of Linux has room for

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

bool is_letter(char character) {
  return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
}

bool consists_of(std::string_view text, std::string_view others) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char one) {
    return is_digit(one) || is_letter(one) || others.find(one) != std::string_view::npos;
  });
}

template <class Number>
std::optional<Number> number_of(std::string_view text, int base = 10) {
  Number number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number, base);
  return error == std::errc() && stopped == end ? std::optional(number) : std::nullopt;
}

std::optional<Value> parse_number(const Parameter& parameter, std::string_view text) {
  std::uint64_t unit = 1;
  if (parameter.kind == ValueKind::octets && !text.empty()) {
    const char last = text.back();
    unit = last == 'K' || last == 'k' ? 1024 : last == 'M' || last == 'm' ? 1024 * 1024 : 1;
  }
  const auto number = number_of<std::uint64_t>(text.substr(0, text.size() - (unit > 1 ? 1 : 0)));
  if (!number || *number > parameter.most / unit || *number * unit < parameter.least) {
    return std::nullopt;
  }
  return *number * unit;
}

std::optional<Value> parse_name(std::string_view text, std::string_view not_at_its_beginning) {
  const bool printable = std::all_of(
      text.begin(), text.end(), [](char character) { return character > ' ' && character < 0x7F; });
  if (text.empty() || text.size() > name_length_max || !printable ||
      (!not_at_its_beginning.empty() && text.starts_with(not_at_its_beginning))) {
    return std::nullopt;
  }
  return std::string(text);
}

std::optional<AllowedHost> parse_address(std::string_view text) {
  AllowedHost host;
  const std::string terminated(text);
  if (inet_pton(AF_INET, terminated.c_str(), host.address.data()) == 1) {
    return host;
  }
  if (inet_pton(AF_INET6, terminated.c_str(), host.address.data()) == 1) {
    host.octets = 16;
    host.prefix = 128;
    return host;
  }
  return std::nullopt;
}

// The bits of the octet that count, when `prefix` bits of the whole address do.
unsigned mask_of(unsigned octet, unsigned prefix) {
  const unsigned counting = prefix > 8 * octet ? std::min(8U, prefix - 8 * octet) : 0;
  return 0xFFU << (8 - counting) & 0xFFU;
}

std::optional<AllowedHost> parse_host(std::string_view text) {
  const std::size_t slash = text.find('/');
  auto host = parse_address(text.substr(0, slash));
  if (slash != std::string_view::npos) {
    const auto prefix = number_of<unsigned>(text.substr(slash + 1));
    if (!host || !prefix || *prefix > host->prefix) {
      return std::nullopt;
    }
    host->prefix = *prefix;
    for (unsigned octet = 0; octet < host->octets; ++octet) {
      if ((host->address[octet] & ~mask_of(octet, *prefix)) != 0) {
        return std::nullopt;
      }
    }
    return host;
  }
  // What has no letter is an address that is wrong, not a name.
  if (!host && consists_of(text, "-._") && std::any_of(text.begin(), text.end(), is_letter)) {
    host = AllowedHost{.name = std::string(text)};
  }
  return host;
}

std::optional<std::uint16_t> parse_device(std::string_view text) {
  return text.size() <= 4 ? number_of<std::uint16_t>(text, 16) : std::nullopt;
}

// What stands between commas or blanks, each by `parse_one`.
template <class One, class ParseOne>
std::optional<Value>
parse_list(std::string_view text, std::string_view& culprit, const ParseOne& parse_one) {
  std::vector<One> all;
  constexpr std::string_view separators = ", \t";
  while (true) {
    const std::size_t begin = text.find_first_not_of(separators);
    if (begin == std::string_view::npos) {
      return all;
    }
    text.remove_prefix(begin);
    const std::string_view item = text.substr(0, text.find_first_of(separators));
    const auto one = parse_one(item);
    if (!one) {
      culprit = item;
      return std::nullopt;
    }
    all.push_back(*one);
    text.remove_prefix(item.size());
  }
}

std::optional<Value> parse_carrier(std::string_view text) {
  Carrier carrier{.text = std::string(text)};
  if (text == "iucv") {
    return carrier;
  }
  if (text.starts_with("unix:")) {
    carrier.kind = Carrier::Kind::local;
    const std::size_t length = text.size() - std::string_view("unix:").size();
    return length > 0 && length <= unix_path_length_max ? std::optional<Value>(carrier)
                                                        : std::nullopt;
  }
  const std::size_t colon = text.rfind(':');
  if (!text.starts_with("tcp:") || colon < std::string_view("tcp:h").size()) {
    return std::nullopt;
  }
  carrier.kind = Carrier::Kind::tcp;
  std::string_view host = text.substr(4, colon - 4);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  const auto port = number_of<std::uint16_t>(text.substr(colon + 1));
  if (!port || *port == 0 || host.find_first_of(" \t[]") != std::string_view::npos) {
    return std::nullopt;
  }
  carrier.host = host;
  carrier.port = *port;
  return carrier;
}

std::optional<Value> parse_errno(std::string_view text) {
  for (const NamedErrno& one : path_loss_errnos) {
    if (one.name == text) {
      return std::uint64_t{one.number};
    }
  }
  return std::nullopt;
}

} // namespace

bool AllowedHost::contains(std::span<const std::uint8_t> other) const {
  if (!name.empty() || other.size() != octets) {
    return false;
  }
  for (unsigned octet = 0; octet < octets; ++octet) {
    if (((address[octet] ^ other[octet]) & mask_of(octet, prefix)) != 0) {
      return false;
    }
  }
  return true;
}

std::optional<Value>
parse_value(const Parameter& parameter, std::string_view text, std::string_view& culprit) {
  culprit = text;
  switch (parameter.kind) {
  case ValueKind::system_id:
    return text.size() == 2 && is_digit(text[0]) && is_digit(text[1])
               ? std::optional<Value>(std::string(text))
               : std::nullopt;
  case ValueKind::octets:
  case ValueKind::number:
    return parse_number(parameter, text);
  case ValueKind::name:
    return parse_name(text, "");
  case ValueKind::listener_name:
    return parse_name(text, reserved_prefix);
  case ValueKind::code_page:
    return consists_of(text, "-_") ? std::optional<Value>(std::string(text)) : std::nullopt;
  case ValueKind::ipv4_address: {
    const auto address = parse_address(text);
    return address && address->octets == 4 ? std::optional<Value>(std::vector{*address})
                                           : std::nullopt;
  }
  case ValueKind::hosts:
    return parse_list<AllowedHost>(text, culprit, parse_host);
  case ValueKind::device_numbers: {
    auto devices = parse_list<std::uint16_t>(text, culprit, parse_device);
    const bool none = devices && std::get<std::vector<std::uint16_t>>(*devices).empty();
    return none ? std::nullopt : devices;
  }
  case ValueKind::flag:
    return text == "0" || text == "1" ? std::optional<Value>(std::uint64_t{text == "1" ? 1U : 0U})
                                      : std::nullopt;
  case ValueKind::carrier:
    return parse_carrier(text);
  case ValueKind::path_loss_errno:
    return parse_errno(text);
  }
  return std::nullopt;
}

std::string expectation(const Parameter& parameter) {
  const std::string range =
      std::to_string(parameter.least) + " to " + std::to_string(parameter.most) + " ";
  switch (parameter.kind) {
  case ValueKind::system_id:
    return "two digits";
  case ValueKind::octets:
    return range + "octets (K is 1024 of them, M 1048576)";
  case ValueKind::number:
    return range + (parameter.unit.empty() ? "without a unit" : std::string(parameter.unit));
  case ValueKind::name:
    return "a name of 1 to 8 characters without blanks";
  case ValueKind::listener_name:
    return "a name of 1 to 8 characters without blanks that does not begin with lnxhvc";
  case ValueKind::code_page:
    return "a name of letters, digits, - and _";
  case ValueKind::ipv4_address:
    return "an IPv4 address";
  case ValueKind::hosts:
    return "addresses, networks ADDRESS/PREFIX with no bit set behind the prefix, and host names";
  case ValueKind::device_numbers:
    return "device numbers of 1 to 4 hexadecimal digits";
  case ValueKind::flag:
    return "0 or 1";
  case ValueKind::carrier:
    return "unix:PATH of at most 107 octets, tcp:HOST:PORT or iucv";
  case ValueKind::path_loss_errno:
    break;
  }
  return "EIO, EPIPE, ECONNRESET or ENETDOWN";
}

} // namespace pathproof::lfp
