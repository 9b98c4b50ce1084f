"""A problem as arrays: who may be on what, and which shifts one person cannot both take.

Most of what the rules forbid shows between two spans of work, and is reckoned for all pairs at once. What only three spans show
(a stretch of touching ones, days in a row, nights of sixteen weeks) is asked of the rules themselves (`permitted`), and only
where it can occur (`doubtful`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from luisterlijn.insight.roster.demand import ANY, Demand, Flags, Whole, demand
from luisterlijn.insight.roster.fit import available, fit
from luisterlijn.insight.roster.problem import Problem, is_weekend
from luisterlijn.insight.roster.spans import Pairs, Times, pairs, times
from luisterlijn.insight.roster.work import Work, work
from luisterlijn.volunteer.coverage import bit
from luisterlijn.volunteer.reason import Span
from luisterlijn.volunteer.rules import reasons

UNBOUND = 1 << 40


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """Axes: person, opening.

    `between`: of two openings (on both axes) for one person. `may`: nothing stands in the way of the one shift alone; what
    does is in `fit`, `free` (available) and `work`. `minutes` of a shift, and `room`: how many more it takes. `most_shifts`,
    `most_minutes`, `most_nights`: how much more a person takes. `masks`: their channels as bits. `present`: people in each
    piece of demand.
    """

    problem: Problem
    demand: Demand
    times: Times
    weekend: Flags
    between: Pairs
    fit: Flags
    free: Flags
    signed: Flags
    work: Work
    may: Flags
    minutes: Whole
    room: Whole
    most_shifts: Whole
    most_minutes: Whole
    most_nights: Whole
    masks: Whole
    present: Whole

    def doubtful(self, person: int, opening: int, new: Sequence[int]) -> bool:
        """Whether one more shift could break a rule that no two spans show."""
        limits, more = self.problem.limits, len(new) + 1
        if self.work.days[person] + more > limits.days_in_a_row:
            return True
        if self.work.nights[person] + more > limits.nights_in_16_weeks:
            return True
        if self.work.near[person, opening] or (new and self.between.touch[opening, new].any()):
            return True
        return bool(new and self.work.near[person, new].any()) or (
            len(new) > 1 and bool(self.between.touch[new][:, new].any())
        )

    def permitted(self, person: int, opening: int, new: Sequence[int]) -> bool:
        """What the rules say of one more shift beside other work and these openings."""
        one, problem = self.problem.candidates[person], self.problem
        taken = [problem.openings[at].wanted() for at in new]
        spans = [*self.work.spans[person], *(Span(span.starts_at, span.ends_at) for span in taken)]
        wanted = problem.openings[opening].wanted()
        return not reasons(wanted, one.papers, problem.needs, spans, problem.limits, problem.zone, problem.now)


def compiled(problem: Problem) -> Compiled:
    """The problem as arrays."""
    openings, zone, limits = problem.openings, problem.zone, problem.limits
    when = times([one.wanted() for one in openings], zone)
    signed = _signed(problem)
    minutes = -((when.starts - when.ends) // 60)
    masks = np.array([ANY + sum(bit(one) for one in set(who.papers.channels)) for who in problem.candidates], np.int64)
    pieces = demand(problem)
    known = Compiled(
        problem,
        pieces,
        when,
        np.array([is_weekend(one.wanted(), zone) for one in openings], bool),
        pairs(when, when, limits),
        fit(problem),
        available(problem.candidates, when.starts, when.ends) & ~_refused(problem),
        signed,
        work(problem, signed, when),
        np.ones_like(signed),
        minutes,
        np.array([_room(one.maximum, len(set(one.signed))) for one in openings], np.int64),
        _left([one.most_shifts for one in problem.candidates], signed.sum(1)),
        _left([one.most_minutes for one in problem.candidates], signed @ minutes),
        _left([one.most_nights for one in problem.candidates], signed.astype(np.int64) @ when.night.astype(np.int64)),
        masks,
        _present(problem, pieces, signed, masks),
    )
    _strike(known)
    return known


def _strike(known: Compiled) -> None:
    """Take out of `may` what stands in the way of each shift alone."""
    problem, limits = known.problem, known.problem.limits
    spent = known.times.ends - known.times.starts > limits.longest_shift.total_seconds()
    begun = np.array([one.starts_at <= problem.now for one in problem.openings], bool)
    known.may[:] = known.fit & known.free & ~(known.signed | known.work.busy | known.work.tired | spent | begun)
    known.may[known.most_shifts < 1] = False
    known.may[:] &= known.minutes <= known.most_minutes[:, None]
    known.may[:] &= ~(known.times.night & (known.most_nights < 1)[:, None])
    many = (known.work.days >= limits.days_in_a_row) | (known.work.nights >= limits.nights_in_16_weeks)
    for person, opening in np.argwhere(known.may & (known.work.near | many[:, None])).tolist():
        known.may[person, opening] = known.permitted(person, opening, ())


def _signed(problem: Problem) -> Flags:
    numbers = {one.id: number for number, one in enumerate(problem.candidates)}
    found = np.zeros((len(problem.candidates), len(problem.openings)), bool)
    for at, one in enumerate(problem.openings):
        found[[numbers[who] for who in one.signed if who in numbers], at] = True
    return found


def _refused(problem: Problem) -> Flags:
    numbers = {one.id: number for number, one in enumerate(problem.openings)}
    found = np.zeros((len(problem.candidates), len(problem.openings)), bool)
    for row, who in zip(found, problem.candidates, strict=True):
        row[[numbers[one] for one in who.refused if one in numbers]] = True
    return found


def _room(maximum: int | None, signed: int) -> int:
    return UNBOUND if maximum is None else max(maximum - signed, 0)


def _left(most: Sequence[int | None], taken: Whole) -> Whole:
    limit = np.array([UNBOUND if one is None else one for one in most], np.int64)
    left: Whole = np.maximum(limit - taken, 0)
    return left


def _present(problem: Problem, pieces: Demand, signed: Flags, masks: Whole) -> Whole:
    """Who is signed, piece by piece; strangers count on every channel."""
    strangers = np.array([len(set(one.signed)) for one in problem.openings], np.int64) - signed.sum(0)
    present = pieces.cover @ strangers
    for mask in np.unique(masks).tolist():
        present += (pieces.mask & mask > 0) * (pieces.cover @ signed[masks == mask].sum(0))
    return np.asarray(present, np.int64)
