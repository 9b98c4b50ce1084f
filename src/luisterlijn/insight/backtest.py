"""How good the forecast would have been: made again and again in the past, each time held against what then came. Pure.

The error is WAPE, the sum of what it was off by over the sum of what came. Beside it stands the floor no forecast gets
below: what counts stray by chance from a mean that is known exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from scipy.special import gammaln

from luisterlijn.facts import Channel
from luisterlijn.insight.effects import Campaign
from luisterlijn.insight.forecast import Forecast, forecast
from luisterlijn.insight.gamma_poisson import at_most
from luisterlijn.insight.series import Flags, Numbers, Series
from luisterlijn.volunteer.template import DAY, day_begins, local_day

HOUR_QUARTERS = 4
BAND = (0.1, 0.9)
"""Quantiles between which four of five counts should lie."""

Method = Callable[
    [Series, datetime, datetime, ZoneInfo, Mapping[date, str], Sequence[Campaign]],
    Forecast,
]


@dataclass(frozen=True, slots=True)
class Backtest:
    """How a channel's forecast did; None where nothing could be measured.

    Args:
        origins: how often it was made.
        days: local days ahead each time.
        attempts: that came in the quarters judged.
        wape: over quarters, and over hours in `wape_hours`; each with its floor.
        bias: what was forecast too much (or too little, below 0), as a share of what came.
        coverage: share of the quarters whose count lay in the 80% interval, its ends included.
        expected_coverage: that share if the forecast's spread is exactly right: above 0.8, as counts are whole.
    """

    channel: Channel
    origins: int
    days: int
    attempts: int
    wape: float | None = None
    floor: float | None = None
    wape_hours: float | None = None
    floor_hours: float | None = None
    bias: float | None = None
    coverage: float | None = None
    expected_coverage: float | None = None


def backtest(
    past: Series,
    zone: ZoneInfo,
    holidays: Mapping[date, str],
    campaigns: Sequence[Campaign],
    *,
    days: int = 14,
    every: int = 7,
    least: int = 56,
    method: Method = forecast,
) -> Backtest:
    """Roll through the past: at every origin forecast from what was known by then.

    Args:
        days: local days ahead that are judged.
        every: local days between origins.
        least: local days before the first origin.
        method: what forecasts; another one is held against `forecast` by handing it in.

    Raises:
        ValueError: `days`, `every` or `least` is less than 1.
    """
    for name, value in (("days", days), ("every", every), ("least", least)):
        if value < 1:
            message = f"{name}: is {value}; give at least 1 day"
            raise ValueError(message)
    judged = [
        _judge(past, method(past.between(past.starts_at, begin), begin, end, zone, holidays, campaigns), end)
        for begin, end in _origins(past, zone, days, every, least)
    ]
    return _summary(past.channel, days, [one for one in judged if one is not None])


def _origins(past: Series, zone: ZoneInfo, days: int, every: int, least: int) -> list[tuple[datetime, datetime]]:
    known = np.flatnonzero(past.known)
    if not len(known):
        return []
    first, last = (past.starts_at + timedelta(minutes=15 * int(one)) for one in (known[0], known[-1] + 1))
    day, found = local_day(first, zone) + least * DAY, []
    while (end := day_begins(day + days * DAY, zone)) <= last:
        found.append((day_begins(day, zone), end))
        day += every * DAY
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """One origin's sums: (came, off by, chance, too much, within, expected within, quarters), and of hours the first three."""

    quarters: Numbers
    hours: Numbers


def _judge(past: Series, made: Forecast, end: datetime) -> _Judged | None:
    """What a forecast was off by; None if it knew nothing, or nothing is known of what came."""
    then = past.between(made.starts_at, end)
    came, known = then.attempts.astype(np.float64), then.known
    mean = made.mean[: len(came)]
    if not made.weeks or not known.any():
        return None
    low, high = (made.quantile(q)[: len(came)] for q in BAND)
    within, likely = (came >= low) & (came <= high), _likely(made, low, high)
    sums = [came, np.abs(came - mean), _chance(mean), mean - came, within, likely, np.ones(len(came))]
    whole = len(came) // HOUR_QUARTERS * HOUR_QUARTERS
    hours = [_hourly(one[:whole], known[:whole]) for one in (came, mean)]
    off = [hours[0], np.abs(hours[0] - hours[1]), _chance(hours[1])]
    return _Judged(np.array([np.sum(one[known]) for one in sums]), np.array([np.sum(one) for one in off]))


def _hourly(values: Numbers, known: Flags) -> Numbers:
    summed: Numbers = np.where(known, values, 0).reshape(-1, HOUR_QUARTERS).sum(axis=1)
    return summed


def _likely(made: Forecast, low: Numbers, high: Numbers) -> Numbers:
    mean, shape = made.mean[: len(low)], made.shape[: len(low)]
    return at_most(high, mean, shape) - np.where(low > 0, at_most(np.maximum(low - 1, 0), mean, shape), 0)


def _chance(mean: Numbers) -> Numbers:
    """The mean absolute deviation of a Poisson count: 2 exp(-m) m^(k+1) / k! with k = floor(m) (Crow 1958)."""
    whole, safe = np.floor(mean), np.maximum(mean, 1e-300)
    return np.where(mean > 0, 2 * np.exp((whole + 1) * np.log(safe) - mean - gammaln(whole + 1)), 0)


def _summary(channel: Channel, days: int, judged: Sequence[_Judged]) -> Backtest:
    came, off, chance, more, within, likely, count = sum((one.quarters for one in judged), np.zeros(7)).tolist()
    if not came:
        return Backtest(channel, len(judged), days, 0)
    hours, hours_off, hours_chance = sum((one.hours for one in judged), np.zeros(3)).tolist()
    return Backtest(
        channel,
        origins=len(judged),
        days=days,
        attempts=round(came),
        wape=off / came,
        floor=chance / came,
        wape_hours=hours_off / hours,
        floor_hours=hours_chance / hours,
        bias=more / came,
        coverage=within / count,
        expected_coverage=likely / count,
    )
