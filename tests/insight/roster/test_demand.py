"""Shortage in pieces: minimum before target, required quarters instead of both, channels each for themselves."""

from __future__ import annotations

import numpy as np
import pytest

from luisterlijn.insight.roster.demand import HOUR, demand, to_plan
from tests.insight.roster.cases import local, opening, problem


def worths(*openings: object, **more: object) -> list[list[int]]:
    """Per piece, in hours times forty, what each person more takes away."""
    found = demand(problem(list(openings), [], **more))  # type: ignore[arg-type]
    return [[one // 60 for one in row if one] for row in found.worth.tolist()]


def test_first_person_is_worth_most_and_those_up_to_the_target_least() -> None:
    assert worths(opening("a", 4, 18, 22, 2, target=4)) == [[4 * 120, 4 * 40, 4 * 10, 4 * 10]]
    assert worths(opening("a", 4, 18, 22, 0, target=1)) == [[4 * 10]]


def test_both_channels_count_each_for_itself() -> None:
    found = demand(problem([opening("a", 4, 18, 22, channels=("chat", "phone"))], []))
    assert (found.mask.tolist(), found.own) == ([1, 2], ((0, "chat"), (0, "phone")))


def test_required_quarters_stand_in_for_minimum_and_target() -> None:
    need = np.array([0, 2, 2, 1], np.int64)
    shift = opening("a", 4, 18, 19, 5)
    assert worths(shift, required={"chat": (local(4, 18), need)}) == [[3 * 30, 2 * 10]]


def test_opening_that_required_does_not_wholly_reach_counts_by_its_own_figures() -> None:
    found = demand(problem([opening("a", 4, 18, 22)], [], required={"chat": (local(4, 19), np.ones(4, np.int64))}))
    assert (found.own, len(found.quarters), found.worth.shape[0]) == (((0, "chat"),), 1, 2)


def test_quarters_no_shift_covers_are_lost() -> None:
    found = demand(problem([], [], required={"phone": (local(4, 18), np.full(4, 2, np.int64))}))
    assert found.lost == HOUR * (3 + 1)
    assert found.shortage(np.zeros(0, np.int64)) == found.lost


def test_shift_that_begins_between_quarters_does_not_cover_the_broken_one() -> None:
    found = demand(problem([opening("a", 4, 18.1, 19)], [], required={"chat": (local(4, 18), np.ones(4, np.int64))}))
    assert found.quarters[0].cover.ravel().tolist() == [False, True, True, True]


def test_shifts_that_overlap_share_the_pieces_they_both_cover() -> None:
    both = [opening("a", 4, 18, 20), opening("b", 4, 19, 21)]
    found = demand(problem(both, [], required={"chat": (local(4, 18), np.ones(12, np.int64))}))
    covers = sorted((cover, worth[0]) for cover, worth in zip(found.cover.tolist(), found.worth.tolist(), strict=True))
    an_hour = 3 * HOUR
    assert covers == [([False, True], an_hour), ([True, False], an_hour), ([True, True], an_hour)]


@pytest.mark.parametrize(
    ("required", "rate", "planned"), [(11, 0.92, 13), (0, 0.5, 0), (3, 1.0, 3), (1, 0.1, 16), (1, 0.8, 1)]
)
def test_more_are_planned_than_required_as_some_do_not_come(required: int, rate: float, planned: int) -> None:
    assert to_plan(np.array([required, required], np.int64), rate).tolist() == [planned] * 2
