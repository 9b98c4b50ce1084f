"""The problem as a mixed-integer linear model, formulated tightly: cliques instead of pairs, levels instead of big numbers.

Columns: one for each person and shift that may be; for each piece of the demand how many of its people are there, level by
level of equal worth; for each person with more than one night (weekend shift) in reach, those beyond the first. All costs are
whole numbers, and so is the best cost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from luisterlijn.insight.roster.compiled import Compiled
from luisterlijn.insight.roster.demand import Flags
from luisterlijn.insight.roster.placing import MOST_COUNTED, NIGHT, WEEKEND, Placing
from luisterlijn.insight.roster.rows import OnDays, candidates_of, day_rows, plain_rows, runs


@dataclass(frozen=True, slots=True)
class Answer:
    """`pairs`: person and opening, what HiGHS found (None: nothing yet). `bound`: no proposal costs less; None: not known."""

    pairs: tuple[tuple[int, int], ...] | None
    bound: float | None


@dataclass(slots=True)
class _Model:
    """Columns and rows as they are added."""

    cost: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    limit: list[float] = field(default_factory=list)

    def add(self, cost: float, most: float = 1) -> int:
        """A column from 0 to `most`."""
        self.cost.append(cost)
        self.most.append(most)
        return len(self.cost) - 1

    def at_most(self, columns: list[int], values: list[int], limit: float) -> None:
        """A row: the sum is at most the limit."""
        self.row += [len(self.limit)] * len(columns)
        self.column += columns
        self.value += values
        self.limit.append(limit)


def solve(known: Compiled, seconds: float) -> Answer:
    """What HiGHS makes of it in that time."""
    empty = Placing(known)
    worth = empty.worth()
    may = known.may & (worth[empty.kind] > 0) & (known.room > 0)
    constant = known.demand.shortage(known.present)
    model, number = _built(known, empty, may)
    if not model.cost:
        return Answer((), constant)
    shape = len(model.limit), len(model.cost)
    matrix = csr_array((np.array(model.value, float), (model.row, model.column)), shape=shape)
    found = milp(
        np.array(model.cost),
        integrality=np.ones(len(model.cost), np.int64),
        bounds=Bounds(0, np.array(model.most)),
        constraints=LinearConstraint(matrix, -np.inf, np.array(model.limit)),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    bound = found.mip_dual_bound
    pairs = None if found.x is None else _pairs(found.x, number)
    return Answer(pairs, None if bound is None or not np.isfinite(bound) else constant + bound)


def _pairs(values: NDArray[np.float64], number: dict[tuple[int, int], int]) -> tuple[tuple[int, int], ...]:
    return tuple(pair for pair, column in number.items() if values[column] > 0.5)  # noqa: PLR2004 - it is 0 or 1


def _built(known: Compiled, empty: Placing, may: Flags) -> tuple[_Model, dict[tuple[int, int], int]]:
    model = _Model()
    people = np.arange(may.shape[0])
    costs = np.array([empty.fairness(people, opening) for opening in range(may.shape[1])]).T
    number = {(person, opening): model.add(costs[person, opening]) for person, opening in np.argwhere(may).tolist()}
    _pieces(model, known, may, number)
    for opening in np.flatnonzero(may.sum(0) > known.room).tolist():
        columns = [number[person, opening] for person in np.flatnonzero(may[:, opening]).tolist()]
        model.at_most(columns, [1] * len(columns), int(known.room[opening]))
    for person, openings in enumerate(candidates_of(may)):
        if not openings:
            continue
        for group, values, most in plain_rows(known, person, openings):
            model.at_most([number[person, one] for one in group], values, most)
        for each in day_rows(known, person, openings):
            _on_days(model, each, {one: number[person, one] for one in openings})
        _fair(model, known, empty, person, {one: number[person, one] for one in openings})
    return model, number


def _pieces(model: _Model, known: Compiled, may: Flags, number: dict[tuple[int, int], int]) -> None:
    """People there, level by level, are at most those put there; the first are worth most and so come first."""
    demand = known.demand
    for piece, present in enumerate(known.present.tolist()):
        counts = known.masks & demand.mask[piece] > 0
        there = may & counts[:, None] & demand.cover[piece]
        columns = [number[person, opening] for person, opening in np.argwhere(there).tolist()]
        levels = [model.add(-worth, many) for worth, many in runs(demand.worth[piece, present:]) if worth > 0]
        if levels:
            model.at_most([*levels, *columns], [1] * len(levels) + [-1] * len(columns), 0)


def _on_days(model: _Model, rule: OnDays, column: dict[int, int]) -> None:
    marks = []
    for group in rule.groups:
        mark = column[group[0]] if len(group) == 1 else model.add(0)
        for one in group if len(group) > 1 else ():
            model.at_most([column[one], mark], [1, -1], 0)
        marks.append(mark)
    model.at_most(marks, [1] * len(marks), rule.most)


def _fair(model: _Model, known: Compiled, empty: Placing, person: int, column: dict[int, int]) -> None:
    """The second night costs more than the first, and so on: what each costs beyond the first."""
    kinds = (
        (NIGHT, known.times.night, empty.nights - empty.least[0]),
        (WEEKEND, known.weekend, empty.weekends - empty.least[1]),
    )
    for weight, flags, had in kinds:
        columns = [each for opening, each in column.items() if flags[opening]]
        reach = min(len(columns), int(known.most_shifts[person]))
        levels = weight * np.minimum(had[person] + np.arange(reach), MOST_COUNTED)
        if reach > 1 and levels[-1] > levels[0]:
            more = [model.add(cost, many) for cost, many in runs(levels[1:] - levels[0])]
            model.at_most([*columns, *more], [1] * len(columns) + [-1] * len(more), 1)
