// SPDX-License-Identifier: Apache-2.0
// Common INET: requirements on SIOCSMOCTL and the shared memory it attaches (docs/sources.md).
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::cinet::req {

// Purpose and environment.

inline constexpr Requirement smo_001{
    "SMO-001",
    "With SIOCSMOCTL the application lets TCP/IP gain (attach) or lose (detach) access to one "
    "64-bit shared memory object that it allocated.",
    "K17",
    "DOC"};

inline constexpr Requirement smo_002{"SMO-002",
                                     "The caller has to be in supervisor state, in system key or "
                                     "APF authorized, of which one is enough.",
                                     "K17",
                                     "DOC"};

inline constexpr Requirement smo_003{
    "SMO-003",
    "A caller without authority is refused, probably with EPERM 139 or EACCES 111.",
    "K17",
    "INF",
    Level::note};

inline constexpr Requirement smo_004{
    "SMO-004",
    "The call is made in task or SRB mode, PASN=HASN=SASN, AMODE 31 or 64, primary ASC mode, "
    "enabled for I/O and external interrupts, with parameters in the primary address space and "
    "accessible in the key of the caller.",
    "K17",
    "DOC",
    Level::must,
    Coverage::precondition,
    "The program that issues the calls for the kit sees to its own environment."};

inline constexpr Requirement smo_005{
    "SMO-005",
    "w_ioctl in general asks for less: any state, any key and PASN=HASN.",
    "K14, K17",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "It compares two calls and adds no behaviour of its own."};

inline constexpr Requirement smo_006{
    "SMO-006", "Stream, datagram and raw sockets can all be used for SIOCSMOCTL.", "K17", "DOC"};

inline constexpr Requirement smo_007{
    "SMO-007",
    "Asynchronous I/O with AioCommBuff may use buffers in an attached object on any stream socket "
    "that the application made.",
    "K17",
    "DOC"};

// Association and lifetime.

inline constexpr Requirement smo_020{
    "SMO-020",
    "TCP/IP ties each access to the socket on which the attach was issued.",
    "K17",
    "DOC"};

inline constexpr Requirement smo_021{"SMO-021",
                                     "Closing the socket of an attach breaks the associations left "
                                     "on it, and TCP/IP loses access without a detach.",
                                     "K17",
                                     "DOC"};

inline constexpr Requirement smo_022{"SMO-022",
                                     "The application closes the socket of an attach after all "
                                     "stream sockets that use buffers in the object.",
                                     "K17, SD3",
                                     "DOC"};

inline constexpr Requirement smo_023{"SMO-023",
                                     "One socket may have associations with more than one object.",
                                     "K17",
                                     "INF",
                                     Level::note};

inline constexpr Requirement smo_024{
    "SMO-024",
    "One object may be tied to two sockets at once, so that a provider with access by the old "
    "socket accepts an attach on the new.",
    "SD3",
    "INF",
    Level::note};

inline constexpr Requirement smo_025{"SMO-025",
                                     "A provider loses access when the last association of the "
                                     "object goes, not with the first close.",
                                     "SD3",
                                     "INF",
                                     Level::note};

inline constexpr Requirement smo_026{
    "SMO-026",
    "What a second attach of an object on the same socket does is open: EALREADY 1104, EEXIST 117 "
    "or success.",
    "none",
    "none",
    Level::note,
    Coverage::not_modelled,
    "No source says what happens, so no verdict could rest on it."};

inline constexpr Requirement smo_027{
    "SMO-027",
    "What a detach of something not attached does is open, but SMO-042 needs it to do no harm.",
    "none",
    "none",
    Level::note};

inline constexpr Requirement smo_028{"SMO-028",
                                     "Only the close of its last descriptor closes the socket, so "
                                     "dup2() and close() of the first one break no association.",
                                     "K18",
                                     "INF",
                                     Level::note};

// The ancillary socket.

inline constexpr Requirement smo_030{
    "SMO-030",
    "The ancillary socket has to outlive every stream socket that may refer to the object.",
    "K18",
    "DOC"};

inline constexpr Requirement smo_031{
    "SMO-031",
    "The cleanup of a process closes its descriptors one by one from the lowest to the highest.",
    "K18",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "The end of a process is not among the events of the model."};

inline constexpr Requirement smo_032{
    "SMO-032",
    "The application gets the largest descriptor by getrlimit, moves the ancillary socket there by "
    "dup2 and closes its first descriptor.",
    "K18",
    "DOC"};

inline constexpr Requirement smo_033{
    "SMO-033",
    "With RLIMIT_NOFILE (6) as a count, the highest usable descriptor is the limit less 1.",
    "K18, C2",
    "INF",
    Level::note,
    Coverage::precondition,
    "The program that issues the calls for the kit looks up its highest descriptor."};

inline constexpr Requirement smo_034{
    "SMO-034",
    "If a process ends with I/O under way, every stream socket closes before the ancillary one, "
    "whose association breaks last.",
    "K18",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "The end of a process is not among the events of the model."};

// All providers or none.

inline constexpr Requirement smo_040{
    "SMO-040",
    "After a failed attach some providers may have access and some may not.",
    "SD3",
    "SEED"};

inline constexpr Requirement smo_041{
    "SMO-041",
    "The state to aim for is that all providers have access or none has.",
    "SD3",
    "SEED"};

inline constexpr Requirement smo_042{
    "SMO-042",
    "After a failed attach the application issues a detach at once, and then no provider has "
    "access, whatever the detach returned.",
    "SD3",
    "SEED"};

inline constexpr Requirement smo_043{
    "SMO-043",
    "As a detach stops at a failure too, it reaches all that have access only if it keeps the "
    "order of the attach or providers without access report success.",
    "SD3",
    "INF",
    Level::note};

inline constexpr Requirement smo_044{"SMO-044",
                                     "Once an attach has failed under common INET, the application "
                                     "does not set AioCommBuff any more.",
                                     "SD3",
                                     "SEED"};

inline constexpr Requirement smo_045{"SMO-045",
                                     "Cleaning up after a failed attach is up to the application, "
                                     "as TCP/IP need not undo it by itself.",
                                     "SD3",
                                     "SEED"};

inline constexpr Requirement smo_046{
    "SMO-046",
    "The errno for AioCommBuff with a buffer in no attached object, or on a provider without "
    "access, is open.",
    "none",
    "none",
    Level::note,
    Coverage::not_modelled,
    "The errno is unknown, so there is nothing to compare an answer with."};

// When one provider is recycled.

inline constexpr Requirement smo_050{
    "SMO-050",
    "The listener should have SO_EIOIFNEWTP on, so that the application learns of a recycle.",
    "SD3",
    "SEED"};

inline constexpr Requirement smo_051{
    "SMO-051",
    "After a recycle the application closes the listener and makes one in all active providers.",
    "SD3",
    "SEED"};

inline constexpr Requirement smo_052{
    "SMO-052",
    "Recycle step 1, after the new listener, makes a new ancillary socket in all active providers.",
    "SD3",
    "SEED"};

inline constexpr Requirement smo_053{
    "SMO-053", "Recycle step 2 attaches the object on the new ancillary socket.", "SD3", "SEED"};

inline constexpr Requirement smo_054{
    "SMO-054", "Recycle step 3 closes the descriptor of the old ancillary socket.", "SD3", "SEED"};

inline constexpr Requirement smo_055{
    "SMO-055",
    "Recycle step 4 takes the new ancillary socket through the steps of SMO-032.",
    "SD3",
    "SEED"};

inline constexpr Requirement smo_056{
    "SMO-056",
    "The recycle order is listener, ancillary socket, attach, close of the old one, dup2, since a "
    "close before the attach would leave a time without access.",
    "SD3",
    "SEED"};

inline constexpr Requirement smo_057{
    "SMO-057",
    "A provider that stayed up has access at all times between the recycle steps.",
    "SD3",
    "SEED"};

inline constexpr Requirement smo_058{
    "SMO-058",
    "If the old ancillary socket is on the highest descriptor, recycle step 3 closes that one and "
    "step 4 puts the new socket there.",
    "SD3, K18",
    "INF",
    Level::note};

// Asynchronous I/O.

inline constexpr Requirement smo_070{
    "SMO-070",
    "AioCommBuff is a bit of the AIOCB that asks for optimized asynchronous socket I/O.",
    "K17",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "No source gives its byte and mask; whether it may be set is judged by SMO-044."};

inline constexpr Requirement smo_071{
    "SMO-071",
    "asyncio returns 0 for a scheduled request, whose results later appear in the AIOCB with a "
    "notification.",
    "K20",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Only whether AioCommBuff is set is modelled, not how the transfer proceeds."};

inline constexpr Requirement smo_072{
    "SMO-072",
    "With AIO_OK2COMPIMD asyncio may return 1: the request is done already and no notification "
    "follows.",
    "C5",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "Only whether AioCommBuff is set is modelled, not how the transfer proceeds."};

inline constexpr Requirement smo_073{
    "SMO-073",
    "LFS and PFS process asyncio in two passes, up to the point of waiting and from there on.",
    "K20",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Only whether AioCommBuff is set is modelled, not how the transfer proceeds."};

inline constexpr Requirement smo_074{
    "SMO-074",
    "The first pass of asyncio leaves read buffers alone unless immediate completion is allowed.",
    "K20",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Only whether AioCommBuff is set is modelled, not how the transfer proceeds."};

inline constexpr Requirement smo_075{
    "SMO-075",
    "The LFS sets EINPROGRESS 1103 for a pending AIOCB.",
    "K20",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "Only whether AioCommBuff is set is modelled, not how the transfer proceeds."};

} // namespace pathproof::cinet::req
