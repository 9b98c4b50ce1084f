from __future__ import annotations

import math
import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from luisterlijn.insight.staffing import Goal, Need, Work, outcome, required
from tests.insight.staffing.crowd import Seen, chat

LONG_S = 1e15
"""An interval so long that nothing of it is left in the next."""


def steady(loads: ArrayLike, work: Work, goal: Goal, shape: float = math.inf) -> Need:
    """What intervals of these loads need, each without what was before."""
    return required(np.atleast_1d(loads) / work.handle_s * LONG_S, shape, work, goal, LONG_S)


@pytest.mark.parametrize(
    ("load", "work", "goal", "people"),
    [
        (3.0, Work(300, math.inf), Goal(0.8, 20, None), 6),
        (10.0, Work(180, 300), Goal(0.8, 20, None), 13),
        (10.0, Work(180, math.inf), Goal(0.8, 20, None), 14),
        (9.0, Work(1080, 240), Goal(0.8, 60, None), 11),
        (9.0, Work(1080, 240), Goal(0.8, 60, None, "waits"), 10),
        (9.0, Work(1080, math.inf), Goal(0.8, 60, None), 13),
    ],
)
def test_required_is_what_the_literature_says(load: float, work: Work, goal: Goal, people: int) -> None:
    need = steady(load, work, goal)
    assert need.people.tolist() == [people]
    assert need.spread.tolist() == [[people] * 10]
    assert need.load.tolist() == pytest.approx([load])
    assert need.binds.tolist() == ["share"]


@settings(max_examples=50, deadline=None)
@given(
    st.floats(1e-6, 60),
    st.sampled_from([0.5, 8.0, 40.0, math.inf]),
    st.sampled_from(
        [Work(1200, 300), Work(1200, 300, 0.6), Work(600, math.inf), Work(900, 400, 0.3, 2, (1.0, 1.4)), Work(300, 1e6)]
    ),
    st.sampled_from(
        [
            Goal(0.8, 60, None),
            Goal(None, 0, 0.05),
            Goal(0.7, 30, 0.08),
            Goal(0.8, 60, None, "waits"),
            Goal(0.95, 0, 0.3),
        ]
    ),
)
def test_required_is_the_fewest_that_keep_the_goal(load: float, shape: float, work: Work, goal: Goal) -> None:
    mean = [load / work.handle_s * 900]
    people = int(required(mean, shape, work, goal).people[0])

    def kept(people: int) -> bool:
        found = outcome(mean, shape, work, goal, people)
        slack = 1e-8
        share = goal.share is None or found.share[0] >= goal.share - slack
        leave = goal.leave is None or found.leave[0] <= goal.leave + slack
        return bool(share and leave and (people > load or not math.isinf(work.patience_s)))

    assert people >= 1
    assert kept(people)
    assert people == 1 or not kept(people - 1)


@settings(max_examples=6, deadline=None)
@given(st.floats(0.1, 25), st.sampled_from([Work(1200, 300, 0.5), Work(900, 400, 0, 2, (1.0, 1.5))]))
def test_spread_is_what_each_rate_would_need_alone(load: float, work: Work) -> None:
    goal = Goal(0.8, 60, 0.06)
    need = required([load / work.handle_s * 900], 9.0, work, goal)
    from_rates = np.array([5, 15, 25, 35, 45, 55, 65, 75, 85, 95]) / 100
    factors = np.quantile(np.random.default_rng(1).gamma(9, 1 / 9, 400_000), from_rates)
    least, most = (steady(load * factors * off, work, goal).people for off in (0.99, 1.01))
    assert ((least <= need.spread[0]) & (need.spread[0] <= most)).all()
    assert need.spread[0][0] <= need.people[0] <= need.spread[0][9]


def test_required_rises_with_contacts() -> None:
    for goal in (Goal(0.8, 60, None), Goal(None, 60, 0.03)):
        for shape in (math.inf, 12.0):
            people = steady(np.arange(0.1, 40, 0.7), Work(1200, 300, 0.3), goal, shape).people
            assert (np.diff(people) >= 0).all()
            assert people[-1] > 30


def test_required_rises_with_uncertainty() -> None:
    work, goal = Work(1200, 300), Goal(0.8, 60, None)
    people = [int(steady(20.0, work, goal, shape).people[0]) for shape in (math.inf, 100, 20, 5)]
    assert people == sorted(people)
    assert people[-1] > people[0]


def test_required_of_no_contacts_is_nobody_though_talks_go_on() -> None:
    need = required([20.0, 0.0, 0.0], 5.0, Work(1200, 300), Goal(0.8, 60, None))
    assert need.people.tolist()[1:] == [0, 0]
    assert need.binds.tolist()[1:] == ["load", "load"]
    assert need.spread[1:].tolist() == [[0] * 10] * 2
    assert need.load[1] > need.load[2] > 1


def test_required_of_next_to_nothing_is_one_person() -> None:
    for work in (Work(1200, 300), Work(1200, math.inf), Work(1200, 300, 0.9), Work(900, 60, 0, 2, (1.0, 1.4))):
        need = required([1e-9, 1e-300, 5e-324], 5.0, work, Goal(0.8, 60, 0.05))
        assert need.people.tolist() == [1, 1, 1]
        assert need.binds.tolist() == ["load"] * 3


