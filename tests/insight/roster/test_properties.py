"""What holds for every proposal of every problem: it keeps all rules, and is never worse for being improved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from luisterlijn.insight.roster import Problem, greedy, improved
from tests.insight.roster.cases import broken
from tests.insight.roster.plain_cost import cost, every
from tests.insight.roster.random_problems import problems

EPSILON = 1e-9


@given(problems())
@settings(max_examples=100, deadline=None)
def test_greedy_breaks_no_rule(problem: Problem) -> None:
    proposal = greedy(problem)
    assert broken(problem, proposal) == []
    assert greedy(problem) == proposal


@given(problems())
@settings(max_examples=60, deadline=None)
def test_improved_breaks_no_rule_and_is_never_worse_than_greedy_or_below_its_bound(problem: Problem) -> None:
    start = greedy(problem)
    proposal = improved(problem, 10)
    assert broken(problem, proposal) == []
    assert proposal.bound is not None
    assert proposal.bound <= proposal.cost + EPSILON
    assert proposal.cost <= start.cost + EPSILON
    assert proposal.proven == (proposal.cost <= proposal.bound + EPSILON)


@given(problems())
@settings(max_examples=100, deadline=None)
def test_gap_names_a_person_who_could_come_only_where_the_shift_is_full_or_too_short(problem: Problem) -> None:
    openings = {one.id: one for one in problem.openings}
    for gap in greedy(problem).gaps:
        assert gap.lacking > 0
        assert gap.starts_at < gap.ends_at
        if gap.opening:
            assert openings[gap.opening].starts_at <= gap.starts_at
            assert gap.ends_at <= openings[gap.opening].ends_at
            assert "not_worth_it" not in gap.people
            there = sum(gap.people.values())
            signed = set(openings[gap.opening].signed) & {one.id for one in problem.candidates}
            new = {person for at, person in greedy(problem).assignments if at == gap.opening}
            assert there == len(problem.candidates) - len(signed | new)
        else:
            assert gap.why == "no_shift"


@given(problems())
@settings(max_examples=100, deadline=None)
def test_cost_is_that_of_counting_person_by_person(problem: Problem) -> None:
    proposal = greedy(problem)
    assert proposal.cost == pytest.approx(cost(problem, proposal.assignments))


@given(problems(most_openings=4, most_people=2))
@settings(max_examples=60, deadline=None)
def test_bound_holds_and_what_is_proven_is_the_best_of_all(problem: Problem) -> None:
    pairs = [(one.id, who.id) for one in problem.openings for who in problem.candidates if who.id not in one.signed]
    best = min(cost(problem, some) for some in every(problem, pairs))
    proposal = improved(problem, 10)
    assert proposal.bound is not None
    assert proposal.bound <= best + EPSILON
    if proposal.proven:
        assert proposal.cost == pytest.approx(best)
