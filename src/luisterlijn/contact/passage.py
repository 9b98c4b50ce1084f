"""How long until a contact is answered while the number of volunteers changes: exact, and pure.

With i contacts ahead, departures come at rate s*mu + i*theta. Within a stretch in which s stays the same, a = s*mu / theta and
q = exp(-theta * t), the number of departures by t has the chances of a binomial variable whose size need not be whole:

    P(from i ahead to j) = C(i + a, i - j) * q^(j + a) * (1 - q)^(i - j),   for j = i, ..., 0

(its generating function solves the forward equations of the pure-death process; with q -> 1 it is Poisson's law), and what is
lacking to 1 was answered: P(still waiting at t) is a negative binomial sum, the incomplete beta function of estimate.py. So a
whole schedule costs one small matrix for each change, however many departures there are; chances below 1e-8 are dropped.

All who are on are busy, or nobody would wait. Whoever comes is free: as many as come are answered at that moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, expm1, inf, isinf, log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHARES = (0.5, 0.9)
LEAST = 1e-9  # a second: who is patient for thirty years counts as that, and a talk that long as none
_DROPPED = 1e-8
_OVER = 1e-7  # so few wait still: what comes after does not matter
_PRECISION_S = 0.02


class Passage(NamedTuple):
    """Median, 90th percentile and mean of the wait, seconds; the mean is of the waits that end at all."""

    p50_s: float
    p90_s: float
    mean_s: float


@dataclass(frozen=True, slots=True)
class _Ahead:
    """How many may be ahead: `chances[k]` of low + k; what is lacking to 1 was answered."""

    low: int
    chances: Floats

    @property
    def high(self) -> int:
        return self.low + len(self.chances) - 1

    @property
    def waiting(self) -> float:
        return float(self.chances.sum())

    def answered(self, more: float) -> _Ahead:
        """When so many free volunteers come; a share of one is the chance that one more does."""
        whole, share = divmod(more, 1.0)
        return self._mixed(self._fewer(int(whole)), self._fewer(int(whole) + 1), share) if more > 0 else self

    def _fewer(self, many: int) -> _Ahead:
        low, over = max(self.low - many, 0), max(many - self.low, 0)
        return _Ahead(low, self.chances[over:] if over < len(self.chances) else np.zeros(1))

    @staticmethod
    def _mixed(one: _Ahead, other: _Ahead, share: float) -> _Ahead:
        low, high = min(one.low, other.low), max(one.high, other.high)
        chances = np.zeros(high - low + 1)
        for part, weight in ((one, 1 - share), (other, share)):
            chances[part.low - low : part.high - low + 1] += weight * part.chances
        return _Ahead(low, chances)


class _Flow:
    """A time in which volunteers end talks at one rate, a second; up to `most` ahead."""

    def __init__(self, rate: float, theta: float, most: int) -> None:
        self._rate, self._theta, self._a = rate, theta, rate / theta
        whole = np.arange(1, most + 1, dtype=np.float64)
        self._factorials = np.concatenate(([0.0], np.cumsum(np.log(whole))))
        self._gammas = np.concatenate(([0.0], np.cumsum(np.log(self._a + whole))))

    def after(self, ahead: _Ahead, span_s: float) -> _Ahead:
        """The contacts ahead when so much of it has gone by."""
        stay, go = exp(-self._theta * span_s), -expm1(-self._theta * span_s)
        low, high = self._reach(ahead.low, stay, go, -1), self._reach(ahead.high, stay, go, 1)
        if high < 0:
            return _Ahead(0, np.zeros(1))
        before = np.arange(ahead.low, ahead.high + 1)[:, None]
        later = np.arange(max(low, 0), min(high, ahead.high) + 1)[None, :]
        gone = before - later
        chance = self._gammas[before] - self._gammas[later] - self._factorials[np.maximum(gone, 0)]
        chance -= (later + self._a) * self._theta * span_s
        chance += gone * log(go)
        chances = ahead.chances @ np.where(gone < 0, 0.0, np.exp(np.where(gone < 0, 0.0, chance)))
        kept = np.flatnonzero(chances > _DROPPED)
        if not kept.size:
            return _Ahead(0, np.zeros(1))
        return _Ahead(int(later[0, 0] + kept[0]), chances[kept[0] : kept[-1] + 1])

    def _reach(self, start: int, stay: float, go: float, side: int) -> int:
        """How many can be left of `start`: six deviations from the mean."""
        size = start + self._a
        return int(start * stay - self._a * go + side * (6 * sqrt(size * stay * go) + 9))

    def waiting(self, ahead: _Ahead, at_s: float) -> float:
        """The chance to be waiting still so long after its begin."""
        if self._rate <= 0 or at_s <= 0:
            return ahead.waiting
        gone = np.arange(ahead.high + 1)
        chance = self._gammas[gone] - self._factorials[gone] - self._rate * at_s  # C(a + k, k), times a / (a + k) below
        chance += gone * log(-expm1(-self._theta * at_s))
        answered_later = np.cumsum(np.exp(chance) * self._a / (self._a + gone))
        return float(ahead.chances @ answered_later[ahead.low :])

    def waited_s(self, before: _Ahead, after: _Ahead, span_s: float) -> float:
        """The mean time in it, those answered in it counting until they were.

        QL-m of the line before it, less QL-m of the line after it, as if all the rest were like this.
        """
        if self._rate <= 0:
            return before.waiting * span_s
        means = np.cumsum(1 / (self._rate + self._theta * np.arange(before.high + 1)))
        left = [float(one.chances @ means[one.low : one.high + 1]) for one in (before, after)]
        return left[0] - left[1]

    def reached_s(self, ahead: _Ahead, chance: float, span_s: float) -> float:
        """When the chance to be waiting still has fallen to this one, in seconds from its begin: bisected."""
        low, high = 0.0, span_s
        if isinf(high):
            high = (ahead.high + 1) / self._rate
            while self.waiting(ahead, high) > chance:
                low, high = high, 2 * high
        while high - low > _PRECISION_S:
            middle = (low + high) / 2
            low, high = (middle, high) if self.waiting(ahead, middle) > chance else (low, middle)
        return high


class Stretch(NamedTuple):
    """From `begin_s` on talks end at `rate` a second, and `free` volunteers have come at its begin."""

    begin_s: float
    rate: float
    free: float = 0.0


def passage(ahead: int, stretches: Sequence[Stretch], theta: float) -> Passage | None:
    """The wait of a contact with so many ahead of it.

    Args:
        ahead: 0 or more.
        stretches: in order, the first from 0 seconds on; the last one lasts.
        theta: 1 / mean patience in seconds.

    Returns:
        None when more than a tenth of such waits never end: in the last stretch nobody is able.
    """
    theta = max(theta, LEAST)
    line, at_s, mean_s = _Ahead(ahead, np.ones(1)), 0.0, 0.0
    reached: list[float] = []
    ends = [one.begin_s for one in stretches[1:]] + [inf]
    for end_s, (_, rate, free) in zip(ends, stretches, strict=True):
        line = line.answered(free)
        reached += [at_s for share in SHARES[len(reached) :] if line.waiting <= 1 - share]
        if line.waiting < _OVER or (isinf(end_s) and rate < LEAST):
            break
        span_s, flow = end_s - at_s, _Flow(rate if rate >= LEAST else 0.0, theta, line.high)
        left = _Ahead(0, np.zeros(1)) if isinf(end_s) else flow.after(line, span_s)
        passed = [1 - share for share in SHARES[len(reached) :] if left.waiting <= 1 - share]
        reached += [at_s + flow.reached_s(line, chance, span_s) for chance in passed]
        mean_s += flow.waited_s(line, left, span_s)
        line, at_s = left, end_s
    if len(reached) < len(SHARES):
        return None
    never = line.waiting if line.waiting >= _OVER else 0.0
    return Passage(reached[0], reached[1], mean_s if never == 0 else (mean_s - never * at_s) / (1 - never))
