#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What the checks of documents share: which files are documents, their links, headings and IDs.

usage: documents.py ROOT PROGRAM | --self-test    checks the requirement IDs that documents name

A document names a requirement by an ID that `pathproof list requirements`, or the table of a frame,
has. IDs of a protocol that is only an example are not looked for. Each word of docs/glossary.md is
from somewhere: a requirement, a key of docs/sources.md, or a document.
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
    """The lines of a document without code; headings keep theirs, it is part of the anchor."""
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


def source_keys(text):
    """The keys in the first columns of the tables of docs/sources.md."""
    rows = re.findall(r"^\| ([^|]+) \|", text, re.M)
    return {key for row in rows for key in row.split(", ")}


def words_from_nowhere(text, keys):
    """The rows of a glossary whose last column has something else than it should, or nothing."""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [row[0] for row in rows if row[-1] != "from" and not all(
        REQUIREMENT.fullmatch(part) or LINK.fullmatch(part) or part in keys
        for part in re.split(r", |; | to ", row[-1]))]


def check_glossary(root):
    """Says what is wrong with it, and how much."""
    texts = []
    for name in ("glossary", "sources"):
        with open(f"{root}/docs/{name}.md", encoding="utf-8") as file:
            texts.append(file.read())
    wrong = words_from_nowhere(texts[0], source_keys(texts[1]))
    for term in wrong:
        print(f"docs/glossary.md: {term}: from nowhere")
    return len(wrong)


def check(root, program):
    known, wrong, names = known_ids(root, program), check_glossary(root), 0
    for path in documents_of(root):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            text = file.read()
        names += len(REQUIREMENT.findall(text))
        for number, found in unknown_ids(text, known):
            print(f"{path}:{number}: there is no requirement {found}")
            wrong += 1
    print(f"{names} names of requirements, {len(known)} are known; {wrong} problems")
    return 1 if wrong or not names else 0


def self_test():
    known = {"SMO-042"}
    text = "SMO-042 and\n`SMO-043`, ABP-001, TICKET-17, SC19-6203-2 and LFP-0420\n"
    assert unknown_ids(text, known) == [(2, "SMO-043")], unknown_ids(text, known)
    assert anchors("# A *b* `c`\n```\n# no\n```\n## 2: d\n") == {"a-b-c", "2-d"}
    keys = source_keys("| key | what |\n| --- | --- |\n| SD1, V8 | x |\n")
    rows = ("| term | meaning | from |\n|---|---|---|\n| a | b | V8, SMO-042 to SMO-044 |\n"
            "| c | d | [e](f.md#g); V8 |\n| h | i | V9 |\n| j | k | |\n")
    assert words_from_nowhere(rows, keys) == ["h", "j"], words_from_nowhere(rows, keys)
    print("self-test: an unknown requirement is found, and a word from nowhere")
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
