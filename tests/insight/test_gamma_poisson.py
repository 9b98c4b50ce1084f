"""Counts with an uncertain mean, held against SciPy's distributions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from luisterlijn.insight.gamma_poisson import at_most, quantile

MEANS = np.array([0.0, 0.01, 0.4, 3.0, 17.5, 240.0, 9000.0])


@pytest.mark.parametrize("shape", [0.2, 6.25, 80.0, 1e6])
@pytest.mark.parametrize("q", [0.001, 0.1, 0.5, 0.9, 0.9999])
def test_quantile_is_that_of_the_negative_binomial(shape: float, q: float) -> None:
    found = quantile(MEANS, np.full_like(MEANS, shape), q)
    assert found.tolist() == np.maximum(nbinom.ppf(q, shape, shape / (shape + MEANS)), 0).tolist()


@pytest.mark.parametrize("q", [0.1, 0.9])
def test_quantile_with_a_certain_mean_is_that_of_poisson(q: float) -> None:
    found = quantile(MEANS, np.full_like(MEANS, np.inf), q)
    assert found.tolist() == np.maximum(poisson.ppf(q, MEANS), 0).tolist()


def test_at_most_adds_up_the_probabilities() -> None:
    counts = np.arange(7.0)
    mean, shape = np.full(7, 3.0), np.array([2.0, 2.0, 2.0, 2.0, 50.0, np.inf, np.inf])
    added = [*nbinom.cdf(counts[:4], 2, 2 / 5), nbinom.cdf(4, 50, 50 / 53), *poisson.cdf(counts[5:], 3)]
    assert at_most(counts, mean, shape) == pytest.approx(added)


def test_quantile_of_nobody_is_nought_and_of_nothing_known_unknown() -> None:
    found = quantile(np.array([0.0, np.nan]), np.array([10.0, np.inf]), 0.9)
    assert str(found.tolist()) == "[0.0, nan]"


@pytest.mark.parametrize("q", [0, 1, -0.1, 1.1, float("nan")])
def test_quantile_of_no_probability_is_refused(q: float) -> None:
    with pytest.raises(ValueError, match=r"q: .* give one such as 0.9"):
        quantile(MEANS, MEANS, q)
