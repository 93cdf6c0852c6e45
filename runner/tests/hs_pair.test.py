#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Two reference endpoints talk to each other over a wire, told what to do through their agents'
lines: what a program does that has one of them as its peer.

usage: hs_pair.test.py PATHPROOF
"""
import os
import socket
import subprocess
import sys
import tempfile
import time


class Endpoint:
    """pathproof serve, and the conversation with its agent."""

    def __init__(self, program, user, ours, theirs, agent):
        self.user, self.tag, self.answers, self.text = user, 0, {}, b""
        self.process = subprocess.Popen(
            [program, "serve", "iucv/hs", "--role", "endpoint", "--agent", f"unix:{agent}",
             "--listen", f"hs:dgram:{ours},{theirs},user={user}"], stderr=subprocess.DEVNULL)
        self.stream = socket.socket(socket.AF_UNIX)
        self.stream.settimeout(10)
        for _ in range(200):
            try:
                self.stream.connect(agent)
                break
            except OSError:
                time.sleep(0.05)

    def begin(self, command):
        self.tag += 1
        self.stream.sendall(f"{self.tag} {command}\n".encode())
        return self.tag

    def collect(self, tag):
        while tag not in self.answers:
            self.text += self.stream.recv(65536)
            *lines, self.text = self.text.split(b"\n")
            for line in lines:
                number, _, answer = line.decode().partition(" ")
                self.answers[int(number)] = answer
        return self.answers.pop(tag)

    def call(self, command, wanted="ok"):
        answer = self.collect(self.begin(command))
        assert answer.startswith(wanted), (command, answer)
        return answer.split(" ")[1:]

    def close(self):
        self.stream.close()
        self.process.terminate()
        assert self.process.wait(10) == 0


def address(user, name):
    return bytes([0, 32, 0, 0, 0, 0, 0, 0]).hex() + " ".encode().hex() * 8 + \
        f"{user:8}{name:8}".encode().hex()


def converse(one, other):
    listener = one.call("socket 32 5 0")[0]
    one.call(f"bind {listener} {address(one.user, 'SERVER')}")
    one.call(f"listen {listener} 5")
    accepting = one.begin(f"accept {listener}")
    client = other.call("socket 32 5 0")[0]
    other.call(f"bind {client} {address(other.user, 'CLIENT')}")
    other.call(f"connect {client} {address(one.user, 'SERVER')}")
    accepted, peer = one.collect(accepting).split(" ")[1:]
    assert peer[32:] == address(other.user, "CLIENT")[32:], peer

    # More than the model keeps unread, of any contents, in both directions.
    messages = [f"message {number}".encode() * (1 + number) for number in range(20)]
    for message in messages:
        other.call(f"send {client} 128 1:0000002a {message.hex()}")
    other.call("ping")
    for message in messages:
        count, _, message_class, data = one.call(f"recv {accepted} 4096 0")
        assert (int(count), message_class, data) == (len(message), "0000002a", message.hex())
    one.call(f"send {accepted} 128 - 70696e67")
    assert other.call(f"recv {client} 4096 0")[3] == b"ping".hex()
    # What does not fit in the caller's room is cut, and that is said.
    one.call(f"send {accepted} 128 - 70696e67")
    assert other.call(f"recv {client} 2 0") == ["2", "160", "00000000", b"pi".hex()]

    one.call(f"recv {accepted} 4096 64", "error EAGAIN")
    waiting = one.begin(f"recv {accepted} 4096 0")
    other.call(f"close {client}")
    assert one.collect(waiting).startswith("ok 0"), "the end"
    one.call(f"close {accepted}")
    one.call(f"close {listener}")
    for wrong, why in ((f"recv {accepted} 1 0", "error EBADF"), ("socket 2 1 0", "error EAFNO"),
                       ("dance", "bad"), ("bind", "bad"), ("\x00", "bad")):
        one.call(wrong, why)
    refused = other.call("socket 32 5 0")[0]
    other.call(f"bind {refused} {address(other.user, 'CLIENT')}")
    other.call(f"connect {refused} {address(one.user, 'NOBODY')}", "error ECONNREFUSED")


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        one = Endpoint(program, "ONE", "a", "b", "one")
        other = Endpoint(program, "OTHER", "b", "a", "other")
        try:
            converse(one, other)
        finally:
            one.close()
            other.close()
    print("two reference endpoints understand each other")


if __name__ == "__main__":
    main(sys.argv[1])
