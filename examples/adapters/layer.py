#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A small common-INET layer that speaks pathproof's line protocol on stdin and stdout."""
import sys


class Socket:
    def __init__(self, *providers):
        self.at = set(providers)  # where it has sub-instances
        self.arrived = set()      # where a connection waits to be accepted
        self.duplicated = self.notify = self.due = False


class Layer:
    def __init__(self, providers):
        self.up = {str(tp) for tp in range(1, int(providers) + 1)}
        self.sockets, self.todo = {}, []
        self.affinity = self.asked = self.accepting = None

    def ask(self, upcall, providers, done=lambda tp: None):
        self.upcall, self.todo, self.done = upcall, sorted(providers, key=int), done
        return self.ask_next()

    def ask_next(self):
        self.asked = self.todo.pop(0) if self.todo else None
        return f"upcall.{self.upcall} tp={self.asked}" if self.asked else "return.success"

    def on_answer(self, name, tp, code=""):
        if name == "failed":
            self.asked = None
            return f"return.failure code={code}"
        self.done(tp)
        return self.ask_next()

    def on_event(self, name, tp, socket=""):
        if name == "connection":
            self.sockets[socket].arrived.add(tp)
        else:
            self.up ^= {tp}  # started or stopped
        for one in self.sockets.values():
            one.at &= self.up  # a provider that comes back knows no socket
            one.arrived &= self.up
            one.due |= one.notify and (name == "start" or not self.up)
        if name == "stop":
            self.todo = [one for one in self.todo if one != tp]
            if self.asked == tp:  # it will not answer any more: it is skipped
                return self.ask_next()
        return self.accept()

    def accept(self):
        socket, new = self.accepting or (Socket(), "")
        if not socket.due and not socket.arrived:
            return "quiet"
        self.accepting = None
        if socket.due:
            return "return.failure code=-1,122,00000000"
        tp = socket.arrived.pop()
        self.sockets[new] = Socket(tp)
        return f"return.accepted tp={tp}"

    def on_call(self, name, socket="", tp="", object="", new="", **_):
        one = self.sockets.get(socket)
        same = f"socket={socket}" + (f" object={object}" if object else "")
        if name == "socket":
            one = self.sockets[socket] = Socket()
            to = {self.affinity} if self.affinity else self.up
            none = "return.failure code=-1,112,00000296"
            return self.ask(f"create {same}", to, one.at.add) if to else none
        if name == "tie" or name == "close" and not one.duplicated:
            return self.ask(f"close {same}", one.at - {tp}, one.at.discard)
        if name in ("listen", "ioctl", "indexed_ioctl", "attach", "detach"):
            return self.ask(f"{name.split('_')[-1]} {same}", {tp} if tp else one.at)
        if name == "accept":
            self.accepting = (one, new)
            return self.accept()
        if name in ("close", "duplicate"):
            one.duplicated = name == "duplicate"
        elif name == "notify":
            one.notify = True
        elif name in ("affinity", "no_affinity"):
            self.affinity = tp
        elif name != "asyncio":
            return "unsupported"
        return "return.success"


layer = Layer(0)
for line in sys.stdin:
    number, word, *rest = line.split()
    kind, _, name = word.partition(".")
    arguments = dict(one.split("=", 1) for one in rest)
    said = {"hello": "hello name=layer.py roles=layer choose=stop_while_asked:skipped",
            "reset": "ready", "bye": "bye", "go": "quiet"}.get(word, "unsupported")
    if word == "reset":
        layer = Layer(arguments["providers"])
    elif kind in ("call", "answer", "event"):
        said = getattr(layer, "on_" + kind)(name, **arguments)
    print(f"{number} {said}\n", end="", flush=True)
