"""The work people are on already, held against the openings; person x opening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from luisterlijn.insight.roster.demand import Flags, Whole, second
from luisterlijn.insight.roster.problem import Problem
from luisterlijn.insight.roster.spans import Times, pairs, times
from luisterlijn.volunteer.reason import Span

NEAR_DAYS = 9
"""Further away no rest and no stretch of work reaches."""
DAY_S, ONE_NIGHT_S = 24 * 3600, 7 * 3600


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """`spans` of each person, signed shifts included.

    `busy`: at the same time. `tired`: a soft rule holds it against the opening. `near`: only the rules themselves can say.
    `days`, `nights`: of each person, at least as many as they work in a row at either end, and in sixteen weeks.
    """

    spans: tuple[tuple[Span, ...], ...]
    busy: Flags
    tired: Flags
    near: Flags
    days: Whole
    nights: Whole


def work(problem: Problem, signed: Flags, when: Times) -> Work:
    """Everybody's other work."""
    spans = tuple(
        tuple({(one.starts_at, one.ends_at): Span(one.starts_at, one.ends_at) for one in (*who.work, *there)}.values())
        for who, there in zip(problem.candidates, _there(problem, signed), strict=True)
    )
    flat = [(number, one) for number, mine in enumerate(spans) for one in mine]
    owner = np.array([number for number, _ in flat], np.int64)
    starts, ends = second(one.starts_at for _, one in flat), second(one.ends_at for _, one in flat)
    reach = max(NEAR_DAYS, problem.limits.days_in_a_row + 2) * DAY_S
    close = (ends > when.starts.min(initial=1 << 40) - reach) & (starts < when.ends.max(initial=0) + reach)
    nights = -(-(ends - starts + ONE_NIGHT_S) // DAY_S)
    count = len(spans)
    clash = _clash(problem, [flat[at] for at in np.flatnonzero(close)], when)
    return Work(
        spans,
        *clash,
        np.bincount(owner[close], minlength=count),
        np.bincount(owner, nights, count).astype(np.int64),
    )


def _there(problem: Problem, signed: Flags) -> list[list[Span]]:
    found: list[list[Span]] = [[] for _ in problem.candidates]
    for person, opening in np.argwhere(signed).tolist():
        found[person].append(problem.openings[opening].wanted())
    return found


def _clash(problem: Problem, flat: Sequence[tuple[int, Span]], when: Times) -> tuple[Flags, Flags, Flags]:
    shape = len(problem.candidates), len(problem.openings)
    busy, tired, near = (np.zeros(shape, bool) for _ in range(3))
    if not flat:
        return busy, tired, near
    owner = np.array([number for number, _ in flat], np.int64)
    own = times([one for _, one in flat], problem.zone)
    found = pairs(own, when, problem.limits)
    heads = np.flatnonzero(np.diff(owner, prepend=-1))
    for into, each in ((busy, found.overlap), (tired, found.tired), (near, found.touch)):
        into[owner[heads]] = np.logical_or.reduceat(each, heads, axis=0)
    order = np.lexsort((own.starts, owner))
    owner, starts, ends = owner[order], own.starts[order], own.ends[order]
    adjoin = (owner[1:] == owner[:-1]) & (starts[1:] <= ends[:-1])
    near[owner[1:][adjoin]] = True  # a stretch of their own
    return busy, tired, near
