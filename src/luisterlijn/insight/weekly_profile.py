"""What an ordinary week looks like: a mean for each weekday and quarter of the local day, and how far days stray. Pure.

Each is the median of the last eight days of that weekday. Where few come, neighbouring quarters like it are taken together
until about twenty people are expected in them: the median of small numbers would leave out one caller in seven. Where
even three hours see fewer than five, it is the mean. A quarter before the line opens is not like the one after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from luisterlijn.insight.effects import median
from luisterlijn.insight.local_grid import COLUMNS, WEEK, weekday
from luisterlijn.insight.series import Counts, Flags, Numbers

WEEKS = 8
POOLED = 20.0
WIDTHS = (1, 3, 5, 9, 13)
"""Quarters taken together: the narrowest in which `POOLED` attempts are expected."""

MOST = WIDTHS[-1] // 2
FEW = 5.0
"""With fewer expected in the widest the mean is taken, not the median."""

ALIKE, SIGMAS = 0.5, 3.0
"""Quarters are alike whose means differ by no more than this share of the larger one, and so many deviations of chance."""

SURE_WEEKS = 3
"""With fewer days of a weekday, all weekdays have a say in it."""

WIDE = 0.16
"""Relative variance at least, divided by the square of the weeks seen: one week says it within 40%."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """`means[weekday, column]` attempts a quarter; `spread`, relative variance beyond Poisson; `weeks` of days it rests on."""

    means: Numbers
    spread: float
    weeks: float


def profile(days: Counts, cells: Numbers) -> Profile:
    """The profile of a grid in which holidays are nan and campaigns are scaled out.

    Args:
        days: the numbers of the rows.
    """
    recent, counts = _recent(days, cells)
    alike = _alike(recent)
    own = _pooled_median(recent, alike)
    everyday = _pooled_median(recent.reshape(1, -1, COLUMNS), alike)[0]
    sure = np.minimum(counts / SURE_WEEKS, 1)[:, None]
    if counts.max() >= SURE_WEEKS:
        sure[counts == 0] = 1  # nobody was ever counted on this weekday: the line is closed then
        own[counts == 0] = 0
    own = np.where(np.isnan(own), everyday, own)
    means = np.nan_to_num(sure * own + (1 - sure) * everyday)
    seen = float(counts.sum())
    return Profile(means, _spread(recent, own, counts), seen / WEEK)


def _recent(days: Counts, cells: Numbers) -> tuple[Numbers, Counts]:
    """The last days of each weekday, shape (7, WEEKS, COLUMNS), nan where there is none, and how many there are."""
    known = ~np.isnan(cells).all(axis=1)
    days, cells = days[known], cells[known]
    recent = np.full((WEEK, WEEKS, COLUMNS), np.nan)
    counts = np.zeros(WEEK, np.int64)
    for one in range(WEEK):
        rows = cells[weekday(days) == one][-WEEKS:]
        recent[one, : len(rows)], counts[one] = rows, len(rows)
    return recent, counts


def _pooled_median(rows: Numbers, alike: Flags) -> Numbers:
    """The median over the middle axis, each column with as many neighbours as it needs; nan where nothing is known.

    Args:
        alike: which of its neighbours each column may be taken together with (see `_alike`).
    """
    known = ~np.isnan(rows)
    days = known.sum(axis=1)
    means = rows
    found, expected = np.full(days.shape, np.nan), np.zeros(days.shape)
    enough = np.zeros(days.shape, np.bool_)
    around, there = _around(np.where(known, rows, 0)), _around(known) & alike
    for width in WIDTHS:
        inner = slice(MOST - width // 2, MOST + width // 2 + 1)
        count = there[..., inner].sum(axis=-1)
        total = np.where(there[..., inner], around[..., inner], 0).sum(axis=-1)
        means = np.divide(total, count, out=np.full(rows.shape, np.nan), where=known)
        expected = total.sum(axis=1) / np.maximum(days, 1)
        found = np.where(enough, found, median(means, axis=1))
        enough |= expected >= POOLED
    return np.where((expected < FEW) & (days > 0), _mean(means), found)


def _mean(values: Numbers) -> Numbers:
    """The mean of what is known over the middle axis; 0 where nothing is."""
    known = ~np.isnan(values)
    found: Numbers = np.where(known, values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return found


def _alike(recent: Numbers) -> Flags:
    """Which neighbours each column is like, shape (COLUMNS, 2 MOST + 1), judged by all days together."""
    rows = recent.reshape(1, -1, COLUMNS)
    known = ~np.isnan(rows)
    days = np.maximum(known.sum(axis=1), 1)[0]
    mean = np.where(known, rows, 0).sum(axis=1)[0] / days
    beside, there = _around(mean), _around(np.ones(COLUMNS, np.bool_))
    own = mean[:, None]
    chance = SIGMAS * np.sqrt((own + beside) / days[:, None])
    found: Flags = there & (np.abs(own - beside) <= ALIKE * np.maximum(own, beside) + chance)
    return found


def _around(values: NDArray[Any]) -> NDArray[Any]:
    """Each column with its neighbours within the day, in one axis more; 0 beyond its ends."""
    margins = [(0, 0)] * (values.ndim - 1) + [(MOST, MOST)]
    return sliding_window_view(np.pad(values, margins), 2 * MOST + 1, axis=-1)


def _spread(recent: Numbers, own: Numbers, counts: Counts) -> float:
    """The relative variance by which a new day strays from the median of the ones before, beyond Poisson.

    Moments of the gamma-Poisson: variance = mean + spread * mean^2. The median of n has pi/2n of the variance of one (normal
    counts); so days stray from their own median by 1 - (2 - pi/2)/n of it, and a new day by 1 + pi/2n.
    """
    weeks = np.maximum(counts, 1)[:, None, None]
    expected = own[:, None, :]
    put_right = (1 + np.pi / 2 / weeks) / (1 - (2 - np.pi / 2) / weeks)
    known = ~np.isnan(recent) & (weeks > 1)
    stray = np.where(known, (recent - expected) ** 2 * put_right - expected, 0).sum()
    squares = np.where(known, np.broadcast_to(expected**2, recent.shape), 0).sum()
    usual = float(counts[counts > 0].mean()) if counts.any() else 1.0
    return max(float(stray / squares) if squares > 0 else 0.0, WIDE / usual**2)
