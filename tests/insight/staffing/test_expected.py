from __future__ import annotations

import math
import random
from dataclasses import astuple, fields

import numpy as np
import pytest
from scipy import stats

from luisterlijn.insight.staffing import Goal, Outcome, Work, erlang, outcome, required
from tests.insight.staffing.crowd import Between, Seen, chat, phone

GOAL = Goal(0.8, 60, 0.05)
LONG_S = 1e15
"""An interval so long that nothing of it is left in the next."""
NAMES = [one.name for one in fields(Outcome)]


def steady(load: float, work: Work, people: int, shape: float = math.inf, goal: Goal = GOAL) -> dict[str, float]:
    """What one interval of a load may expect, by name."""
    found = outcome([load / work.handle_s * LONG_S], shape, work, goal, people, LONG_S)
    return {name: float(column[0]) for name, column in zip(NAMES, astuple(found), strict=True)}


def test_outcome_of_a_certain_rate_is_erlang_a() -> None:
    found, queue = steady(9.0, Work(1080, 240), 11), erlang.a(11, 9.0, 1080, 240)
    assert found["share"] == pytest.approx(float(queue.served(60)))
    assert found["leave"] == pytest.approx(float(queue.leaves))
    assert found["wait_s"] == pytest.approx(float(queue.wait_s))
    assert found["occupancy"] == pytest.approx(9 * (1 - float(queue.leaves)) / 11)
    assert found["wait_p50_s"] == 0
    assert float(queue.longer(found["wait_p90_s"])) == pytest.approx(0.1)
    assert found["holds"] == 0  # 84% within 60 s, but 6% leave


def test_outcome_is_judged_by_waits_where_asked() -> None:
    found = steady(9.0, Work(1080, 240), 10, goal=Goal(0.8, 60, None, "waits"))
    assert found["share"] == pytest.approx(1 - float(erlang.a(10, 9.0, 1080, 240).longer(60)))
    assert found["holds"] == 1
    assert steady(9.0, Work(1080, 240), 10, goal=Goal(0.8, 60, None))["holds"] == 0


def test_outcome_without_a_share_tells_the_service_level_all_the_same() -> None:
    alone = steady(9.0, Work(1080, 240), 11, goal=Goal(None, 60, 0.1))
    assert alone["share"] == steady(9.0, Work(1080, 240), 11)["share"]
    assert alone["holds"] == 1


@pytest.mark.parametrize(("load", "people", "patience_s"), [(6.0, 8, 300), (12.0, 8, 200), (2.5, 3, math.inf)])
def test_outcome_agrees_with_a_crowd(load: float, people: int, patience_s: float) -> None:
    dice = random.Random(2)
    runs = [phone(dice, people, load / 300, 300, patience_s, 3000) for _ in range(30)]
    found = steady(load, Work(300, patience_s), people)
    assert Between.of([run.served(60) for run in runs]).holds(found["share"])
    assert Between.of([run.leave() for run in runs]).holds(found["leave"])
    assert Between.of([run.wait_s() for run in runs]).holds(found["wait_s"])
    for name, share in (("wait_p50_s", 0.5), ("wait_p90_s", 0.9)):
        assert Between.of([run.longer(found[name]) for run in runs]).holds(1 - share) or found[name] == 0


def test_outcome_of_an_uncertain_rate_agrees_with_a_crowd_that_draws_it() -> None:
    """The mean over attempts: days with more of them count for more. Ten rates stand for all, here to one in a hundred."""
    dice, work = random.Random(6), Work(600, 300, 0.4)
    rates = stats.gamma.ppf(np.arange(0.00125, 1, 0.0025), 8, scale=10 / 600 / 8).tolist()
    runs = [chat(dice, [12] * 16, [rate] * 16, 600, 300, redial=0.4)[6:] for rate in rates]
    seen, found = Seen.all([one for run in runs for one in run]), steady(10.0, work, 12, 8.0)
    assert seen.served(60) == pytest.approx(found["share"], abs=0.025)
    assert seen.leave() == pytest.approx(found["leave"], abs=0.015)
    assert seen.longer(found["wait_p90_s"]) == pytest.approx(0.1, abs=0.02)
    assert abs(steady(10.0, work, 12)["share"] - seen.served(60)) > 0.05  # a certain rate would be better off


def test_outcome_of_an_uncertain_rate_is_worse() -> None:
    uncertain, certain = (steady(9.0, Work(1200, 300), 11, shape) for shape in (6.0, math.inf))
    assert uncertain["share"] < certain["share"]
    assert uncertain["leave"] > certain["leave"]
    assert uncertain["wait_p90_s"] > certain["wait_p90_s"]


