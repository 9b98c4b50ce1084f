"""Rows hold every conflict, and forbid nothing the rules allow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from luisterlijn.insight.roster import Candidate, Opening
from luisterlijn.insight.roster.compiled import compiled
from luisterlijn.insight.roster.rows import OnDays, Row, cliques, day_rows, plain_rows, runs
from tests.insight.roster.cases import LIMITS, opening, person, problem, span


def plain(openings: list[Opening], who: Candidate) -> list[Row]:
    return list(plain_rows(compiled(problem(openings, [who])), 0, range(len(openings))))


@given(st.integers(0, 9).flatmap(lambda size: st.lists(st.booleans(), min_size=size * size, max_size=size * size)))
@settings(max_examples=200, deadline=None)
def test_cliques_hold_every_pair_that_conflicts_and_no_other(flags: list[bool]) -> None:
    size = int(len(flags) ** 0.5)
    conflict = np.array(flags, bool).reshape(size, size)
    conflict |= conflict.T
    np.fill_diagonal(conflict, val=True)
    held = {(one, other) for clique in cliques(conflict) for one in clique for other in clique if one < other}
    assert held == {(one, other) for one, other in np.argwhere(conflict).tolist() if one < other}


def test_shifts_that_all_overlap_are_one_row() -> None:
    same = [opening(name, 4, 9 + number, 13 + number) for number, name in enumerate("abc")]
    assert plain(same, person("p")) == [([0, 1, 2], [1, 1, 1], 1)]


def test_minutes_of_equal_shifts_are_a_number_of_shifts() -> None:
    days = [opening(f"d{day}", day, 9, 13) for day in (4, 6, 8)]
    assert plain(days, person("p", most_minutes=500)) == [([0, 1, 2], [1, 1, 1], 2)]


def test_minutes_of_unequal_shifts_are_a_row_of_their_own() -> None:
    days = [opening("a", 4, 9, 13), opening("b", 6, 9, 11), opening("c", 8, 9, 13)]
    assert plain(days, person("p", most_minutes=500)) == [([0, 1, 2], [1, 1, 1], 2), ([0, 1, 2], [2, 1, 2], 4)]


def test_stretch_too_long_and_rest_after_a_stretch_are_rows() -> None:
    row = [opening("a", 4, 8, 12), opening("b", 4, 12, 16), opening("c", 4, 16, 20)]
    assert plain(row, person("p")) == [([0, 1, 2], [1, 1, 1], 2)]
    night = [opening("a", 5, 2, 6), opening("b", 5, 6, 10), opening("c", 5, 22, 26)]
    assert plain(night, person("p")) == [([0, 1, 2], [1, 1, 1], 2)]


def test_days_in_a_row_count_those_worked_already() -> None:
    limits = replace(LIMITS, days_in_a_row=2)
    days = [opening("a", 4, 9, 13), opening("b", 4, 18, 20), opening("c", 6, 9, 13)]
    known = compiled(problem(days, [person("p", work=(span(5, 9, 13),))], limits=limits))
    assert list(day_rows(known, 0, range(3))) == [OnDays(((0, 1), (2,)), 1)]


def test_nights_of_sixteen_weeks_are_rows_only_where_they_can_be_too_many() -> None:
    nights = [opening("a", 4, 22, 30), opening("b", 6, 22, 30)]
    known = compiled(problem(nights, [person("p")], limits=replace(LIMITS, nights_in_16_weeks=1)))
    assert list(day_rows(known, 0, range(2))) == [OnDays(((0,), (1,)), 1)]
    assert list(day_rows(compiled(problem(nights, [person("p")])), 0, range(2))) == []


def test_runs_are_equal_amounts_that_follow_one_another() -> None:
    assert list(runs(np.array([5, 5, 2, 0, 0], np.int64))) == [(5, 2), (2, 1), (0, 2)]
    assert list(runs(np.zeros(0, np.int64))) == []
