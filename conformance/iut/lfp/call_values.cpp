// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/call_values.hpp"

#include <algorithm>

#include "model/lfp/socket_option.hpp"

namespace pathproof::iut::lfp {

namespace {

// In the order of values::Call; those with a name in labels first.
constexpr std::array calls{profile::Call::socket,
                           profile::Call::bind,
                           profile::Call::connect,
                           profile::Call::getsockname,
                           profile::Call::getpeername,
                           profile::Call::setsockopt,
                           profile::Call::getsockopt,
                           profile::Call::close,
                           profile::Call::listen,
                           profile::Call::accept,
                           profile::Call::gethostbyname,
                           profile::Call::gethostname,
                           profile::Call::gethostid};

// In the order of values::Option. The last is a number that no option has.
constexpr std::array<std::uint32_t, 9> options{
    static_cast<std::uint32_t>(profile::SocketOption::so_reuseaddr),
    static_cast<std::uint32_t>(profile::SocketOption::so_keepalive),
    static_cast<std::uint32_t>(profile::SocketOption::so_linger),
    static_cast<std::uint32_t>(profile::SocketOption::tcp_nodelay),
    static_cast<std::uint32_t>(profile::SocketOption::ipv6_v6only),
    static_cast<std::uint32_t>(profile::SocketOption::so_type),
    static_cast<std::uint32_t>(profile::SocketOption::so_error),
    static_cast<std::uint32_t>(profile::SocketOption::so_acceptconn),
    999};
static_assert(options.size() == static_cast<std::size_t>(values::Option::count));

// Linux's own number of AF_INET6 is none of z/VSE [LFP-083].
constexpr std::array<std::uint32_t, 3> families{vse_af_inet, vse_af_inet6, AF_INET6};
// Of the profile; the last is a raw socket's of Linux.
constexpr std::array<std::uint32_t, 3> types{1, 2, SOCK_RAW};

constexpr std::array sizes{std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{1000}};
static_assert(sizes.size() == values::sizes);

// The parts of a name have fewer letters, so that no name server is asked.
constexpr std::size_t too_long_for_a_name = 64;

} // namespace

std::uint16_t call_number(values::Call call) {
  return static_cast<std::uint16_t>(calls[static_cast<std::size_t>(call)]);
}

std::uint32_t named_call(std::uint16_t number) {
  const auto* const end = calls.begin() + values::calls_of_labels;
  const auto* const found = std::find(calls.begin(), end, static_cast<profile::Call>(number));
  return found == end ? unlisted : static_cast<std::uint32_t>(found - calls.begin());
}

std::uint32_t option_number(values::Option option) {
  return options[static_cast<std::size_t>(option)];
}

std::uint32_t family_number(values::Family family) {
  return families[static_cast<std::size_t>(family)];
}

std::uint32_t type_number(values::Type type) {
  return types[static_cast<std::size_t>(type)];
}

std::string text_of(values::Name name) {
  return name == values::Name::nobody
             ? std::string(too_long_for_a_name, 'A')
             : std::string(values::name_names[static_cast<std::size_t>(name)]);
}

std::size_t octets_of_size(std::uint32_t size) {
  return sizes[size];
}

std::uint32_t size_of_octets(std::size_t octets) {
  const auto* const found = std::find(sizes.begin(), sizes.end(), octets);
  return found == sizes.end() ? unlisted : static_cast<std::uint32_t>(found - sizes.begin());
}

std::vector<std::uint8_t> with_body(const profile::CallBody& body,
                                    std::span<const std::uint8_t> text) {
  std::vector<std::uint8_t> octets(profile::call_size + text.size());
  write_frame<profile::call_table, Octets>(body, octets.data());
  std::copy(text.begin(), text.end(), octets.begin() + profile::call_size);
  return octets;
}

} // namespace pathproof::iut::lfp
