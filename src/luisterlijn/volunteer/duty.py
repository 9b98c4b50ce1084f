"""When somebody may be offered contacts, from the spans they are signed up for and from their papers. Pure.

A span on standby is none: whoever is called in from it is put on duty by a span of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

Window = tuple[datetime, datetime]
Narrow = tuple[datetime, datetime, tuple[str, ...]]
"""A span in which only these channels are offered."""


@dataclass(frozen=True, slots=True)
class Night:
    """The local times between which 16- and 17-year-olds never work; `until` at or before `begins` is on the next day."""

    begins: time
    until: time


@dataclass(frozen=True, slots=True)
class Duty:
    """When one volunteer may be offered contacts. Aware UTC.

    `windows`: begin and end of each, in order, none touching the next. `lacks_from`: from then on something the line requires
    is lacking; None: nothing is. `narrowed`: where not every channel of theirs is offered.
    """

    windows: tuple[Window, ...] = ()
    lacks_from: datetime | None = None
    narrowed: tuple[Narrow, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """Somebody on the rota, and what they can take; no languages or topics: all that the line has."""

    duty: Duty
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    region: str | None = None


def duty(
    spans: Iterable[Window],
    zone: ZoneInfo,
    night: Night,
    *,
    fit_until: date | None = None,
    adult_from: date | None = None,
    narrowed: Sequence[Narrow] = (),
) -> Duty:
    """What the rota lets one volunteer do.

    Args:
        spans: those they are signed up for, in any order; they may touch or overlap.
        zone: of the line, whose days and nights count.
        night: closed to minors.
        fit_until: the last day on which nothing is lacking; None: no end.
        adult_from: the eighteenth birthday of a minor.
        narrowed: those of the spans in which not every channel is asked for.
    """
    lacks_from = None if fit_until is None else max(LONG_AGO, _midnight(fit_until + DAY, zone))
    windows = (day for span in _merged(spans) for day in _without_nights(span, zone, night, adult_from))
    if lacks_from is not None:
        windows = ((begin, min(end, lacks_from)) for begin, end in windows if begin < lacks_from)
    return Duty(tuple(windows), lacks_from, tuple(sorted(narrowed)))


def within(whole: Duty, begin: datetime, end: datetime) -> Duty:
    """What of it matters between two instants: windows stay whole."""
    windows = tuple(window for window in whole.windows if window[1] > begin and window[0] < end)
    narrowed = tuple(one for one in whole.narrowed if one[1] > begin and one[0] < end)
    lacks_from = whole.lacks_from
    return Duty(windows, lacks_from if lacks_from is not None and lacks_from < end else None, narrowed)


def _merged(spans: Iterable[Window]) -> Iterator[Window]:
    current: Window | None = None
    for begin, end in sorted(spans):
        if current is not None and begin <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (begin, end)
    if current is not None:
        yield current


def _without_nights(span: Window, zone: ZoneInfo, night: Night, adult_from: date | None) -> Iterator[Window]:
    """The parts of a span that a minor may work; the whole for everybody else."""
    begin, end = span
    if adult_from is not None:
        adult_at = _midnight(adult_from, zone)
        day = begin.astimezone(zone).date() - DAY
        while begin < end and begin < adult_at and day <= end.astimezone(zone).date():
            closed_at, open_at = _night_of(day, zone, night)
            if closed_at < min(end, adult_at) and begin < open_at:
                if begin < closed_at:
                    yield begin, closed_at
                begin = max(begin, min(open_at, adult_at))
            day += DAY
    if begin < end:
        yield begin, end


def _night_of(day: date, zone: ZoneInfo, night: Night) -> Window:
    """The night that begins on a local day; where the clock changes, the longer of what it could be."""
    next_day = day if night.begins < night.until else day + DAY
    return min(_instants(day, night.begins, zone)), max(_instants(next_day, night.until, zone))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return min(_instants(day, time(), zone))


def _instants(day: date, local: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two readings of a local time; nearly always the same."""
    early, late = (datetime.combine(day, local.replace(fold=fold), zone) for fold in (0, 1))
    return early.astimezone(UTC), late.astimezone(UTC)
