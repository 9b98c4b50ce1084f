"""When a channel is open: daily windows in local time, answered in UTC, right in the nights the clock changes.

A window belongs to the day it opens. `closes` at or before `opens` lies on the next day, so 00:00-00:00 is a whole day.
Where the clock is put forward, a time that does not exist counts by the offset before the gap (RFC 5545: 02:30 becomes
03:30); where it is put back, a window opens at the first and closes at the last of the two: in doubt it is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AHEAD = 9  # local days looked at: a week, the day of opening, and one for windows past midnight
_ALWAYS = timedelta(days=7, hours=1)  # a weekly pattern open this long without a break never closes


class Hours(Protocol):
    """A daily opening: days by their first three letters, local times."""

    @property
    def days(self) -> Sequence[str]: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """Open or not; open: when it closes (None: never); closed: when it next opens (None: never). Aware UTC.

    `by_hand`: a coordinator opened or closed it, whatever its hours; nobody knows until when.
    """

    open: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    by_hand: bool = False


def opening(hours: Sequence[Hours], zone: str, now: datetime) -> Opening:
    """Whether the channel is open at `now`, and until or from when.

    Args:
        hours: the windows; they may overlap or touch; none means open day and night.
        zone: the line's time zone, such as Europe/Amsterdam.
        now: an aware instant; a window holds its opening instant and not its closing one.
    """
    if not hours:
        return Opening(open=True)
    now = now.astimezone(UTC)
    for opens_at, closes_at in _joined(_windows(hours, ZoneInfo(zone), now)):
        if now < opens_at:
            return Opening(open=False, opens_at=opens_at)
        if now < closes_at:
            return Opening(open=True, closes_at=None if closes_at - now > _ALWAYS else closes_at)
    return Opening(open=False)


def switched(by_hours: Opening, state: str) -> Opening:
    """The opening of a channel that was switched by hand: `open`, `closed`, or `by_hours`."""
    return by_hours if state == "by_hours" else Opening(open=state == "open", by_hand=True)


def _windows(hours: Iterable[Hours], zone: ZoneInfo, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    today = now.astimezone(zone).date()
    for day in (today + timedelta(days=ahead) for ahead in range(-1, _AHEAD + 1)):
        for window in hours:
            if DAYS[day.weekday()] in window.days:
                last_day = day if window.opens < window.closes else day + timedelta(days=1)
                opens_at = _instant(day, window.opens, zone, last=False)
                closes_at = _instant(last_day, window.closes, zone, last=True)
                if opens_at < closes_at:
                    yield opens_at, closes_at


def _instant(day: date, local: time, zone: ZoneInfo, *, last: bool) -> datetime:
    early = datetime.combine(day, local.replace(fold=0), zone).astimezone(UTC)
    late = datetime.combine(day, local.replace(fold=1), zone).astimezone(UTC)
    return late if last and late > early else early


def _joined(windows: Iterable[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """The windows in order, those that overlap or touch made one."""
    current: tuple[datetime, datetime] | None = None
    for opens_at, closes_at in sorted(windows):
        if current is None:
            current = (opens_at, closes_at)
        elif opens_at <= current[1]:
            current = (current[0], max(current[1], closes_at))
        else:
            yield current
            current = (opens_at, closes_at)
    if current is not None:
        yield current
