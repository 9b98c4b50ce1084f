"""What is asked of HiGHS, and what it answers."""

from __future__ import annotations

from luisterlijn.insight.roster.compiled import compiled
from luisterlijn.insight.roster.model import Answer, solve
from tests.insight.roster.cases import opening, person, problem

SHIFT = opening("evening", 4, 18, 22)


def test_nothing_to_decide_is_answered_without_asking() -> None:
    assert solve(compiled(problem([SHIFT], [])), 1) == Answer((), 4 * 60 * 120)


def test_answer_is_who_goes_where_and_the_least_cost() -> None:
    people = [person("a", nights=1), person("b")]
    assert solve(compiled(problem([opening("night", 4, 22, 30)], people)), 5) == Answer(((1, 0),), 5)


def test_second_night_costs_more_than_the_first() -> None:
    nights = [opening("one", 4, 22, 30), opening("other", 6, 22, 30)]
    assert solve(compiled(problem(nights, [person("a")])), 5).bound == 5 + 5 + 4
    assert solve(compiled(problem(nights, [person("a"), person("b")])), 5).bound == 5 + 5


def test_full_shift_is_left_out() -> None:
    full = opening("full", 4, 18, 22, 2, maximum=1, signed=("x",))
    assert solve(compiled(problem([full], [person("a")])), 5) == Answer((), 4 * 60 * 40)
