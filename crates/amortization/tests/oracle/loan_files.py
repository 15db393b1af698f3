"""A file a family of schedules, one where several options compose, and one of refusals."""

from dataclasses import replace
from datetime import date

import families
from exact import PERCENT, WHOLE, Sequence, digest
from table import schedule
from terms import Commission, Fee, Fund, Insurance, Loan, Odd, Refused

COLUMNS = (
    "case,terms,level_payment,financed,net,commission,commission_iva,upfront_fund,upfront_fund_iva,"
    "rows,interest,iva,fund,insurance,fees,charges_iva,extras,paid,last_payment,digest,refused"
)
FIGURES = 18
TOTALS = ("interest", "iva", "fund", "insurance", "fee", "charges_iva", "extra", "payment")

# (file, seed, options a loan of it has)
FILES = (
    ("german", 1801, families.german),
    ("bullet", 1802, families.bullet),
    ("grace", 1803, families.grace),
    ("flat", 1804, families.flat),
    ("multiples", 1805, families.multiple),
    ("odd_first", 1806, families.odd_first),
    ("real_dates", 1807, families.real_dates),
    ("iva_on_top", 1808, families.iva_on_top),
    ("commission", 1809, families.commission),
    ("insurance", 1810, families.insurance),
    ("fund", 1811, families.fund),
    ("fee", 1812, families.fee),
    ("extras", 1813, families.extras),
)
A_FAMILY = 60
COMBINED = 500


def figures(loan):
    found = schedule(loan)
    level = "" if found.level is None else found.level
    totals = [found.total(column) for column in TOTALS]
    return [level, *found.opening, len(found.rows), *totals, found.rows[-1].payment, digest(found.rows)]


def line(at, loan, found=figures, width=FIGURES):
    try:
        answer = [*found(loan), ""]
    except Refused as refused:
        answer = [""] * width + [refused.text()]
    return ",".join(map(str, [at, loan.text(), *answer]))


def lines(loans):
    return [COLUMNS, *(line(at, loan) for at, loan in enumerate(loans))]


def family_loans(option, seed):
    draw = Sequence(seed)
    return [families.family(option, draw) for _ in range(A_FAMILY)]


def combined_loans(seed=1800, count=COMBINED):
    draw, found = Sequence(seed), []
    while len(found) < count:
        loan, _ = families.several(draw, longest=draw.pick((12, 36, 60, 120)))
        if loan.options() >= 3:
            found.append(loan)
    return found


PLAIN = Loan(6_000_000, 13_670_000, 24)
DATED = replace(PLAIN, disbursed=date(2026, 3, 2))
TOO_MUCH = WHOLE + 1


def refused_loans():
    """One thing wrong in each."""
    for amount in (0, 10**14 + 1):
        yield replace(PLAIN, amount=amount)
        yield replace(PLAIN, multiple=amount)
    yield replace(PLAIN, rate=1000 * PERCENT + 1)
    yield from (replace(PLAIN, n=n) for n in (0, 1201))
    yield from (replace(PLAIN, ppy=ppy) for ppy in (0, 3, 365))
    yield replace(PLAIN, iva=TOO_MUCH)
    yield from (replace(PLAIN, method="grace", grace=rows) for rows in (0, 24, 25))
    yield from refused_charges()
    yield from refused_extras()
    yield from refused_dates()
    yield from refused_pairs()


def refused_charges():
    for pct, iva in ((TOO_MUCH, 0), (0, TOO_MUCH)):
        yield replace(PLAIN, commission=Commission(pct, iva))
        yield replace(PLAIN, fund=Fund(pct, iva))
        yield replace(PLAIN, insurance=Insurance(10 * pct, iva))
    yield replace(PLAIN, fee=Fee(10**14 + 1, 0))
    yield replace(PLAIN, fee=Fee(1, TOO_MUCH))
    yield replace(PLAIN, commission=Commission(WHOLE, 0))
    yield replace(PLAIN, commission=Commission(90 * PERCENT, 16 * PERCENT))
    yield replace(PLAIN, fund=Fund(WHOLE, 0, charged="upfront"))
    yield replace(PLAIN, commission=Commission(60 * PERCENT, 0), fund=Fund(40 * PERCENT, 0, charged="upfront"))


def refused_extras():
    for extras in (((0, 100),), ((24, 100),), ((3, 0),), ((3, 100), (3, 100)), ((5, 100), (3, 100))):
        yield replace(PLAIN, extras=extras)
    yield replace(PLAIN, extras=((3, 6_000_000),))
    yield replace(PLAIN, extras=((1, 5_000_000), (23, 100)))
    for method in ("german", "bullet"):
        yield replace(PLAIN, method=method, effect="reduce_payment", extras=((3, 6_000_001),))


def refused_dates():
    yield from (replace(DATED, ppy=ppy) for ppy in (1, 26, 52))
    yield from (replace(DATED, first=first) for first in (("lag", 0), ("lag", 367), ("nth", 0), ("nth", 25)))
    yield replace(DATED, disbursed=date(2200, 6, 1))
    yield replace(DATED, moved=((date(2026, 3, 16), date(2026, 3, 13)),))
    yield replace(DATED, moved=((date(2026, 3, 15), date(2026, 3, 2)),))
    early, late = (date(2026, 4, 15), date(2026, 4, 14)), (date(2026, 5, 15), date(2026, 5, 14))
    yield from (replace(DATED, moved=moved) for moved in ((late, early), (early, early)))
    yield replace(DATED, moved=((date(2026, 4, 15), date(2026, 4, 30)),))
    yield replace(DATED, moved=((date(2026, 4, 15), date(2026, 3, 31)),))


def refused_pairs():
    odd = Odd(360, "solve")
    yield replace(PLAIN, method="flat", extras=((3, 100),))
    yield replace(DATED, method="flat", odd=Odd(360, "absorb"))
    yield replace(DATED, method="flat", real=365)
    yield from (replace(PLAIN, method=method, multiple=100) for method in ("german", "bullet", "flat"))
    yield from (replace(DATED, method=method, odd=odd) for method in ("german", "bullet"))
    yield replace(DATED, method="grace", grace=3, odd=odd)
    yield replace(PLAIN, method="bullet", extras=((3, 100),))


def grows():
    """Debts that never fall: long terms at high rates by real dates or after a long first period."""
    dear = replace(DATED, rate=90 * PERCENT, n=60, iva=16 * PERCENT)
    for days in (300, 366):
        for mode in ("absorb", "solve", "add_to_first"):
            for on_top in (False, True):
                yield replace(dear, first=("lag", days), odd=Odd(360, mode), on_top=on_top)
    for n in (240, 480):
        yield replace(DATED, rate=20 * PERCENT, n=n, real=360)
        yield replace(DATED, rate=80 * PERCENT, n=n, real=360, iva=16 * PERCENT)
        yield replace(DATED, rate=80 * PERCENT, n=n, real=365, iva=16 * PERCENT, on_top=True)
    for multiple in (34_000, 35_000, 300_000, 20_000_000):
        yield replace(PLAIN, multiple=multiple, rate=20 * PERCENT, n=480)
        yield replace(PLAIN, multiple=multiple, rate=20 * PERCENT, n=480, method="grace", grace=6)


def files():
    written = {f"{name}.csv": lines(family_loans(option, seed)) for name, seed, option in FILES}
    written["combined.csv"] = lines(combined_loans())
    written["refused.csv"] = lines([*refused_loans(), *grows()])
    return written
