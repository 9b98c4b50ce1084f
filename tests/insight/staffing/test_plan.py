from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisterlijn.insight.staffing import to_plan


def come(planned: int, least: int, show_rate: float) -> float:
    """The chance that at least so many of those planned come, summed one by one; exact, as the counts grow past floats."""
    rate = Fraction(show_rate)
    fewer = sum(
        math.comb(planned, here) * rate**here * (1 - rate) ** (planned - here)
        for here in range(min(least, planned + 1))
    )
    return float(1 - fewer)


def test_to_plan_of_eleven_is_thirteen_where_division_says_twelve() -> None:
    assert come(12, 11, 0.92) == pytest.approx(0.75, abs=0.002)
    assert to_plan([11], 0.92, 0.9).tolist() == [13]
    assert to_plan([11], 0.92, 0.75).tolist() == [12]


@given(st.integers(1, 60), st.floats(0.05, 1), st.floats(0.01, 0.999))
def test_to_plan_is_the_fewest(people: int, show_rate: float, certainty: float) -> None:
    planned = int(to_plan([people], show_rate, certainty)[0])
    assert come(planned, people, show_rate) >= certainty - 1e-9
    assert planned == people or come(planned - 1, people, show_rate) < certainty + 1e-9


def test_to_plan_of_nobody_is_nobody() -> None:
    assert to_plan([0, 3, 0], 0.9, 0.9).tolist() == [0, 4, 0]
    assert to_plan([], 0.9, 0.9).tolist() == []


def test_to_plan_where_all_come_is_the_same() -> None:
    assert to_plan([0, 1, 10_000], 1.0, 0.999).tolist() == [0, 1, 10_000]


def test_to_plan_keeps_the_form() -> None:
    assert to_plan(np.array([[1, 2], [3, 11]]), 0.92, 0.9).tolist() == [[1, 3], [4, 13]]
    assert to_plan(11, 0.92, 0.9).tolist() == 13


def test_to_plan_of_ten_thousand_is_the_normal_quantile() -> None:
    planned = int(to_plan([10_000], 0.92, 0.9)[0])
    assert planned == pytest.approx(10_000 / 0.92 + 1.2816 * math.sqrt(10_000 / 0.92 * 0.08 / 0.92), abs=3)


def test_to_plan_does_not_change_what_it_was_given() -> None:
    people = np.array([5, 11])
    to_plan(people, 0.92, 0.9)
    assert people.tolist() == [5, 11]


@pytest.mark.parametrize(
    ("people", "show_rate", "certainty", "says"),
    [
        ([1], 0.0, 0.9, "show_rate: 0.0 cannot be planned with; give 0.001 to 1"),
        ([1], 1.1, 0.9, "show_rate: 1.1 cannot"),
        ([1], math.nan, 0.9, "show_rate: nan cannot"),
        ([1], 0.9, 1.0, "certainty: 1.0 is none that a plan can give; give a chance above 0 and below 1"),
        ([1], 0.9, math.nan, "certainty: nan is none"),
        ([-1], 0.9, 0.9, "people: not all are whole numbers from 0 to 1,000,000; give such numbers"),
        ([1.5], 0.9, 0.9, "people: not all are whole"),
        ([math.nan], 0.9, 0.9, "people: not all are whole"),
    ],
)
def test_to_plan_of_what_cannot_be_is_refused(
    people: list[float], show_rate: float, certainty: float, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        to_plan(people, show_rate, certainty)
