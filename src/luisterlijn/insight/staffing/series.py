"""The intervals as they are given: checked, turned into load, and each kind of interval looked at once. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from luisterlijn.insight.staffing.goal import Work
from luisterlijn.insight.staffing.load import factors, modified_load
from luisterlijn.insight.staffing.solve import MOST_PEOPLE, Whole
from luisterlijn.insight.staffing.tails import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Intervals. `load`: Erlang in the mean, 0 where none are expected; `rates`: [n, 10] the equally likely ones."""

    load: Floats
    shape: Floats
    going_on: Floats
    """The modified offered load, also where no contacts are expected."""

    @property
    def quiet(self) -> NDArray[np.bool_]:
        """Where no contacts are expected."""
        none: NDArray[np.bool_] = self.load == 0
        return none

    @property
    def uncertain(self) -> bool:
        """Whether any rate is."""
        return bool(np.isfinite(self.shape).any())

    @property
    def rates(self) -> Floats:
        """[n, 10] Erlang."""
        return self.load[:, None] * factors(self.shape)

    def only(self, those: NDArray[np.bool_]) -> Series:
        """Some of them."""
        return Series(self.load[those], self.shape[those], self.going_on[those])

    def distinct(self, people: Whole | None = None) -> tuple[Series, Whole]:
        """Those that differ, in load, shape or `people`, and where each interval is among them."""
        _, first, where = np.unique(self.load, return_index=True, return_inverse=True)
        for column in (self.shape, *(() if people is None else (people,))):
            if (column != column[first][where]).any():
                values, place = np.unique(column, return_inverse=True)
                _, first, where = np.unique(where * values.size + place, return_index=True, return_inverse=True)
        return Series(self.load[first], self.shape[first], self.going_on[first]), where


def series(mean: ArrayLike, shape: ArrayLike, work: Work, interval_s: float) -> Series:
    """From what a caller gives. Raises ValueError, naming what of it cannot be."""
    expected = np.asarray(mean, dtype=float)
    if expected.ndim != 1:
        raise ValueError(f"mean: it has {expected.ndim} dimensions; give one number for each interval")
    wrong = ~(np.isfinite(expected) & (expected >= 0))
    if wrong.any():
        place = int(np.argmax(wrong))
        raise ValueError(f"mean: {expected[place]} of interval {place} is no number of contacts; give 0 or more")
    shapes = np.asarray(shape, dtype=float)
    if shapes.shape not in ((), expected.shape):
        raise ValueError(f"shape: {shapes.shape} values for {expected.size} intervals; give one for all, or one each")
    if not (shapes > 0).all():
        raise ValueError("shape: 0, less, or no number among them; give numbers above 0, inf where the rate is certain")
    if not 0 < interval_s < math.inf:
        raise ValueError(f"interval_s: {interval_s} is no length; give seconds above 0")
    with np.errstate(over="ignore"):
        going_on = modified_load(expected, work.handle_s, interval_s)
    if not (going_on <= MOST_PEOPLE).all():
        raise ValueError(f"mean: more than {MOST_PEOPLE:,} contacts at once; look at the unit of mean and handle_s")
    shapes = np.broadcast_to(shapes, expected.shape)
    return Series(np.where(expected > 0, going_on, 0.0), np.where(expected > 0, shapes, math.inf), going_on)


def crew(people: ArrayLike, intervals: int) -> Whole:
    """How many people are there, checked."""
    given = np.asarray(people)
    if given.shape not in ((), (intervals,)):
        raise ValueError(f"people: {given.shape} values for {intervals} intervals; give one for all, or one each")
    if not (np.isfinite(given) & (given == np.floor(given)) & (given >= 0) & (given <= MOST_PEOPLE)).all():
        raise ValueError(f"people: not all are whole numbers from 0 to {MOST_PEOPLE:,}; give such numbers")
    return np.broadcast_to(given, (intervals,)).astype(np.int64)
