#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""HTML of documents and headers: all of it is made and leads somewhere; what does not is noticed.

usage: html.test.py ROOT OUT PROGRAM | --self-test

The self-test makes HTML of a small tree, then of that tree with one fault after the other.
"""
import json
import os
import subprocess
import sys
import tempfile

BUILD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "documents",
                     "build_html.py")
ROWS = {"requirements": [{"requirement": {"id": "ABC-001", "level": "must", "sentence": "A < b.",
                                          "source": "X", "confidence": "DOC"},
                          "state": "modelled", "reason": ""}]}
HEADER = ("// SPDX-License-Identifier: Apache-2.0\n// What a `<b>` and a <c> are for: x@y.\n"
          "#pragma once\n\n// Gives %s.\nint gives(int much);  // of it\n")
TREE = {
    "README.md": "# A kit\n\n## Documentation\n\n- [A](docs/a.md): more\n\n[x](model/x.hpp)\n",
    "docs/a.md": "# A\n\n## B `c_d`, *e*\n\nABC-001 [up](../README.md#documentation) "
                 "[down](#b-c_d-e)\n\n```\n[in code](nowhere.md) ABC-001\n```\n",
    "model/x.hpp": HEADER % "so much",
}
FAULTS = [  # (file, text, what is said)
    ("docs/a.md", "# A\n[x](b.md)\n", "docs/a.html: b.md leads nowhere"),
    ("docs/a.md", "# A\n![x](b.svg)\n", "docs/a.html: b.svg leads nowhere"),
    ("docs/a.md", "# A\n[x](../README.md#nothing)\n", "#nothing: no such place in the page"),
    ("docs/a.md", "# A\n[x](#nothing)\n", "#nothing: no such place in the page"),
    ("docs/a.md", "# A\n<a href='../requirements.html#ABC-002'>x</a>\n",
     "#ABC-002: no such place in the page"),
    ("model/x.hpp", HEADER % "so much.\n// \\param little there is none", "little"),
    ("model/x.hpp", HEADER % "what \\ref nothing says", "nothing"),
]


def build(root, out, program):
    made = subprocess.run([sys.executable, BUILD, root, out, program], capture_output=True,
                          text=True, check=False)
    return made.returncode, made.stdout + made.stderr


def plant(root, path, text):
    os.makedirs(os.path.dirname(f"{root}/{path}"), exist_ok=True)
    with open(f"{root}/{path}", "w", encoding="utf-8") as file:
        file.write(text)


def self_test():
    wrong = 0
    with tempfile.TemporaryDirectory() as work:
        root, out, program = f"{work}/tree", f"{work}/out", f"{work}/program"
        plant(work, "program", f"#!/bin/sh\ncat <<'X'\n{json.dumps(ROWS)}\nX\n")
        os.chmod(program, 0o755)
        for path, text in TREE.items():
            plant(root, path, text)
        status, said = build(root, out, program)
        if status == 77:
            print(said, end="")
            return 77
        page = open(f"{out}/docs/a.html", encoding="utf-8").read() if status == 0 else ""
        for expected in ('<a class="id" href="../requirements.html#ABC-001">ABC-001</a>',
                         'id="b-c_d-e"', 'href="../index.html#documentation"',
                         "(nowhere.md) ABC-001", 'href="a.html" aria-current=page'):
            if expected not in page:
                print(f"the small tree: status {status}, no {expected} in\n{page}{said}")
                wrong += 1
        for path, text, expected in FAULTS:
            plant(root, path, text)
            status, said = build(root, out, program)
            plant(root, path, TREE[path])
            if status != 1 or expected not in said:
                print(f"planted {text!r}: status {status}, said\n{said}")
                wrong += 1
    print(f"{len(FAULTS)} planted faults, {wrong} wrong")
    return 1 if wrong else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    status, said = build(*arguments)
    print(said, end="")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
