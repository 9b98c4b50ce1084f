from __future__ import annotations

import math
import random

import numpy as np
import pytest

from luisterlijn.insight.staffing import erlang
from luisterlijn.insight.staffing.chats import occupancy, rates, staffed
from luisterlijn.insight.staffing.goal import Work
from tests.insight.staffing.crowd import Between, Seen, chat


def summed(people: int, load: float, factors: tuple[float, ...], patience: float) -> tuple[float, float, float]:
    """Pw, Pab and the share of volunteers with a chat, state by state; time in handle times."""
    most = len(factors)
    state, states, leaving, idle = 1.0, [1.0], [0.0], [float(people)]
    for j in range(1, people * most + 4000):
        here = min(j, people * most)
        counts = [here // people + (who < here % people) for who in range(people)]
        left = (j - here) / patience
        state *= load / (sum(k / factors[k - 1] for k in counts if k) + left)
        states.append(state)
        leaving.append(left * state)
        idle.append(counts.count(0) * state)
        if j > people * most and state < 1e-17 * sum(states):
            break
    total = sum(states)
    return sum(states[people * most :]) / total, sum(leaving) / total / load, 1 - sum(idle) / total / people


@pytest.mark.parametrize("patience", [0.2, 1.0, 30.0])
@pytest.mark.parametrize("factors", [(1.0, 1.4), (1.0, 2.0), (1.1, 1.5, 2.0), (1.0, 1.3, 1.7, 2.2)])
@pytest.mark.parametrize(("people", "each"), [(1, 0.4), (4, 1.1), (7, 1.7), (12, 0.9), (12, 4.0)])
def test_staffed_is_the_chain_summed_state_by_state(
    people: int, each: float, factors: tuple[float, ...], patience: float
) -> None:
    load, work = np.array([people * each]), Work(600, 600 * patience, chats=len(factors), slower=factors)
    waits, leaves, busy = summed(people, people * each, factors, patience)
    found = staffed(np.array([float(people)]), load, work)
    assert float(found.waits[0]) == pytest.approx(waits, rel=1e-9)
    assert float(found.leaves[0]) == pytest.approx(leaves, rel=1e-9)
    assert float(occupancy(np.array([float(people)]), load, work, found)[0]) == pytest.approx(busy, rel=1e-9)


def test_staffed_with_one_chat_is_erlang_a() -> None:
    people, load = np.array([1.0, 8, 8, 40]), np.array([0.3, 6, 11, 38])
    one, found = Work(600, 300), erlang.a(people, load, 600, 300)
    assert staffed(people, load, one).served(30).tolist() == found.served(30).tolist()
    assert occupancy(people, load, one, found).tolist() == erlang.occupancy(people, load, found.leaves).tolist()


def test_staffed_with_chats_that_gain_nothing_waits_in_the_talk() -> None:
    """Two at half the speed end as many: who is there is the same as with one at a time and longer patience within."""
    people, load = np.array([3.0]), np.array([2.0])
    two = staffed(people, load, Work(600, math.inf, chats=2, slower=(1.0, 2.0)))
    one = erlang.c(people, load, 600)
    # the queue of one at a time, seen from its sixth state on
    assert float(two.waits[0]) == pytest.approx(float(one.waits[0]) * (2 / 3) ** 3, rel=1e-12)


def test_staffed_with_chats_that_cost_nothing_is_as_many_people() -> None:
    people, load = np.array([4.0]), np.array([7.0])
    free = staffed(people, load, Work(600, 300, chats=2, slower=(1.0, 1.0)))
    assert float(free.waits[0]) == pytest.approx(float(erlang.a(8, 7.0, 600, 300).waits), rel=1e-12)


def test_staffed_finds_the_same_alone_and_among_others() -> None:
    people, each = np.meshgrid(np.arange(1.0, 60), np.array([1e-9, 0.2, 1.0, 1.4, 1.6, 9.0]))
    work = Work(900, 400, chats=2, slower=(1.0, 1.4))
    together = staffed(people, people * each, work)
    for place in np.ndindex(people.shape):
        alone = staffed(people[place][None], (people * each)[place][None], work)
        assert float(alone.leaves[0]) == pytest.approx(float(together.leaves[place]), rel=1e-12)


def test_staffed_of_ten_thousand_starts_where_it_matters() -> None:
    people, work = np.array([10_000.0]), Work(900, 400, chats=2, slower=(1.0, 1.4))
    found = staffed(people, np.array([14_000.0]), work)
    assert 0 < float(found.leaves[0]) < float(found.waits[0]) < 1
    busy = occupancy(people, np.array([100.0]), work, staffed(people, np.array([100.0]), work))
    assert float(busy[0]) == pytest.approx(0.01, rel=1e-9)


def test_rates_spread_chats_evenly() -> None:
    assert rates(2, (1.0, 1.5, 1.75)).tolist() == [0, 1, 2, 2.5, 3, 3.25]


def test_staffed_agrees_with_a_crowd_that_nobody_evens_out() -> None:
    """In the crowd one may have two chats while another has none: still it is within two in a hundred."""
    dice = random.Random(3)
    rate = 9 / 900
    runs = [chat(dice, [7] * 150, [rate] * 150, 900, 300, factors=(1.0, 1.4))[6:] for _ in range(60)]
    served = Between.of([Seen.all(run).served(60) for run in runs])
    found = staffed(np.array([7.0]), np.array([9.0]), Work(900, 300, chats=2, slower=(1.0, 1.4)))
    assert served.width < 0.03
    assert served.mean == pytest.approx(float(found.served(60)[0]), abs=0.02 + served.width)
    slots = erlang.a(14, 9.0, 900, 300)
    assert abs(float(slots.served(60)) - served.mean) > 0.05  # "twice the people" is not within
