#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""An administrator's tool that defines and saves a Linux as SAVELX does, for the line protocol.

pathproof run nss/savelx --role administrator --iut 'exec:python3 examples/adapters/savelx.py'
"""
import sys
from collections import deque

PAGES = "0-FF:EW,100-2FF:SR,300-4FF:EW"


class Tool:
    def __init__(self):
        self.size = {}  # storage of each console's machine
        self.system = {}  # that each console is to save
        self.armed = set()  # consoles whose trace is to be ended
        self.due = deque()

    def take(self, words):
        """Notes what a label of the kit means for the next steps."""
        kind = words[0]
        value = dict(word.split("=", 1) for word in words[1:])
        by = value.get("by")
        if kind == "configure.administrator":
            self.size[by] = value["size"]
        elif kind == "event.task":
            self.system[by] = value["system"]
            self.due.append(f"admin.defsys by={by} system={value['system']} pages={PAGES} "
                            f"minsize={self.size.get(by, '64M')} restricted=no mode=any")
        elif kind == "cp.defined":
            self.armed.add(by)
            self.due += [f"admin.arm by={by}", f"admin.ipl by={by}"]
        elif kind == "cp.stopped":
            self.due.append(f"admin.savesys by={by} system={self.system[by]}")
        elif kind in ("cp.saved", "cp.ended", "cp.refused") and by in self.armed:
            self.armed.discard(by)
            self.due.append(f"admin.end_trace by={by}")
        elif kind not in ("configure.class", "cp.refused"):
            return "unsupported"
        return None

    def answer(self, words):
        if words[0] == "hello":
            return "hello name=savelx roles=administrator"
        if words[0] == "reset":
            self.__init__()
            return "ready"
        if words[0] == "bye":
            return "bye"
        said = None if words[0] == "go" else self.take(words)
        return said or (self.due.popleft() if self.due else "quiet")


def main():
    tool = Tool()
    for line in sys.stdin:
        number, *words = line.split()
        print(number, tool.answer(words), flush=True)
        if words == ["bye"]:
            break


main()
