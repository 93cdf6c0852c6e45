# SPDX-License-Identifier: Apache-2.0
"""A daemon that answers the ACCEPTs of a listening socket only after its CLOSE, which is later than
it should [LFP-169]: an instance loses nothing by it. All other calls succeed at once."""
import os
import socket
import struct
import threading

HELLO, REQUEST, RESPONSE, CONFIRM, GOODBYE = 1, 3, 4, 9, 11
SOCKET, LISTEN, ACCEPT, CLOSE = 3, 5, 6, 9
HEADER = struct.Struct(">4sIBBHIIIII")
HELLO_BODY = struct.Struct(">HHIIIIIIII32s")
CALL = struct.Struct(">HHIIIIIHHI16sI")
ECONNABORTED = 1120  # as programs on z/VSE know it


class LateDaemon:
    """Serves one instance in a thread. `after`: a late answer follows the CLOSE at once, or the next
    SOCKET, whose socket may have the number of the closed one."""

    def __init__(self, path, sockets, after):
        self.sockets, self.after = sockets, after
        self.calls = []  # as they came
        kind = socket.SOCK_SEQPACKET if path.carrier == "unix" else socket.SOCK_STREAM
        if path.carrier == "unix" and os.path.exists(path.place):
            os.unlink(path.place)
        self.listener = socket.socket(path.family, kind)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(path.place)
        self.listener.listen(1)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        self.connection, _ = self.listener.accept()
        if self.connection.family == socket.AF_INET:
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = 0
        accepts, late = {}, []
        while message := self.receive():
            head, body = message
            kind, task, number, about = head[3], head[5], head[6], head[7]
            if kind == HELLO:
                self.hello(body)
            if kind == GOODBYE:
                break
            if kind != REQUEST:
                continue
            asked = CALL.unpack_from(body)
            call = asked[0]
            self.calls.append(call)
            if call == ACCEPT:
                accepts.setdefault(about, []).append((task, number, about, asked))
                continue
            self.answer(task, number, about, asked)
            if call == CLOSE:
                late += accepts.pop(about, [])
            if call == self.after:
                for one in late:
                    self.answer(*one, error=ECONNABORTED)
                late = []

    def stop(self):
        """Ends the path, and frees the place for another daemon."""
        self.connection.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.connection.close()
        self.listener.close()

    def receive(self):
        """Header and body of a message, or nothing at the end."""
        if self.connection.type == socket.SOCK_SEQPACKET:
            octets = self.connection.recv(65536)
        else:
            octets = self.connection.recv(HEADER.size, socket.MSG_WAITALL)
            if octets and (rest := HEADER.unpack(octets)[1] - HEADER.size) > 0:
                octets += self.connection.recv(rest, socket.MSG_WAITALL)
        if not octets:
            return None
        head = HEADER.unpack_from(octets)
        self.received += head[3] != CONFIRM
        return head, octets[HEADER.size :]

    def send(self, kind, task, number, about, body):
        head = (b"LFPO", HEADER.size + len(body), 1, kind, 0, task, number, about, 0, self.received)
        self.connection.sendall(HEADER.pack(*head) + body)

    def hello(self, theirs):
        minor, system_id, *_, names = HELLO_BODY.unpack(theirs)
        limits = (65536, 1024, 65535, 25, 512, self.sockets, 0, 0)
        names = names[16:] + names[:16]
        body = HELLO_BODY.pack(minor, system_id, *limits, names)
        self.send(HELLO, 0, 0, 0xFFFFFFFF, body)

    def answer(self, task, number, about, asked, error=0):
        result = 0xFFFFFFFF if error else 0
        body = CALL.pack(asked[0], 0, result, error, *asked[4:7], 0, 0, 0, bytes(16), 0)
        self.send(RESPONSE, task, number, about, body)
