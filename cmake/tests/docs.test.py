#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the commands that the documents show.

usage: docs.test.py ROOT BUILD_DIR | --self-test

In a ```console block a line that begins with "$ " is a command (a line that begins with "> "
continues it); the lines after it are what it must print, where "…" stands for anything, alone for
any number of lines. A ```sh block is run command by command. Every command must end with status 0,
or with N after a comment line "# exit N". The commands of one block share one shell, the blocks of
one document one scratch copy of the tree, and some documents are run at once. In it build/release
is BUILD_DIR, where PATH finds pathproof, and ./kit builds there (PATHPROOF_BUILD_DIR), so nothing
is compiled twice.

Two commands are changed, and shown as changed: ./kit test and .ci/run list their tests (-N), since
this is one of them. README.md may skip its two commands for a fresh machine with the comment
"<!-- docs-test: skip REASON -->" on the line above their block.
"""
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

sys.dont_write_bytecode = True
from source_files import source_files  # beside this file

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "runner/PORTING.md", "vectors/format.md",
             "ARCHITECTURE.md", "docs/**/*.md", "examples/**/*.md"]
DOCUMENTS_AT_ONCE = 2
SKIPS_ONLY_IN = "README.md"
SKIPPED_COMMANDS_MAX = 2
SECONDS_MAX = 600
LISTS_ONLY = re.compile(r"(?:\./kit test|\.ci/run|\./\.ci/run)\b[^|;&>]*")
SKIP = re.compile(r"\s*<!-- docs-test: skip (\S.*?) -->\s*$")
EXIT = re.compile(r"#\s*exit (\d+)\s*$")

# Runs the files N.sh of its folder one after the other in one shell; $? is that of the one before.
DRIVER = r"""
docs_status=0
for ((docs_step = 0; docs_step < docs_steps; ++docs_step)); do
  docs_command=$(<"$docs_folder/$docs_step.sh")
  { (exit "$docs_status"); eval "$docs_command"; } \
    >"$docs_folder/$docs_step.out" 2>"$docs_folder/$docs_step.err" </dev/null
  docs_status=$?
  echo "$docs_status" >"$docs_folder/$docs_step.status"
