"""What limits one person, as rows of a linear model: each says of which shifts together how many at most.

No row forbids what the rules allow (but for the rest that roster/__init__.py names), so the bound holds. The few things that
are left to the end are stretches with other work, and nights of which the shifts hold only parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import gcd
from typing import TypeAlias

import numpy as np

from luisterlijn.insight.roster.compiled import Compiled
from luisterlijn.insight.roster.demand import Flags, Whole
from luisterlijn.insight.roster.spans import kind
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rest import SIXTEEN_WEEKS, nights
from luisterlijn.volunteer.template import local_day

Row: TypeAlias = tuple[list[int], list[int], int]
"""Openings, their coefficients, and what their sum may be at most."""


@dataclass(frozen=True, slots=True)
class OnDays:
    """`most` of these groups of shifts at most; one counts as soon as one of its shifts is taken."""

    groups: tuple[tuple[int, ...], ...]
    most: int


def plain_rows(known: Compiled, person: int, openings: Sequence[int]) -> Iterator[Row]:
    """Most shifts, most minutes, most nights, pairs and stretches."""
    minutes = known.minutes[list(openings)]
    fits = int((np.cumsum(np.sort(minutes)) <= known.most_minutes[person]).sum())
    most = min(int(known.most_shifts[person]), fits)
    if most < len(openings):
        yield list(openings), [1] * len(openings), most
    if np.ptp(minutes) and minutes.sum() > known.most_minutes[person]:
        each = gcd(*minutes.tolist())
        yield list(openings), (minutes // each).tolist(), int(known.most_minutes[person]) // each
    dark = [one for one in openings if known.times.night[one]]
    if known.most_nights[person] < min(len(dark), most):
        yield dark, [1] * len(dark), int(known.most_nights[person])
    if most > 1:
        conflict = (known.between.overlap | known.between.tired)[np.ix_(openings, openings)]
        for clique in cliques(conflict):
            yield [openings[at] for at in clique], [1] * len(clique), 1
    if most > 2:  # noqa: PLR2004 - of two that touch the pairs speak
        for group in stretch_rows(known, openings):
            yield group, [1] * len(group), len(group) - 1


def cliques(conflict: Flags) -> list[list[int]]:
    """Sets of which all conflict with each other, that together hold every pair that does."""
    left = np.triu(conflict, 1)
    found: list[list[int]] = []
    for one, other in np.argwhere(left).tolist():
        if not left[one, other]:
            continue
        clique = [one, other]
        common = conflict[one] & conflict[other]
        common[clique] = False
        while common.any():
            clique.append(int(common.argmax()))
            common &= conflict[clique[-1]]
            common[clique[-1]] = False
        clique.sort()
        left[np.ix_(clique, clique)] = False
        found.append(clique)
    return found


def stretch_rows(known: Compiled, openings: Sequence[int]) -> Iterator[list[int]]:
    """Shifts that adjoin one after another and last too long together, or with one that begins before they are rested from."""
    limits, starts, ends = known.problem.limits, known.times.starts, known.times.ends
    longest_s, rest_s = limits.longest_shift.total_seconds(), limits.rest_after_night.total_seconds()
    after = {one: [other for other in openings if starts[other] == ends[one]] for one in openings}
    conflict = known.between.overlap | known.between.tired
    paths = [[one] for one in openings if after[one]]
    while paths:
        path = paths.pop()
        if len(path) > 1 and late(known, path):
            pause = starts[list(openings)] - ends[path[-1]]
            for at in np.flatnonzero((pause > 0) & (pause < rest_s)).tolist():
                if not conflict[openings[at], path].any():
                    yield [*path, openings[at]]
        for longer in ([*path, following] for following in after[path[-1]]):
            if ends[longer[-1]] - starts[path[0]] <= longest_s:
                paths.append(longer)
            elif len(longer) > 2:  # noqa: PLR2004 - pairs have rows of their own
                yield longer


def late(known: Compiled, path: Sequence[int]) -> bool:
    """Whether a stretch of shifts that adjoin is a night that asks for rest."""
    first, last = known.problem.openings[path[0]], known.problem.openings[path[-1]]
    return kind(Span(first.starts_at, last.ends_at), known.problem.zone)[1]


def day_rows(known: Compiled, person: int, openings: Sequence[int]) -> Iterator[OnDays]:
    """Days in a row, and nights of sixteen weeks, where they can be too many."""
    problem, most = known.problem, min(int(known.most_shifts[person]), len(openings))
    spans, zone = known.work.spans[person], problem.zone
    if known.work.days[person] + most > problem.limits.days_in_a_row:
        worked = {local_day(one.starts_at, zone).toordinal() for one in spans}
        groups = _by({at: [local_day(problem.openings[at].starts_at, zone)] for at in openings})
        yield from _windows(groups, worked, problem.limits.days_in_a_row + 1, problem.limits.days_in_a_row)
    if known.work.nights[person] + most > problem.limits.nights_in_16_weeks:
        worked = {night.toordinal() for night in nights(spans, zone)}
        groups = _by({at: sorted(nights([problem.openings[at].wanted()], zone)) for at in openings})
        yield from _windows(groups, worked, SIXTEEN_WEEKS.days, problem.limits.nights_in_16_weeks)


def _by(days: dict[int, list[date]]) -> dict[int, tuple[int, ...]]:
    """The openings of each day, but for those that have none."""
    found: dict[int, list[int]] = {}
    for opening, each in days.items():
        for day in each:
            found.setdefault(day.toordinal(), []).append(opening)
    return {day: tuple(each) for day, each in sorted(found.items())}


def _windows(groups: dict[int, tuple[int, ...]], worked: set[int], length: int, most: int) -> Iterator[OnDays]:
    """For each run of so many days that holds new ones: how many of these there may be."""
    seen: set[tuple[int, ...]] = set()
    new = [day for day in groups if day not in worked]
    for first in sorted({start for day in new for start in range(day - length + 1, day + 1)}):
        inside = tuple(day for day in new if first <= day < first + length)
        left = max(most - sum(first <= day < first + length for day in worked), 0)
        if len(inside) > left and (*inside, left) not in seen:
            seen.add((*inside, left))
            yield OnDays(tuple(groups[day] for day in inside), left)


def candidates_of(may: Flags) -> list[list[int]]:
    """The openings of each person, in order."""
    return [np.flatnonzero(row).tolist() for row in may]


def runs(worth: Whole) -> Iterator[tuple[int, int]]:
    """Equal amounts that follow one another, as (amount, how many)."""
    heads = np.flatnonzero(np.diff(worth, prepend=-1))
    yield from zip(worth[heads].tolist(), np.diff(heads, append=worth.size).tolist(), strict=True)
