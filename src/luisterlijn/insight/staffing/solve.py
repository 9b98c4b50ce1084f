"""Two searches over many places at once: where a function crosses zero, and how many people are enough. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from luisterlijn.insight.staffing.tails import Floats

Whole: TypeAlias = NDArray[np.int64]

MOST_PEOPLE = 1_000_000
_ROUNDS = 200


def crossing(over: Callable[[Floats], Floats], low: Floats, high: Floats, precision: float) -> Floats:
    """Where `over` crosses zero between `low` and `high`, elementwise, to `precision` of x; by Chandrupatla's method.

    `high` where it has one sign at both ends.
    """
    a, b = low.astype(float), high.astype(float)
    at_a, at_b = over(a), over(b)
    none = np.sign(at_a) * np.sign(at_b) > 0
    c, at_c = a, at_a
    step, best = np.full_like(a, 0.5), a
    for _ in range(_ROUNDS):
        x = a + step * (b - a)
        at_x = over(x)
        same = np.sign(at_x) == np.sign(at_a)
        c, at_c, b, at_b = (
            np.where(same, a, b),
            np.where(same, at_a, at_b),
            np.where(same, b, a),
            np.where(same, at_b, at_a),
        )
        a, at_a = x, at_x
        best = np.where(np.abs(at_a) < np.abs(at_b), a, b)
        least = precision * (1 + np.abs(best)) / np.maximum(np.abs(b - a), 1e-300)
        if (none | (least > 0.5) | (at_a == 0) | (at_b == 0)).all():  # noqa: PLR2004 - less than two steps are left
            break
        least = np.minimum(least, 0.5)
        step = np.clip(_inverse(a, b, c, at_a, at_b, at_c), least, 1 - least)
    return np.where(none, high, best)


def _inverse(a: Floats, b: Floats, c: Floats, at_a: Floats, at_b: Floats, at_c: Floats) -> Floats:
    """The next step from a towards b: by inverse quadratic interpolation where that is safe, else half way."""
    with np.errstate(all="ignore"):
        place, value = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
        safe = (value**2 < place) & ((1 - value) ** 2 < 1 - place)
        step = at_a / (at_b - at_a) * at_c / (at_b - at_c)
        step += (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
    return np.where(safe & np.isfinite(step), step, 0.5)


def enough(loads: Floats, most: Callable[[Whole], Floats]) -> Whole:
    """The fewest people whose `most`, which rises with people, is no less than the load, elementwise; 0 for no load.

    What `most` says is remembered, so a year of intervals asks it for each number of people once at most.

    Raises:
        ValueError: a million are not enough.
    """
    distinct, where = np.unique(loads, return_inverse=True)
    known = np.full(MOST_PEOPLE + 1, np.nan)
    known[0] = 0.0

    def fits(people: Whole) -> NDArray[np.bool_]:
        asked = np.unique(people)
        new = asked[np.isnan(known[asked])]
        if new.size:
            known[new] = most(new)
        fit: NDArray[np.bool_] = known[people] >= distinct
        return fit

    low = np.zeros(distinct.size, np.int64)
    high = np.minimum(np.ceil(distinct) + 1, MOST_PEOPLE).astype(np.int64)
    if distinct.size and high[-1] <= distinct.size:
        fits(np.arange(high.size) % (high[-1] + 1))  # they will be asked for all the same: at once is quicker
    while not (fit := fits(high)).all():
        if (high[~fit] == MOST_PEOPLE).any():
            raise ValueError(f"mean: {MOST_PEOPLE:,} people would not be enough; look at the unit of mean and handle_s")
        low, high = np.where(fit, low, high), np.where(fit, high, np.minimum(high * 2, MOST_PEOPLE))
    return np.where(distinct > 0, halved(low, high, fits), 0)[where]


def halved(low: Whole, high: Whole, fits: Callable[[Whole], NDArray[np.bool_]]) -> Whole:
    """The fewest that fit, above `low`, which does not, and up to `high`, which does, elementwise."""
    while (high - low > 1).any():
        middle = (low + high + 1) // 2
        fit = fits(middle)
        low, high = np.where(fit, low, middle), np.where(fit, middle, high)
    return high
