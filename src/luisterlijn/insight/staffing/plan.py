"""How many to plan, so that enough of them come. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from luisterlijn.insight.staffing.series import crew
from luisterlijn.insight.staffing.solve import Whole, halved

_LEAST_SHOW = 0.001


def to_plan(people: ArrayLike, show_rate: float, certainty: float) -> Whole:
    """The fewest to plan, so that at least `people` of them come with the chance `certainty`, elementwise.

    Each comes with chance `show_rate`, whatever the others do: a quantile of the binomial distribution.

    Raises:
        ValueError: names what of the input cannot be.
    """
    if not _LEAST_SHOW <= show_rate <= 1:
        raise ValueError(f"show_rate: {show_rate} cannot be planned with; give {_LEAST_SHOW} to 1")
    if not 0 < certainty < 1:
        raise ValueError(f"certainty: {certainty} is none that a plan can give; give a chance above 0 and below 1")
    needed = np.asarray(people)
    distinct, where = np.unique(crew(needed.ravel(), needed.size), return_inverse=True)
    if show_rate == 1:
        return distinct[where].reshape(needed.shape)
    open_ = distinct > 0
    need = distinct[open_]

    def fits(planned: Whole) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        with np.errstate(under="ignore"):
            missing = special.bdtr(need - 1, planned, show_rate)
        return np.asarray(missing <= (1 - certainty) * (1 + 1e-12))

    planned = need.copy()
    while not (fit := fits(planned)).all():
        planned = np.where(fit, planned, planned * 2)
    distinct[open_] = halved(need - 1, planned, fits)
    return distinct[where].reshape(needed.shape)
