#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The kit judges LFP daemons: the reference conforms, started by the kit or running, and each lie
that stands before it is found.

usage: lfp_daemon.test.py PATHPROOF
"""
import concurrent.futures
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from lfp_path import files_in_memory, lie_is_found

FOLDER = pathlib.Path(__file__).resolve().parent
PROGRAM = sys.argv[1]

# The lie, a case that finds it, and what the report says is broken, or why it fails.
LIES = [
    ("credits_too_much", "lfp/window/credit_of_the_daemon", "LFP-165"),
    ("credits_never", "lfp/window/credit_of_the_daemon", "LFP-165"),
    ("numbers_chunks_wrong", "lfp/window/in", "LFP-162"),
    ("changes_data", "lfp/window/in", "octet 99 from the partner of socket 1 is"),
    ("changes_data_to_partner", "lfp/window/out", "octet 99 for the partner of socket 0 is"),
    ("names_another_reason", "lfp/session/wrong_names", "LFP-161"),
    ("refuses_without_a_word", "lfp/session/wrong_names", "LFP-161"),
    ("hides_errors", "lfp/window/reset", "LFP-140"),
    ("confirms_less", "lfp/window/in", "confirms=4294967295"),
    ("says_another_mtu", "lfp/session/hello", "LFP-160"),
    ("sends_an_unknown_kind", "lfp/window/in", "LFPO-002"),
    ("answers_another_request", "lfp/session/hello", "is that to another request"),
    ("fails_calls", "lfp/session/hello", "SOCKET of a socket that the test needs fails"),
    ("hides_errno", "lfp/socket/connected_already", "LFP-140"),
    ("answers_twice", "lfp/request/one", "call=SOCKET socket=2 error=0 confirms=0"),
    ("sends_no_heartbeat", "lfp/session/heartbeat_of_the_daemon", "LFP-173"),
    ("beats_unasked", "lfp/window/in", "not permitted: daemon.heartbeat"),
    ("ends_itself", "lfp/window/in", "it ended with status 9"),
    ("stays_after_the_end", "lfp/session/unknown_kind", "LFPO-002"),
    ("outlives_the_path", "lfp/session/lost", "still there after the path has ended"),
    # … and when only the test is over.
    ("outlives_the_path", "lfp/window", "still there after the path has ended"),
    ("family_of_linux", "lfp/calls/address/name_of_inet6", "LFP-083"),
    ("errno_of_linux", "lfp/calls/address/taken", "LFP-140"),
    ("forgets_options", "lfp/calls/option/flags", "LFPO-019"),
    ("names_another_port", "lfp/calls/address/name", "LFPO-018"),
    ("names_another_partner", "lfp/calls/listener/accept", "LFPO-022"),
    ("names_another_sender", "lfp/calls/datagram/in", "LFPO-006"),
    ("names_another_host", "lfp/calls/host/own", "LFP-061"),
    ("cuts_datagrams", "lfp/calls/datagram/in_of_inet6", "LFPO-006"),
    ("changes_data", "lfp/calls/datagram/in", "octets of a datagram of a partner"),
    ("changes_data_to_partner", "lfp/calls/datagram/out", "octets of a datagram for a partner"),
    ("hides_errno", "lfp/calls/request/unknown", "LFPO-004"),
    ("ignores_the_stop", "lfp/session/goodbye_of_the_daemon", "LFPO-012"),
    # Of messages that no right instance sends, and such that change nothing.
    ("bears_no_messages", "lfp/malformed/idle/instance_sends_heartbeat", "LFPO-003"),
    ("bears_no_messages", "lfp/malformed/end/instance_sends_data", "LFPO-003"),
    ("bears_short_messages", "lfp/malformed/window/instance_sends_cancel", "LFPO-003"),
    ("bears_half_a_call", "lfp/malformed/data/instance_sends_request", "LFPO-003"),
    ("bears_another_version", "lfp/malformed/request/instance_sends_heartbeat", "LFPO-002"),
    ("bears_kinds_of_the_other_side", "lfp/malformed/idle/instance_sends_response", "LFPO-002"),
    ("reads_what_it_needs", "lfp/malformed/idle/instance_sends_heartbeat", "LFPO-003"),
    ("ends_itself_at_a_short_message", "lfp/malformed/idle/instance_sends_request",
     "ended by signal 11"),
    ("ends_itself_at_a_short_message", "lfp/malformed/first/instance_sends_hello",
     "ended by signal 11"),
    ("hangs_at_an_unknown_kind", "lfp/malformed/idle/instance_sends_unknown", "LFPO-002"),
    ("hangs_at_an_unknown_kind", "lfp/malformed/first/instance_sends_unknown", "LFPO-023"),
    ("serves_who_has_no_window", "lfp/malformed/first/instance_sends_hello", "LFPO-023"),
    ("bears_another_version", "lfp/malformed/first/instance_sends_hello", "LFPO-023"),
    ("names_another_reason", "lfp/malformed/first/instance_sends_heartbeat", "LFPO-023"),
    ("refuses_without_a_word", "lfp/malformed/first/instance_sends_confirm", "LFPO-023"),
    ("bears_too_many_confirmations", "lfp/unexpected/instance_confirms_too_many", "LFPO-025"),
    ("bears_too_much_data", "lfp/unexpected/instance_data_above_window", "LFPO-025"),
    ("bears_wrong_numbers", "lfp/unexpected/instance_wrong_number", "LFPO-025"),
    ("bears_credit_of_nothing", "lfp/unexpected/instance_credit_of_nothing", "LFPO-025"),
    ("bears_too_much_credit", "lfp/unexpected/instance_credit_above_window", "LFPO-025"),
    ("reads_flags_of_confirmations", "lfp/unexpected/instance_ignored_idle",
     "not permitted: daemon.closes"),
    ("loses_what_comes_behind", "lfp/unexpected/instance_ignored_with_data", "LFPO-008"),
]


def run(*words):
    made = subprocess.run(
        [PROGRAM, "run", "--role", "daemon", "--no-shrink", *words],
        capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    return made.returncode, made.stdout + made.stderr


def check(condition, text):
    if not condition:
        print(text)
        sys.exit(1)


def starts(lie):
    return f"lfp-daemon:exec:python3 {FOLDER}/lfp_liar.py {lie} {PROGRAM}"


def conforms(*words, but_for=""):
    status, text = run("--tests", "15", *words)
    check(status == 0 or status == 3 and but_for and but_for in text,
          f"{words} is not judged right ({status}):\n{text}")
    return int(re.search(r"(\d+) pass", text.split("cases  ")[1]).group(1))


def is_found(lie, case, finding):
    """Nothing, or how the lie is not found."""
    trouble = lie_is_found(run, finding, case, "--iut", starts(lie))
    return trouble and f"{lie} is not found by {case}:\n{trouble}"


def lies_are_found():
    conforms(*{case for _, case, _ in LIES}, "--iut", starts("tells_the_truth"))
    # Most of the time is waiting for what a lie keeps back.
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for trouble in pool.map(lambda one: is_found(*one), LIES):
            check(not trouble, trouble)


@contextlib.contextmanager
def serving(instance):
    """An instance that has the daemon's path."""
    folder = pathlib.Path(instance).parent
    one = subprocess.Popen(
        [PROGRAM, "lfp", "--config", instance], stderr=subprocess.PIPE, text=True,
        env=dict(os.environ, LFP_FOLDER=f"{folder}/instances"))
    try:
        check("serves system ID" in one.stderr.readline(), "the instance does not serve")
        yield
    finally:
        one.terminate()
        one.wait(10)


