"""Loans as the HTTP API asks for them, and what it has to answer (`docs/API.md`)."""

from dataclasses import replace

import capacity
import cat
import servicing
import unknowns
from paydates import due_dates
from table import schedule

CHARGES = ("fund", "insurance", "fee", "charges_iva")
METHODS = {"grace": "interest_only_grace"}


def pesos(centavos):
    whole, rest = divmod(abs(centavos), 100)
    return f"{'-' * (centavos < 0)}{whole}.{rest:02d}"


def decimal(millionths, least=0):
    """At most six decimals, at least `least`."""
    whole, rest = divmod(millionths, 10**6)
    digits = f"{rest:06d}".rstrip("0").ljust(least, "0")
    return f"{whole}.{digits}" if digits else str(whole)


# ---- what is asked ----


def terms(loan):
    asked = {
        "amount": pesos(loan.amount),
        "annual_rate_pct": decimal(loan.rate),
        "payments": loan.n,
        "periods_per_year": loan.ppy,
        "method": METHODS.get(loan.method, loan.method),
        "rounding": loan.mode,
        "grace_payments": loan.grace if loan.method == "grace" else None,
        "payment_multiple": pesos(loan.multiple) if loan.multiple else None,
        **iva_of(loan), **timing_of(loan), **charges_of(loan), **extras_of(loan),
    }
    return {key: value for key, value in asked.items() if value is not None}


def iva_of(loan):
    if loan.iva is None:
        return {}
    return {"iva_pct": decimal(loan.iva), "iva_mode": "on_top" if loan.on_top else "level_total"}


def timing_of(loan):
    if not loan.disbursed:
        return {}
    asked = dates(loan)
    if loan.odd:
        asked |= {"interest_by": "odd_first_period", "first_period": loan.odd.mode, "day_basis": loan.odd.basis}
    if loan.real:
        asked |= {"interest_by": "real_dates", "day_basis": loan.real}
    return asked


def dates(loan):
    rule, value = loan.first
    return {
        "disbursed_on": str(loan.disbursed),
        "first_due": {"nth": value} if rule == "nth" else {"lag_days": value},
        "pay_dates": [{"nominal": str(nominal), "shown": str(shown)} for nominal, shown in loan.moved],
    }


def charges_of(loan):
    asked = {}
    if loan.commission:
        asked["commission"] = {**share(loan.commission), "paid": loan.commission.paid}
    if loan.insurance:
        per_mille, iva, base = loan.insurance
        asked["insurance"] = {"per_mille": decimal(per_mille), "iva_pct": decimal(iva), "base": base}
    if loan.fund:
        base = {"base": loan.fund.base} if loan.fund.charged == "yearly" else {}
        asked["fund"] = {**share(loan.fund), "charged": loan.fund.charged, **base}
    if loan.fee:
        asked["fixed_fee"] = {"amount": pesos(loan.fee.amount), "iva_pct": decimal(loan.fee.iva)}
    return asked


def share(charge):
    return {"pct": decimal(charge.pct), "iva_pct": decimal(charge.iva)}


def extras_of(loan):
    if not loan.extras:
        return {}
    listed = [{"after": after, "amount": pesos(amount)} for after, amount in loan.extras]
    return {"extras": listed, "extras_effect": loan.effect}


def without_amount(loan):
    return {key: value for key, value in terms(loan).items() if key != "amount"}


# ---- what has to be answered ----


def schedule_answer(loan):
    found = schedule(loan)
    opening = found.opening
    return {
        "level_payment": None if found.level is None else pesos(found.level),
        "last_payment": pesos(found.rows[-1].payment),
        "financed_amount": pesos(opening.financed),
        "net_disbursed": pesos(opening.net),
        "commission": pesos(opening.commission),
        "commission_iva": pesos(opening.commission_iva),
        "upfront_fund": pesos(opening.fund),
        "upfront_fund_iva": pesos(opening.fund_iva),
        **{f"total_{name}": pesos(found.total(column)) for name, column in TOTALS.items()},
        **saved_by_extras(loan, found),
        "rows": schedule_rows(loan, found.rows),
    }


TOTALS = {
    "interest": "interest", "iva": "iva", "fund": "fund", "insurance": "insurance", "fees": "fee",
    "charges_iva": "charges_iva", "extras": "extra", "paid": "payment",
}


