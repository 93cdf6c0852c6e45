#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes HTML of the documents and of the headers, and follows every link between them.

usage: build_html.py ROOT OUT PROGRAM

OUT is made anew. A document PATH.md becomes PATH.html, a source file that one links to PATH.html as
well, README.md becomes index.html. The requirements that PROGRAM lists have a page, to which their
IDs lead. The API is in api/, by Doxygen. cmark-gfm reads Markdown as the forges do.
Status 0: all is made, and every link leads somewhere. 1: not so. 77: a tool is not installed.
"""
import html
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tests"))
from documents import REQUIREMENT, anchor, documents_of, requirements
from source_files import source_files

TOOLS = ("cmark-gfm", "doxygen")
HEADERS = ("model", "conformance", "vectors", "reports", "runner", "cmake/documents")
REQUIREMENTS = "requirements.html"
API = "api/index.html"
SHOWN = (".svg", ".png")  # links to these, and images, are copied as they are
READERS_PATH = "Documentation"  # the heading in README.md whose list is the bar of every page


def page_of(path):
    """Where the page of a file is."""
    if path == "README.md":
        return "index.html"
    if path.endswith(SHOWN):
        return path
    return (path[:-3] if path.endswith(".md") else path) + ".html"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def between(here, there):
    """The address of one page in another."""
    return os.path.relpath(there, os.path.dirname(here) or ".")


def words_of(markup):
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def with_anchors(body):
    """Headings get the names that links to them have on forges."""
    seen = {}

    def named(match):
        level, inner = match.groups()
        name = anchor(words_of(inner))
        seen[name] = seen.get(name, -1) + 1
        name += f"-{seen[name]}" if seen[name] else ""
        return f'<h{level} id="{name}">{inner}</h{level}>'

    return re.sub(r"<h([1-6])>(.*?)</h\1>", named, body, flags=re.S)


def with_requirements(body, here, known):
    """IDs in the text lead to the page of requirements; in code and links they stay."""
    parts = re.split(r"(<(?:pre|a|h1)\b.*?</(?:pre|a|h1)>|<[^>]*>)", body, flags=re.S)

    def link(match):
        one = match.group()
        return (f'<a class="id" href="{between(here, REQUIREMENTS)}#{one}">{one}</a>'
                if one in known else one)

    return "".join(part if part.startswith("<") else REQUIREMENT.sub(link, part)
                   for part in parts)


class Site:
    def __init__(self, root, out, program):
        self.root, self.out = root, out
        self.documents = documents_of(root)
        self.sources = set(source_files(root))
        self.rows = requirements(program)
        self.known = {row["requirement"]["id"] for row in self.rows}
        self.wanted = set()  # source files that documents link to
        self.template = read(f"{HERE}/page.html")
        self.bar = self.readers_path()

    def readers_path(self):
        """(title, path) of each document in the first list of README.md under that heading."""
        found = re.search(rf"^## {READERS_PATH}\n\n(.*?)\n(?:\n|\Z)",
                          read(f"{self.root}/README.md"), re.M | re.S)
        return re.findall(r"^- \[([^\]]*)\]\(([^)]*)\)", found.group(1) if found else "", re.M)

    def make(self):
        for path in self.documents:
            markup = subprocess.run(
                ["cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink",
                 os.path.join(self.root, path)], capture_output=True, text=True, check=True).stdout
            here = page_of(path)
            body = with_requirements(self.with_links(with_anchors(markup), path, here), here,
                                     self.known)
            self.page(here, words_of(re.search(r"<h1[^>]*>(.*?)</h1>|\Z", body, re.S).group()),
                      body)
        for path in sorted(self.wanted):
            if path.endswith(SHOWN):
                os.makedirs(os.path.dirname(f"{self.out}/{path}"), exist_ok=True)
                shutil.copy(f"{self.root}/{path}", f"{self.out}/{path}")
            else:
                self.page(page_of(path), path, f"<h1>{html.escape(path)}</h1>\n<pre>"
                          f"{html.escape(read(f'{self.root}/{path}'))}</pre>")
        self.page(REQUIREMENTS, "Requirements", self.requirement_rows())
        shutil.copy(f"{HERE}/page.css", f"{self.out}/page.css")

    def with_links(self, body, path, here):
        """Links to files of the tree become links to their pages."""

        def follow(match):
            name, target = match.groups()
            file, _, place = unquote(html.unescape(target)).partition("#")
            if re.match(r"[a-z][a-z0-9+.-]*:", target) or not file:
                return match.group()
            file = os.path.normpath(os.path.join(os.path.dirname(path), file))
            if file in self.sources:
                if file not in self.documents:
                    self.wanted.add(file)
                file = page_of(file)
            return f'{name}="{html.escape(between(here, file))}{"#" if place else ""}{place}"'

        return re.sub(r'(href|src)="([^"]*)"', follow, body)

    def requirement_rows(self):
        lines = ["<h1>Requirements</h1>", "<table><thead><tr><th>ID</th><th>level</th>"
                 "<th>confidence</th><th>state</th><th>sentence</th><th>source</th></tr></thead>"]
        for row in self.rows:
            one = row["requirement"]
            cells = [one["level"], one["confidence"], row["state"],
                     one["sentence"] + (f" ({row['reason']})" if row["reason"] else ""),
                     one["source"]]
            lines.append(f'<tr id="{one["id"]}"><th scope="row">{one["id"]}</th>' +
                         "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        return "\n".join(lines + ["</table>"])

    def page(self, here, title, body):
        bar = [("pathproof", "index.html")]
        bar += [(name, page_of(path)) for name, path in self.bar]
        bar += [("Requirements", REQUIREMENTS), ("API", API)]
        links = "\n".join(
            f'<a href="{between(here, there)}"{" aria-current=page" if there == here else ""}>'
            f"{html.escape(name)}</a>" for name, there in bar)
        text = self.template
        for name, value in {"title": html.escape(title), "style": between(here, "page.css"),
                            "bar": links, "body": body}.items():
            text = text.replace(f"@{name}@", value)
        write(f"{self.out}/{here}", text)

    def make_api(self):
        """Gives Doxygen's warnings."""
        folders = [folder for folder in HEADERS if os.path.isdir(f"{self.root}/{folder}")]
        values = {"ROOT": self.root, "HERE": HERE, "OUT": self.out,
                  "INPUT": " ".join(f'"{self.root}/{folder}"' for folder in folders)}
        settings = read(f"{HERE}/Doxyfile.in")
        for name, value in values.items():
            settings = settings.replace(f"@{name}@", value)
        made = subprocess.run(["doxygen", "-"], input=settings, text=True, capture_output=True,
                              check=False, cwd=self.root)
        return [] if made.returncode == 0 else made.stderr.strip().splitlines()


