# SPDX-License-Identifier: Apache-2.0
"""What stands between daemon and instance and does one thing wrong with datagrams, so that tests of
programs are seen to notice it. Counts of messages and of chunks are right all the same."""
import os
import socket
import threading

from lfp_relay import CALL, CREDIT, DATA, HEADER, HEARTBEAT, changed, message_of, relay, shut

ADDRESS, MORE = 2, 1  # flags
PORT = HEADER.size + 26


def octets_of(message):
    addressed = HEADER.unpack_from(message)[4] & ADDRESS
    return len(message) - HEADER.size - (CALL if addressed else 0)


class Liar:
    """Between the two ends of `path`, which has a Unix socket as carrier and no instance now. `fault`
    gets each message of data to `side` and whether it is an even one; it gives what goes instead."""

    def __init__(self, path, side, fault):
        self.side, self.fault, self.number, self.missing = side, fault, 0, {}
        self.lock, self.under_way, self.most = threading.Lock(), {}, 0
        os.rename(path.place, path.place + ".behind")
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(path.place)
        self.listener.listen(1)
        self.behind = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.behind.connect(path.place + ".behind")
        self.done = threading.Thread(target=self.serve, daemon=True)
        self.done.start()
        self.place = path.place

    def serve(self):
        instance, _ = self.listener.accept()
        ways = [(instance, self.behind, "daemon"), (self.behind, instance, "instance")]

        def run(source, target, to):
            relay(source, target, lambda message: [self.changed(message, to)])
            shut(source, target)

        threads = [threading.Thread(target=run, args=way, daemon=True) for way in ways]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        instance.close()

    def changed(self, message, to):
        fields = HEADER.unpack_from(message)
        self.count(message, fields, to)
        if fields[3] != DATA or to != self.side:
            return message
        self.number += 1
        made = self.fault(message, self.number % 2 == 0)
        number = fields[7]
        if made is None:  # nobody notices at the path that a message says something else
            self.missing[number] = self.missing.get(number, 0) + 1
            return message_of(message, HEARTBEAT)
        return changed(made, value=fields[8] - self.missing.get(number, 0))

    def count(self, message, fields, to):
        """The most octets to the side that there was no credit for yet, of any socket."""
        number, value = fields[7], fields[8]
        with self.lock:
            if fields[3] == DATA and to == self.side:
                had = self.under_way.get(number, 0) if value > 0 else 0
                self.under_way[number] = had + octets_of(message)
                self.most = max(self.most, self.under_way[number])
            elif fields[3] == CREDIT and to != self.side and number in self.under_way:
                self.under_way[number] -= value

    def stop(self):
        shut(self.behind)
        self.listener.close()
        self.done.join(10)
        self.behind.close()
        os.rename(self.place + ".behind", self.place)


class Listens:
    """What goes to a side, as it is."""

    def __init__(self):
        self.messages = []

    def __call__(self, message, even):
        del even
        self.messages.append(message)
        return message


def trouble_in(messages, window, to):
    """What is wrong with the datagrams of messages of data to a side, each of which fits into the
    window; what goes to the instance has an address [LFPO-006, LFP-164]. Or nothing."""
    chunks, inside, octets = {}, {}, {}
    for message in messages:
        fields = HEADER.unpack_from(message)
        number, flags, value = fields[7], fields[4], fields[8]
        if fields[1] != len(message):
            return "a wrong length"
        if value == 0:  # the socket's number may be one that was in use before
            chunks[number], inside[number] = 0, False
        if value != chunks.get(number, 0):
            return f"chunk {value} and not {chunks.get(number, 0)}"
        chunks[number] = value + 1
        if inside.get(number) and flags & ADDRESS:
            return "an address in the middle of a datagram"
        if to == "instance" and not inside.get(number) and not flags & ADDRESS:
            return "a datagram that nobody has sent"
        octets[number] = octets_of(message) + (octets[number] if inside.get(number) else 0)
        if octets[number] > window:
            return "a datagram that is larger than the window"
        inside[number] = flags & MORE != 0
    return "a datagram without an end" if any(inside.values()) else ""


def loses(message, even):
    """One of two datagrams."""
    return None if even else message


def joins(message, even):
    """Two datagrams to one."""
    return message if even else changed(message, flags=HEADER.unpack_from(message)[4] | MORE)


def cuts(message, even):
    """The last octet off."""
    return changed(message[:-1], length=len(message) - 1) if even and message[-1:] else message


class Swaps:
    """The addresses of two senders or receivers: each has the one of the datagram before."""

    def __init__(self):
        self.before = None

    def __call__(self, message, even):
        if HEADER.unpack_from(message)[4] & ADDRESS == 0:
            return message
        port = message[PORT:PORT + 2]
        made = message[:PORT] + (self.before or port) + message[PORT + 2:]
        self.before = port
        return made


FAULTS = {"loses": loses, "joins": joins, "cuts": cuts, "swaps": Swaps()}
