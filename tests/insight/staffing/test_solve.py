from __future__ import annotations

import numpy as np
import pytest

from luisterlijn.insight.staffing.solve import MOST_PEOPLE, Whole, crossing, enough, halved
from luisterlijn.insight.staffing.tails import Floats


def test_crossing_finds_each_root() -> None:
    roots = np.array([-3.0, 0.0, 1e-6, 0.5, 7.0])
    found = crossing(lambda x: np.tanh(x - roots), np.full(5, -50.0), np.full(5, 80.0), 1e-12)
    assert found.tolist() == pytest.approx(roots.tolist(), abs=1e-11)


def test_crossing_of_a_step_finds_the_step() -> None:
    found = crossing(lambda x: np.where(x < 2.5, -300.0, 0.1), np.array([0.0]), np.array([10.0]), 1e-12)
    assert found.tolist() == pytest.approx([2.5], abs=1e-10)


def test_crossing_without_a_root_ends_high() -> None:
    low, high = np.array([0.0, 0.0]), np.array([1.0, 1.0])
    found = crossing(lambda x: np.array([x[0] + 1, x[1] - 2]), low, high, 1e-12)
    assert found.tolist() == pytest.approx([1, 1], abs=1e-9)


def test_enough_is_the_fewest_of_each_load() -> None:
    assert enough(np.array([0.0, 1e-9, 4.0, 4.1, 9.0, 4.0]), lambda n: n.astype(float)).tolist() == [0, 1, 4, 5, 9, 4]


def test_enough_asks_for_each_number_once() -> None:
    asked: list[int] = []

    def most(people: Whole) -> Floats:
        asked.extend(people.tolist())
        return people.astype(float) / 2

    loads = np.random.default_rng(1).uniform(0, 30, 1000)
    assert enough(loads, most).tolist() == np.ceil(loads * 2).tolist()
    assert len(asked) == len(set(asked))


def test_enough_of_no_load_is_nobody() -> None:
    assert enough(np.zeros(0), lambda n: n.astype(float)).tolist() == []
    assert enough(np.zeros(3), lambda n: n.astype(float)).tolist() == [0, 0, 0]


def test_enough_that_a_million_are_not_is_refused() -> None:
    with pytest.raises(ValueError, match="mean: 1,000,000 people would not be enough"):
        enough(np.array([1.0, 5.0]), lambda n: n.astype(float) * 1e-6)
    assert enough(np.array([1.0]), lambda n: n.astype(float) * 1e-6).tolist() == [MOST_PEOPLE]


def test_halved_finds_the_first_that_fits() -> None:
    first = np.array([1, 5, 64, 64])
    low, high = np.array([0, 0, 0, 63]), np.array([64, 64, 64, 64])
    assert halved(low, high, lambda people: people >= first).tolist() == [1, 5, 64, 64]
