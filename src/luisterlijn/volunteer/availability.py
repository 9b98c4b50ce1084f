"""When somebody says they can come, and how much of it in a month. Pure; days and times are local, spans of UTC.

A window that ends no later than it begins ends the next day; from and until one time it lasts a whole day. The two nights a
clock changes are read as templates are (volunteer/template.py): a window until 02:30 and one from 02:30 still adjoin.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from luisterlijn.errors import RefusedError
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rest import stretches
from luisterlijn.volunteer.template import DAY, at, day_begins, local_day

MOST_WINDOWS, MOST_AWAY = 42, 30
WEEKDAYS = range(7)
FURTHEST = timedelta(days=3 * 366)
FIRST_YEAR = 2000
MOST = {"hours": 400, "shifts": 100, "nights": 31}


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A time somebody can come each week; `weekday` 0 is Monday, the day it begins."""

    weekday: int
    begins: time
    ends: time


@dataclass(frozen=True, slots=True, order=True)
class Away:
    """Days somebody cannot come, the last included."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Availability:
    """What somebody said. Without `windows` nothing was said of when. `hours`, `shifts`, `nights`: a month; None: not said."""

    windows: tuple[Window, ...] = ()
    away: tuple[Away, ...] = ()
    hours: int | None = None
    shifts: int | None = None
    nights: int | None = None


NOTHING_SAID = Availability()


def checked(given: Availability, today: date) -> Availability:
    """What was given, as it is kept: in order, without days that are over, of two windows from one time the longer.

    Raises:
        RefusedError: `bad_availability`; the field says where.
    """
    for number, window in enumerate(given.windows):
        _check_window(window, f"windows.{number}")
    for number, away in enumerate(given.away):
        _check_away(away, f"away.{number}", today)
    for name, most in MOST.items():
        value = getattr(given, name)
        if value is not None and not 0 <= value <= most:
            raise _bad(name, f"Give a number from 0 to {most}, or leave it empty.")
    longest = {(one.weekday, one.begins): one for one in sorted(given.windows, key=_lasts)}
    ahead = {one.first_on: one for one in sorted(given.away) if one.last_on >= today}
    kept = replace(given, windows=tuple(sorted(longest.values())), away=tuple(ahead.values()))
    if len(kept.windows) > MOST_WINDOWS:
        raise _bad("windows", f"Give at most {MOST_WINDOWS} times a week.")
    if len(kept.away) > MOST_AWAY:
        raise _bad("away", f"Give at most {MOST_AWAY} times away.")
    return kept


def _check_window(window: Window, field: str) -> None:
    if window.weekday not in WEEKDAYS:
        raise _bad(f"{field}.weekday", "Choose a day from 0 (Monday) to 6 (Sunday).")
    for name, local in (("begins", window.begins), ("ends", window.ends)):
        if local.tzinfo is not None or local != time(local.hour, local.minute):
            raise _bad(f"{field}.{name}", "Give the local time in whole minutes, such as 18:00.")


def _check_away(away: Away, field: str, today: date) -> None:
    if away.first_on.year < FIRST_YEAR:
        raise _bad(f"{field}.first_on", f"Choose a day from {FIRST_YEAR} on.")
    if away.last_on < away.first_on:
        raise _bad(f"{field}.last_on", "Let the last day come after the first, or be the same.")
    if away.last_on > today + FURTHEST:
        raise _bad(f"{field}.last_on", "Choose a day within three years.")


def _lasts(window: Window) -> int:
    """Minutes by the clock."""
    begins, ends = (60 * one.hour + one.minute for one in (window.begins, window.ends))
    return (ends - begins - 1) % 1440 + 1


def _bad(field: str, remedy: str) -> RefusedError:
    return RefusedError("bad_availability", remedy, field=field)


# --- when ------------------------------------------------------------------------------------------------------------


def times(said: Availability, begin: datetime, end: datetime, zone: ZoneInfo) -> tuple[Span, ...] | None:
    """When they can come between two instants, those that touch made one; None where nothing was said of it."""
    if not said.windows:
        return None
    whole = Span(begin, end)
    found = [cut for one in _windows(said.windows, begin, end, zone) if (cut := _within(one, whole))]
    kept: list[Span] = stretches(found)
    for gone in times_away(said, begin, end, zone):
        kept = [left for one in kept for left in _without(one, gone)]
    return tuple(kept)


def times_away(said: Availability, begin: datetime, end: datetime, zone: ZoneInfo) -> tuple[Span, ...]:
    """When they cannot come between two instants, as they said by days."""
    whole = Span(begin, end)
    days = (Span(day_begins(one.first_on, zone), day_begins(one.last_on + DAY, zone)) for one in said.away)
    return tuple(stretches(cut for one in days if (cut := _within(one, whole))))


def _windows(windows: Sequence[Window], begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Span]:
    """Those of every day that can touch the time between; one that a clock change leaves nothing of is left out."""
    day, last = local_day(begin, zone) - DAY, local_day(end, zone)
    while day <= last:
        for one in windows:
            if one.weekday == day.weekday():
                over = DAY if one.ends <= one.begins else timedelta()
                begins_at = at(datetime.combine(day, one.begins), zone)
                ends_at = at(datetime.combine(day, one.ends) + over, zone)
                if begins_at < ends_at:
                    yield Span(begins_at, ends_at)
        day += DAY


def _within(one: Span, whole: Span) -> Span | None:
    begins, ends = max(one.starts_at, whole.starts_at), min(one.ends_at, whole.ends_at)
    return Span(begins, ends) if begins < ends else None


def _without(one: Span, gone: Span) -> list[Span]:
    if not one.overlaps(gone):
        return [one]
    parts = (one.starts_at, gone.starts_at), (gone.ends_at, one.ends_at)
    return [Span(begins, ends) for begins, ends in parts if begins < ends]


# --- how much --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Month:
    """The `share` of a local month that lies in a time, what somebody has `planned` in the month, and in both at once."""

    share: float
    planned: float
    planned_within: float


def months(begin: datetime, end: datetime, zone: ZoneInfo) -> tuple[tuple[Span, float], ...]:
    """The local months a time touches, and the share of each that lies in the time."""
    found = []
    first = local_day(begin, zone).replace(day=1)
    while (begins := day_begins(first, zone)) < end:
        following = (first + 31 * DAY).replace(day=1)
        whole = Span(begins, day_begins(following, zone))
        within = _within(whole, Span(begin, end))
        if within is not None:
            found.append((whole, (within.ends_at - within.starts_at) / (whole.ends_at - whole.starts_at)))
        first = following
    return tuple(found)


def room(amount: float | None, parts: Sequence[Month], whole: float = 1) -> float | None:
    """How much more somebody may be given in a time, of what they want in a month; None: they did not say.

    The time gets its share of each month, less what is planned in it; rounded up to `whole` (a week's share of two shifts a
    month would else be none), and never past what is left of the months.
    """
    if amount is None:
        return None
    share = sum(amount * one.share for one in parts)
    fair = math.ceil(share / whole - 1e-9) * whole - sum(one.planned_within for one in parts)
    left = sum(max(0.0, amount - one.planned) for one in parts)
    return max(0.0, min(fair, left))
