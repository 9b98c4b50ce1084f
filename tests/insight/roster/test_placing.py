"""Putting and taking off leave everything as it is reckoned anew."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from luisterlijn.insight.roster import Problem
from luisterlijn.insight.roster.compiled import compiled
from luisterlijn.insight.roster.placing import Placing
from tests.insight.roster.cases import opening, person, problem
from tests.insight.roster.random_problems import problems


@given(problems(), st.lists(st.integers(0, 200), max_size=12))
@settings(max_examples=100, deadline=None)
def test_what_is_kept_up_to_date_is_what_is_reckoned_anew(problem: Problem, steps: list[int]) -> None:
    placing, empty = Placing(compiled(problem)), Placing(compiled(problem))
    for step in steps:
        pairs = np.argwhere(placing.open & (placing.room > 0)).tolist()
        if pairs:
            person_, opening_ = pairs[step % len(pairs)]
            net, cost = placing.net(person_, opening_), placing.cost()
            placing.put(person_, opening_)
            assert placing.cost() == cost - net
    kept = placing.open.copy(), placing.supply.copy()
    placing.reopen()
    assert [each.tolist() for each in kept] == [placing.open.tolist(), placing.supply.tolist()]
    for person_, opening_ in np.argwhere(placing.on).tolist():
        placing.take(person_, opening_)
    for name in ("open", "supply", "room", "present", "nights", "weekends", "on"):
        assert getattr(placing, name).tolist() == getattr(empty, name).tolist()
    assert placing.cost() == empty.cost()


def test_whoever_was_shut_out_is_looked_at_again_once_reopened() -> None:
    placing = Placing(compiled(problem([opening("a", 4, 18, 22)], [person("a"), person("b")])))
    placing.shut(0, 0)
    assert (placing.supply.tolist(), placing.open.ravel().tolist()) == ([1], [False, True])
    placing.reopen()
    assert placing.supply.tolist() == [2]


def test_fairness_counts_nights_beyond_whoever_had_least_up_to_ten() -> None:
    people = [person("a", nights=2), person("b", nights=5), person("c", nights=99)]
    placing = Placing(compiled(problem([opening("night", 9, 22, 30), opening("day", 5, 9, 13)], people)))
    everybody = np.arange(3)
    assert placing.fairness(everybody, 0).tolist() == [5, 5 + 3 * 4, 5 + 10 * 4]
    assert placing.fairness(everybody, 1).tolist() == [5, 5, 5]
