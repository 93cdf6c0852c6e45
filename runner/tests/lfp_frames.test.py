#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A report of a daemon or instance that lies has the messages of the path, each at its step, with
the wrong field marked; a capture has them too, and the dissector that pathproof prints reads it.

usage: lfp_frames.test.py PATHPROOF
"""
import concurrent.futures
import json
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent
LAYOUT = FOLDER.parent.parent / "examples" / "lfp" / "layout-example.toml"
PROGRAM = sys.argv[1]
USER0 = 147

# The lie, a case that finds it, and the fields of the message that is wrong which are wrong.
LIES_OF_DAEMONS = [
    ("credits_too_much", "lfp/window/credit_of_the_daemon", {"value": "1001"}),
    ("numbers_chunks_wrong", "lfp/window/in", {"value": "1"}),
    ("names_another_reason", "lfp/session/wrong_names", {"value": "3"}),
    ("says_another_mtu", "lfp/session/hello", {"mtu": "9999"}),
    ("sends_an_unknown_kind", "lfp/window/in", {"kind": "77"}),
    ("hides_errno", "lfp/socket/connected_already", {"result": "4294967295", "error": "122"}),
    ("beats_unasked", "lfp/window/in", {"kind": "10 (heartbeat)"}),
    ("names_another_port", "lfp/calls/address/name", {"port": None}),
    ("family_of_linux", "lfp/calls/address/name_of_inet6",
     {"family": None, "port": None, "address": None}),
]
LIES_OF_INSTANCES = [
    ("credits_too_much", "lfp/window/credit_at_the_point", {"value": "250"}),
    ("says_other_names", "lfp/session/hello", {"peer_user_id": None, "peer_app_name": None}),
]


def check(condition, text):
    if not condition:
        print(text)
        sys.exit(1)


def judged(folder, role, iut, case, *words):
    made = subprocess.run(
        [PROGRAM, "run", case, "--role", role, "--iut", iut, "--no-shrink", "--replays", "1",
         "--deadline", "1500", "--json", f"{folder}/run.json", "--html", f"{folder}/run.html",
         "--pcap", folder, *words],
        capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False)
    report = json.loads(pathlib.Path(folder, "run.json").read_text(encoding="utf-8"))
    check(len(report["cases"]) == 1, made.stdout)
    return report["cases"][0]


def messages_are_of_their_steps(case):
    """Whoever shows a label of the path sends a message of the kind that the label names."""
    words = {"hello": 1, "refused": 2, "request": 3, "response": 4, "data": 5, "credit": 6,
             "end": 7, "cancel": 8, "confirm": 9, "heartbeat": 10, "goodbye": 11}
    by_step = {one["step"]: one for one in case["frames"] if "step" in one}
    seen = 0
    for number, step in enumerate(case["trace"]):
        who, _, word = step["label"].split(" ")[0].partition(".")
        if who in ("instance", "daemon") and word in words:
            check(number in by_step, f"{case['id']}: no message of step {number}: {step['label']}")
            kind = int(by_step[number]["octets"][18:20], 16)
            check(kind == words[word], f"{case['id']}: step {number} is {kind}: {step['label']}")
            seen += 1
    check(seen > 1, f"{case['id']} has no messages")


def the_wrong_field_is_marked(folder, role, lie, case, wanted):
    liar = "lfp_liar.py" if role == "daemon" else "lfp_instance_liar.py"
    found = judged(folder, role, f"lfp-{role}:exec:python3 {FOLDER}/{liar} {lie} {PROGRAM}", case)
    check(found["verdict"] == "fail" and found["deviations"], f"{lie}: {found['verdict']}")
    step = found["deviations"][0]["step"]
    here = [one for one in found["frames"] if one.get("step") == step]
    check(len(here) == 1 and here[0]["table"] == "lfpopen", f"{lie}: no message at step {step}")
    marked = {one["name"]: one["value"] for one in here[0]["fields"] if one["wrong"]}
    right = marked.keys() == wanted.keys() and all(
        value is None or marked[name] == value for name, value in wanted.items())
    check(right, f"{lie}: {marked} is marked in place of {wanted}")
    # What the other side says, and what came before, is not wrong.
    others = [one for one in found["frames"] if one.get("step", step) < step]
    check(not any(field["wrong"] for one in others for field in one["fields"]), lie)
    check('"lfpopen"' in pathlib.Path(folder, "run.html").read_text(encoding="utf-8"), lie)
    # Labels of values are not named as messages are.
    if lie != "sends_an_unknown_kind" and not case.startswith("lfp/calls/"):
        messages_are_of_their_steps(found)


def the_capture_is_dissected(folder):
    case = judged(folder, "daemon", f"lfp-daemon:exec:{PROGRAM} lfpd --quiet", "lfp/window/in")
    check(case["verdict"] == "pass" and case["frames"], "the reference does not pass")
    messages_are_of_their_steps(case)
    capture = pathlib.Path(case["capture"])
    link_type = struct.unpack_from("<I", capture.read_bytes(), 20)[0]
    check(link_type == USER0, f"the link type of the capture is {link_type}")
    if shutil.which("tshark") is None:
        print("tshark is not installed: it did not read the capture")
        return
    script = pathlib.Path(folder, "lfp.lua")

    def dissected(lua):
        script.write_text(lua, encoding="utf-8")
        made = subprocess.run(
            ["tshark", "-X", f"lua_script:{script}", "-r", str(capture), "-T", "fields",
             "-e", "lfpopen.kind", "-e", "lfpopen.length", "-e", "lfpopen.received"],
            capture_output=True, text=True, timeout=60, check=True)
        return [line.split("\t") for line in made.stdout.splitlines()]

    lua = subprocess.run([PROGRAM, "dissector"], capture_output=True, text=True, check=True).stdout
    ours = [[next(field["value"] for field in one["fields"] if field["name"] == name)
             .split(" ")[0] for name in ("kind", "length", "received")] for one in case["frames"]]
    check(dissected(lua) == ours, f"tshark: {dissected(lua)}, the report: {ours}")
    moved = lua.replace('field["received"], octets(28, 4)', 'field["received"], octets(24, 4)')
    check(moved != lua and dissected(moved) != ours, "a planted fault was not seen")


def a_layout_is_translated(folder):
    """In another format the report has the messages as the profile has them."""
    case = judged(folder, "daemon", f"lfp-daemon:exec:{PROGRAM} lfpd --quiet --layout {LAYOUT}",
                  "lfp/window/in", "--layout", str(LAYOUT))
    check(case["verdict"] == "pass", "with a layout the reference does not pass")
    messages_are_of_their_steps(case)
    check(not any(one["malformed"] for one in case["frames"]), "messages are malformed")


def in_a_folder(test, *words):
    with tempfile.TemporaryDirectory() as folder:
        test(folder, *words)


def main():
    # Most of the time is waiting for what a liar says next.
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        tests = [pool.submit(in_a_folder, the_wrong_field_is_marked, role, *lie)
                 for role, lies in (("daemon", LIES_OF_DAEMONS), ("instance", LIES_OF_INSTANCES))
                 for lie in lies]
        tests += [pool.submit(in_a_folder, test)
                  for test in (the_capture_is_dissected, a_layout_is_translated)]
        for test in tests:
            test.result()


main()
