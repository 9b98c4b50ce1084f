"""What callers may expect of the people planned. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from luisterlijn.insight.staffing.chats import occupancy, staffed
from luisterlijn.insight.staffing.goal import Goal, Work
from luisterlijn.insight.staffing.load import weights
from luisterlijn.insight.staffing.parts import attempts, parts, share_missed
from luisterlijn.insight.staffing.queue import Queue
from luisterlijn.insight.staffing.series import Series, crew, series
from luisterlijn.insight.staffing.solve import crossing
from luisterlijn.insight.staffing.tails import Floats

_PRECISION = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One entry an interval, all float; averaged over attempts and over what the rate may turn out to be.

    Attributes:
        share: the service level, by `goal.judged` within `goal.within_s`.
        leave: who leaves without an answer; of attempts, redials among them.
        wait_s: the mean wait of all attempts, those who leave included; inf where the queue grows for ever.
        wait_p50_s: half of them wait no longer; 0 where they do not wait.
        wait_p90_s: nine in ten wait no longer.
        occupancy: the share of the people who have a contact, in the mean of the ten rates.
        holds: the chance that the goal is kept, counted over the ten equally likely rates.
    """

    share: Floats
    leave: Floats
    wait_s: Floats
    wait_p50_s: Floats
    wait_p90_s: Floats
    occupancy: Floats
    holds: Floats


def outcome(
    mean: ArrayLike, shape: ArrayLike, work: Work, goal: Goal, people: ArrayLike, interval_s: float = 900
) -> Outcome:
    """What so many people achieve in each of consecutive intervals; the rest as in `required`.

    Without contacts everything is well. Without people everybody waits until they leave.

    Args:
        people: one number for all, or one for each interval.

    Raises:
        ValueError: names what of the input cannot be.
    """
    given = series(mean, shape, work, interval_s)
    there = crew(people, given.load.size)
    which, where = given.distinct(there)
    first = np.unique(where, return_index=True)[1]
    there = there[first]
    columns = np.empty((7, first.size))
    columns[:] = _alone(work, goal)[:, None]
    columns[:, which.quiet] = np.array([1.0, 0, 0, 0, 0, 0, 1])[:, None]
    served = (there > 0) & ~which.quiet
    if served.any():
        columns[:, served] = _served(which.only(served), there[served].astype(float), work, goal)
    return Outcome(*columns[:, where])


def _alone(work: Work, goal: Goal) -> Floats:
    """Nobody is there: callers wait until they leave."""
    patience = work.patience_s
    leaves = 0.0 if math.isinf(patience) else 1.0
    share = -math.expm1(-goal.within_s / patience) if goal.judged == "waits" else 0.0
    return np.array([share, leaves, patience, math.log(2) * patience, math.log(10) * patience, 0.0, 0.0])


def _served(which: Series, people: Floats, work: Work, goal: Goal) -> Floats:
    rates = which.rates if which.uncertain else which.load[:, None]
    n = np.broadcast_to(people[:, None], rates.shape)
    load = attempts(n, rates, work)
    queue, share_of = staffed(n, load, work), weights(load)
    missed = share_missed(queue, goal)
    with np.errstate(invalid="ignore"):
        wait_s = np.where(share_of > 0, queue.wait_s * share_of, 0.0).sum(axis=1)
    return np.stack(
        [
            np.clip(1 - (missed * share_of).sum(axis=1), 0.0, 1.0),
            (queue.leaves * share_of).sum(axis=1),
            wait_s,
            _quantile(queue, share_of, 0.5),
            _quantile(queue, share_of, 0.9),
            occupancy(n, load, work, queue).mean(axis=1),
            _holds(queue, n, rates, work, goal).mean(axis=1),
        ]
    )


def _holds(queue: Queue, people: Floats, rates: Floats, work: Work, goal: Goal) -> Floats:
    """1 at the rates at which every part of the goal holds, else 0."""
    carried = rates < people * work.speeds[-1] if math.isinf(work.patience_s) else np.ones_like(rates, dtype=bool)
    holds = carried.astype(float)
    for part in parts(goal):
        holds *= part.holds(part.missed(queue))
    return holds


def _quantile(queue: Queue, share_of: Floats, share: float) -> Floats:
    """The wait that `share` of the callers do not exceed, each row a mixture of its queues."""
    wait_s, late = np.zeros(len(share_of)), (queue.waits * share_of).sum(axis=1) > 1 - share
    if late.any():
        wait_s[late] = _crossed(queue.rows(late), share_of[late], 1 - share)
    return wait_s


def _crossed(queue: Queue, share_of: Floats, left: float) -> Floats:
    """The wait that the share `left` exceeds, less than wait at all."""
    if math.isinf(queue.patience_s):
        spare = queue.spare()
        endless = np.where(spare > 0, 0.0, share_of).sum(axis=1)
        slowest = np.where(spare > 0, spare, np.inf).min(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            most = -np.log(np.maximum(left - endless, 0.0)) / slowest
        lost = endless >= left * (1 - 1e-9)
        most = np.where(lost, 1.0, most)
    else:
        most, lost = np.full(len(share_of), -math.log(left) * queue.patience_s), np.zeros(len(share_of), dtype=bool)

    def over(wait_s: Floats) -> Floats:
        longer = (queue.longer(wait_s[:, None]) * share_of).sum(axis=1)
        log: Floats = np.log(np.maximum(longer, 1e-300) / left)
        return log

    return np.where(lost, np.inf, crossing(over, np.zeros_like(most), most, _PRECISION))
