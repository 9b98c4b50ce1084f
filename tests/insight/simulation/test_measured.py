"""A day's figures from its facts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from luisterlijn.insight.simulation.measured import Figures, measured
from luisterlijn.insight.simulation.scenario import Demand
from luisterlijn.live.driven import Happened
from tests.insight.simulation.happened import abandoned, answered, refused
from tests.insight.simulation.small import MINUTES, steady

HOURS = 3
PHONE = steady(10, (), hours=HOURS)
BOTH = replace(
    PHONE,
    demand={"phone": Demand(np.ones(12)), "chat": Demand(np.array([0.0] * 4 + [1.0] * 8))},
    behaviour={"phone": MINUTES, "chat": MINUTES},
)
CALLS = [
    *answered("phone0.0", 0, 10),
    *abandoned("phone1.0", 100, 5),  # left at once: not judged
    *abandoned("phone2.0", 200, 90),
    *answered("phone2.1", 900, 70),
    *refused("phone3.0", 1000),
    *answered("chat0.0", 3700, 30),
]


def in_order(*facts: Happened) -> list[Happened]:
    return sorted(facts, key=lambda one: one.at_ms)


def test_figures_of_all_and_of_a_channel() -> None:
    day = measured(BOTH, 4, in_order(*CALLS), breaks_missed=2)
    assert (day.number, day.breaks_missed, day.rest_missed) == (4, 2, 0)
    assert day.figures == Figures(
        attempts=6,
        answered=3,
        abandoned=2,
        refused=1,
        answered_share=3 / 6,
        abandoned_share=2 / 6,
        helped_share=3 / 5,
        wait_p50_s=30,
        wait_p90_s=70,
        wait_longest_s=70,
        service_level=2 / 4,
    )
    assert day.channels["chat"] == Figures(1, 1, 0, 0, 1.0, 0.0, 1.0, 30, 30, 30, 1.0)
    assert day.channels["phone"].service_level == 1 / 3
    assert day.by_hour == (1 / 3, 1.0, None)


def test_figures_of_a_day_without_anybody_are_none() -> None:
    day = measured(PHONE, 0, [], breaks_missed=0)
    assert day.figures == Figures(0, 0, 0, 0, None, None, None, None, None, None, None)
    assert (day.occupancy, day.by_hour, day.uncovered_minutes) == (None, (None,) * HOURS, {"phone": 60.0 * HOURS})


def test_attempts_are_kept_in_order() -> None:
    day = measured(BOTH, 0, in_order(*CALLS), breaks_missed=0)
    assert [(one.contact, one.fate, one.arrived_ms) for one in day.attempts[:3]] == [
        ("phone0.0", "answered", 0),
        ("phone1.0", "abandoned", 100_000),
        ("phone2.0", "abandoned", 200_000),
    ]
