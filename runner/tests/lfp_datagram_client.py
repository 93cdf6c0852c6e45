#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Programs that use datagram sockets, for lfp_datagrams.test.py. They know nothing of LFP, and what
they take for granted is what Linux does. usage: lfp_datagram_client.py WHAT [ARGUMENT...]"""
import array
import asyncio
import ctypes
import errno
import fcntl
import os
import select
import selectors
import socket
import struct
import subprocess
import sys
import termios
import threading
import time

HOSTS = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}
PATIENCE = float(os.environ.get("PATIENCE", "10"))
LIBC = ctypes.CDLL(None, use_errno=True)


def await_free(name):
    """Until nobody has the port any more."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM).bind(name)
            return
        except OSError:
            assert time.monotonic() < deadline, "the port of a closed socket is in use"
            time.sleep(0.02)


def sockets(family, count):
    """Bound ones, which wait for what comes no longer than a test does."""
    made = []
    for _ in range(count):
        one = socket.socket(family, socket.SOCK_DGRAM)
        one.settimeout(PATIENCE)
        one.bind((HOSTS[family], 0))
        made.append(one)
    return made


def fails(error, call, *words):
    """Whether the call fails with the errno."""
    try:
        made = call(*words)
    except OSError as happened:
        assert happened.errno == error, f"{happened}, not {errno.errorcode[error]}"
        return
    raise AssertionError(f"it gave {made}, not {errno.errorcode[error]}")


def nothing_comes(one):
    one.setblocking(True)
    fails(errno.EAGAIN, one.recv, 1, socket.MSG_DONTWAIT)
    one.settimeout(PATIENCE)


