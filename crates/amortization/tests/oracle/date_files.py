"""Due dates of every day of two years, of scattered days, and where the calendar ends."""

from datetime import date

from exact import Sequence, digest
from paydates import DAY, due_dates, is_pay_date
from terms import Refused

DATE_COLUMNS = (
    "case,disbursed_on,rule,value,periods_per_year,moved,payments,"
    "first,first_shown,second,last,last_shown,digest,refused"
)


def moved_by_one_institution(year, ppy):
    """December paid early, and each pay date on a weekend paid on the Friday before, for three years."""
    moved, day = {}, date(year, 1, 1)
    while day.year < year + 3:
        if is_pay_date(day, ppy):
            shown = day - DAY * max(0, day.weekday() - 4)
            shown = date(day.year, 12, 18) if (day.month, day.day) == (12, 31) else shown
            if shown != day:
                moved[day] = shown
        day += DAY
    return moved


def date_terms(disbursed, rule, value, ppy=24, n=24, moved=None):
    return {"disbursed": disbursed, "rule": rule, "value": value, "ppy": ppy, "n": n, "moved": moved or {}}


def every_day_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        for ppy in (12, 24):
            yield date_terms(day, "lag", 1 + day.day % 20, ppy, 3)
            yield date_terms(day, "nth", 1 + day.day % 4, ppy, 3)
        day += DAY


def scattered_dates(count):
    draw = Sequence(15)
    for _ in range(count):
        day = date(1900, 1, 1) + DAY * draw.below(109_574)
        rule = draw.pick(("lag", "nth"))
        value = 1 + draw.below(366 if rule == "lag" else 24)
        yield date_terms(day, rule, value, draw.pick((12, 24)), draw.pick((1, 2, 59, 480)))


def date_cases():
    yield from every_day_of(2027)
    yield from (terms for terms in every_day_of(2028) if terms["disbursed"].month in (1, 2, 3, 12))
    yield from scattered_dates(60)
    for rule, value in (("lag", 1), ("lag", 366), ("nth", 1), ("nth", 24)):
        for ppy in (12, 24):
            yield date_terms(date(1900, 1, 1), rule, value, ppy, 1200)
            yield date_terms(date(2100, 12, 31), rule, value, ppy, 1200)
            yield date_terms(date(2200, 12, 30), rule, value, ppy, 1)
            yield date_terms(date(2200, 12, 31), rule, value, ppy, 1)
            moved = moved_by_one_institution(2026, ppy)
            for start in (date(2025, 11, 30), date(2026, 12, 10), date(2026, 12, 18), date(2028, 2, 29)):
                yield date_terms(start, rule, value, ppy, 40, moved)


def date_line(at, terms):
    moved = tuple(terms["moved"].items())
    given = [at, terms["disbursed"], terms["rule"], terms["value"], terms["ppy"]]
    given += [" ".join(f"{nominal}>{shown}" for nominal, shown in moved), terms["n"]]
    try:
        rows = due_dates(terms["disbursed"], (terms["rule"], terms["value"]), terms["ppy"], terms["n"], moved)
    except Refused as refused:
        return ",".join(map(str, [*given, "", "", "", "", "", "", refused.code]))
    second = rows[1].nominal if len(rows) > 1 else ""
    figures = [(due.nominal.toordinal(), due.days, due.shown.toordinal(), due.shown_days) for due in rows]
    found = [rows[0].nominal, rows[0].shown, second, rows[-1].nominal, rows[-1].shown, digest(figures), ""]
    return ",".join(map(str, given + found))


def files():
    return {"dates.csv": [DATE_COLUMNS, *(date_line(at, terms) for at, terms in enumerate(date_cases()))]}
