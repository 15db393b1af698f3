"""What is asked about a loan besides its schedule: CAT, payoff, late interest, unknowns, capacity, renewal."""

from dataclasses import replace

import capacity
import cat
import families
import servicing
import unknowns
from exact import PERCENT, WHOLE, Sequence
from table import schedule
from terms import Commission, Loan, Refused


def line(at, given, width, answer):
    try:
        found = [*answer(), ""]
    except Refused as refused:
        found = [""] * width + [refused.text()]
    return ",".join("" if one is None else str(one) for one in (at, *given, *found))


def table(columns, found, cases, answer):
    """Columns are the given ones, then `found`, then `refused`."""
    header = ",".join(("case", *columns, *found, "refused"))
    return [header, *(line(at, given, len(found), lambda: answer(*loan)) for at, (given, loan) in enumerate(cases))]


# ---- CAT ----


def cat_cases():
    draw = Sequence(1821)
    for loan in (Loan(6_014_527, 13_670_000, 59), Loan(100_000, 0, 24), Loan(100_000, 1000 * PERCENT, 3, ppy=52)):
        yield loan, False
    for paid in ("deducted", "financed", "upfront"):
        yield Loan(1_000_000, 10 * PERCENT, 1, ppy=52, commission=Commission(95 * PERCENT, 0, paid)), False
    for half in (1, 2, 3):  # a root exactly half-way between two digits
        yield tie(half), False
    for at in range(110):
        loan, _ = families.several(draw, least=1, most=5)
        yield loan, bool(loan.disbursed) and at % 3 > 0
    yield Loan(100_000, 0, 24), True


def tie(half):
    """Repaid a year later with a fee: half-millionths of a percent of 2,000,000.00."""
    return Loan(200_000_000, 0, 1, ppy=1, fee=families.Fee(2_000_000 + half, 0))


def cat_file():
    cases = (((loan.text(), "dates" if dated else "periods"), (loan, dated)) for loan, dated in cat_cases())
    return table(("terms", "time"), ("exact", "shown"), cases, cat.cat)


# ---- payoff ----


def payoff_cases():
    draw = Sequence(1822)
    for _ in range(120):
        loan, _ = families.several(draw, least=0, most=4)
        try:
            rows = len(schedule(loan).rows)
        except Refused:
            rows = 1
        paid = rows if draw.chance(5) else draw.below(rows)
        days, period = draw.below(17), draw.between(13, 31)
        rule = ("act360", draw.between(0, 366)) if draw.chance(50) else ("pro_rata", min(days, period), period)
        yield loan, paid, rule
    plain = Loan(6_000_000, 13_670_000, 59, iva=16 * PERCENT)
    yield from ((plain, 10, ("pro_rata", *days)) for days in ((1, 0), (1, 762), (16, 15), (761, 761)))
    yield from ((plain, 10, ("act360", days)) for days in (761, 762))
    for paid in (0, 58, 59, 60, 1200):
        yield plain, paid, ("pro_rata", 0, 15)


def payoff_file():
    def given(loan, paid, rule):
        return loan.text(), paid, ":".join(map(str, rule))

    cases = ((given(*one), one) for one in payoff_cases())
    return table(("terms", "rows_paid", "rule"), servicing.Payoff._fields, cases, servicing.payoff)


# ---- late interest ----


def late_cases():
    draw = Sequence(1823)
    for _ in range(120):
        mode = draw.pick(("half_up", "half_up", "half_even", "up"))
        iva = draw.pick((0, 16 * PERCENT, 8 * PERCENT))
        rate = draw.pick((0, 27_340_000, 36 * PERCENT, draw.below(1000 * PERCENT)))
        policy = servicing.Policy(draw.pick(("principal", "payment")), rate, draw.pick((0, 3, 15, 366)), iva, mode)
        days = [draw.between(0, 400) for _ in range(draw.between(1, 5))]
        days = sorted(days, reverse=True) if draw.chance(70) else days
        overdue = [servicing.Overdue(*(draw.below(200_000) for _ in range(3)), late) for late in days]
        yield policy, draw.between(1, 1_500_000), overdue
    yield from late_edges()


def late_edges():
    plain = servicing.Policy("payment", 20 * PERCENT, 0, 16 * PERCENT)
    one = servicing.Overdue(100_000, 30_000, 4_800, 45)
    yield plain._replace(rate=1000 * PERCENT + 1), 100, [one]
    yield plain._replace(iva=WHOLE + 1), 100, [one]
    yield plain._replace(grace_days=367), 100, [one]
    yield plain, 100, [one._replace(days_late=36_601)]
    yield plain, 100, [one._replace(days_late=36_600)]
    for grace in (44, 45):
        yield plain._replace(grace_days=grace), 1_000_000, [one]


def late_answer(policy, payment, overdue):
    charges = [servicing.late_interest(policy, one) for one in overdue]
    applied, left = servicing.allocate(policy, payment, overdue)
    return [joined(charges), joined(applied), left]


def joined(tuples):
    return "+".join(":".join(map(str, one)) for one in tuples)


def late_file():
    cases = (((*one[0], one[1], joined(one[2])), one) for one in late_cases())
    columns = ("base", "rate", "grace_days", "iva", "rounding", "payment", "overdue")
    return table(columns, ("charges", "applied", "left"), cases, late_answer)


# ---- amount, term, rate ----


