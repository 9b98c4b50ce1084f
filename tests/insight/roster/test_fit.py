"""Fitness as an array is what the rules say one by one."""

from __future__ import annotations

from datetime import date
from typing import get_args

from hypothesis import given, settings

from luisterlijn.insight.roster import Problem
from luisterlijn.insight.roster.demand import second
from luisterlijn.insight.roster.fit import available, fit
from luisterlijn.volunteer.fitness import Needs
from luisterlijn.volunteer.reason import Rule
from luisterlijn.volunteer.rules import hard_reasons
from tests.insight.roster.cases import local, opening, papers, person, problem, span
from tests.insight.roster.random_problems import problems

OF_THE_PERSON = set(get_args(Rule)) - {"overlap", "started", "cancelled"}


@given(problems())
@settings(max_examples=100, deadline=None)
def test_fit_is_what_no_hard_rule_of_the_person_forbids(problem: Problem) -> None:
    found = fit(problem)
    for number, who in enumerate(problem.candidates):
        for at, one in enumerate(problem.openings):
            asked = one.wanted(), who.papers, problem.needs, (), problem.limits, problem.zone, problem.now
            stands = {reason.rule for reason in hard_reasons(*asked)} & OF_THE_PERSON
            assert bool(found[number, at]) == (not stands)


def test_papers_count_on_the_last_day_of_the_shift() -> None:
    who = [person("a", papers(certificate_until=date(2026, 5, 4)))]
    shifts = [opening("evening", 4, 20, 24), opening("night", 4, 20, 24.25)]
    assert fit(problem(shifts, who, needs=Needs(certificate=True, trainings=()))).tolist() == [[True, False]]


def test_available_is_a_shift_inside_windows_that_meet_or_overlap() -> None:
    people = [
        person("a", windows=(span(4, 20, 22), span(4, 17, 20), span(4, 18, 19))),
        person("b", windows=()),
        person("c"),
        person("d", windows=(span(4, 17, 20), span(4, 20.25, 23))),
    ]
    shift = opening("evening", 4, 18, 22)
    found = available(people, second([shift.starts_at]), second([shift.ends_at]))
    assert found.ravel().tolist() == [True, False, True, False]


def test_window_of_one_person_is_none_of_the_next() -> None:
    people = [person("a", windows=(span(4, 17, 23),)), person("b", windows=(span(5, 17, 23),)), person("c", windows=())]
    starts, ends = second([local(4, 18), local(5, 18)]), second([local(4, 22), local(5, 22)])
    assert available(people, starts, ends).tolist() == [[True, False], [False, True], [False, False]]
