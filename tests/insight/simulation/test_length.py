"""Lengths by their quantile."""

from __future__ import annotations

from math import exp, log
from statistics import mean, pstdev

import pytest

from luisterlijn.insight.simulation.length import Exponential, Fixed, Lognormal, Samples
from luisterlijn.insight.simulation.scenario import PATIENT_CHATS

GRID = [(n + 0.5) / 20_000 for n in range(20_000)]


def test_fixed_never_differs() -> None:
    assert {Fixed(7).at(u) for u in (0.0, 0.5, 0.999)} == {7}


def test_exponential_has_its_mean_and_median() -> None:
    assert mean(Exponential(300).at(u) for u in GRID) == pytest.approx(300, rel=1e-3)
    assert Exponential(300).at(0.5) == pytest.approx(300 * log(2))
    assert Exponential(300).at(0.0) == 0


def test_lognormal_of_mean_and_deviation_has_both() -> None:
    values = [Lognormal.of(1200, 800).at(u) for u in GRID]
    assert mean(values) == pytest.approx(1200, rel=2e-3)
    assert pstdev(values) == pytest.approx(800, rel=2e-2)


def test_lognormal_at_the_ends_is_a_number() -> None:
    assert 0 < Lognormal(5, 1).at(0.0) < Lognormal(5, 1).at(0.5) < Lognormal(5, 1).at(1 - 1e-16) < float("inf")


def test_patience_for_chat_is_that_of_the_field() -> None:
    assert PATIENT_CHATS.at(0.5) == pytest.approx(60 * exp(2.72))
    assert PATIENT_CHATS.at(0.5) / 60 == pytest.approx(15.2, abs=0.1)


def test_samples_come_equally_often() -> None:
    three = Samples((1, 5, 9))
    assert [three.at(u) for u in (0.0, 0.33, 0.34, 0.66, 0.67, 0.999)] == [1, 1, 5, 5, 9, 9]


@pytest.mark.parametrize("values", [(), (3, 1), (-1, 2)])
def test_samples_that_are_none_are_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"^values: "):
        Samples(values)


@pytest.mark.parametrize("mean_s", [0, -3, float("nan")])
def test_length_without_a_mean_is_refused(mean_s: float) -> None:
    with pytest.raises(ValueError, match=r"^mean_s: "):
        Exponential(mean_s)
    with pytest.raises(ValueError, match=r"^mean_s: "):
        Lognormal.of(mean_s, 1)
