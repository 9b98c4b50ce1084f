"""Who was there, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.measured import measured
from luisterlijn.insight.simulation.scenario import Demand, Scenario
from luisterlijn.live.driven import Happened
from tests.insight.simulation.happened import presence
from tests.insight.simulation.small import MINUTES, steady

HOURS = 3
PHONE = steady(10, (), hours=HOURS)
BOTH = replace(
    PHONE,
    demand={"phone": Demand(np.ones(12)), "chat": Demand(np.array([0.0] * 4 + [1.0] * 8))},
    behaviour={"phone": MINUTES, "chat": MINUTES},
)


def day_of(scenario: Scenario, *facts: Happened) -> tuple[float | None, Mapping[Channel, float]]:
    day = measured(scenario, 0, sorted(facts, key=lambda one: one.at_ms), breaks_missed=0)
    return day.occupancy, day.uncovered_minutes


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