done
"""


@dataclass
class Command:
    line: int
    text: str
    status: int = 0
    expected: list = field(default_factory=list)


@dataclass
class Block:
    line: int
    commands: list
    skip: str = ""


def blocks_of(text):
    """The blocks of a document that show commands."""
    lines, found, at = text.splitlines(), [], 0
    while at < len(lines):
        opening = re.match(r"(\s*)(```+|~~~+)\s*(\w*)", lines[at])
        if not opening:
            at += 1
            continue
        indent, fence, language = opening.groups()
        end = at + 1
        while end < len(lines) and not lines[end].strip().startswith(fence):
            end += 1
        body = [line.removeprefix(indent) for line in lines[at + 1:end]]
        skip = SKIP.match(lines[at - 1]) if at else None
        reader = {"console": console_commands, "sh": sh_commands}.get(language)
        if reader:
            found.append(Block(at + 1, reader(body, at + 2), skip.group(1) if skip else ""))
        at = end + 1
    return found


def console_commands(lines, first):
    commands, status = [], 0
    for number, line in enumerate(lines, first):
        expects_exit = EXIT.match(line)
        if line.startswith("$ "):
            commands.append(Command(number, line[2:], status))
            status = 0
        elif expects_exit:
            status = int(expects_exit.group(1))
        elif line.startswith("> ") and commands and not commands[-1].expected:
            commands[-1].text += "\n" + line[2:]
        elif commands:
            commands[-1].expected.append(line)
        elif line.strip():
            raise ValueError(f"line {number}: output before any command")
    for command, after in zip(commands, commands[1:]):
        if after.text.strip() == "echo $?":
            command.status = None
    return commands


def sh_commands(lines, first):
    commands, status, pending, start = [], 0, [], first
    for number, line in enumerate(lines, first):
        expects_exit = EXIT.match(line)
        if not pending and expects_exit:
            status = int(expects_exit.group(1))
        if not pending and (not line.strip() or line.lstrip().startswith("#")):
            continue
        start = start if pending else number
        pending.append(line)
        if is_complete("\n".join(pending)):
            commands.append(Command(start, "\n".join(pending), status))
            status, pending = 0, []
    if pending:
        raise ValueError(f"line {start}: the command does not end")
    return commands


def is_complete(text):
    """Whether a shell would run this now; it warns about a here-document that has no end."""
    if text.endswith("\\"):
        return False
    checked = subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True,
                             check=False)
    return checked.returncode == 0 and not checked.stderr


def matches(expected, printed):
    """Whether the shown lines are what was printed."""
    pattern = ""
    for line in "\n".join(expected).strip().splitlines():
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("…")) + r"\n"
    lines = "".join(line.rstrip() + "\n" for line in printed.strip("\n").splitlines())
    return re.fullmatch(pattern, lines) is not None


class Shell:
    """Runs the commands of blocks in one scratch folder."""

    def __init__(self, scratch, build_dir):
        self.scratch = scratch
        self.environment = dict(os.environ, PATHPROOF_BUILD_DIR=build_dir,
                                PATHPROOF_PACKAGES="ignore",
                                GIT_CEILING_DIRECTORIES=os.path.dirname(scratch),
                                PATH=f"{build_dir}/bin{os.pathsep}{os.environ['PATH']}")
        self.environment.pop("CI", None)
        # What is built against the kit is built as the kit was.
        sanitizers = re.search(r"^PATHPROOF_SANITIZE:\w+=(.+)$",
                               read(f"{build_dir}/CMakeCache.txt") or "", re.M)
        if sanitizers:
            self.environment["CXXFLAGS"] = f"-fsanitize={sanitizers.group(1).replace(';', ',')}"

    def run(self, commands):
        """For each command what it printed on both ways and its status; None if it did not end."""
        with tempfile.TemporaryDirectory() as folder:
            for step, command in enumerate(commands):
                write(f"{folder}/{step}.sh", LISTS_ONLY.sub(with_n, command.text))
            self.drive(folder, len(commands))
            return [[read(f"{folder}/{step}.{end}") for end in ("out", "err", "status")]
                    for step in range(len(commands))]

    def drive(self, folder, steps):
        script = f"docs_folder='{folder}' docs_steps={steps}\n{DRIVER}"
        with subprocess.Popen(["bash", "-c", script], cwd=self.scratch, env=self.environment,
                              stdin=subprocess.DEVNULL, start_new_session=True) as shell:
            try:
                shell.wait(SECONDS_MAX)
            except subprocess.TimeoutExpired:
                pass
            # What a block left running in the background ends with it.
            try:
                os.killpg(shell.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def with_n(match):
    return match.group(0).rstrip() + " -N "


def read(path):
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def judge(command, out, err, status):
    """What is wrong with the outcome of a command, or an empty text."""
    if status is None:
        return f"did not end within {SECONDS_MAX} s, or ended its shell\n{out or ''}{err or ''}"
    if command.status is not None and int(status) != command.status:
        return f"exit {int(status)}, expected {command.status}\n{out}{err}"
    shown = any(line.strip() for line in command.expected)
    # A terminal shows both ways; in which order is not the document's business.
    if shown and not any(matches(command.expected, both)
                         for both in (out, err, out + err, err + out)):
        wanted = "\n".join(command.expected)
        return f"the document shows\n{wanted}\nbut it printed\n{out}{err}"
    return ""


def check_document(name, text, shell, skipped, say=print):
    """Runs one document; gives back the numbers of commands run and failed."""
    ran = failed = 0
    for block in blocks_of(text):
        if block.skip:
            skipped += [f"{name}:{c.line}: {c.text}: {block.skip}" for c in block.commands]
            continue
        for command, outcome in zip(block.commands, shell.run(block.commands)):
            problem = judge(command, *outcome)
            changed = " (with -N)" if LISTS_ONLY.search(command.text) else ""
            say(f"{'FAIL' if problem else 'ran '} {name}:{command.line}: {command.text}{changed}")
            if problem:
                say("    " + problem.rstrip().replace("\n", "\n    "))
            ran += 1
            failed += bool(problem)
    return ran, failed


def scratch_copy(root, scratch, build_dir):
    """The source files, and the build in place of one made here."""
    for path in source_files(root):
        os.makedirs(os.path.dirname(os.path.join(scratch, path)), exist_ok=True)
        shutil.copy2(os.path.join(root, path), os.path.join(scratch, path))
    os.makedirs(f"{scratch}/build", exist_ok=True)
    os.symlink(build_dir, f"{scratch}/build/release")


def check_skips(skipped):
    problems = [f"only {SKIPS_ONLY_IN} may skip: {s}" for s in skipped
                if not s.startswith(SKIPS_ONLY_IN + ":")]
    if len(skipped) > SKIPPED_COMMANDS_MAX:
        problems.append(f"{len(skipped)} commands are skipped, at most {SKIPPED_COMMANDS_MAX} may be")
    return problems


def check_one(root, build_dir, name):
    """A document in a scratch copy of its own: what is to be said of it, its skips, its counts."""
    said, skipped, counts = [], [], (0, 0)
    text = read(os.path.join(root, name))
    with tempfile.TemporaryDirectory() as scratch:
        try:
            if blocks_of(text):  # else nothing is run there
                scratch_copy(root, scratch, build_dir)
                counts = check_document(name, text, Shell(scratch, build_dir), skipped, said.append)
        except ValueError as problem:
            said.append(f"FAIL {name}: {problem}")
            counts = (0, 1)
    return said, skipped, counts


def check_tree(root, build_dir):
    names = sorted({os.path.relpath(found, root) for pattern in DOCUMENTS
                    for found in glob.glob(os.path.join(root, pattern), recursive=True)})
    skipped, ran, failed = [], 0, 0
    # They mostly wait, and none knows of another.
    with ThreadPoolExecutor(DOCUMENTS_AT_ONCE) as pool:
        for said, skips, counts in pool.map(lambda name: check_one(root, build_dir, name), names):
            if said:
                print("\n".join(said), flush=True)
            skipped += skips
            ran, failed = ran + counts[0], failed + counts[1]
    for command in skipped:
        print(f"skip {command}")
    for problem in check_skips(skipped):
        print("FAIL", problem)
        failed += 1
    print(f"{len(names)} documents, {ran} commands run, {len(skipped)} skipped, {failed} failed")
    if not ran and not failed:
        print("no document shows a command")
        return 1 if "README.md" in names else 77
    return 1 if failed else 0


SAMPLES = [  # (document, commands run, failed)
    ("```sh\ntrue\n\n# a comment\ntrue \\\n  && true\n```\n", 2, 0),
    ("```sh\nfalse\n```\n", 1, 1),
    ("```sh\n# exit 3\n(exit 3)\ntrue\n```\n", 2, 0),
    ("```sh\n# exit 3\ntrue\n```\n", 1, 1),
    ("```sh\ncat <<X\nfalse\nX\nfor i in 1 2; do\n  echo $i\ndone\n```\n", 2, 0),
    ("```console\n$ echo a b\na b\n$ printf 'x\\ny\\nz\\n'\nx\n…\nz\n```\n", 2, 0),
    ("```console\n$ echo 17 ms\n… ms\n```\n", 1, 0),
    ("```console\n$ echo a\nb\n```\n", 1, 1),
    ("```console\n$ echo a.c\nabc\n```\n", 1, 1),
    ("```console\n$ echo a; echo b\na\n```\n", 1, 1),
    ("```console\n$ printf 'x\\ny\\n'\nx\n…\nz\n```\n", 1, 1),
    ("```console\n$ false\n$ echo $?\n1\n```\n", 2, 0),
    ("```console\n$ false\n```\n", 1, 1),
    ("```console\n# exit 1\n$ echo no >&2; false\nno\n```\n", 1, 0),
    ("```console\n$ x=5\n$ echo \\\n> $x\n5\n```\n", 2, 0),
    ("```console\n$ sleep 100 &\n$ echo on\non\n```\n", 2, 0),
    ("- a list\n  ```console\n  $ echo a\n  a\n  ```\n", 1, 0),
    ("```console\n$ exit 0\n$ echo a\na\n```\n", 2, 2),
    ("```\nfalse\n```\n```text\n$ false\n```\n", 0, 0),
    ("<!-- docs-test: skip needs a fresh machine -->\n```sh\nfalse\n```\n", 0, 0),
    ("<!-- docs-test: skip -->\n```sh\nfalse\n```\n", 1, 1),
]


def self_test():
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        for text, ran, failed in SAMPLES:
            skipped = []
            got = check_document("README.md", text, Shell(scratch, scratch), skipped)
            if got != (ran, failed) or (not ran and bool(skipped) != ("skip needs" in text)):
                print(f"WRONG: expected {(ran, failed)}, got {got} for\n{text}")
                wrong += 1
    if LISTS_ONLY.sub(with_n, "./kit test -L unit | tail").split() != \
            "./kit test -L unit -N | tail".split():
        print("WRONG: ./kit test is not shortened")
        wrong += 1
    if check_skips(["README.md:1: a: b"] * 2) or not check_skips(["README.md:1: a: b"] * 3) \
            or not check_skips(["docs/a.md:1: a: b"]):
        print("WRONG: the skips that are allowed")
        wrong += 1
    print(f"self-test: {len(SAMPLES) + 2} samples, {wrong} wrong")
    return 1 if wrong else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) != 2 or not all(os.path.isdir(argument) for argument in arguments):
        print(__doc__, file=sys.stderr)
        return 2
    return check_tree(*(os.path.abspath(argument) for argument in arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
