"""A proposal that always comes: first where most lacks and fewest could come, then exchanges that fill what is left."""

from __future__ import annotations

import numpy as np

from luisterlijn.insight.roster.compiled import Compiled, compiled
from luisterlijn.insight.roster.demand import Whole
from luisterlijn.insight.roster.explain import told
from luisterlijn.insight.roster.placing import Placing
from luisterlijn.insight.roster.problem import Problem
from luisterlijn.insight.roster.proposal import Proposal
from luisterlijn.insight.roster.repair import repair


def greedy(problem: Problem) -> Proposal:
    """Always a proposal, the same for the same problem; how far from the best is not known."""
    placing = placed(compiled(problem))
    return told(placing, "greedy")


def placed(known: Compiled) -> Placing:
    """Everybody put by the greedy rule, and repaired."""
    placing = Placing(known)
    complete(placing)
    return placing


def complete(placing: Placing) -> None:
    """Fill and exchange until neither betters anything."""
    fill(placing)
    while repair(placing):
        placing.reopen()
        fill(placing)


def fill(placing: Placing) -> None:
    """Put people, shift by shift, while anybody is worth it."""
    minutes = np.maximum(placing.known.minutes, 1)
    while True:
        worth = placing.worth() * ((placing.supply > 0) & (placing.room > 0))
        pressing = worth.max(0, initial=0) / minutes * (1 + 1 / (1 + placing.supply))
        opening = int(pressing.argmax()) if pressing.size else 0
        if not pressing.size or pressing[opening] <= 0:
            return
        _best(placing, worth, opening)


def _best(placing: Placing, worth: Whole, opening: int) -> None:
    """Put those who serve best there and are missed least elsewhere, as long as each is worth as much as the first."""
    people = np.flatnonzero(placing.open[:, opening])
    kind = placing.kind[people]
    missed = placing.open[people] @ (worth.max(0) / (placing.supply + 1))
    missed /= np.maximum(1, placing.known.most_shifts[people])
    gain = worth[kind, opening] - placing.fairness(people, opening)
    for at in np.lexsort((missed, -gain)).tolist():
        if placing.worth_on(opening)[kind[at]] < worth[kind[at], opening] or placing.room[opening] < 1:
            return  # another shift may be more pressing now
        if gain[at] > 0 and placing.suits(int(people[at]), opening):
            placing.put(int(people[at]), opening)
        else:
            placing.shut(int(people[at]), opening)
