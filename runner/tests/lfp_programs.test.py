#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Unmodified programs run through lfpd, lfp and liblfp-preload, on both carriers.

usage: lfp_programs.test.py PATHPROOF LIBRARY TEST
A test whose programs are not installed is skipped, and says so (exit 77).
"""
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from lfp_late_daemon import ACCEPT, CLOSE, LISTEN, SOCKET, LateDaemon
from lfp_path import (CLIENT, FastPath, check, free_port, need, nginx_configuration,
                      over_both_carriers)

PROGRAMS, TEST = sys.argv[1:3], sys.argv[3]


def curl_and_nginx(path):
    """curl through the fast path from nginx; nginx through it for curl; IPv4 and IPv6."""
    curl, nginx = need("curl", "nginx")
    for served_through in (False, True):
        port = free_port()
        path.start(
            [nginx, "-c", nginx_configuration(path, port)], through=served_through, port=port
        )
        for host in ("127.0.0.1", "[::1]"):
            url = f"http://{host}:{port}/big"
            path.run([curl, "-fsS", "-o", "got", url], through=not served_through)
            same = (path.folder / "got").read_bytes() == (path.folder / "www/big").read_bytes()
            check(same, f"{url} came changed")
    path.run([curl, "-sS", f"http://127.0.0.1:{free_port()}/"], status=7)  # refused
    return "80 MB over IPv4 and IPv6, in both directions"


def redis(path):
    """redis-benchmark with 50 clients, and a server that the path serves."""
    server, benchmark = need("redis-server", "redis-benchmark")
    for served_through in (False, True):
        port = free_port()
        path.start(
            [server, "--port", str(port), "--save", "", "--bind", "127.0.0.1"],
            through=served_through,
            port=port,
        )
        out = path.run(
            [benchmark, "-h", "127.0.0.1", "-p", str(port), "-c", "50", "-n", "5000"]
            + ["-t", "set,get", "--csv"],
            through=not served_through,
        )
        check('"SET"' in out and '"GET"' in out, f"redis-benchmark says {out}")
    return "20,000 requests of 50 clients"


def iperf3(path):
    """iperf3 both ways."""
    (program,) = need("iperf3")
    for words in ([], ["-R"]):
        port = free_port()
        server = [program, "-s", "-1", "-p", str(port), "-B", "127.0.0.1", "--forceflush"]
        path.start(server, sign="listening")
        out = path.run([program, "-c", "127.0.0.1", "-p", str(port), "-n", "200M", *words])
        check("iperf Done" in out, out)
    return "400 MB"


def python(path):
    """Python's http.server through the path, and its client."""
    port = free_port()
    (path.folder / "file").write_bytes(b"x" * 100_000)
    path.start(
        ["/usr/bin/python3", "-m", "http.server", str(port), "--bind", "127.0.0.1"],
        through=True,
        port=port,
    )
    code = f"import urllib.request as u; d=u.urlopen('http://127.0.0.1:{port}/file').read()"
    path.run(["/usr/bin/python3", "-c", code + "; assert d == b'x' * 100000"])
    return "client and server"


def calls(path):
    """select, poll and epoll, connects that do not wait, half-close, errors, names."""
    for what in ("select", "poll", "epoll", "refused", "half_close", "names", "options"):
        path.client(what)
    return "select, poll, epoll, refused, half-close, names, options"


def api(path):
    """A program that is written for liblfp."""
    port = free_port()
    path.start(["/usr/bin/python3", str(CLIENT), "serve", str(port)], port=port)
    program = pathlib.Path(path.pathproof).parent / "pathproof_test_lfp_api"
    path.run([str(program), str(port)], through=False)
    return "every function of lfp.h"


