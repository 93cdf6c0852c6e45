#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Another layout of LFP messages: programs run through it, the kit judges a daemon in it as one in
the profile's own, and who has another layout is not taken for right.

usage: lfp_layout.test.py PATHPROOF LIBRARY
"""
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from lfp_path import CLIENT, FastPath, check, free_port

PROGRAMS = sys.argv[1:3]
PROGRAM = PROGRAMS[0]
EXAMPLES = pathlib.Path(__file__).resolve().parent.parent.parent / "examples" / "lfp"
LAYOUT = EXAMPLES / "layout-example.toml"
PYTHON = "/usr/bin/python3"


def run(*words, program="run"):
    made = subprocess.run([PROGRAM, program, *map(str, words)], capture_output=True, text=True,
                          timeout=300)
    return made.returncode, made.stdout + made.stderr


def judged(*words, daemon=""):
    started = f"lfp-daemon:exec:{PROGRAM} lfpd --quiet {daemon}"
    return run("--role", "daemon", "--no-shrink", "--iut", started, *words)


def verdicts(text):
    return re.search(r"^cases +(.*)$", text, re.MULTILINE).group(1)


def judged_right():
    """The whole suite: the reference daemon is as right as in the profile's own layout."""
    status, text = judged("lfp", "--tests", "5", "--layout", LAYOUT,
                          daemon=f"--layout {LAYOUT}")
    found = dict(reversed(one.split()) for one in verdicts(text).split(": ")[1].split(", "))
    only = set(found) <= {"pass", "unsupported"}
    check(status in (0, 3) and only and int(found["pass"]) >= 37, text)


def moved(folder, *changes):
    text = LAYOUT.read_text()
    for before, after in changes:
        check(text.count(before) == 1, f"the example has not one {before}")
        text = text.replace(before, after)
    file = pathlib.Path(folder, "moved.toml")
    file.write_text(text)
    return file


def other_layouts_fail(folder):
    """A daemon whose layout is another than the kit's is not right, whatever is other about it."""
    case = "lfp/window/in"
    for kit, daemon in ((["--layout", LAYOUT], ""), ([], f"--layout {LAYOUT}")):
        status, text = judged(case, *kit, "--deadline", "1000", daemon=daemon)
        check(status == 1 and "1 fail" in verdicts(text), f"{kit} {daemon} ({status}):\n{text}")
        again = re.search("^run again.*$", text, re.MULTILINE).group()
        check(all(str(word) in again.split(" --seed")[0].split("' ")[-1] for word in kit), again)
    for before, after in (
            ("credit = 0x0302", "credit = 0x0305"),           # not seen before credit is due
            ("value = { offset = 20, width = 4, order = \"big\" }",
             "value = { offset = 20, width = 4, order = \"little\" }"),
            ("received = { offset = 12, width = 8 }",
             "received = { offset = 12, width = 8, order = \"big\" }"),
            ("window = { offset = 60, width = 8, order = \"big\" }",
             "window = { offset = 60, width = 8, order = \"little\" }"),
            ("\"C6D7\"", "\"C6D8\""),
            ("length = \"body\"", "length = \"message\""),
            ("names = \"ascii\"", "names = \"ebcdic\""),
            ("padding = 4", "padding = 3"),
            ("SOCKET = 25", "SOCKET = 26")):
        status, text = judged("lfp/window/out_at_once", case, "--deadline", "1000", "--layout",
                              moved(folder, (before, after)), daemon=f"--layout {LAYOUT}")
        check(status in (1, 2) and "2 pass" not in verdicts(text), f"{after} ({status}):\n{text}")


def too_narrow(folder):
    """A layout in which the kit cannot say its names: it says so, and sends nothing."""
    file = moved(folder, ("peer_app_name = { offset = 32, width = 8 }",
                          "peer_app_name = { offset = 32, width = 4 }"),
                 ("[{ offset = 1, width = 1 }]",
                  "[{ offset = 1, width = 1 }, { offset = 36, width = 4 }]"))
    sentence = "the layout cannot say a message: hello.peer_app_name: its text does not fit in 4 octets"
    status, text = judged("lfp/window/in", "--layout", file, daemon=f"--layout {LAYOUT}")
    text = re.sub(r"\s+", " ", text)
    check(status == 2 and sentence in text, f"({status}):\n{text}")


