"""Random loans, and what is asked of the API about each: several questions a loan."""

from dataclasses import replace
from typing import Callable, NamedTuple

import families
import servicing
import wire
from capacity import Salary
from exact import PERCENT
from paydates import DAY
from table import schedule
from terms import Commission, Refused

# A family's loans: every fifth loan has at least three options, the others take these in turn.
OPTIONS = (
    families.german, families.bullet, families.grace, families.flat, families.multiple, families.frequency,
    families.dates, families.odd_first, families.real_dates, families.iva_inside, families.iva_on_top,
    families.rounding, families.commission, families.insurance, families.fund, families.fee, families.extras,
)


class Question(NamedTuple):
    path: str
    body: dict
    answer: Callable


def loan_at(index, draw):
    if index % 5 == 0:
        return at_least_three(draw)
    return families.family(OPTIONS[index % len(OPTIONS)], draw, longest=72)


def at_least_three(draw):
    loan = families.plain(draw)
    while loan.options() < 3:
        loan, _ = families.several(draw, longest=72)
    return loan


def families_of(loan):
    """Whether the loan belongs to each family."""
    has = {
        "payment multiple": loan.multiple, "iva on top": loan.iva is not None and loan.on_top,
        "iva inside": loan.iva is not None and not loan.on_top, "quincena dates": loan.disbursed,
        "odd first period": loan.odd, "real dates": loan.real, "commission": loan.commission,
        "insurance": loan.insurance, "fund": loan.fund, "fixed fee": loan.fee, "extras": loan.extras,
        "other rounding": loan.mode != "half_up", "other frequency": loan.ppy != 24,
        "three or more options": loan.options() >= 3,
    }
    has |= {method: loan.method == method for method in ("level", "german", "bullet", "grace", "flat")}
    return {name: int(bool(is_so)) for name, is_so in has.items()}


PATHS = ("schedule", "due-dates", "cat", "payoff", "late-interest", "solve", "affordability", "renewal")


def questions(index, loan, draw):
    """The schedule of each loan; the rest in turns, so that every endpoint gets its share."""
    yield Question("schedule", wire.terms(loan), lambda: wire.schedule_answer(loan))
    if loan.disbursed:
        body = {**wire.dates(loan), "payments": loan.n, "periods_per_year": loan.ppy}
        yield Question("due-dates", body, lambda: {"dates": wire.due_rows(loan)})
    if index % 2:
        yield cat(index, loan)
    turns = ((3, payoff), (8, late), (4, solve), (12, affordability), (12, renewal), (10, bad_text))
    for every, ask in turns:
        if index % every == 1:
            yield from ask(loan, draw)


def cat(index, loan):
    dated = bool(loan.disbursed) and index % 4 == 1
    body = {"terms": wire.terms(loan), "time": "dates" if dated else "periods"}
    return Question("cat", body, lambda: wire.cat_answer(loan, dated))


def rows_of(loan):
    try:
        return schedule(loan).rows
    except Refused:
        return []


def payoff(loan, draw):
    rows = rows_of(loan)
    paid = draw.below(len(rows) or 1) if draw.chance(90) else len(rows)
    days, period = draw.below(18), draw.between(13, 31)
    rule = draw.pick((("pro_rata", min(days, period), period), ("act360", draw.below(60))))
    body = {"terms": wire.terms(loan), "accrual": rule[0], "rows_paid": paid, "days": rule[1]}
    body |= {"period_days": rule[2]} if len(rule) > 2 else {}
    yield Question("payoff", body, lambda: wire.payoff_answer(loan, paid, rule))
    if loan.disbursed and len(rows) > 1:
        yield payoff_by_date(loan, draw, rows)


def payoff_by_date(loan, draw, rows):
    last = rows[-1].shown - 1
    on = loan.disbursed + DAY * draw.between(0, last - loan.disbursed.toordinal())
    accrual = draw.pick(("pro_rata", "act360"))
    body = {"terms": wire.terms(loan), "accrual": accrual, "on": str(on)}
    return Question("payoff", body, lambda: wire.payoff_by_date(loan, on, accrual))


def late(loan, draw):
    rows = rows_of(loan)[:draw.between(1, 4)] or rows_of(replace(families.plain(draw), multiple=None))[:1]
    overdue = [servicing.Overdue(row.principal, row.interest, row.iva, draw.below(200)) for row in rows]
    rate = draw.pick((27_340_000, draw.below(120 * PERCENT)))
    base, grace = draw.pick(("principal", "payment")), draw.pick((0, 0, 5, 30))
    policy = servicing.Policy(base, rate, grace, 16 * PERCENT, loan.mode)
    payment = draw.between(1, 2 * sum(sum(one[:3]) for one in overdue) + 1)
    body = {
        "moratory_rate_pct": wire.decimal(rate), "moratory_iva_pct": "16", "base": policy.base,
        "grace_days": policy.grace_days, "rounding": policy.mode, "payment": wire.pesos(payment),
        "overdue": [instalment(one) for one in overdue],
    }
    yield Question("late-interest", body, lambda: wire.late_answer(policy, payment, overdue))


