#!/usr/bin/env python3
"""The second opinion: loan tables from integers and fractions, sharing no code with the crate.

    make_expected.py           writes tests/expected/{cases,rows,dates}.csv
    make_expected.py --check   recomputes them and fails if a byte differs

Both modes also check the published figure and its negative controls, unrounded.

The level payment is computed in another form than the crate's: amount / (v + v^2 + ... + v^n),
summed term by term over one common denominator, instead of the closed form. Due dates are found by
walking the calendar of Python's datetime day by day.
"""

import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

EXPECTED = Path(__file__).resolve().parent.parent / "expected"
PERCENT = 10**6
WHOLE = 100 * PERCENT
MODES = ("half_up", "half_even", "up")
MERSENNE = 2**61 - 1


def round_to_unit(numerator, denominator, mode):
    floor, rest = divmod(numerator, denominator)
    if mode == "up":
        return floor + (rest > 0)
    if 2 * rest == denominator:
        return floor + (1 if mode == "half_up" else floor % 2)
    return floor + (2 * rest > denominator)


def annuity_factor(rate, payments):
    """v + v^2 + ... + v^n as (numerator, denominator), v = 1 / (1 + rate)."""
    grown = rate.numerator + rate.denominator
    total, unit = 0, 1
    for _ in range(payments):
        total, unit = rate.denominator * (unit + total), unit * grown
    return total, unit


def periodic(case):
    return Fraction(case["rate"], WHOLE * case["ppy"])


def level_payment(case):
    rate = periodic(case) * (1 + Fraction(case["iva"] or 0, WHOLE))
    total, unit = annuity_factor(rate, case["n"])
    return round_to_unit(case["amount"] * unit, total, case["mode"])


def table(case):
    """(level payment, rows, failed row number or None)"""
    level, rate, mode = level_payment(case), periodic(case), case["mode"]
    tax = Fraction(case["iva"] or 0, WHOLE)
    balance, rows = case["amount"], []
    for number in range(1, case["n"] + 1):
        interest = round_to_unit(balance * rate.numerator, rate.denominator, mode)
        iva = round_to_unit(interest * tax.numerator, tax.denominator, mode)
        if number == case["n"] or balance + interest + iva <= level:
            rows.append((number, balance, balance, interest, iva, balance + interest + iva, 0))
            return level, rows, None
        principal = level - interest - iva
        if principal < 0:
            return level, rows, number
        rows.append((number, balance, principal, interest, iva, level, balance - principal))
        balance -= principal
    raise AssertionError("row n always ends the table")


def digest(rows):
    value = 0
    for row in rows:
        for column in row:
            value = (value * 1_000_003 + column) % MERSENNE
    return value


# ---- the cases ----


def case(amount, rate, n, ppy=24, iva=None, mode="half_up"):
    """amount in centavos, rates in millionths of a percent"""
    return {"amount": amount, "rate": rate, "n": n, "ppy": ppy, "iva": iva, "mode": mode}


def from_text(amount, rate, n, iva=None):
    return case(int(Fraction(amount) * 100), int(Fraction(rate) * PERCENT), n, iva=iva and iva * PERCENT)


# (terms, level, last, interest, IVA) stated beforehand; the last is the projection of the 2025 report.
NAMED = [
    (from_text("60000", "13.67", 59, 16), 123132, 123160, 1090356, 174460),
    (from_text("60000", "13.67", 59), 120024, 120045, 1081437, 0),
    (from_text("60000", "13.67", 48), 143219, 143197, None, 0),
    (from_text("50000", "12", 48), 117425, 117433, None, 0),
    (from_text("10000", "13.67", 24), 44698, 44693, None, 0),
    (from_text("58338014.84", "13.67", 59, 16), 119721627, None, 1060150416, None),
]


