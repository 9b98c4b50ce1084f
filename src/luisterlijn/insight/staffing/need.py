"""How many people each interval needs, and why. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from luisterlijn.insight.staffing.chats import staffed
from luisterlijn.insight.staffing.goal import Goal, Work
from luisterlijn.insight.staffing.load import EQUALLY_LIKELY, weights
from luisterlijn.insight.staffing.parts import Part, attempts, most_load, parts
from luisterlijn.insight.staffing.series import Series, series
from luisterlijn.insight.staffing.solve import Whole, enough, halved
from luisterlijn.insight.staffing.tails import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """One entry an interval.

    Attributes:
        load: Erlang of `handle_s`, the modified offered load of the mean, redials in.
        people: the fewest that keep the goal, averaged over what the rate may turn out to be.
        binds: what asks for the most of them: `share`, `leave`, or `load` where one fewer could not carry the work at all.
        spread: [n, 10] the people needed if the rate were known to be each of ten equally likely ones, from low to high.
    """

    load: Floats
    people: Whole
    binds: NDArray[np.str_]
    spread: Whole


def required(mean: ArrayLike, shape: ArrayLike, work: Work, goal: Goal, interval_s: float = 900) -> Need:
    """The people each of consecutive intervals needs.

    The goal is averaged over attempts, as it will be counted: a rate twice as high has twice as many of them.
    Where contacts are expected at all, at least one person is needed; where none are, nobody, even if talks of before are
    still going on. Where nobody leaves, people are always more than the load.

    Args:
        mean: expected contacts in each interval: attempts but for the redials, which `work.redial` adds.
        shape: of the gamma the rate is drawn from, one for all or one each; inf where the rate is certain.

    Raises:
        ValueError: names what of the input cannot be, or that a million people would not be enough.
    """
    given = series(mean, shape, work, interval_s)
    which, where = given.distinct()
    # all ten alike are looked at once
    rates = which.rates if which.uncertain else which.rates[:, :1]
    carry = _carry(rates, work)
    spread, people = carry, _carry(which.load[:, None], work)[:, 0]
    binds = np.full(people.size, "load", "<U5")
    for part in parts(goal):
        each = np.maximum(enough(rates.ravel(), partial(most_load, work=work, part=part)).reshape(rates.shape), carry)
        averaged = _averaged(which, each, work, part) if which.uncertain else each[:, 0]
        binds[averaged > people] = part.name
        people, spread = np.maximum(people, averaged), np.maximum(spread, each)
    load = np.where(people > 0, attempts(np.maximum(people, 1).astype(float), which.load, work), which.load)
    spread = np.broadcast_to(spread, (people.size, EQUALLY_LIKELY.size))
    return Need(np.where(given.quiet, given.going_on, load[where]), people[where], binds[where], spread[where])


def _carry(load: Floats, work: Work) -> Whole:
    """The fewest who carry a load at all: one where callers leave in time, else more than it."""
    fewest = np.floor(load / work.speeds[-1]) + 1 if np.isinf(work.patience_s) else np.ones_like(load)
    people: Whole = np.where(load > 0, fewest, 0).astype(np.int64)
    return people


def _averaged(which: Series, each: Whole, work: Work, part: Part) -> Whole:
    """The fewest who keep a part of the goal in the mean of the ten rates; `each` are those for each of them."""
    high: Whole = each.max(axis=1)
    low = np.maximum(each.min(axis=1) - 1, 0)
    open_ = np.flatnonzero(high - low > 1)
    rates = which.rates[open_]

    def fits(people: Whole) -> NDArray[np.bool_]:
        n = np.broadcast_to(np.maximum(people, 1)[:, None], rates.shape).astype(float)
        load = attempts(n, rates, work)
        missed = part.missed(staffed(n, load, work)) * weights(load)
        return part.holds(missed.sum(axis=1)) > 0

    high[open_] = halved(low[open_], high[open_], fits)
    return high
