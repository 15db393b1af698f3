#!/usr/bin/env python3
"""The second opinion: every family of loans from integers and fractions, sharing no code with the crate.

    make_expected.py                    writes tests/expected/*.csv
    make_expected.py --check            recomputes them and fails if a byte differs
    make_expected.py --show FILE CASE   the rows of one case, such as `--show combined 12`

The first two also check the published figure and its negative controls, unrounded.

Other forms than the crate's wherever there is one: annuities are summed term by term over one common
denominator, due dates are found by walking Python's datetime day by day, CAT by bisection of integers
compared exactly where an enclosure does not decide, and the largest loan for a payment by trying amounts.
"""

import sys
from pathlib import Path

sys.dont_write_bytecode = True

import date_files
import level_files
import loan_files
import operation_files
from published import check_published
from table import Row, schedule

EXPECTED = Path(__file__).resolve().parent.parent / "expected"


def files():
    for group in (level_files, date_files, loan_files, operation_files):
        for name, lines in group.files().items():
            yield name, "\n".join(lines) + "\n"


def show(name, case):
    known = {file: loan_files.family_loans(option, seed) for file, seed, option in loan_files.FILES}
    known["combined"] = loan_files.combined_loans()
    known["refused"] = [*loan_files.refused_loans(), *loan_files.grows()]
    loan = known[name][int(case)]
    print(loan.text(), "", ",".join(Row._fields), sep="\n")
    for row in schedule(loan).rows:
        print(",".join(map(str, row)))


def main():
    if sys.argv[1:2] == ["--show"]:
        return show(*sys.argv[2:])
    check_published()
    level_files.check_named()
    for name, text in files():
        path = EXPECTED / name
        if "--check" in sys.argv[1:]:
            if path.read_text(encoding="ascii") != text:
                sys.exit(f"{path} is not what this script computes")
        else:
            path.write_text(text, encoding="ascii")
        print(f"{name}: {text.count(chr(10)) - 1} lines, {len(text)} bytes")
    print("published figure and controls: as stated")


if __name__ == "__main__":
    main()
