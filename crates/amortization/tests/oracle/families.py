"""Loans drawn at random: one option at a time, or several composing."""

from dataclasses import replace
from datetime import date

from exact import PERCENT
from paydates import DAY, due_dates
from table import schedule
from terms import Commission, Fee, Fund, Insurance, Loan, Odd, Refused


IVA_RATES = (16 * PERCENT, 16 * PERCENT, 8 * PERCENT, 0, 100 * PERCENT, 15_500_000)


def plain(draw, longest=60):
    """Mostly ordinary loans; one in ten is of a few centavos, one in twelve has no interest."""
    amount = draw.between(100_000, 50_000_000)
    if draw.chance(40):
        amount -= amount % 100_000
    if draw.chance(10):
        amount = draw.between(1, 400)
    rate = 0 if draw.chance(8) else draw.pick((13_670_000, 12_900_000, draw.below(60 * PERCENT)))
    return Loan(amount, rate, draw.between(1, longest), ppy=draw.pick((24, 24, 24, 12)))


# ---- one option each: (draw, loan) -> loan ----


def rounding(draw, loan):
    return replace(loan, mode=draw.pick(("half_even", "up")))


def frequency(draw, loan):
    return replace(loan, ppy=draw.pick((12, 24) if loan.disbursed else (1, 2, 4, 6, 12, 26, 52)))


def german(draw, loan):
    return replace(loan, method="german")


def bullet(draw, loan):
    return replace(loan, method="bullet", effect="reduce_payment")


def flat(draw, loan):
    return replace(loan, method="flat")


def grace(draw, loan):
    n = max(loan.n, 2)
    return replace(loan, method="grace", n=n, grace=draw.between(1, min(12, n - 1)))


def multiple(draw, loan):
    return replace(loan, multiple=draw.pick((5, 50, 100, 500, 1_000, 10_000)))


def iva_inside(draw, loan):
    return replace(loan, iva=draw.pick(IVA_RATES), on_top=False)


def iva_on_top(draw, loan):
    return replace(loan, iva=draw.pick(IVA_RATES), on_top=True)


def dates(draw, loan):
    first = draw.pick((("nth", draw.between(1, 3)), ("lag", draw.between(1, 45))))
    disbursed = date(2024, 1, 1) + DAY * draw.below(4_500)
    loan = replace(loan, ppy=draw.pick((24, 24, 12)), disbursed=disbursed, first=first)
    return moved(draw, loan) if draw.chance(40) else loan


def moved(draw, loan):
    """Some pay dates on the Friday before a weekend, or two days early."""
    chosen = {}
    for due in due_dates(loan.disbursed, loan.first, loan.ppy, loan.n):
        if len(chosen) < 3 and draw.chance(12):
            chosen[due.nominal] = due.nominal - DAY * (max(0, due.nominal.weekday() - 4) or 2)
    return replace(loan, moved=tuple(sorted(chosen.items())))


def odd_first(draw, loan):
    loan = loan if loan.disbursed else dates(draw, loan)
    mode = draw.pick(("absorb", "add_to_first", "solve" if loan.method == "level" else "absorb"))
    return replace(loan, odd=Odd(draw.pick((360, 365)), mode), real=None)


def real_dates(draw, loan):
    loan = loan if loan.disbursed else dates(draw, loan)
    return replace(loan, real=draw.pick((360, 365)), odd=None)


def commission(draw, loan):
    paid = draw.pick(("deducted", "financed", "upfront"))
    return replace(loan, commission=Commission(draw.below(6 * PERCENT), draw.pick(IVA_RATES), paid))


def insurance(draw, loan):
    base = draw.pick(("balance", "original"))
    return replace(loan, insurance=Insurance(draw.below(3 * PERCENT), draw.pick(IVA_RATES), base))


def fund(draw, loan):
    base, charged = draw.pick(("balance", "original")), draw.pick(("yearly", "yearly", "upfront"))
    return replace(loan, fund=Fund(draw.below(3 * PERCENT), draw.pick(IVA_RATES), base, charged))


def fee(draw, loan):
    return replace(loan, fee=Fee(draw.below(20_000), draw.pick(IVA_RATES)))


def extras(draw, loan):
    loan = replace(loan, n=max(loan.n, 2), effect=draw.pick(("reduce_term", "reduce_payment")))
    if loan.method == "bullet":
        loan = replace(loan, effect="reduce_payment")
    rows = sorted({draw.between(1, loan.n - 1) for _ in range(draw.between(1, 3))})
    shares = [draw.between(1, 250) for _ in rows]
    listed = tuple((row, max(1, loan.amount * share // 1000)) for row, share in zip(rows, shares))
    return last_is_all(replace(loan, extras=listed)) if draw.chance(12) else replace(loan, extras=listed)


def last_is_all(loan):
    """The last extra payment is all that is owed then."""
    *earlier, (after, _) = loan.extras
    try:
        rows = schedule(replace(loan, extras=tuple(earlier))).rows
    except Refused:
        return loan
    owed = rows[min(after, len(rows)) - 1].closing
    return replace(loan, extras=(*earlier, (after, max(1, owed))))


# What composes with what is decided by the conventions, not here: some draws are refused, and have to be.
METHODS = (german, bullet, grace, flat)
TIMING = (dates, odd_first, real_dates)
OTHERS = (rounding, frequency, multiple, commission, insurance, fund, fee, extras)
IVA = (iva_inside, iva_on_top)


def several(draw, least=3, most=7, longest=60):
    """(loan, names of at least `least` options that compose)"""
    groups = [draw.pick(METHODS)] if draw.chance(45) else []
    groups += [draw.pick(TIMING)] if draw.chance(65) else []
    groups += [draw.pick(IVA)] if draw.chance(75) else []
    wanted = draw.between(max(least, len(groups)), max(most, len(groups)))
    others = list(OTHERS)
    while len(groups) < wanted and others:
        groups.append(others.pop(draw.below(len(others))))
    loan = plain(draw, longest)
    for option in sorted(groups, key=ORDER.index):
        loan = option(draw, loan)
    return without_nonsense(draw, loan), [option.__name__ for option in groups]


ORDER = (*METHODS, frequency, *TIMING, *IVA, rounding, multiple, commission, insurance, fund, fee, extras)


def without_nonsense(draw, loan):
    """Keeps only a few of the combinations that are refused as such."""
    if draw.chance(6):
        return loan
    if loan.method == "flat":
        loan = replace(loan, extras=(), odd=None, real=None)
    if loan.method in ("german", "bullet", "flat"):
        loan = replace(loan, multiple=None)
    return loan


def family(option, draw, longest=60):
    """A loan with the option, half of them with IVA, a third in another rounding mode."""
    loan = option(draw, plain(draw, longest))
    if draw.chance(50) and option not in IVA:
        loan = draw.pick(IVA)(draw, loan)
    if draw.chance(33) and option is not rounding:
        loan = rounding(draw, loan)
    return loan
