// SPDX-License-Identifier: Apache-2.0
// What the prerouter's ioctls carry, as far as it is public: command words, the network
// configuration header of IPv6 in both forms, its entries, and the arguments of the IPv4 ioctls. Of
// the IPv4 table only names are known (PRE-043), and of an IPv6 route what its first 40 octets are.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <tuple>

#include "model/cinet/prerouter_requirements.hpp"
#include "model/core/frame.hpp"

namespace pathproof::cinet::prerouter {

// The low numbers are decimal in their source, and say no argument length.
inline constexpr NamedValue commands[]{
    {5007, "SIOCMSDELRT", "a route was deleted"},
    {5008, "SIOCMSADDRT", "a route was added"},
    {5009, "SIOCMSSIFADDR", "an interface's address"},
    {5010, "SIOCMSSIFFLAGS", "an interface's flags"},
    {5011, "SIOCMSSIFDSTADDR", "an interface's destination address"},
    {5012, "SIOCMSSIFBRDADDR", "an interface's broadcast address"},
    {5013, "SIOCMSSIFNETMASK", "an interface's network mask"},
    {5014, "SIOCMSSIFMETRIC", "an interface's metric"},
    {5015, "SIOCMSRBRTTABLE", "asks for the IPv4 tables to be read anew"},
    {5016, "SIOMSMETRIC1RT", "a route has another metric"},
    {5017, "SIOCMSICMPREDIRECT", "not described anywhere"},
    {0xC008A714, "SIOCGIFCONF", "home interfaces; 8 octets"},
    {0xC00CA714, "SIOCGIFCONF (64-bit)", "home interfaces; 12 octets"},
    {0x8030A70A, "SIOCADDRT", "adds a route; 48 octets"},
    {0x8030A70B, "SIOCDELRT", "deletes a route; 48 octets"},
    {0x8030A70C, "SIOMETRIC1RT", "changes the metric of a route; 48 octets"},
    {0xC018A722, "SIOCGIFCONF6", "not what the prerouter issues; 24 octets"},
    {0xC008C980, "SIOCGRTTABLE", "routes; 8 octets"},
    {0xC00CC980, "SIOCGRTTABLE (64-bit)", "routes; 12 octets"},
    {0x8008C981, "SIOCSETRTTD", "ties a socket to a provider; 8 octets"},
    {0x8008C983, "SIOCMSMODHOMEIF", "an interface became active or inactive; 8 octets"},
    {0x8016C984, "SIOCMSMODHOMEIFV2", "the same, V2; 22 octets"},
    {0x8054C985, "SIOCMSADDRTV2", "a route was added, V2; 84 octets"},
    {0x8054C986, "SIOCMSDELRTV2", "a route was deleted, V2; 84 octets"},
    {0x8054C987, "SIOMSMETRIC1RTV2", "a route has another metric, V2; 84 octets"},
    {0x8044F604, "SIOCMSADDRT6", "a route was added; 68 octets"},
    {0x8044F605, "SIOCMSDELRT6", "a route was deleted; 68 octets"},
    {0xC014F606, "SIOCGRT6TABLE", "IPv6 routes; 20 octets"},
    {0xC018F606, "SIOCGRT6TABLE (64-bit)", "IPv6 routes; 24 octets"},
    {0x8000F607, "SIOCMSRBRT6TABLE", "asks for the IPv6 tables to be read anew; 0 octets"},
    {0xC014F608, "SIOCGHOMEIF6", "IPv6 home interfaces; 20 octets"},
    {0xC018F608, "SIOCGHOMEIF6 (64-bit)", "IPv6 home interfaces; 24 octets"},
    {0x8000F609, "SIOCMSRBHOMEIF6", "asks for IPv6 home interfaces to be read anew; 0 octets"},
    {0x8044F60A, "SIOCMSCHGRT6METRIC", "a route has another metric; 68 octets"},
    {0x8008F60B, "SIOCMSMODHOMEIF6", "an interface became active or inactive; 8 octets"},
    {0x8058F60C, "SIOCMSADDRT6V2", "a route was added, V2; 88 octets"},
    {0x8058F60D, "SIOCMSDELRT6V2", "a route was deleted, V2; 88 octets"},
    {0x8058F60E, "SIOCMSCHGRT6METRICV2", "a route has another metric, V2; 88 octets"}};

// Octets of the argument that a command word tells; of the low numbers, none.
constexpr unsigned argument_octets(std::uint32_t command) {
  return command >> 16U & 0x3FFFU;
}

// Whether the argument goes to the driver, and whether it comes back.
constexpr bool goes_in(std::uint32_t command) {
  return (command & 0x80000000U) != 0;
}

constexpr bool comes_out(std::uint32_t command) {
  return (command & 0x40000000U) != 0;
}

inline constexpr std::array command_fields{
    FrameField{.name = "command",
               .offset = 0,
               .width = 4,
               .meaning = "the ioctl; from 80000000 on with the octets of its argument",
               .cites = {&req::pre_031, &req::pre_042, &req::pre_080},
               .values = commands,
               .hexadecimal = true}};

inline constexpr FrameTable command_table{.name = "cinet.command",
                                          .title =
                                              "Common INET, command word of the prerouter's ioctls",
                                          .size = 4,
                                          .order = ByteOrder::big,
                                          .fields = command_fields,
                                          .kind_field = "command",
                                          .in_storage = true};
static_assert(problem_of(command_table).empty(), "see problem_of");

// A command word.
template <class D>
struct CommandOf {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;

