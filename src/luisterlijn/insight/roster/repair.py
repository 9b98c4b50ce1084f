"""Exchanges: somebody moves to where more lacks, and another takes their place, or it is the lesser loss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from luisterlijn.insight.roster.demand import Whole
from luisterlijn.insight.roster.placing import Placing

MOST_PASSES = 8
MOST_IN_VAIN = 150
"""Exchanges tried in vain for one proposal: where everybody is needed everywhere there are thousands, and none helps."""


@dataclass(frozen=True, slots=True, eq=False)
class _Worths:
    """Kind x opening: what one more is worth, and what it brings to take one off and let somebody else in (seldom above 0)."""

    more: Whole
    swap: Whole


def repair(placing: Placing) -> bool:
    """Exchange until a pass over all openings betters nothing, or too much was tried in vain; whether anything was bettered."""
    bettered = False
    for _ in range(MOST_PASSES):
        worths = _worths(placing)
        best = worths.more.max(0, initial=0)
        moved = False
        for opening in np.argsort(-best, kind="stable").tolist():
            if placing.in_vain > MOST_IN_VAIN:
                return bettered
            if best[opening] > 0 and placing.room[opening] > 0 and _filled(placing, opening, worths):
                worths, moved = _worths(placing), True
        if not moved:
            return bettered
        bettered = True
    return bettered


def _worths(placing: Placing) -> _Worths:
    """By whoever may come now: of each kind how many are open does not matter, only whether any is."""
    kinds = range(placing.counts.shape[0])
    supply = np.array([placing.open[placing.kind == kind].any(0) for kind in kinds])
    swap = []
    for kind in kinds:
        without = placing.worth_at(np.maximum(placing.present - placing.counts[kind], 0))
        swap.append(np.where(supply, without, 0).max(0, initial=0) - without[kind])
    return _Worths(placing.worth(), np.array(swap, np.int64).reshape(len(kinds), placing.supply.size))


def _filled(placing: Placing, opening: int, worths: _Worths) -> bool:
    """Whether somebody could be had for it from another shift."""
    clash = placing.conflict[opening]
    able = placing.known.may[:, opening] & ~placing.on[:, opening] & placing.on.any(1)
    people = np.flatnonzero(able & (worths.more[placing.kind, opening] > 0))
    on = placing.on[people]
    in_the_way = (on & clash).sum(1)[:, None]
    movable = on & ((in_the_way == 0) | clash) & (in_the_way <= 1)
    kind = placing.kind[people]
    bettered = worths.more[kind, opening][:, None] + worths.swap[kind]
    rows, others = np.nonzero(movable & (bettered > 0))
    order = np.argsort(-bettered[rows, others], kind="stable")
    for at in order.tolist():
        if placing.in_vain > MOST_IN_VAIN:
            return False
        if _moved(placing, int(people[rows[at]]), int(others[at]), opening):
            return True
        placing.in_vain += 1
    return False


def _moved(placing: Placing, person: int, other: int, opening: int) -> bool:
    """Move somebody from the other shift to this one, and whoever can into their place, if all in all it costs less."""
    placing.take(person, other)
    left = placing.net(person, other)
    if placing.open[person, opening] and placing.sound(person) and placing.suits(person, opening):
        gained = placing.net(person, opening)
        placing.put(person, opening)
        following = _next(placing, other)
        if gained + (0 if following is None else placing.net(following, other)) > left:
            if following is not None:
                placing.put(following, other)
            return True
        placing.take(person, opening)
    placing.put(person, other)
    return False


def _next(placing: Placing, opening: int) -> int | None:
    """Who is worth most there now."""
    people: Whole = np.flatnonzero(placing.open[:, opening])
    worth = placing.worth_on(opening)[placing.kind[people]] - placing.fairness(people, opening)
    for at in np.argsort(-worth, kind="stable").tolist():
        if worth[at] > 0 and placing.suits(int(people[at]), opening):
            return int(people[at])
    return None
