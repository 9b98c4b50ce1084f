"""Spans of time kept as a histogram: what remains of waits and talks once their contacts are erased. Pure.

The bounds are the same for ever, each about a fifth above the one before, so that histograms of years add up; beside them
are kept how many there were and their exact sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from luisterlijn.insight.series import Numbers

BOUNDS_S = (
    5,
    10,
    20,
    30,
    45,
    60,
    90,
    120,
    180,
    240,
    300,
    420,
    600,
    900,
    1200,
    1500,
    1800,
    2400,
    3000,
    3600,
    5400,
    7200,
)
"""Upper bounds of all but the last part; a bound belongs to its own part, and what is longer to the last."""

PARTS = len(BOUNDS_S) + 1
LONGEST_S = 4 * 3600
"""What is longer than the last bound is taken to lie between it and this, unless the sum says otherwise."""


@dataclass(frozen=True, slots=True)
class Spread:
    """`counts` of the parts, and the sum of all of them in seconds.

    Raises:
        ValueError: there is not one count for each part.
    """

    counts: tuple[int, ...] = (0,) * PARTS
    total_s: float = 0.0

    def __post_init__(self) -> None:
        if len(self.counts) != PARTS:
            message = f"counts: has {len(self.counts)} parts; give {PARTS}"
            raise ValueError(message)

    @classmethod
    def of(cls, spans_s: Sequence[float]) -> Spread:
        """The spread of these spans in seconds."""
        at = np.searchsorted(BOUNDS_S, np.asarray(spans_s, np.float64), side="left")
        return cls(tuple(np.bincount(at, minlength=PARTS).tolist()), float(sum(spans_s)))

    @property
    def count(self) -> int:
        """How many spans there are."""
        return sum(self.counts)

    @property
    def mean_s(self) -> float | None:
        """Their mean, exactly; None where there are none."""
        return self.total_s / self.count if self.count else None

    def at(self, shares: Numbers) -> Numbers:
        """The spans in seconds below which these shares (0 to 1) of all lie, even within each part.

        With uniform random shares this draws spans like those seen; they are scaled so that their mean is the exact one.

        Raises:
            ValueError: there are no spans.
        """
        if not self.count:
            message = "counts: nothing was measured; take a mean assumed instead"
            raise ValueError(message)
        edges = np.array([0, *BOUNDS_S, LONGEST_S], np.float64)
        reached = np.concatenate(([0], np.cumsum(self.counts))) / self.count
        middle = sum(n * (low + high) / 2 for n, (low, high) in zip(self.counts, pairwise(edges), strict=True))
        found: Numbers = np.interp(shares, *_rising(reached, edges)) * (self.total_s / middle)
        return found


def _rising(reached: Numbers, edges: Numbers) -> tuple[Numbers, Numbers]:
    """The points without the empty parts before the first span and after the last."""
    first = int(np.searchsorted(reached, 0, side="right")) - 1
    last = int(np.searchsorted(reached, 1, side="left"))
    return reached[first : last + 1], edges[first : last + 1]