def running_daemon():
    """One that serves somebody is busy, one that is free is judged, and both live on."""
    with tempfile.TemporaryDirectory() as folder:
        examples = FOLDER.parent.parent / "examples" / "lfp"
        for name in ("instance.txt", "lfpd-LINR02.conf"):
            text = (examples / name).read_text()
            pathlib.Path(folder, name).write_text(text.replace("unix:", f"unix:{folder}/"))
        instance = f"{folder}/instance.txt"
        daemon = subprocess.Popen(
            [PROGRAM, "lfpd", "--quiet", "--config", f"{folder}/lfpd-LINR02.conf"])
        try:
            # What it cannot be asked is unsupported, and said.
            passed = conforms("lfp", "--iut", f"lfp-daemon:{instance}",
                              but_for="unsupported     the daemon is running with")
            check(passed >= 170, f"only {passed} cases are decided with a running daemon")
            with serving(instance):
                status, text = run("lfp/session/hello", "--iut", f"lfp-daemon:{instance}")
            check(status == 2 and "there is a path already" in " ".join(text.split()),
                  f"a busy daemon is not told ({status}):\n{text}")
            conforms("lfp/session/hello", "--iut", f"lfp-daemon:{instance}")
            check(daemon.poll() is None, "the daemon did not survive")
        finally:
            daemon.send_signal(signal.SIGTERM)
            ended = daemon.wait(10)
        check(ended == 0, "the daemon does not end in order")
        status, text = run("lfp/session/hello", "--iut", f"lfp-daemon:{instance}")
        check(status == 2 and "nobody is at" in text, f"no daemon ({status}):\n{text}")


def bad_input():
    for words, sentence in (
            (("lfp-daemon:no/such/file",), "cannot read no/such/file"),
            (("lfp-daemon:exec:",), "names no program")):
        status, text = run("lfp/session/hello", "--iut", *words)
        check(status == 2 and sentence in text, f"{words} ({status}):\n{text}")


files_in_memory()
passed = conforms("lfp", "--iut", f"lfp-daemon:exec:{PROGRAM} lfpd --quiet", "--jobs", "2")
conforms("lfp/session", "lfp/limit", "--iut", f"lfp-daemon:exec-tcp:{PROGRAM} lfpd --quiet")
check(passed >= 229, f"only {passed} cases are decided with a daemon that the kit starts")
lies_are_found()
running_daemon()
bad_input()
