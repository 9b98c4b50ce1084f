"""The wait while volunteers come and go: held against a count of every departure, against hand sums and against play."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from statistics import fmean, quantiles

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luisterlijn.contact.passage import Floats, Passage, Stretch, passage

MU = 1 / 1200

Schedule = list[tuple[float, float]]

SCHEDULES: dict[str, Schedule] = {
    "steady": [(0, 8)],
    "somebody_due": [(0, 0), (1800, 4)],
    "most_leave": [(0, 8), (600, 2)],
    "nearly_all_leave": [(0, 20), (900, 1)],
    "a_gap": [(0, 3), (300, 0), (1500, 5)],
    "shares": [(0, 0.3), (300, 0.92), (900, 2.4)],
    "a_rota": [(0, 10), (600, 8), (1200, 12), (1800, 6), (3600, 3)],
}


def stretches(schedule: Schedule) -> list[Stretch]:
    """(seconds, volunteers from then on): whoever comes is free."""
    more = [max(able - before, 0.0) for (_, before), (_, able) in pairwise(schedule)]
    return [Stretch(at, able * MU, free) for (at, able), free in zip(schedule, [0.0, *more], strict=True)]


def found(ahead: int, schedule: Schedule, patience_s: float) -> Passage:
    told = passage(ahead, stretches(schedule), 1 / patience_s)
    assert told is not None
    return told


def stepped(ahead: int, schedule: Schedule, patience_s: float, step_s: float) -> Passage:
    """The same by Runge and Kutta on the chances of every number ahead, in small steps."""
    chances = np.zeros(ahead + 1)
    chances[ahead] = 1.0
    still, times = [1.0], [0.0]
    number = np.arange(ahead + 1)
    ends = [at for at, _ in schedule[1:]] + [math.inf]
    for end_s, (_, rate, free) in zip(ends, stretches(schedule), strict=True):
        whole, share = int(free), free - int(free)
        here, there = (np.concatenate((chances, np.zeros(many)))[many:] for many in (whole, whole + 1))
        chances = (1 - share) * here + share * there
        times.append(times[-1])
        still.append(float(chances.sum()))
        rates = rate + number / patience_s

        def slope(now: Floats, rates: Floats = rates) -> Floats:
            flow: Floats = rates * now
            return np.concatenate((flow[1:], (0.0,))) - flow

        while times[-1] < end_s and still[-1] > 1e-6:
            span = min(step_s, end_s - times[-1])
            one = slope(chances)
            two = slope(chances + span / 2 * one)
            three = slope(chances + span / 2 * two)
            chances = chances + span / 6 * (one + 2 * two + 2 * three + slope(chances + span * three))
            times.append(times[-1] + span)
            still.append(float(chances.sum()))
    p50, p90 = (float(np.interp(share - 1, -np.array(still), times)) for share in (0.5, 0.9))
    mean = math.fsum((a + b) / 2 * (t - s) for (s, a), (t, b) in pairwise(zip(times, still, strict=True)))
    return Passage(p50, p90, mean)


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
@pytest.mark.parametrize(("ahead", "patience_s"), [(0, 900.0), (3, 1800.0), (12, 900.0), (40, 5400.0)])
def test_passage_is_exact_to_a_part_in_a_thousand(ahead: int, patience_s: float, schedule: Schedule) -> None:
    assert found(ahead, schedule, patience_s) == pytest.approx(stepped(ahead, schedule, patience_s, 5.0), rel=1e-3)


def test_passage_with_nobody_before_more_come_than_are_reached_is_that_and_a_talk() -> None:
    told = found(4, [(0, 0), (1800, 4)], math.inf)
    assert told == pytest.approx((1800 + 300 * math.log(2), 1800 + 300 * math.log(10), 1800 + 300), abs=0.05)


def test_passage_of_who_is_reached_by_those_who_come_is_their_coming() -> None:
    assert found(3, [(0, 0), (1800, 4)], math.inf) == (1800, 1800, 1800)
    likely = found(0, [(0, 0), (1800, 0.8)], math.inf)
    assert likely == pytest.approx((1800, 1800 + 1500 * math.log(2), 1800 + 0.2 * 1500), abs=0.05)


def test_passage_without_anybody_leaving_is_when_enough_talks_have_ended() -> None:
    """Talks end by Poisson's law, so that the median of 31 is at 30.667 of them: 20 in the first stretch, the rest later."""
    told = found(30, [(0, 20), (1200, 2)], math.inf)
    assert told.p50_s == pytest.approx(1200 + (30.667 - 20) * 600, rel=1e-4)


