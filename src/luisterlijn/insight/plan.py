"""How many people each quarter of a channel needs, and what those planned will achieve: the chain from forecast to gap. Pure.

Arrivals are forecast as attempts; those who call again after giving up are taken out first, as staffing adds them anew by how
many give up then. Rest after a contact is work like the contact itself: it keeps a volunteer from the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel
from luisterlijn.insight import staffing
from luisterlijn.insight.forecast import Forecast
from luisterlijn.insight.staffing import Goal, Need, Outcome, Work
from luisterlijn.volunteer.coverage import holding

Reals = NDArray[np.float64]
Whole = NDArray[np.int64]
BAND = (0.1, 0.9)
"""The quantiles of arrivals that are shown: four of five quarters lie between."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What a channel's plan is made from. `fresh`: the share of attempts that are not redials; `open`: quarters it is open."""

    forecast: Forecast
    work: Work
    goal: Goal
    fresh: float
    open: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is tried: arrivals and handle time times these, and another share of people who come (None: as it is)."""

    arrivals: float = 1.0
    handle: float = 1.0
    show_rate: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One channel, one entry a quarter from `starts_at` on.

    `mean`, `low`, `high`: attempts. `to_plan`: how many to plan so that enough come. `expected`: of those planned, how many
    come. `holds`: the chance that the promise holds with them. `outcome`: what callers meet then, on average.
    """

    channel: Channel
    starts_at: datetime
    mean: Reals
    low: Whole
    high: Whole
    need: Need
    to_plan: Whole
    planned: Whole
    expected: Reals
    holds: Reals
    outcome: Outcome


def needed(ground: Ground) -> Need:
    """People needed, quarter by quarter; nobody where the channel is closed.

    Raises:
        RefusedError: `bad_request`: so many and so long contacts that nobody can have counted them.
    """
    mean = ground.forecast.mean * ground.fresh * ground.open
    try:
        return staffing.required(mean, ground.forecast.shape, ground.work, ground.goal)
    except ValueError as error:
        remedy = f"Look at the counts and handle times of the past, and try less: {error}."
        raise RefusedError("bad_request", remedy, field="arrivals") from None


def tried(ground: Ground, what_if: WhatIf) -> Ground:
    """The ground as it would be."""
    forecast = replace(ground.forecast, mean=ground.forecast.mean * what_if.arrivals)
    return replace(ground, forecast=forecast, work=replace(ground.work, handle_s=ground.work.handle_s * what_if.handle))


def plan(ground: Ground, planned: Whole, show_rate: float, certainty: float) -> Plan:
    """The whole chain.

    Args:
        planned: people planned, one entry a quarter of the forecast.
        show_rate: the share of those planned who come, above 0, at most 1.
        certainty: the chance with which enough are to come.

    Raises:
        RefusedError: as `needed`.
    """
    forecast, need = ground.forecast, needed(ground)
    expected: Reals = planned.astype(np.float64) * show_rate
    quantiles = [np.where(ground.open, forecast.quantile(q), 0).astype(np.int64) for q in BAND]
    return Plan(
        channel=forecast.channel,
        starts_at=forecast.starts_at,
        mean=forecast.mean * ground.open,
        low=quantiles[0],
        high=quantiles[1],
        need=need,
        to_plan=staffing.to_plan(need.people, show_rate, certainty),
        planned=planned,
        expected=expected,
        holds=holding(need.spread, planned, show_rate),
        outcome=_outcome(ground, expected),
    )


def _outcome(ground: Ground, expected: Reals) -> Outcome:
    """What callers meet with so many people on average: between those of the whole numbers around."""
    mean = ground.forecast.mean * ground.fresh * ground.open
    below = np.floor(expected).astype(np.int64)
    part = expected - below
    one, other = (
        staffing.outcome(mean, ground.forecast.shape, ground.work, ground.goal, people) for people in (below, below + 1)
    )
    names = ("share", "leave", "wait_s", "wait_p50_s", "wait_p90_s", "occupancy", "holds")
    return Outcome(**{name: _between(getattr(one, name), getattr(other, name), part) for name in names})


def _between(one: Reals, other: Reals, part: Reals) -> Reals:
    """So far on the way from one to the other; an endless wait stays endless until it is over."""
    found, some = one.astype(np.float64), part > 0
    found[some] = one[some] * (1 - part[some]) + other[some] * part[some]
    return found
