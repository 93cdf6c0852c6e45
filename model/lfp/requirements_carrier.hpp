// SPDX-License-Identifier: Apache-2.0
// LFP: requirements on the carriers, which the model takes as given.
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::lfp::req {

inline constexpr Requirement lfp_100{
    "LFP-100",
    "AF_IUCV is family 32, with addresses of 32 octets whose names are padded with blanks.",
    "MAN, KRN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_101{
    "LFP-101",
    "AF_IUCV has socket options for the message limit and size, and target classes.",
    "MAN, KRN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_102{
    "LFP-102",
    "A stream may split data over packets; SEQPACKET has a packet for each write.",
    "MAN, KRN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_103{
    "LFP-103",
    "bind() with a name of a guest or of a device chooses IUCV or HiperSockets.",
    "MAN, KRN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_104{
    "LFP-104",
    "User data of CONNECT are the name of the target and that of the caller.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_105{
    "LFP-105",
    "Linux matches the name of the target against those that listen, and exchanges both in its "
    "answer.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_106{
    "LFP-106",
    "Return codes of CONNECT become errors of connect().",
    "MAN, KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_107{
    "LFP-107",
    "Over HiperSockets connect() needs a name of its own, and waits 40 s.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_108{
    "LFP-108",
    "A path that comes while the queue is full is refused.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_109{
    "LFP-109",
    "Linux uses the interrupts for a pending connection, a complete one and a severed one.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_110{
    "LFP-110",
    "Messages of at most 7 octets may travel in the parameter list.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_111{
    "LFP-111",
    "Half a close is a message of its own in the parameter list.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_112{
    "LFP-112",
    "An application name is taken while a path that was accepted with it is open.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_113{
    "LFP-113",
    "Without a listener Linux severs with a text that says so.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_115{
    "LFP-115",
    "The limit of an AF_IUCV socket counts messages that the peer has not taken.",
    "MAN, KRN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_116{
    "LFP-116",
    "That limit is 1 to 65535, set before listen().",
    "MAN, KRN",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_117{
    "LFP-117",
    "At that limit a send waits or fails with EAGAIN.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_118{
    "LFP-118",
    "IUCV refuses a message above the limit with return code 3.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_119{
    "LFP-119",
    "Over HiperSockets the peer announces the limit.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_120{
    "LFP-120",
    "Over HiperSockets half the limit consumed is confirmed.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_121{"LFP-121",
                                     "The header over HiperSockets has 104 octets.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_122{"LFP-122",
                                     "Its flags are of six kinds.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_123{"LFP-123",
                                     "Its window has a limit or a count confirmed.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_124{"LFP-124",
                                     "A confirmation may carry data.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_125{
    "LFP-125",
    "A frame that nobody expects is dropped in silence, so that a loss may be silent.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "see the protocol iucv/hs"};

inline constexpr Requirement lfp_126{"LFP-126",
                                     "FIN ends a connection, behind what is queued.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_127{"LFP-127",
                                     "A device that goes down ends its connections.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_128{"LFP-128",
                                     "SHT ends the sending direction.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_129{"LFP-129",
                                     "Linux changes the code of names.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_130{
    "LFP-130",
    "The largest message over HiperSockets is the MTU of the device less 118.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "see the protocol iucv/hs"};

inline constexpr Requirement lfp_131{"LFP-131",
                                     "An MTU of 8192 needs a device with a larger one.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_132{"LFP-132",
                                     "A message that does not fit is refused, or cut in a stream.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_133{"LFP-133",
                                     "A worked example of SYN.",
                                     "KRN",
                                     "CODE",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "see the protocol iucv/hs"};

inline constexpr Requirement lfp_135{
    "LFP-135",
    "After the peer severs, what is queued is read and then the end.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_136{
    "LFP-136",
    "A send after that fails.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_137{
    "LFP-137",
    "Without a device sends fail.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_138{
    "LFP-138",
    "close() waits for data that is under way.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

inline constexpr Requirement lfp_139{
    "LFP-139",
    "A receiver that quiesces shuts the other side's sending direction.",
    "KRN",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "it is about a carrier; rules see one that keeps the order until it is lost"};

} // namespace pathproof::lfp::req
