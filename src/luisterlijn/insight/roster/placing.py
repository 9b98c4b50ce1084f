"""A proposal in the making: who is on what, what one more person is worth, and what may be done next."""

from __future__ import annotations

import numpy as np

from luisterlijn.insight.roster.compiled import Compiled
from luisterlijn.insight.roster.demand import Flags, Whole
from luisterlijn.insight.roster.problem import Candidate

ASK, NIGHT, WEEKEND = 5, 4, 2
"""What it costs to ask somebody, and for each night and weekend shift they had more than whoever had least."""
MOST_COUNTED = 10
"""Such nights or weekend shifts; beyond, nobody is spared more. So fairness never leaves open what could be filled."""


class Placing:
    """Arrays kept up to date with each step.

    `on`: person x opening, new ones only. `open`: who may be put where now. `in_vain`: exchanges that bettered nothing.
    """

    def __init__(self, known: Compiled) -> None:
        self.known = known
        self.on: Flags = np.zeros_like(known.may)
        self.taken: list[list[int]] = [[] for _ in known.problem.candidates]
        self.open: Flags = known.may.copy()
        self.supply: Whole = self.open.sum(0)
        self.room = known.room.copy()
        self.in_vain = 0
        self.present = known.present.copy()
        self._shifts, self._minutes = known.most_shifts.copy(), known.most_minutes.copy()
        self._nights = known.most_nights.copy()
        self.conflict = known.between.overlap | known.between.tired
        kinds, self.kind = np.unique(known.masks, return_inverse=True)
        self.counts: Flags = known.demand.mask & kinds[:, None] > 0
        self._cover = known.demand.cover.astype(np.float64)  # exact for whole numbers of this size, and much faster
        self._pieces = [np.flatnonzero(cover) for cover in known.demand.cover.T]
        self._had = before(known)
        self.nights, self.weekends = (each.copy() for each in self._had)
        self.least = self.nights.min(initial=1 << 30), self.weekends.min(initial=1 << 30)

    def worth(self) -> Whole:
        """What one more person takes away of the shortage; kind of channels x opening."""
        return self.worth_at(self.present)

    def worth_at(self, present: Whole) -> Whole:
        """The same, if so many were in each piece."""
        worth = self.known.demand.worth
        next_one = worth[np.arange(present.size), np.minimum(present, worth.shape[1] - 1)]
        return np.asarray((self.counts * next_one).astype(np.float64) @ self._cover, np.int64)

    def worth_on(self, opening: int) -> Whole:
        """The same of one opening, by kind."""
        pieces = self._pieces[opening]
        worth = self.known.demand.worth
        next_one = worth[pieces, np.minimum(self.present[pieces], worth.shape[1] - 1)]
        found: Whole = self.counts[:, pieces] @ next_one
        return found

    def net(self, person: int, opening: int) -> int:
        """What it betters to put somebody on it, fairness included."""
        return int(self.worth_on(opening)[self.kind[person]] - self.fairness(np.array([person]), opening)[0])

    def fairness(self, people: Whole, opening: int) -> Whole:
        """What it costs to put each of them on it."""
        cost = np.full(people.size, ASK, np.int64)
        if self.known.times.night[opening]:
            cost += NIGHT * np.minimum(self.nights[people] - self.least[0], MOST_COUNTED)
        if self.known.weekend[opening]:
            cost += WEEKEND * np.minimum(self.weekends[people] - self.least[1], MOST_COUNTED)
        return cost

    def put(self, person: int, opening: int) -> None:
        """Put somebody on it, who may be."""
        self._move(person, opening, 1)

    def take(self, person: int, opening: int) -> None:
        """Take a new one off again."""
        self._move(person, opening, -1)

    def suits(self, person: int, opening: int) -> bool:
        """Whether the rules allow it beside what they are on, where no two spans show it; pairs were looked at."""
        new = self.taken[person]
        return not self.known.doubtful(person, opening, new) or self.known.permitted(person, opening, new)

    def shut(self, person: int, opening: int) -> None:
        """Look at somebody for it no more until they are moved."""
        self.supply[opening] -= self.open[person, opening]
        self.open[person, opening] = False

    def sound(self, person: int) -> bool:
        """Whether all they are put on keeps to the rules; taking one shift off can break up a stretch."""
        each = self.taken[person]
        rest = [(one, [other for other in each if other != one]) for one in each]
        return all(
            not self.known.doubtful(person, one, others) or self.known.permitted(person, one, others)
            for one, others in rest
        )

    def spent(self, opening: int) -> Flags:
        """Who may take no more shifts, or not so many minutes more, or no more nights."""
        few: Flags = (self._shifts < 1) | (self._minutes < self.known.minutes[opening])
        few |= self.known.times.night[opening] & (self._nights < 1)
        return few

    def reopen(self) -> None:
        """Look at everybody again who was `shut` out."""
        known = self.known
        clash = self.on.astype(np.float32) @ self.conflict.astype(np.float32) > 0
        few = (self._shifts < 1)[:, None] | (self._minutes[:, None] < known.minutes)
        few |= known.times.night & (self._nights < 1)[:, None]
        self.open = known.may & ~clash & ~few
        self.supply = self.open.sum(0)

    def cost(self) -> int:
        """Shortage and unfairness."""
        asked = ASK * int(self.on.sum())
        columns = (NIGHT, WEEKEND), (self.nights, self.weekends), self._had, self.least
        for weight, now, then, least in zip(*columns, strict=True):
            asked += weight * int((_added(now - least) - _added(then - least)).sum())
        return self.known.demand.shortage(self.present) + asked

    def _move(self, person: int, opening: int, step: int) -> None:
        known = self.known
        self.on[person, opening] = step > 0
        (self.taken[person].append if step > 0 else self.taken[person].remove)(opening)
        pieces = self._pieces[opening]
        self.present[pieces] += step * self.counts[self.kind[person], pieces]
        self.room[opening] -= step
        self._shifts[person] -= step
        self._minutes[person] -= step * known.minutes[opening]
        self._nights[person] -= step * known.times.night[opening]
        self.nights[person] += step * known.times.night[opening]
        self.weekends[person] += step * known.weekend[opening]
        now = known.may[person] & (known.minutes <= self._minutes[person])
        if self.taken[person]:
            now &= ~self.conflict[self.taken[person]].any(0)
        if self._nights[person] < 1:
            now &= ~known.times.night
        if self._shifts[person] < 1:
            now[:] = False
        self.supply += now.astype(np.int64) - self.open[person]
        self.open[person] = now


def before(known: Compiled) -> tuple[Whole, Whole]:
    """Nights and weekend shifts of each person: lately, and those they are signed for."""
    people: tuple[Candidate, ...] = known.problem.candidates
    nights = np.array([one.nights for one in people], np.int64) + known.signed @ known.times.night.astype(np.int64)
    weekends = np.array([one.weekends for one in people], np.int64) + known.signed @ known.weekend.astype(np.int64)
    return nights, weekends


def _added(count: Whole) -> Whole:
    """The sum of min(n, MOST_COUNTED) for n below each count."""
    few = np.minimum(count, MOST_COUNTED)
    total: Whole = few * (few - 1) // 2 + MOST_COUNTED * (count - few)
    return total
