#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Provider selection by the model's rule text against kernels: each provider is a network namespace
with interfaces and routes of its own, generated anew in each round. The tables are what `ip` lists;
the judge is what `ip route get` says in each namespace, of which the best is taken.

usage: provider_selection.test.py SELECT_PROVIDER [ROUNDS [SEED]]

Differences have to be those that docs/findings/provider-selection.md describes. Tables that are made
wrong on purpose have to be noticed. Ends with 77 where there can be no namespaces.
"""
import ipaddress
import json
import os
import random
import subprocess
import sys

PROVIDERS = 3
QUESTIONS = 60
HOME, HOST, NETWORK = 0, 1, 2
TYPES = (["type", "dummy"], ["type", "bridge"], ["type", "veth"])


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def run(*words, text=None):
    return subprocess.run(words, input=text, capture_output=True, text=True, check=False)


def name_of(provider):
    return f"pathproof-{os.getpid()}-r{provider}"


def batch(provider, lines):
    """What `ip` writes and complains of; a line that fails does not end it."""
    done = run("ip", "-json", "-n", name_of(provider), "-force", "-batch", "-",
               text="".join(line + "\n" for line in lines))
    return done.stdout, done.stderr


def enter():
    """As somebody without privileges: in a user namespace with a /run of its own."""
    if run("ip", "netns", "add", name_of(0)).returncode == 0:
        run("ip", "netns", "del", name_of(0))
        return
    if os.environ.get("PATHPROOF_ENTERED"):
        skip("no permission to make network namespaces")
    os.environ["PATHPROOF_ENTERED"] = "1"
    command = 'mount -t tmpfs none /run && exec "$0" "$@"'
    try:
        os.execvp("unshare", ["unshare", "-Urm", "sh", "-c", command, sys.executable] + sys.argv)
    except OSError as error:
        skip(f"cannot run unshare: {error}")


class Stack:
    """A namespace with a few interfaces."""

    def __init__(self, provider, interfaces):
        self.provider = provider
        made = run("ip", "netns", "add", name_of(provider))
        if made.returncode != 0:
            skip(f"cannot make a network namespace: {made.stderr.strip()}")
        self.interfaces = []
        for number in range(interfaces):
            name = f"pr{number}"
            if not any(run("ip", "-n", name_of(provider), "link", "add", name, *kind).returncode == 0
                       for kind in TYPES):
                skip("this kernel has no interface without hardware")
            self.interfaces.append(name)

    def configure(self, chance):
        """Other addresses, routes and states of the interfaces."""
        lines = [f"addr flush dev {name}" for name in self.interfaces]
        lines += [f"link set {name} down" for name in self.interfaces]
        lines += [f"link set {name} up" for name in self.interfaces]
        used = set()
        for name in self.interfaces:
            length = chance.choice((16, 20, 24, 28, 30))
            address = f"10.{chance.randrange(3)}.{chance.randrange(4)}.{chance.randrange(1, 255)}"
            if address not in used:
                used.add(address)
                lines.append(f"addr add {address}/{length} dev {name}")
        for _ in range(chance.randrange(2, 9)):
            length = chance.choice((8, 12, 16, 22, 24, 27, 32, 32))
            network = ipaddress.ip_network(
                f"10.{chance.randrange(3)}.{chance.randrange(4)}.{chance.randrange(256)}/{length}",
                strict=False)
            lines.append(f"route add {network} dev {chance.choice(self.interfaces)} scope link "
                         f"metric {chance.randrange(1, 5)}")
        for metric in range(chance.randrange(3)):
            lines.append(f"route add default dev {chance.choice(self.interfaces)} scope link "
                         f"metric {metric + chance.randrange(1, 4)}")
        if chance.random() < 0.3:
            lines.append(f"link set {chance.choice(self.interfaces)} down")
        batch(self.provider, lines)

    def entries(self):
        """(first, last, kind, metric) of what the kernel lists as its own addresses and routes."""
        all_entries = []
        for table, wanted in (("local", "local"), ("main", "unicast")):
            done = run("ip", "-json", "-n", name_of(self.provider), "route", "show", "table", table)
            for route in json.loads(done.stdout or "[]"):
                if not route or route.get("type", "unicast") != wanted or route["dst"].startswith("127."):
                    continue
                text = "0.0.0.0/0" if route["dst"] == "default" else route["dst"]
                network = ipaddress.ip_network(text)
                kind = HOME if table == "local" else HOST if network.prefixlen == 32 else NETWORK
                all_entries.append((int(network[0]), int(network[-1]), kind,
                                    route.get("metric", 0)))
        return all_entries

    def answers(self, addresses):
        """What matches each address, by the kernel: (order, metric, type), or None."""
        out, complaints = batch(self.provider, [f"route get fibmatch {one}" for one in addresses])
        failed = {int(line.rsplit(":", 1)[1]) for line in complaints.splitlines()
                  if line.startswith("Command failed")}
        found, at = [], 0
        decoder = json.JSONDecoder()
        for number in range(1, len(addresses) + 1):
            if number in failed:
                found.append(None)
                continue
            while out[at] in " \n":
                at += 1
            routes, at = decoder.raw_decode(out, at)
            found.append(self.matched(routes[0]))
        return found

    @staticmethod
    def matched(route):
        kind = route.get("type", "unicast")
        text = "0.0.0.0/0" if route["dst"] == "default" else route["dst"]
        length = ipaddress.ip_network(text).prefixlen
        order = -1 if kind == "local" else 32 - length
        return order, route.get("metric", 0), kind


class Selector:
    """The program that has the rule text."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)

    def table(self, stacks_entries):
        self.write("clear")
        self.write("default 0")
        for provider, entries in enumerate(stacks_entries):
            for first, last, kind, metric in entries:
                self.write(f"route {provider} {first} {last} {kind} {metric}")

    def write(self, line):
        self.process.stdin.write(line + "\n")

    def find(self, address):
        self.write(f"find {int(address)}")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        return None if answer == "none" else int(answer)


