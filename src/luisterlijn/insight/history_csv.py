"""The years before this line: counts from a file of comma-separated values, read row by row. Pure.

A row is what came in one channel from `starts_at` on, for 15, 30 or 60 minutes: `minutes` says how long, or the shortest
time between two rows of the channel does. Times are local, or have an offset. Of the hour that comes twice where the
clock is put back, the first row that names it is the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

from luisterlijn.facts import Channel
from luisterlijn.insight.series import QUARTER, QUARTER_S
from luisterlijn.volunteer import csv_file
from luisterlijn.volunteer.csv_file import Row, Sheet, Trouble, shown
from luisterlijn.volunteer.profile import CHANNELS

NEEDED = ("channel", "starts_at", "attempts")
COLUMNS = (*NEEDED, "minutes", "callers", "answered", "abandoned", "refused", "handle_s")
LENGTHS = (15, 30, 60)
MOST = 100_000
MOST_ROWS = 150_000
"""Two years of quarters of both channels: they are read, and written in one transaction, in half a minute."""

LONGEST_HANDLE_S = 86_400
FIRST_YEAR = 1990

_DUTCH = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})[ T]+(\d{1,2}):(\d\d)(:00)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:00(\.0+)?)?(Z|[+-]\d\d:?\d\d)?")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row; what it says nothing of is None, `minutes` 0. `handle_s`: mean handle time of those answered."""

    row: int
    channel: Channel
    starts_at: datetime
    minutes: int
    attempts: int
    callers: int | None = None
    answered: int | None = None
    abandoned: int | None = None
    refused: int | None = None
    handle_s: float | None = None

    @property
    def ends_at(self) -> datetime:
        """Where its time ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Quarter:
    """What a row says of one quarter; the quarters of a row add up to it exactly."""

    row: int
    channel: Channel
    starts_at: datetime
    attempts: int
    callers: int | None
    answered: int
    abandoned: int
    refused: int
    handled: int
    handled_ms: int


class _CellError(ValueError):
    """A cell that cannot be read; the words are the remedy."""


def read(data: bytes) -> Sheet:
    """The rows of a file; too many are none, and a trouble."""
    sheet = csv_file.read(data, COLUMNS, NEEDED)
    if len(sheet.rows) <= MOST_ROWS:
        return sheet
    first = sheet.rows[MOST_ROWS].number
    return Sheet(sheet.columns, (), (Trouble(first, "", "", f"Give at most {MOST_ROWS} rows at once."),))


def entries(sheet: Sheet, zone: ZoneInfo, now: datetime) -> tuple[list[Entry], list[Trouble]]:
    """What a file says, by channel and time, and what is wrong with its rows."""
    reader = _Reader(zone, now, list(sheet.troubles))
    found = [entry for row in sheet.rows if (entry := reader.entry(row)) is not None]
    return _in_order(found, reader.troubles)


def quarters(entry: Entry) -> list[Quarter]:
    """A row as quarters, spread evenly."""
    count = entry.minutes // 15
    handled = entry.answered or 0 if entry.handle_s is not None else 0
    handled_ms = round(handled * (entry.handle_s or 0) * 1000)
    every = (entry.attempts, entry.callers, entry.answered, entry.abandoned, entry.refused, handled, handled_ms)
    parts = [_split(one or 0, count) for one in every]
    return [
        Quarter(
            entry.row,
            entry.channel,
            entry.starts_at + at * QUARTER,
            came,
            None if entry.callers is None else callers,
            *rest,
        )
        for at, (came, callers, *rest) in enumerate(zip(*parts, strict=True))
    ]


def _split(whole: int, count: int) -> list[int]:
    """A number in so many parts that differ by one at most and add up to it."""
    marks = [whole * at // count for at in range(count + 1)]
    return [after - before for before, after in pairwise(marks)]


class _Reader:
    """Reads row after row; what cannot be read is noted in `troubles`."""

    def __init__(self, zone: ZoneInfo, now: datetime, troubles: list[Trouble]) -> None:
        self._zone, self._now = zone, now
        self.troubles = troubles
        self._passed: set[tuple[str | None, datetime]] = set()

    def entry(self, row: Row) -> Entry | None:
        """What a row says; None if it cannot be read, or is of an hour that was left out and says nothing."""
        before = len(self.troubles)
        channel, local = self._cell(row, "channel", _channel), self._cell(row, "starts_at", _local)
        attempts, minutes = self._cell(row, "attempts", _needed), self._cell(row, "minutes", _minutes)
        rest = {name: self._cell(row, name, _number) for name in ("callers", "answered", "abandoned", "refused")}
        handle_s = self._cell(row, "handle_s", _seconds)
        if len(self.troubles) > before or channel is None or local is None or attempts is None:
            return None
        starts_at = self._cell(row, "starts_at", lambda _: self._instant(channel, local, attempts))
        if starts_at is None:
            return None
        entry = Entry(row.number, channel, starts_at, minutes or 0, attempts, **rest, handle_s=handle_s)
        wrong = _at_odds(entry)
        if wrong is not None:
            column, remedy = wrong
            self.troubles.append(Trouble(row.number, column, shown(row.cells.get(column, "")), remedy))
            return None
        return entry

    def _cell(self, row: Row, column: str, of: Callable[[str], T]) -> T | None:
        text = row.cells.get(column)
        if text is None:
            return None
        try:
            return of(text)
        except _CellError as error:
            self.troubles.append(Trouble(row.number, column, shown(text), str(error)))
            return None

    def _instant(self, channel: Channel, written: datetime, attempts: int) -> datetime | None:
        """The instant in UTC; None for a local time that was left out, if nobody came in it."""
        if written.tzinfo is not None:
            instant = written.astimezone(UTC)
        else:
            again = (channel, written) in self._passed
            self._passed.add((channel, written))
            twice = (
                written.replace(tzinfo=self._zone).utcoffset() != written.replace(tzinfo=self._zone, fold=1).utcoffset()
            )
            instant = written.replace(tzinfo=self._zone, fold=int(again and twice)).astimezone(UTC)
            if instant.astimezone(self._zone).replace(tzinfo=None) != written:
                if not attempts:
                    return None
                remedy = "The clock was put forward then: write the time with its offset, such as 2026-03-29T01:00Z."
                raise _CellError(remedy)
        if instant.timestamp() % QUARTER_S:
            remedy = "Write a time at which a quarter of an hour begins, such as 22:15."
            raise _CellError(remedy)
        if instant > self._now:
            remedy = "Leave out what is still to come."
            raise _CellError(remedy)
        return instant


def _at_odds(entry: Entry) -> tuple[str, str] | None:
    """The column that does not fit the others, and what to do."""
    if (entry.answered or 0) + (entry.abandoned or 0) + (entry.refused or 0) > entry.attempts:
        column = next(name for name in ("answered", "abandoned", "refused") if getattr(entry, name))
        return column, "Let answered, abandoned and refused together be no more than attempts."
    if (entry.callers or 0) > entry.attempts:
        return "callers", "Let callers be no more than attempts."
    if entry.handle_s and entry.answered is None:
        return "handle_s", "Say how many were answered too."
    return None


def _in_order(found: Sequence[Entry], troubles: list[Trouble]) -> tuple[list[Entry], list[Trouble]]:
    """The entries with how long each lasts, by channel and time; rows that overlap are troubles."""
    ordered: list[Entry] = []
    for channel in CHANNELS:
        mine = sorted((one for one in found if one.channel == channel), key=lambda one: (one.starts_at, one.row))
        length = _length(mine)
        lasting = [one if one.minutes else replace(one, minutes=length) for one in mine]
        for before, after in pairwise(lasting):
            if after.starts_at < before.ends_at:
                first, second = sorted((before.row, after.row))
                remedy = f"Keep one row for each time; row {first} is of this time too."
                troubles.append(Trouble(second, "starts_at", shown(after.starts_at.isoformat()), remedy))
        ordered += lasting
    return ordered, troubles


def _length(entries: Iterable[Entry]) -> int:
    """Minutes a row lasts that does not say: the shortest between two."""
    starts = sorted({one.starts_at for one in entries})
    between = min(((after - before) // timedelta(minutes=1) for before, after in pairwise(starts)), default=60)
    return max(one for one in LENGTHS if one <= max(between, LENGTHS[0]))


# --- a cell ----------------------------------------------------------------------------------------------------------


def _channel(text: str) -> Channel:
    found = next((one for one in CHANNELS if one == text.lower()), None)
    if found is None:
        raise _CellError("Write chat or phone.")
    return found


def _local(text: str) -> datetime:
    dutch = _DUTCH.fullmatch(text)
    try:
        if dutch:
            day, month, year, hour, minute = map(int, dutch.groups()[:5])
            found = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - local; the zone comes later
        else:
            found = datetime.fromisoformat(text) if _ISO.fullmatch(text) else datetime.min  # noqa: DTZ901 - as above
    except ValueError:
        found = datetime.min  # noqa: DTZ901 - as above
    if found.year < FIRST_YEAR:
        raise _CellError("Write day and time as 2026-03-29 22:00 or 29-3-2026 22:00.")
    return found


def _minutes(text: str) -> int:
    if text and text not in {str(one) for one in LENGTHS}:
        raise _CellError("Write 15, 30 or 60, or leave it empty.")
    return int(text or 0)


def _needed(text: str) -> int:
    found = _number(text)
    if found is None:
        raise _CellError("Write how many came; 0 if nobody did.")
    return found


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)) and int(text) <= MOST):
        raise _CellError(f"Write a whole number, at most {MOST}.")
    return int(text)


def _seconds(text: str) -> float | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,5}([.,]\d{1,3})?", text, re.ASCII) or float(text.replace(",", ".")) > LONGEST_HANDLE_S:
        raise _CellError("Write the mean in seconds, such as 1260; a day at most.")
    return float(text.replace(",", "."))
