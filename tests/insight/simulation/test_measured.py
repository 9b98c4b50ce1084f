"""A day's figures from its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.measured import Figures, measured
from luisterlijn.insight.simulation.scenario import Demand, Scenario
from luisterlijn.live.driven import Happened
from tests.insight.simulation.happened import abandoned, answered, presence, refused
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


def day_of(scenario: Scenario, *facts: Happened) -> tuple[float | None, Mapping[Channel, float]]:
    day = measured(scenario, 0, in_order(*facts), breaks_missed=0)
    return day.occupancy, day.uncovered_minutes


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


def test_occupancy_counts_the_day_alone() -> None:
    who = [
        presence("a", 0, "ready"),
        presence("a", 3600, "busy"),
        presence("a", 5400, "wrapup"),
        presence("a", 6000, "resting"),  # neither on nor busy
        presence("a", 9000, "busy"),
        presence("a", 20_000, "offline"),
    ]
    busy, ready = 1800 + 600 + (HOURS * 3600 - 9000), 3600
    assert day_of(PHONE, *who)[0] == pytest.approx(busy / (busy + ready))
    assert day_of(PHONE, *who[:-1])[0] == pytest.approx(busy / (busy + ready))  # nobody said that they left


def test_uncovered_is_when_nobody_is_there_for_a_channel_that_is_open() -> None:
    who = [
        presence("a", 600, "ready", "phone"),
        presence("b", 4500, "ready", "both"),
        presence("a", 5400, "away", "phone"),
        presence("b", 6000, "busy", "both"),
        presence("b", 9000, "offline", ""),
    ]
    uncovered = day_of(BOTH, *who)[1]
    assert uncovered == {"phone": 10 + 30, "chat": 15 + 30}  # chats are expected from the second hour on


def test_break_of_the_only_one_is_uncovered() -> None:
    who = [presence("a", 0, "ready"), presence("a", 1800, "away"), presence("a", 2700, "ready")]
    assert day_of(PHONE, *who)[1] == {"phone": 15}


def test_channel_given_up_in_mid_shift_is_uncovered() -> None:
    who = [presence("a", 0, "ready", "both"), presence("a", 5400, "ready", "chat")]
    assert day_of(BOTH, *who)[1] == {"phone": 90, "chat": 0}
