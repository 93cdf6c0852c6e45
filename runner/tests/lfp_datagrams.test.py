#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Datagrams of unmodified programs that run through lfpd, lfp and liblfp-preload, on both carriers.

usage: lfp_datagrams.test.py PATHPROOF LIBRARY TEST
A test whose programs are not installed is skipped, and says so (exit 77).
"""
import contextlib
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from lfp_datagram_liar import ADDRESS, FAULTS, MORE, Liar, Listens, trouble_in
from lfp_path import FastPath, check, free_port, need, over_both_carriers
from lfp_relay import HEADER, changed

PROGRAMS, TEST = sys.argv[1:3], sys.argv[3]
CLIENT = pathlib.Path(__file__).resolve().parent / "lfp_datagram_client.py"
FAMILIES = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}


def words(*given):
    return ["/usr/bin/python3", str(CLIENT), *map(str, given)]


def client(path, *given, **options):
    return path.run(words(*given), **options)


class Started:
    """A client in the background, and what it says."""

    def __init__(self, path, *given, through=True):
        self.child = subprocess.Popen(
            words(*given), env=path.through() if through else path.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=path.folder)

    def line(self):
        return self.child.stdout.readline().strip()

    def tell(self):
        self.child.stdin.write("\n")
        self.child.stdin.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()
        self.child.stdin.close()
        self.child.stdout.close()


def all_at_once(path, *given):
    """A client that sends while the daemon sleeps, which then finds all of it."""
    with Started(path, *given) as sender:
        check(sender.line() == "ready", "it has no sockets")
        path.daemon.send_signal(signal.SIGSTOP)
        try:
            sender.tell()
            check(sender.line() == "sent", "it could not send")
            time.sleep(0.1)  # the instance has sent what it may
        finally:
            path.daemon.send_signal(signal.SIGCONT)
        sender.tell()
        check(sender.child.wait(60) == 0, f"{given}: not all came as it was sent")


def calls(path):
    """Each call, over IPv4 and IPv6; the same program finds the same without the path."""
    done = ("boundaries", "truncation", "addresses", "shut_down", "ready", "shared", "loops")
    for what in done:
        for through in (False, True):
            client(path, what, through=through)
    return ", ".join(done)


def system_calls(path):
    """A program in C: recvmmsg and sendmmsg, checked buffers, small stacks of parts."""
    program = pathlib.Path(path.pathproof).parent / "pathproof_test_lfp_datagrams"
    for through in (False, True):
        path.run([str(program)], through=through)
    return "recvmmsg, sendmmsg, MSG_WAITFORONE, checked buffers"


def partners(path):
    """A server here, a client there, either of them through the path, and both; none is lost."""
    count = 300
    for family in FAMILIES:
        for served, asked in ((True, False), (False, True), (True, True)):
            with Started(path, "echo", int(family), through=served) as server:
                port = server.line()
                for size in (2, 1000, 9000, 65000):
                    client(path, "asks", int(family), port, count, size, through=asked)
    return f"{2 * 3 * 4 * count} questions and answers"


@contextlib.contextmanager
def behind(path, side, fault):
    """An instance whose path goes through a liar, for a while."""
    def end_instance():
        path.instance.terminate()
        path.instance.wait()

    end_instance()
    liar = Liar(path, side, fault)
    path.instance = path.start_instance()
    yield liar
    end_instance()
    liar.stop()
    path.instance = path.start_instance()


def faults(path):
    """A path that loses, joins, cuts or misdirects datagrams is noticed by the same
    programs that find nothing otherwise."""
    if path.carrier != "unix":
        return "is the same there"
    noticed = 0
    for name, fault in FAULTS.items():
        for side in ("daemon", "instance"):
            what = "addresses" if name == "swaps" else "boundaries"
            with behind(path, side, fault):
                made = subprocess.run(words(what), env=dict(path.through(), PATIENCE="2"),
                                      text=True, capture_output=True, cwd=path.folder, timeout=60)
            last = made.stderr.strip().splitlines()[-1:]
            check(made.returncode == 1 and last and re.match("AssertionError|TimeoutError", last[0]),
                  f"{what} does not notice a path that {name} to the {side}: {made}")
            noticed += 1
    client(path, "boundaries")
    client(path, "addresses")
    return f"{noticed} faults are noticed"


def messages(path):
    """What is on the path: chunks, their numbers and flags; and wrong ones are noticed."""
    if path.carrier != "unix":
        return "are the same there"
    window, counts = 3000, []
    for side in ("daemon", "instance"):
        narrow = FastPath(PROGRAMS, "unix", 512, window, 100, 1024)
        try:
            heard = Listens()
            with behind(narrow, side, heard) as liar:
                client(narrow, "boundaries", window)
                client(narrow, "addresses")
                all_at_once(narrow, "burst", 5, window * 2 // 3)
            check(0 < liar.most <= window, f"{liar.most} octets of {window} to the {side}")
            whole = heard.messages
            found = trouble_in(whole, window, side)
            check(not found, f"to the {side}: {found}")
            flags = [HEADER.unpack_from(one)[4] for one in whole]
            first = flags.index(ADDRESS | MORE)
            second = first + 1  # of the same: each comes before the next is sent
            for wrong in (
                whole[:second] + whole[second + 1:],
                with_flags(whole, first, MORE) if side == "instance" else whole[1:],
                with_flags(whole, second, ADDRESS | MORE),
                with_flags(whole, len(whole) - 1, MORE),
            ):
                check(trouble_in(wrong, window, side), f"to the {side}: nothing is noticed")
            check(trouble_in(whole, window - 1, side), "a smaller window is kept as well")
            counts.append(len(whole))
        finally:
            narrow.stop()
    return f"{counts} messages of data"


def with_flags(whole, place, flags):
    return whole[:place] + [changed(whole[place], flags=flags)] + whole[place + 1:]


def edges(path):
    """Small windows, MTUs and limits: a datagram has to fit into the window, in as many chunks as it
    needs, and no threshold stops a direction for good."""
    del path
    done = []
    for mtu, window, threshold, limit in (
        (512, 3000, 100, 2),
        (512, 428, 99, 2),
        (512, 65535, 100, 3),
        (600, 1000, 1, 4),
        (8192, 8160, 100, 65535),
    ):
        narrow = FastPath(PROGRAMS, "unix", mtu, window, threshold, limit)
        try:
            most = min(window, 65507)
            client(narrow, "boundaries", most)
            client(narrow, "too_large", most)
            if most < 65507:  # Linux has room for all of them
                all_at_once(narrow, "burst", 5, most * 2 // 3)
            with Started(narrow, "echo", int(socket.AF_INET)) as server:
                client(narrow, "asks", int(socket.AF_INET), server.line(), 100, most * 2 // 3)
            done.append(f"{mtu}/{window}/{threshold}/{limit}")
        finally:
            narrow.stop()
    return " ".join(done)


def layout(path):
    """In another layout, where a call's body is longer."""
    example = pathlib.Path(__file__).resolve().parents[2] / "examples/lfp/layout-example.toml"
    for mtu in (600, 8192):
        other = FastPath(PROGRAMS, path.carrier, mtu=mtu, layout=example)
        try:
            client(other, "boundaries")
            client(other, "addresses")
        finally:
            other.stop()
    return "boundaries, addresses"


