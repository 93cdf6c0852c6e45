#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An LFP instance that lies: stands behind the reference instance and changes what goes through.

usage: lfp_instance_liar.py LIE PATHPROOF --config FILE PROGRAM ARGUMENTS...
"""
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

from lfp_relay import (CALL, CREDIT, DATA, GOODBYE, HEADER, HEARTBEAT, HELLO, REQUEST,
                       RESPONSE, changed,
                       connected_to, message_of, one_octet_changed, relay, shut)
from lfp_wrong_messages import WrongMessages

ACCEPT, SHUTDOWN, CLOSE = 6, 8, 9  # calls


def is_of_a_name(message):
    """The request of GETSOCKNAME."""
    return message[9] == REQUEST and message[HEADER.size:HEADER.size + 2] == b"\0\x0a"


def call_of(message):
    """The call of a request or response, by its number; 0 for any other message."""
    return struct.unpack_from(">H", message, HEADER.size)[0] if message[9] in (
        REQUEST, RESPONSE) else 0


accepted = set()  # descriptors of ACCEPT


def lie_about_connections(name, message, to_daemon):
    """Likewise of ACCEPT, and CLOSE of what it has made; None where nothing is changed."""
    call, descriptor = call_of(message), struct.unpack_from(">I", message, 20)[0]
    if not to_daemon:
        return [] if name == "keeps_what_has_come" and call == ACCEPT else None
    if call == ACCEPT:
        accepted.add(struct.unpack_from(">I", message, HEADER.size + 12)[0])
        if name == "accepts_with_a_used_descriptor":
            return [message[:HEADER.size + 12] + struct.pack(">I", descriptor) +
                    message[HEADER.size + 16:]]
    if name == "keeps_what_nobody_wants" and call == CLOSE and descriptor in accepted:
        return []
    return None


def lie(name, message, to_daemon):
    """What goes on in place of a message."""
    kind, value, received = message[9], *struct.unpack_from(">II", message, 24)
    if (changes := lie_about_connections(name, message, to_daemon)) is not None:
        return changes
    if not to_daemon:
        if name == "changes_data_to_program" and kind == DATA:
            return [one_octet_changed(message)]
        if name == "hides_errno" and kind == RESPONSE and message[HEADER.size + 4] != 0:
            return [message[:HEADER.size + 8] + struct.pack(">I", 122) +
                    message[HEADER.size + 12:]]
        return [message]
    if name == "shuts_nothing" and call_of(message) == SHUTDOWN:
        return []
    if name == "asks_twice" and is_of_a_name(message):
        return [message, message]
    if name == "asks_of_another_socket" and is_of_a_name(message):
        return [changed(message, socket=4711)]
    if name == "credits_too_much" and kind == CREDIT:
        return [changed(message, value=value + 1)]
    if name in ("credits_never", "sends_no_data", "sends_no_heartbeat", "says_no_goodbye",
                "says_no_hello") and kind == {
                    "credits_never": CREDIT, "sends_no_data": DATA, "says_no_hello": HELLO,
                    "sends_no_heartbeat": HEARTBEAT, "says_no_goodbye": GOODBYE}[name]:
        return []
    if name == "numbers_chunks_wrong" and kind == DATA:
        return [changed(message, value=value + 1)]
    if name == "changes_data" and kind == DATA:
        return [one_octet_changed(message)]
    if name == "sends_twice" and kind == DATA:
        return [message, message]
    if name == "confirms_less" and kind == DATA:
        return [changed(message, received=received - 1)]
    if name == "says_another_mtu" and kind == HELLO:
        return [message[:HEADER.size + 4] + struct.pack(">I", 9999) + message[HEADER.size + 8:]]
    if name == "says_other_names" and kind == HELLO:
        return [message[:-1] + b"\xc1"]
    if name == "sends_an_unknown_kind" and kind == DATA:
        return [changed(message, kind=77)]
    if name == "names_a_socket_that_there_is_not" and kind == DATA:
        return [changed(message, socket=4711)]
    if name == "asks_for_more" and kind == DATA:
        return [message, changed(message[:HEADER.size] + bytes(CALL), kind=REQUEST, task=1,
                                 request=4711, length=HEADER.size + CALL)]
    if name == "beats_unasked" and kind == DATA:
        return [message_of(message, HEARTBEAT), message]
    if name == "leaves_too_early" and kind == DATA:
        return [message_of(message, GOODBYE)]
    if name == "ends_itself" and kind == DATA:
        os._exit(9)
    return [message]


def messages(name, message, to_daemon, wrong):
    """All that goes on."""
    instead = wrong.instead(message)
    return lie(name, message, to_daemon) if instead is None else instead


def main(name, program, file, rest):
    file = pathlib.Path(file)
    text = file.read_text()
    carrier = next(line for line in text.splitlines() if line.startswith("KIT_CARRIER"))
    place = carrier.split("unix:")[1]
    ours = file.parent / "liar"
    ours.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(ours))
    listener.listen()
    before = file.parent / "before.txt"
    before.write_text(text.replace(place, str(ours)))
    if name == "starts_no_program":
        rest = ["sleep", "10"]
    instance = subprocess.Popen([program, "lfp", "--quiet", "--config", str(before), *rest])

    def stop(*_):
        if name != "ignores_the_stop":
            instance.terminate()

    def go_between():
        while True:
            inner, _ = listener.accept()
            outer = connected_to(place)
            come, gone = WrongMessages(name, False), WrongMessages("", True)
            one = threading.Thread(target=relay, args=(
                outer, inner, lambda message, wrong=come: messages(name, message, False, wrong)),
                                   daemon=True)
            one.start()
            relay(inner, outer, lambda message, wrong=gone: messages(name, message, True, wrong))
            if name != "stays_after_the_end":
                shut(inner, outer)

    signal.signal(signal.SIGTERM, stop)
    threading.Thread(target=go_between, daemon=True).start()
    status = instance.wait()
    time.sleep(0.05)  # what it said last goes through
    os._exit(status & 0xFF)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[4], sys.argv[5:])
