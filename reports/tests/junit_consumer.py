#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reads JUnit reports with junitparser and compares them with the JSON reports of the same runs.

junit_consumer.py JUNIT JSON [JUNIT JSON ...]
Status 0: they agree. 1: they do not. 77: junitparser is not installed.
"""
import json
import sys

try:
    from junitparser import Error, Failure, JUnitXml, Skipped
except ImportError:
    print("skipped: python3-junitparser is not installed")
    sys.exit(77)

SEEN_AS = {  # what junitparser makes of each verdict; it knows no flakyFailure and sees a pass
    "pass": None,
    "flaky": None,
    "fail": Failure,
    "unexpected-pass": Failure,
    "error": Error,
    "unsupported": Skipped,
    "inconclusive": Skipped,
    "expected-fail": Skipped,
}


def check(condition, *what):
    if not condition:
        raise AssertionError(" ".join(str(one) for one in what))


def plain(text):
    """Text that a report shows as it is; other text has escapes."""
    return text.isascii() and all(one.isprintable() or one in "\n\t" for one in text)


def unharmful(text):
    return all(one in "\n\t" or (ord(one) >= 0x20 and not 0x7F <= ord(one) < 0xA0) for one in text)


def compare_case(seen, expected):
    kind = SEEN_AS[expected["verdict"]]
    check([type(one) for one in seen.result] == ([kind] if kind else []), seen, seen.result)
    properties = [
        (one.get("name"), one.get("value")) for one in seen._elem.iterfind("properties/property")
    ]
    ids = [value for name, value in properties if name == "requirement"]
    check(len(ids) == len(expected["requirements"]), "requirements", ids)
    if all(plain(one) for one in expected["requirements"]):
        check(ids == expected["requirements"], ids)
    for name in ("seed", "tests", "steps"):
        check((name, str(expected[name])) in properties, name, properties)
    for result in seen.result:
        if plain(expected["reason"]) and not expected["deviations"]:
            check(expected["reason"] in result.message, result.message)
        if kind is not Skipped:
            check(result.type == expected["verdict"], result.type)
            for deviation in expected["deviations"][:1]:
                for label in [deviation["observed"], *deviation["permitted"]]:
                    check(not plain(label) or label in result.text, label, "in", result.text)
            check(unharmful(result.text), repr(result.text))
        check(unharmful(result.message), repr(result.message))
    err = seen.system_err or ""
    check(unharmful(err), repr(err[:200]))
    if plain(expected["iut_output"]):
        check(err == expected["iut_output"], repr(err), "is not", repr(expected["iut_output"]))
    if expected["verdict"] not in ("pass", "flaky"):
        for step in expected["trace"]:
            check(not plain(step["label"]) or step["label"] in seen.system_out, step)


def compare(junit_file, json_file):
    junit = JUnitXml.fromfile(junit_file)
    with open(json_file, encoding="utf-8") as file:
        report = json.load(file)
    cases = [one for suite in junit for one in suite if suite.name != "pathproof"]
    check(len(cases) == len(report["cases"]), "cases", len(cases))
    interrupted = 1 if report["interrupted"] else 0
    counts = report["summary"]["cases"]
    check(junit.tests == counts["total"] + interrupted, "tests", junit.tests)
    check(junit.failures == counts["fail"] + counts["unexpected-pass"], "failures", junit.failures)
    check(junit.errors == counts["error"] + interrupted, "errors", junit.errors)
    skipped = counts["unsupported"] + counts["inconclusive"] + counts["expected-fail"]
    check(sum(suite.skipped for suite in junit) == skipped, "skipped")
    for suite in junit:
        said = (suite.tests, suite.failures, suite.errors, suite.skipped, suite.time)
        suite.update_statistics()  # counts again, from the cases
        check(said == (suite.tests, suite.failures, suite.errors, suite.skipped, suite.time), said)
    by_name = {(one.classname, one.name): one for one in cases}
    check(len(by_name) == len(cases), "names are not unique")
    in_order = {}
    for one in report["cases"]:
        in_order.setdefault(one["family"], []).append(one)
    expected = [one for family in in_order.values() for one in family]
    for seen, one in zip(cases, expected):
        check(seen.classname == one["family"].replace("/", "."), seen.classname)
        if plain(one["id"]):
            check(seen.name == one["id"].rsplit("/", 1)[1], seen.name)
        compare_case(seen, one)
    print(f"{junit_file}: {len(cases)} cases agree")


for pair in zip(sys.argv[1::2], sys.argv[2::2]):
    compare(*pair)
