"""What repeated days say together, and which of two rotas is better: each figure with the interval it lies in. Pure.

An interval is that of the mean over days, 95% by Student's t. Of two rotas the days are paired: day 7 of both met the same
callers, so what the dice did to both falls out of the difference, and a few days tell more than many unpaired ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from math import sqrt
from typing import TypeAlias

from scipy.stats import t

from luisterlijn.insight.simulation.measured import Day, Figures

CERTAIN = 0.95
Row: TypeAlias = dict[tuple[str, str], float | None]
"""Every figure of one day, by whose it is ("": of all, a channel, or "hour") and its name."""

FIGURES = tuple(one.name for one in fields(Figures))
OF_ALL = ("occupancy", "rest_missed", "breaks_missed", "uncovered_minutes")


@dataclass(frozen=True, slots=True)
class Interval:
    """The mean over `days` days with something to count, and the bounds of its interval; None of one day alone."""

    mean: float
    low: float | None
    high: float | None
    days: int

    @classmethod
    def of(cls, values: Iterable[float | None]) -> Interval | None:
        """Of a figure of every day; None where no day has it."""
        there = [float(value) for value in values if value is not None]
        if not there:
            return None
        count, mean = len(there), sum(there) / len(there)
        if count == 1:
            return cls(mean, None, None, 1)
        deviation = sqrt(sum((value - mean) ** 2 for value in there) / (count - 1))
        half = float(t.ppf((1 + CERTAIN) / 2, count - 1)) * deviation / sqrt(count)
        return cls(mean, mean - half, mean + half, count)


@dataclass(frozen=True)
class Summary:
    """`figures` by name (`FIGURES` and `OF_ALL`), of all channels together; `channels` by channel (`FIGURES`, and
    `uncovered_minutes`); `by_hour` the service level of each hour from the start of the day.
    """

    days: int
    figures: Mapping[str, Interval | None]
    channels: Mapping[str, Mapping[str, Interval | None]]
    by_hour: tuple[Interval | None, ...]


def summary(days: Sequence[Day]) -> Summary:
    """What the days say together; ValueError of none."""
    if not days:
        raise ValueError("days: there are none; simulate one or more")
    return _together([_row(day) for day in days])


def compared(one: Sequence[Day], other: Sequence[Day]) -> Summary:
    """What the other rota has more than the one, day by day: a figure whose interval leaves out 0 tells them apart.

    Raises:
        ValueError: not the same days, or none.
    """
    if not one or [day.number for day in one] != [day.number for day in other]:
        raise ValueError("other: has not the same days; simulate both with the same seed and number of days")
    rows = zip(map(_row, one), map(_row, other), strict=True)
    return _together([{key: _more(before[key], after.get(key)) for key in before} for before, after in rows])


def _more(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _row(day: Day) -> Row:
    found: Row = {("", name): getattr(day.figures, name) for name in FIGURES}
    found |= {
        ("", "occupancy"): day.occupancy,
        ("", "rest_missed"): day.rest_missed,
        ("", "breaks_missed"): day.breaks_missed,
        ("", "uncovered_minutes"): sum(day.uncovered_minutes.values()),
    }
    for channel, figures in day.channels.items():
        found |= {(channel, name): getattr(figures, name) for name in FIGURES}
        found[channel, "uncovered_minutes"] = day.uncovered_minutes[channel]
    return found | {("hour", str(hour)): level for hour, level in enumerate(day.by_hour)}


def _together(rows: Sequence[Row]) -> Summary:
    whose: dict[str, dict[str, Interval | None]] = {}
    for of, name in rows[0]:
        whose.setdefault(of, {})[name] = Interval.of(row[of, name] for row in rows)
    hours = tuple(whose.pop("hour", {}).values())
    return Summary(len(rows), whose.pop(""), whose, hours)
