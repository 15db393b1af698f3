"""Level loans: stated vectors, ties, corners of the limits, ordinary loans."""

from fractions import Fraction

from exact import MODES, PERCENT, WHOLE, Sequence, annuity, digest
from table import Table
from terms import Loan, Refused


def case(amount, rate, n, ppy=24, iva=None, mode="half_up"):
    """amount in centavos, rates in millionths of a percent"""
    return Loan(amount, rate, n, ppy, mode, iva=iva)


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
        total, unit = annuity(Fraction(rate, 100 * ppy), n)
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


CASE_COLUMNS = (
    "case,amount,rate_millionths,payments,periods_per_year,iva_millionths,rounding,"
    "level_payment,rows,last_payment,interest,iva,paid,digest,failed_row"
)
ROW_COLUMNS = "case,number,opening_balance,principal,interest,iva,payment,closing_balance"


def table(loan):
    """(level payment, rows as the files have them, failed row or None)"""
    plan = Table(loan)
    try:
        rows = [(*row[:5], row.payment, row.closing) for row in plan.rows()]
    except Refused as refused:
        return plan.level, [], refused.row
    return plan.level, rows, None


def case_line(at, loan, level, rows, failed):
    iva = "" if loan.iva is None else loan.iva
    given = [at, loan.amount, loan.rate, loan.n, loan.ppy, iva, loan.mode]
    sums = [sum(row[column] for row in rows) for column in (3, 4, 5)]
    found = [level, "", "", "", "", "", "", failed] if failed else [
        level, len(rows), rows[-1][5], *sums, digest(rows), ""]
    return ",".join(map(str, given + found))


def files():
    cases, written, budget = [CASE_COLUMNS], [ROW_COLUMNS], 1_500
    for at, loan in enumerate(all_cases()):
        level, rows, failed = table(loan)
        cases.append(case_line(at, loan, level, rows, failed))
        is_sample = at < 5 or (at % 9 == 0 and len(rows) <= min(budget, 60))
        if is_sample and not failed:
            budget -= len(rows)
            written.extend(",".join(map(str, (at, *row))) for row in rows)
    return {"cases.csv": cases, "rows.csv": written}


def check_named():
    for loan, level, last, interest, iva in NAMED:
        found_level, rows, _ = table(loan)
        found = (found_level, rows[-1][5], sum(row[3] for row in rows), sum(row[4] for row in rows))
        for stated, value in zip((level, last, interest, iva), found):
            assert stated is None or stated == value, (loan, found)
