"""The invented line."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from luisterlijn.insight.simulation.example import ATTEMPTS, PEOPLE, SHIFT, example
from luisterlijn.insight.simulation.twin import Twin
from luisterlijn.live.driven import DrivenLine
from tests.insight.simulation.small import START


def test_example_expects_its_attempts_in_a_wave() -> None:
    demand = example(START).demand
    assert {channel: one.total for channel, one in demand.items()} == pytest.approx(ATTEMPTS)
    busiest, quietest = int(np.argmax(demand["phone"].expected)), int(np.argmin(demand["phone"].expected))
    assert START + busiest * timedelta(minutes=15) == START.replace(hour=18)  # 19:00 on the line's own clock
    assert demand["phone"].expected[busiest] == 3.5 * demand["phone"].expected[quietest]


def test_example_has_its_people_spread_over_the_day() -> None:
    stints = [duty for one in example(START).people for duty in one.duties]
    assert all(one.ends - one.begins == SHIFT for one in stints)
    assert sum(START <= one.begins < START + timedelta(days=1) for one in stints) == PEOPLE
    on = [sum(one.begins <= START + hour * timedelta(hours=1) < one.ends for one in stints) for hour in range(24)]
    assert min(on) > 5
    assert sum(on) == pytest.approx(PEOPLE * 4, rel=0.05)


def test_example_takes_its_options() -> None:
    found = example(START, people=7, campaign=1.5, show_rate=0.5)
    assert (found.campaign, found.habits.show_rate) == (1.5, 0.5)
    assert sum(one.duties[0].begins >= START for one in found.people) == 7


def test_example_is_a_day_of_its_size_with_nobody_offered_in_rest(twin_line: DrivenLine) -> None:
    day = Twin(twin_line, example(START), 1, 0).day()
    assert day.figures.attempts > 1200
    assert (day.rest_missed, day.uncovered_minutes) == (0, {"phone": 0.0, "chat": 0.0})
    assert 0.5 < (day.figures.answered_share or 0) <= 1
