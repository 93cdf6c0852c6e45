#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Shards of a run, merged, are the run byte for byte, and what is no whole set of shards is refused.

usage: shards.test.py ROOT PATHPROOF
"""
import json
import os
import subprocess
import sys
import tempfile

ROOT, PROGRAM = sys.argv[1:]
WRONG = "reference:continues_after_failure"
# A layer that writes to stderr what it is asked, as one that is developed does.
TALKS = f"""import sys
def said(lines):
    for line in lines:
        print("asked", line.split(" ", 1)[1], end="", file=sys.stderr, flush=True)
        yield line
print("began", file=sys.stderr)
sys.stdin = said(sys.stdin)
exec(open("{ROOT}/examples/adapters/layer.py", encoding="utf-8").read())
"""
RUNS = {
    "a layer that fails": ["cinet/ioctl", "--role", "layer", "--iut", WRONG],
    "all roles": ["cinet/shared_memory", "--tests", "5"],
    "two protocols": ["cinet/ioctl", "iucv/path", "--tests", "3", "--strict", "--jobs", "2"],
    "another kind of implementation": ["nss/pages", "--role", "cp", "--iut", "nss:memory",
                                       "--tests", "3"],
    "a process that writes to stderr": ["cinet/ioctl", "--role", "layer", "--iut", "exec:python3 talks.py"],
    "recordings in place of a guest": ["iucv/hs", "--role", "endpoint", "--iut", "hs:linux-guest"],
}
# In which no emulator is found.
EMPTY_PATH = dict(os.environ, PATH="/nowhere", XDG_CACHE_HOME="/nowhere")


def run(folder, *words, environment=None):
    return subprocess.run([PROGRAM, *words], cwd=folder, env=environment, text=True, timeout=250,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def shards(folder, count, words, environment=None, costs=()):
    """The names of the reports of all shards, and how long by their JUnit reports they took."""
    names = []
    for index in range(count):
        names.append(f"{index}-of-{count}.json")
        done = run(folder, "run", *words, "--shard-index", str(index), "--shard-count", str(count),
                   *costs, "--json", names[-1], "--quiet", environment=environment)
        assert done.returncode in (0, 1, 3) and not done.stderr, done
    return names


def refused(folder, reason, *names):
    """One line that says why, status 2, and nothing that was written."""
    done = run(folder, "merge", *names, "--json", "refused.json", "--html", "refused.html",
               "--junit", "refused.xml", "--markdown", "refused.md")
    assert done.returncode == 2, (reason, done)
    assert done.stderr.count("\n") == 1 and reason in done.stderr, (reason, done.stderr)
    assert not done.stdout and not [one for one in os.listdir(folder) if "refused" in one], done


def content(folder, name):
    with open(f"{folder}/{name}", "rb") as file:
        return file.read()


def put(folder, name, text):
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        file.write(text)
    return name


def merged_is_the_run(title, words, environment):
    with tempfile.TemporaryDirectory() as folder:
        put(folder, "talks.py", TALKS)
        words = words + ["--seed", "11"]
        whole = run(folder, "run", *words, "--json", "whole.json", "--junit", "whole.xml",
                    "--html", "whole.html", "--markdown", "whole.md", environment=environment)
        cases = len(json.loads(content(folder, "whole.json"))["cases"])
        assert cases > 3, whole
        for count in (1, 4, cases + cases % 2 + 1):
            costs = ["--shard-costs", "whole.xml"] if count % 2 else []
            names = shards(folder, count, words, environment, costs)
            merged = run(folder, "merge", *reversed(names), "--json", "merged.json",
                         "--html", "merged.html", "--markdown", "merged.md")
            assert merged.returncode == whole.returncode, (title, count, merged)
            assert merged.stdout == whole.stdout, (title, count)
            for form in ("json", "md"):
                assert content(folder, f"merged.{form}") == content(folder, f"whole.{form}"), \
                    (title, count, form)
            # It says nothing of times either; but its own name is in it.
            html = content(folder, "merged.html").replace(b"merged.html", b"whole.html")
            assert html == content(folder, "whole.html"), (title, count)
    print(f"{title}: {cases} cases")


def shards_take_equally_long():
    with tempfile.TemporaryDirectory() as folder:
        words = ["cinet/ioctl", "--role", "layer"]
        run(folder, "run", *words, "--junit", "whole.xml", "--json", "whole.json")
        ids = [one["id"] for one in json.loads(content(folder, "whole.json"))["cases"]]
        # One case takes as long as all others together.
        xml = "".join(f'<testcase name="{one.split("/")[-1]}" time="{0.1 * (len(ids) - 1):.3f}"/>'
                      if one == ids[4] else
                      f'<testcase name="{one.split("/")[-1]}" time="0.100"/>' for one in ids)
        put(folder, "costs.xml",
            f'<testsuites><testsuite name="cinet/ioctl">{xml}</testsuite></testsuites>')
        parts = [[one["id"] for one in json.loads(content(folder, name))["cases"]]
                 for name in shards(folder, 2, words, None, ["--shard-costs", "costs.xml"])]
        assert parts == [[ids[4]], ids[:4] + ids[5:]], parts
        # Without times they are equally many.
        parts = [len(json.loads(content(folder, name))["cases"]) for name in shards(folder, 2, words)]
        assert abs(parts[0] - parts[1]) <= 1, parts
        # A split by other costs is noticed: a case is lost, or is there twice.
        costs = shards(folder, 2, words, None, ["--shard-costs", "costs.xml"])
        os.rename(f"{folder}/{costs[0]}", f"{folder}/by-costs.json")
        shards(folder, 2, words)
        refused(folder, "in no shard; were all split by the same costs?",
                "by-costs.json", "1-of-2.json")
        shards(folder, 2, words, None, ["--shard-costs", "costs.xml"])
        os.rename(f"{folder}/1-of-2.json", f"{folder}/by-costs.json")
        shards(folder, 2, words)
        refused(folder, "have the same case of the run: cinet/ioctl/", "0-of-2.json",
                "by-costs.json")


def faults_are_refused():
    with tempfile.TemporaryDirectory() as folder:
        words = ["cinet/ioctl", "--role", "layer"]
        a, b, c = shards(folder, 3, words)
        refused(folder, "shard 0 of 3 is missing", b, c)
        refused(folder, "shard 1 of 3 is missing", a, c)
        refused(folder, "shard 2 of 3 is missing", a, b)
        refused(folder, "are both shard 1", a, b, b, c)
        refused(folder, "cannot read missing.json", a, b, "missing.json")
        run(folder, "run", *words, "--json", "whole.json")
        refused(folder, "whole.json is no shard", "whole.json")
        refused(folder, "whole.json is no shard", a, b, "whole.json")
        text = content(folder, c).decode().rstrip()
        for length in range(0, len(text), len(text) // 23):
            refused(folder, "cut.json", a, b, put(folder, "cut.json", text[:length]))
        profile = '[[expected_failure]]\ncase = "cinet/nothing"\nreason = "{}"\nexpires = {}\n'

        def other(reason, *more, environment=None):
            os.rename(f"{folder}/{c}", f"{folder}/kept.json")
            done = run(folder, "run", *more, *words, "--shard-index", "2", "--shard-count", "3",
                       "--json", c, environment=environment)
            assert done.returncode in (0, 1, 3), done
            refused(folder, reason, a, b, c)
            os.rename(f"{folder}/kept.json", f"{folder}/{c}")

        other("seed '1' and '2'", "--seed", "2")
        other(f"iut 'reference' and '{WRONG}'", "--iut", WRONG)
        other("strict 'false' and 'true'", "--strict")
        other("tests '200' and '100'", "--tests", "100")
        other("steps '20' and '19'", "--steps", "19")
        other("instances '0' and '3'", "--instances", "3")
        other("number of cases", "cinet/shared_memory")
        for day in ("2026-11-20", "2026-11-22"):
            put(folder, "profile.toml", profile.format("TICKET-1", day))
            other("profile none and 'profile.toml'", "--profile", "profile.toml")
        # The content of a profile counts, and whether its expectations hold that day.
        words += ["--profile", "profile.toml"]
        day = dict(os.environ, SOURCE_DATE_EPOCH="1795168800")  # 2026-11-20
        put(folder, "profile.toml", profile.format("TICKET-1", "2026-11-20"))
        shards(folder, 3, words, day)
        other("content of the profile", environment=dict(day, SOURCE_DATE_EPOCH="1795255200"))
        put(folder, "profile.toml", profile.format("TICKET-2", "2026-11-20"))
        other("content of the profile", environment=day)

        def edited(reason, change):
            data = json.loads(text)
            change(data)
            refused(folder, reason, a, b, put(folder, "edited.json", json.dumps(data)))

        shards(folder, 3, words[:3])
        edited("version", lambda data: data.update(version="0.0.0"))
        edited("role 'layer' and none", lambda data: data.update(role=""))
        edited("selection", lambda data: data["shard"]["settings"].update(selection="0"))
        edited("number of shards", lambda data: data["shard"].update(count=4))
        edited("there is no such shard", lambda data: data["shard"].update(index=3))
        edited("interrupted by SIGTERM", lambda data: data.update(interrupted="SIGTERM"))
        edited("for 2 cases", lambda data: data["cases"].pop())
        edited("is in no shard", lambda data: (data["cases"].pop(), data["shard"]["places"].pop()))
        edited("have the same case",
               lambda data: data["shard"]["places"].__setitem__(0, 1))
        edited("of different kits", lambda data: data["requirements"][3].update(rules=77))
        edited("is not known", lambda data: data["shard"].update(colour="red"))


def main():
    for title, words in RUNS.items():
        merged_is_the_run(title, words, EMPTY_PATH if "guest" in title else None)
    shards_take_equally_long()
    faults_are_refused()


main()
