// SPDX-License-Identifier: Apache-2.0
#include "conformance/cases/lfp/calls/cases.hpp"
#include "model/lfp/calls/requirements.hpp"

namespace pathproof::lfp::values {

namespace {

constexpr std::string_view second = "instance.socket socket=1 family=AF_INET type=stream";
constexpr std::string_view second_6 = "instance.socket socket=1 family=AF_INET6 type=datagram";
constexpr std::string_view second_name = "instance.getsockname socket=1";
constexpr std::string_view reuses = "instance.setsockopt socket=0 option=SO_REUSEADDR value=1";
constexpr std::string_view second_reuses =
    "instance.setsockopt socket=1 option=SO_REUSEADDR value=1";
constexpr std::string_view one = "instance.bind socket=0 family=AF_INET host=loopback port=one";
constexpr std::string_view one_6 = "instance.bind socket=0 family=AF_INET6 host=loopback port=one";
constexpr std::string_view any_one = "instance.bind socket=0 family=AF_INET host=wildcard port=one";
constexpr std::string_view second_one =
    "instance.bind socket=1 family=AF_INET host=loopback port=one";
constexpr std::string_view second_any_one =
    "instance.bind socket=1 family=AF_INET host=wildcard port=one";

std::vector<Case> names() {
  return {
      {.id = "lfp/calls/address/name",
       .title = "GETSOCKNAME gives the address that BIND has named, of IPv4",
       .cites = {&req::lfpo_018, &req::lfp_095},
       .moves = settled({stream, name, one, name, close, datagrams, any_one, name})},
      {.id = "lfp/calls/address/name_of_inet6",
       .title = "… and of IPv6, whose family has the number that z/VSE gives it",
       .cites = {&req::lfpo_018, &req::lfp_083},
       .moves = settled({stream_6,
                         name,
                         one_6,
                         name,
                         close,
                         datagrams_6,
                         "instance.bind socket=0 family=AF_INET6 host=wildcard port=two",
                         name})},
      {.id = "lfp/calls/address/chosen",
       .title = "a port of 0 has Linux choose one, which stays, on the host that was named",
       .cites = {&req::lfpo_018, &req::lfp_095},
       .moves = settled({stream,
                         second_6,
                         "instance.bind socket=0 family=AF_INET host=loopback port=0",
                         "instance.bind socket=1 family=AF_INET6 host=wildcard port=0",
                         name,
                         second_name,
                         name,
                         second_name})},
      {.id = "lfp/calls/address/again",
       .title = "BIND of a socket that has a name is EINVAL, and its name stays",
       .cites = {&req::lfpo_015, &req::lfp_140},
       .moves = settled({stream,
                         one,
                         "instance.bind socket=0 family=AF_INET host=wildcard port=two",
                         "instance.bind socket=0 family=AF_INET host=loopback port=0",
                         name})},
      {.id = "lfp/calls/address/elsewhere",
       .title =
           "an address that the machine does not have is EADDRNOTAVAIL, and the socket has none",
       .cites = {&req::lfpo_018, &req::lfp_140},
       .moves = settled({stream,
                         "instance.bind socket=0 family=AF_INET host=elsewhere port=0",
                         name,
                         one,
                         name,
                         close,
                         datagrams_6,
                         "instance.bind socket=0 family=AF_INET6 host=elsewhere port=0",
                         name})},
      {.id = "lfp/calls/address/another_family",
       .title = "an address of another family is EAFNOSUPPORT, and for IPv6 EINVAL",
       .cites = {&req::lfpo_018, &req::lfp_083},
       .moves = settled({stream,
                         "instance.bind socket=0 family=AF_INET6 host=loopback port=0",
                         name,
                         one,
                         close,
                         stream_6,
                         "instance.bind socket=0 family=AF_INET host=loopback port=0",
                         name,
                         one_6,
                         name})},
      {.id = "lfp/calls/address/taken",
       .title = "an address that another socket has is EADDRINUSE, the wildcard in the place of "
                "either",
       .cites = {&req::lfpo_018, &req::lfp_140},
       .moves = settled({stream,
                         second,
                         one,
                         second_one,
                         second_any_one,
                         second_name,
                         "instance.bind socket=1 family=AF_INET host=loopback port=two",
                         second_name,
                         close,
                         "instance.close socket=1",
                         stream,
                         second,
                         any_one,
                         second_one,
                         second_any_one,
                         close,
                         second_one,
                         second_name})},
      {.id = "lfp/calls/address/taken_by_another_type",
       .title = "streams and datagrams have ports of their own",
       .cites = {&req::lfpo_018},
       .moves = settled({stream,
                         "instance.socket socket=1 family=AF_INET type=datagram",
                         one,
                         second_one,
                         name,
                         second_name})},
      {.id = "lfp/calls/address/shared",
       .title = "two sockets have one address if both have SO_REUSEADDR, and not if one has",
       .cites = {&req::lfpo_018, &req::lfp_094},
       .moves = settled({stream,
                         second,
                         reuses,
                         any_one,
                         second_any_one,
                         second_reuses,
                         second_any_one,
                         second_name,
                         close,
                         stream,
                         any_one,
                         reuses,
                         name})},
  };
}

std::vector<Case> partners() {
  return {
      {.id = "lfp/calls/address/partner",
       .title = "GETPEERNAME gives whom CONNECT has named, and the socket has a name then",
       .cites = {&req::lfpo_020, &req::lfp_095},
       .moves = settled({stream,
                         peer,
                         "instance.connect socket=0 family=AF_INET port=partner_two",
                         name,
                         peer,
                         "instance.bind socket=0 family=AF_INET host=loopback port=one",
                         name})},
      {.id = "lfp/calls/address/partner_of_inet6",
       .title = "likewise of IPv6",
       .cites = {&req::lfpo_020, &req::lfp_083},
       .moves = settled({stream_6,
                         "instance.bind socket=0 family=AF_INET6 host=wildcard port=0",
                         name,
                         "instance.connect socket=0 family=AF_INET6 port=partner_one",
                         peer,
                         name})},
      {.id = "lfp/calls/address/another_partner",
       .title = "a datagram socket has the partner that was named last, and keeps its port",
       .cites = {&req::lfpo_020},
       .moves = settled({datagrams,
                         one,
                         peer,
                         "instance.connect socket=0 family=AF_INET port=partner_one",
                         peer,
                         "instance.connect socket=0 family=AF_INET port=partner_two",
                         peer,
                         name,
                         close,
                         datagrams_6,
                         "instance.connect socket=0 family=AF_INET6 port=partner_two",
                         name,
                         "instance.connect socket=0 family=AF_INET6 port=partner_one",
                         peer})},
      {.id = "lfp/calls/address/partner_of_another_family",
       .title = "CONNECT to an address of another family is EAFNOSUPPORT, and for IPv6 EINVAL",
       .cites = {&req::lfpo_020, &req::lfp_083},
       .moves = settled({stream,
                         "instance.connect socket=0 family=AF_INET6 port=partner_one",
                         peer,
                         name,
                         close,
                         stream_6,
                         "instance.connect socket=0 family=AF_INET port=partner_one",
                         peer,
                         name})},
  };
}

} // namespace

std::vector<Case> address_cases() {
  std::vector<Case> all = names();
  const std::vector<Case> more = partners();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

} // namespace pathproof::lfp::values
