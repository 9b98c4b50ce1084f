"""The one formula, by examples."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luisterlijn.insight.service_level import Target, Verdict, nearest_rank, occupancy, service_level, verdict

TARGET = Target(within=timedelta(seconds=60), at_once=timedelta(seconds=10))


@pytest.mark.parametrize(
    ("seconds", "answered", "expected"),
    [
        (0, True, "in_time"),
        (60, True, "in_time"),
        (60.001, True, "late"),
        (9.999, False, "left_at_once"),
        (10, False, "lost"),
        (600, False, "lost"),
    ],
)
def test_verdict_at_the_edges(seconds: float, expected: Verdict, *, answered: bool) -> None:
    assert verdict(timedelta(seconds=seconds), TARGET, answered=answered) == expected


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ({}, None),
        ({"left_at_once": 5}, None),
        ({"in_time": 3}, 1.0),
        ({"late": 2}, 0.0),
        ({"in_time": 6, "late": 1, "lost": 1, "left_at_once": 100}, 0.75),
    ],
)
def test_service_level_of_counts(verdicts: dict[Verdict, int], expected: float | None) -> None:
    assert service_level(verdicts) == expected


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.5, None),
        ([7], 0.5, 7),
        ([1, 2], 0.5, 1),
        ([1, 2, 3], 0.5, 2),
        (list(range(1, 11)), 0.9, 9),
        (list(range(1, 12)), 0.9, 10),
        ([1, 2, 3], 1.0, 3),
        ([1, 2, 3], 0.001, 1),
    ],
)
def test_nearest_rank_is_a_value_that_was_measured(values: list[int], share: float, expected: int | None) -> None:
    assert nearest_rank(values, share) == expected


def test_occupancy_of_those_who_are_on() -> None:
    assert occupancy(busy=2, wrapup=1, ready=1, reserved=0) == 0.75
    assert occupancy(busy=0, wrapup=0, ready=0, reserved=0) is None
