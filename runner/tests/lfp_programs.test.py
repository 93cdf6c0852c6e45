#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Unmodified programs run through lfpd, lfp and liblfp-preload, on both carriers.

usage: lfp_programs.test.py PATHPROOF LIBRARY TEST
A test whose programs are not installed is skipped, and says so (exit 77).
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PATHPROOF, LIBRARY, TEST = sys.argv[1:]
HERE = pathlib.Path(__file__).resolve().parent
CLIENT = HERE / "lfp_client.py"
SKIPPED = 77


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def need(*programs):
    """The programs' paths; also those that stand where only administrators look."""
    folders = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    found = [shutil.which(program, path=folders) for program in programs]
    missing = [program for program, path in zip(programs, found) if path is None]
    if missing:
        skip(f"{', '.join(missing)} is not installed")
    return found


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def check(condition, text):
    if not condition:
        raise AssertionError(text)


class FastPath:
    """A daemon and an instance, and programs that run through them."""

    def __init__(self, carrier, mtu=65536, window=65535, threshold=25, limit=1024, sockets=4096):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lfp"))
        self.folder.chmod(0o755)  # nginx serves as somebody else
        self.children = []
        place = f"unix:{self.folder}/carrier"
        if carrier == "tcp":
            place = f"tcp:127.0.0.1:{free_port()}"
        (self.folder / "lfpd-LINR02.conf").write_text(
            f"""IUCV_SRC_APPNAME = LINLFP
PEER_IUCV_VMID = VSER05
PEER_IUCV_APPNAME = TESTVSE
IUCV_MSGLIMIT = {limit}
MTU = {mtu}
MAX_VSE_TASKS = 512
MAX_SOCKETS = {sockets}
WINDOW_SIZE = {window}
WINDOW_THRESHOLD = {threshold}
VSE_CODEPAGE = EBCDIC-US
VSE_HOSTID = 192.0.2.7
LOG_INFO_MSG = 0
KIT_CARRIER = {place}
"""
        )
        (self.folder / "instance.txt").write_text(
            f"""ID = 02
MTU = {mtu}
IucvMsgLimit = {limit}
MaximumBufferSpace = 1024M
IucvSrcAppName = TESTVSE
IucvDestVMId = LINR02
IucvDestAppName = LINLFP
WindowSize = {window}
WindowThreshold = {threshold}
KIT_CARRIER = {place}
KIT_SYSTEM_NAME = VSER05
/*
"""
        )
        self.environment = dict(os.environ, LFP_FOLDER=str(self.folder / "instances"))
        self.daemon = self.start_daemon()
        self.instance = self.start(
            [PATHPROOF, "lfp", "--config", str(self.folder / "instance.txt")], "serves system ID"
        )

    def start_daemon(self):
        return self.start(
            [PATHPROOF, "lfpd", "--config", str(self.folder / "lfpd-LINR02.conf")], "listens at"
        )

    def start(self, words, sign=None, through=False, port=None):
        """A program in the background; `sign` is what it says, `port` where it listens, when it
        is ready."""
        log = self.folder / f"{len(self.children)}.log"
        environment = self.through() if through else self.environment
        with open(log, "wb") as out:
            child = subprocess.Popen(
                words, stdout=out, stderr=out, env=environment, cwd=self.folder
            )
        self.children.append((child, log))
        end = time.monotonic() + 20
        while time.monotonic() < end:
            if sign is not None and sign in log.read_text(errors="replace"):
                return child
            if port is not None:
                with socket.socket() as one:
                    if one.connect_ex(("127.0.0.1", port)) == 0:
                        return child
            if sign is None and port is None:
                return child
            check(child.poll() is None, f"{words[0]} ended: {log.read_text(errors='replace')}")
            time.sleep(0.02)
        raise AssertionError(f"{words[0]} is not ready: {log.read_text(errors='replace')}")

    def through(self):
        return dict(self.environment, LD_PRELOAD=LIBRARY, LFP_SYSPARM="02")

    def run(self, words, timeout=60, through=True, status=0):
        made = subprocess.run(
            words,
            capture_output=True,
            env=self.through() if through else self.environment,
            cwd=self.folder,
            timeout=timeout,
        )
        check(
            made.returncode == status,
            f"{words} ended with {made.returncode}: {made.stdout[-500:]!r} {made.stderr[-500:]!r}",
        )
        return made.stdout.decode(errors="replace")

    def client(self, *words, **options):
        return self.run(["/usr/bin/python3", str(CLIENT), *map(str, words)], **options)

    def memory(self, child):
        """Octets of the process that are in memory."""
        return int(pathlib.Path(f"/proc/{child.pid}/statm").read_text().split()[1]) * 4096

    def stop(self):
        for child, _ in reversed(self.children):
            if child.poll() is None:
                child.terminate()
        for child, _ in self.children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def logs(self):
        return "".join(log.read_text(errors="replace")[-2000:] for _, log in self.children)


def nginx_configuration(path, port):
    www = path.folder / "www"
    www.mkdir(exist_ok=True)
    (www / "index.html").write_text("hello\n")
    if not (www / "big").exists():
        (www / "big").write_bytes(os.urandom(20_000_000))
    work = path.folder / f"nginx-{port}"
    work.mkdir()
    (work / "nginx.conf").write_text(
        f"""daemon off; worker_processes 2; pid {work}/pid; error_log {work}/error.log;
events {{ worker_connections 2048; }}
http {{
  access_log off; client_body_temp_path {work}/b; proxy_temp_path {work}/p;
  fastcgi_temp_path {work}/f; uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  server {{ listen 127.0.0.1:{port}; listen [::1]:{port}; root {www}; }}
}}
"""
    )
    return str(work / "nginx.conf")


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
        narrow = FastPath("unix", mtu, window, threshold, limit)
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
    words = [PATHPROOF, "lfp", "--config", str(second), "true"]
    made = subprocess.run(words, env=path.environment, capture_output=True, text=True, timeout=20)
    check(made.returncode == 2 and "reason 3" in made.stderr, f"busy: {made}")
    path.instance.terminate()
    path.instance.wait()
    second.write_text(text.replace("VSER05", "VSER06"))
    made = subprocess.run(words, env=path.environment, capture_output=True, text=True, timeout=20)
    check(made.returncode == 2 and "reason 2" in made.stderr, f"names: {made}")
    second.write_text(text)
    made = subprocess.run(words, env=path.environment, capture_output=True, text=True, timeout=20)
    check(made.returncode == 0, f"the right one: {made}")
    return "busy and names"


def main():
    tests = {
        one.__name__: one
        for one in (curl_and_nginx, redis, iperf3, python, calls, sequence, at_once, transfer)
        + (edges, path_loss, refusals)
    }
    for carrier in ("unix", "tcp"):
        path = FastPath(carrier)
        try:
            begun = time.monotonic()
            print(f"{TEST} over {carrier}: {tests[TEST](path)}, {time.monotonic() - begun:.1f} s")
        except (AssertionError, subprocess.TimeoutExpired) as error:
            print(f"{TEST} over {carrier}: {error}\n{path.logs()}")
            return 1
        finally:
            path.stop()
    return 0


sys.exit(main())
