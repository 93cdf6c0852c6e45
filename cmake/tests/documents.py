#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What the checks of documents share: which files are documents, their links, headings and IDs.

usage: documents.py ROOT PROGRAM | --self-test    checks the requirement IDs that documents name

A document names a requirement by an ID that `pathproof list requirements`, or the table of a frame,
has. IDs of a protocol that is only an example are not looked for.
"""
import json
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from source_files import source_files  # beside this file

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REQUIREMENT = re.compile(r"\b[A-Z]{2,8}-\d{3}\b")
EXAMPLES = ("ABP-",)  # of examples/own-protocol
IN_A_TABLE = re.compile(r'"([A-Z]{2,8}-\d{3})",')


def documents_of(root):
    """The documents among the source files; what tests compare with is none."""
    return [path for path in source_files(root)
            if path.endswith(".md") and "/tests/" not in f"/{path}"]


def prose(text):
    """The lines of a document with code taken out; headings keep theirs, it is part of the anchor."""
    fence = None
    for line in text.splitlines():
        mark = re.match(r"\s*(```+|~~~+)", line)
        if fence:
            if mark and mark.group(1).startswith(fence):
                fence = None
            yield ""
        elif mark:
            fence = mark.group(1)
            yield ""
        else:
            yield line if line.startswith("#") else re.sub(r"`[^`]*`", "", line)


def anchor(heading):
    """What links to a heading say behind #."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(text):
    """The anchors of a document's headings."""
    found = set()
    for line in prose(text):
        heading = re.match(r"#{1,6}\s+(.*?)\s*#*$", line)
        if heading:
            found.add(anchor(heading.group(1)))
    return found


def requirements(program):
    """What the program says of each requirement, in its order."""
    listed = subprocess.run([program, "list", "requirements", "--format", "json"],
                            capture_output=True, text=True, check=True)
    return json.loads(listed.stdout)["requirements"]


def known_ids(root, program):
    """The IDs of the models, and those that only the tables of frames cite."""
    known = {row["requirement"]["id"] for row in requirements(program)}
    for path in source_files(root):
        if path.startswith("model/") and "requirements" in path and path.endswith(".hpp"):
            with open(os.path.join(root, path), encoding="utf-8") as file:
                known.update(IN_A_TABLE.findall(file.read()))
    return known


def unknown_ids(text, known):
    """The lines of a text that name a requirement which does not exist, and which."""
    return [(number, found) for number, line in enumerate(text.splitlines(), 1)
            for found in REQUIREMENT.findall(line)
            if found not in known and not found.startswith(EXAMPLES)]


def check(root, program):
    known, wrong, names = known_ids(root, program), 0, 0
    for path in documents_of(root):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            text = file.read()
        names += len(REQUIREMENT.findall(text))
        for number, found in unknown_ids(text, known):
            print(f"{path}:{number}: there is no requirement {found}")
            wrong += 1
    print(f"{names} names of requirements, {wrong} of none; {len(known)} are known")
    return 1 if wrong or not names else 0


def self_test():
    known = {"SMO-042"}
    text = "SMO-042 and\n`SMO-043`, ABP-001, TICKET-17, SC19-6203-2 and LFP-0420\n"
    assert unknown_ids(text, known) == [(2, "SMO-043")], unknown_ids(text, known)
    assert anchors("# A *b* `c`\n```\n# no\n```\n## 2: d\n") == {"a-b-c", "2-d"}
    print("self-test: an unknown requirement is found")
    return 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) != 2 or not os.path.isdir(arguments[0]):
        print(__doc__, file=sys.stderr)
        return 2
    return check(*arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
