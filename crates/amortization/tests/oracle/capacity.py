"""What a salary carries, and the largest loan for it by trying amounts one by one."""

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple, Optional

from exact import WHOLE, annuity
from limits import MAX_AMOUNT
from table import Table
from terms import Loan, Refused


class Salary(NamedTuple):
    salary: int
    deductions: int
    all: Optional[int] = None
    new: Optional[int] = None
    min_liquid: Optional[int] = None


def max_payment(slip):
    limits = [slip.salary - slip.deductions]
    if slip.all is not None:
        limits.append(slip.salary * slip.all // WHOLE - slip.deductions)
    if slip.new is not None:
        limits.append(slip.salary * slip.new // WHOLE)
    if slip.min_liquid is not None:
        limits.append(slip.salary - slip.deductions - slip.min_liquid)
    if min(limits) <= 0:
        raise Refused("no_capacity", "salary")
    return min(limits)


def affordable(payment, loan, cap=None):
    """(largest amount, its level payment)"""
    top = min(cap or MAX_AMOUNT, MAX_AMOUNT)
    if is_plain(loan):
        amount = min(top, plain_amount(payment, loan))
        return amount, level_of(loan, amount)
    if fits(payment, loan, top):
        return top, level_of(loan, top)
    low, high = 0, top
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(payment, loan, middle) else (low, middle)
    # Rounding makes "fits" flicker for some centavos past the first amount that does not.
    reach = min(top, low + 8 * loan.n + 64)
    found = next((amount for amount in range(reach, low, -1) if fits(payment, loan, amount)), low)
    if found == 0:
        raise Refused("no_capacity", "salary")
    return found, level_of(loan, found)


def is_plain(loan):
    """The loans whose largest amount is the present value of the payment, rounded down."""
    return loan == Loan(loan.amount, loan.rate, loan.n, loan.ppy, loan.mode)


def plain_amount(payment, loan):
    total, unit = annuity(Fraction(loan.rate, WHOLE * loan.ppy), loan.n)
    if payment * total < unit:
        raise Refused("no_capacity", "salary")
    return payment * total // unit


def level_of(loan, amount):
    return Table(replace(loan, amount=amount)).level


def fits(payment, loan, amount):
    """Whether every row but the last one agreed on stays within the payment; stops at the first that does not."""
    try:
        table = Table(replace(loan, amount=amount))
        counted = (row for row in table.each_row() if row.number < loan.n or loan.n == 1)
        return all(row.payment <= payment for row in counted)
    except Refused:
        return False
