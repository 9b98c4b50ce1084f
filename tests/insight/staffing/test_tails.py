from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest

from luisterlijn.insight.staffing.tails import LARGE, tail


def rising(x: float, ratio: float) -> float:
    """P / mass, summed with forty digits."""
    with localcontext(prec=60):
        y, total, term, k = Decimal(x * ratio), Decimal(1), Decimal(1), 1
        while term > total * Decimal("1e-40"):
            term *= y / (Decimal(x) + k)
            total += term
            k += 1
        return float(total)


def falling(x: int, ratio: float) -> float:
    """Q / mass of a whole x, summed with forty digits."""
    with localcontext(prec=60):
        y = Decimal(x * ratio)
        total = term = Decimal(x) / y
        for k in range(1, x):
            term *= (x - k) / y
            total += term
        return float(total)


def near(x: float, ratio: float) -> float:
    return float(tail(np.array([float(x)]), np.array([ratio])).near[0])


@pytest.mark.parametrize("ratio", [1e-12, 0.01, 0.5, 0.9, 0.99, 0.9999, 1.0])
@pytest.mark.parametrize("x", [1e-3, 1, 3.7, 30.5, 500, LARGE - 1, LARGE + 1, 20_000])
def test_near_below_is_the_sum_at_forty_digits(x: float, ratio: float) -> None:
    assert near(x, ratio) == pytest.approx(rising(x, ratio), rel=1e-10)


@pytest.mark.parametrize("ratio", [1.0000001, 1.001, 1.06, 1.5, 3, 1e5, 1e12])
@pytest.mark.parametrize("x", [1, 3, 30, 500, int(LARGE) - 1, int(LARGE) + 1])
def test_near_above_is_the_sum_at_forty_digits(x: int, ratio: float) -> None:
    assert near(x, ratio) == pytest.approx(falling(x, ratio), rel=1e-10)


@pytest.mark.parametrize("x", [1e8, 1e12, 1e100, 1e300])
def test_near_of_the_largest_x_is_its_limit(x: float) -> None:
    assert [near(x, 0.0), near(x, 0.5)] == pytest.approx([1, 2], rel=1e-7)
    assert near(x, 1.0) == pytest.approx(np.sqrt(np.pi * x / 2), rel=1e-4)


def test_lower_is_the_gamma_function_on_both_sides() -> None:
    x, ratio = np.array([1.0, 1.0]), np.array([0.5, 2.0])
    assert tail(x, ratio).lower().tolist() == pytest.approx([1 - np.exp(-0.5), 1 - np.exp(-2)])


def test_mass_that_underflows_is_nought_and_near_is_not() -> None:
    found = tail(np.array([5000.0, 5000.0]), np.array([1e-3, 1e3]))
    assert found.mass.tolist() == [0, 0]
    assert found.near.tolist() == pytest.approx([1 / (1 - 1e-3), 1e-3 / (1 - 1e-3)], rel=1e-5)
