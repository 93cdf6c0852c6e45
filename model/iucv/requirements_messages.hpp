// SPDX-License-Identifier: Apache-2.0
// IUCV at CP level: requirements on messages, the message limit, interrupts and return codes
// (docs/sources.md).
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::iucv::req {

inline constexpr Requirement iucv_080{
    "IUCV-080",
    "A message has exactly three possible queues in its life: send queue (not received), "
    "receive queue (received, reply due), reply queue (completed, not yet noticed by sender).",
    "SPG 111",
    "DOC"};

inline constexpr Requirement iucv_081{
    "IUCV-081",
    "SEND returns an IPMSGID that CP takes from a running counter, and both ends see the same "
    "one.",
    "SPG 113",
    "DOC"};

inline constexpr Requirement iucv_082{
    "IUCV-082", "An IPMSGID may be reused, but never names two messages at once.", "SPG", "DOC"};

inline constexpr Requirement iucv_083{
    "IUCV-083",
    "IPTRGCLS and IPSRCCLS are free 32-bit values chosen by the sender; CP does not restrict "
    "them and they may differ.",
    "SPG 113",
    "DOC"};

inline constexpr Requirement iucv_084{
    "IUCV-084",
    "The sender names a message by source path id + source class + id; the target by target "
    "path id + target class + id.",
    "SPG 113",
    "DOC"};

inline constexpr Requirement iucv_085{
    "IUCV-085",
    "IPMSGTAG is given by the sender on SEND and handed back only to the sender (PURGE, "
    "TESTCMPL, types 06/07).",
    "SPG 153,157",
    "DOC"};

inline constexpr Requirement iucv_086{
    "IUCV-086",
    "IPNORPY (X'10') makes a one-way message; it completes when RECEIVE finishes; no REPLY is "
    "allowed. Without it the message is two-way.",
    "SPG 165, 121",
    "DOC"};

inline constexpr Requirement iucv_087{
    "IUCV-087", "SEND with IPPRTY on a path without priority: IPRCODE 4.", "SPG 173", "DOC"};

inline constexpr Requirement iucv_088{
    "IUCV-088",
    "Priority messages queue before all non-priority ones and behind earlier priority ones; "
    "the same rule holds for priority replies.",
    "SPG 121",
    "INF",
    Level::note};

inline constexpr Requirement iucv_089{
    "IUCV-089",
    "IPRMDATA on SEND carries exactly 8 bytes in IPRMMSG1/2; if the target did not permit it, "
    "IPRCODE 21 (X'15').",
    "SPG 173,135",
    "DOC"};

inline constexpr Requirement iucv_090{
    "IUCV-090",
    "For a parameter-list message the 8 bytes arrive inside the type 08/09 interrupt (and in "
    "DESCRIBE/RECEIVE output) with IPRMDATA set.",
    "SPG 159",
    "DOC"};

inline constexpr Requirement iucv_091{
    "IUCV-091",
    "REPLY may independently use IPRMDATA; if the sender's path did not allow it the sender's "
    "audit shows IPADPRMD (X'0200').",
    "SPG 161",
    "DOC"};

inline constexpr Requirement iucv_092{
    "IUCV-092", "Negative length on SEND: IPRCODE 10 (X'0A').", "SPG 173, DB2", "DOC"};

inline constexpr Requirement iucv_093{
    "IUCV-093",
    "RECEIVE without any identifier takes the first message that was not partly received; "
    "with path and/or class it takes the first match; with an id all three must match.",
    "SPG 121",
    "DOC"};

inline constexpr Requirement iucv_094{
    "IUCV-094",
    "RECEIVE into a short buffer: the rest stays on the send queue, IPBFLN1F returns the "
    "remaining length, the flags are set so that the list can be reused; the remainder must "
    "be asked for with full identification.",
    "SPG 121,165",
    "DOC"};

inline constexpr Requirement iucv_095{"IUCV-095",
                                      "RECEIVE into a short buffer has return code 5.",
                                      "IU __iucv_message_receive treats 5 as success-with-residual",
                                      "CODE",
                                      Level::note};

inline constexpr Requirement iucv_096{
    "IUCV-096",
    "RECEIVE longer than the message: IPBFLN1F returns the unused byte count, IPBFADR1 the "
    "address past the last byte stored.",
    "HSC 357 and SPG 163",
    "INF",
    Level::note};

inline constexpr Requirement iucv_097{
    "IUCV-097",
    "RECEIVE of a message that was purged meanwhile has return code 9.",
    "HVC hvc_iucv_write comment",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_098{
    "IUCV-098",
    "No matching message: CC 2 (RECEIVE, REJECT, DESCRIBE, PURGE, TESTCMPL).",
    "SPG 171-173",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_099{
    "IUCV-099", "Message id found but class or path wrong: IPRCODE 8.", "SPG 172-173, DB2", "DOC"};

inline constexpr Requirement iucv_100{
    "IUCV-100",
    "REPLY needs path id, message id and target class; it moves the message to the sender's "
    "reply queue.",
    "SPG 121",
    "DOC"};

inline constexpr Requirement iucv_101{
    "IUCV-101",
    "Reply longer than the answer area: data is cut, IPADRPLE (X'8000') is set and IPBFLN2F "
    "holds the count that did not fit; if shorter, IPBFLN2F holds the unused count.",
    "SPG 161,163",
    "DOC"};

inline constexpr Requirement iucv_102{
    "IUCV-102",
    "REJECT refuses a message from notification until completion; the sender sees IPADRJCT "
    "(X'0400').",
    "SPG 161",
    "DOC"};

inline constexpr Requirement iucv_103{
    "IUCV-103",
    "PURGE (sender side) cancels a message and returns IPAUDIT, IPMSGTAG, IPMSGID, IPSRCCLS.",
    "SPG 147",
    "DOC"};

inline constexpr Requirement iucv_104{
    "IUCV-104",
    "TESTCMPL takes a completed message off the reply queue; condition code 3 says that its "
    "audit trail is not zero.",
    "SPG 157,161,173",
    "DOC"};

inline constexpr Requirement iucv_105{
    "IUCV-105",
    "TESTMSG waits (wait state) while nothing is queued, then CC 1 = send queue, 2 = reply "
    "queue, 3 = both.",
    "SPG 121,173",
    "DOC"};

inline constexpr Requirement iucv_106{
    "IUCV-106",
    "DESCRIBE returns the description of a pending message in the same layout as the type "
    "08/09 interrupt; path, id and class flags come back set.",
    "SPG 145,159",
    "DOC"};

inline constexpr Requirement iucv_107{
    "IUCV-107",
    "Data moves directly between the two guests; the sender's PSW key saved at SEND protects "
    "its buffers, the target's key at RECEIVE/REPLY protects the target's. Violations surface "
    "in the audit bits, not as program checks at the sender.",
    "SPG 113,161",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "A label is an abstract record: storage, keys and the state of the virtual CPU are not in "
    "it."};

inline constexpr Requirement iucv_108{
    "IUCV-108", "Messages are bounded; CP never merges two messages.", "ENC", "DOC"};

inline constexpr Requirement iucv_109{
    "IUCV-109",
    "Only control events (types 01-05) force the use of interrupts; messages and completions "
    "can also be polled with DESCRIBE and TESTCMPL.",
    "SPG 115",
    "DOC"};

inline constexpr Requirement iucv_110{
    "IUCV-110",
    "With IPBUFLST (X'40', data) or IPANSLST (X'08', answer) the address field points to an "
    "array of 8-byte entries (31-bit address, length), doubleword aligned.",
    "IUH",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "A label is an abstract record: storage, keys and the state of the virtual CPU are not in "
    "it."};

inline constexpr Requirement iucv_131{
    "IUCV-131",
    "IPSYNC (X'04') on SEND asks for a synchronous send; af_iucv and hvc_iucv never use it.",
    "IUH, AF, HVC",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "What a synchronous send does is said nowhere."};

inline constexpr Requirement iucv_140{
    "IUCV-140",
    "The limit counts outstanding messages per path and direction; SEND beyond it gives "
    "IPRCODE 3.",
    "SPG 173, MAN",
    "DOC"};

inline constexpr Requirement iucv_141{
    "IUCV-141",
    "A limit in CONNECT or ACCEPT may not exceed the value of the directory; the value in "
    "effect comes back in IPMSGLIM.",
    "SPG 133,167",
    "DOC"};

inline constexpr Requirement iucv_142{
    "IUCV-142",
    "IPMSGLIM of zero means: take the directory value, else the default.",
    "SPG 133",
    "DOC"};

inline constexpr Requirement iucv_143{
    "IUCV-143",
    "A limit above the maximum has IPRCODE 18, where there is a lower maximum than a halfword "
    "can hold.",
    "SPG 167,171, MAN",
    "INF",
    Level::note};

inline constexpr Requirement iucv_144{
    "IUCV-144",
    "Without any limit a default applies.",
    "none",
    "none",
    Level::note,
    Coverage::not_modelled,
    "No text that was read gives the default; the directory entries of the kit always have a "
    "limit."};

inline constexpr Requirement iucv_145{
    "IUCV-145", "Of two limits the lower one holds.", "MAN", "DOC"};

inline constexpr Requirement iucv_160{
    "IUCV-160",
    "The external interruption code is 4000 (hex), and the type is in byte 3 of the buffer.",
    "kernel",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "A label is an abstract record: storage, keys and the state of the virtual CPU are not in "
    "it."};

inline constexpr Requirement iucv_161{
    "IUCV-161",
    "An interrupt is presented when the guest is enabled for it, by PSW, control register 0 "
    "and IUCV mask.",
    "SPG 115, IU",
    "DOC"};

inline constexpr Requirement iucv_162{
    "IUCV-162", "After DCLBFR and until SETMASK/SETCMASK all IUCV masks are on.", "SPG 115", "DOC"};

inline constexpr Requirement iucv_163{
    "IUCV-163",
    "SETMASK bits: X'80' non-priority messages, X'40' priority messages, X'20' non-priority "
    "completions, X'10' priority completions, X'08' all control interrupts; the low three "
    "bits must be zero.",
    "SPG 155-156, IU",
    "DOC"};

inline constexpr Requirement iucv_164{
    "IUCV-164",
    "SETCMASK bits: X'80' type 01, X'40' type 02, X'20' type 03, X'10' type 04, X'08' type "
    "05; the low three must be zero.",
    "SPG 155, IU",
    "DOC"};

inline constexpr Requirement iucv_165{
    "IUCV-165",
    "SETMASK is examined first; with X'08' off the SETCMASK bits do not matter.",
    "SPG 115",
    "DOC"};

inline constexpr Requirement iucv_166{
    "IUCV-166", "A masked event stays queued and is presented when enabled.", "SPG 115", "DOC"};

inline constexpr Requirement iucv_167{
    "IUCV-167",
    "Types 06/08 belong to priority, 07/09 to non-priority traffic. 06/07 are completions, "
    "08/09 arrivals.",
    "HSC 360, IU dispatch table",
    "DOC"};

inline constexpr Requirement iucv_290{
    "IUCV-290",
    "IPRCODE is written only when an error is found; processing stops at the first error.",
    "SPG 169",
    "DOC"};

inline constexpr Requirement iucv_291{
    "IUCV-291",
    "CC 1 goes with a non-zero IPRCODE; CC 2 and 3 have function-specific meaning and IPRCODE "
    "is then not valid.",
    "SPG 171-173",
    "DOC"};

} // namespace pathproof::iucv::req
