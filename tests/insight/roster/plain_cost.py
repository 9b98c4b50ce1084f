"""The cost of a set of assignments, reckoned person by person and quarter by quarter: what the arrays must agree with."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from math import comb

from luisterlijn.facts import Channel
from luisterlijn.insight.roster import Opening, Problem, Proposal, is_night, is_weekend
from luisterlijn.volunteer.coverage import CHANNELS, QUARTER_S
from tests.insight.roster.cases import broken

Pair = tuple[str, str]


def cost(problem: Problem, pairs: Collection[Pair]) -> float:
    """In hours lacking, as roster/demand.py and roster/placing.py say in words."""
    there = {one.id: {*one.signed, *(person for at, person in pairs if at == one.id)} for one in problem.openings}
    return (_lacking(problem, there) + _unfair(problem, pairs)) / 2400


def every(problem: Problem, pairs: list[Pair]) -> list[tuple[Pair, ...]]:
    """All the sets of assignments that break no rule."""
    sets = [some for size in range(len(pairs) + 1) for some in combinations(pairs, size)]
    return [
        some for some in sets if not broken(problem, Proposal(some, (), (), 0, None, proven=False, method="greedy"))
    ]


def _lacking(problem: Problem, there: dict[str, set[str]]) -> int:
    total = 0
    for one in problem.openings:
        minutes = (one.ends_at - one.starts_at).total_seconds() // 60
        for channel in one.channels:
            if not _reached(problem, one, channel):
                have = _heads(problem, there[one.id], channel)
                total += int(minutes) * _worth(one.minimum, one.target, have)
    for channel in CHANNELS:
        if channel in problem.required:
            begin, numbers = problem.required[channel]
            for quarter, number in enumerate(numbers.tolist()):
                at = begin.timestamp() + QUARTER_S * quarter
                covering = [
                    one
                    for one in problem.openings
                    if channel in one.channels
                    and one.starts_at.timestamp() <= at
                    and one.ends_at.timestamp() >= at + QUARTER_S
                ]
                need = planned(number, problem.show_rate)
                have = sum(_heads(problem, there[one.id], channel) for one in covering)
                total += 15 * _worth(need, need, have)
    return total


def planned(required: int, rate: float) -> int:
    """The least number of whom at least those required come in four times of five."""
    number = required
    while (
        sum(comb(number, come) * rate**come * (1 - rate) ** (number - come) for come in range(required, number + 1))
        < 0.8
    ):
        number += 1
    return number


def _worth(minimum: int, target: int, have: int) -> int:
    first = 80 if minimum > 0 and have == 0 else 0
    return first + 40 * max(minimum - have, 0) + 10 * max(target - max(have, minimum), 0)


def _reached(problem: Problem, one: Opening, channel: Channel) -> bool:
    if channel not in problem.required:
        return False
    begin, numbers = problem.required[channel]
    return begin <= one.starts_at and one.ends_at.timestamp() <= begin.timestamp() + QUARTER_S * numbers.size


def _heads(problem: Problem, people: Collection[str], channel: Channel) -> int:
    channels = {one.id: one.papers.channels for one in problem.candidates}
    return sum(channel in channels.get(person, CHANNELS) for person in people)


def _unfair(problem: Problem, pairs: Collection[Pair]) -> int:
    openings = {one.id: one for one in problem.openings}
    total = 5 * len(pairs)
    for weight, counts, lately in ((4, is_night, "nights"), (2, is_weekend, "weekends")):
        had = {
            who.id: getattr(who, lately)
            + sum(counts(one.wanted(), problem.zone) for one in problem.openings if who.id in one.signed)
            for who in problem.candidates
        }
        least = min(had.values(), default=0)
        for at, person in pairs:
            if counts(openings[at].wanted(), problem.zone):
                total += weight * min(had[person] - least, 10)
                had[person] += 1
    return total