def level_ties():
    """Amounts whose exact level payment falls on half a centavo, or on a whole one."""
    for rate, ppy, n in [(100, 2, 2), (100, 1, 1), (50, 1, 3), (200, 2, 2), (24, 24, 1), (150, 6, 2), (0, 24, 8)]:
        total, unit = annuity_factor(Fraction(rate, 100 * ppy), n)
        found = {"tie": 0, "whole": 0}
        for amount in range(1, 30_000):
            numerator, rest = divmod(2 * amount * unit, total)
            kind = "tie" if numerator % 2 else "whole"
            if rest == 0 and found[kind] < 3:
                found[kind] += 1
                yield from (case(amount, rate * PERCENT, n, ppy, None, mode) for mode in MODES)


def row_ties():
    """Ordinary loans whose first interest is exactly half a centavo off."""
    found = 0
    for pesos in range(5_000, 205_000, 250):
        rate = (12_900_000, 13_670_000, 12_000_000, 9_500_000)[pesos // 250 % 4]
        share = Fraction(pesos * 100 * rate, WHOLE * 24)
        if share.denominator == 2 and found < 20:
            found += 1
            yield from (case(pesos * 100, rate, 36, 24, iva, mode) for mode in MODES for iva in (None, 16 * PERCENT))


EDGE_AMOUNTS = (1, 2, 7, 99, 150, 10_000, 123_457, 6_000_000, 5_833_801_484, 10**14 - 1, 10**14)
EDGE_RATES = (0, 1, 999, 10_000, 1_000_000, 12 * PERCENT, 13_670_000, 20 * PERCENT, 100 * PERCENT, 1000 * PERCENT)
EDGE_TERMS = (1, 2, 3, 12, 24, 59, 120, 480, 1199, 1200)
EDGE_PERIODS = (1, 2, 4, 6, 12, 24, 26, 52)
EDGE_IVA = (None, None, 0, 8 * PERCENT, 16 * PERCENT, 16 * PERCENT, 100 * PERCENT)


class Sequence:
    """A fixed pseudo-random sequence, so that the files never depend on a library's generator."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 24) % limit

    def pick(self, values):
        return values[self.below(len(values))]


def edges(count):
    draw = Sequence(2025)
    for _ in range(count):
        yield case(
            draw.pick(EDGE_AMOUNTS), draw.pick(EDGE_RATES), draw.pick(EDGE_TERMS),
            draw.pick(EDGE_PERIODS), draw.pick(EDGE_IVA), draw.pick(MODES),
        )


def ordinary(count):
    draw = Sequence(59)
    for _ in range(count):
        yield case(
            100_000 + draw.below(50_000_000), draw.below(40_000_001), 1 + draw.below(120),
            draw.pick((12, 24, 24, 24, 26, 52)), draw.pick(EDGE_IVA), draw.pick(MODES),
        )


def corners():
    """Each limit at once, in every mode."""
    for mode in MODES:
        for iva in (None, 16 * PERCENT):
            for rate in (0, 1, 1000 * PERCENT):
                for n in (1, 1200):
                    for amount in (1, 10**14):
                        yield case(amount, rate, n, 1, iva, mode)
                        yield case(amount, rate, n, 52, iva, mode)


def all_cases():
    cases = [named[0] for named in NAMED]
    for group in (level_ties(), row_ties(), corners(), edges(500), ordinary(500)):
        cases.extend(group)
    return cases


# ---- the files ----

CASE_COLUMNS = (
    "case,amount,rate_millionths,payments,periods_per_year,iva_millionths,rounding,"
    "level_payment,rows,last_payment,interest,iva,paid,digest,failed_row"
)
ROW_COLUMNS = "case,number,opening_balance,principal,interest,iva,payment,closing_balance"


def case_line(at, terms, level, rows, failed):
    iva = "" if terms["iva"] is None else terms["iva"]
    given = [at, terms["amount"], terms["rate"], terms["n"], terms["ppy"], iva, terms["mode"]]
    sums = [sum(row[column] for row in rows) for column in (3, 4, 5)]
    found = [level, "", "", "", "", "", "", failed] if failed else [
        level, len(rows), rows[-1][5], *sums, digest(rows), ""]
    return ",".join(map(str, given + found))


def files():
    cases, written, budget = [CASE_COLUMNS], [ROW_COLUMNS], 1_500
    for at, terms in enumerate(all_cases()):
        level, rows, failed = table(terms)
        cases.append(case_line(at, terms, level, rows, failed))
        is_sample = at < 5 or (at % 9 == 0 and len(rows) <= min(budget, 60))
        if is_sample and not failed:
            budget -= len(rows)
            written.extend(",".join(map(str, (at, *row))) for row in rows)
    tables = {"cases.csv": cases, "rows.csv": written, "dates.csv": date_lines()}
    return {name: "\n".join(lines) + "\n" for name, lines in tables.items()}


# ---- due dates ----

DATE_COLUMNS = (
    "case,disbursed_on,rule,value,periods_per_year,moved,payments,"
    "first,first_shown,second,last,last_shown,digest,refused"
)
LAST_DAY = date(2200, 12, 31)
DAY = timedelta(days=1)


def is_pay_date(day, ppy):
    return (day + DAY).month != day.month or (ppy == 24 and day.day == 15)


def pay_dates_after(day, ppy, count):
    """The next `count` pay dates, or fewer where the calendar ends."""
    found = []
    while len(found) < count and day < LAST_DAY:
        day += DAY
        if is_pay_date(day, ppy):
            found.append(day)
    return found


def due_dates(terms):
    """[(nominal, days, shown, days shown)], or the code of the refusal."""
    moved, ppy, start, n = terms["moved"], terms["ppy"], terms["disbursed"], terms["n"]
    following = pay_dates_after(start, ppy, n + terms["value"])
    if terms["rule"] == "nth":
        dates = following[terms["value"] - 1:]
    else:
        dates = [day for day in following if (day - start).days >= terms["value"]]
    if len(dates) < n:
        return "outside_calendar"
    rows, before, shown_before = [], start, start
    for day in dates[:n]:
        shown = moved.get(day, day)
        if shown <= start:
            return "not_after_disbursement"
        rows.append((day, (day - before).days, shown, (shown - shown_before).days))
        before, shown_before = day, shown
    return rows


def moved_by_one_institution(year, ppy):
    """December paid early, and each pay date on a weekend paid on the Friday before, for three years."""
    moved, day = {}, date(year, 1, 1)
    while day.year < year + 3:
        if is_pay_date(day, ppy):
            shown = day - DAY * max(0, day.weekday() - 4)
            shown = date(day.year, 12, 18) if (day.month, day.day) == (12, 31) else shown
            if shown != day:
                moved[day] = shown
        day += DAY
    return moved


def date_terms(disbursed, rule, value, ppy=24, n=24, moved=None):
    return {"disbursed": disbursed, "rule": rule, "value": value, "ppy": ppy, "n": n, "moved": moved or {}}


def every_day_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        for ppy in (12, 24):
            yield date_terms(day, "lag", 1 + day.day % 20, ppy, 3)
            yield date_terms(day, "nth", 1 + day.day % 4, ppy, 3)
        day += DAY


def scattered_dates(count):
    draw = Sequence(15)
    for _ in range(count):
        day = date(1900, 1, 1) + DAY * draw.below(109_574)
        rule = draw.pick(("lag", "nth"))
        value = 1 + draw.below(366 if rule == "lag" else 24)
        yield date_terms(day, rule, value, draw.pick((12, 24)), draw.pick((1, 2, 59, 480)))


def date_cases():
    yield from every_day_of(2027)
    yield from (terms for terms in every_day_of(2028) if terms["disbursed"].month in (1, 2, 3, 12))
    yield from scattered_dates(60)
    for rule, value in (("lag", 1), ("lag", 366), ("nth", 1), ("nth", 24)):
        for ppy in (12, 24):
            yield date_terms(date(1900, 1, 1), rule, value, ppy, 1200)
            yield date_terms(date(2100, 12, 31), rule, value, ppy, 1200)
            yield date_terms(date(2200, 12, 30), rule, value, ppy, 1)
            yield date_terms(date(2200, 12, 31), rule, value, ppy, 1)
            moved = moved_by_one_institution(2026, ppy)
            for start in (date(2025, 11, 30), date(2026, 12, 10), date(2026, 12, 18), date(2028, 2, 29)):
                yield date_terms(start, rule, value, ppy, 40, moved)


def date_line(at, terms):
    moved = " ".join(f"{nominal}>{shown}" for nominal, shown in terms["moved"].items())
    given = [at, terms["disbursed"], terms["rule"], terms["value"], terms["ppy"], moved, terms["n"]]
    rows = due_dates(terms)
    if isinstance(rows, str):
        return ",".join(map(str, [*given, "", "", "", "", "", "", rows]))
    second = rows[1][0] if len(rows) > 1 else ""
    figures = [(a.toordinal(), days, b.toordinal(), shown_days) for a, days, b, shown_days in rows]
    found = [rows[0][0], rows[0][2], second, rows[-1][0], rows[-1][2], digest(figures), ""]
    return ",".join(map(str, given + found))


def date_lines():
    return [DATE_COLUMNS, *(date_line(at, terms) for at, terms in enumerate(date_cases()))]


# ---- the published figure ----

LENT, INTEREST = Fraction("58338014.84"), Fraction("10601504.20")
RATE, TERM, IVA = Fraction("13.67") / 100, 59, Fraction(16, 100)


def exact_payment(amount, rate, n):
    total, unit = annuity_factor(rate, n)
    return amount * unit / total


def effective_period(annual, periods):
    """(1 + annual)^(1/periods) - 1, from below, by bisection on integers of 2^-128."""
    scale = 2**128
    low, high = scale, 2 * scale
    target = (1 + annual) * scale**periods
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**periods <= target else (low, middle)
    return Fraction(low, scale) - 1


def explained(amount, term):
    return (term * exact_payment(amount, RATE / 24 * (1 + IVA), term) - amount) / (1 + IVA)


def controls():
    def plain(rate):
        return TERM * exact_payment(LENT, rate, TERM) - LENT

    i = RATE / 24
    return {
        "no IVA, or IVA on top": (plain(i), "-0.818"),
        "flat": (LENT * i * TERM, "84.9"),
        "german": (LENT * i * (TERM + 1) / 2, "-6.0"),
        "26ths": (plain(RATE / 26), "-8.8"),
        "effective annual rate": (plain(effective_period(RATE, 24)), "-7.1"),
        "annuity due": (TERM * exact_payment(LENT, i, TERM) / (1 + i) - LENT, "-4.5"),
    }


def check_published():
    found = explained(LENT, TERM)
    assert abs(found - INTEREST) <= Fraction(1, 100), float(found)
    for name, (interest, stated) in controls().items():
        miss = (interest / INTEREST - 1) * 100
        half_digit = Fraction(1, 2 * 10 ** len(stated.partition(".")[2]))
        assert abs(miss) > Fraction(1, 10), name
        assert abs(miss - Fraction(stated)) <= half_digit, (name, float(miss))
    without_iva, _ = controls()["no IVA, or IVA on top"]
    assert abs(without_iva - Fraction("10514792.50")) <= Fraction(1, 100), float(without_iva)
    # The loans already paid: published 27,426,243.75 and 4,635,038.20, stated as -0.05 % at 55 rows.
    paid_off = explained(Fraction("27426243.75"), 55) / Fraction("4635038.20") - 1
    assert abs(paid_off * 100 + Fraction("0.05")) <= Fraction("0.005"), float(paid_off)


def check_named():
    for terms, level, last, interest, iva in NAMED:
        found_level, rows, _ = table(terms)
        found = (found_level, rows[-1][5], sum(row[3] for row in rows), sum(row[4] for row in rows))
        for stated, value in zip((level, last, interest, iva), found):
            assert stated is None or stated == value, (terms, found)


def main():
    check_published()
    check_named()
    for name, text in files().items():
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