class Links(HTMLParser):
    """The names in a page, and the addresses that it leads to."""

    def __init__(self, text):
        super().__init__()
        self.names, self.targets = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("id", "name"):
                self.names.add(value)
            elif name in ("href", "src") and tag in ("a", "img", "link"):
                self.targets.append(value or "")


def broken_links(out):
    """What leads nowhere. Pages of the API are only led to: Doxygen made their links."""
    pages, broken = {}, []

    def page(path):
        if path not in pages:
            pages[path] = Links(read(path))
        return pages[path]

    made = [os.path.join(folder, name) for folder, _, names in os.walk(out) for name in names]
    checked = [path for path in made
               if path.endswith(".html") and not path.startswith(f"{out}/api/")]
    number = 0
    for path in sorted(checked):
        for target in page(path).targets:
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            number += 1
            file, _, name = target.partition("#")
            there = os.path.normpath(os.path.join(os.path.dirname(path), unquote(file))) \
                if file else path
            if not os.path.isfile(there):
                broken.append(f"{os.path.relpath(path, out)}: {target} leads nowhere")
            elif name and unquote(name) not in page(there).names:
                broken.append(f"{os.path.relpath(path, out)}: {target}: no such place in the page")
    return broken, number, len(checked)


def main(arguments):
    if len(arguments) != 3 or not os.path.isdir(arguments[0]):
        print(__doc__, file=sys.stderr)
        return 2
    for tool in TOOLS:
        if not shutil.which(tool):
            print(f"skipped: {tool} is not installed")
            return 77
    root, out = os.path.abspath(arguments[0]), os.path.abspath(arguments[1])
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    site = Site(root, out, arguments[2])
    site.make()
    problems = site.make_api()
    broken, links, pages = broken_links(out)
    for problem in problems + broken:
        print(problem)
    print(f"{pages} pages and the API in {out}; {links} links, {len(broken)} broken")
    return 1 if problems or broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