def test_required_of_nothing_at_all_is_empty() -> None:
    need = required([], 5.0, Work(1200, 300), Goal(0.8, 60, 0.05))
    assert [need.load.shape, need.people.shape, need.binds.shape, need.spread.shape] == [(0,), (0,), (0,), (0, 10)]


def test_binds_says_which_of_two_targets_asks_for_more() -> None:
    work = Work(1200, 300)
    assert steady(9.0, work, Goal(0.9, 10, 0.5)).binds[0] == "share"
    assert steady(9.0, work, Goal(0.1, 600, 0.01)).binds[0] == "leave"
    assert steady(9.5, Work(1200, math.inf), Goal(0.05, 600, None)).binds[0] == "load"
    assert steady(9.5, Work(1200, math.inf), Goal(None, 0, 0.5)).people[0] == 10
    assert steady(9.0, Work(1200, math.inf), Goal(None, 0, 0.5)).people[0] == 10


def test_required_without_a_target_that_asks_for_anybody_is_one() -> None:
    """Where all leave before the time to judge by, all waits are short with nobody there."""
    need = steady(30.0, Work(1200, 20), Goal(0.8, 3600, None, "waits"))
    assert [need.people[0], need.binds[0]] == [1, "load"]


def test_redials_are_load_and_need_people() -> None:
    goal = Goal(0.7, 60, None)
    once, again = (steady(20.0, Work(1200, 300, redial), goal) for redial in (0.0, 0.8))
    assert again.load[0] > once.load[0] == pytest.approx(20)
    assert again.people[0] >= once.people[0]


def test_required_by_chats_is_fewer_than_by_one_at_a_time() -> None:
    goal = Goal(0.8, 60, None)
    one, free, dear = (
        int(steady(20.0, work, goal).people[0])
        for work in (Work(1200, 300), Work(1200, 300, 0, 2, (1.0, 1.0)), Work(1200, 300, 0, 2, (1.0, 1.4)))
    )
    assert -(-one // 2) == free < dear < one


@pytest.mark.parametrize("shape", [1e-6, 1e-2, 1.0, 1e8, 1e300])
def test_required_of_any_shape_is_somebody(shape: float) -> None:
    need = steady(9.0, Work(1200, 300, 0.5), Goal(0.8, 60, 0.1), shape)
    assert need.people[0] >= 1
    assert (np.diff(need.spread[0]) >= 0).all()


@pytest.mark.parametrize("work", [Work(1200, 300, 0.3), Work(1200, math.inf), Work(1200, 1e6)])
def test_required_of_ten_thousand_is_a_little_more_than_the_load(work: Work) -> None:
    people = int(steady(9900.0, work, Goal(0.8, 60, None)).people[0])
    assert 0.8 * 9900 < people < 10_000  # 0.8: who leaves needs nobody
    assert people > 9900 or work.patience_s < 1e5


def test_required_of_two_thousand_with_chats() -> None:
    work = Work(1200, 300, 0, 2, (1.0, 1.4))
    people = int(steady(3000.0, work, Goal(0.8, 60, None)).people[0])
    assert 0.8 * 3000 < people * 2 / 1.4 < 3000


@pytest.mark.parametrize("within_s", [0.0, 4 * 3600.0, 1e7])
@pytest.mark.parametrize("share", [1e-9, 0.5, 1 - 1e-15])
@pytest.mark.parametrize("patience_s", [1e-3, 300.0, 1e9, math.inf])
def test_required_of_any_promise_is_somebody(within_s: float, share: float, patience_s: float) -> None:
    need = required([1e-9, 5.0, 40.0], 10.0, Work(1200, patience_s), Goal(share, within_s, None))
    assert (need.people >= 1).all()
    assert (need.people < 300).all()
    assert all(before <= after for before, after in pairwise(need.people))


def test_required_looks_at_each_interval_by_its_own_shape() -> None:
    work, goal = Work(1200, 300), Goal(0.8, 60, None)
    need = required([15.0] * 3, [5.0, math.inf, 5.0], work, goal)
    assert need.people.tolist() == [int(steady(20.0, work, goal, shape).people[0]) for shape in (5.0, math.inf, 5.0)]


def test_required_holds_an_evening_ramp_where_each_interval_alone_does_not() -> None:
    """Staffed quarter by quarter, the hour after the evening is left with the evening's talks."""
    dice, work, goal = random.Random(4), Work(2400, 900), Goal(0.8, 60, None)
    mean = np.array([4.0] * 4 + [12, 20, 28, 28, 28, 28, 20, 12, 4] + [4] * 4)
    lasting, alone = required(mean, math.inf, work, goal), steady(mean / 900 * 2400, work, goal)

    def worst_hour(need: Need) -> float:
        runs = [chat(dice, need.people.tolist(), (mean / 900).tolist(), 2400, 900) for _ in range(30)]
        hours = range(2, mean.size - 4)
        return min(Seen.all([one for run in runs for one in run[hour : hour + 4]]).served(60) for hour in hours)

    assert worst_hour(lasting) > 0.75
    assert worst_hour(alone) < 0.6


def test_required_of_a_million_is_refused() -> None:
    with pytest.raises(ValueError, match="mean: 1,000,000 people would not be enough; look at the unit of mean"):
        steady(999_999.0, Work(1200, math.inf), Goal(0.99, 0, None))
