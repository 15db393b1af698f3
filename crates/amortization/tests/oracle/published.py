"""The published projection of the 2025 report, unrounded, and the controls that must each miss it."""

from fractions import Fraction

from exact import annuity

LENT, INTEREST = Fraction("58338014.84"), Fraction("10601504.20")
RATE, TERM, IVA = Fraction("13.67") / 100, 59, Fraction(16, 100)


def exact_payment(amount, rate, n):
    total, unit = annuity(rate, n)
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
