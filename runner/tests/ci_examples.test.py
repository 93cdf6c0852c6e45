#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The pipelines in examples/ci: they can be read, their commands run, and leave what they keep.

usage: ci_examples.test.py ROOT PATHPROOF

The services themselves are not there. What is downloaded in a job is in its place here: pathproof is
the one that was built, its kit a script that passes commands on, and mylayer the example adapter.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77


def put(path, text, mode=0o755):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


def workspace(folder, root, program):
    shutil.copy(f"{root}/examples/adapters/layer.py", f"{folder}/mylayer")
    os.chmod(f"{folder}/mylayer", 0o755)
    put(f"{folder}/pathproof/build/release/bin/pathproof", f'#!/bin/sh\nexec {program} "$@"\n')
    put(f"{folder}/pathproof/kit", f'#!/bin/sh\n[ "$1" = run ] || exit 9\nexec {program} "$@"\n')
    os.makedirs(f"{folder}/conformance")
    run(f"{program} run cinet --role layer --iut exec:./mylayer --quiet "
        "--json conformance/baseline.json", folder)


def run(command, folder):
    """Runs a command of a job; the end of what it says when it fails."""
    environment = dict(os.environ, GITHUB_STEP_SUMMARY=f"{folder}/summary.md")
    ran = subprocess.run(["sh", "-e", "-c", command], cwd=folder, env=environment, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=250,
                         check=False)
    if ran.returncode != 0:
        raise AssertionError(f"status {ran.returncode}: {command}\n{ran.stdout[-2000:]}")


def github(text):
    """The commands of the job, and the files that it keeps."""
    [job] = parsed(text)["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    kept = [name for step in job["steps"] if "upload-artifact" in step.get("uses", "")
            for name in step["with"]["path"].split()]
    return commands, kept + ["summary.md"]


def gitlab(text):
    [job] = [value for value in parsed(text).values()]
    reports = job["artifacts"]["reports"]
    return job["script"], job["artifacts"]["paths"] + list(reports.values())


def jenkins(text):
    for opening, closing in ("{}", "()"):
        if text.count(opening) != text.count(closing):
            raise AssertionError(f"the Jenkinsfile has not as many {opening} as {closing}")
    commands = re.findall(r"script: '''(.*?)'''", text, re.S) + re.findall(r"sh '([^']+)'", text)
    kept = re.findall(r"junit '([^']+)'", text) + \
        [name.strip() for names in re.findall(r"artifacts: '([^']+)'", text)
         for name in names.split(",")]
    return commands, kept


def parsed(text):
    return yaml.safe_load(text)


PIPELINES = {"github.yml": github, "gitlab-ci.yml": gitlab, "Jenkinsfile": jenkins}


def check(name, text, root, program):
    commands, kept = PIPELINES[name](text)
    if len(commands) != 2 or len(kept) < 3:
        raise AssertionError(f"{name}: commands {commands}, files {kept}")
    with tempfile.TemporaryDirectory() as folder:
        workspace(folder, root, program)
        for command in commands:
            run(command, folder)
        for one in kept:
            if not os.path.getsize(f"{folder}/{one}"):
                raise AssertionError(f"{name} keeps {one}, which is empty")
    print(f"{name}: {len(commands)} commands, {len(kept)} files")


def main():
    root, program = sys.argv[1:]
    texts = {}
    for name in sorted(os.listdir(f"{root}/examples/ci")):
        if name != "README.md":
            with open(f"{root}/examples/ci/{name}", encoding="utf-8") as file:
                texts[name] = file.read()
    assert set(texts) == set(PIPELINES), texts.keys()
    for name, text in texts.items():
        check(name, text, root, program)
        # An option that is gone has to be noticed.
        try:
            check(name, text.replace("--junit", "--jnuit"), root, program)
        except AssertionError as error:
            assert "did you mean '--junit'?" in str(error), error
        else:
            raise AssertionError(f"{name}: a wrong option passes")


try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(SKIPPED)
main()