def best_of(answers):
    """The provider with the narrowest match, then the least metric, the first one of several."""
    some = [(answer[:2], provider) for provider, answer in enumerate(answers) if answer]
    return min(some)[1] if some else None


def questions(chance, entries):
    asked = []
    for _ in range(QUESTIONS):
        first, last, _, _ = chance.choice(entries) if entries else (0x0A000000, 0x0AFFFFFF, 0, 0)
        # Not far from what there is, and not outside of what a host may be called.
        first, last = max(first, 0x0A000000), min(last, 0x0AFFFFFF)
        one = chance.choice((first, last, last - 1, chance.randrange(first, last + 1),
                             chance.randrange(0x0A000000, 0x0B000000)))
        asked.append(ipaddress.ip_address(max(one, 0x0A000001)))
    return asked


def spoiled(entries):
    """A table in which nothing is a home address and every cost is another one."""
    return [[(first, last, NETWORK, 9 - min(metric, 9)) for first, last, _, metric in one]
            for one in entries]


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    enter()
    stacks = []
    counts = {"asked": 0, "alike": 0, "broadcast": 0, "wrong noticed": 0, "nowhere": 0}
    unexplained = []
    try:
        stacks = [Stack(provider, 3) for provider in range(PROVIDERS)]
        selector = Selector(sys.argv[1])
        for number in range(rounds):
            for stack in stacks:
                stack.configure(chance)
            entries = [stack.entries() for stack in stacks]
            asked = questions(chance, sum(entries, []))
            answers = list(zip(*(stack.answers(asked) for stack in stacks)))
            selector.table(entries)
            for address, each in zip(asked, answers):
                right, found = best_of(each), selector.find(address)
                counts["asked"] += 1
                counts["nowhere"] += right is None
                if found == right:
                    counts["alike"] += 1
                elif any(one and one[2] == "broadcast" for one in each):
                    counts["broadcast"] += 1
                else:
                    unexplained.append(f"round {number}: {address}: selected {found}, "
                                       f"kernels say {right}: {each}")
            selector.table(spoiled(entries))
            counts["wrong noticed"] += sum(selector.find(address) != best_of(each)
                                           for address, each in zip(asked, answers))
    finally:
        for provider in range(PROVIDERS):
            run("ip", "netns", "del", name_of(provider))
    print(", ".join(f"{what} {count}" for what, count in counts.items()))
    for line in unexplained[:10]:
        print(line)
    if unexplained or counts["wrong noticed"] < counts["asked"] // 20:
        print(f"{len(unexplained)} differences are not explained, or wrong tables are not noticed")
        sys.exit(1)
    print("providers are selected as the kernels would")


if __name__ == "__main__":
    main()
