"""CAT: the growth factor of a period (or of a day) by integer bisection, decided at any precision it takes.

A factor g is a whole number of 2^-bits, so g itself is exact. Its present values are enclosed from both
sides; an enclosure that contains the amount is replaced by the exact comparison. The yearly rate is
g^root - 1, and the digits are decided once both neighbours round alike.
"""

from dataclasses import replace
from fractions import Fraction

from limits import check
from table import schedule
from terms import Refused

MILLIONTHS = 100 * 10**6  # millionths of a percent in 1
UNITS = (MILLIONTHS, 100 * 10)  # and tenths of a percent
LIMIT = 10_000  # 1,000,000 %
GUARD = 64
PRECISIONS = (96, 192, 384)


def cat(loan, dated=False):
    """(millionths of a percent, tenths of a percent)"""
    check(loan)
    if dated and not loan.disbursed:
        raise Refused("needs_dates", "disbursed_on")
    received, flows, root = flows_of(replace(loan, extras=()), dated)
    for bits in PRECISIONS:
        below, above = (rounded(one**root, bits * root) for one in growth(received, flows, bits))
        if below == above or below[0] > LIMIT * MILLIONTHS:
            break
    if below[0] > LIMIT * MILLIONTHS:
        raise Refused("cat_above_limit", "annual_rate_pct")
    return tuple(decided(received, flows, root, *one) for one in zip(below, above, UNITS))


def flows_of(loan, dated):
    """What is received at the start, [(time, what is paid then)], and how many times make a year."""
    table = schedule(loan)
    commission = loan.commission and loan.commission.paid != "financed"
    received = loan.amount - (table.opening.commission if commission else 0) - table.opening.fund
    start = loan.disbursed.toordinal() if dated else 0
    flows = []
    for row in table.rows:
        day = row.shown if loan.real else row.nominal
        flows.append((day - start if dated else row.number, row.payment - row.iva - row.charges_iva))
    return received, flows, 365 if dated else loan.ppy


def rounded(yearly, bits):
    """yearly/2^bits - 1, half-up, in each unit."""
    one = 1 << bits
    return [(2 * unit * (yearly - one) + one) // (2 * one) for unit in UNITS]


def decided(received, flows, root, below, above, unit):
    """Where they still differ the root sits on the half-way point itself, which only whole years can do."""
    if below == above:
        return below
    assert all(time % root == 0 for time, _ in flows), "no precision decides this CAT"
    yearly = 1 + Fraction(2 * above - 1, 2 * unit)
    worth = sum(paid / yearly ** (time // root) for time, paid in flows)
    return above if worth >= received else below


def growth(received, flows, bits):
    """Neighbouring factors (low, high) in 2^-bits with worth(low) >= received > worth(high)."""
    one = 1 << bits
    low, high = one, one + 1
    while is_worth(received, flows, high, bits):
        low, high = high, 2 * high - one
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_worth(received, flows, middle, bits) else (low, middle)
    return low, high


def is_worth(received, flows, factor, bits):
    """Whether the payments, discounted by `factor` a period, are worth at least `received`."""
    scale = bits + GUARD
    low, high = enclosed_worth(flows, factor, bits, scale)
    if low >= received << scale:
        return True
    if high < received << scale:
        return False
    last = flows[-1][0]
    exact = sum((paid * factor ** (last - time)) << (bits * time) for time, paid in flows)
    return exact >= received * factor**last


def enclosed_worth(flows, factor, bits, scale):
    """The worth in 2^-scale from below and from above, backwards from the last payment."""
    discount = (1 << (bits + scale)) // factor
    powers, low, high = {0: (1 << scale, 1 << scale)}, 0, 0
    times = [0] + [time for time, _ in flows]
    for (time, paid), before in zip(reversed(flows), reversed(times[:-1])):
        gap = time - before
        if gap not in powers:
            powers[gap] = power(discount, gap, scale)
        below, above = powers[gap]
        low = ((low + (paid << scale)) * below) >> scale
        high = (((high + (paid << scale)) * above) >> scale) + 1
    return low, high


def power(discount, gap, scale):
    """discount^gap from below and above; the discount itself lies in [discount, discount + 1]."""
    below, above = 1 << scale, 1 << scale
    for _ in range(gap):
        below = (below * discount) >> scale
        above = ((above * (discount + 1)) >> scale) + 1
    return below, above