def running_daemon(folder):
    """On TCP, where only the length says how far a message goes."""
    port = free_port()
    for name in ("instance.txt", "lfpd-LINR02.conf"):
        text = (EXAMPLES / name).read_text().replace("MTU = 8192", "MTU = 8196")  # 4 more of header
        pathlib.Path(folder, name).write_text(
            re.sub(r"unix:\S+", f"tcp:127.0.0.1:{port}", text))
    daemon = subprocess.Popen([PROGRAM, "lfpd", "--quiet", "--layout", LAYOUT, "--config",
                               f"{folder}/lfpd-LINR02.conf"])
    try:
        iut = f"lfp-daemon:{folder}/instance.txt"
        words = ["--role", "daemon", "--no-shrink", "--iut", iut]
        status, text = run("lfp/session/hello", "lfp/window/in", "lfp/window/out",
                           "lfp/session/unknown_kind", "lfp/session/wrong_length",
                           "lfp/malformed/idle", "lfp/unexpected/instance_ignored_idle",
                           *words, "--layout", LAYOUT)
        check(status == 0 and "18 pass" in verdicts(text), f"on TCP ({status}):\n{text}")
        check(f"--layout {LAYOUT}" not in text, "a report of what passed says how to run it again")
        status, text = run("lfp/session/hello", *words)
        check(status == 2 and "does not answer hello with hello" in text, f"({status}):\n{text}")
    finally:
        daemon.send_signal(signal.SIGTERM)
        check(daemon.wait(10) == 0, "the daemon does not end in order")


def programs_run():
    """Programs that know nothing of it, on both carriers, with small messages and large ones."""
    for carrier, mtu, window, limit in (("unix", 65536, 65535, 1024), ("tcp", 65536, 65535, 1024),
                                        ("unix", 516, 427, 2), ("tcp", 516, 700, 3)):
        path = FastPath(PROGRAMS, carrier, mtu, window, 50, limit, layout=LAYOUT)
        try:
            port = free_port()
            path.start([PYTHON, str(CLIENT), "echo", str(port)], port=port)
            path.client("transfer", port, 20_000_000 if mtu > 516 else 100_000)
            if mtu > 516:
                for what in ("select", "epoll", "refused", "half_close", "names", "options"):
                    path.client(what)
                (path.folder / "file").write_bytes(b"x" * 100_000)
                port = free_port()
                path.start([PYTHON, "-m", "http.server", str(port), "--bind", "127.0.0.1"],
                           through=True, port=port)
                code = f"import urllib.request as u; d=u.urlopen('http://127.0.0.1:{port}/file').read()"
                path.run([PYTHON, "-c", code + "; assert d == b'x' * 100000"])
        except AssertionError:
            print(path.logs())
            raise
        finally:
            path.stop()


def bad_input(folder):
    """Each program refuses a wrong layout before it does anything."""
    file = moved(folder, ("size = 36", "size = 35"))
    sentence = f"{file}:12: the constant at 32 ends behind the 35 octets of header"
    for program, words in (("lfpd", ["--config", EXAMPLES / "lfpd-LINR02.conf"]),
                           ("lfp", ["--config", EXAMPLES / "instance.txt"]),
                           ("run", ["lfp", "--iut", "lfp-daemon:exec:false"])):
        status, text = run(*words, "--layout", file, program=program)
        check(status == 2 and sentence in text, f"{program} ({status}): {text}")
    status, text = run("lfp", "--layout", LAYOUT)
    check(status == 2 and "--layout is for lfp-daemon:... and lfp-instance:..., not for" in text, text)
    status, text = run("lfp", "--iut", "lfp-daemon:exec:false", "--layout", "no/such.toml")
    check(status == 2 and "no/such.toml" in text, text)


def main():
    with tempfile.TemporaryDirectory() as folder:
        bad_input(folder)
        programs_run()
        judged_right()
        running_daemon(folder)
        other_layouts_fail(folder)
        too_narrow(folder)


main()
