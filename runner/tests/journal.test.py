#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A run that is killed goes on from its journal: nothing is lost, and nothing is run twice.

usage: journal.test.py ROOT PATHPROOF

The adapter writes into a log what it was started for, and kills the kit at the line that it is told.
"""
import json
import os
import signal
import subprocess
import sys
import tempfile

ROOT, PROGRAM = sys.argv[1:]
ADAPTER = f"""import os, signal, sys
log = open("log", "a", encoding="utf-8")
at = int(os.environ.get("KILL_AT", "0"))
def lines(given):
    for number, line in enumerate(given, 1):
        if " reset " in line:
            print([one[5:] for one in line.split() if one.startswith("case=")][0], file=log,
                  flush=True)
        if number == at:
            os.kill(int(open("kit").read()), int(os.environ["KILL_BY"]))
            if os.environ["KILL_BY"] == "9":
                sys.exit(1)
        yield line
sys.stdin = lines(sys.stdin)
exec(open("{ROOT}/examples/adapters/layer.py", encoding="utf-8").read())
"""
WORDS = ["cinet/ioctl", "--role", "layer", "--tests", "4", "--iut", "exec:python3 adapter.py"]


def run(folder, *words, kill_at=0, kill_by=signal.SIGKILL):
    environment = dict(os.environ, KILL_AT=str(kill_at), KILL_BY=str(int(kill_by)))
    return subprocess.run(["sh", "-c", 'echo $$ >kit && exec "$@"', "sh", PROGRAM, "run", *words],
                          cwd=folder, env=environment, text=True, timeout=120, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def content(folder, name):
    with open(f"{folder}/{name}", "rb") as file:
        return file.read()


def put(folder, name, text):
    with open(f"{folder}/{name}", "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def take_log(folder):
    """The cases that the adapter was started for since it was last asked."""
    lines = content(folder, "log").decode().split() if os.path.exists(f"{folder}/log") else []
    if os.path.exists(f"{folder}/log"):
        os.unlink(f"{folder}/log")
    return lines


def kept(folder):
    """The cases that the journal has, without their roles."""
    if not os.path.exists(f"{folder}/journal"):
        return []
    lines = content(folder, "journal").split(b"\n")[1:-1]
    return [json.loads(line[:-17])["case"]["id"].split("@")[0] for line in lines]


def workspace(folder):
    put(folder, "adapter.py", ADAPTER)
    whole = run(folder, *WORDS, "--json", "whole.json")
    assert whole.returncode == 0, whole
    return whole, take_log(folder)


def killed_again_and_again(folder, whole, log, step, jobs):
    """Kills each run at its next line; whatever is in the journal is not started again."""
    if os.path.exists(f"{folder}/journal"):
        os.unlink(f"{folder}/journal")
    runs, started = 0, []
    while True:
        before = kept(folder)
        done = run(folder, *WORDS, "--jobs", str(jobs), "--journal", "journal", "--json",
                   "report.json", kill_at=step + runs)
        asked = take_log(folder)
        assert not set(asked) & set(before), (step, runs, asked, before)
        assert len(kept(folder)) == len(set(kept(folder))), kept(folder)
        assert kept(folder)[:len(before)] == before, (before, kept(folder))
        started += [one for one in asked if one in kept(folder)]
        runs += 1
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done
        assert not os.path.exists(f"{folder}/report.json"), "there is a report of a killed run"
    assert runs > 1, "it was not killed"
    assert done.stdout == whole.stdout, done
    assert content(folder, "report.json") == content(folder, "whole.json"), (step, runs)
    # What was kept had been started as often as in the run that was not killed, and no more.
    assert sorted(started) == sorted(log), (step, runs)
    os.unlink(f"{folder}/report.json")
    return runs


def kills():
    with tempfile.TemporaryDirectory() as folder:
        whole, log = workspace(folder)
        count = 0
        for jobs, steps in ((1, range(30, 160, 13)), (2, (25, 50))):
            for step in steps:
                count += killed_again_and_again(folder, whole, log, step, jobs) - 1
        print(f"killed {count} times")


def interrupted():
    """By a signal that lets it write its report: what was cut short, as the generated case at the
    end may be, is run again."""
    with tempfile.TemporaryDirectory() as folder:
        workspace(folder)
        words = [*WORDS, "--journal", "journal", "--json", "report.json"]
        times = 0
        for kill_at in range(30, 2000, 15):
            done = run(folder, *words, kill_at=kill_at, kill_by=signal.SIGTERM)
            if "SIGTERM" not in done.stdout:
                break  # there are no more lines
            assert done.returncode == 2, done
            times += 1
            before = kept(folder)
            take_log(folder)
            done = run(folder, *words)
            assert done.returncode == 0 and f"{len(before)} of 11 cases were done before" in \
                done.stderr, done
            assert not set(before) & set(take_log(folder))
            assert content(folder, "report.json") == content(folder, "whole.json"), kill_at
            # A run that is done starts nothing at all, and gives the same again.
            done = run(folder, *words)
            assert done.returncode == 0 and not take_log(folder), done
            assert content(folder, "report.json") == content(folder, "whole.json")
            os.unlink(f"{folder}/journal")
        assert times > 5, times
        print(f"interrupted {times} times")


def cut():
    """The file itself at every byte is cut by reports/tests/journal.test.cpp; here, runs go on."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["cinet/ioctl", "--role", "layer", "--seed", "5", "--journal", "journal", "--quiet",
                 "--json"]
        run(folder, *words, "whole.json")
        journal = content(folder, "journal")
        ends = [at for at, byte in enumerate(journal) if byte == 10]
        sizes = {at + near for at in ends[-3:] for near in (-17, -1, 0, 1, 2)} | \
            set(range(ends[-3], len(journal), (len(journal) - ends[-3]) // 20)) | {0, 1, ends[0]}
        for size in sizes:
            put(folder, "journal", journal[:size])
            done = run(folder, *words, "report.json")
            assert done.returncode == 0, (size, done)
            assert content(folder, "report.json") == content(folder, "whole.json"), size
            before = journal[:size].rfind(b"\n") + 1
            assert content(folder, "journal")[:before] == journal[:before], size
        print(f"cut at {len(sizes)} places")


def of_a_shard():
    with tempfile.TemporaryDirectory() as folder:
        workspace(folder)
        for index in "01":
            words = [*WORDS, "--shard-index", index, "--shard-count", "2", "--journal",
                     f"journal-{index}", "--json", f"{index}.json"]
            assert run(folder, *words, kill_at=40).returncode == -signal.SIGKILL
            assert run(folder, *words).returncode == 0
        subprocess.run([PROGRAM, "merge", "0.json", "1.json", "--json", "merged.json", "--quiet"],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=60)
        assert content(folder, "merged.json") == content(folder, "whole.json")
        refused(folder, "shard '0' and '1'", [*WORDS, "--shard-index", "1", "--shard-count", "2"],
                "journal-0")


def refused(folder, reason, words, journal="journal"):
    """One line, status 2, and the journal as it was."""
    before = content(folder, journal)
    done = run(folder, *words, "--journal", journal, "--json", "refused.json")
    assert done.returncode == 2 and done.stderr.count("\n") == 1, (reason, done)
    assert reason in done.stderr and not done.stdout, (reason, done)
    assert content(folder, journal) == before and not os.path.exists(f"{folder}/refused.json")


def others():
    with tempfile.TemporaryDirectory() as folder:
        words = ["cinet/ioctl", "--role", "layer"]
        day = "[[expected_failure]]\ncase = \"x\"\nreason = \"y\"\n"
        put(folder, "profile.toml", day)
        put(folder, "two.toml", day.replace("y", "z"))
        assert run(folder, *words, "--journal", "journal").returncode == 0
        journal = content(folder, "journal")
        for reason, more in (("seed '1' and '2'", ["--seed", "2"]),
                             ("iut 'reference' and", ["--iut", "reference:continues_after_failure"]),
                             ("strict", ["--strict"]), ("tests", ["--tests", "3"]),
                             ("profile", ["--profile", "profile.toml"]),
                             ("role 'layer' and", ["--role", "provider"]),
                             ("number of shards", ["--shard-index", "0", "--shard-count", "1"])):
            refused(folder, reason, [*words, *more])
        refused(folder, "number of cases", ["cinet/shared_memory", *words])
        assert run(folder, *words, "--profile", "profile.toml", "--journal", "j").returncode == 0
        put(folder, "profile.toml", content(folder, "two.toml"))
        refused(folder, "content of the profile", [*words, "--profile", "profile.toml"], "j")
        # Another version, in a header whose digest is right; and one octet that is not as it was.
        version = journal.split(b'"version":"')[1].split(b'"')[0]
        header = journal.split(b"\n")[0][:-17].replace(version, b"0.0.1")
        put(folder, "journal", header + b" " + digest(header) + b"\n")
        refused(folder, "version '0.0.1'", words)
        third = journal.split(b"\n")[2]
        put(folder, "journal", journal.replace(third, third.replace(b"pass", b"fail")))
        refused(folder, "journal journal:3: this record is damaged", words)
        put(folder, "journal", b'{"schema": "pathproof-report"}\n')
        refused(folder, "this is no journal", words)
        put(folder, "report.json", b"kept")
        done = run(folder, *words, "--journal", "report.json", "--json", "report.json")
        assert done.returncode == 2 and content(folder, "report.json") == b"kept", done
        done = run(folder, "iucv/hs", "--iut", "hs:pcap:x", "--journal", "new")
        assert done.returncode == 2 and "is judged whole" in done.stderr, done
        done = run(folder, "cinet/nothing", "--journal", "new")
        assert done.returncode == 2 and not os.path.exists(f"{folder}/new"), done


def digest(text):
    value = 0xcbf29ce484222325
    for byte in text:
        value = (value ^ byte) * 0x100000001b3 % 2 ** 64
    return b"%016x" % value


kills()
interrupted()
cut()
of_a_shard()
others()
