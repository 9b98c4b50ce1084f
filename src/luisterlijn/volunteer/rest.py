"""The soft rules: enough rest, and not too much in a row. Pure; spans are of UTC, days and nights local.

They are the norms for employees in the Netherlands (Arbeidstijdenwet), and so is what a night is: more than an hour of work
between midnight and six. It is named by the day of that midnight. Spans that touch are one stretch of work. A rule speaks
only of what the wanted work would make worse.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from luisterlijn.volunteer.reason import Limits, Reason, Span
from luisterlijn.volunteer.template import DAY, at, day_begins, local_day

NIGHT_ENDS = time(6)
NIGHT_IS_OVER = timedelta(hours=1)
"""Work between midnight and NIGHT_ENDS that is still no night."""
LATE = time(2)
"""A night that ends past it asks for rest."""
SIXTEEN_WEEKS = 16 * 7 * DAY
_NEAR = 8 * DAY
"""Further away no rest and no stretch of work reaches."""


def soft_reasons(wanted: Span, others: Sequence[Span], limits: Limits, zone: ZoneInfo) -> tuple[Reason, ...]:
    """What a coordinator may override.

    Args:
        others: the spans somebody is signed up for already, as far as sixteen weeks around.
    """
    if wanted.starts_at >= wanted.ends_at:
        return ()  # nothing is left of it: a hard reason says so
    others = [other for other in others if not other.overlaps(wanted)]  # as here
    begins_at, ends_at = wanted.starts_at - _NEAR, wanted.ends_at + _NEAR
    near = [other for other in others if other.ends_at > begins_at and other.starts_at < ends_at]
    before, after = stretches(near), stretches([*near, wanted])
    found = [*_rest(before, after, limits, zone), *_longest(wanted, after, limits)]
    return (*found, *_in_a_row(wanted, others, limits, zone), *_nights(wanted, others, limits, zone))


def stretches(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.starts_at):
        if found and span.starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, span.ends_at))
        else:
            found.append(Span(span.starts_at, span.ends_at))
    return found


def nights(spans: Iterable[Span], zone: ZoneInfo) -> set[date]:
    """The nights in which there is work, by the day of their midnight; the spans do not overlap."""
    worked: defaultdict[date, timedelta] = defaultdict(timedelta)
    for span in spans:
        begins, ends = span.starts_at.astimezone(zone), span.ends_at.astimezone(zone)
        if begins.date() == ends.date() and begins.time() >= NIGHT_ENDS:
            continue
        day = begins.date()
        while day <= ends.date():
            night = (day_begins(day, zone), at(datetime.combine(day, NIGHT_ENDS), zone))
            worked[day] += max(timedelta(), min(span.ends_at, night[1]) - max(span.starts_at, night[0]))
            day += DAY
    return {day for day, length in worked.items() if length > NIGHT_IS_OVER}


def _rest(before: Sequence[Span], after: Sequence[Span], limits: Limits, zone: ZoneInfo) -> Iterator[Reason]:
    known = set(_too_soon(before, limits, zone))
    for ended_at, next_at in _too_soon(after, limits, zone):
        if (ended_at, next_at) not in known:
            is_later = any(
                one.starts_at == next_at for one in before
            )  # what comes too soon was there; the night is new
            yield Reason("rest_after_night", hard=False, until=None if is_later else ended_at + limits.rest_after_night)


def _too_soon(work: Sequence[Span], limits: Limits, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Where a late night ends, and work begins again before the rest is over."""
    for one, following in pairwise(work):
        if following.starts_at - one.ends_at < limits.rest_after_night:
            late = [at(datetime.combine(night, LATE), zone) for night in nights([one], zone)]
            if late and one.ends_at > max(late):
                yield one.ends_at, following.starts_at


def _longest(wanted: Span, after: Sequence[Span], limits: Limits) -> Iterator[Reason]:
    whole = next(one for one in after if one.starts_at <= wanted.starts_at < one.ends_at)
    length = whole.ends_at - whole.starts_at
    if length > limits.longest_shift:
        yield Reason("longest_shift", hard=False, count=_hours(length), most=_hours(limits.longest_shift))


def _hours(length: timedelta) -> int:
    return math.ceil(length / timedelta(hours=1))


def _in_a_row(wanted: Span, others: Sequence[Span], limits: Limits, zone: ZoneInfo) -> Iterator[Reason]:
    """Days count by where a shift begins: a night is one."""
    day = local_day(wanted.starts_at, zone)
    worked = {local_day(other.starts_at, zone) for other in others}
    count = _run(worked, day)
    if day not in worked and count > limits.days_in_a_row:
        a_day_off = _run(worked, day + DAY) <= limits.days_in_a_row
        until = day_begins(day + DAY, zone) if a_day_off else None
        yield Reason("days_in_a_row", hard=False, until=until, count=count, most=limits.days_in_a_row)


def _run(worked: set[date], day: date) -> int:
    """Days in a row around `day`, itself included."""
    first = last = day
    while first - DAY in worked:
        first -= DAY
    while last + DAY in worked:
        last += DAY
    return (last - first).days + 1


def _nights(wanted: Span, others: Sequence[Span], limits: Limits, zone: ZoneInfo) -> Iterator[Reason]:
    """The most nights of any sixteen weeks that hold a new one."""
    most = limits.nights_in_16_weeks
    touched = nights([*_touching(wanted, others), wanted], zone)
    if not touched:
        return
    known = nights(others, zone)
    every = sorted(known | touched)
    counts = [
        (sum(first <= night < first + SIXTEEN_WEEKS for night in every), first)
        for new in touched - known
        for first in every
        if first <= new < first + SIXTEEN_WEEKS
    ]
    count = max((count for count, _ in counts), default=0)
    if count > most:
        yield Reason("nights_in_16_weeks", hard=False, until=_fewer(every, touched, most, zone), count=count, most=most)


def _touching(wanted: Span, others: Sequence[Span]) -> list[Span]:
    """What lies in the same nights."""
    return [
        other for other in others if other.ends_at > wanted.starts_at - DAY and other.starts_at < wanted.ends_at + DAY
    ]


def _fewer(every: Sequence[date], new: set[date], most: int, zone: ZoneInfo) -> datetime | None:
    """When enough nights are sixteen weeks past, if none lie ahead."""
    past = [night for night in every if night < min(new)]
    if len(past) + len(new) < len(every) or len(past) < most or most < 1:
        return None
    return day_begins(past[-most] + SIXTEEN_WEEKS, zone)