def heartbeat(path):
    """Both sides send heartbeats, and give up a path whose other side is silent."""
    path.stop()
    live = FastPath(PROGRAMS, path.carrier, heartbeat=(100, 3))
    try:
        port = free_port()
        live.start(["/usr/bin/python3", str(CLIENT), "serve", str(port)], port=port)
        time.sleep(1)
        live.client("sequence", port, 1)  # idle for ten intervals, and still there
        live.daemon.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        waited = live.run(
            ["/usr/bin/python3", str(CLIENT), "one", str(port)], status=1, timeout=20
        )
        seconds = time.monotonic() - begun
        check(0.2 < seconds < 5, f"it took {seconds} s to see that the daemon is silent")
        live.daemon.send_signal(signal.SIGCONT)
        return f"a silent daemon was given up after {seconds:.1f} s {waited}"
    finally:
        live.stop()


def ceiling(path):
    """No more sockets than buffers are allowed for, and none of those suffers."""
    path.stop()
    small = FastPath(PROGRAMS, path.carrier, buffers="256K")  # of windows of 64 K, four
    try:
        small.client("sockets", 4)
        small.client("sockets", 5, status=1)
        small.client("sockets", 4)
    finally:
        small.stop()
    return "four of four, and no fifth"


def listeners(path):
    """Sockets that listen, one after the other, on a daemon that has few: no number of one is lost,
    in whatever order the daemon answers CLOSE and the ACCEPTs that were outstanding."""
    rounds, few = 40, 8
    path.client("listeners", rounds)
    for after in (CLOSE, SOCKET):
        path.daemon.terminate()
        path.daemon.wait()
        late = LateDaemon(path, few, after)
        path.client("listeners", rounds)
        end = time.monotonic() + 10
        while late.calls.count(CLOSE) < rounds and time.monotonic() < end:
            time.sleep(0.02)
        counts = [late.calls.count(call) for call in (LISTEN, ACCEPT, CLOSE)]
        check(counts == [rounds] * 3, f"LISTEN, ACCEPT, CLOSE: {counts} and not {rounds} each")
        late.stop()
        path.daemon = path.start_daemon()
    return f"{3 * rounds} sockets that listened"


def sequence(path):
    """10,000 connections one after the other; nothing grows."""
    port = free_port()
    path.start(["/usr/bin/python3", str(CLIENT), "serve", str(port)], port=port)
    path.client("sequence", port, 1000)
    before = path.memory(path.daemon), path.memory(path.instance)
    path.client("sequence", port, 9000, timeout=200)
    after = path.memory(path.daemon), path.memory(path.instance)
    growth = [b - a for a, b in zip(before, after)]
    check(max(growth) < 2_000_000, f"daemon and instance grew by {growth} octets")
    return f"daemon and instance grew by {growth} octets"


def soak(path):
    """Connections, calls and data of all kinds for LFP_SOAK seconds; nothing grows."""
    (benchmark,) = need("redis-benchmark")
    (server,) = need("redis-server")
    port, serving, echoing = free_port(), free_port(), free_port()
    path.start([server, "--port", str(port), "--save", "", "--bind", "127.0.0.1"], port=port)
    path.start(["/usr/bin/python3", str(CLIENT), "serve", str(serving)], port=serving)
    path.start(["/usr/bin/python3", str(CLIENT), "echo", str(echoing)], port=echoing)
    seconds = float(os.environ.get("LFP_SOAK", "8"))
    children = path.daemon, path.instance
    rounds = 0

    def one_round():
        path.run([benchmark, "-h", "127.0.0.1", "-p", str(port), "-c", "50", "-n", "5000"]
                 + ["-t", "set,get,lrange_100", "--csv"])
        path.client("sequence", serving, 200)
        path.client("at_once", serving, 100)
        path.client("transfer", echoing, 10_000_000)
        path.client("refused")

    def growth_of_many_rounds():
        nonlocal rounds
        begun, before, first = time.monotonic(), None, rounds
        while time.monotonic() - begun < seconds or rounds < first + 4:
            one_round()
            rounds += 1
            # What is kept for later is there after two rounds.
            if rounds == first + 2:
                before = [path.memory(one) for one in children]
        return [path.memory(one) - had for one, had in zip(children, before)]

    growth = growth_of_many_rounds()
    if max(growth) >= 2_000_000:
        # Buffers may reach their size late, once; what is lost is lost again.
        growth = growth_of_many_rounds()
    check(max(growth) < 2_000_000, f"daemon and instance grew by {growth} octets")
    return f"{rounds} rounds, daemon and instance grew by {growth} octets"


