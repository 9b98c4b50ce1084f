"""From expected contacts to load: what is still going on counts, and so do those who call again. Pure.

A talk outlasts the interval it began in. The modified offered load m follows dm/dt = rate(t) - m / handle time: the talks
there would be if everybody were answered at once. An interval is staffed as if contacts came at m / handle time for ever.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import special

from luisterlijn.insight.staffing.tails import Floats

EQUALLY_LIKELY = np.arange(0.05, 1.0, 0.1)
"""Where in the distribution of the rate the ten rates lie that stand for it."""
_CERTAIN = 1e9
"""A gamma of this shape or more is as good as its mean."""
_FORGOTTEN = 1e-20
"""What is left of a talk that began this long ago does not count."""
_ROUNDS = 100


def modified_load(mean: Floats, handle_s: float, interval_s: float) -> Floats:
    """The modified offered load in Erlang, its mean over each of the consecutive intervals.

    It starts as though the rate of the first interval had always been. Exact where the rate is steady within an interval.

    Args:
        mean: contacts an interval.
    """
    if not mean.size:
        return mean.astype(float)
    steady = mean * (handle_s / interval_s)
    ends = -math.expm1(-interval_s / handle_s)
    begins = np.concatenate([steady[:1], steady[:-1] * ends])
    reach, stays = 1, 1 - ends
    while reach < begins.size and stays > _FORGOTTEN:  # each holds what the `reach` intervals before left: double them
        begins[reach:] += begins[:-reach] * stays
        reach, stays = reach * 2, stays * stays
    load: Floats = steady + (begins - steady) * (ends * handle_s / interval_s)
    return load


def factors(shape: Floats) -> Floats:
    """The ten equally likely rates [n, 10] of a gamma with mean 1: its quantiles at 5%, 15%, .. 95%."""
    shapes, where = np.unique(shape, return_inverse=True)
    found = np.ones((shapes.size, EQUALLY_LIKELY.size))
    spread = shapes < _CERTAIN
    with np.errstate(under="ignore"):
        found[spread] = special.gammaincinv(shapes[spread, None], EQUALLY_LIKELY) / shapes[spread, None]
    return found[where]


def weights(attempts: Floats) -> Floats:
    """[n, 10] how large a share of all attempts comes at each of the ten rates."""
    total = attempts.sum(axis=1, keepdims=True)
    found: Floats = np.where(total > 0, attempts, 1.0) / np.where(total > 0, total, attempts.shape[1])
    return found


def with_redials(fresh: Floats, redial: float, leaves: Callable[[Floats], Floats]) -> Floats:
    """The load with those who call again: the x of x * (1 - redial * leaves(x)) = fresh.

    The left side rises and bends down, so secants from below never pass x; the plain step x = fresh / (1 - redial *
    leaves(x)) does not either, and is taken where it is the longer one.
    """
    if not redial:
        return fresh
    before, made_before = np.zeros_like(fresh), np.zeros_like(fresh)
    load = fresh
    for _ in range(_ROUNDS):
        kept = 1 - redial * leaves(load)
        made = load * kept
        rise = np.divide(made - made_before, load - before, out=np.ones_like(load), where=load > before)
        secant = load + np.divide(fresh - made, rise, out=np.zeros_like(load), where=rise > 0)
        before, made_before = load, made
        load = np.clip(np.maximum(secant, fresh / kept), before, fresh / (1 - redial))
        if not (load > before * (1 + 1e-12)).any():
            break
    return load
