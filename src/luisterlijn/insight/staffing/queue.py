"""What callers meet who find everybody busy: the half of a queue that every model here has in common. Pure.

Contacts arrive at a steady rate; while all are taken they end at the rate `full`, and each caller waiting leaves after an
exponential patience. What lies below, while somebody is still free, enters as one number, `blocked`. So Erlang A, its limit
Erlang C (endless patience) and chats several at once (`chats`) share every formula: those of Mandelbaum and Zeltyn for
M/M/n+M, each rewritten as a ratio that neither underflows nor cancels (`tails`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luisterlijn.insight.staffing.tails import Floats, Tail, tail

_FAINT = 1e-5
_NONE = 1e-300
"""Stands for no arrivals at all."""


@dataclass(frozen=True, slots=True, eq=False)
class Queue:
    """A queue in steady state, elementwise; shares of all who call, 0 to 1.

    Attributes:
        waits: who cannot be served at once (Pw).
        leaves: who leaves without an answer (Pab).
        wait_s: the mean wait of all, those who leave included (E[W]); inf where the queue grows for ever.
        patience_s: of callers, in the mean.
    """

    waits: Floats
    leaves: Floats
    wait_s: Floats
    patience_s: float
    _full: Floats
    """A second; where callers leave, a patience."""
    _ratio: Floats
    _weight: Floats
    """Of the states in which callers wait, each of them as a multiple of the first."""
    _tail: Tail | None

    def longer(self, than_s: Floats | float) -> Floats:
        """P(W > t): waits longer, whatever comes of it."""
        with np.errstate(under="ignore"):
            longer: Floats = self._virtual(than_s) * np.exp(-self._patiences(than_s))
        return longer

    def late(self, within_s: Floats | float) -> Floats:
        """Who is answered, but not within so many seconds."""
        if self._tail is None:
            return self._virtual(within_s)
        gone = self._patiences(within_s)
        later = self._later(gone)
        below = self._tail.below
        with np.errstate(under="ignore"):
            falls = np.exp(-self._full * np.maximum(gone + self._ratio * np.expm1(-gone), 0.0))
            over = (later.lower() - later.mass) / self._shown()
            late: Floats = np.where(below, falls * (later.near - 1), over) * self._weight
        return np.maximum(late, 0.0)

    def served(self, within_s: Floats | float) -> Floats:
        """SL(t): answered within so many seconds."""
        return np.maximum(1 - self.leaves - self.late(within_s), 0.0)

    def rows(self, those: NDArray[np.bool_]) -> Queue:
        """Some of them, by their first axis."""
        columns = (self.waits, self.leaves, self.wait_s, self._full, self._ratio, self._weight)
        waits, leaves, wait_s, full, ratio, weight = (column[those] for column in columns)
        tails = self._tail and Tail(self._tail.below[those], self._tail.mass[those], self._tail.near[those])
        return Queue(waits, leaves, wait_s, self.patience_s, full, ratio, weight, tails)

    def spare(self) -> Floats:
        """Contacts a second that could be added where nobody leaves; 0 where the queue grows for ever."""
        return np.maximum(1 - self._ratio, 0.0) * self._full

    def _virtual(self, than_s: Floats | float) -> Floats:
        """Would wait longer, had they the patience."""
        with np.errstate(under="ignore"):
            if self._tail is None:
                endless: Floats = self.waits * np.exp(-self.spare() * np.asarray(than_s))
                return endless
            gone = self._patiences(than_s)
            later = self._later(gone)
            falls = np.exp(-self._full * np.maximum(gone + self._ratio * np.expm1(-gone), 0.0))
            under = falls * later.near / self._tail.near
            virtual: Floats = self.waits * np.where(self._tail.below, under, later.lower() / self._shown())
            return virtual

    def _shown(self) -> Floats:
        """P(places, places * ratio) in overload."""
        return np.ones_like(self._ratio) if self._tail is None else np.where(self._tail.below, 1.0, self._tail.lower())

    def _patiences(self, wait_s: Floats | float) -> Floats:
        """A wait in patiences, as far as anybody has them."""
        with np.errstate(over="ignore", under="ignore"):
            patiences: Floats = np.minimum(np.asarray(wait_s, dtype=float) / self.patience_s, 700.0)
        return patiences

    def _later(self, gone: Floats) -> Tail:
        return tail(*np.broadcast_arrays(self._full, self._ratio * np.exp(-gone)))


def queue(rate: Floats, full: Floats, blocked: Floats, patience_s: float) -> Queue:
    """The queue of contacts that come at `rate` and end at `full` while all are taken, both a second.

    Args:
        blocked: the chance of the fullest state in which somebody is free, among all such states: B(n - 1, a) where
            everybody has one contact at a time.
    """
    ratio = np.maximum(rate, _NONE) / full
    with np.errstate(under="ignore", over="ignore"):
        return _endless(ratio, full, blocked) if math.isinf(patience_s) else _ending(ratio, full, blocked, patience_s)


def _endless(ratio: Floats, full: Floats, blocked: Floats) -> Queue:
    spare = np.maximum(1 - ratio, 0.0)
    weight = ratio * blocked
    waits = np.divide(weight, spare + weight, out=np.ones_like(ratio), where=spare > 0)
    wait_s = np.divide(waits, spare * full, out=np.full_like(ratio, np.inf), where=spare * full > 0)
    return Queue(waits, np.zeros_like(ratio), wait_s, math.inf, full, ratio, weight, None)


def _ending(ratio: Floats, full: Floats, blocked: Floats, patience_s: float) -> Queue:
    places = np.clip(full * patience_s, 1e-12, 1e300)
    found = tail(places, ratio)
    odds = ratio * found.near * blocked
    first = np.where(found.below, 0.0, found.mass) / np.where(found.below, 1.0, found.lower())
    heavy = first / np.maximum(blocked, _NONE) + ratio
    waits = np.where(found.below, odds / (1 + odds), ratio / heavy)
    over = (first + ratio - 1) / heavy
    leaves = np.clip(np.where(found.below, _gone(places, ratio, found.near) * blocked / (1 + odds), over), 0.0, 1.0)
    weight = np.where(found.below, blocked / (1 + odds), 1 / heavy)
    return Queue(waits, leaves, leaves * patience_s, patience_s, places, ratio, weight, found)


def _gone(places: Floats, ratio: Floats, near: Floats) -> Floats:
    """1 - (1 - ratio) * near, by its expansion where next to nobody leaves and the difference is lost in rounding."""
    spare = np.maximum(1 - ratio, 1e-150)
    faint = ratio / spare / spare / places
    expanded = faint * (1 - 3 * faint - 1 / spare / places)
    return np.where(faint < _FAINT, expanded, 1 - (1 - ratio) * near)