def at_once(path):
    """1,000 connections at once."""
    port = free_port()
    path.start(["/usr/bin/python3", str(CLIENT), "serve", str(port)], port=port)
    path.client("at_once", port, 1000)
    return "1,000 connections"


def transfer(path):
    """Bytes both ways at once, compared octet by octet."""
    port = free_port()
    path.start(["/usr/bin/python3", str(CLIENT), "echo", str(port)], port=port)
    octets = int(os.environ.get("LFP_TRANSFER", "200000000"))
    path.client("transfer", port, octets, timeout=300)
    memory = path.memory(path.daemon), path.memory(path.instance)
    check(max(memory) < 100_000_000, f"daemon and instance have {memory} octets")
    return f"{octets} octets there and back, daemon and instance have {memory} octets"


def edges(path):
    """Small windows, MTUs and limits, at thresholds 1, 99 and 100."""
    del path
    done = []
    for mtu, window, threshold, limit in (
        (512, 1, 100, 2),
        (512, 427, 99, 2),
        (512, 65535, 1, 3),
        (600, 1000, 100, 2),
        (8192, 8160, 100, 65535),
    ):
        narrow = FastPath(PROGRAMS, "unix", mtu, window, threshold, limit)
        try:
            port = free_port()
            narrow.start(["/usr/bin/python3", str(CLIENT), "echo", str(port)], port=port)
            narrow.client("transfer", port, 3000 if window == 1 else 100_000)
            done.append(f"{mtu}/{window}/{threshold}/{limit}")
        finally:
            narrow.stop()
    return " ".join(done)


def path_loss(path):
    """A daemon that is killed: calls end, partners too, and a new daemon serves new sockets."""
    port = free_port()
    path.start(["/usr/bin/python3", str(CLIENT), "silent", str(port)], port=port)
    waiting = subprocess.Popen(
        ["/usr/bin/python3", str(CLIENT), "waits", str(port)],
        env=path.through(),
        stdout=subprocess.PIPE,
        text=True,
    )
    check(waiting.stdout.readline() == "connected\n", "it does not connect")
    path.daemon.send_signal(signal.SIGKILL)
    path.daemon.wait()
    check(waiting.stdout.readline() == "end\n", "its socket did not end")
    check(waiting.wait(10) == 0, "a call of a lost socket succeeded")
    path.daemon = path.start_daemon()
    path.client("one", port)
    return "every call ended, new sockets work"


def refusals(path):
    """A second instance, and one with other names, are refused."""
    text = (path.folder / "instance.txt").read_text()
    second = path.folder / "second.txt"
    second.write_text(text.replace("ID = 02", "ID = 03"))
    words = [path.pathproof, "lfp", "--config", str(second), "true"]
    made = subprocess.run(words, env=path.environment, capture_output=True, text=True, timeout=20)
    why = "reason 3: there is a path already"
    check(made.returncode == 2 and why in made.stderr, f"busy: {made}")
    path.instance.terminate()
    path.instance.wait()
    second.write_text(text.replace("VSER05", "VSER06"))
    made = subprocess.run(words, env=path.environment, capture_output=True, text=True, timeout=20)
    why = "reason 2: other names than were configured"
    check(made.returncode == 2 and why in made.stderr, f"names: {made}")
    second.write_text(text)
    made = subprocess.run(words, env=path.environment, capture_output=True, text=True, timeout=20)
    check(made.returncode == 0, f"the right one: {made}")
    return "busy and names"


