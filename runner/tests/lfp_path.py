# SPDX-License-Identifier: Apache-2.0
"""A daemon and an instance of LFP, and programs that run through them: for tests and bench."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

CLIENT = pathlib.Path(__file__).resolve().parent / "lfp_client.py"
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

    def __init__(self, programs, carrier, mtu=65536, window=65535, threshold=25, limit=1024,
                 heartbeat=None, buffers="1024M", layout=None):
        self.carrier = carrier
        self.pathproof, self.library = programs
        self.layout = [] if layout is None else ["--layout", str(layout)]
        sockets = 4096
        beats = ""
        if heartbeat is not None:
            beats = "KIT_HEARTBEAT_INTERVAL = {}\nKIT_HEARTBEAT_MISSES = {}\n".format(*heartbeat)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lfp"))
        self.folder.chmod(0o755)  # nginx serves as somebody else
        self.children = []
        self.family, self.place = socket.AF_UNIX, f"{self.folder}/carrier"
        place = f"unix:{self.place}"
        if carrier == "tcp":
            self.family, self.place = socket.AF_INET, ("127.0.0.1", free_port())
            place = "tcp:{}:{}".format(*self.place)
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
{beats}"""
        )
        (self.folder / "instance.txt").write_text(
            f"""ID = 02
MTU = {mtu}
IucvMsgLimit = {limit}
MaximumBufferSpace = {buffers}
IucvSrcAppName = TESTVSE
IucvDestVMId = LINR02
IucvDestAppName = LINLFP
WindowSize = {window}
WindowThreshold = {threshold}
KIT_CARRIER = {place}
KIT_SYSTEM_NAME = VSER05
{beats}/*
"""
        )
        self.environment = dict(os.environ, LFP_FOLDER=str(self.folder / "instances"))
        self.daemon = self.start_daemon()
        self.instance = self.start_instance()

    def start_instance(self):
        return self.start(
            [self.pathproof, "lfp", "--config", str(self.folder / "instance.txt"), *self.layout],
            "serves system ID",
        )

    def start_daemon(self):
        return self.start(
            [self.pathproof, "lfpd", "--config", str(self.folder / "lfpd-LINR02.conf"), *self.layout],
            "listens at",
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
        return dict(self.environment, LD_PRELOAD=self.library, LFP_SYSPARM="02")

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


def over_both_carriers(programs, name, tests):
    """The exit status of the test of that name, over Unix and over TCP."""
    test = {one.__name__: one for one in tests}[name]
    for carrier in ("unix", "tcp"):
        path = FastPath(programs, carrier)
        try:
            begun = time.monotonic()
            print(f"{name} over {carrier}: {test(path)}, {time.monotonic() - begun:.1f} s")
        except (AssertionError, subprocess.TimeoutExpired) as error:
            print(f"{name} over {carrier}: {error}\n{path.logs()}")
            return 1
        finally:
            path.stop()
    return 0


def files_in_memory():
    """For what is started from now on: a disk may take longer than the deadlines of such tests."""
    if os.access("/dev/shm", os.W_OK):
        os.environ.setdefault("TMPDIR", "/dev/shm")


def lie_is_found(run, finding, *words):
    """Nothing, or what run(*words) says, a status and a text, in place of that finding. Messages of a
    lie may overtake those of who lies, and then no replay is the same: what was called flaky is
    found where a second run has the same finding."""
    words += ("--deadline", "1500", "--replays", "1")
    for attempt in range(2):
        status, text = run(*words)
        if finding not in deviations(text):
            return text
        if status == 1:
            return ""
        print(f"status {status} in attempt {attempt + 1}: {' '.join(words)}")
    return "" if status == 3 and " flaky" in text else text


def deviations(text):
    """What a report of one case says is wrong, without its trace."""
    head, _, rest = text.partition("before it")
    return head + rest.partition("\nalso ")[2].partition("run again")[0]
