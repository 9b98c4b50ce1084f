from __future__ import annotations

import math
import random

import numpy as np
import pytest
from scipy import stats

from luisterlijn.insight.staffing import erlang
from luisterlijn.insight.staffing.load import factors, modified_load, weights, with_redials
from tests.insight.staffing.crowd import chat


def stepped(mean: list[float], handle_s: float, interval_s: float, steps: int = 20_000) -> list[float]:
    """dm/dt = rate - m / handle time by small steps, from the steady state of the first rate."""
    load, found = mean[0] * handle_s / interval_s, []
    for contacts in mean:
        total = 0.0
        for _ in range(steps):
            middle = load + (contacts / interval_s - load / handle_s) * interval_s / steps / 2
            load += (contacts / interval_s - middle / handle_s) * interval_s / steps
            total += middle
        found.append(total / steps)
    return found


@pytest.mark.parametrize("handle_s", [60, 1200, 20_000])
def test_modified_load_is_the_equation_by_small_steps(handle_s: float) -> None:
    mean = [10.0, 10, 30, 0, 0, 5, 80]
    found = modified_load(np.array(mean), handle_s, 900)
    assert found.tolist() == pytest.approx(stepped(mean, handle_s, 900), rel=1e-6)


def test_modified_load_starts_in_the_steady_state() -> None:
    assert modified_load(np.full(5, 15.0), 1200, 900).tolist() == pytest.approx([20] * 5)


def test_modified_load_lags_behind_and_outlasts() -> None:
    load = modified_load(np.array([0.0, 9, 9, 0, 0]), 1200, 900)
    assert load[0] == 0
    assert 0 < load[1] < load[2] < 12
    assert load[2] > load[3] > load[4] > 0


@pytest.mark.parametrize("handle_s", [1e-3, 1.0, 1e4, 1e9])
def test_modified_load_of_a_year_forgets_what_is_over(handle_s: float) -> None:
    mean = np.zeros(35_040)
    mean[0] = 1.0
    load = modified_load(mean, handle_s, 900)
    assert load[0] == pytest.approx(handle_s / 900)
    later = load[1:] / np.maximum(load[:-1], 1e-300)
    kept = math.exp(-900 / handle_s)
    assert np.allclose(later[load[1:] > 1e-12 * load[0]][1:], kept)


def test_modified_load_of_no_interval_is_empty() -> None:
    assert modified_load(np.zeros(0), 1200, 900).tolist() == []


def test_factors_are_the_middles_of_ten_equal_parts() -> None:
    found = factors(np.array([4.0, math.inf, 4.0]))
    assert found[0].tolist() == pytest.approx(stats.gamma.ppf(np.arange(5, 100, 10) / 100, 4, scale=1 / 4).tolist())
    assert found[1].tolist() == [1] * 10
    assert found[2].tolist() == found[0].tolist()


@pytest.mark.parametrize("shape", [1e-6, 1e-3, 0.1, 1.0, 1e6, 1e8, 1e12])
def test_factors_rise_whatever_the_shape(shape: float) -> None:
    found = factors(np.array([shape]))[0]
    assert np.isfinite(found).all()
    assert (np.diff(found) >= 0).all()


def test_weights_are_each_rates_share_of_the_attempts() -> None:
    assert weights(np.array([[1.0, 2.0, 5.0], [0.0, 0.0, 3.0]])).tolist() == [[0.125, 0.25, 0.625], [0, 0, 1]]


def test_weights_where_every_rate_is_nothing_are_even() -> None:
    assert weights(np.zeros((1, 4))).tolist() == [[0.25] * 4]


@pytest.mark.parametrize("redial", [0.01, 0.5, 0.99, 1 - 1e-9])
@pytest.mark.parametrize("patience_s", [1.0, 300.0, 1e6])
def test_with_redials_solves_the_equation(redial: float, patience_s: float) -> None:
    people = np.array([1.0, 9, 9, 9, 50, 1000])
    fresh = np.array([1e-9, 4, 9, 30, 55, 999])

    def leaves(load: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.asarray(erlang.a(people, load, 1200, patience_s).leaves)

    load = with_redials(fresh, redial, leaves)
    assert (load * (1 - redial * leaves(load))).tolist() == pytest.approx(fresh.tolist(), rel=1e-6)
    assert (load >= fresh).all()


def test_with_redials_agrees_with_a_crowd_that_calls_again_later() -> None:
    """Half of those who leave call again, half an hour later in the mean."""
    dice = random.Random(5)
    runs = [chat(dice, [8] * 150, [10 / 1200] * 150, 1200, 300, redial=0.5)[20:] for _ in range(40)]
    attempts = sum(len(one.waits) for run in runs for one in run)
    fresh = 40 * 130 * 900 * 10 / 1200
    people = np.array([8.0])
    load = with_redials(np.array([10.0]), 0.5, lambda load: erlang.a(people, load, 1200, 300).leaves)
    assert float(load[0]) == pytest.approx(10 * attempts / fresh, rel=0.015)
    assert float(load[0]) > 11
