#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Agents and endpoints behind hs:dgram that lie: each is found out soon, and said in a sentence.

usage: hs_liar.test.py PATHPROOF
"""
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time

ETHERNET, SYN, SYN_FIN = 14, 2, 6
CASE = "iucv/hs/handshake/accepts"


def refusal(frame):
    """What an endpoint answers to a SYN for a name that nobody has."""
    head = bytearray(frame)
    head[ETHERNET + 3] = SYN_FIN
    to, source = ETHERNET + 14, ETHERNET + 46
    head[to:to + 24], head[source:source + 24] = head[source:source + 24], head[to:to + 24]
    return bytes(head)


def answer(lie, number, command):
    """The agent's line; None closes the connection, nothing keeps it waiting."""
    if command == "ping" and lie != "silent":
        return f"{number} ok\n"
    return {"silent": "", "closes": None, "garbage": "I am fine\n", "other_number": "999 ok 5\n",
            "no_end": "x" * 100_000, "twice": f"{number} ok 5\n{number} ok 5\n",
            "bad": f"{number} bad no such command\n", "binary": "\x01\xff\n",
            "wrong_error": f"{number} error EBLUE\n"}.get(lie, f"{number} ok 5\n")


def serve(lie, listener, wire, kit):
    agents, deadline = [], time.monotonic() + 60
    if lie == "no_silence":
        threading.Thread(target=never_be_silent, args=(wire, kit)).start()
    while kit.poll() is None and time.monotonic() < deadline:
        ready, _, _ = select.select([listener, wire, *agents], [], [], 0.05)
        for one in ready:
            if one is listener:
                agents.append(listener.accept()[0])
            elif one is wire:
                hear(lie, wire)
            elif not talk(lie, one):
                agents.remove(one)
                one.close()
    for one in agents:
        one.close()


def hear(lie, wire):
    frame = wire.recv(70_000)
    try:
        if lie not in ("mute", "no_silence") and frame[ETHERNET + 3] == SYN:
            wire.sendto(b"no frame", "ours")
            wire.sendto(refusal(frame), "ours")
    except OSError:
        pass  # the kit has heard enough


def never_be_silent(wire, kit):
    frame = bytes(ETHERNET) + b"\xfb\xfb\x01" + bytes(101)
    while kit.poll() is None:
        try:
            wire.sendto(frame, "ours")
        except OSError:
            time.sleep(0.001)


def talk(lie, agent):
    try:
        lines = agent.recv(65536).decode().splitlines()
        for line in lines:
            said = answer(lie, *line.split(" ", 1))
            if said is None:
                return False
            agent.sendall(said.encode("latin-1"))
        if lie == "no_end":
            agent.sendall(b"x" * 300_000)
    except OSError:
        return False
    return bool(lines)


LIES = {
    "silent": (2, "its agent had not done 'ping' after 400 ms"),
    "closes": (1, "its agent closed the connection"),
    "garbage": (2, "its agent said 'I am fine'"),
    "binary": (2, "its agent said '<01>"),
    "other_number": (2, "its agent answered what was not asked"),
    "twice": (2, "its agent answered what was not asked"),
    "no_end": (2, "its agent sent a line without an end"),
    "bad": (2, "the agent does not know a command: no such command"),
    "wrong_error": (1, "not permitted: return.failed error="),
    "mute": (1, "the endpoint does not answer SYN any more"),
    "no_silence": (1, "the endpoint does not answer SYN any more"),
}


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for lie, (status, sentence) in LIES.items():
            with socket.socket(socket.AF_UNIX) as listener, \
                    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
                listener.bind("agent")
                listener.listen()
                wire.bind("theirs")
                wire.settimeout(1)
                begun = time.monotonic()
                with open("out", "w", encoding="utf-8") as out, subprocess.Popen(
                        [program, "run", CASE, "--iut", "hs:dgram:ours,theirs,agent=unix:agent",
                         "--deadline", "400", "--replays", "1", "--no-shrink", "--strict"],
                        stdout=out, stderr=out) as kit:
                    serve(lie, listener, wire, kit)
                    if kit.poll() is None:
                        kit.kill()
                    took = time.monotonic() - begun
            os.remove("agent")
            os.remove("theirs")
            with open("out", encoding="utf-8") as out:
                said = " ".join(out.read().split())
            assert kit.returncode == status, (lie, kit.returncode, said)
            assert sentence in said, (lie, said)
            assert not os.path.exists("ours"), lie
            assert took < 20, (lie, took)
            print(f"{lie}: status {status} after {took:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1])
