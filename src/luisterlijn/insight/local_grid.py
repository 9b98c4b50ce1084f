"""Quarters of UTC by the clock on the wall: a row for each local day, a column for each quarter the wall clock shows. Pure.

A day of 92 quarters has four empty columns. Where the clock is put back four columns are passed twice: they hold the mean
of both, so that every cell is what came in a quarter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from luisterlijn.insight.series import QUARTER_S, Counts, Numbers, Series

DAY_S = 86_400
COLUMNS = DAY_S // QUARTER_S
WEEK = 7
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """`cells[day - first, column]`: attempts in a quarter, nan where nothing is known. Days count from 1970."""

    first: int
    cells: Numbers

    @property
    def days(self) -> Counts:
        """The number of each row's day."""
        return np.arange(self.first, self.first + len(self.cells))


def number(day: date) -> int:
    """A local day's number since 1970."""
    return day.toordinal() - _EPOCH


def weekday(days: Counts) -> Counts:
    """The weekdays of numbers of days; Monday is 0."""
    return (days + 3) % WEEK


def places(begin: datetime, count: int, zone: ZoneInfo) -> tuple[Counts, Counts]:
    """The local days and columns of so many quarters from `begin` on."""
    seconds = round(begin.timestamp()) + QUARTER_S * np.arange(count + 1, dtype=np.int64)
    local = (seconds + _offsets(seconds, zone))[:count]
    return local // DAY_S, local % DAY_S // QUARTER_S


def grid(series: Series, zone: ZoneInfo) -> Grid:
    """The attempts of a series."""
    if not series.known.any():
        return Grid(0, np.empty((0, COLUMNS)))
    days, columns = places(series.starts_at, len(series), zone)
    days, columns = days[series.known], columns[series.known]
    first, size = int(days[0]), (int(days[-1] - days[0]) + 1) * COLUMNS
    at = (days - first) * COLUMNS + columns
    times = np.bincount(at, minlength=size)
    total = np.bincount(at, weights=series.attempts[series.known], minlength=size)
    cells = np.divide(total, times, out=np.full(size, np.nan), where=times > 0)
    return Grid(first, cells.reshape(-1, COLUMNS))


def _offsets(seconds: Counts, zone: ZoneInfo) -> Counts:
    """Seconds the wall clock is ahead of UTC, asked for once a day and, on a day it changes, for every quarter."""

    def at(second: int) -> float:
        offset = datetime.fromtimestamp(second, zone).utcoffset()
        return 0.0 if offset is None else offset.total_seconds()

    marks = np.append(np.arange(0, len(seconds) - 1, COLUMNS), len(seconds) - 1)
    known = np.array([at(int(one)) for one in seconds[marks]], np.int64)
    offsets = np.repeat(known[:-1], np.diff(marks))
    for block in np.flatnonzero(np.diff(known)):
        inside = slice(marks[block], marks[block + 1])
        offsets[inside] = [at(int(one)) for one in seconds[inside]]
    return np.append(offsets, known[-1])
