# SPDX-License-Identifier: Apache-2.0
"""Messages of LFP that go through, for liars: what stands between both sides of a path."""
import socket
import struct
import sys
import time

HEADER = struct.Struct(">IIBBHIIIII")  # magic length version kind flags task request socket value received
(HELLO, REFUSED, REQUEST, RESPONSE, DATA, CREDIT, END, HEARTBEAT, GOODBYE) = (
    1, 2, 3, 4, 5, 6, 7, 10, 11)
CALL = 52  # octets of the body of a request or response
LARGEST = 1 << 20

# What a liar says at once must not be torn apart by its other threads: the kit waits 3 ms for what
# must not come.
sys.setswitchinterval(0.0002)


def changed(message, **fields):
    names = ("magic", "length", "version", "kind", "flags", "task", "request", "socket", "value",
             "received")
    values = dict(zip(names, HEADER.unpack_from(message)), **fields)
    return HEADER.pack(*(values[name] for name in names)) + message[HEADER.size:]


def one_octet_changed(message):
    return message[:-1] + bytes([message[-1] ^ 1])


def message_of(message, kind):
    """One without a body that says the same of what was received."""
    return changed(message[:HEADER.size], kind=kind, length=HEADER.size, value=0,
                   socket=0xFFFFFFFF)


def shut(*sockets):
    for one in sockets:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def relay(source, target, messages):
    """Sends what messages(m) gives for each message m, until one side ends."""
    try:
        while message := source.recv(LARGEST):
            for one in messages(message):
                target.send(one)
    except OSError:
        pass


def connected_to(path):
    for _ in range(500):
        one = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            one.connect(path)
            return one
        except OSError:
            one.close()
            time.sleep(0.01)
    sys.exit("the daemon behind does not listen")
