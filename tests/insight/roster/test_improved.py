"""What HiGHS betters, what it proves, and what becomes of a proposal to start from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from luisterlijn.insight.roster import Proposal, greedy, improved
from tests.insight.roster.cases import broken, local, opening, person, problem, span

DAYS = [opening(f"d{day}", day, 9, 13) for day in range(4, 8)]


def test_best_is_proven_and_costs_as_much_as_its_bound() -> None:
    found = improved(problem(DAYS, [person("a", most_shifts=2), person("b", most_shifts=1)]), 10)
    assert (found.proven, found.method, len(found.assignments)) == (True, "highs", 3)
    assert found.bound == pytest.approx(found.cost)
    assert found.cost == pytest.approx(4 * 3 + 3 * 5 / 2400)  # four hours of nobody, and three asked


def test_nothing_that_could_be_done_is_proven_at_once() -> None:
    found = improved(problem(DAYS, []), 10)
    assert (found.proven, found.assignments, found.cost, found.bound) == (True, (), 48.0, 48.0)


def test_nights_are_shared_by_what_people_had() -> None:
    nights = [opening(f"n{day}", day, 22, 30) for day in (4, 6, 8, 10)]
    found = improved(problem(nights, [person("a", nights=3), person("b", nights=1), person("c", nights=0)]), 10)
    assert [share.nights for share in found.shares] == [3, 3, 2] or [share.nights for share in found.shares] == [
        3,
        2,
        3,
    ]
    assert found.proven


def test_no_time_at_all_still_gives_the_greedy_proposal() -> None:
    given = problem(DAYS, [person("a"), person("b")])
    assert improved(given, 0.0).assignments == greedy(given).assignments


def test_start_is_kept_as_far_as_it_still_may_be() -> None:
    given = problem(DAYS, [person("a", windows=(span(4, 9, 13),)), person("b", most_shifts=1)])
    start = Proposal(
        (("d4", "a"), ("d5", "a"), ("gone", "b"), ("d6", "nobody")), (), (), 0, None, proven=False, method="greedy"
    )
    found = improved(given, 10, start)
    assert broken(given, found) == []
    assert [at for at, who in found.assignments if who == "a"] == ["d4"]


def test_rest_after_a_stretch_that_two_shifts_make_is_part_of_the_model() -> None:
    row = [opening("night", 5, 2, 6), opening("morning", 5, 6, 10), opening("late", 5, 22, 26)]
    found = improved(problem(row, [person("a")], now=local(1, 0)), 10)
    assert (len(found.assignments), found.proven) == (2, True)


def test_days_in_a_row_and_nights_are_part_of_the_model() -> None:
    days = [opening(f"d{day}", day, 9, 13) for day in range(4, 20)]
    limits = replace(problem([], []).limits, days_in_a_row=3, nights_in_16_weeks=2)
    found = improved(problem(days, [person("a")], limits=limits), 10)
    assert (len(found.assignments), found.proven) == (12, True)
    nights = [opening(f"n{day}", day, 22, 30) for day in range(4, 20, 3)]
    had = person("a", work=(span(10, 22, 30, month=1), span(1, 22, 30)))
    found = improved(problem(nights, [had], limits=limits), 10)
    assert (len(found.assignments), found.proven) == (1, True)
