"""The parts of a goal, each as a share that may not be passed, and the load that so many people can carry within it. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from luisterlijn.insight.staffing.chats import staffed
from luisterlijn.insight.staffing.goal import Goal, Work
from luisterlijn.insight.staffing.load import with_redials
from luisterlijn.insight.staffing.queue import Queue
from luisterlijn.insight.staffing.solve import Whole, crossing
from luisterlijn.insight.staffing.tails import Floats

Name: TypeAlias = Literal["share", "leave"]

ROUNDING = 1e-9
"""Relative; what is met but for this is met."""
_LEAST, _HALF, _MOST = np.log([1e-30, 0.5, 1e9])
"""Of load to what people can carry: at the least every goal is met; what is met at the most is met at any load."""
_PRECISION = 1e-11


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two things a goal may ask."""

    name: Name
    goal: Goal
    allowed: float

    def missed(self, queue: Queue) -> Floats:
        """The share for whom it does not hold."""
        if self.name == "leave":
            return queue.leaves
        return share_missed(queue, self.goal)

    def holds(self, missed: Floats) -> Floats:
        """1 where it holds, else 0."""
        return (missed <= self.allowed * (1 + ROUNDING)).astype(float)


def share_missed(queue: Queue, goal: Goal) -> Floats:
    """1 - the service level, exact where next to nothing is missed."""
    if goal.judged == "waits":
        return queue.longer(goal.within_s)
    return queue.leaves + queue.late(goal.within_s)


def parts(goal: Goal) -> Iterator[Part]:
    """Those that are asked."""
    if goal.share is not None:
        yield Part("share", goal, 1 - goal.share)
    if goal.leave is not None:
        yield Part("leave", goal, goal.leave)


def most_load(people: Whole, work: Work, part: Part) -> Floats:
    """The largest load in Erlang, redials not included, at which that many people hold this part; elementwise.

    inf where it holds at any load: where nobody ever leaves, or everybody leaves soon enough.
    """
    n = people.astype(float)
    full = n * work.speeds[-1]
    if np.isinf(work.patience_s) and part.name == "leave":
        return full

    def over(log_load: Floats) -> Floats:
        missed = part.missed(staffed(n, np.exp(log_load) * full, work))
        return np.log(np.maximum(missed, 1e-300) / part.allowed) - ROUNDING

    half = np.full_like(full, _HALF)
    least = np.where(over(half) <= 0, half, _LEAST)
    # who cannot be answered leaves: at this load those alone are all that is allowed, or nobody may leave
    most = np.full_like(full, 0.0 if np.isinf(work.patience_s) else -math.log1p(-part.allowed) + _PRECISION)
    most = np.where(over(most) > 0, most, _MOST)
    load = np.exp(crossing(over, least, most, _PRECISION)) * full
    if work.redial:
        load *= 1 - work.redial * staffed(n, load, work).leaves
    return np.where(over(most) <= 0, np.inf, load)


def attempts(people: Floats, fresh: Floats, work: Work) -> Floats:
    """The load with redials in, where so many people, from 1 on, answer."""
    redial = 0.0 if np.isinf(work.patience_s) else work.redial
    return with_redials(fresh, redial, lambda load: staffed(people, load, work).leaves)
