from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from luisterlijn.insight.staffing.goal import Work
from luisterlijn.insight.staffing.series import crew, series

WORK = Work(1200, 300)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"mean": [[1.0]]}, "mean: it has 2 dimensions; give one number for each interval"),
        ({"mean": 3.0}, "mean: it has 0 dimensions"),
        ({"mean": [1.0, -1.0]}, "mean: -1.0 of interval 1 is no number of contacts; give 0 or more"),
        ({"mean": [math.nan, 1.0]}, "mean: nan of interval 0 is no"),
        ({"mean": [1.0, math.inf]}, "mean: inf of interval 1 is no"),
        ({"mean": [1.0, 1e12]}, "mean: more than 1,000,000 contacts at once; look at the unit of mean and handle_s"),
        ({"mean": [1.0, 1e308]}, "mean: more than 1,000,000 contacts at once"),
        ({"shape": [1.0, 2.0, 3.0]}, "shape: .* values for 2 intervals; give one for all, or one each"),
        (
            {"shape": 0.0},
            "shape: 0, less, or no number among them; give numbers above 0, inf where the rate is certain",
        ),
        ({"shape": [5.0, -1.0]}, "shape: 0, less, or no number"),
        ({"shape": math.nan}, "shape: 0, less, or no number"),
        ({"interval_s": 0.0}, "interval_s: 0.0 is no length; give seconds above 0"),
        ({"interval_s": math.nan}, "interval_s: nan is no length"),
        ({"interval_s": math.inf}, "interval_s: inf is no length"),
    ],
)
def test_series_of_what_cannot_be_is_refused(wrong: dict[str, Any], says: str) -> None:
    good: dict[str, Any] = {"mean": [1.0, 2.0], "shape": 5.0, "work": WORK, "interval_s": 900}
    assert series(**good).load.size == 2
    with pytest.raises(ValueError, match=says):
        series(**good | wrong)


def test_series_without_contacts_has_no_load_but_what_goes_on() -> None:
    found = series([6.0, 0.0, 0.0], 5.0, WORK, 900)
    assert found.load[0] == pytest.approx(8)
    assert found.load[1:].tolist() == [0, 0]
    assert found.going_on[0] > found.going_on[1] > found.going_on[2] > 0
    assert found.quiet.tolist() == [False, True, True]


def test_distinct_holds_each_load_shape_and_crew_once() -> None:
    found = series([3.0] * 6, [5, 5, 9, 9, math.inf, 5], WORK, 900)
    which, where = found.distinct()
    assert which.load.size == 3
    assert which.shape[where].tolist() == found.shape.tolist()
    people = np.array([1, 2, 1, 1, 1, 1])
    which, where = found.distinct(people)
    assert which.load.size == 4
    assert which.shape[where].tolist() == found.shape.tolist()
    assert len({*where.tolist()}) == 4
    assert where[0] == where[5] != where[1]


def test_crew_is_one_for_all_or_one_each() -> None:
    assert crew(3, 2).tolist() == [3, 3]
    assert crew([3.0, 0.0], 2).tolist() == [3, 0]


@pytest.mark.parametrize("people", [[1], [-1, 0], [1.5, 1], [math.nan, 1], [math.inf, 1], [10**7, 1]])
def test_crew_that_cannot_be_is_refused(people: list[float]) -> None:
    with pytest.raises(ValueError, match=r"people: .*; give"):
        crew(people, 2)
