"""The one unknown of a level loan: its amount, its term or its rate."""

from fractions import Fraction

from exact import WHOLE, annuity, share_of
from limits import MAX_AMOUNT, MAX_PAYMENTS, MAX_RATE
from terms import Refused


def inside(loan):
    """IVA that is part of a constant payment."""
    return 0 if loan.on_top else Fraction(loan.iva or 0, WHOLE)


def amount_for(payment, loan):
    total, unit = annuity(Fraction(loan.rate, WHOLE * loan.ppy) * (1 + inside(loan)), loan.n)
    amount = payment * total // unit
    if amount < 1:
        raise Refused("not_positive", "amount")
    if amount > MAX_AMOUNT:
        raise Refused("above_limit", "amount")
    return amount


def term_for(payment, loan):
    """(rows, last payment)"""
    rate, tax = Fraction(loan.rate, WHOLE * loan.ppy), inside(loan)
    balance = loan.amount
    for number in range(1, MAX_PAYMENTS + 1):
        interest = share_of(balance, rate, loan.mode)
        burden = interest + share_of(interest, Fraction(tax), loan.mode)
        if number == 1 and payment <= burden:
            raise Refused("payment_too_low", "payment")
        if balance + burden <= payment:
            return number, balance + burden
        balance -= payment - burden
    raise Refused("term_too_long", "payment")


def rate_for(payment, loan):
    """Millionths of a percent a year; each half-way point is compared exactly."""
    if payment * loan.n < loan.amount:
        raise Refused("no_nonnegative_rate", "payment")

    def is_at_least(millionths):
        total, unit = annuity(Fraction(millionths) / (WHOLE * loan.ppy) * (1 + inside(loan)), loan.n)
        return payment * total >= loan.amount * unit

    if is_above_limit(payment, loan):
        raise Refused("rate_above_limit", "payment")
    low, high = 0, MAX_RATE + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_at_least(middle - Fraction(1, 2)) else (low, middle)
    return low


def is_above_limit(payment, loan):
    total, unit = annuity(Fraction(MAX_RATE, WHOLE * loan.ppy) * (1 + inside(loan)), loan.n)
    return payment * total > loan.amount * unit
