// SPDX-License-Identifier: Apache-2.0
// The prerouter of Common INET: requirements on later changes, and the selection of a provider
// (docs/sources.md).
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::cinet::req {

inline constexpr Requirement pre_050{
    "PRE-050",
    "z/OS UNIX itself hands SIOCADDRT and SIOCDELRT of a routing daemon on z/OS UNIX "
    "sockets to the prerouter.",
    "K24",
    "DOC"};

inline constexpr Requirement pre_051{
    "PRE-051",
    "The prerouter acts on those only if the driver did not know the mark.",
    "K24",
    "DOC"};

inline constexpr Requirement pre_052{
    "PRE-052",
    "A driver that knows the mark, or whose daemon uses no z/OS UNIX sockets, sends "
    "SIOCMSADDRT, SIOCMSDELRT and SIOMSMETRIC1RT, or the IPv6 forms of them.",
    "K24",
    "DOC"};

inline constexpr Requirement pre_053{
    "PRE-053",
    "Those are sent on the master socket: on another they would come back to the driver "
    "without end.",
    "K24",
    "DOC"};

inline constexpr Requirement pre_054{
    "PRE-054",
    "Each change of a route is entered once: by the daemon's ioctl or by the driver's, "
    "not by both.",
    "K24",
    "INF",
    Level::note};

inline constexpr Requirement pre_055{
    "PRE-055", "A nonzero rt_use of SIOCADDRT is the metric, in hops.", "K24", "DOC"};

inline constexpr Requirement pre_056{
    "PRE-056",
    "A metric is changed by SIOMETRIC1RT, or by another SIOCADDRT with another rt_use.",
    "K24",
    "DOC"};

inline constexpr Requirement pre_057{
    "PRE-057",
    "In SIOCMSADDRT and SIOCMSDELRT the Local bit marks home routes and the Host bit host "
    "routes.",
    "K24",
    "DOC"};

inline constexpr Requirement pre_058{"PRE-058",
                                     "There is a command SIOCMSICMPREDIRECT (5017).",
                                     "C1",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "No description of it was found."};

inline constexpr Requirement pre_059{
    "PRE-059", "There are V2 forms of the IPv4 commands too.", "C1", "CODE", Level::note};

inline constexpr Requirement pre_070{
    "PRE-070",
    "On SIOCMSRBRTTABLE the prerouter drops the IPv4 information of that driver and "
    "builds it anew.",
    "K25",
    "DOC"};

inline constexpr Requirement pre_071{
    "PRE-071", "Of a driver that knows the mark it issues SIOCGRTTABLE only.", "K25", "DOC"};

inline constexpr Requirement pre_072{
    "PRE-072", "Of any other driver it issues SIOCGIFCONF and SIOCGRTTABLE.", "K25", "DOC"};

inline constexpr Requirement pre_073{
    "PRE-073", "Which of the two a driver is, its first answer decides for ever.", "K25", "DOC"};

inline constexpr Requirement pre_074{
    "PRE-074",
    "SIOCMSRBRT6TABLE does the same with SIOCGHOMEIF6 and SIOCGRT6TABLE, and "
    "SIOCMSRBHOMEIF6 rebuilds home addresses only.",
    "K25, K23",
    "DOC"};

inline constexpr Requirement pre_075{"PRE-075",
                                     "A rebuild leaves the information of other drivers alone.",
                                     "K25",
                                     "INF",
                                     Level::note};

inline constexpr Requirement pre_076{
    "PRE-076",
    "A socket call while tables are rebuilt has no defined outcome.",
    "K25",
    "DOC",
    Level::must,
    Coverage::precondition,
    "The kit makes no call that looks up an address while a dialogue is under way."};

inline constexpr Requirement pre_080{
    "PRE-080",
    "A driver that knows the mark reports the state of an interface with SIOCMSMODHOMEIF "
    "(8008C983), for IPv6 with SIOCMSMODHOMEIF6 (8008F60B).",
    "K26, C1",
    "DOC"};

inline constexpr Requirement pre_081{
    "PRE-081", "It turns the RtUp bit of the home entry on or off.", "K26", "DOC"};

inline constexpr Requirement pre_082{
    "PRE-082",
    "An inactive home address makes every route with that home inactive, and an active "
    "one makes them active again.",
    "K26",
    "DOC"};

inline constexpr Requirement pre_083{"PRE-083",
                                     "Inactive routes stay in the tables and are not sent again.",
                                     "K26",
                                     "INF",
                                     Level::note};

inline constexpr Requirement pre_084{
    "PRE-084", "Inactive routes select no provider.", "K26", "INF", Level::note};

inline constexpr Requirement pre_085{
    "PRE-085",
    "How a driver that does not know the mark reports the state of an interface is open.",
    "none",
    "none",
    Level::note,
    Coverage::not_modelled,
    "The kit takes no interface of such a driver up or down once it is initialized."};

inline constexpr Requirement pre_090{
    "PRE-090", "Host routes are searched before network routes.", "K5", "DOC"};

inline constexpr Requirement pre_091{
    "PRE-091", "A bind to a home address finds its owner in the home table.", "K1, K7", "DOC"};

inline constexpr Requirement pre_092{
    "PRE-092", "A connect to a home address selects its owner.", "K21", "INF", Level::note};

inline constexpr Requirement pre_093{
    "PRE-093",
    "Of several network routes to one destination that with the lowest metric selects the "
    "provider.",
    "K5",
    "DOC"};

inline constexpr Requirement pre_094{
    "PRE-094",
    "Without metrics, or with equal ones, the default provider is selected.",
    "K5",
    "DOC"};

inline constexpr Requirement pre_095{
    "PRE-095",
    "Which provider is selected when the default one has none of the equal routes is "
    "open.",
    "none",
    "none",
    Level::note};

inline constexpr Requirement pre_096{
    "PRE-096",
    "The default route is an ordinary route with mask 0 and a cost, of which providers "
    "may have several, and the least cost wins.",
    "K29",
    "DOC"};

inline constexpr Requirement pre_097{
    "PRE-097",
    "More specific masks are tried before less specific ones, and the default route last.",
    "K29",
    "INF",
    Level::note};

inline constexpr Requirement pre_098{
    "PRE-098",
    "A provider with a cheap default route can attract connections that it cannot make.",
    "K29",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "A consequence: the selection is judged, not what becomes of the connection."};

inline constexpr Requirement pre_099{
    "PRE-099",
    "When a provider severs its connection, another one with the same routes is selected.",
    "K5",
    "INF",
    Level::note};

inline constexpr Requirement pre_100{"PRE-100",
                                     "What a call to a destination without a route gets is open.",
                                     "none",
                                     "none",
                                     Level::note};

inline constexpr Requirement prk_001{
    "PRK-001",
    "An answer that ends within an entry, or that is longer than its buffer, puts nothing "
    "into the tables.",
    "KIT",
    "none",
    Level::profile};

} // namespace pathproof::cinet::req
