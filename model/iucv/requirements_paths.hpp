// SPDX-License-Identifier: Apache-2.0
// IUCV at CP level: requirements on authorization and paths (docs/sources.md).
#pragma once

#include "model/core/requirement.hpp"

namespace pathproof::iucv::req {

inline constexpr Requirement iucv_001{
    "IUCV-001",
    "A directory statement IUCV ALLOW in the target's entry lets every other virtual machine "
    "CONNECT to it; the originator needs no statement of its own.",
    "MAN, SAG",
    "DOC"};

inline constexpr Requirement iucv_002{
    "IUCV-002",
    "IUCV ANY in the originator's entry lets it CONNECT to any other virtual machine.",
    "MAN, SAG",
    "DOC"};

inline constexpr Requirement iucv_003{
    "IUCV-003",
    "IUCV userid in the originator's entry lets it CONNECT to that one userid; several IUCV "
    "statements may stand in one entry.",
    "MAN, SAG",
    "DOC"};

inline constexpr Requirement iucv_004{
    "IUCV-004",
    "Each of 001-003 alone is sufficient; with none of them CONNECT ends with CC 1 and "
    "IPRCODE 15 (X'0F').",
    "SPG 171",
    "DOC"};

inline constexpr Requirement iucv_005{
    "IUCV-005",
    "Authorization is directional: IUCV ALLOW in A's entry does not let A connect to B.",
    "MAN",
    "INF",
    Level::note};

inline constexpr Requirement iucv_006{
    "IUCV-006",
    "A CONNECT refused for authorization leaves no path and causes no interrupt at the "
    "target.",
    "SPG 169",
    "INF",
    Level::note};

inline constexpr Requirement iucv_007{
    "IUCV-007",
    "MSGLIMIT n may follow any IUCV statement; it caps outstanding messages per connection "
    "that this statement authorizes; highest value 65535; absent means 65535.",
    "MAN",
    "DOC"};

inline constexpr Requirement iucv_008{
    "IUCV-008",
    "PRIORITY on the IUCV statement is what permits priority messages on paths it authorizes.",
    "SAG",
    "DOC"};

inline constexpr Requirement iucv_009{
    "IUCV-009",
    "OPTION MAXCONN n limits concurrent IUCV connections of a virtual machine; default 64, "
    "maximum 65535.",
    "MAN",
    "DOC"};

inline constexpr Requirement iucv_010{
    "IUCV-010",
    "The originator's own MAXCONN exhausted gives CONNECT IPRCODE 13 (X'0D'); the target's "
    "exhausted gives 14 (X'0E').",
    "SPG 171, AF",
    "DOC"};

inline constexpr Requirement iucv_011{
    "IUCV-011",
    "A target may refuse an authorized CONNECT by issuing SEVER against the pending path "
    "instead of ACCEPT.",
    "ENC",
    "DOC"};

inline constexpr Requirement iucv_012{
    "IUCV-012",
    "CP system services are addressed by an IPVMID starting with *, a character no userid may "
    "contain; an unknown service name gives IPRCODE 16 (X'10').",
    "ENC, SPG 171",
    "DOC"};

inline constexpr Requirement iucv_013{
    "IUCV-013",
    "IPFCNCD (offset 6 of the CONNECT list) is meaningful only for CP services; a bad value "
    "gives IPRCODE 17 (X'11').",
    "SPG 143,171",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "CP services are outside the model: only that there is none of a name is."};

inline constexpr Requirement iucv_014{
    "IUCV-014",
    "The pending-connection interrupt carries the userid of the originator, which cannot "
    "choose it.",
    "SPG 171",
    "DOC"};

inline constexpr Requirement iucv_015{
    "IUCV-015",
    "CONNECT to *MSG selects traffic by CP SET, and the message class tells where it came "
    "from.",
    "SPG 192",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "CP services are outside the model: only that there is none of a name is."};

inline constexpr Requirement iucv_016{
    "IUCV-016",
    "An external security manager may add a check at CONNECT (and at sever, for ACF2) on top "
    "of the directory rules.",
    "CA Top Secret and ACF2",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "What a security manager decides is not in the directory entries that are modelled."};

inline constexpr Requirement iucv_017{"IUCV-017",
                                      "A guest may connect to itself.",
                                      "MAN, MANH",
                                      "DOC",
                                      Level::must,
                                      Coverage::not_modelled,
                                      "No source says which statement of the directory it needs."};

inline constexpr Requirement iucv_018{
    "IUCV-018",
    "Plain IUCV reaches virtual machines and CP on the same z/VM system; across systems the "
    "documents point to APPC/VM with TSAF.",
    "MAN, IBMDOC",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "The model has one z/VM system."};

inline constexpr Requirement iucv_019{
    "IUCV-019",
    "The CONNECT list has IPTARGET and IPLOCAL, so that a remote partner can be expressed.",
    "IUH, IU iucv_path_connect, AF",
    "CODE",
    Level::note,
    Coverage::not_modelled,
    "The model has one z/VM system, and the rules of distributed IUCV are not known."};

inline constexpr Requirement iucv_020{
    "IUCV-020",
    "Every function except QUERY needs a declared external interrupt buffer; otherwise an "
    "operation exception occurs, not a return code.",
    "SPG 117, 143-157",
    "DOC"};

inline constexpr Requirement iucv_021{
    "IUCV-021",
    "The invoker must be in virtual supervisor state; otherwise operation exception.",
    "SPG 117",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "A label is an abstract record: storage, keys and the state of the virtual CPU are not in "
    "it."};

inline constexpr Requirement iucv_022{
    "IUCV-022",
    "The parameter list must lie on a doubleword boundary; otherwise specification exception.",
    "SPG 143-157",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "A label is an abstract record: storage, keys and the state of the virtual CPU are not in "
    "it."};

inline constexpr Requirement iucv_023{
    "IUCV-023",
    "A parameter list outside guest storage gives an addressing exception; a storage-key "
    "mismatch gives a protection exception.",
    "SPG 143-157",
    "DOC",
    Level::must,
    Coverage::not_modelled,
    "A label is an abstract record: storage, keys and the state of the virtual CPU are not in "
    "it."};

inline constexpr Requirement iucv_024{
    "IUCV-024",
    "RECEIVE, REJECT and TESTCMPL with a message id but without path id and class raise a "
    "specification exception; PURGE also raises it when no path id is given.",
    "SPG 147,149,151",
    "DOC"};

inline constexpr Requirement iucv_025{
    "IUCV-025",
    "QUERY takes no parameter list; it returns the interrupt-buffer size in GR0 and the "
    "maximum connections in GR1.",
    "SPG 147-148",
    "DOC"};

inline constexpr Requirement iucv_026{
    "IUCV-026", "The interrupt buffer is 40 bytes.", "IBMDOC", "DOC"};

inline constexpr Requirement iucv_027{
    "IUCV-027",
    "DCLBFR takes the buffer address in IPBFADR1; a second DCLBFR without RTRVBFR gives "
    "IPRCODE 19 (X'13'); CC 3 reports an error reading the directory.",
    "SPG 145,171",
    "DOC"};

inline constexpr Requirement iucv_028{
    "IUCV-028",
    "RTRVBFR has no parameter list and severs every path of the virtual machine.",
    "SPG 117,153",
    "DOC"};

inline constexpr Requirement iucv_029{
    "IUCV-029",
    "CONNECT with condition code 0 has assigned a path id and queued interrupt 01; the path "
    "cannot be used before interrupt 02.",
    "SPG 171, IU",
    "DOC"};

inline constexpr Requirement iucv_030{
    "IUCV-030",
    "CONNECT input: IPVMID, IPUSER (16 bytes), IPMSGLIM, IPFLAGS1, IPFCNCD. Output: IPPATHID, "
    "IPMSGLIM (value in effect), IPFLAGS1, IPRCODE.",
    "SPG 143-144",
    "DOC"};

inline constexpr Requirement iucv_031{
    "IUCV-031",
    "CONNECT to a userid not logged on gives IPRCODE 11 (X'0B'); logged on but without "
    "declared buffer gives 12 (X'0C').",
    "SPG 171",
    "DOC"};

inline constexpr Requirement iucv_032{
    "IUCV-032",
    "ACCEPT input: IPPATHID from interrupt type 01, IPMSGLIM, IPUSER, IPFLAGS1. A path id "
    "that is not pending gives IPRCODE 1.",
    "SPG 171",
    "DOC"};

inline constexpr Requirement iucv_033{
    "IUCV-033",
    "ACCEPT after the originator already severed gives IPRCODE 20 (X'14').",
    "SPG 171",
    "DOC"};

inline constexpr Requirement iucv_034{
    "IUCV-034",
    "Successful ACCEPT queues a connection-complete interrupt (type 02) to the originator, "
    "carrying the acceptor's IPUSER, IPMSGLIM and flags.",
    "SPG 159,171",
    "DOC"};

inline constexpr Requirement iucv_035{
    "IUCV-035",
    "A path has one path id per end; the two numbers are unrelated and each is known only to "
    "its own virtual machine.",
    "SPG 111,113",
    "DOC"};

inline constexpr Requirement iucv_036{
    "IUCV-036",
    "A virtual machine can name only path ids in its own table; any other value gives IPRCODE "
    "1.",
    "SPG 119",
    "DOC"};

inline constexpr Requirement iucv_037{
    "IUCV-037",
    "IPQUSCE on CONNECT: the target may not SEND until RESUME. IPQUSCE on ACCEPT: the "
    "originator may not SEND.",
    "SPG 143",
    "DOC"};

inline constexpr Requirement iucv_038{
    "IUCV-038",
    "IPRMDATA on CONNECT/ACCEPT states readiness to receive parameter-list data; the default "
    "is not ready. Each end decides for itself.",
    "SPG 135",
    "DOC"};

inline constexpr Requirement iucv_039{
    "IUCV-039",
    "The pending interrupt tells the target whether the originator asked for IPRMDATA (bit in "
    "IPFLAGS1).",
    "SPG 125",
    "DOC"};

inline constexpr Requirement iucv_040{
    "IUCV-040",
    "IPPRTY as output of CONNECT/ACCEPT says whether priority messages are allowed on the "
    "path.",
    "SPG 143",
    "DOC"};

inline constexpr Requirement iucv_041{
    "IUCV-041",
    "IPUSER is opaque to CP and is delivered unchanged in types 01, 02, 03, 04, 05.",
    "SPG 159, HSC 361-363",
    "DOC"};

inline constexpr Requirement iucv_060{
    "IUCV-060",
    "QUIESCE stops incoming traffic of the invoker: the partner's SEND then ends with IPRCODE "
    "2. The partner gets type 04.",
    "SPG 173",
    "DOC"};

inline constexpr Requirement iucv_061{
    "IUCV-061", "RESUME lifts it; the partner gets type 05.", "IUH, SPG 155", "DOC"};

inline constexpr Requirement iucv_062{
    "IUCV-062",
    "QUIESCE is one-directional; the invoker itself may still SEND.",
    "SPG 143, 173",
    "INF",
    Level::note};

inline constexpr Requirement iucv_063{
    "IUCV-063",
    "IPALL (X'80') on QUIESCE, RESUME, SEVER applies the function to all paths of the "
    "invoker; path id is then not given.",
    "SPG 129,157",
    "DOC"};

inline constexpr Requirement iucv_064{
    "IUCV-064", "QUIESCE/RESUME/SEVER with an unknown path id: IPRCODE 1.", "SPG 173", "DOC"};

inline constexpr Requirement iucv_065{
    "IUCV-065", "SEVER sends type 03 with the invoker's IPUSER to the partner.", "SPG 125", "DOC"};

inline constexpr Requirement iucv_066{
    "IUCV-066",
    "After one end severed, the other end must SEVER too before CP frees its control blocks.",
    "SPG 125",
    "DOC"};

inline constexpr Requirement iucv_067{
    "IUCV-067",
    "SEVER implies REJECT of each outstanding incoming message and PURGE of each outstanding "
    "outgoing message of the invoker.",
    "SPG 117",
    "DOC"};

inline constexpr Requirement iucv_068{
    "IUCV-068",
    "A message completed because the path was severed shows audit bit IPADSVRD (X'0008' of "
    "the 16-bit form).",
    "SPG 161",
    "DOC"};

inline constexpr Requirement iucv_069{
    "IUCV-069",
    "After the partner has severed, messages that it sent before may still be received until "
    "one severs oneself.",
    "IUH",
    "DOC"};

inline constexpr Requirement iucv_070{
    "IUCV-070",
    "A path id freed by SEVER may be reused at once by the next CONNECT or type-01 interrupt.",
    "IU iucv_cleanup_queue comment",
    "CODE",
    Level::note};

inline constexpr Requirement iucv_072{
    "IUCV-072",
    "An end that disappears (logoff, system reset) is severed toward its partners.",
    "ENC",
    "INF",
    Level::note};

} // namespace pathproof::iucv::req