  Number<4> command{0};

  static constexpr auto members() { return std::tuple{frame_member<4>(&CommandOf::command)}; }
};

static_assert(members_fit<command_table, CommandOf<Octets>>());

inline constexpr NamedValue configuration_ioctls[]{
    {0xC014F606, "SIOCGRT6TABLE", "IPv6 routes"},
    {0xC018F606, "SIOCGRT6TABLE (64-bit)", "IPv6 routes"},
    {0xC014F608, "SIOCGHOMEIF6", "IPv6 home interfaces"},
    {0xC018F608, "SIOCGHOMEIF6 (64-bit)", "IPv6 home interfaces"}};

inline constexpr std::uint32_t eyecatcher = 0xF6D5C3C8;     // "6NCH" in EBCDIC
inline constexpr std::uint32_t knows_the_mark = 0xFFFFFFFF; // -1

inline constexpr NamedValue entry_counts[]{
    {knows_the_mark, "-1", "the driver knows the mark: no entries"}};

inline constexpr std::array configuration_fields{
    FrameField{.name = "eyecatcher",
               .offset = 0,
               .width = 4,
               .meaning = "6NCH in EBCDIC",
               .cites = {&req::pre_040},
               .fixed = FixedValue{eyecatcher, "wrong eyecatcher"},
               .hexadecimal = true},
    FrameField{.name = "ioctl",
               .offset = 4,
               .width = 4,
               .meaning = "the command that is done",
               .cites = {&req::pre_040, &req::pre_031},
               .values = configuration_ioctls,
               .hexadecimal = true},
    FrameField{.name = "buffer_length",
               .offset = 8,
               .width = 4,
               .meaning = "octets of the buffer",
               .cites = {&req::pre_040}},
    FrameField{.name = "buffer",
               .offset = 12,
               .width = 4,
               .meaning = "address of the buffer, which begins with the mark",
               .cites = {&req::pre_040, &req::pre_032},
               .hexadecimal = true},
    FrameField{.name = "entries",
               .offset = 16,
               .width = 4,
               .meaning = "entries returned, or that there are; -1: the driver knows the mark",
               .cites = {&req::pre_040, &req::pre_041, &req::pre_033},
               .values = entry_counts}};

inline constexpr FrameTable configuration_table{
    .name = "cinet.netconfhdr",
    .title = "Common INET, network configuration header of IPv6",
    .size = 20,
    .order = ByteOrder::big,
    .fields = configuration_fields,
    .kind_field = "ioctl",
    .in_storage = true};
static_assert(problem_of(configuration_table).empty(), "see problem_of");

// The header over a domain of octets. Its members are the table's fields, in their order.
template <class D>
struct ConfigurationOf {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;

  Number<4> magic{eyecatcher};
  Number<4> ioctl{0};
  Number<4> buffer_length{0};
  Number<4> buffer{0};
  Number<4> entries{0};

