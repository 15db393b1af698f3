#!/usr/bin/env python3
"""Asks a running server about random loans and recomputes every figure of its answers.

    check_api.py http://127.0.0.1:8080 [--seed N] [--loans 1000]

Prints what was compared and how many loans each family had; exits with 1 and the first differences if there
are any. The server's limit of loan requests a minute has to allow it.
"""

import argparse
import http.client
import json
import sys
from collections import Counter
from urllib.parse import urlsplit

sys.dont_write_bytecode = True

import questions
from exact import Sequence
from terms import Refused

SHOWN = 10


class Api:
    """One connection, kept alive; a server may close it between two requests."""

    def __init__(self, origin):
        self.host = urlsplit(origin).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def ask(self, path, body):
        try:
            return self.post(path, body)
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()
            return self.post(path, body)

    def post(self, path, body):
        headers = {"Content-Type": "application/json"}
        self.connection.request("POST", f"/api/v1/loans/{path}", json.dumps(body), headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


class Report:
    def __init__(self):
        self.families, self.refusals = Counter(), Counter()
        self.paths = Counter(dict.fromkeys(questions.PATHS, 0))
        self.figures, self.differences = 0, []

    def compare(self, question, status, text):
        self.paths[question.path] += 1
        try:
            expected, expected_status = question.answer(), 200
        except Refused as refused:
            expected, expected_status = problem(refused), 422
            self.refusals[refused.code] += 1
        found = parsed(text)
        differences = list(self.differ("", expected, found))
        if status != expected_status:
            differences.insert(0, f"status {status} instead of {expected_status}: {text[:300]!r}")
        if differences:
            self.differences.append((question, differences[:4]))

    def differ(self, place, expected, found):
        """Where the answer is not what it has to be; null and absent are the same. Counts the figures."""
        if isinstance(expected, dict) and isinstance(found, dict):
            for key, value in expected.items():
                yield from self.differ(f"{place}.{key}", value, found.get(key))
        elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
            for at, (one, other) in enumerate(zip(expected, found)):
                yield from self.differ(f"{place}[{at}]", one, other)
        else:
            self.figures += 1
            if expected != found:
                yield f"{place}: {short(found)} instead of {short(expected)}"

    def print(self, loans, seed):
        print("families:", ", ".join(f"{name} {count}" for name, count in sorted(self.families.items())))
        print("requests:", ", ".join(f"{name} {count}" for name, count in sorted(self.paths.items())))
        print("refusals:", ", ".join(f"{name} {count}" for name, count in sorted(self.refusals.items())))
        print(f"{loans} loans, {self.figures} figures compared, {len(self.differences)} differences (seed {seed})")
        for question, differences in self.differences[:SHOWN]:
            print(f"\nPOST {question.path} {json.dumps(question.body)}", *differences, sep="\n  ")


def problem(refused):
    return {"code": refused.code, "field": refused.field, "row": refused.row, "status": 422}


def parsed(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def short(value):
    text = json.dumps(value)
    return text if len(text) < 100 else f"{text[:100]}..."


def check(origin, seed, loans):
    api, report, draw = Api(origin), Report(), Sequence(seed)
    for index in range(loans):
        loan = questions.loan_at(index, draw)
        report.families.update(questions.families_of(loan))
        for question in questions.questions(index, loan, draw):
            report.compare(question, *api.ask(question.path, question.body))
    report.print(loans, seed)
    return report


def main():
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("origin")
    arguments.add_argument("--seed", type=int, default=2025)
    arguments.add_argument("--loans", type=int, default=1000)
    given = arguments.parse_args()
    report = check(given.origin, given.seed, given.loans)
    fewest = min(*report.families.values(), *report.paths.values())
    if fewest * 25 < given.loans or report.families["three or more options"] * 5 < given.loans:
        sys.exit("too few loans of some family")
    sys.exit(1 if report.differences else 0)


if __name__ == "__main__":
    main()