def solve_cases():
    draw = Sequence(1824)
    for unknown in ("amount", "term", "rate"):
        for _ in range(50):
            loan = families.plain(draw, longest=120)
            if draw.chance(60):
                loan = draw.pick(families.IVA)(draw, loan)
            if draw.chance(30):
                loan = families.rounding(draw, loan)
            yield unknown, payment_about(draw, loan), loan
    yield from solve_edges()


def payment_about(draw, loan):
    """The loan's own payment most times, else one somewhat off; at least a centavo."""
    level = schedule(replace(loan, mode="half_up")).level
    return max(1, level if draw.chance(40) else level * draw.between(60, 170) // 100)


def solve_edges():
    """What is refused, the ends of the range, and a loan that fools Newton's method."""
    thousand = Loan(100_000, 0, 24)
    for payment in (1, 4_166, 4_167, 20_000, 100_000, 10**9):
        yield "rate", payment, thousand
    yield "rate", 5_000, Loan(120_000, 0, 24)
    yield "rate", 1_200_000, Loan(1_000, 0, 1200, ppy=1)
    yield "rate", 11_000, Loan(1_000, 0, 1, ppy=1)
    yield "rate", 11_001, Loan(1_000, 0, 1, ppy=1)
    yield "rate", 123_132, Loan(6_000_000, 0, 59, iva=16 * PERCENT)
    for payment in (34_175, 34_176, 39_643, 39_644, 68_000, 6_034_175, 6_039_643, 10**10):
        yield "term", payment, Loan(6_000_000, 13_670_000, 1)
        yield "term", payment, Loan(6_000_000, 13_670_000, 1, iva=16 * PERCENT)
        yield "term", payment, Loan(6_000_000, 13_670_000, 1, iva=16 * PERCENT, on_top=True)
    yield "term", 5_000, Loan(6_000_000, 0, 1)
    yield "term", 4_999, Loan(6_000_000, 0, 1)
    for n in (1, 59, 1200):
        yield "amount", 123_132, Loan(1, 13_670_000, n, iva=16 * PERCENT)


def solve_answer(unknown, payment, loan):
    if unknown == "term":
        return unknowns.term_for(payment, loan)
    return (unknowns.amount_for if unknown == "amount" else unknowns.rate_for)(payment, loan), ""


def solve_file():
    cases = (((unknown, payment, loan.text()), (unknown, payment, loan)) for unknown, payment, loan in solve_cases())
    return table(("unknown", "payment", "terms"), ("found", "last_payment"), cases, solve_answer)


# ---- salaries and what they carry ----


def salary_cases():
    draw = Sequence(1825)
    for _ in range(80):
        salary = draw.between(200_000, 3_000_000)
        shares = [draw.pick((None, 30 * PERCENT, 50 * PERCENT, draw.below(100 * PERCENT))) for _ in range(2)]
        liquid = draw.pick((None, 0, draw.below(salary)))
        yield capacity.Salary(salary, draw.below(salary) // 3, *shares, liquid)
    yield capacity.Salary(100_000, 100_000)
    yield capacity.Salary(100_000, 99_999)
    yield capacity.Salary(1, 0, 99 * PERCENT)


def salary_file():
    cases = ((tuple(slip), (slip,)) for slip in salary_cases())
    return table(capacity.Salary._fields, ("max_payment",), cases, lambda slip: [capacity.max_payment(slip)])


def affordable_cases():
    """Only what a payment can be compared with row by row: level loans, with everything that adds to a row."""
    draw = Sequence(1826)
    charges = (families.commission, families.insurance, families.fund, families.fee)
    added = (*charges, families.rounding, families.iva_on_top)
    for at in range(70):
        loan = replace(families.plain(draw, longest=72), amount=1)
        loan = families.iva_inside(draw, loan) if draw.chance(60) else loan
        for option in added:
            loan = option(draw, loan) if at % 2 and draw.chance(40) else loan
        yield draw.between(20_000, 600_000), loan, draw.pick((None, None, 20_000_000, 1_000))


def affordable_file():
    cases = (((payment, loan.text(), cap), (payment, loan, cap)) for payment, loan, cap in affordable_cases())
    return table(("max_payment", "terms", "cap"), ("amount", "payment"), cases, capacity.affordable)


# ---- renewal ----


def renewal_cases():
    draw = Sequence(1827)
    for _ in range(80):
        amount = draw.between(100_000, 20_000_000)
        commission = draw.pick((None, Commission(draw.below(6 * PERCENT), draw.pick(families.IVA_RATES))))
        yield amount, draw.below(amount + amount // 8), commission, draw.pick((None, 0, 30 * PERCENT, 50 * PERCENT))
    half = (10_000_000, 5_000_000, None, 50 * PERCENT)
    yield half
    yield (10_000_000, 5_000_001, None, 50 * PERCENT)
    yield (10_000_000, 10_000_000, None, None)
    yield (10_000_000, 9_999_999, None, None)


def renewal_file():
    cases = (((*one[:2], one[2] and f"{one[2].pct}:{one[2].iva}", one[3]), one) for one in renewal_cases())
    columns = ("amount", "old_balance", "commission", "min_net")
    return table(columns, ("commission", "commission_iva", "net"), cases, servicing.renew)


def files():
    return {
        "cat.csv": cat_file(),
        "payoff.csv": payoff_file(),
        "late.csv": late_file(),
        "solve.csv": solve_file(),
        "salary.csv": salary_file(),
        "affordable.csv": affordable_file(),
        "renewal.csv": renewal_file(),
    }
