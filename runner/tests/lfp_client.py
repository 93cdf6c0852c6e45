#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Programs that use sockets in ways of their own, for lfp_programs.test.py. They know nothing of
LFP. usage: lfp_client.py WHAT [ARGUMENT...]"""
import errno
import hashlib
import select
import selectors
import socket
import struct
import sys
import threading

HOST = "127.0.0.1"
ANSWER = b"the answer\n"


def read_all(one):
    made = b""
    while part := one.recv(65536):
        made += part
    return made


def serve(port):
    """Answers each connection once and closes."""
    listener = socket.create_server((HOST, int(port)), backlog=1024)
    waiting = selectors.DefaultSelector()
    waiting.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.fileobj is listener:
                one, _ = listener.accept()
                waiting.register(one, selectors.EVENT_READ)
            else:
                waiting.unregister(key.fileobj)
                if key.fileobj.recv(100):
                    key.fileobj.sendall(ANSWER)
                key.fileobj.close()


def echo(port):
    """Gives back what it is sent."""
    listener = socket.create_server((HOST, int(port)), backlog=16)

    def one_client(one):
        while part := one.recv(1 << 18):
            one.sendall(part)
        one.close()

    while True:
        one, _ = listener.accept()
        threading.Thread(target=one_client, args=(one,), daemon=True).start()


def silent(port):
    """Takes connections; answers only what says so."""
    listener = socket.create_server((HOST, int(port)), backlog=16)
    kept = []
    while True:
        one, _ = listener.accept()
        kept.append(one)
        threading.Thread(
            target=lambda: one.sendall(ANSWER) if one.recv(10) == b"answer" else None, daemon=True
        ).start()


def one(port):
    with socket.create_connection((HOST, int(port))) as made:
        made.sendall(b"answer")
        assert made.recv(100) == ANSWER


def waits(port):
    """Waits for data that never comes, until its path is lost."""
    made = socket.create_connection((HOST, int(port)))
    print("connected", flush=True)
    try:
        assert made.recv(100) == b""
    except OSError:
        pass
    print("end", flush=True)
    for call in (lambda: made.getpeername(), lambda: made.sendall(b"x")):
        try:
            call()
            sys.exit("a call of a socket whose path is lost succeeded")
        except OSError:
            pass


def sockets(count):
    made = [socket.socket() for _ in range(int(count))]
    assert len(made) == int(count)


def listeners(count):
    """Sockets that listen, one after the other."""
    for _ in range(int(count)):
        socket.create_server((HOST, 0), backlog=1).close()


def sequence(port, count):
    for _ in range(int(count)):
        with socket.create_connection((HOST, int(port))) as made:
            made.sendall(b"x")
            assert read_all(made) == ANSWER


def at_once(port, count):
    """So many connections that do not wait, all open before the first is used."""
    waiting = select.epoll()
    sockets = {}
    for _ in range(int(count)):
        made = socket.socket()
        made.setblocking(False)
        result = made.connect_ex((HOST, int(port)))
        assert result in (0, errno.EINPROGRESS), errno.errorcode[result]
        waiting.register(made, select.EPOLLOUT)
        sockets[made.fileno()] = made
    connected = set()
    while len(connected) < len(sockets):
        events = waiting.poll(30)
        assert events, f"only {len(connected)} are connected"
        for number, _ in events:
            error = sockets[number].getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            assert error == 0, errno.errorcode[error]
            connected.add(number)
            waiting.modify(number, select.EPOLLIN)
    for made in sockets.values():
        made.setblocking(True)
        made.sendall(b"x")
    for made in sockets.values():
        assert read_all(made) == ANSWER
        made.close()


def transfer(port, count):
    """Octets both ways at once; what comes back is what was sent."""
    count = int(count)
    made = socket.create_connection((HOST, int(port)))
    block = bytes(range(256)) * 257 + b"odd"
    sent, received = hashlib.sha256(), hashlib.sha256()

    def send():
        left = count
        while left > 0:
            part = block[: min(left, len(block))]
            made.sendall(part)
            sent.update(part)
            left -= len(part)
        made.shutdown(socket.SHUT_WR)

    sender = threading.Thread(target=send)
    sender.start()
    octets = 0
    while part := made.recv(1 << 18):
        received.update(part)
        octets += len(part)
    sender.join()
    assert octets == count, f"{octets} of {count} came back"
    assert sent.digest() == received.digest(), "octets came back changed"


def pair():
    """Two ends of one connection of this program."""
    listener = socket.create_server((HOST, 0))
    first = socket.create_connection(listener.getsockname())
    second, address = listener.accept()
    assert address == first.getsockname(), (address, first.getsockname())
    assert first.getpeername() == second.getsockname() == listener.getsockname()
    return listener, first, second


def with_selector(selector):
    listener, first, second = pair()
    selector.register(first, selectors.EVENT_READ | selectors.EVENT_WRITE)
    selector.register(listener, selectors.EVENT_READ)
    ready = {key.fileobj: events for key, events in selector.select(1)}
    assert ready == {first: selectors.EVENT_WRITE}, ready
    second.sendall(b"x")
    selector.modify(first, selectors.EVENT_READ)
    assert [key.fileobj for key, _ in selector.select(10)] == [first]
    assert first.recv(10) == b"x" and selector.select(0) == []
    other = socket.create_connection(listener.getsockname())
    assert [key.fileobj for key, _ in selector.select(10)] == [listener]
    listener.accept()[0].close()
    assert other.recv(1) == b""
    # Nobody reads: writing stops, and goes on when somebody does.
    first.setblocking(False)
    octets = 0
    while True:
        try:
            octets += first.send(b"y" * 65536)
        except BlockingIOError:
            if not selector_writable(first):
                break
    got = 0
    while got < octets:
        got += len(second.recv(1 << 20))
    assert selector_writable(first, 10)


def selector_writable(one, seconds=0.3):
    return select.select([], [one], [], seconds)[1] == [one]


def refused():
    with socket.socket() as unused:
        unused.bind((HOST, 0))
        address = unused.getsockname()
    made = socket.socket()
    assert made.connect_ex(address) == errno.ECONNREFUSED
    made = socket.socket()
    made.setblocking(False)
    assert made.connect_ex(address) == errno.EINPROGRESS
    assert selector_writable(made, 10)
    assert made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == errno.ECONNREFUSED
    assert made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
    # A connect that is asked again says how the first went, and sends nothing.
    made = socket.socket()
    made.setblocking(False)
    assert made.connect_ex(address) == errno.EINPROGRESS
    assert selector_writable(made, 10)
    assert made.connect_ex(address) == errno.ECONNREFUSED
    other, first, second = pair()
    assert first.connect_ex(other.getsockname()) == errno.EISCONN
    first.setblocking(False)
    assert first.connect_ex(other.getsockname()) == errno.EISCONN
    second.setblocking(False)
    try:
        second.recv(1)
        raise AssertionError("connect sent something")
    except BlockingIOError:
        pass
    listener = socket.create_server((HOST, 0))
    second = socket.socket()
    try:
        second.bind(listener.getsockname())
        raise AssertionError("an address was bound twice")
    except OSError as error:
        assert error.errno == errno.EADDRINUSE, error
    listener.setblocking(False)
    try:
        listener.accept()
        raise AssertionError("nobody connected, and somebody was accepted")
    except BlockingIOError:
        pass


def half_close():
    _, first, second = pair()
    first.sendall(b"x" * 100_000)
    first.shutdown(socket.SHUT_WR)
    got = b""
    while len(got) < 100_000:
        got += second.recv(65536)
    assert second.recv(1) == b""
    second.sendall(ANSWER)
    second.close()
    assert read_all(first) == ANSWER
    try:
        first.sendall(b"x")
        raise AssertionError("it was written after its end")
    except BrokenPipeError:
        pass
    # What is not connected is said to be so, and shut down all the same.
    other = socket.create_server((HOST, 0))
    first = socket.socket()
    for _ in range(2):
        try:
            first.shutdown(socket.SHUT_WR)
            raise AssertionError("it was shut down before it was connected")
        except OSError as error:
            assert error.errno == errno.ENOTCONN, error
    first.connect(other.getsockname())
    try:
        first.sendall(ANSWER)
        raise AssertionError("it was written after its end")
    except BrokenPipeError:
        pass
    second = other.accept()[0]
    second.sendall(ANSWER)
    second.close()
    assert read_all(first) == ANSWER


def names():
    """What is bound, in IPv6 too."""
    listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    assert listener.getsockname()[0] == "::1"
    first = socket.create_connection(listener.getsockname()[:2])
    second, address = listener.accept()
    assert address == first.getsockname() and first.family == socket.AF_INET6
    second.close()
    assert first.recv(1) == b""


def options():
    _, first, _ = pair()
    first.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    assert first.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
    first.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 5))
    linger = first.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
    assert struct.unpack("ii", linger) == (1, 5), linger
    assert first.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM
    first.settimeout(0.2)
    try:
        first.recv(1)
        raise AssertionError("it read what nobody sent")
    except TimeoutError:
        pass


SELECTORS = {
    "select": selectors.SelectSelector,
    "poll": selectors.PollSelector,
    "epoll": selectors.EpollSelector,
}
what = sys.argv[1]
if what in SELECTORS:
    with_selector(SELECTORS[what]())
else:
    globals()[what](*sys.argv[2:])
