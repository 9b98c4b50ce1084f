"""Counts whose mean is uncertain: Poisson around a gamma, which is the negative binomial. Pure and vectorised."""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, gammaincc

from luisterlijn.insight.series import Numbers

TAILS = 12.0
"""No quantile asked for lies so many deviations above its mean, and as many counts more."""


def at_most(count: Numbers, mean: Numbers, shape: Numbers) -> Numbers:
    """The probability that no more than `count` come; `shape` inf is Poisson.

    The regularised incomplete gamma and beta functions (Abramowitz & Stegun 26.4.21 and 26.5.26).
    """
    finite = np.where(np.isfinite(shape), shape, 1.0)
    mixed = betainc(finite, count + 1, finite / (finite + mean))
    return np.where(np.isfinite(shape), mixed, gammaincc(count + 1, mean))


def quantile(mean: Numbers, shape: Numbers, q: float) -> Numbers:
    """The least count that is not exceeded with probability `q`; nan where the mean is.

    Raises:
        ValueError: `q` is no probability between 0 and 1.
    """
    if not 0 < q < 1:
        message = f"q: {q} is no probability between 0 and 1; give one such as 0.9"
        raise ValueError(message)
    known = np.nan_to_num(mean)
    low = np.full(known.shape, -1.0)
    high = np.ceil(known + TAILS * np.sqrt(known + known**2 / shape) + TAILS)
    while (short := at_most(high, known, shape) < q).any():
        high = np.where(short, 2 * high, high)
    while (high - low > 1).any():
        middle = np.ceil((low + high) / 2)  # where both are next to each other this is `high`, which stays
        enough = at_most(middle, known, shape) >= q
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(np.isnan(mean), np.nan, high + 0.0)  # never -0
