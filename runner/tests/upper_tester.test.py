#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The upper tester of examples/ on this machine, with sockets that it has: calls, calls that wait,
signals, wrong lines, and that a conversation's sockets end with it.

usage: upper_tester.test.py ROOT
"""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

AF_UNIX, SOCK_STREAM, DONT_WAIT = 1, 1, 64


class Conversation:
    def __init__(self, path):
        self.stream, self.tag, self.text, self.answers = socket.socket(socket.AF_UNIX), 0, b"", {}
        self.stream.settimeout(10)
        for _ in range(100):
            try:
                self.stream.connect(path)
                break
            except OSError:
                time.sleep(0.05)

    def begin(self, command):
        self.tag += 1
        self.stream.sendall(f"{self.tag} {command}\n".encode())
        return self.tag

    def collect(self, tag):
        while tag not in self.answers:
            got = self.stream.recv(65536)
            assert got, "the upper tester closed the connection"
            self.text += got
            *lines, self.text = self.text.split(b"\n")
            for line in lines:
                number, _, answer = line.decode().partition(" ")
                self.answers[int(number)] = answer
        return self.answers.pop(tag)

    def call(self, command, wanted="ok"):
        answer = self.collect(self.begin(command))
        assert answer.startswith(wanted), (command, answer)
        return answer.split(" ")[1:]


def address(path):
    return (AF_UNIX.to_bytes(2, sys.byteorder) + path.encode() + b"\0").hex()


def converse(path, server):
    one = Conversation(path)
    one.call("ping")
    listener = one.call(f"socket {AF_UNIX} {SOCK_STREAM} 0")[0]
    one.call(f"bind {listener} {address(server)}")
    one.call(f"listen {listener} 1")
    accepting = one.begin(f"accept {listener}")
    other = Conversation(path)  # somebody else's sockets are not one's own
    other.call(f"listen {listener} 1", "error EBADF")
    client = other.call(f"socket {AF_UNIX} {SOCK_STREAM} 0")[0]
    other.call(f"connect {client} {address(server)}")
    accepted = one.collect(accepting).split(" ")[1]

    other.call(f"send {client} 0 - 616263")
    assert one.call(f"recv {accepted} 100 0") == ["3", "0", "-", "616263"]
    one.call(f"recv {accepted} 100 {DONT_WAIT}", "error EAGAIN")
    waiting = one.begin(f"recv {accepted} 100 0")
    one.call("ping")
    assert f"{waiting}:recv:" in " ".join(one.call("pending"))
    for _ in range(100):  # the call has to have begun to wait
        if waiting in one.answers:
            break
        time.sleep(0.02)
        one.call(f"interrupt {waiting}", "")
        one.call("ping")
    assert one.collect(waiting) == "error EINTR"

    for wrong in ("dance", "bind", "socket one two", f"send {accepted} 0 - xyz", "read /etc/passwd",
                  "write /tmp/x 00", "close 0", ""):
        one.call(wrong, "bad")
    other.call("socket 32 5 0", "")  # AF_IUCV is not everywhere
    other.stream.close()             # and with it the client
    assert one.call(f"recv {accepted} 100 0")[0] == "0", "the end of the connection"
    one.stream.sendall(b"x" * 300_000 + b"\n")
    assert one.collect(0).startswith("bad"), "a line that is too long"
    one.call("ping")
    one.stream.close()


def main(root):
    compiler = shutil.which("cc")
    if compiler is None:
        print("skipped: there is no C compiler")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        agent = os.path.join(root, "conformance/iut/guest/agent")
        program = os.path.join(folder, "upper-tester")
        subprocess.run(
            [compiler, "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-pthread", "-I", root,
             "-o", program, os.path.join(root, "examples/upper-tester/main.c")] +
            [os.path.join(agent, name) for name in ("calls.c", "commands.c", "control.c")],
            check=True)
        os.chdir(folder)
        for wrong in ([], ["tcp:nowhere"], ["unix:" + "x" * 200], ["/nothing/there"]):
            said = subprocess.run([program] + wrong, capture_output=True, text=True, check=False)
            assert said.returncode in (1, 2) and said.stderr.count("\n") == 1, (wrong, said)
        with subprocess.Popen([program, "unix:tester"]) as tester:
            try:
                converse("tester", "server")
            finally:
                tester.terminate()
    print("the upper tester does what it is told")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