def hostile(path):
    """Octets that are no message, messages that are not allowed, and silence: the daemon goes on."""
    # Who comes right after the instance that has gone is not told that there is a path already.
    path.daemon.send_signal(signal.SIGSTOP)
    path.instance.terminate()
    path.instance.wait()
    kind = socket.SOCK_SEQPACKET if path.carrier == "unix" else socket.SOCK_STREAM

    def header(length, number, version=1):
        return struct.pack(">4sIBBHIIIII", b"LFPO", length, version, number, 0, 0, 0, 0, 0, 0)

    hello = struct.pack(">HHIIIIIIII", 0, 2, 65536, 1024, 65535, 25, 0, 0, 0, 0)
    hello += "VSER05  TESTVSE LINR02  LINLFP  ".encode("cp037")
    openings = [
        b"GET / HTTP/1.0\r\n\r\n",
        os.urandom(5000),
        header(32, 2),
        header(31, 1),
        header(0xFFFFFFFF, 1),
        header(32, 1),
        header(100, 1, version=2) + hello,
        header(100, 1)[:20],
    ]
    after_hello = [
        header(32, 99),
        header(100, 1) + hello,
        header(65537, 5) + bytes(65505),
        header(32, 6),  # credit of nothing, for no socket: no harm
        header(84, 3) + bytes(52),
        header(83, 3) + bytes(51),
    ]

    def call(task, number, code, socket_number, *arguments):
        body = struct.pack(">HHII3I", code, 0, 0, 0, *(arguments + (0, 0, 0))[:3]) + bytes(28)
        head = (b"LFPO", 84, 1, 3, 0, task, number, socket_number, 0, min(number, 3))
        return struct.pack(">4sIBBHIIIII", *head) + body

    # Task 1 accepts on the socket of task 2, which ends: both are answered, the former first.
    with socket.socket(path.family, kind) as one:
        one.settimeout(10)
        one.connect(path.place)
        path.daemon.send_signal(signal.SIGCONT)
        one.sendall(header(100, 1) + hello)
        check(len(one.recv(100)) == 100, "no hello")
        answers = []
        for words, ends in (((2, 1, 3, 0, 2, 1), 1), ((2, 2, 5, 0, 1), 1), ((1, 3, 6, 0, 1), 0),
                            ((2, 4, 2, 0xFFFFFFFF), 2)):
            one.sendall(call(*words))
            for _ in range(ends):
                text = one.recv(84)
                answers.append(struct.unpack(">16xI20xI", text[:44]))
        check(answers == [(1, 0), (2, 0), (3, 1152), (4, 0)], f"a task that ends: {answers}")
    time.sleep(0.02)
    for text in openings + [(header(100, 1) + hello, one) for one in after_hello]:
        with socket.socket(path.family, kind) as one:
            one.settimeout(10)
            one.connect(path.place)
            for part in text if isinstance(text, tuple) else (text,):
                try:
                    one.sendall(part)
                except OSError:
                    break
                time.sleep(0.02)
        check(path.daemon.poll() is None, f"the daemon ended after {text[:60]!r}")
        time.sleep(0.02)
    with socket.socket(path.family, kind) as silent:
        silent.connect(path.place)
        begun = time.monotonic()
        silent.settimeout(20)
        check(silent.recv(100) == b"", "who says nothing is answered")
        seconds = time.monotonic() - begun
        check(4 < seconds < 8, f"who says nothing was kept for {seconds} s")
    words = [path.pathproof, "lfp", "--config", str(path.folder / "instance.txt"), "true"]
    made = subprocess.run(words, env=path.environment, capture_output=True, text=True, timeout=20)
    check(made.returncode == 0, f"after all that: {made}")
    return f"{len(openings) + len(after_hello)} openings, and silence"


sys.exit(over_both_carriers(
    PROGRAMS, TEST, (
        curl_and_nginx, redis, iperf3, python, calls, api, heartbeat, ceiling, sequence,
        at_once, transfer, edges, path_loss, refusals, hostile, listeners, soak)))
