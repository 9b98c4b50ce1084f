"""What repeated days say together, and which of two rotas is better: each figure with the interval it lies in. Pure.

An interval is that of the mean over days, 95% by Student's t. Of two rotas the days are paired: day 7 of both met the same
callers, so what the dice did to both falls out of the difference, and a few days tell more than many unpaired ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import inf, sqrt
from typing import Self, TypeAlias

from scipy.stats import t

from luisterlijn.insight.simulation.measured import Day, Figures

CERTAIN = 0.95
Row: TypeAlias = dict[str, dict[str, float | None]]
"""Every figure of one day by name, under whose it is: `all`, a channel, or `hours` (by their number from the start)."""

ALL, HOURS = "all", "hours"

FIGURES = tuple(one.name for one in fields(Figures))
SHARES = frozenset({"answered_share", "abandoned_share", "helped_share", "service_level", "occupancy"})
OF_ALL = ("occupancy", "rest_missed", "breaks_missed")


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

    def within(self, least: float, most: float) -> Self:
        """With bounds no further out than these."""
        if self.low is None or self.high is None:
            return self
        return replace(self, low=max(self.low, least), high=min(self.high, most))


@dataclass(frozen=True)
class Summary:
    """`figures` by name (`FIGURES`, `OF_ALL` and `uncovered_minutes`), of all channels together; `channels` by channel
    (`FIGURES` and `uncovered_minutes`); `by_hour` the service level of each hour from the start of the day.
    """

    days: int
    figures: Mapping[str, Interval | None]
    channels: Mapping[str, Mapping[str, Interval | None]]
    by_hour: tuple[Interval | None, ...]


def summary(days: Sequence[Day | Row]) -> Summary:
    """What the days say together; ValueError of none."""
    if not days:
        raise ValueError("days: there are none; simulate one or more")
    found = _together([row(day) for day in days])
    return replace(
        found,
        figures=_possible(found.figures),
        channels={channel: _possible(figures) for channel, figures in found.channels.items()},
        by_hour=tuple(_possible({"service_level": one})["service_level"] for one in found.by_hour),
    )


def _possible(figures: Mapping[str, Interval | None]) -> dict[str, Interval | None]:
    """No interval reaches below 0, nor that of a share above 1."""
    return {
        name: one if one is None else one.within(0.0, 1.0 if name in SHARES else inf) for name, one in figures.items()
    }


def compared(one: Sequence[Day | Row], other: Sequence[Day | Row]) -> Summary:
    """What the other rota has more than the one, day by day: a figure whose interval leaves out 0 tells them apart.

    Raises:
        ValueError: none, not as many days, or of other channels or hours.
    """
    rows, others = [row(day) for day in one], [row(day) for day in other]
    if not rows or _numbers(one) != _numbers(other) or _shape(rows[0]) != _shape(others[0]):
        raise ValueError("other: has not the same days; simulate the same day with the same seed, as many times")
    return _together([_difference(before, after) for before, after in zip(rows, others, strict=True)])


def _numbers(days: Sequence[Day | Row]) -> list[int]:
    return [day.number if isinstance(day, Day) else number for number, day in enumerate(days)]


def _shape(found: Row) -> dict[str, list[str]]:
    return {whose: list(figures) for whose, figures in found.items()}


def _difference(before: Row, after: Row) -> Row:
    return {
        whose: {name: _more(value, after[whose][name]) for name, value in figures.items()}
        for whose, figures in before.items()
    }


def _more(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def row(day: Day | Row) -> Row:
    """Every figure of a day; what is a row already stays so."""
    if not isinstance(day, Day):
        return day
    found: Row = {ALL: {name: getattr(day.figures, name) for name in FIGURES}}
    found[ALL] |= {name: getattr(day, name) for name in OF_ALL}
    found[ALL]["uncovered_minutes"] = sum(day.uncovered_minutes.values())
    for channel, figures in day.channels.items():
        found[channel] = {name: getattr(figures, name) for name in FIGURES}
        found[channel]["uncovered_minutes"] = day.uncovered_minutes[channel]
    return found | {HOURS: {str(hour): level for hour, level in enumerate(day.by_hour)}}


def _together(rows: Sequence[Row]) -> Summary:
    whose = {
        of: {name: Interval.of(one[of][name] for one in rows) for name in figures} for of, figures in rows[0].items()
    }
    hours = tuple(whose.pop(HOURS).values())
    return Summary(len(rows), whose.pop(ALL), whose, hours)
