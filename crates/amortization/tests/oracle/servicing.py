"""What happens to a loan after it is granted: payoff, late interest, renewal."""

from fractions import Fraction
from typing import NamedTuple

from exact import WHOLE, share_of
from table import charge, schedule
from terms import Refused


class Payoff(NamedTuple):
    balance: int
    accrued: int
    iva: int
    payoff: int
    saved: int


def payoff(loan, rows_paid, rule):
    """`rule` is ("pro_rata", days, days of the period) or ("act360", days)."""
    check_days(rule)
    table = schedule(loan)
    if rows_paid >= len(table.rows):
        raise Refused("above_limit", "rows_paid")
    balance = table.rows[rows_paid - 1].closing if rows_paid else table.opening.financed
    if rule[0] == "pro_rata":
        rate = Fraction(loan.rate * rule[1], WHOLE * loan.ppy * rule[2])
    else:
        rate = Fraction(loan.rate * rule[1], WHOLE * 360)
    accrued = share_of(balance, rate, loan.mode)
    iva = share_of(accrued, Fraction(loan.iva or 0, WHOLE), loan.mode)
    remaining = sum(row.interest for row in table.rows[rows_paid:])
    return Payoff(balance, accrued, iva, balance + accrued + iva, remaining - accrued)


def check_days(rule):
    if rule[0] == "pro_rata":
        if rule[2] < 1:
            raise Refused("not_positive", "period_days")
        if rule[2] > 761:
            raise Refused("above_limit", "period_days")
    if rule[1] > (rule[2] if rule[0] == "pro_rata" else 761):
        raise Refused("above_limit", "days")


class Policy(NamedTuple):
    base: str  # principal, payment
    rate: int
    grace_days: int
    iva: int
    mode: str = "half_up"


class Overdue(NamedTuple):
    principal: int
    interest: int
    iva: int
    days_late: int


def late_interest(policy, one):
    """(late interest, its IVA)"""
    check_policy(policy)
    if one.days_late > 36_600:
        raise Refused("above_limit", "overdue")
    if one.days_late <= policy.grace_days:
        return 0, 0
    base = one.principal + (one.interest + one.iva if policy.base == "payment" else 0)
    late = share_of(base, Fraction(policy.rate * one.days_late, WHOLE * 360), policy.mode)
    return late, share_of(late, Fraction(policy.iva, WHOLE), policy.mode)


def check_policy(policy):
    limits = (
        (policy.rate, 1000 * 10**6, "moratory_rate_pct"),
        (policy.grace_days, 366, "grace_days"),
        (policy.iva, WHOLE, "moratory_iva_pct"),
    )
    for value, limit, field in limits:
        if value > limit:
            raise Refused("above_limit", field)


def allocate(policy, payment, overdue):
    """([(late IVA, late interest, IVA, interest, principal)], what is left over).

    The oldest instalment is paid first wherever it stands in the list; the answer keeps the list's order.
    """
    applied = {}
    for at, one in sorted(enumerate(overdue), key=lambda pair: (-pair[1].days_late, pair[0])):
        late, late_iva = late_interest(policy, one)
        parts = []
        for owed in (late_iva, late, one.iva, one.interest, one.principal):
            parts.append(min(owed, payment))
            payment -= parts[-1]
        applied[at] = tuple(parts)
    return [applied[at] for at in range(len(overdue))], payment


def renew(amount, old_balance, commission, min_net):
    """(commission, its IVA, net), all half-up"""
    charged, iva = charge(amount, commission.pct, commission.iva, "half_up") if commission else (0, 0)
    net = amount - old_balance - charged - iva
    if net <= 0:
        raise Refused("renewal_net_not_positive", "amount")
    if min_net is not None and Fraction(net, amount) < Fraction(min_net, WHOLE):
        raise Refused("renewal_net_below_minimum", "min_net_pct")
    return charged, iva, net
