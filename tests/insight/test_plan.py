"""The chain from forecast to what callers meet: redials taken out once, closed hours, and what if."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from luisterlijn.errors import RefusedError
from luisterlijn.insight.forecast import Forecast
from luisterlijn.insight.plan import Ground, WhatIf, needed, plan, tried
from luisterlijn.insight.staffing import Goal, Work, required

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
COUNT = 8
FORECAST = Forecast("chat", BEGIN, np.full(COUNT, 6.0), np.full(COUNT, 30.0), 8.0)
GROUND = Ground(FORECAST, Work(1200, 1800), Goal(0.8, 60, None), 1.0, np.ones(COUNT, bool))


def test_need_is_that_of_the_attempts_that_are_no_redials() -> None:
    fewer = replace(GROUND, fresh=0.5)
    asked = required(FORECAST.mean * 0.5, FORECAST.shape, GROUND.work, GROUND.goal)
    assert needed(fewer).people.tolist() == asked.people.tolist()
    assert needed(fewer).people[0] < needed(GROUND).people[0]


def test_closed_quarters_expect_and_need_nobody() -> None:
    is_open = np.array([True] * 4 + [False] * 4)
    found = plan(replace(GROUND, open=is_open), np.full(COUNT, 20), 0.9, 0.8)
    assert (found.need.people > 0).tolist() == is_open.tolist()
    assert (found.mean[4:].tolist(), found.high[4:].tolist(), found.to_plan[4:].tolist()) == (
        [0.0] * 4,
        [0] * 4,
        [0] * 4,
    )
    assert found.holds[4:].tolist() == [1.0] * 4


def test_more_people_planned_serve_more_and_hold_more_surely() -> None:
    few, many = (plan(GROUND, np.full(COUNT, number), 0.9, 0.8) for number in (8, 16))
    assert (few.expected[0], many.expected[0]) == pytest.approx((7.2, 14.4))
    for name in ("share", "occupancy", "leave", "wait_p90_s"):
        one, other = getattr(few.outcome, name)[0], getattr(many.outcome, name)[0]
        assert bool(one < other) == (name == "share"), name
    assert few.holds[0] < many.holds[0] <= 1


def test_outcome_lies_between_those_of_the_whole_numbers_around() -> None:
    below, between, above = (plan(GROUND, np.full(COUNT, number), 1.0, 0.8) for number in (9, 10, 11))
    half = plan(GROUND, np.full(COUNT, 19), 0.5, 0.8)
    assert half.expected[0] == 9.5
    assert half.outcome.share[0] == pytest.approx((below.outcome.share[0] + between.outcome.share[0]) / 2)
    assert below.outcome.share[0] < between.outcome.share[0] < above.outcome.share[0]


def test_what_is_tried_multiplies_arrivals_and_handle_time() -> None:
    found = tried(GROUND, WhatIf(arrivals=2.0, handle=0.5))
    assert (found.forecast.mean.tolist(), found.work.handle_s) == ([12.0] * COUNT, 600)
    assert tried(GROUND, WhatIf()).forecast.mean.tolist() == FORECAST.mean.tolist()


def test_planned_are_enough_with_the_certainty_asked_for() -> None:
    found = plan(GROUND, np.zeros(COUNT, np.int64), 0.92, 0.9)
    sure = plan(GROUND, found.to_plan, 0.92, 0.9)
    fewer = plan(GROUND, found.to_plan - 2, 0.92, 0.9)
    assert sure.holds[0] > fewer.holds[0]
    assert (found.to_plan > found.need.people).all()


def test_more_than_anybody_can_have_counted_is_refused() -> None:
    with pytest.raises(RefusedError, match="look at the unit of mean and handle_s") as refused:
        needed(replace(GROUND, forecast=replace(FORECAST, mean=np.full(COUNT, 1e7))))
    assert (refused.value.code, refused.value.field) == ("bad_request", "arrivals")