def test_holds_counts_the_rates_that_need_no_more() -> None:
    work = Work(1200, 300)
    mean = [9 / 1200 * LONG_S]
    spread = required(mean, 6.0, work, GOAL, LONG_S).spread[0]
    for people in range(1, 30):
        held = outcome(mean, 6.0, work, GOAL, people, LONG_S).holds[0]
        assert held == pytest.approx((spread <= people).mean())


def test_outcome_without_contacts_is_well() -> None:
    found = outcome([0.0, 0.0], 5.0, Work(1200, 300), GOAL, [0, 3])
    assert np.array(astuple(found)).T.tolist() == [[1, 0, 0, 0, 0, 0, 1]] * 2


def test_outcome_without_people_is_leaving() -> None:
    found = steady(5.0, Work(1200, 300), 0, 5.0)
    assert list(found.values()) == pytest.approx([0, 1, 300, 300 * math.log(2), 300 * math.log(10), 0, 0])
    endless = steady(5.0, Work(1200, math.inf), 0)
    assert list(endless.values()) == [0, 0, math.inf, math.inf, math.inf, 0, 0]
    by_waits = steady(5.0, Work(1200, 300), 0, goal=Goal(0.5, 300, None, "waits"))
    assert by_waits["share"] == pytest.approx(1 - math.exp(-1))


def test_outcome_of_an_endless_queue_is_inf_not_nan() -> None:
    found = steady(5.5, Work(1200, math.inf), 5)
    assert list(found.values()) == [0, 0, math.inf, math.inf, math.inf, 1, 0]


def test_outcome_where_only_the_highest_rates_grow_for_ever() -> None:
    found = steady(5.0, Work(1200, math.inf), 7, 10.0)
    assert 0.5 < found["share"] < 1
    assert found["wait_s"] == math.inf
    assert found["wait_p50_s"] < 600
    assert found["wait_p90_s"] == math.inf
    assert 0.4 <= found["holds"] <= 0.9


def test_outcome_of_an_interval_is_the_same_in_any_company() -> None:
    work = Work(1200, 300, 0.5, 2, (1.0, 1.4))
    mean = np.array([0.0, 1e-9, 3.0, 20.0, 20.0, 45.0]) * LONG_S / 900
    people, shape = [0, 1, 0, 9, 30, 20], [1.0, 5, 5, math.inf, 3, 80]
    together = np.array(astuple(outcome(mean, shape, work, GOAL, people, LONG_S)))
    for place in range(6):
        one = outcome(mean[[place]], shape[place], work, GOAL, people[place], LONG_S)
        assert np.array(astuple(one))[:, 0].tolist() == pytest.approx(together[:, place].tolist(), rel=1e-6, abs=1e-9)


def test_outcome_is_better_with_each_further_person() -> None:
    for work in (Work(1200, 300, 0.6), Work(900, 400, 0.3, 2, (1.0, 1.4)), Work(1200, math.inf)):
        found = outcome(np.full(40, 9 / work.handle_s * 900), 9.0, work, GOAL, np.arange(1, 41))
        assert (np.diff(found.share) >= -1e-9).all()
        assert (np.diff(found.leave) <= 1e-9).all()
        assert (np.diff(found.holds) >= 0).all()
        assert not (found.wait_s[1:] > found.wait_s[:-1] + 1e-6).any()


@pytest.mark.parametrize("patience_s", [1e-3, 300.0, 1e6, 1e12, math.inf])
@pytest.mark.parametrize("handle_s", [1e-3, 1200.0, 1e6])
@pytest.mark.parametrize("within_s", [0.0, 4 * 3600.0, 1e9])
def test_outcome_of_any_extreme_holds_no_nan(patience_s: float, handle_s: float, within_s: float) -> None:
    load, people = (one.ravel() for one in np.meshgrid([1e-300, 1e-9, 0.5, 9.0, 9999.0], [1, 2, 9, 10_000]))
    for redial in (0.0, 0.99):
        work = Work(handle_s, patience_s, redial)
        found = outcome(load / handle_s * 900, 3.0, work, Goal(0.8, within_s, 0.05), people)
        for share in (found.share, found.leave, found.occupancy, found.holds):
            assert ((share >= 0) & (share <= 1)).all()
        assert (found.wait_s >= 0).all()
        assert (found.wait_p50_s <= found.wait_p90_s).all()


def test_outcome_refuses_people_of_another_length() -> None:
    with pytest.raises(ValueError, match=r"people: .* values for 2 intervals"):
        outcome([1.0, 2.0], 5.0, Work(1200, 300), GOAL, [1, 2, 3])
