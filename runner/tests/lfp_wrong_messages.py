# SPDX-License-Identifier: Apache-2.0
"""What a liar makes of messages that no right side sends: the side behind it bears them, ends
itself, hangs, or ends the path for what changes nothing."""
import os
import signal
import struct
import time

from lfp_relay import CALL, CREDIT, DATA, END, HEADER, HELLO, REFUSED, REQUEST, RESPONSE, changed

CANCEL, CONFIRM, LAST_KIND = 8, 9, 11
NO_REQUEST = 0xFFFFFFFF
WINDOW = HEADER.size + 12  # of a hello
OF_THE_OTHER_SIDE = {True: (REFUSED, RESPONSE, END), False: (REQUEST, CANCEL)}  # by to_daemon


def is_message(message):
    """Of the kinds and lengths that there are."""
    if len(message) < HEADER.size:
        return False
    magic, length, version, kind, flags = HEADER.unpack_from(message)[:5]
    body = 68 if kind == HELLO else CALL if kind in (REQUEST, RESPONSE) or (
        kind == DATA and flags & 2) else 0
    fits = len(message) - HEADER.size >= body if kind in (REQUEST, RESPONSE, DATA) else (
        len(message) - HEADER.size == body)
    return (magic == 0x4C46504F and version == 1 and length == len(message) and fits and
            1 <= kind <= LAST_KIND)


class WrongMessages:
    """Of one direction of a path."""

    def __init__(self, name, to_daemon):
        self.name = name
        self.to_daemon = to_daemon
        self.received = 0
        self.numbers = {}   # of the next chunk, by socket
        self.ended = set()  # sockets
        self.answered = set()
        self.loses_next = False

    def instead(self, message):
        """What goes on in place of the message; None: what else there is to lie about it."""
        if len(message) < HEADER.size:
            return self.instead_of_short(message)
        if not is_message(message):
            return self.instead_of_none(message)
        return self.instead_of_misplaced(message)

    def instead_of_short(self, message):
        if self.name == "ends_itself_at_a_short_message":
            os.kill(os.getpid(), signal.SIGSEGV)
        return [] if self.name in ("bears_no_messages", "bears_short_messages") else [message]

    def instead_of_none(self, message):
        _, _, version, kind, *_ = HEADER.unpack_from(message)
        if self.name == "hangs_at_an_unknown_kind" and kind > LAST_KIND:
            time.sleep(1000)
        if self.name == "reads_what_it_needs" and kind not in (HELLO, REQUEST, RESPONSE, DATA):
            return [changed(message[:HEADER.size], length=HEADER.size)]
        if self.name == "bears_another_version" and version != 1:
            return [changed(message, version=1)]
        if self.name == "bears_no_messages" or (
                self.name == "bears_half_a_call" and len(message) < HEADER.size + CALL
                and kind in (REQUEST, RESPONSE)):
            return []
        return [message]

    def instead_of_misplaced(self, message):
        _, _, _, kind, flags, _, request, socket, value, received = HEADER.unpack_from(message)
        known, self.received = self.received, min(received, self.received + 1000)
        expected = self.numbers.get(socket, 0)
        if kind == DATA and value == expected:
            self.numbers[socket] = expected + 1
        again = {END: socket in self.ended, RESPONSE: request in self.answered}.get(kind, False)
        if kind == END:
            self.ended.add(socket)
        if kind == RESPONSE:
            self.answered.add(request)
        lost, self.loses_next = self.loses_next and kind == DATA, (
            self.loses_next and kind != DATA) or request == NO_REQUEST
        borne = {
            "bears_kinds_of_the_other_side": kind in OF_THE_OTHER_SIDE[self.to_daemon],
            "bears_too_much_data": kind == DATA and len(message) - HEADER.size > 1000,
            "bears_wrong_numbers": kind == DATA and value != expected,
            "bears_credit_of_nothing": kind == CREDIT and value == 0,
            "bears_too_much_credit": kind == CREDIT and value == 1001,
            "bears_data_behind_the_end": kind == DATA and socket in self.ended,
            "bears_what_was_said_already": again,
            "bears_strangers": kind in (DATA, CREDIT, END) and socket == 0xFF00 or
                               kind == RESPONSE and request == NO_REQUEST,
            "loses_what_comes_behind": lost,
        }
        if borne.get(self.name, False):
            return []
        if self.name == "bears_too_many_confirmations" and received > known + 1000:
            return [changed(message, received=known)]
        if self.name == "serves_who_has_no_window" and kind == HELLO and (
                message[WINDOW:WINDOW + 4] == bytes(4)):
            return [message[:WINDOW] + struct.pack(">I", 65535) + message[WINDOW + 4:]]
        if self.name == "reads_flags_of_confirmations" and kind == CONFIRM and flags != 0:
            return [changed(message, version=2)]
        return None
