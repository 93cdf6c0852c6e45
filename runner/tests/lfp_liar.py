#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An LFP daemon that lies: stands before the reference daemon and changes what goes through.

usage: lfp_liar.py LIE PROGRAM --config FILE
"""
import errno
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

from lfp_relay import (CALL, CREDIT, DATA, END, HEADER, HEARTBEAT, HELLO, REFUSED, RESPONSE, changed,
                       connected_to, message_of, one_octet_changed, relay, shut)
from lfp_wrong_messages import WrongMessages

ACCEPT, GETSOCKNAME, GETPEERNAME, GETSOCKOPT, GETHOSTID = 6, 10, 11, 12, 16  # calls


def is_of_a_task(message):
    """A response, and not to what the kit asks for itself."""
    return message[9] == RESPONSE and struct.unpack_from(">I", message, 12)[0] < 9


def lie(name, message, to_instance):
    """What goes on in place of a message."""
    kind, value, received = message[9], *struct.unpack_from(">II", message, 24)
    if not to_instance:
        if name == "changes_data_to_partner" and kind == DATA:
            return one_octet_changed(message)
        return message
    if name == "credits_too_much" and kind == CREDIT:
        return changed(message, value=value + 1)
    if name == "credits_never" and kind == CREDIT:
        return None
    if name == "sends_no_heartbeat" and kind == HEARTBEAT:
        return None
    if name == "numbers_chunks_wrong" and kind == DATA:
        return changed(message, value=value + 1)
    if name == "changes_data" and kind == DATA:
        return one_octet_changed(message)
    if name == "names_another_reason" and kind == REFUSED:
        return changed(message, value=value % 6 + 1)
    if name == "refuses_without_a_word" and kind == REFUSED:
        return None
    if name == "hides_errors" and kind == END:
        return changed(message, value=0)
    if name == "confirms_less" and kind == DATA:
        return changed(message, received=received - 1)
    if name == "says_another_mtu" and kind == HELLO:
        return message[:HEADER.size + 4] + struct.pack(">I", 9999) + message[HEADER.size + 8:]
    if name == "sends_an_unknown_kind" and kind == DATA:
        return changed(message, kind=77)
    if name == "answers_another_request" and kind == RESPONSE:
        return changed(message, request=4711)
    if name == "fails_calls" and kind == RESPONSE:
        return message[:HEADER.size + 4] + b"\xff" * 4 + message[HEADER.size + 8:]
    if name == "hides_errno" and kind == RESPONSE and message[HEADER.size + 4] != 0:
        return message[:HEADER.size + 8] + struct.pack(">I", 122) + message[HEADER.size + 12:]
    if kind in (RESPONSE, DATA):
        message = lie_about_values(name, message)
    if name == "ends_itself" and kind == DATA:
        os._exit(9)
    return message


def lie_about_values(name, message):
    """Of addresses, options and errors in a call body, and of datagrams."""
    body = bytearray(message[HEADER.size:])
    addressed = message[9] == DATA and message[11] & 2 != 0
    if message[9] == DATA and not addressed:
        return message
    call, error, value, family, port = (
        struct.unpack_from(what, body, at)[0]
        for what, at in ((">H", 0), (">I", 8), (">I", 16), (">H", 24), (">H", 26)))
    if name == "family_of_linux" and family == 19:
        struct.pack_into(">H", body, 24, socket.AF_INET6)
    if name == "errno_of_linux" and error == 1115:
        struct.pack_into(">I", body, 8, errno.EADDRINUSE)
    if name == "forgets_options" and call == GETSOCKOPT:
        struct.pack_into(">I", body, 16, 0)
    if name == "names_another_port" and call in (GETSOCKNAME, GETPEERNAME) and port != 0:
        struct.pack_into(">H", body, 26, port ^ 1)
    if name == "names_another_partner" and call == ACCEPT:
        struct.pack_into(">H", body, 26, port ^ 1)
    if name == "names_another_sender" and addressed:
        struct.pack_into(">H", body, 26, port ^ 1)
    if name == "names_another_host" and call == GETHOSTID:
        body[35] ^= 1
    if name == "cuts_datagrams" and addressed and len(body) > CALL:
        del body[-1]
    return changed(message, length=HEADER.size + len(body))[:HEADER.size] + bytes(body)


def messages(name, message, to_instance, wrong):
    """All that goes on."""
    if (instead := wrong.instead(message)) is not None:
        return instead
    message = lie(name, message, to_instance)
    if message is None:
        return []
    if name == "beats_unasked" and to_instance and message[9] == DATA:
        return [message_of(message, HEARTBEAT), message]
    if name == "answers_twice" and to_instance and is_of_a_task(message):
        return [message, message]
    return [message]


def go_between(name, source, target, to_instance):
    wrong = WrongMessages(name if not to_instance else "", not to_instance)
    relay(source, target, lambda message: messages(name, message, to_instance, wrong))
    if name == "stays_after_the_end" and to_instance:
        return
    if name == "outlives_the_path" and not to_instance:
        time.sleep(5)  # the daemon behind does not learn that its instance is gone
    shut(source, target)


def main(name, program, file):
    file = pathlib.Path(file)
    behind = file.parent / "behind"
    behind.mkdir(exist_ok=True)
    text = file.read_text()
    carrier = next(line for line in text.splitlines() if line.startswith("KIT_CARRIER"))
    place = carrier.split("unix:")[1]
    (behind / file.name).write_text(text.replace(place, f"{place}.behind"))
    daemon = subprocess.Popen([program, "lfpd", "--quiet", "--config", str(behind / file.name)])
    pathlib.Path(place).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def stop(*_):
        if name == "ignores_the_stop":
            return
        daemon.terminate()
        daemon.wait(5)
        time.sleep(0.05)  # its goodbye goes through
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    listener.bind(place)
    listener.listen()
    while True:
        instance, _ = listener.accept()
        inner = connected_to(f"{place}.behind")
        for source, target, to_instance in ((instance, inner, False), (inner, instance, True)):
            threading.Thread(
                target=go_between, args=(name, source, target, to_instance), daemon=True
            ).start()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[4])