  static constexpr auto members() {
    return std::tuple{frame_member<4>(&ConfigurationOf::magic),
                      frame_member<4>(&ConfigurationOf::ioctl),
                      frame_member<4>(&ConfigurationOf::buffer_length),
                      frame_member<4>(&ConfigurationOf::buffer),
                      frame_member<4>(&ConfigurationOf::entries)};
  }
};

static_assert(members_fit<configuration_table, ConfigurationOf<Octets>>());

inline constexpr std::array configuration_64_fields{
    FrameField{.name = "eyecatcher",
               .offset = 0,
               .width = 4,
               .meaning = "6NCH in EBCDIC",
               .cites = {&req::pre_040},
               .fixed = FixedValue{eyecatcher, "wrong eyecatcher"},
               .hexadecimal = true},
    FrameField{.name = "ioctl",
               .offset = 4,
               .width = 4,
               .meaning = "the command that is done",
               .cites = {&req::pre_040, &req::pre_031},
               .values = configuration_ioctls,
               .hexadecimal = true},
    FrameField{.name = "buffer_length",
               .offset = 8,
               .width = 4,
               .meaning = "octets of the buffer",
               .cites = {&req::pre_040}},
    FrameField{.name = "buffer",
               .offset = 12,
               .width = 8,
               .kind = FieldKind::octets,
               .meaning = "address of the buffer, which begins with the mark; its place follows "
                          "from the length alone",
               .cites = {&req::pre_040, &req::pre_032}},
    FrameField{.name = "entries",
               .offset = 20,
               .width = 4,
               .meaning = "entries returned, or that there are; -1: the driver knows the mark",
               .cites = {&req::pre_040, &req::pre_041, &req::pre_033},
               .values = entry_counts}};

inline constexpr FrameTable configuration_64_table{
    .name = "cinet.netconfhdr64",
    .title = "Common INET, network configuration header of IPv6, 64-bit form",
    .size = 24,
    .order = ByteOrder::big,
    .fields = configuration_64_fields,
    .kind_field = "ioctl",
    .in_storage = true};
static_assert(problem_of(configuration_64_table).empty(), "see problem_of");

// The header over a domain of octets. Its members are the table's fields, in their order.
template <class D>
struct Configuration64Of {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;

  Number<4> magic{eyecatcher};
  Number<4> ioctl{0};
  Number<4> buffer_length{0};
  std::array<typename D::Octet, 8> buffer{};
  Number<4> entries{0};

  static constexpr auto members() {
    return std::tuple{frame_member<4>(&Configuration64Of::magic),
                      frame_member<4>(&Configuration64Of::ioctl),
                      frame_member<4>(&Configuration64Of::buffer_length),
                      frame_member<8>(&Configuration64Of::buffer),
                      frame_member<4>(&Configuration64Of::entries)};
  }
};

static_assert(members_fit<configuration_64_table, Configuration64Of<Octets>>());

inline constexpr std::array home_interface_fields{FrameField{.name = "address",
                                                             .offset = 0,
                                                             .width = 16,
                                                             .kind = FieldKind::octets,
                                                             .meaning = "of the home interface",
                                                             .cites = {&req::pre_041}}};

inline constexpr FrameTable home_interface_table{.name = "cinet.homeif",
                                                 .title = "Common INET, home interface of IPv6",
                                                 .size = 16,
                                                 .order = ByteOrder::big,
                                                 .fields = home_interface_fields,
                                                 .in_storage = true};
static_assert(problem_of(home_interface_table).empty(), "see problem_of");

// One entry of SIOCGHOMEIF6.
template <class D>
struct HomeInterfaceOf {
  std::array<typename D::Octet, 16> address{};

