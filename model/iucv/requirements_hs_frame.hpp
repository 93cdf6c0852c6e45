// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: requirements on the transport header (docs/sources.md).
#pragma once

#include <array>

#include "model/core/requirement.hpp"

namespace pathproof::iucv::req {

inline constexpr Requirement iucv_180{
    "IUCV-180",
    "The transport header has 104 octets without gaps, and its numbers are big-endian.",
    "HDR",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_181{
    "IUCV-181",
    "The header begins with FBFB, which is the Ethernet type too, and has version 1.",
    "AF, HDR",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_183{
    "IUCV-183",
    "User ids and application names are EBCDIC, padded with blanks to 8 characters; the second "
    "half of an application name's 16 octets is zero and is not compared.",
    "AF, HDR",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_184{
    "IUCV-184", "Both node ids are zero and are not compared.", "AF", "CODE", Level::note};

inline constexpr Requirement iucv_189{
    "IUCV-189",
    "The payload is everything after the header: the length field in it is not used.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_190{
    "IUCV-190",
    "Of the message description only class and tag are set, in data frames; a receiver ignores "
    "the rest.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_191{"IUCV-191",
                                      "A receiver uses the class and does not look at the tag.",
                                      "AF",
                                      "CODE",
                                      Level::note};

inline constexpr Requirement iucv_192{
    "IUCV-192",
    "Control frames are the header alone, with a message description of zeros.",
    "AF",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_196{
    "IUCV-196",
    "The octet of flags is accepted as a whole: none, SYN, SYN and ACK, SYN and FIN, FIN, WIN or "
    "SHT; every other value is discarded.",
    "AF",
    "CODE",
    Level::note};

inline constexpr std::array hs_frame{&iucv_180,
                                     &iucv_181,
                                     &iucv_183,
                                     &iucv_184,
                                     &iucv_189,
                                     &iucv_190,
                                     &iucv_191,
                                     &iucv_192,
                                     &iucv_196};

} // namespace pathproof::iucv::req