def saved_by_extras(loan, found):
    if not loan.extras:
        return {"interest_saved": None, "payments_saved": None}
    plain = schedule(replace(loan, extras=()))
    return {
        "interest_saved": pesos(plain.total("interest") - found.total("interest")),
        "payments_saved": len(plain.rows) - len(found.rows),
    }


def schedule_rows(loan, rows):
    dated = due_rows(loan) if loan.disbursed else [{}] * len(rows)
    return [{**due, "number": row.number, **row_figures(row)} for row, due in zip(rows, dated)]


def row_figures(row):
    figures = {"opening_balance": row.opening, "closing_balance": row.closing, "extra": row.extra}
    for column in ("principal", "interest", "iva", *CHARGES, "payment"):
        figures[column] = getattr(row, column)
    return {name: pesos(figure) for name, figure in figures.items()}


def due_rows(loan):
    return [
        {
            "number": number, "due_date": str(due.shown), "nominal_date": str(due.nominal),
            "days": due.days, "shown_days": due.shown_days,
        }
        for number, due in enumerate(due_dates(loan.disbursed, loan.first, loan.ppy, loan.n, loan.moved), 1)
    ]


def cat_answer(loan, dated):
    exact, shown = cat.cat(loan, dated)
    return {"cat_pct_exact": decimal(exact, 6), "cat_pct": f"{shown // 10}.{shown % 10}"}


def payoff_answer(loan, rows_paid, rule):
    found = servicing.payoff(loan, rows_paid, rule)
    figures = {"balance": found.balance, "accrued": found.accrued, "iva": found.iva, "payoff": found.payoff}
    return {
        "rows_paid": rows_paid, "days": rule[1], "period_days": rule[2] if len(rule) > 2 else None,
        **{name: pesos(figure) for name, figure in figures.items()}, "interest_saved": pesos(found.saved),
    }


def payoff_by_date(loan, on, accrual):
    """The due dates shown on or before the day are paid; days count from the last of them."""
    dues = due_dates(loan.disbursed, loan.first, loan.ppy, loan.n, loan.moved)
    paid = sum(due.shown <= on for due in dues)
    days = (on - (dues[paid - 1].shown if paid else loan.disbursed)).days
    period = dues[paid].shown_days
    return payoff_answer(loan, paid, ("pro_rata", days, period) if accrual == "pro_rata" else ("act360", days))


def late_answer(policy, payment, overdue):
    charges = [servicing.late_interest(policy, one) for one in overdue]
    applied, left = servicing.allocate(policy, payment, overdue)
    owed = [sum(one[:3]) + sum(late) for one, late in zip(overdue, charges)]
    parts = ("late_iva", "late_interest", "iva", "interest", "principal")
    rows = [
        {
            "days_late": one.days_late, "late_interest": pesos(late[0]), "late_iva": pesos(late[1]),
            "owed": pesos(due),
            "applied": {part: pesos(covered) for part, covered in zip(parts, done)},
        }
        for one, late, due, done in zip(overdue, charges, owed, applied)
    ]
    return {
        "total_late_interest": pesos(sum(late for late, _ in charges)),
        "total_late_iva": pesos(sum(iva for _, iva in charges)),
        "total_owed": pesos(sum(owed)), "leftover": pesos(left), "rows": rows,
    }


def solve_answer(unknown, payment, loan):
    answer = {"solve_for": unknown, "amount": None, "payments": None, "last_payment": None, "annual_rate_pct": None}
    if unknown == "amount":
        return answer | {"amount": pesos(unknowns.amount_for(payment, loan))}
    if unknown == "rate":
        return answer | {"annual_rate_pct": decimal(unknowns.rate_for(payment, loan), 6)}
    rows, last = unknowns.term_for(payment, loan)
    return answer | {"payments": rows, "last_payment": pesos(last)}


def affordability_answer(slip, payment, loan, cap):
    most = capacity.max_payment(slip) if slip else payment
    amount, level = capacity.affordable(most, loan, cap)
    return {"max_payment": pesos(most), "max_amount": pesos(amount), "payment_at_max_amount": pesos(level)}


def renewal_answer(amount, old_balance, commission, min_net):
    figures = servicing.renew(amount, old_balance, commission, min_net)
    return dict(zip(("commission", "commission_iva", "net"), map(pesos, figures)))
