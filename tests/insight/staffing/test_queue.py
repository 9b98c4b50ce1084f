from __future__ import annotations

import math
import random

import numpy as np
import pytest

from luisterlijn.insight.staffing import erlang
from luisterlijn.insight.staffing.queue import queue
from tests.insight.staffing.crowd import Between, phone


def summed(people: int, load: float, patience: float) -> tuple[float, float, float]:
    """Pw, Pab and the mean number waiting of the birth-death chain, state by state; time in handle times."""
    state, states = 1.0, [1.0]
    for j in range(1, 5000):
        state *= load / (min(j, people) + max(j - people, 0) / patience)
        states.append(state)
        if j > people and state < 1e-18 * sum(states):
            break
    total = sum(states)
    waiting = sum(max(j - people, 0) * one for j, one in enumerate(states)) / total
    return sum(states[people:]) / total, waiting / patience / load, waiting


@pytest.mark.parametrize("patience", [0.01, 0.3, 1.0, 5.0, 100.0])
@pytest.mark.parametrize(("people", "load"), [(1, 0.01), (1, 3.0), (5, 4.0), (20, 12.0), (20, 20.0), (20, 40.0)])
def test_queue_is_the_chain_summed_state_by_state(people: int, load: float, patience: float) -> None:
    waits, leaves, waiting = summed(people, load, patience)
    found = erlang.a([people], [load], 100.0, 100.0 * patience)
    assert float(found.waits[0]) == pytest.approx(waits, rel=1e-9)
    assert float(found.leaves[0]) == pytest.approx(leaves, rel=1e-9)
    assert float(found.wait_s[0]) == pytest.approx(waiting / load * 100, rel=1e-9)


@pytest.mark.parametrize(
    ("people", "load", "patience_s"), [(5, 4.0, 60), (5, 7.0, 300), (14, 10.0, 300), (30, 33.0, 900)]
)
def test_longer_has_the_mean_wait_below_it(people: int, load: float, patience_s: float) -> None:
    found = erlang.a(people, load, 300.0, patience_s)
    at = np.linspace(0, 40 * patience_s, 200_001)
    assert np.trapezoid(found.longer(at), at) == pytest.approx(float(found.wait_s), rel=1e-6)


@pytest.mark.parametrize(
    ("people", "load", "patience_s"), [(5, 4.0, 60), (5, 7.0, 300), (14, 10.0, 300), (30, 33.0, 900)]
)
def test_late_and_longer_agree_who_leaves_within(people: int, load: float, patience_s: float) -> None:
    found = erlang.a(people, load, 300.0, patience_s)
    # who waits longer than t is late, or leaves after t; they leave at the rate 1 / patience of those who wait
    at = np.linspace(60, 60 + 40 * patience_s, 200_001)
    leaves_after = np.trapezoid(found.longer(at), at) / patience_s
    assert float(found.longer(60)) == pytest.approx(float(found.late(60)) + leaves_after, rel=1e-6)


def test_served_at_once_is_who_does_not_wait() -> None:
    found = erlang.a([2, 9, 40], [3.0, 8.0, 41.0], 300.0, 200.0)
    assert found.served(0).tolist() == pytest.approx((1 - found.waits).tolist(), rel=1e-12)


def test_served_some_time_is_who_does_not_leave() -> None:
    found = erlang.a([2, 9, 40], [3.0, 8.0, 41.0], 300.0, 200.0)
    assert found.served(24 * 3600).tolist() == pytest.approx((1 - found.leaves).tolist(), rel=1e-12)


@pytest.mark.parametrize(("people", "load", "patience_s"), [(8, 6.0, 300), (8, 12.0, 200), (3, 2.5, math.inf)])
def test_queue_agrees_with_a_crowd(people: int, load: float, patience_s: float) -> None:
    dice = random.Random(8)
    runs = [phone(dice, people, load / 300, 300, patience_s, 3000) for _ in range(30)]
    found = erlang.a(people, load, 300.0, patience_s)
    assert Between.of([run.leave() for run in runs]).holds(float(found.leaves))
    assert Between.of([run.wait_s() for run in runs]).holds(float(found.wait_s))
    assert Between.of([run.served(60) for run in runs]).holds(float(found.served(60)))
    assert Between.of([run.longer(60) for run in runs]).holds(float(found.longer(60)))
    assert not Between.of([run.served(60) for run in runs]).holds(float(found.served(60)) + 0.05)


def test_wait_of_endless_patience_is_never_lost_in_rounding() -> None:
    endless = float(erlang.c(14, 10.0, 180.0).wait_s)
    for patience_s in (1e8, 1e10, 1e12, 1e14, 1e18):
        assert float(erlang.a(14, 10.0, 180.0, patience_s).wait_s) == pytest.approx(endless, rel=1e-5)


def test_overload_of_patient_callers_is_the_flow() -> None:
    """With so many, what cannot be answered leaves, after the wait that lets just so many leave."""
    found = erlang.a(10_000, 20_000.0, 1200.0, 1e6)
    assert float(found.leaves) == pytest.approx(0.5, abs=1e-9)
    assert float(found.longer(0.99 * math.log(2) * 1e6)) == pytest.approx(math.exp(-0.99 * math.log(2)), rel=1e-6)
    assert float(found.served(0.99 * math.log(2) * 1e6)) == pytest.approx(0, abs=1e-9)
    assert float(found.served(1.01 * math.log(2) * 1e6)) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("patience_s", [1e-300, 1e-6, 1.0, 300.0, 1e6, 1e9, 1e15, 1e300, math.inf])
@pytest.mark.parametrize("within_s", [0.0, 1e-9, 60.0, 4 * 3600.0, 1e9])
def test_shares_are_shares_at_any_extreme(patience_s: float, within_s: float) -> None:
    people, ratio, handle_s = (
        one.ravel()
        for one in np.meshgrid(
            [1.0, 2.0, 10.0, 100.0, 10_000.0],
            [0, 1e-300, 1e-9, 0.5, 1 - 1e-12, 1.0, 1 + 1e-12, 2.0, 1e6],
            [1e-3, 1200.0, 1e6],
        )
    )
    load = people * ratio
    found = queue(load / handle_s, people / handle_s, erlang.blocked(people, load), patience_s)
    shares = (found.waits, found.leaves, found.longer(within_s), found.late(within_s), found.served(within_s))
    assert all(((share >= 0) & (share <= 1 + 1e-9)).all() for share in shares)
    assert ((found.wait_s >= 0) & (found.wait_s <= patience_s * (1 + 1e-9))).all()
    assert (found.longer(within_s) <= found.waits * (1 + 1e-9)).all()
    assert (found.leaves + found.late(within_s) <= found.waits + 1e-9).all()