def flood(path):
    """A program that does not read: what comes is dropped somewhere, daemon and instance do not grow,
    others are served, and afterwards all is as before."""
    def memory():
        return [path.memory(path.daemon), path.memory(path.instance)]

    sent = 100_000
    with Started(path, "sleeps") as sleeper, socket.socket(type=socket.SOCK_DGRAM) as sender:
        name = ("127.0.0.1", int(sleeper.line()))
        before = memory()
        for size in (0, 1, 1000, 60_000):
            datagram = bytes(size)
            for _ in range(sent if size < 2 else sent // 20):
                sender.sendto(datagram, name)
        client(path, "one")
        growth = [now - had for now, had in zip(memory(), before)]
        check(max(growth) < 4_000_000, f"daemon and instance grew by {growth} octets")
        sleeper.tell()
        counts = dict(map(int, one.split(":")) for one in sleeper.line().split())
        check(counts and set(counts) <= {0, 1, 1000, 60_000}, f"came of each size: {counts}")
        sender.settimeout(10)
        sender.sendto(b"last", name)
        check(sender.recvfrom(9) == (b"last", name), "it is not there any more")
        check(sleeper.child.wait(10) == 0, "what came was not what was sent")
        return f"grew by {growth} octets, came of each size: {counts}"


def refused(path):
    """Whom nobody listens to costs no datagram for others."""
    with socket.socket(type=socket.SOCK_DGRAM) as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    all_at_once(path, "refused", port)
    narrow = FastPath(PROGRAMS, path.carrier, window=3000)
    try:
        client(narrow, "refused_first", 80, 2500)
    finally:
        narrow.stop()
    return "20 to nobody, 20 to somebody, 80 that came before"


def path_loss(path):
    """A daemon that is killed: who waits is told, and a new daemon serves new sockets."""
    with Started(path, "waits") as waiting:
        check(waiting.line() == "waits", "it has no socket")
        path.daemon.send_signal(signal.SIGKILL)
        path.daemon.wait()
        check(waiting.line() == "end", "its socket did not end")
        check(waiting.child.wait(10) == 0, "a call of a lost socket succeeded")
    path.daemon = path.start_daemon()
    client(path, "one")
    return "who waited was told, new sockets work"


def iperf3(path):
    """iperf3 -u both ways, on either side of the path; hardly a datagram is lost."""
    (program,) = need("iperf3")
    done = []
    for host in FAMILIES.values():
        for served_through in (False, True):
            port = free_port()
            server = [program, "-s", "-1", "-p", str(port), "-B", host, "--forceflush"]
            path.start(server, sign="listening", through=served_through)
            out = path.run(
                [program, "-u", "-c", host, "-p", str(port), "-b", "20M", "-l", "1200", "-n", "2M"]
                + (["-R"] if served_through else []),
                through=not served_through,
            )
            lost, total = map(int, re.findall(r"(\d+)/(\d+) \(\S+%\)  receiver", out)[0])
            check("iperf Done" in out and total > 1000 and lost < total / 10, out)
            done.append(f"{lost}/{total}")
    return f"lost {', '.join(done)}"


def dig(path):
    """dig asks dnsmasq, over UDP and, where that is too small, TCP."""
    dig_program, server = need("dig", "dnsmasq")
    port = free_port()
    texts = ",".join("x" * 250 for _ in range(10))
    path.start(
        [server, "-k", "-C", "/dev/null", "-p", str(port), "--listen-address=127.0.0.1,::1"]
        + ["--bind-interfaces", "--no-resolv", "--no-hosts", "--user=", "--log-facility=-"]
        + ["--edns-packet-max=4096", "--address=/one.test/192.0.2.1", f"--pid-file={path.folder}/pid"]
        + [f"--txt-record=big.test,{texts}"],
        sign="started",
    )
    (path.folder / "questions").write_text("one.test A\n" * 200)
    for host in FAMILIES.values():
        ask = [dig_program, f"@{host}", "-p", str(port), "+tries=1", "+short"]
        check(path.run(ask + ["one.test"]) == "192.0.2.1\n", "another address")
        for room in ("512", "4096"):
            out = path.run(ask + [f"+bufsize={room}", "big.test", "TXT"])
            check(out.count("x") == 2500, f"a large answer is {out}")
        out = path.run(ask + ["-f", "questions"])
        check(out == "192.0.2.1\n" * 200, f"many answers are {out}")
    return "404 questions over IPv4 and IPv6"


sys.exit(over_both_carriers(
    PROGRAMS, TEST, (
        calls, system_calls, partners, faults, messages, edges, layout, flood, refused,
        path_loss, iperf3, dig)))