@pytest.mark.parametrize("ahead", [1000, 20_000])
def test_passage_of_a_long_line_is_near_its_flow(ahead: int) -> None:
    """The flow: the count ahead falls by s*mu + theta*count, each stretch from where the one before has ended."""
    patience_s, left, at_s = 1800.0, float(ahead), 0.0
    schedule, before = [(0.0, 20.0), (600.0, 8.0), (4000.0, 100.0)], 20.0
    for (begin, able), (end, _) in pairwise([*schedule, (math.inf, 0)]):
        left, before = left - max(able - before, 0), able
        a = able * MU * patience_s
        needed_s = patience_s * math.log1p(left / a)
        if begin + needed_s <= end:
            at_s = begin + needed_s
            break
        left = (left + a) * math.exp(-(end - begin) / patience_s) - a
    assert found(ahead, schedule, patience_s).p50_s == pytest.approx(at_s, rel=0.01)


def test_passage_that_outlasts_everybody_is_no_number() -> None:
    late, soon = (stretches([(0.0, 8), (at_s, 0.0)]) for at_s in (1800.0, 300.0))
    assert passage(3, late, 1 / 1800) is not None
    assert passage(3, soon, 1 / 1800) is None
    assert passage(0, [Stretch(0.0, 0.0)], 1 / 1800) is None


def test_mean_is_of_the_waits_that_end() -> None:
    """One volunteer for 3,600 s, talks of 1,200 s: the mean of an exponential cut there."""
    gone = math.exp(-3)
    told = found(0, [(0, 1), (3600, 0)], 1800)
    assert told.mean_s == pytest.approx(1200 - 3600 * gone / (1 - gone), rel=1e-6)


def test_passage_agrees_with_departures_played_out() -> None:
    dice, schedule, patience_s = random.Random(5), [(0.0, 6.0), (900.0, 1.0), (2700.0, 12.0)], 2400.0

    def played() -> float:
        at, ahead = 0.0, 9
        for (_, rate, free), end in zip(stretches(schedule), (900.0, 2700.0, math.inf), strict=True):
            ahead -= round(free)
            while ahead >= 0 and at < end:
                then = at + dice.expovariate(rate + ahead / patience_s)
                ahead -= then < end
                at = min(then, end)
            if ahead < 0:
                break
        return at

    waits = [played() for _ in range(20_000)]
    tenths = quantiles(waits, n=10)
    assert found(9, schedule, patience_s) == pytest.approx((tenths[4], tenths[8], fmean(waits)), rel=0.03)


numbers = st.floats(0, 60)
schedules = st.lists(st.tuples(st.floats(10, 5000), numbers), max_size=6)


@settings(deadline=None)
@given(ahead=st.integers(0, 300), first=numbers, steps=schedules, last=st.floats(1, 60), patience_s=st.floats(100, 1e5))
def test_passage_is_in_order_and_grows_with_the_line(
    ahead: int, first: float, steps: Schedule, last: float, patience_s: float
) -> None:
    schedule = [(0.0, first)]
    for span, able in steps:
        schedule.append((schedule[-1][0] + span, able))
    schedule.append((schedule[-1][0] + 60, last))
    one, more = found(ahead, schedule, patience_s), found(ahead + 1, schedule, patience_s)

    assert 0 < one.p50_s <= one.p90_s
    assert one.p50_s <= more.p50_s + 0.1
    assert one.p90_s <= more.p90_s + 0.1
    assert one.mean_s <= more.mean_s * 1.0001
    assert 0 < one.mean_s < math.inf
