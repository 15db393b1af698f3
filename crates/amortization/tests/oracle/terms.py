"""What a loan is agreed on, and how a line of the expected files writes it.

Amounts are centavos; rates are millionths of a percent, or of a per mille for insurance.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple, Optional


class Refused(Exception):
    """A typed error: its code, the field it names, and the row if it is about one."""

    def __init__(self, code, field, row=None):
        super().__init__(code, field, row)
        self.code, self.field, self.row = code, field, row

    def text(self):
        return ":".join(map(str, (self.code, self.field, self.row or "")))


class Commission(NamedTuple):
    pct: int
    iva: int
    paid: str = "deducted"  # deducted, financed, upfront


class Insurance(NamedTuple):
    per_mille: int
    iva: int
    base: str = "balance"  # balance, original


class Fund(NamedTuple):
    pct: int
    iva: int
    base: str = "balance"
    charged: str = "yearly"  # yearly, upfront


class Fee(NamedTuple):
    amount: int
    iva: int


class Odd(NamedTuple):
    basis: int
    mode: str  # absorb, add_to_first, solve


@dataclass(frozen=True)
class Loan:
    amount: int
    rate: int
    n: int
    ppy: int = 24
    mode: str = "half_up"
    method: str = "level"  # level, german, bullet, grace, flat
    grace: int = 0
    multiple: Optional[int] = None
    iva: Optional[int] = None
    on_top: bool = False
    disbursed: Optional[date] = None
    first: tuple = ("nth", 1)  # or ("lag", days)
    moved: tuple = ()  # (nominal, shown) in order
    odd: Optional[Odd] = None
    real: Optional[int] = None  # the day basis of interest by real dates
    commission: Optional[Commission] = None
    insurance: Optional[Insurance] = None
    fund: Optional[Fund] = None
    fee: Optional[Fee] = None
    extras: tuple = ()  # (after, amount)
    effect: str = "reduce_term"  # or reduce_payment

    def text(self):
        """`key=value;...`, only what differs from a plain loan."""
        return ";".join(f"{one.name}={written(getattr(self, one.name))}" for one in fields(self) if self.says(one))

    def options(self):
        """How many things are agreed on besides amount, rate, term and IVA's mode."""
        chosen = (
            self.method != "level", self.ppy != 24, self.mode != "half_up", self.iva, self.multiple, self.disbursed,
            self.odd, self.real, self.commission, self.insurance, self.fund, self.fee, self.extras,
        )
        return sum(map(bool, chosen))

    def says(self, one):
        return getattr(self, one.name) != one.default and not (one.name == "first" and not self.disbursed)


def written(value):
    if value is True:
        return "yes"
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return "+".join(">".join(map(str, pair)) for pair in value)
    return ":".join(map(str, value)) if isinstance(value, tuple) else str(value)
