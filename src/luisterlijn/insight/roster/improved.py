"""A better proposal by HiGHS, in so much time: never worse than the greedy one, and with a bound on the best there is."""

from __future__ import annotations

import math
from collections.abc import Iterable

from luisterlijn.insight.roster.compiled import Compiled, compiled
from luisterlijn.insight.roster.demand import HOUR
from luisterlijn.insight.roster.explain import told
from luisterlijn.insight.roster.greedy import complete, placed
from luisterlijn.insight.roster.model import solve
from luisterlijn.insight.roster.placing import Placing
from luisterlijn.insight.roster.problem import Problem
from luisterlijn.insight.roster.proposal import Proposal

ROUNDING = 0.01
"""Costs are whole; less than this is inexactness of the solver."""


def improved(problem: Problem, seconds: float, start: Proposal | None = None) -> Proposal:
    """The best of what HiGHS found, the greedy proposal and `start`.

    The same problem gives the same proposal, unless time ends the search.

    Args:
        seconds: of HiGHS alone, which looks at the time only now and then; building the model comes on top (two seconds for
            1,500 people and four weeks).
        start: a proposal made before, of which is kept what still may be.
    """
    known = compiled(problem)
    answer = solve(known, seconds)
    bound = None if answer.bound is None else math.ceil(answer.bound - ROUNDING)
    found = [placed(known)]
    if start is not None:
        found.append(_rebuilt(known, _numbers(problem, start)))
    if answer.pairs is not None:
        found.append(_rebuilt(known, answer.pairs))
    best = min(found, key=Placing.cost)  # of equal ones the first
    proven = bound is not None and best.cost() <= bound
    least = None if bound is None else min(bound, best.cost()) / HOUR
    by_highs = proven or (answer.pairs is not None and best is found[-1])
    return told(best, "highs" if by_highs else "greedy", least, proven=proven)


def _numbers(problem: Problem, start: Proposal) -> Iterable[tuple[int, int]]:
    openings = {one.id: number for number, one in enumerate(problem.openings)}
    people = {one.id: number for number, one in enumerate(problem.candidates)}
    for opening, person in start.assignments:
        if opening in openings and person in people:
            yield people[person], openings[opening]


def _rebuilt(known: Compiled, pairs: Iterable[tuple[int, int]]) -> Placing:
    """The same people put once more, each as the rules allow; what falls out is filled anew."""
    placing = Placing(known)
    for person, opening in pairs:
        if placing.open[person, opening] and placing.room[opening] > 0 and placing.suits(person, opening):
            placing.put(person, opening)
    complete(placing)
    return placing
