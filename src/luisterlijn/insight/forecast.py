"""How many people will come, quarter by quarter: the median of the last eight like it, times holidays and campaigns. Pure.

On call-centre series this beats exponential smoothing and Prophet at a hundredth of the time; `backtest.py` shows it on
the line's own past. The count of a quarter is gamma-Poisson: Poisson around a mean that is itself uncertain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np

from luisterlijn.facts import Channel
from luisterlijn.insight.effects import (
    ENOUGH_DAYS,
    Campaign,
    Effect,
    campaign_effects,
    compared,
    holiday_effects,
    multiplier,
)
from luisterlijn.insight.gamma_poisson import quantile
from luisterlijn.insight.local_grid import Grid, grid, number, places, weekday
from luisterlijn.insight.series import Counts, Numbers, Series, quarter, quarters
from luisterlijn.insight.weekly_profile import profile

HOLIDAY_SPREAD = 0.04
"""Relative variance a holiday adds: it is within 20% of what holidays do."""

CAMPAIGN_DOUBT = 0.5
"""What a campaign is said to do beyond nothing may be half of that more or less."""


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Expected attempts of each quarter from `starts_at` on, and how sure that is.

    `mean` is what is expected; `shape` that of the gamma distribution around it (inf: none, plain Poisson); `weeks` of
    history it rests on, eight at most. Without any history `weeks` is 0 and every `mean` nan: nobody knows, which is not
    that nobody comes.
    """

    channel: Channel
    starts_at: datetime
    mean: Numbers
    shape: Numbers
    weeks: float

    def quantile(self, q: float) -> Numbers:
        """The least count of each quarter that is not exceeded with probability `q`; nan without history.

        Raises:
            ValueError: `q` is no probability between 0 and 1.
        """
        return quantile(self.mean, self.shape, q)


def forecast(
    past: Series,
    begin: datetime,
    end: datetime,
    zone: ZoneInfo,
    holidays: Mapping[date, str],
    campaigns: Sequence[Campaign],
) -> Forecast:
    """The forecast of the quarters from `begin` to `end`, from what of `past` lies before `begin`.

    Args:
        holidays: of the past and of the time ahead, by local day.
        campaigns: past, present and coming; those of the other channel change nothing.

    Raises:
        ValueError: `begin` or `end` is no beginning of a quarter, or the end comes first.
    """
    count = quarters(begin, end)
    begin = quarter(begin, "begin")
    past = past.between(past.starts_at, max(begin, past.starts_at))
    mine = _of(campaigns, past)
    named = {number(day): name for day, name in holidays.items()}
    seen = _Seen.of(grid(past, zone), named, mine)
    week = profile(seen.grid.days, seen.plain)
    if not week.weeks:
        return Forecast(past.channel, begin, np.full(count, np.nan), np.full(count, np.inf), 0.0)
    days, columns = places(begin, count, zone)
    more = multiplier(mine, days)
    effect, free = _holiday(seen.holidays, named, days)
    mean = week.means[weekday(days), columns] * more * effect
    spread = week.spread + HOLIDAY_SPREAD * free + (CAMPAIGN_DOUBT * (more - 1) / np.maximum(more, 1)) ** 2
    return Forecast(past.channel, begin, mean, 1 / spread, week.weeks)


def effects(
    past: Series, zone: ZoneInfo, holidays: Mapping[date, str], campaigns: Sequence[Campaign]
) -> tuple[list[Effect], dict[str, float]]:
    """What campaigns of this channel have done, and what each holiday does by name (see `holiday_effects`)."""
    named = {number(day): name for day, name in holidays.items()}
    seen = _Seen.of(grid(past, zone), named, _of(campaigns, past))
    return seen.campaigns, seen.holidays


def _of(campaigns: Sequence[Campaign], past: Series) -> list[Campaign]:
    return [one for one in campaigns if one.channel in {None, past.channel}]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """The past, and what was unlike other days in it; `plain` is what would have come on ordinary days, nan on holidays."""

    grid: Grid
    plain: Numbers
    campaigns: list[Effect]
    holidays: dict[str, float]

    @classmethod
    def of(cls, past: Grid, holidays: Mapping[int, str], campaigns: Sequence[Campaign]) -> _Seen:
        """Compare, then take campaigns and holidays out."""
        free = np.array(sorted(holidays), np.int64)
        days = compared(past, free, campaigns)
        found = campaign_effects(days, free, campaigns)
        did = multiplier([_as_seen(one) for one in found], past.days)
        plain = past.cells / did[:, None]
        plain[np.isin(past.days, free)] = np.nan
        return cls(past, plain, found, holiday_effects(days, holidays, campaigns))


def _as_seen(effect: Effect) -> Campaign:
    """The campaign with the factor the past is divided by."""
    one = effect.campaign
    if effect.factor is None or effect.days < ENOUGH_DAYS:
        return one
    return Campaign(one.name, one.first_on, one.last_on, effect.factor, one.fading_days)


def _holiday(effects: Mapping[str, float], named: Mapping[int, str], days: Counts) -> tuple[Numbers, Numbers]:
    """The factor of the holidays for each quarter, and where one is: 1 there, 0 elsewhere."""
    unique, at = np.unique(days, return_inverse=True)
    names = [named.get(int(one)) for one in unique]
    factors = np.array([1.0 if name is None else effects.get(name, effects[""]) for name in names])
    free = np.array([float(name is not None) for name in names])
    return factors[at], free[at]