def instalment(one):
    money = {"principal": one.principal, "interest": one.interest, "iva": one.iva}
    return {**{name: wire.pesos(figure) for name, figure in money.items()}, "days_late": one.days_late}


def bare(loan):
    """A level loan with the same amount, rate, term, frequency, rounding and IVA."""
    return families.Loan(loan.amount, loan.rate, loan.n, loan.ppy, loan.mode, iva=loan.iva, on_top=loan.on_top)


def solve(loan, draw):
    loan = bare(loan)
    level = schedule(replace(loan, mode="half_up")).level
    payment = max(1, level if draw.chance(40) else level * draw.between(60, 170) // 100)
    common = {
        "payment": wire.pesos(payment), "periods_per_year": loan.ppy, "rounding": loan.mode, **wire.iva_of(loan),
        "amount": wire.pesos(loan.amount), "annual_rate_pct": wire.decimal(loan.rate), "payments": loan.n,
    }
    for unknown, field in (("amount", "amount"), ("term", "payments"), ("rate", "annual_rate_pct")):
        body = {"solve_for": unknown, **{key: value for key, value in common.items() if key != field}}
        yield Question("solve", body, lambda unknown=unknown: wire.solve_answer(unknown, payment, loan))


def affordability(loan, draw):
    """By a salary and its rules, or by a payment; level loans with what adds to a row."""
    loan = replace(bare(loan), n=min(loan.n, 48), fund=loan.fund, fee=loan.fee, insurance=loan.insurance)
    cap = draw.pick((None, 20_000_000))
    body = {"terms": wire.without_amount(loan)} | ({"product_cap": wire.pesos(cap)} if cap else {})
    if draw.chance(50):
        payment = draw.between(10_000, 400_000)
        body |= {"payment": wire.pesos(payment)}
        yield Question("affordability", body, lambda: wire.affordability_answer(None, payment, loan, cap))
    else:
        slip = salary(draw)
        body |= pay_slip(slip)
        yield Question("affordability", body, lambda: wire.affordability_answer(slip, None, loan, cap))


def salary(draw):
    base = draw.between(300_000, 2_000_000)
    shares = [draw.pick((None, 30 * PERCENT, 50 * PERCENT, draw.below(100 * PERCENT))) for _ in range(2)]
    return Salary(base, draw.below(base) // 3, *shares, draw.pick((None, draw.below(base))))


def pay_slip(slip):
    body = {"salary": wire.pesos(slip.salary), "existing_deductions": wire.pesos(slip.deductions)}
    body |= {"all_pct": wire.decimal(slip.all)} if slip.all is not None else {}
    body |= {"new_pct": wire.decimal(slip.new)} if slip.new is not None else {}
    return body | ({"min_liquid_salary": wire.pesos(slip.min_liquid)} if slip.min_liquid is not None else {})


def renewal(loan, draw):
    old = draw.below(loan.amount + loan.amount // 8 + 1)
    commission = loan.commission or draw.pick((None, Commission(draw.below(6 * PERCENT), 16 * PERCENT)))
    min_net = draw.pick((None, 0, 30 * PERCENT))
    body = {"amount": wire.pesos(loan.amount), "old_balance": wire.pesos(old)}
    body |= {"commission": wire.share(commission)} if commission else {}
    body |= {"min_net_pct": wire.decimal(min_net)} if min_net is not None else {}
    yield Question("renewal", body, lambda: wire.renewal_answer(loan.amount, old, commission, min_net))


BAD_NUMBERS = (
    ("", "empty"), ("13,67", "not_a_number"), ("13.67%", "not_a_number"), (" 1000 ", "not_a_number"),
    ("-1", "not_a_number"), ("1e3", "not_a_number"), ("NaN", "not_a_number"),
    ("1.1234567", "too_many_decimals"), ("1" * 25, "above_limit"),
)
BAD_DATES = (("2027-02-30", "not_a_date"), ("15/08/2025", "not_a_date"), ("2201-01-01", "outside_calendar"))


def bad_text(loan, draw):
    """The same loan with one text that is no number or no date."""
    body = wire.terms(loan)
    fields = [name for name in ("amount", "annual_rate_pct", "iva_pct", "payment_multiple") if name in body]
    text, code = draw.pick(BAD_NUMBERS)
    field = draw.pick(fields)
    if loan.disbursed and draw.chance(50):
        field, (text, code) = "disbursed_on", draw.pick(BAD_DATES)
    yield Question("schedule", body | {field: text}, lambda: refuse(code, field))


def refuse(code, field):
    raise Refused(code, field)
