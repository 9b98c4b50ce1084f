"""What makes a day unlike others of its weekday: campaigns and holidays, how much they did, and what to expect. Pure.

An effect is a factor on what would have come anyway, which is the median of the same weekday in the four weeks before and
after, ordinary days only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from luisterlijn.facts import Channel
from luisterlijn.insight.local_grid import WEEK, Grid, number
from luisterlijn.insight.series import Counts, Flags, Numbers

AROUND = (-4, -3, -2, -1, 1, 2, 3, 4)
"""The weeks a day is compared with."""

PRIOR_DAYS = 1.0
"""A holiday is expected to do nothing, and each to be like the others, as if so many days had shown it."""

ENOUGH_DAYS = 3
"""A campaign that so many days have shown is scaled out of the past by what it did; before that by what was entered."""

LEAST_FACTOR = 0.05


@dataclass(frozen=True, slots=True)
class Campaign:
    """A time in which more (or fewer) people come: `factor` from the first through the last local day.

    Args:
        fading_days: days after the last one over which it fades, evenly.
        channel: the one it is about; None: both.
        id: what it is kept by.
    """

    name: str
    first_on: date
    last_on: date
    factor: float
    fading_days: int = 0
    channel: Channel | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a campaign did, seen from the past: the factor so many of its days show, None where none can be compared."""

    campaign: Campaign
    days: int
    factor: float | None


def weight(campaign: Campaign, days: Counts) -> Numbers:
    """How much of a campaign is felt on each day: 1 while it runs, then less until it has faded, 0 elsewhere."""
    after = np.maximum(days - number(campaign.last_on), 0)
    fading = np.maximum(1 - after / (campaign.fading_days + 1), 0)
    return np.where(days < number(campaign.first_on), 0.0, fading)


def multiplier(campaigns: Sequence[Campaign], days: Counts) -> Numbers:
    """The factor of all campaigns together on each day."""
    found = np.ones(len(days))
    for one in campaigns:
        found *= 1 + (one.factor - 1) * weight(one, days)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """The days of a grid: `came` of what is `usual`, summed over the quarters both are known in, and which are `ordinary`.

    `usual` is 0 where there is nothing to compare with.
    """

    numbers: Counts
    came: Numbers
    usual: Numbers
    ordinary: Flags


def compared(grid: Grid, free: Counts, campaigns: Sequence[Campaign]) -> Days:
    """Every day that is not ordinary beside the ordinary ones around it; the others are left at 0.

    Args:
        free: the holidays' numbers.
    """
    days = grid.days
    ordinary = ~np.isin(days, free)
    for one in campaigns:
        ordinary &= weight(one, days) == 0
    special = np.flatnonzero(~ordinary)
    beside = special[:, None] + WEEK * np.array(AROUND)
    there = (beside >= 0) & (beside < len(days))
    there &= ordinary[np.where(there, beside, 0)]
    rows = np.where(there[:, :, None], grid.cells[np.where(there, beside, 0)], np.nan)
    usual, found = median(rows, axis=1), grid.cells[special]
    both = ~np.isnan(usual) & ~np.isnan(found)
    came, expected = np.zeros(len(days)), np.zeros(len(days))
    came[special] = np.where(both, found, 0).sum(axis=1)
    expected[special] = np.where(both, usual, 0).sum(axis=1)
    return Days(days, came, expected, ordinary)


def campaign_effects(days: Days, free: Counts, campaigns: Sequence[Campaign]) -> list[Effect]:
    """What each campaign has done by now, the others taken to have done what was entered."""
    found = []
    for at, one in enumerate(campaigns):
        share = np.where(np.isin(days.numbers, free), 0.0, weight(one, days.numbers))
        usual = days.usual * multiplier([*campaigns[:at], *campaigns[at + 1 :]], days.numbers)
        seen = (share > 0) & (usual > 0)
        if not seen.any():
            found.append(Effect(one, 0, None))
            continue
        more = (share * (days.came - usual))[seen].sum() / (share**2 * usual)[seen].sum()
        found.append(Effect(one, int(seen.sum()), max(1 + float(more), LEAST_FACTOR)))
    return found


def holiday_effects(days: Days, holidays: Mapping[int, str], campaigns: Sequence[Campaign]) -> dict[str, float]:
    """The factor of each holiday by name; under the empty name that of one never seen before.

    Sums of what came and of what is usual, with a prior: all holidays together towards 1, each by itself towards all.
    """
    names = [holidays.get(int(one), "") for one in days.numbers]
    plain = multiplier(campaigns, days.numbers) == 1
    seen = np.array([name != "" for name in names], np.bool_) & plain & (days.usual > 0)
    if not seen.any():
        return {"": 1.0}
    prior = PRIOR_DAYS * days.usual[seen].mean()
    together = float((days.came[seen].sum() + prior) / (days.usual[seen].sum() + prior))
    effects = {"": together}
    for name in {names[one] for one in np.flatnonzero(seen)}:
        mine = seen & (np.array(names) == name)
        known = days.came[mine].sum() + prior * together
        effects[name] = float(known / (days.usual[mine].sum() + prior))
    return effects


def median(values: Numbers, axis: int) -> Numbers:
    """The median of what is known along an axis; nan where nothing is. Some times faster than `np.nanmedian`."""
    known = (~np.isnan(values)).sum(axis=axis, keepdims=True)
    ranked = np.sort(values, axis=axis)  # nan comes last
    low = np.take_along_axis(ranked, np.maximum(known - 1, 0) // 2, axis)
    high = np.take_along_axis(ranked, np.minimum(known // 2, values.shape[axis] - 1), axis)
    return np.where(known > 0, (low + high) / 2, np.nan).squeeze(axis)
