"""Exchanges: somebody moves to where more lacks, and another takes their place, or it is the lesser loss."""

from __future__ import annotations

import numpy as np

from luisterlijn.insight.roster.demand import Whole
from luisterlijn.insight.roster.placing import Placing

MOST_PASSES = 8


def repair(placing: Placing) -> bool:
    """Exchange until a pass over all openings betters nothing; whether anything was."""
    bettered = False
    for _ in range(MOST_PASSES):
        worth = placing.worth().max(0, initial=0)
        short = [at for at in np.argsort(-worth, kind="stable").tolist() if worth[at] > 0 and placing.room[at] > 0]
        if not sum(_filled(placing, opening) for opening in short):
            return bettered
        bettered = True
    return bettered


def _filled(placing: Placing, opening: int) -> bool:
    """Whether somebody could be had for it from another shift."""
    known, clash = placing.known, placing.conflict[opening]
    worth = placing.worth()
    people = np.flatnonzero(known.may[:, opening] & ~placing.on[:, opening] & (worth[placing.kind, opening] > 0))
    on = placing.on[people]
    in_the_way = (on & clash).sum(1)
    movable = on & ((in_the_way == 0)[:, None] | clash)
    movable[in_the_way > 1] = False
    loss = placing.loss()[placing.kind[people]]
    gain = worth[placing.kind[people], opening]
    hopeful = movable & ((placing.supply > 0) | (loss < gain[:, None]))
    rows, others = np.nonzero(hopeful)
    order = np.lexsort((rows, loss[rows, others] - gain[rows]))
    return any(_moved(placing, int(people[rows[at]]), int(others[at]), opening) for at in order.tolist())


def _moved(placing: Placing, person: int, other: int, opening: int) -> bool:
    """Move somebody from the other shift to this one, and whoever can into their place, if all in all it costs less."""
    before = placing.cost()
    placing.take(person, other)
    if placing.open[person, opening] and placing.sound(person) and placing.suits(person, opening):
        placing.put(person, opening)
        following = _next(placing, other)
        if following is not None:
            placing.put(following, other)
        if placing.cost() < before:
            return True
        if following is not None:
            placing.take(following, other)
        placing.take(person, opening)
    placing.put(person, other)
    return False


def _next(placing: Placing, opening: int) -> int | None:
    """Who is worth most there now."""
    people: Whole = np.flatnonzero(placing.open[:, opening])
    worth = placing.worth()[placing.kind[people], opening] - placing.fairness(people, opening)
    for at in np.argsort(-worth, kind="stable").tolist():
        if worth[at] > 0 and placing.suits(int(people[at]), opening):
            return int(people[at])
    return None
