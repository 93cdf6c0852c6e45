#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The kit judges LFP instances: the reference conforms, over both carriers, and each lie that
stands behind it is found.

usage: lfp_instance.test.py PATHPROOF
"""
import concurrent.futures
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from lfp_path import files_in_memory, lie_is_found

FOLDER = pathlib.Path(__file__).resolve().parent
PROGRAM = sys.argv[1]
# What an instance under test is not asked.
UNSUPPORTED = ("an instance has the version that it has",
               "between an instance under test and its programs there is a buffer",
               "what a WRITE gives on a connection that was reset is not stated",
               "whether a program's call makes a new path is the instance's own affair",
               "a program that uses sockets as POSIX has them has no CANCEL",
               "a program that uses sockets as POSIX has them has no TERMAPI",
               "for each of two listeners an ACCEPT may be sent ahead, which is not modelled",
               "POSIX does not say what becomes of accept() when its socket is closed",
               "which of two tasks gets a connection that came ahead is not stated",
               "it says accepts=ahead, and the case is about when_asked",
               "programs end with their instance, and with them their calls")

# The lie, a case that finds it, and what the report says is broken, or why it fails.
LIES = [
    ("credits_too_much", "lfp/window/credit_at_the_point", "LFP-165"),
    ("credits_never", "lfp/window/credit_at_the_point", "LFP-165"),
    ("sends_no_data", "lfp/window/out", "LFP-162"),
    ("sends_twice", "lfp/window/out", "octet 100 that has come to the daemon on socket 0 is"),
    ("numbers_chunks_wrong", "lfp/window/out", "LFP-162"),
    ("changes_data", "lfp/window/out", "octet 99 that has come to the daemon on socket 0 is"),
    ("changes_data_to_program", "lfp/window/in",
     "octet 99 that has come to the program on socket 1 is"),
    ("confirms_less", "lfp/window/out",
     "observed   instance.data socket=0 octets=100 number=0 confirms=0"),
    ("says_no_hello", "lfp/session/hello", "it connects and says nothing"),
    ("says_another_mtu", "lfp/session/hello", "LFP-160"),
    ("says_other_names", "lfp/session/hello", "wrong_names=yes"),
    ("sends_an_unknown_kind", "lfp/window/out", "LFPO-002"),
    ("names_a_socket_that_there_is_not", "lfp/window/out", "LFP-162"),
    ("asks_for_more", "lfp/window/out", "it sends a request that nobody asked for"),
    ("asks_twice", "lfp/request/waits_and_delays_nobody", "nobody asked for: GETSOCKNAME"),
    ("asks_of_another_socket", "lfp/request/one", "nobody asked for: GETSOCKNAME"),
    ("hides_errno", "lfp/socket/connected_already", "error=unlisted"),
    ("accepts_with_a_used_descriptor", "lfp/accept_ahead/before_the_program",
     "not permitted: instance.request task=0 number=7 call=ACCEPT socket=2 new=2"),
    ("shuts_nothing", "lfp/socket/client", "LFP-002"),
    ("shuts_nothing", "lfp/socket/not_connected", "LFP-002"),
    ("keeps_what_nobody_wants", "lfp/accept_ahead/nobody_wants_it", "LFP-169"),
    ("keeps_what_has_come", "lfp/accept_ahead/before_the_partner", "LFPO-010"),
    ("beats_unasked", "lfp/window/out", "not permitted: instance.heartbeat"),
    ("sends_no_heartbeat", "lfp/session/heartbeat_of_the_instance", "LFP-173"),
    ("leaves_too_early", "lfp/window/out", "LFPO-012"),
    ("says_no_goodbye", "lfp/session/goodbye_of_the_instance", "LFPO-012"),
    ("ends_itself", "lfp/window/out", "it ended with status 9"),
    ("stays_after_the_end", "lfp/session/too_long", "LFPO-003"),
    ("starts_no_program", "lfp/session/hello", "it does not start its program"),
    ("ignores_the_stop", "lfp/session/goodbye_of_the_instance", "LFPO-012"),
    # Of messages that no right daemon sends, and such that change nothing.
    ("bears_no_messages", "lfp/malformed/idle/daemon_sends_heartbeat", "LFPO-003"),
    ("bears_short_messages", "lfp/malformed/window/daemon_sends_end", "LFPO-003"),
    ("bears_half_a_call", "lfp/malformed/data/daemon_sends_response", "LFPO-003"),
    ("bears_another_version", "lfp/malformed/request/daemon_sends_heartbeat", "LFPO-002"),
    ("bears_kinds_of_the_other_side", "lfp/malformed/end/daemon_sends_request", "LFPO-002"),
    ("reads_what_it_needs", "lfp/malformed/idle/daemon_sends_heartbeat", "LFPO-003"),
    ("ends_itself_at_a_short_message", "lfp/malformed/idle/daemon_sends_response",
     "ended by signal 11"),
    ("ends_itself_at_a_short_message", "lfp/malformed/first/daemon_sends_hello",
     "ended by signal 11"),
    ("hangs_at_an_unknown_kind", "lfp/malformed/idle/daemon_sends_unknown", "LFPO-002"),
    ("hangs_at_an_unknown_kind", "lfp/malformed/first/daemon_sends_unknown", "LFP-034"),
    ("serves_who_has_no_window", "lfp/malformed/first/daemon_sends_hello", "LFP-034"),
    ("bears_too_many_confirmations", "lfp/unexpected/daemon_confirms_too_many", "LFPO-025"),
    ("bears_too_much_data", "lfp/unexpected/daemon_data_above_window", "LFPO-025"),
    ("bears_wrong_numbers", "lfp/unexpected/daemon_wrong_number", "LFPO-025"),
    ("bears_credit_of_nothing", "lfp/unexpected/daemon_credit_of_nothing", "LFPO-025"),
    ("bears_too_much_credit", "lfp/unexpected/daemon_credit_above_window", "LFPO-025"),
    ("bears_data_behind_the_end", "lfp/unexpected/daemon_data_behind_end", "LFPO-025"),
    ("bears_what_was_said_already", "lfp/unexpected/daemon_end_twice", "LFPO-025"),
    ("bears_what_was_said_already", "lfp/unexpected/daemon_response_twice", "LFPO-026"),
    ("bears_strangers", "lfp/unexpected/daemon_data_of_no_socket", "LFPO-026"),
    ("bears_strangers", "lfp/unexpected/daemon_credit_for_no_socket", "LFPO-026"),
    ("bears_strangers", "lfp/unexpected/daemon_end_of_no_socket", "LFPO-026"),
    ("bears_strangers", "lfp/unexpected/daemon_response_for_no_request", "LFPO-026"),
    ("reads_flags_of_confirmations", "lfp/unexpected/daemon_ignored_idle",
     "not permitted: instance.closes"),
]


def run(*words):
    made = subprocess.run(
        [PROGRAM, "run", "--role", "instance", "--no-shrink", *words],
        capture_output=True, text=True, timeout=150, stdin=subprocess.DEVNULL)
    return made.returncode, made.stdout + made.stderr


def check(condition, text):
    if not condition:
        print(text)
        sys.exit(1)


def conforms(*words):
    """How many cases pass; what is not asked is unsupported, and said."""
    status, text = run("--tests", "15", *words)
    said = re.findall(r"^  unsupported     (.*)$", text, re.MULTILINE)
    check(status in (0, 3) and "failed" not in text and set(said) <= set(UNSUPPORTED),
          f"{words} is not judged right ({status}):\n{text}")
    return int(re.search(r"(\d+) pass", text.split("cases  ")[1]).group(1))


def is_found(lie, case, finding):
    """Nothing, or how the lie is not found."""
    iut = f"lfp-instance:exec:python3 {FOLDER}/lfp_instance_liar.py {lie} {PROGRAM}"
    trouble = lie_is_found(run, finding, case, "--iut", iut)
    return trouble and f"{lie} is not found by {case}:\n{trouble}"


def lies_are_found():
    truth = f"lfp-instance:exec:python3 {FOLDER}/lfp_instance_liar.py tells_the_truth {PROGRAM}"
    conforms(*{case for _, case, _ in LIES}, "--iut", truth)
    # Most of the time is waiting for what a lie keeps back.
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        troubles = list(filter(None, pool.map(lambda one: is_found(*one), LIES)))
    check(not troubles, "\n".join(troubles))


def bad_input():
    for iut, sentence in (
            ("lfp-instance:no/such/file", "is lfp-instance:exec:CMD or lfp-instance:exec-tcp:CMD"),
            ("lfp-instance:exec:", "names no program"),
            ("lfp-instance:exec:no-such-program", "it does not connect to its daemon")):
        status, text = run("lfp/session/hello", "--iut", iut)
        check(status in (1, 2) and sentence in " ".join(text.split()), f"{iut} ({status}):\n{text}")


files_in_memory()
passed = conforms("lfp", "--iut", f"lfp-instance:exec:{PROGRAM} lfp --quiet", "--jobs", "2")
check(passed >= 160, f"only {passed} cases are decided")
conforms("lfp/session", "lfp/limit", "--iut", f"lfp-instance:exec-tcp:{PROGRAM} lfp --quiet")
lies_are_found()
bad_input()
