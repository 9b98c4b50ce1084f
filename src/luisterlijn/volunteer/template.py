"""Shifts that return: on which local days, and from when to when in UTC. Pure.

Two hours of the year are odd. Where the clock is put forward, a time that does not exist is read by the offset before the
gap (02:30 becomes 03:30); where it is put back, a time that exists twice is the first of the two. RFC 5545 reads both so,
and starts and ends are read alike: a shift until 02:30 and one from 02:30 still adjoin, in either night.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays
from dateutil.rrule import rrule, rrulestr

from luisterlijn.errors import RefusedError

DAY = timedelta(days=1)
PARTS = {
    "DAILY": frozenset({"INTERVAL", "BYDAY", "BYMONTH"}),
    "WEEKLY": frozenset({"INTERVAL", "BYDAY", "BYMONTH", "WKST"}),
    "MONTHLY": frozenset({"INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"}),
}
MOST_INTERVAL = 99
_CYCLE = 400
"""Years after which the calendar repeats, weekdays included."""


@dataclass(frozen=True, slots=True)
class Template:
    """A shift that returns. `starts` is local, `recurrence` a rule that `checked` has taken.

    `keeps`: over a clock change, its usual `end` or its usual `length`. `holidays`: it may `skip` them, or run on them `only`.
    """

    starts: time
    minutes: int
    keeps: Literal["end", "length"]
    recurrence: str
    first_on: date
    last_on: date | None = None
    holidays: Literal["run", "skip", "only"] = "run"


def checked(recurrence: str, first_on: date) -> str:
    """A recurrence as it is kept: in capitals, without blanks.

    Raises:
        RefusedError: `bad_recurrence`; the remedy says what to write.
    """
    rule = "".join(recurrence.split()).upper().removeprefix("RRULE:")
    given = [part.partition("=")[::2] for part in rule.split(";")]
    parts = dict(given)
    if len(parts) != len(given):
        raise _bad("Write every part of the recurrence once.")
    allowed = PARTS.get(parts.get("FREQ", ""))
    if allowed is None:
        raise _bad("Begin with FREQ=DAILY, FREQ=WEEKLY or FREQ=MONTHLY.")
    for name in parts.keys() - {"FREQ"} - allowed:
        raise _bad(f"Leave {name or 'the empty part'} out: {_instead(name, parts['FREQ'])}.")
    interval = parts.get("INTERVAL", "1")
    if not (interval.isascii() and interval.isdecimal() and 1 <= int(interval) <= MOST_INTERVAL):
        raise _bad(f"Let INTERVAL be a number from 1 to {MOST_INTERVAL}.")
    if parts["FREQ"] != "MONTHLY" and any(one.isdigit() for one in parts.get("BYDAY", "")):
        raise _bad("Write weekdays without a number, such as BYDAY=MO,WE; 1MO goes with FREQ=MONTHLY.")
    try:
        some = next(_falls(rule, first_on), None)
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ) as error:  # what dateutil makes of a part it cannot read
        raise _bad("Write it as RFC 5545 does, such as FREQ=WEEKLY;BYDAY=MO,WE.") from error
    if some is None:
        raise _bad("Write a recurrence that has a day: this one never comes.")
    return rule


def _bad(remedy: str) -> RefusedError:
    return RefusedError("bad_recurrence", remedy, field="recurrence")


def _instead(name: str, frequency: str) -> str:
    """What to do in place of a part that is not taken."""
    if name in {"COUNT", "UNTIL"}:
        return "the last day is a field of its own"
    if name in {"BYHOUR", "BYMINUTE", "BYSECOND"}:
        return "the start is a field of its own"
    if name in PARTS["WEEKLY"] | PARTS["MONTHLY"]:
        return f"it goes with FREQ=MONTHLY, not with {frequency}" if name != "WKST" else "it goes with FREQ=WEEKLY"
    return "it is not known here"


def _falls(rule: str, first_on: date) -> Iterator[date]:
    """The days of a rule, without end.

    dateutil looks as far as the year 9999 for a day that never comes, which takes seconds; so it is asked about the same
    calendar as late as it can be, and at most four centuries are looked at.
    """
    later = (9999 - first_on.year) // _CYCLE * _CYCLE
    found = rrulestr(rule, dtstart=datetime.combine(first_on.replace(year=first_on.year + later), time()))
    assert isinstance(found, rrule)  # noqa: S101 - a single rule makes no set
    for one in found:
        yield one.date().replace(year=one.year - later)


def days(template: Template, begin: date, end: date, free: Mapping[date, str] | None = None) -> Iterator[date]:
    """The local days from `begin` through `end` on which the template has a shift, in order.

    Args:
        free: the holidays of that time by day; needed where the template minds them.
    """
    last = end if template.last_on is None else min(end, template.last_on)
    for day in _falls(template.recurrence, template.first_on):
        if day > last:
            return
        on_holiday = day in (free or {})
        if day >= begin and (template.holidays == "run" or on_holiday == (template.holidays == "only")):
            yield day


def span(template: Template, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When the shift of a local day begins and ends, in UTC.

    One that keeps its end lasts an hour less or more in the two nights. Where that would leave nothing of it (it lay within
    the hour that is left out), it keeps its length instead.
    """
    local = datetime.combine(day, template.starts)
    length = timedelta(minutes=template.minutes)
    begins_at = at(local, zone)
    ends_at = at(local + length, zone) if template.keeps == "end" else begins_at + length
    return begins_at, ends_at if ends_at > begins_at else begins_at + length


def at(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant in UTC of a local time without a zone, read as this module says."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """The instant in UTC at which a local day begins."""
    return at(datetime.combine(day, time()), zone)


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The local day an instant lies in."""
    return instant.astimezone(zone).date()


def holidays_between(country: str, begin: date, end: date) -> dict[date, str]:
    """The public holidays from `begin` through `end` by day, named in the country's own language.

    Args:
        country: ISO 3166, with a subdivision after a dash where one counts (`NL`, `DE-BY`); empty: none.

    Raises:
        RefusedError: `no_holidays` are known of that country.
    """
    found: dict[date, str] = {}
    for year in range(begin.year, end.year + 1):
        found |= {day: name for day, name in _of_year(country, year) if begin <= day <= end}
    return found


@lru_cache(maxsize=64)
def _of_year(country: str, year: int) -> tuple[tuple[date, str], ...]:
    if not country:
        return ()
    code, _, part = country.partition("-")
    try:
        language = holidays.country_holidays(code).default_language
        found = holidays.country_holidays(code, subdiv=part or None, years=year, language=language)
    except NotImplementedError as error:
        remedy = f"No holidays are known of {country}: set rota.holidays to another country, or leave it empty."
        raise RefusedError("no_holidays", remedy, field="holidays") from error
    return tuple(sorted(found.items()))
