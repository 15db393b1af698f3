"""What a loan may be asked with, field by field, and the pairs of options that have no meaning."""

from exact import WHOLE
from terms import Refused

MAX_AMOUNT = 10**14
MAX_RATE = 1000 * 10**6
MAX_PAYMENTS = 1200
PERIODS = (1, 2, 4, 6, 12, 24, 26, 52)


def check(loan):
    check_range(loan.amount, MAX_AMOUNT, "amount", low=1)
    check_range(loan.rate, MAX_RATE, "annual_rate_pct")
    check_range(loan.n, MAX_PAYMENTS, "payments", low=1)
    if loan.ppy not in PERIODS:
        raise Refused("unsupported_value", "periods_per_year")
    check_range(loan.iva or 0, WHOLE, "iva_pct")
    if loan.method == "grace":
        check_range(loan.grace, loan.n - 1, "grace_payments", low=1)
    if loan.multiple is not None:
        check_range(loan.multiple, MAX_AMOUNT, "payment_multiple", low=1)
    check_charges(loan)
    check_extras(loan)
    check_combinations(loan)


def check_range(value, high, field, low=0):
    if value < low:
        raise Refused("not_positive", field)
    if value > high:
        raise Refused("above_limit", field)


def check_charges(loan):
    if loan.commission:
        check_range(loan.commission.pct, WHOLE, "commission.pct")
        check_range(loan.commission.iva, WHOLE, "commission.iva_pct")
    if loan.insurance:
        check_range(loan.insurance.per_mille, 1000 * 10**6, "insurance.per_mille")
        check_range(loan.insurance.iva, WHOLE, "insurance.iva_pct")
    if loan.fund:
        check_range(loan.fund.pct, WHOLE, "fund.pct")
        check_range(loan.fund.iva, WHOLE, "fund.iva_pct")
    if loan.fee:
        check_range(loan.fee.amount, MAX_AMOUNT, "fixed_fee.amount")
        check_range(loan.fee.iva, WHOLE, "fixed_fee.iva_pct")


def check_extras(loan):
    before = 0
    for after, amount in loan.extras:
        check_range(amount, MAX_AMOUNT, "extras", low=1)
        check_range(after, loan.n - 1, "extras", low=1)
        if after <= before:
            raise Refused("unsupported_value", "extras")
        before = after


def check_combinations(loan):
    """Names the first field of the pair."""
    odd = loan.odd.mode if loan.odd else None
    pairs = (
        (loan.method == "flat" and (odd or loan.real), "interest_by"),
        (loan.method == "flat" and loan.extras, "extras"),
        (loan.method in ("german", "bullet", "flat") and loan.multiple, "payment_multiple"),
        (loan.method in ("german", "bullet", "grace") and odd == "solve", "first_period"),
        (loan.method == "bullet" and loan.extras and loan.effect == "reduce_term", "extras_effect"),
    )
    for is_refused, field in pairs:
        if is_refused:
            raise Refused("unsupported_combination", field)
