"""Small scenarios for tests: a few people, one quarter like the other, nothing that is not asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.length import Exponential, Fixed
from luisterlijn.insight.simulation.scenario import Behaviour, Demand, Habits, Listener, Scenario, Stint
from luisterlijn.insight.simulation.twin import Twin
from luisterlijn.live.driven import DrivenLine, Happened
from luisterlijn.settings import Timing

START = datetime(2026, 12, 5, 8, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NO_REST = Timing(rest=timedelta(), rest_heavy=timedelta())
MINUTES = Behaviour(Exponential(360), wrapup_share=0.0, patience=Exponential(240))
"""Talks of six minutes without wrap-up, patience of four, both without memory."""


def on(name: str, hours: float = 48, *channels: Channel, after: float = 0, **more: Any) -> Listener:
    """Somebody who is there for so many hours, from so many hours after the start."""
    begins = START + timedelta(hours=after)
    return Listener(name, (Stint(begins, begins + timedelta(hours=hours), channels or ("phone",)),), **more)


def people(count: int, hours: float = 48, *channels: Channel, **more: Any) -> tuple[Listener, ...]:
    return tuple(on(f"v{number:02}", hours, *channels, **more) for number in range(count))


def steady(
    an_hour: float,
    who: Sequence[Listener],
    *,
    hours: int = 4,
    channel: Channel = "phone",
    behaviour: Behaviour = MINUTES,
    **more: Any,
) -> Scenario:
    """So many expected an hour, all day."""
    demand = {channel: Demand(np.full(4 * hours, an_hour / 4))}
    scenario = Scenario(AMSTERDAM, START, demand, {channel: behaviour}, tuple(who), quarters=4 * hours, timing=NO_REST)
    return replace(scenario, **more)


def recorded(
    seconds: Sequence[float],
    who: Sequence[Listener],
    *,
    hours: int = 4,
    channel: Channel = "phone",
    behaviour: Behaviour | None = None,
    **more: Any,
) -> Scenario:
    """Callers at these seconds after the start; talks of ten minutes, patience of five, and nothing left to chance."""
    demand = {channel: Demand(instants=np.array(seconds, float))}
    how = behaviour or Behaviour(Fixed(600), wrapup_share=0.0, patience=Fixed(300))
    scenario = Scenario(AMSTERDAM, START, demand, {channel: how}, tuple(who), quarters=4 * hours, timing=NO_REST)
    return replace(scenario, **more)


def habits(**more: Any) -> Habits:
    return Habits(**more)


def plain(facts: Sequence[Happened]) -> list[tuple[str, int, dict[str, str]]]:
    """Facts as they compare: without the numbers that begin at the real clock, and what is told of a choice."""
    left_out = ("epoch", "held_until", "offer", "why")
    return [
        (one.kind, one.at_ms, {name: value for name, value in one.fields.items() if name not in left_out})
        for one in facts
    ]


def of_kind(facts: Sequence[Happened], kind: str) -> list[Happened]:
    return [one for one in facts if one.kind == kind]


def seconds_at(facts: Sequence[Happened]) -> list[float]:
    """When they happened, since the start."""
    return [round(one.at_ms / 1000 - START.timestamp(), 3) for one in facts]


def played(line: DrivenLine, scenario: Scenario, seed: int = 1, day: int = 0) -> list[Happened]:
    """The facts of a day."""
    return list(Twin(line, scenario, seed, day).facts())
