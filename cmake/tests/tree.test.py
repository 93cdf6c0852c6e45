#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Rules that hold for the whole source tree: who includes whom, sizes, licence lines, links.

usage: tree.test.py ROOT | --self-test

The self-test plants one fault for each rule in a small clean tree and must see it found.
"""
import os
import re
import sys
import tempfile

sys.dont_write_bytecode = True
from documents import LINK, anchors, prose  # beside this file
from source_files import source_files
from standard_headers import given, needed

CXX = (".hpp", ".cpp", ".h", ".c")
SCRIPTS = (".py", ".sh", ".cmake")
LINES_MAX = 500
COLUMNS_MAX = 100

# Who may include whom: layer -> the layers it may include beside itself. A file belongs to the layer
# whose path is its longest prefix; "model/*" is every protocol. The tests of a folder (FOLDER/tests)
# may also include what is in TESTS.
MODEL = ["model/core", "model/*"]
LAYERS = {
    "model/core": [],
    "model/*": ["model/core"],
    "model/reference": MODEL,
    "model/symbolic": MODEL,
    "conformance/verdict": [],
    "conformance/mutants": MODEL + ["conformance"],
    # The embedded reference is an implementation too, and its mutants have names.
    "conformance/iut": MODEL + ["model/reference", "conformance/verdict", "conformance/mutants"],
    # Fuzzers are programs of their own, and nobody includes them.
    "conformance/fuzz": ["*"],
    "conformance": MODEL + ["model/reference", "conformance/verdict", "conformance/iut",
                            "conformance/mutants"],
    "vectors": MODEL + ["model/reference", "model/symbolic", "conformance/verdict",
                        "conformance/iut", "conformance", "conformance/mutants"],
    "reports": ["conformance/verdict"],
    "runner": ["*"],
    "bench": ["*"],
    "examples": ["*"],
    "cmake": ["*"],
}
TESTS = {
    "model": MODEL + ["model/reference", "model/symbolic"],
    "conformance": ["model/symbolic"],
    "vectors": [],
    "reports": [],
    "runner": [],
    "bench": [],
}
# The base of all errors, and what tells texts apart, depend on nothing and are everybody's.
EVERYBODYS = ("model/core/error.hpp", "model/core/digest.hpp")
MAY_INCLUDE_RUNNER = ("runner", "examples", "cmake")

# Headers of others that only one place may see: pattern of the header -> pattern of the file.
OUTSIDE = [
    (r"z3(\+\+|_.*)?\.h", r"model/symbolic/.*"),
    (r"pugixml\.hpp", r"reports/.*\.cpp"),
    (r"rapidcheck(\.h|/.*)", r"conformance/generate/.*|.*/tests/.*"),
    (r"catch2/.*|catch\.hpp", r"cmake/testing/.*"),
]
# What is true does no input or output and knows no clock and no thread.
MODEL_FORBIDDEN = re.compile(
    r"(iostream|fstream|cstdio|stdio\.h|thread|mutex|shared_mutex|future|condition_variable|chrono"
    r"|ctime|time\.h|filesystem|unistd\.h|sys/.*|netinet/.*|pthread\.h)$")

# Asks for large pages, which is neither.
MODEL_EXEMPT = ("model/core/page_vector.cpp",)

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
MERGE_MARK = re.compile(r"(<{7}|>{7}) ")
# Written so that it does not find itself.
MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|home)/")
TEST_MACRO = re.compile(r"\b(?:[A-Z_]*TEST_CASE[A-Z_]*|SCENARIO)\s*\(")
STRING = re.compile(r'\s*"((?:[^"\\]|\\.)*)"')


def layer_of(path):
    """The layer of a file, or None when the folder is not in the table."""
    parts = path.split("/")
    if parts[:1] == ["model"] and len(parts) > 2:
        name = "model/" + parts[1]
        return name if name in LAYERS else "model/*"
    best = None
    for layer in LAYERS:
        below = path.startswith(layer + "/")
        same_unit = "/" in layer and re.fullmatch(re.escape(layer) + r"\.(hpp|cpp)", path)
        if (below or same_unit) and (best is None or len(layer) > len(best)):
            best = layer
    return best


def same_protocol(one, other):
    return one.split("/")[:2] == other.split("/")[:2]


def may_include(path, target):
    if target in EVERYBODYS:
        return True
    source, wanted = layer_of(path), layer_of(target)
    if wanted == "runner" and not path.startswith(MAY_INCLUDE_RUNNER):
        return False
    if "/tests/" in path:
        folder = path.split("/")[0]
        inside = target.startswith(folder + "/") and folder != "model"
        if inside or "/tests/" in target and same_protocol(path, target):
            return True
        if target == "cmake/testing/catch.hpp" or wanted in TESTS.get(folder, []):
            return True
    if source is None or wanted is None:
        return False
    if source == wanted:
        return source != "model/*" or same_protocol(path, target)
    return wanted in LAYERS[source] or "*" in LAYERS[source]


class Tree:
    def __init__(self, root):
        self.root = root
        self.paths = source_files(root)
        self.known = set(self.paths)
        self.seen = {}
        self.findings = []

    def text(self, path):
        with open(os.path.join(self.root, path), "rb") as file:
            data = file.read()
        return None if b"\0" in data else data.decode("utf-8", "replace")

    def report(self, rule, path, line, what):
        self.findings.append((rule, f"{path}:{line}: {what} [{rule}]"))

    def check(self):
        for path in self.paths:
            text = self.text(path)
            if text is None:
                continue
            lines = text.splitlines()
            self.check_lines(path, lines)
            if path.endswith(CXX):
                self.check_includes(path, lines)
                self.check_columns(path, lines)
                self.check_licence(path, lines)
                self.check_test_names(path, text)
                self.check_standard_headers(path, text)
            if path.endswith(CXX + SCRIPTS) or path == "kit":
                self.check_length(path, lines)
            if path.endswith(".md"):
                self.check_links(path, text)
        return self.findings

    def check_includes(self, path, lines):
        for number, line in enumerate(lines, 1):
            if "CATCH_CONFIG_MAIN" in line and path != "cmake/testing/catch_main.cpp":
                self.report("catch-main", path, number, "Catch's main is compiled once, elsewhere")
            match = INCLUDE.match(line)
            if not match:
                continue
            quote, header = match.groups()
            for pattern, place in OUTSIDE:
                if re.fullmatch(pattern, header) and not re.fullmatch(place, path):
                    self.report("outside", path, number, f"{header} belongs in {place}")
            if quote == "<":
                if (layer_of(path) in MODEL and path not in MODEL_EXEMPT
                        and MODEL_FORBIDDEN.match(header)):
                    self.report("pure-model", path, number, f"a model file includes <{header}>")
            elif header in self.known:
                if not may_include(path, header):
                    self.report("layers", path, number, f"must not include {header}")
            elif not self.is_own_example(path, header):
                self.report("spelling", path, number, f'"{header}" is not a path from the root')

    def headers_seen(self, path):
        """All headers that a file sees, by itself and through those of the tree."""
        if path not in self.seen:
            self.seen[path] = found = set()
            for match in filter(None, map(INCLUDE.match, self.text(path).splitlines())):
                quote, header = match.groups()
                found |= {header} if quote == "<" else \
                    self.headers_seen(header) if header in self.known else set()
        return self.seen[path]

    def check_standard_headers(self, path, text):
        seen = given(self.headers_seen(path))
        for header, (name, line) in needed(text).items():
            if header not in seen and path.endswith("pp"):
                self.report("standard", path, line, f"{name} without <{header}>")

    def is_own_example(self, path, header):
        """Examples and consumers are projects of their own and may name their neighbours."""
        own = path.startswith(("examples/", "cmake/tests/"))
        beside = os.path.normpath(os.path.join(os.path.dirname(path), header))
        return own and (beside in self.known or "/" not in header)

    def check_columns(self, path, lines):
        for number, line in enumerate(lines, 1):
            if len(line) > COLUMNS_MAX:
                self.report("columns", path, number, f"{len(line)} columns, at most {COLUMNS_MAX}")

    def check_length(self, path, lines):
        if len(lines) > LINES_MAX:
            self.report("length", path, len(lines), f"{len(lines)} lines, at most {LINES_MAX}")

    def check_licence(self, path, lines):
        if not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines[:5]):
            self.report("licence", path, 1, "no SPDX line among the first five")

    def check_test_names(self, path, text):
        for macro in TEST_MACRO.finditer(text):
            at, name = macro.end(), ""
            while literal := STRING.match(text, at):
                name, at = name + literal.group(1), literal.end()
            if ";" in name:
                line = text.count("\n", 0, macro.start()) + 1
                self.report("test-name", path, line, "a semicolon in a test name hides the test")

    def check_lines(self, path, lines):
        for number, line in enumerate(lines, 1):
            if MACHINE_PATH.search(line):
                self.report("machine-path", path, number, "a path of one machine")
            if MERGE_MARK.match(line):
                self.report("merge", path, number, "two sides of a merge")

    def check_links(self, path, text):
        for number, line in enumerate(prose(text), 1):
            for match in LINK.finditer(line):
                target, _, anchor = match.group(1).partition("#")
                if re.match(r"[a-z][a-z0-9+.-]*:", target):
                    continue
                file = os.path.normpath(os.path.join(os.path.dirname(path), target)) \
                    if target else path
                if not os.path.exists(os.path.join(self.root, file)):
                    self.report("link", path, number, f"{target} does not exist")
                elif anchor and file.endswith(".md") and anchor not in anchors(self.text(file) or ""):
                    self.report("link", path, number, f"{file} has no heading #{anchor}")


SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
CLEAN = {
    "model/core/rule.hpp": SPDX,
    "model/core/error.hpp": SPDX,
    "reports/text.cpp": SPDX + '#include "model/core/error.hpp"\n',
    "model/cinet/socket.hpp": SPDX + '#include "model/core/rule.hpp"\n',
    "model/iucv/path.hpp": SPDX,
    "model/symbolic/terms.hpp": SPDX + "#include <z3++.h>\n",
    "model/tests/rule.test.cpp": SPDX + '#include "model/symbolic/terms.hpp"\n'
                                 '#include "cmake/testing/catch.hpp"\n',
    "conformance/verdict.hpp": SPDX + "#include <vector>\n// std::map\n",
    "conformance/oracle.hpp": SPDX + '#include "conformance/verdict.hpp"\n'
                               "std::vector<int> seen_through_a_header;\n",
    "conformance/generate/runs.cpp": SPDX + "#include <rapidcheck.h>\n",
    "reports/junit.cpp": SPDX + '#include <pugixml.hpp>\n#include "conformance/verdict.hpp"\n',
    "runner/main.hpp": SPDX + '#include "reports/junit.cpp"\n',
    "cmake/testing/catch.hpp": SPDX + "#include <catch2/catch.hpp>\n",
    "README.md": "# A *b* `c`\n[x](model/core/rule.hpp) [y](#a-b-c) [z](https://example.org/q)\n"
                 "```\n[in code](nowhere)\n```\n`[in code](nowhere)`\n",
}
FAULTS = [
    ("layers", "model/core/a.hpp", '#include "model/cinet/socket.hpp"\n'),
    ("layers", "model/cinet/a.hpp", '#include "model/iucv/path.hpp"\n'),
    ("layers", "model/cinet/b.hpp", '#include "conformance/verdict.hpp"\n'),
    ("layers", "model/cinet/c.hpp", '#include "model/symbolic/terms.hpp"\n'),
    ("layers", "model/tests/a.test.cpp", '#include "conformance/oracle.hpp"\n'),
    ("layers", "conformance/a.cpp", '#include "model/symbolic/terms.hpp"\n'),
    ("layers", "conformance/verdict.cpp", '#include "conformance/oracle.hpp"\n'),
    ("layers", "reports/a.cpp", '#include "conformance/oracle.hpp"\n'),
    ("layers", "reports/b.cpp", '#include "model/core/rule.hpp"\n'),
    ("layers", "vectors/a.cpp", '#include "runner/main.hpp"\n'),
    ("layers", "bench/a.cpp", '#include "runner/main.hpp"\n'),
    ("layers", "reports/tests/a.test.cpp", '#include "runner/main.hpp"\n'),
    ("spelling", "model/core/a.hpp", '#include "rule.hpp"\n'),
    ("spelling", "model/core/a.hpp", '#include "model/core/gone.hpp"\n'),
    ("pure-model", "model/core/a.hpp", "#include <iostream>\n"),
    ("pure-model", "model/lfp/a.hpp", "#include <sys/socket.h>\n"),
    ("outside", "model/core/a.hpp", "#include <z3++.h>\n"),
    ("outside", "runner/a.cpp", "#include <pugixml.hpp>\n"),
    ("outside", "reports/a.hpp", "#include <pugixml.hpp>\n"),
    ("outside", "model/core/a.cpp", "#include <rapidcheck/state.h>\n"),
    ("outside", "model/tests/a.test.cpp", "#include <catch2/catch.hpp>\n"),
    ("standard", "model/core/a.hpp", "std::vector<int> a;\n"),
    ("standard", "model/core/a.hpp", "// of <span>\n#include <string>\nstd::span<int> a;\n"),
    ("standard", "reports/a.cpp", '#include "reports/text.cpp"\nint a = std::ranges::max(1, 2);\n'),
    ("standard", "model/core/a.cpp", "std::uint8_t a;\n"),
    ("catch-main", "model/tests/a.test.cpp", "#define CATCH_CONFIG_MAIN\n"),
    ("length", "model/core/a.hpp", "\n" * LINES_MAX),
    ("columns", "model/core/a.hpp", "//" + "x" * (COLUMNS_MAX - 1) + "\n"),
    ("licence", "model/core/a.c", None),
    ("test-name", "model/tests/a.test.cpp", 'TEST_CASE("one, "\n  "two; three", "[a]") {}\n'),
    ("machine-path", "docs/a.txt", "see /" + "home/x\n"),
    ("machine-path", "docs/a.txt", "/" + "work/x\n"),
    ("merge", "docs/a.md", "<" * 7 + " HEAD\n"),
    ("merge", "docs/a.txt", ">" * 7 + " theirs\n"),
    ("link", "docs/a.md", "[x](gone.md)\n"),
    ("link", "docs/a.md", "[x](../README.md#gone)\n"),
    ("link", "docs/a.md", "![x](gone.png)\n"),
]


def plant(root, path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)
    return full


def self_test():
    wrong = 0
    with tempfile.TemporaryDirectory() as root:
        for path, text in CLEAN.items():
            plant(root, path, text)
        for _, finding in Tree(root).check():
            print("found in the clean tree:", finding)
            wrong += 1
        for rule, path, text in FAULTS:
            head = SPDX if text is not None and path.endswith(CXX) else ""
            full = plant(root, path, head + (text or "int a;\n"))
            rules = [found for found, _ in Tree(root).check()]
            os.remove(full)
            if rules != [rule]:
                print(f"planted {rule} in {path} ({text!r}), found {rules}")
                wrong += 1
    unplanted = {"layers", "spelling", "pure-model", "outside", "standard", "catch-main", "length", "columns",
                 "licence", "test-name", "machine-path", "merge", "link"}
    unplanted -= {rule for rule, _, _ in FAULTS}
    for rule in sorted(unplanted):
        print("no fault is planted for", rule)
    print(f"{len(FAULTS)} planted faults, {wrong} wrong")
    return 1 if wrong or unplanted else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if len(arguments) != 1 or not os.path.isdir(arguments[0]):
        print(__doc__, file=sys.stderr)
        return 2
    tree = Tree(arguments[0])
    for _, finding in tree.check():
        print(finding)
    print(f"{len(tree.paths)} files, {len(tree.findings)} findings")
    return 1 if tree.findings or not tree.paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
