"""The vectors of the literature, and what must be so between the formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from luisterlijn.insight.staffing import erlang


@pytest.mark.parametrize(
    ("people", "load", "share"),
    [
        (30, 25, 0.05260317),
        (1, 1, 0.5),
        (2, 1, 0.2),
        (17, 10, 0.01294888),  # a guide of pyworkforce says .0183, its code does not
        (20, 12.031, 0.0100026),
        (100, 84.064, 0.0099997),
    ],
)
def test_b_is_what_the_tables_say(people: int, load: float, share: float) -> None:
    assert float(erlang.b(people, load)) == pytest.approx(share, rel=1e-5, abs=5e-9)


def test_b_of_nobody_turns_all_away() -> None:
    assert erlang.b([0, 0], [0.0, 5.0]).tolist() == [1, 1]


def test_b_keeps_its_recursion_up_to_ten_thousand() -> None:
    for load in (1e-9, 0.5, 25.0, 900.0, 10_000.0, 1e6):
        n = np.arange(1, 10_001)
        before, after = erlang.b(n - 1, load), erlang.b(n, load)
        assert np.allclose(after, load * before / (n + load * before), rtol=1e-9, atol=1e-290)


def test_c_100_calls_in_half_an_hour() -> None:
    found = erlang.c([13, 14], 10.0, 180.0)
    assert float(found.waits[1]) == pytest.approx(0.1741319, abs=5e-8)
    assert found.served(20).tolist() == pytest.approx([0.79559, 0.8883500], abs=5e-6)
    assert float(found.wait_s[1]) == pytest.approx(7.835937, abs=5e-7)


def test_c_360_calls_in_half_an_hour() -> None:
    found = erlang.c(55, 48.0, 240.0)
    assert float(found.waits) == pytest.approx(0.2387009, abs=5e-8)
    assert float(found.wait_s) == pytest.approx(8.184032, abs=5e-7)
    assert float(found.served(15)) == pytest.approx(0.8458831, abs=5e-8)


def test_c_three_erlang() -> None:
    assert erlang.c([5, 6], 3.0, 300.0).served(20).tolist() == pytest.approx([0.7933, 0.9188], abs=5e-5)


def test_c_of_300_a_year() -> None:
    """M/M/3, time in years: the waiting line, the wait, and that nobody is there."""
    load = 300 / 182.5
    found = erlang.c(3, load, 1 / 182.5)
    assert float(found.wait_s) == pytest.approx(0.00117475, abs=5e-9)
    assert 300 * float(found.wait_s) == pytest.approx(0.352426, abs=5e-7)
    # all free: what it takes to climb from there to all busy
    nobody = float(found.waits) * math.factorial(3) / load**3 * (1 - load / 3)
    assert nobody == pytest.approx(0.177537, abs=5e-7)


def test_c_and_a_of_48_a_minute() -> None:
    assert float(erlang.c(50, 48.0, 60.0).wait_s) == pytest.approx(20.83367, abs=5e-6)
    found = erlang.a(50, 48.0, 60.0, 120.0)
    assert float(found.leaves) == pytest.approx(0.03091225, abs=5e-9)
    assert float(found.wait_s) == pytest.approx(3.709470, abs=5e-7)
    assert float(erlang.occupancy(50, 48.0, found.leaves)) == pytest.approx(0.930324, abs=5e-7)


def test_a_100_calls_in_half_an_hour() -> None:
    found = erlang.a([12, 13, 14], 10.0, 180.0, 300.0)
    assert float(found.waits[2]) == pytest.approx(0.1452601, abs=5e-8)
    assert float(found.leaves[2]) == pytest.approx(0.01398374, abs=5e-9)
    assert float(found.served(20)[2]) == pytest.approx(0.9167921, abs=5e-8)
    assert (found.served(20) >= 0.8).tolist() == [False, True, True]


def test_a_of_a_target_of_an_hour_does_not_underflow() -> None:
    """Where pyworkforce says .628, all are served who do not leave."""
    found = erlang.a(14, 10.0, 180.0, 300.0)
    assert float(found.served(3600)) == pytest.approx(1 - float(found.leaves), rel=1e-12)


@pytest.mark.parametrize(("people", "load"), [(1, 0.5), (5, 8.0), (30, 25.0), (2000, 2100.0)])
def test_a_with_patience_as_long_as_talks_is_poisson(people: int, load: float) -> None:
    """All leave at the same rate, talking or waiting: as many are there as with endless people."""
    found = erlang.a(people, load, 240.0, 240.0)
    assert float(found.waits) == pytest.approx(float(stats.poisson.sf(people - 1, load)), rel=1e-9)


@pytest.mark.parametrize("share", [0.3, 0.8, 0.99])
def test_a_tends_to_c_as_patience_grows(share: float) -> None:
    people = np.array([1, 5, 50, 1000])
    endless = erlang.c(people, people * share, 300.0)
    off = [
        float(np.abs(erlang.a(people, people * share, 300.0, patience_s).served(30) - endless.served(30)).max())
        for patience_s in (1e4, 1e6, 1e8, 1e12)
    ]
    assert off == sorted(off, reverse=True)
    assert off[-1] < 1e-7


def test_c_grows_for_ever_from_a_load_of_all_on() -> None:
    found = erlang.c([10, 10], [10.0, 11.0], 300.0)
    assert found.waits.tolist() == [1, 1]
    assert found.wait_s.tolist() == [math.inf, math.inf]
    assert found.served(1e9).tolist() == [0, 0]


@given(st.floats(1e-9, 2000), st.floats(1, 1e5), st.sampled_from([0.0, 20.0, 3600.0]))
def test_a_is_better_with_each_further_person(load: float, patience_s: float, within_s: float) -> None:
    n = np.arange(1, 300)
    found = erlang.a(n, load, 600.0, patience_s)
    for worse in (
        found.waits,
        found.leaves,
        found.wait_s / patience_s,
        found.longer(within_s),
        -found.served(within_s),
    ):
        assert (np.diff(worse) <= 1e-11).all()


@given(st.integers(1, 500), st.floats(1, 1e5), st.sampled_from([0.0, 20.0, 3600.0]))
def test_a_is_worse_with_each_further_contact(people: int, patience_s: float, within_s: float) -> None:
    load = np.geomspace(1e-6, 20, 200) * people
    found = erlang.a(people, load, 600.0, patience_s)
    for better in (
        found.waits,
        found.leaves,
        found.wait_s / patience_s,
        found.longer(within_s),
        -found.served(within_s),
    ):
        assert (np.diff(better) >= -1e-11).all()
