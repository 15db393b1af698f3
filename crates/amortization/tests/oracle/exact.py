"""Integers and fractions: rounding, annuities summed term by term, digests, a sequence of its own."""

from functools import lru_cache

PERCENT = 10**6  # millionths in one percent, or in one per mille
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


def share_of(amount, share, mode):
    """amount * share in whole centavos; `share` is a Fraction."""
    return round_to_unit(amount * share.numerator, share.denominator, mode)


@lru_cache(maxsize=64)
def present_value(rates):
    """Of one peso at the end of each period, as (numerator, denominator): v1 + v1*v2 + ...

    Backwards, because x = v * (1 + what follows), over one common denominator that is never reduced.
    """
    total, unit = 0, 1
    for rate in reversed(rates):
        grown = rate.numerator + rate.denominator
        total, unit = rate.denominator * (unit + total), unit * grown
    return total, unit


def annuity(rate, payments):
    return present_value((rate,) * payments)


def digest(rows):
    value = 0
    for row in rows:
        for column in row:
            value = (value * 1_000_003 + column) % MERSENNE
    return value


class Sequence:
    """A fixed pseudo-random sequence, so that the files never depend on a library's generator."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 24) % limit

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def pick(self, values):
        return values[self.below(len(values))]

    def chance(self, percent):
        return self.below(100) < percent
