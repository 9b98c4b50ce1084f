"""Erlang's formulas B, C and A: of people who have one contact at a time. Pure; elementwise over arrays.

`people` are whole numbers from 1 on, `load` is in Erlang: contacts a second times their handle time in seconds.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from luisterlijn.insight.staffing.queue import Queue, queue
from luisterlijn.insight.staffing.tails import Floats, tail


def b(people: ArrayLike, load: ArrayLike) -> Floats:
    """Erlang B: the share that finds all busy and is turned away; 1 where there is nobody."""
    n, a = _pair(people, load)
    return blocked(n + 1, a)


def c(people: ArrayLike, load: ArrayLike, handle_s: float) -> Queue:
    """Erlang C: everybody waits until answered; a load of `people` or more grows for ever."""
    return a(people, load, handle_s, math.inf)


def a(people: ArrayLike, load: ArrayLike, handle_s: float, patience_s: float) -> Queue:
    """Erlang A: callers leave after a mean patience of `patience_s`."""
    n, erlang = _pair(people, load)
    return queue(erlang / handle_s, n / handle_s, blocked(n, erlang), patience_s)


def occupancy(people: ArrayLike, load: ArrayLike, leaves: ArrayLike) -> Floats:
    """The share of their time people are busy, while the share `leaves` of the load leaves."""
    n, a = _pair(people, load)
    busy: Floats = np.minimum(a * (1 - np.asarray(leaves, dtype=float)) / n, 1.0)
    return busy


def blocked(n: Floats, load: Floats) -> Floats:
    """B(n - 1, load), n from 1 on: of the states with somebody free among n, the share of the fullest."""
    ratio = np.maximum(load, 1e-300) / n
    found = tail(n, ratio)
    with np.errstate(under="ignore"):
        below = found.mass / ratio / np.where(found.below, 1 - found.mass * found.near, 1.0)
        return np.minimum(np.where(found.below, below, 1 / (ratio * np.where(found.below, 1.0, found.near))), 1.0)


def _pair(people: ArrayLike, load: ArrayLike) -> tuple[Floats, Floats]:
    n, a = np.broadcast_arrays(np.asarray(people, dtype=float), np.asarray(load, dtype=float))
    return n, a