def content(number, size):
    """Of each datagram another one."""
    return (number.to_bytes(4, "big") * (size // 4 + 1))[:size]


def boundaries(most=65507):
    """Each datagram comes as it was sent, once, with its sender, one after the other."""
    most = int(most)
    for family in HOSTS:
        sender, receiver = sockets(family, 2)
        connected = sockets(family, 1)[0]
        connected.connect(receiver.getsockname())
        sizes = [1, 0, 2, 3, 427, 428, 429, 512, 1472, 4096, 8192, 65000, 65507, 0, 1]
        for number, size in enumerate([size for size in sizes if size <= most] + [most]):
            datagram = content(number, size)
            assert sender.sendto(datagram, receiver.getsockname()) == size
            assert receiver.recvfrom(most + 1) == (datagram, sender.getsockname()), size
            assert connected.send(datagram) == size
            assert receiver.recvfrom(most + 1) == (datagram, connected.getsockname()), size
        for number in range(30):  # several that wait
            sender.sendto(content(number, number % most), receiver.getsockname())
        for number in range(30):
            got = receiver.recvfrom(most + 1)
            assert got == (content(number, number % most), sender.getsockname()), (number, got)
        nothing_comes(receiver)


def truncation():
    """What there is no room for is gone, and is told; peeking takes nothing."""
    for family in HOSTS:
        sender, receiver = sockets(family, 2)
        to, me = receiver.getsockname(), sender.getsockname()

        def send(*datagrams):
            for datagram in datagrams:
                sender.sendto(datagram, to)

        send(b"0123456789", b"next")
        assert receiver.recvfrom(4) == (b"0123", me) and receiver.recv(10) == b"next"
        send(b"0123456789")
        assert receiver.recvmsg(4) == (b"0123", [], socket.MSG_TRUNC, me)
        send(b"0123456789", b"next")
        room = bytearray(4)
        assert receiver.recv_into(room, 4, socket.MSG_TRUNC) == 10 and room == b"0123"
        assert receiver.recv(10, socket.MSG_PEEK) == b"next"
        assert receiver.recvfrom(2, socket.MSG_PEEK) == (b"ne", me)
        assert receiver.recvmsg(10) == (b"next", [], 0, me)
        nothing_comes(receiver)
        waiting = array.array("i", [9])
        fcntl.ioctl(receiver, termios.FIONREAD, waiting)
        assert waiting[0] == 0
        send(b"0123456789", b"next")
        assert receiver.recv(1, socket.MSG_PEEK) == b"0"
        fcntl.ioctl(receiver, termios.FIONREAD, waiting)
        assert waiting[0] == 10, waiting
        parts = [bytearray(3), bytearray(3)]
        receiver.setblocking(True)
        assert os.readv(receiver.fileno(), parts) == 6 and parts == [b"012", b"345"]
        assert os.read(receiver.fileno(), 10) == b"next"
        receiver.settimeout(PATIENCE)
        sender.connect(to)
        assert os.write(sender.fileno(), b"written") == 7
        assert os.writev(sender.fileno(), [b"in ", b"parts"]) == 8
        assert sender.sendmsg([b"a mes", b"sage"]) == 9
        assert sender.sendmsg([b"to"], [], 0, to) == 2
        for datagram in (b"written", b"in parts", b"a message", b"to"):
            assert receiver.recvmsg_into([bytearray(20)])[0] == len(datagram)
        send(b"")
        assert receiver.recvfrom(1) == (b"", me)


def unconnected(one):
    """connect() with AF_UNSPEC, which Python has no name for."""
    address = struct.pack("=H14x", socket.AF_UNSPEC)
    assert LIBC.connect(one.fileno(), address, len(address)) == 0, ctypes.get_errno()


def addresses():
    """Who has sent what, whom it goes to, and errors."""
    for family, host in HOSTS.items():
        one, two, three = sockets(family, 3)
        names = [each.getsockname() for each in (one, two, three)]
        assert len({name[1] for name in names}) == 3 and names[0][0] == host
        two.sendto(b"of two", names[0])
        three.sendto(b"of three", names[0])
        for _ in range(2):
            text, sender = one.recvfrom(100)
            one.sendto(b"to whom is " + text, sender)
        assert two.recvfrom(100) == (b"to whom is of two", names[0])
        assert three.recvfrom(100) == (b"to whom is of three", names[0])
        fails(errno.EDESTADDRREQ, one.send, b"x")
        fails(errno.ENOTCONN, one.getpeername)
        one.connect(names[1])
        assert one.getpeername() == names[1]
        three.sendto(b"of a stranger", names[0])
        two.sendto(b"of the partner", names[0])
        assert one.recvfrom(100) == (b"of the partner", names[1])
        nothing_comes(one)
        assert one.send(b"x") == 1 and two.recvfrom(9) == (b"x", names[0])
        assert one.sendto(b"y", names[2]) == 1 and three.recvfrom(9) == (b"y", names[0])
        one.connect(names[2])  # another one
        assert one.getpeername() == names[2] and one.send(b"z") == 1 and three.recv(9) == b"z"
        unconnected(one)
        fails(errno.ENOTCONN, one.getpeername)
        fails(errno.EDESTADDRREQ, one.send, b"x")
        one.sendto(b"again", names[1])  # from a port that may be another one now
        three.sendto(b"anybody's", two.recvfrom(9)[1])
        assert one.recvfrom(100) == (b"anybody's", names[2])
        names[0] = one.getsockname()
        fails(errno.EMSGSIZE, one.sendto, bytes(65536), names[1])
        fails(errno.EINVAL, one.sendto, b"x", (host, 0))
        fails(errno.EINVAL, one.bind, (host, 0))
        fails(errno.EOPNOTSUPP, one.listen)
        one.setblocking(True)
        fails(errno.EOPNOTSUPP, one.accept)
        one.settimeout(PATIENCE)
        fresh = socket.socket(family, socket.SOCK_DGRAM)
        fails(errno.EADDRINUSE, fresh.bind, names[0])
        fresh.settimeout(PATIENCE)
        fresh.sendto(b"fresh", names[0])  # it has a port by that
        assert one.recvfrom(9)[1][1] == fresh.getsockname()[1] != 0
        one.sendto(b"answer", (host, fresh.getsockname()[1]))
        assert fresh.recvfrom(9) == (b"answer", names[0])
        option = fresh.getsockopt
        assert option(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_DGRAM
        assert option(socket.SOL_SOCKET, socket.SO_DOMAIN) == family
        assert option(socket.SOL_SOCKET, socket.SO_PROTOCOL) == socket.IPPROTO_UDP
        assert option(socket.SOL_SOCKET, socket.SO_ERROR) == 0
        fresh.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        assert option(socket.SOL_SOCKET, socket.SO_BROADCAST) == 1
    v4 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    to_v6 = struct.pack("=HH4x16sI", socket.AF_INET6, 0x900, bytes(15) + b"\x01", 0)
    assert LIBC.sendto(v4.fileno(), b"x", 1, 0, to_v6, len(to_v6)) == -1
    assert ctypes.get_errno() == errno.EAFNOSUPPORT, ctypes.get_errno()


def shut_down():
    one, two = sockets(socket.AF_INET, 2)
    fails(errno.ENOTCONN, one.shutdown, socket.SHUT_RD)
    one.setblocking(True)
    assert one.recv(9) == b""
    two.connect(one.getsockname())
    two.shutdown(socket.SHUT_WR)
    fails(errno.EPIPE, two.send, b"x")


SELECTORS = {
    "select": selectors.SelectSelector,
    "poll": selectors.PollSelector,
    "epoll": selectors.EpollSelector,
}


def ready():
    """select, poll, epoll and how long is waited."""
    for family in HOSTS:
        for selector in (each() for each in SELECTORS.values()):
            one, two = sockets(family, 2)
            selector.register(one, selectors.EVENT_READ | selectors.EVENT_WRITE)
            assert [events for _, events in selector.select(PATIENCE)] == [selectors.EVENT_WRITE]
            selector.modify(one, selectors.EVENT_READ)
            assert selector.select(0) == []
            for datagram in (b"", b"x"):
                two.sendto(datagram, one.getsockname())
                assert [key.fileobj for key, _ in selector.select(PATIENCE)] == [one]
                assert one.recv(9) == datagram and selector.select(0) == []
    one, two = sockets(socket.AF_INET, 2)
    one.settimeout(0.2)
    begun = time.monotonic()
    try:
        one.recv(1)
        raise AssertionError("it read what nobody sent")
    except TimeoutError:
        assert time.monotonic() - begun >= 0.2
    one.settimeout(None)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 200_000))
    begun = time.monotonic()
    fails(errno.EAGAIN, one.recv, 1)
    assert time.monotonic() - begun >= 0.2
    late = threading.Timer(0.2, lambda: two.sendto(b"late", one.getsockname()))
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", int(PATIENCE), 0))
    late.start()
    assert one.recv(9) == b"late"
    one.setblocking(False)
    fails(errno.EAGAIN, one.recv, 1)


def shared():
    """A socket that was duplicated, inherited and passed on, and numbers that are used again."""
    one, two = sockets(socket.AF_INET, 2)
    name = one.getsockname()

    def exchange(each, text):
        two.sendto(text, name)
        assert each.recvfrom(99) == (text, two.getsockname())
        each.sendto(text + b" too", two.getsockname())
        assert two.recvfrom(99) == (text + b" too", name)

    copies = [os.dup(one.fileno()), fcntl.fcntl(one, fcntl.F_DUPFD, 100), os.dup2(one.fileno(), 99)]
    for copy in (socket.socket(fileno=number) for number in copies):
        copy.settimeout(PATIENCE)
        exchange(copy, b"a copy")
        copy.close()
    child = os.fork()
    if child == 0:
        exchange(one, b"a child")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    program = [sys.executable, __file__, "inherits", str(one.fileno()), str(two.getsockname()[1])]
    for words in (program, ["/bin/true"]):  # which closes all there is before it begins
        keep = [one.fileno()] if words is program else []
        started = subprocess.Popen(words, pass_fds=keep)
        if keep:
            assert two.recvfrom(99) == (b"inherited", name)
        assert started.wait(PATIENCE) == 0
        exchange(one, b"the parent")
    ends = socket.socketpair()
    socket.send_fds(ends[0], [b"x"], [one.fileno()])
    passed = socket.socket(fileno=socket.recv_fds(ends[1], 1, 1)[1][0])
    passed.settimeout(PATIENCE)
    exchange(passed, b"passed on")
    # The C library's own close is not to be seen from outside.
    number = os.dup(one.fileno())
    LIBC.fdopen.restype = ctypes.c_void_p
    assert LIBC.fclose(ctypes.c_void_p(LIBC.fdopen(number, b"r"))) == 0
    with open(__file__, "rb") as again:
        if again.fileno() != number:
            os.dup2(again.fileno(), number)
        assert os.read(number, 2) == b"#!"
    one.close()
    exchange(passed, b"still open")
    passed.close()
    # Nobody has it any more, and the port is free.
    await_free(name)


def inherits(number, port):
    one = socket.socket(fileno=int(number))
    assert (one.family, one.type) == (socket.AF_INET, socket.SOCK_DGRAM)
    one.sendto(b"inherited", (HOSTS[one.family], int(port)))


def loops():
    """asyncio with a server and clients."""

    class Echo(asyncio.DatagramProtocol):
        def connection_made(self, transport):
            self.transport = transport

        def datagram_received(self, data, addr):
            self.transport.sendto(data, addr)

    class Client(asyncio.DatagramProtocol):
        def __init__(self):
            self.answers = asyncio.Queue()

        def datagram_received(self, data, addr):
            self.answers.put_nowait(data)

    async def run(family):
        loop = asyncio.get_running_loop()
        server, _ = await loop.create_datagram_endpoint(Echo, (HOSTS[family], 0))
        name = server.get_extra_info("sockname")
        clients = [
            await loop.create_datagram_endpoint(Client, remote_addr=name[:2]) for _ in range(8)
        ]
        for number in range(50):
            for place, (transport, _) in enumerate(clients):
                transport.sendto(content(number * 8 + place, 100))
            for place, (_, client) in enumerate(clients):
                answer = await asyncio.wait_for(client.answers.get(), PATIENCE)
                assert answer == content(number * 8 + place, 100)

    for family in HOSTS:
        asyncio.run(run(family))


def echo(family):
    """Says its port, then gives back what it is sent."""
    one = socket.socket(socket.AddressFamily(int(family)), socket.SOCK_DGRAM)
    one.bind((HOSTS[one.family], 0))
    print(one.getsockname()[1], flush=True)
    while True:
        datagram, sender = one.recvfrom(65536)
        one.sendto(datagram, sender)


def asks(family, port, count, size):
    """So many datagrams of about that size, each of which comes back before the next goes."""
    one = socket.socket(socket.AddressFamily(int(family)), socket.SOCK_DGRAM)
    one.settimeout(PATIENCE)
    one.connect((HOSTS[one.family], int(port)))
    for number in range(int(count)):
        datagram = content(number, max(int(size) - number % 3, 0))
        one.send(datagram)
        assert one.recv(65536) == datagram, number


def sleeps():
    """Says its port, reads nothing before it is told to, and then all that there is."""
    one = sockets(socket.AF_INET, 1)[0]
    print(one.getsockname()[1], flush=True)
    sys.stdin.readline()
    one.settimeout(1)
    counts = {}
    try:
        while True:
            datagram = one.recv(65536)
            size = len(datagram)
            assert datagram == bytes(size), "octets of others"
            counts[size] = counts.get(size, 0) + 1
    except TimeoutError:
        pass
    print(*(f"{size}:{counts[size]}" for size in sorted(counts)), flush=True)
    one.settimeout(PATIENCE)
    datagram, sender = one.recvfrom(9)
    one.sendto(datagram, sender)


def waits():
    """Waits for a datagram that never comes, until its path is lost."""
    one = sockets(socket.AF_INET, 1)[0]
    one.settimeout(None)
    print("waits", flush=True)
    fails(errno.ENETDOWN, one.recv, 100)
    fails(errno.ENETDOWN, one.sendto, b"x", one_of_partners())
    print("end", flush=True)


def one_of_partners():
    return (HOSTS[socket.AF_INET], 9)


def one():
    first, second = sockets(socket.AF_INET, 2)
    first.sendto(b"x", second.getsockname())
    assert second.recv(9) == b"x"


def say(word):
    """Says how far it is, and goes on when it is told to."""
    print(word, flush=True)
    sys.stdin.readline()


def refused(port):
    """Nobody is at the port. Linux says so when the socket is used next, and does nothing else then;
    what is sent to somebody gets there all the same."""
    first, second = sockets(socket.AF_INET, 2)
    first.connect((HOSTS[first.family], int(port)))
    first_name, second_name = first.getsockname(), second.getsockname()
    say("ready")
    for number in range(20):
        first.send(b"to nobody")
        first.sendto(content(number, 9), second_name)
    say("sent")
    for number in range(20):
        assert second.recvfrom(9) == (content(number, 9), first_name), number


def refused_first(count, size):
    """So many wait where they came to, when Linux has to say that the partner is there no more."""
    first, second = sockets(socket.AF_INET, 2)
    name = second.getsockname()
    first.connect(name)
    for number in range(int(count)):
        second.sendto(content(number, int(size)), first.getsockname())
    second.close()
    await_free(name)
    first.send(b"to nobody")
    time.sleep(0.2)
    for number in range(int(count)):
        assert first.recv(65536) == content(number, int(size)), number


def burst(count, size):
    """So many one after the other, before the first is read."""
    first, second = sockets(socket.AF_INET, 2)
    name = second.getsockname()
    say("ready")
    for number in range(int(count)):
        first.sendto(content(number, int(size)), name)
    say("sent")
    for number in range(int(count)):
        assert second.recv(65536) == content(number, int(size)), number


def too_large(most):
    """No more than the window."""
    first, second = sockets(socket.AF_INET, 2)
    fails(errno.EMSGSIZE, first.sendto, bytes(int(most) + 1), second.getsockname())


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
