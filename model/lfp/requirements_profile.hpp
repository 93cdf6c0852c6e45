// SPDX-License-Identifier: Apache-2.0
// LFP: requirements on rules that any framing must obey.
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::lfp::req {

inline constexpr Requirement lfp_150{"LFP-150",
                                     "The format between LFP and its daemon is not public.",
                                     "none",
                                     "none",
                                     Level::note,
                                     Coverage::not_modelled,
                                     "the model is of the kit's own profile"};

inline constexpr Requirement lfp_151{
    "LFP-151",
    "Nothing is public of versions, heartbeats, codes of calls, numbers of sockets or chunks.",
    "none",
    "none",
    Level::note,
    Coverage::not_modelled,
    "the model is of the kit's own profile"};

inline constexpr Requirement lfp_160{
    "LFP-160",
    "The first message each way is a hello with magic, profile version, MTU, message limit, "
    "window size, threshold, task and socket limits. An unknown major version is refused and the "
    "path closed.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_161{
    "LFP-161",
    "A path whose peer has other names than were configured is refused before any call is served.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_162{
    "LFP-162",
    "No message exceeds the smaller MTU of both sides; longer reads and writes are cut into "
    "chunks, reassembled in order for each socket. Datagrams keep their boundaries.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_163{
    "LFP-163",
    "Of each direction at most message-limit messages are unconfirmed; data never uses up the "
    "last slot, which is kept for control.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_164{
    "LFP-164",
    "The window is per socket and direction, in octets of payload. It starts as the receiver's "
    "window size, each chunk of data lowers it, and it is never below 0 nor above the window "
    "size.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_165{
    "LFP-165",
    "Credit is returned when the octets consumed and not yet reported reach window size x "
    "threshold / 100.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_166{
    "LFP-166",
    "Credit is also returned when the reader waits at an empty buffer, so that no threshold "
    "stops a direction for good.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_167{
    "LFP-167",
    "Without window a sender that may wait waits, and one that may not gets EWOULDBLOCK; the "
    "socket is not writable. A socket that is stalled stops no other.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_168{
    "LFP-168",
    "A write that does not wait gives the octets accepted, if any fitted, and not an error.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_169{
    "LFP-169",
    "A request carries task, request number and socket. Answers are in order within a task and "
    "in any order between tasks. CANCEL names a request.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_170{
    "LFP-170",
    "When the path is lost every outstanding request ends with the configured error exactly "
    "once; no request is sent again on a new path, and old descriptors stay invalid.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_171{
    "LFP-171",
    "When the path is lost the daemon closes all sockets of the instance and listens again.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_172{"LFP-172",
                                     "A second connection to a daemon that has a path is refused.",
                                     "KIT",
                                     "INF",
                                     Level::profile};

inline constexpr Requirement lfp_173{
    "LFP-173",
    "Where loss of the path may be silent each side sends heartbeats, at a stated interval, and "
    "gives the path up after a stated number of misses.",
    "KIT",
    "INF",
    Level::profile};

inline constexpr Requirement lfp_174{
    "LFP-174",
    "Buffer memory is never above its configured ceiling; when it is used up calls wait or fail "
    "with ENOBUFS, and the path stays.",
    "KIT",
    "INF",
    Level::profile,
    Coverage::not_modelled,
    "the model has no memory; the window is its bound"};

inline constexpr Requirement lfp_175{
    "LFP-175",
    "Text goes through the code page once, at the daemon; payload goes through unchanged. "
    "Integers are big-endian.",
    "KIT",
    "INF",
    Level::profile};

} // namespace pathproof::lfp::req
