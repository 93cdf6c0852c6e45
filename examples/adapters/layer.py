#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A small common-INET layer that speaks pathproof's line protocol on stdin and stdout."""
import sys


class Layer:
    def __init__(self, providers):
        self.up = set(range(1, providers + 1))
        self.affinity = None
        self.sockets = {}  # number -> {"at": providers, "dup", "notify", "due", "arrived"}
        self.call = None   # the call that providers are being asked about
        self.accepting = None

    def begin(self, name, socket, targets, extra=""):
        self.call = {"name": name, "socket": socket, "todo": sorted(targets), "extra": extra}
        return self.next()

    def next(self):
        call = self.call
        if not call["todo"]:
            if call["name"] == "close" and call.get("last"):
                del self.sockets[call["socket"]]
            self.call = None
            return "return.success"
        call["asked"] = call["todo"].pop(0)
        return f"upcall.{call['name']} tp={call['asked']} socket={call['socket']}{call['extra']}"

    def answer(self, failed, code=""):
        call, self.call = self.call, self.call if not failed else None
        if failed:
            return f"return.failure code={code}"
        socket = self.sockets[call["socket"]]
        if call["name"] == "create":
            socket["at"].add(call["asked"])
        elif call["name"] == "close":
            socket["at"].discard(call["asked"])
        return self.next()

    def accept(self):
        socket = self.sockets[self.accepting[0]]
        if socket["due"]:
            answer = "return.failure code=-1,122,00000000"
        elif socket["arrived"]:
            tp = socket["arrived"].pop()
            self.sockets[self.accepting[1]] = new_socket({tp})
            answer = f"return.accepted tp={tp}"
        else:
            return "quiet"
        self.accepting = None
        return answer

    def event(self, kind, tp, number):
        for socket in self.sockets.values():
            if kind == "stop":
                socket["at"].discard(tp)
                socket["arrived"].discard(tp)
            last = kind == "stop" and self.up == {tp}
            socket["due"] |= socket["notify"] and (kind == "start" or last)
        if kind == "connection":
            self.sockets[number]["arrived"].add(tp)
        else:
            self.up = self.up | {tp} if kind == "start" else self.up - {tp}
        if kind == "stop" and self.call:
            self.call["todo"] = [one for one in self.call["todo"] if one != tp]
            if self.call["asked"] == tp:  # it will not answer any more: it is skipped
                return self.next()
        return self.accept() if self.accepting else "quiet"

    def show(self, label, a):
        kind, _, name = label.partition(".")
        number = int(a.get("socket", 0))
        if kind == "answer":
            return self.answer(name == "failed", a.get("code", ""))
        if kind == "event":
            return self.event(name, int(a["tp"]), number)
        socket = self.sockets.get(number)
        if name == "socket":
            targets = {self.affinity} if self.affinity else self.up
            if not targets:
                return "return.failure code=-1,112,00000296"
            self.sockets[number] = new_socket(set())
            return self.begin("create", number, targets)
        if name == "accept":
            self.accepting = (number, int(a["new"]))
            return self.accept()
        if name == "close" and not socket["dup"]:
            self.call = {"name": "close", "socket": number, "todo": sorted(socket["at"]),
                         "extra": "", "last": True}
            return self.next()
        if name in ("listen", "ioctl"):
            return self.begin(name, number, socket["at"])
        if name in ("attach", "detach"):
            return self.begin(name, number, socket["at"], f" object={a['object']}")
        if name == "indexed_ioctl":
            return self.begin("ioctl", number, [int(a["tp"])])
        if name == "tie":
            return self.begin("close", number, socket["at"] - {int(a["tp"])})
        if name in ("close", "duplicate"):
            socket["dup"] = name == "duplicate"
        elif name == "notify":
            socket["notify"] = True
        elif name in ("affinity", "no_affinity"):
            self.affinity = int(a.get("tp", 0)) or None
        return "return.success"


def new_socket(at):
    return {"at": at, "dup": False, "notify": False, "due": False, "arrived": set()}


layer = None
for line in sys.stdin:
    seq, word, *rest = line.split()
    arguments = dict(one.split("=", 1) for one in rest)
    if word == "hello":
        said = "hello name=layer.py roles=layer choose=stop_while_asked:skipped"
    elif word == "reset":
        layer, said = Layer(int(arguments["providers"])), "ready"
    elif word in ("bye", "go"):
        said = "bye" if word == "bye" else "quiet"
    else:
        said = layer.show(word, arguments)
    print(seq, said, flush=True)
