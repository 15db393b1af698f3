"""Due dates, by walking the calendar of Python's datetime day by day."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from terms import Refused

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
DAY = timedelta(days=1)


class Due(NamedTuple):
    nominal: date
    days: int
    shown: date
    shown_days: int


def is_pay_date(day, ppy):
    return (day + DAY).month != day.month or (ppy == 24 and day.day == 15)


@lru_cache(maxsize=256)
def pay_dates_after(day, ppy, count):
    """The next `count` pay dates, or fewer where the calendar ends."""
    found = []
    while len(found) < count and day < LAST_DAY:
        day += DAY
        if is_pay_date(day, ppy):
            found.append(day)
    return tuple(found)


def due_dates(disbursed, first, ppy, n, moved=()):
    rule, value = first
    if ppy not in (12, 24):
        raise Refused("no_pay_dates", "periods_per_year")
    check_moved(moved, ppy)
    check_first(rule, value)
    following = pay_dates_after(disbursed, ppy, n + value)
    if rule == "nth":
        dates = following[value - 1:]
    else:
        dates = [day for day in following if (day - disbursed).days >= value]
    if len(dates) < n:
        raise Refused("outside_calendar", "disbursed_on")
    return rows_from(disbursed, dates[:n], dict(moved))


def rows_from(disbursed, dates, moved):
    rows, before, shown_before = [], disbursed, disbursed
    for day in dates:
        shown = moved.get(day, day)
        if shown <= disbursed:
            raise Refused("not_after_disbursement", "disbursed_on")
        rows.append(Due(day, (day - before).days, shown, (shown - shown_before).days))
        before, shown_before = day, shown
    return rows


def check_first(rule, value):
    field, limit = ("first_due_nth", 24) if rule == "nth" else ("cutoff_lag_days", 366)
    if value < 1:
        raise Refused("not_positive", field)
    if value > limit:
        raise Refused("above_limit", field)


def check_moved(moved, ppy):
    """Each nominal date once, in order; each date shown between its neighbours, both nominal and shown."""
    for nominal, _ in moved:
        if not is_pay_date(nominal, ppy):
            raise Refused("not_a_pay_date", "pay_dates")
    if any(before[0] >= after[0] for before, after in zip(moved, moved[1:])):
        raise Refused("pay_dates_out_of_order", "pay_dates")
    shown = dict(moved)
    for nominal, one in moved:
        low = max(shown_before(nominal, ppy, dates) for dates in (shown, {}))
        high = min(shown_after(nominal, ppy, dates) for dates in (shown, {}))
        if not low < one < high:
            raise Refused("pay_dates_out_of_order", "pay_dates")


def shown_before(nominal, ppy, shown):
    day = nominal - DAY
    while day >= FIRST_DAY and not is_pay_date(day, ppy):
        day -= DAY
    return shown.get(day, day)


def shown_after(nominal, ppy, shown):
    following = pay_dates_after(nominal, ppy, 1)
    return shown.get(following[0], following[0]) if following else date.max
