"""Schedules of every method, row by row."""

from fractions import Fraction
from typing import NamedTuple, Optional

from exact import WHOLE, present_value, round_to_unit, share_of
from limits import check
from paydates import due_dates
from terms import Refused


class Row(NamedTuple):
    number: int
    opening: int
    principal: int
    interest: int
    iva: int
    fund: int
    insurance: int
    fee: int
    charges_iva: int
    payment: int
    extra: int
    closing: int
    nominal: int  # days since 1 January of year 1; zero without dates
    shown: int


class Opening(NamedTuple):
    """What happens once, when the money is paid out."""
    financed: int
    net: int
    commission: int
    commission_iva: int
    fund: int
    fund_iva: int


class Schedule(NamedTuple):
    level: Optional[int]
    opening: Opening
    rows: list

    def total(self, column):
        return sum(getattr(row, column) for row in self.rows)


def schedule(loan):
    table = Table(loan)
    return Schedule(table.level, table.opening, table.rows())


def charge(amount, pct, iva, mode, whole=WHOLE):
    """A charge and its IVA, each rounded by itself."""
    base = share_of(amount, Fraction(pct, whole), mode)
    return base, share_of(base, Fraction(iva, WHOLE), mode)


def opening_of(loan):
    commission, commission_iva, fund, fund_iva, financed, net = 0, 0, 0, 0, loan.amount, loan.amount
    if loan.commission:
        pct, iva, paid = loan.commission
        commission, commission_iva = charge(loan.amount, pct, iva, loan.mode)
        financed += (commission + commission_iva) * (paid == "financed")
        net -= (commission + commission_iva) * (paid == "deducted")
    if loan.fund and loan.fund.charged == "upfront":
        fund, fund_iva = charge(financed, loan.fund.pct, loan.fund.iva, loan.mode)
        net -= fund + fund_iva
    if net <= 0:
        raise Refused("net_not_positive", "amount")
    return Opening(financed, net, commission, commission_iva, fund, fund_iva)


class Table:
    """The plan of a loan and what is left of it while it is repaid."""

    def __init__(self, loan):
        check(loan)
        self.loan, self.mode, self.n = loan, loan.mode, loan.n
        self.periodic = Fraction(loan.rate, WHOLE * loan.ppy)
        self.tax = Fraction(loan.iva or 0, WHOLE)
        self.inside = 0 if loan.on_top else self.tax
        self.dates = loan.disbursed and due_dates(loan.disbursed, loan.first, loan.ppy, loan.n, loan.moved)
        self.opening = opening_of(loan)
        self.balance = self.opening.financed
        self.rates = self.rates_of_rows()
        self.level = self.level_after(0) if loan.method in ("level", "grace") else None
        self.share = round_to_unit(self.balance, loan.n, loan.mode)
        self.flat_left = round_to_unit(self.balance * loan.rate * loan.n, WHOLE * loan.ppy, loan.mode)
        self.payment = self.level
        self.check_multiple()

    # ---- rates and level payments ----

    def rates_of_rows(self):
        """The exact rate of each row's interest."""
        loan = self.loan
        if loan.real:
            return [Fraction(loan.rate * due.shown_days, WHOLE * loan.real) for due in self.dates]
        rates = [self.periodic] * loan.n
        if loan.odd:
            rates[0] = Fraction(loan.rate * self.dates[0].days, WHOLE * loan.odd.basis)
        return rates

    def level_after(self, number):
        """The payment that repays the balance after row `number`; rows of grace pay none of it."""
        rates = list(self.rates)
        if self.loan.odd and self.loan.odd.mode != "solve":
            rates[0] = self.periodic
        rows = rates[max(number, self.loan.grace):]
        total, unit = present_value(tuple(rate * (1 + self.inside) for rate in rows))
        multiple = self.loan.multiple or 1
        return round_to_unit(self.balance * unit, total * multiple, self.mode) * multiple

    def check_multiple(self):
        if self.loan.multiple:
            number = self.loan.grace + 1
            if self.level <= self.burden(number, *self.interest_of(number)):
                raise Refused("negative_amortization", "payment_multiple", number)

    # ---- one row ----

    def interest_of(self, number):
        if self.loan.method == "flat":
            interest = self.flat_interest(number)
        else:
            interest = share_of(self.balance, self.rates[number - 1], self.mode)
        return interest, share_of(interest, self.tax, self.mode)

    def flat_interest(self, number):
        share = share_of(self.opening.financed, self.periodic, self.mode)
        return self.flat_left if number == self.n else min(share, self.flat_left)

    def burden(self, number, interest, iva):
        """What a level payment has to cover before any principal."""
        if number == 1 and self.loan.odd and self.loan.odd.mode == "add_to_first":
            interest = share_of(self.balance, self.periodic, self.mode)
            iva = share_of(interest, self.tax, self.mode)
        return interest + (0 if self.loan.on_top else iva)

    def principal_of(self, number, interest, iva):
        if number == self.n:
            return self.balance
        if self.loan.method in ("german", "flat"):
            return min(self.share, self.balance)
        if self.loan.method == "bullet" or number <= self.loan.grace:
            return 0
        burden = self.burden(number, interest, iva)
        if self.balance + burden <= self.payment:
            return self.balance
        if burden > self.payment:
            raise Refused("negative_amortization", "annual_rate_pct", number)
        return self.payment - burden

    def charges_of(self, number):
        """(fund, insurance, fee, IVA of the three)"""
        loan, fund, insurance, fee = self.loan, (0, 0), (0, 0), (0, 0)
        bases = {"balance": self.balance, "original": self.opening.financed}
        if loan.fund and loan.fund.charged == "yearly" and (number - 1) % loan.ppy == 0:
            fund = charge(bases[loan.fund.base], loan.fund.pct, loan.fund.iva, self.mode)
        if loan.insurance:
            per_mille, iva, base = loan.insurance
            insurance = charge(bases[base], per_mille, iva, self.mode, 10 * WHOLE)
        if loan.fee:
            fee = (loan.fee.amount, share_of(loan.fee.amount, Fraction(loan.fee.iva, WHOLE), self.mode))
        return fund[0], insurance[0], fee[0], fund[1] + insurance[1] + fee[1]

    def row(self, number):
        interest, iva = self.interest_of(number)
        principal = self.principal_of(number, interest, iva)
        charges = self.charges_of(number)
        extra = dict(self.loan.extras).get(number, 0)
        if extra > self.balance - principal:
            raise Refused("extra_above_balance", "extras", number)
        due = self.dates[number - 1] if self.dates else None
        return Row(
            number, self.balance, principal, interest, iva, *charges,
            principal + interest + iva + sum(charges), extra, self.balance - principal - extra,
            due.nominal.toordinal() if due else 0, due.shown.toordinal() if due else 0,
        )

    # ---- all rows ----

    def rows(self):
        return list(self.each_row())

    def each_row(self):
        for number in range(1, self.n + 1):
            row = self.row(number)
            yield row
            self.balance = row.closing
            self.flat_left -= row.interest if self.loan.method == "flat" else 0
            if row.closing == 0 and self.loan.method != "flat":
                break
            if row.extra and self.loan.effect == "reduce_payment":
                self.recompute(number)
        self.check_extras_are_used(number)

    def recompute(self, number):
        if self.level is not None:
            self.payment = self.level_after(number)
        self.share = round_to_unit(self.balance, self.n - number, self.mode)

    def check_extras_are_used(self, last):
        for after, _ in self.loan.extras:
            if after > last:
                raise Refused("extra_above_balance", "extras", after)