  static constexpr auto members() {
    return std::tuple{frame_member<16>(&HomeInterfaceOf::address)};
  }
};

static_assert(members_fit<home_interface_table, HomeInterfaceOf<Octets>>());

inline constexpr std::array route_6_fields{
    FrameField{.name = "destination",
               .offset = 0,
               .width = 16,
               .kind = FieldKind::octets,
               .meaning = "of the route",
               .cites = {&req::pre_036}},
    FrameField{.name = "gateway",
               .offset = 16,
               .width = 16,
               .kind = FieldKind::octets,
               .meaning = "the first hop, where it is indirect",
               .cites = {&req::pre_036}},
    FrameField{.name = "prefix_length",
               .offset = 32,
               .width = 4,
               .meaning = "leading bits of the destination that count",
               .cites = {&req::pre_036}},
    FrameField{.name = "metric",
               .offset = 36,
               .width = 4,
               .meaning = "hop count",
               .cites = {&req::pre_036, &req::pre_015}}};

inline constexpr FrameTable route_6_table{.name = "cinet.grt6rtentry",
                                          .title = "Common INET, what is public of an IPv6 route",
                                          .size = 40,
                                          .order = ByteOrder::big,
                                          .fields = route_6_fields,
                                          .in_storage = true};
static_assert(problem_of(route_6_table).empty(), "see problem_of");

// The begin of one entry of SIOCGRT6TABLE.
template <class D>
struct Route6Of {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;

  std::array<typename D::Octet, 16> destination{};
  std::array<typename D::Octet, 16> gateway{};
  Number<4> prefix_length{0};
  Number<4> metric{0};

  static constexpr auto members() {
    return std::tuple{frame_member<16>(&Route6Of::destination),
                      frame_member<16>(&Route6Of::gateway),
                      frame_member<4>(&Route6Of::prefix_length),
                      frame_member<4>(&Route6Of::metric)};
  }
};

static_assert(members_fit<route_6_table, Route6Of<Octets>>());

inline constexpr std::array list_fields{
    FrameField{.name = "length",
               .offset = 0,
               .width = 4,
               .meaning = "octets of the buffer, then of the answer; -1: the driver knows the mark",
               .cites = {&req::pre_042, &req::pre_005},
               .values = entry_counts},
    FrameField{.name = "buffer",
               .offset = 4,
               .width = 4,
               .meaning = "address of the buffer",
               .cites = {&req::pre_042, &req::pre_003},
               .hexadecimal = true}};

inline constexpr FrameTable list_table{.name = "cinet.ifconf",
                                       .title =
                                           "Common INET, argument of SIOCGIFCONF and SIOCGRTTABLE",
                                       .size = 8,
                                       .order = ByteOrder::big,
                                       .fields = list_fields,
                                       .in_storage = true};
static_assert(problem_of(list_table).empty(), "see problem_of");

// The argument over a domain of octets.
template <class D>
struct ListOf {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;

  Number<4> length{0};
  Number<4> buffer{0};

  static constexpr auto members() {
    return std::tuple{frame_member<4>(&ListOf::length), frame_member<4>(&ListOf::buffer)};
  }
};

static_assert(members_fit<list_table, ListOf<Octets>>());

inline constexpr std::array list_64_fields{
    FrameField{.name = "length",
               .offset = 0,
               .width = 4,
               .meaning = "octets of the buffer, then of the answer; -1: the driver knows the mark",
               .cites = {&req::pre_042, &req::pre_005},
               .values = entry_counts},
    FrameField{.name = "buffer",
               .offset = 4,
               .width = 8,
               .kind = FieldKind::octets,
               .meaning = "address of the buffer",
               .cites = {&req::pre_042, &req::pre_003}}};

inline constexpr FrameTable list_64_table{
    .name = "cinet.ifconf64",
    .title = "Common INET, argument of SIOCGIFCONF and SIOCGRTTABLE, 64-bit form",
    .size = 12,
    .order = ByteOrder::big,
    .fields = list_64_fields,
    .in_storage = true};
static_assert(problem_of(list_64_table).empty(), "see problem_of");

// The argument over a domain of octets.
template <class D>
struct List64Of {
  template <std::size_t Width>
  using Number = typename D::template Number<Width>;

  Number<4> length{0};
  std::array<typename D::Octet, 8> buffer{};

  static constexpr auto members() {
    return std::tuple{frame_member<4>(&List64Of::length), frame_member<8>(&List64Of::buffer)};
  }
};

static_assert(members_fit<list_64_table, List64Of<Octets>>());

static_assert(argument_octets(0xC014F608) == configuration_table.size &&
              argument_octets(0xC018F608) == configuration_64_table.size &&
              argument_octets(0xC008A714) == list_table.size &&
              argument_octets(0xC00CA714) == list_64_table.size);

} // namespace pathproof::cinet::prerouter
