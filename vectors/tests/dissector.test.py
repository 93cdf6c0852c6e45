#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Wireshark's tshark, with the dissector that pathproof prints, sees what pathproof sees.

usage: dissector.test.py SAMPLE_CAPTURE     (and PATHPROOF_PROGRAM in the environment)

Every field of every frame of a capture that the kit wrote is compared: those of one frame of each
kind, of malformed ones, and of frames with random octets.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

RANDOM_FRAMES = 300


def run(*words, **options):
    result = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120, **options)
    if result.returncode != 0:
        sys.exit(f"{' '.join(words)}: status {result.returncode}\n{result.stderr}")
    return result.stdout


def by_tshark(capture, script, names):
    """The fields of each packet that the dissector took, by number."""
    words = ["tshark", "-X", f"lua_script:{script}", "-r", capture, "-T", "fields", "-E",
             "separator=\t", "-E", "occurrence=a", "-e", "frame.number"]
    for name in names:
        words += ["-e", name]
    packets = {}
    # A private folder keeps the user's own configuration and plugins out of it.
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, HOME=home, XDG_CONFIG_HOME=home, LC_ALL="C.UTF-8")
        for line in run(*words, env=environment).splitlines():
            cells = line.split("\t")
            if any(cells[1:]):
                packets[int(cells[0])] = dict(zip(names, cells[1:]))
    return packets


def by_pathproof(program, capture):
    """The same as words: number -> {"kind": …, "error": …, FIELD: TEXT}."""
    packets = {}
    for line in run(program, "decode", "--payload", capture).splitlines():
        number, _, text = line.split(None, 2)
        found = {}
        if text.startswith("malformed: "):
            found["error"], text = text.removeprefix("malformed: ").split(": ", 1)
        words = text.split(" ")
        for word in words[1:]:
            name, equals, value = word.partition("=")
            found[name if equals else "kind"] = value if equals else word
        packets[int(number)] = found
    return packets


def number_of(text, flags):
    total = 0
    for word in text.split("+"):
        total += flags[word] if word in flags else int(word, 0)
    return total


def expected(field, found, kinds):
    """What tshark has to show for a field of the table."""
    flags = {one["name"]: one["value"] for one in field.get("flags", [])}
    text = found.get(field["name"].partition(".")[2])
    if field["kind"] in ("number", "flags"):
        if text is None:
            return kinds.get(found["kind"], 0) if flags else field.get("fixed", 0)
        return number_of(text, flags)
    if field["kind"] == "EBCDIC":
        return "%00" * field["significant"] if text is None else text
    return (text or "00" * field["octets"]).lower()


def shown(field, cell):
    if field["kind"] in ("number", "flags"):
        return int(cell, 0)
    return cell if field["kind"] == "EBCDIC" else cell.replace(":", "").lower()


def compare(frame, ours, theirs):
    kinds = {one["name"]: one["value"] for field in frame["fields"] for one in
             field.get("values", [])}
    wrong = 0
    if sorted(ours) != sorted(theirs):
        print("packets taken:", sorted(ours), "but by tshark:", sorted(theirs))
        return 1
    for number, found in ours.items():
        seen = theirs[number]
        pairs = []
        if "octets" in found:  # too short: no fields, one error
            pairs.append(("error", True, seen["afiucv.malformed"] != ""))
        else:
            for field in frame["fields"]:
                pairs.append((field["name"], expected(field, found, kinds),
                              shown(field, seen[field["name"]])))
                for flag in field.get("flags", []):
                    name = f"{field['name']}.{flag['name'].lower()}"
                    value = expected(field, found, kinds) & flag["value"] != 0
                    pairs.append((name, value, seen[name] in ("1", "True")))
            payload = found.get("payload", "")
            pairs += [("kind", found["kind"], seen["afiucv.kind"]),
                      ("payload", payload.lower(), seen["afiucv.payload"].replace(":", "")),
                      ("payload length", len(payload) // 2, int(seen["afiucv.payload_length"])),
                      ("error", "error" in found, seen["afiucv.malformed"] != "")]
        for name, one, other in pairs:
            if one != other:
                print(f"packet {number}, {name}: {one!r}, but by tshark {other!r}")
                wrong += 1
    return wrong


def main(arguments):
    if shutil.which("tshark") is None:
        print("tshark is not installed")
        return 77
    program = os.environ["PATHPROOF_PROGRAM"]
    frame = json.loads(run(program, "list", "frames", "iucv/hs_frame", "--format", "json"))[0]
    names = [field["name"] for field in frame["fields"]]
    names += [f"{field['name']}.{flag['name'].lower()}" for field in frame["fields"]
              for flag in field.get("flags", [])]
    names += ["afiucv.kind", "afiucv.payload", "afiucv.payload_length", "afiucv.malformed"]
    with tempfile.TemporaryDirectory() as work:
        capture, script = f"{work}/sample.pcap", f"{work}/afiucv.lua"
        run(arguments[0], capture, str(RANDOM_FRAMES))
        dissector = run(program, "dissector")
        with open(script, "w", encoding="utf-8") as file:
            file.write(dissector)
        ours = by_pathproof(program, capture)
        theirs = by_tshark(capture, script, names)
        wrong = compare(frame, ours, theirs)
        # A dissector with a fault is seen: a field two octets from where it is.
        with open(script, "w", encoding="utf-8") as file:
            file.write(dissector.replace('field["window"], octets(4, 2)',
                                         'field["window"], octets(6, 2)'))
        planted = by_tshark(capture, script, ["afiucv.window"])
        if all(planted[n]["afiucv.window"] == theirs[n]["afiucv.window"] for n in planted):
            print("a planted fault was not seen")
            wrong += 1
    print(f"{len(ours)} frames with {len(names)} fields each, {wrong} differences")
    return 1 if wrong or len(ours) != RANDOM_FRAMES + 9 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
