"""An invented line of 1,700 attempts a day, day and night: to try a simulation on, and to measure its speed.

Its wave over the day is that of helplines by telephone, least towards the morning and most in the evening; half of the
callers by phone are regulars, who talk ~5 minutes, others ~20 (FIELD.md). Everybody is on one shift of four hours a day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.length import Exponential, Lognormal
from luisterlijn.insight.simulation.scenario import (
    PATIENT_CHATS,
    QUARTER,
    Behaviour,
    Demand,
    Habits,
    Listener,
    Scenario,
    Stint,
)

Numbers: TypeAlias = NDArray[np.float64]
ZONE = ZoneInfo("Europe/Amsterdam")
ATTEMPTS: dict[Channel, float] = {"phone": 1500, "chat": 200}
WAVE = (5, 4, 3, 2, 2, 2, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 7, 7, 7, 6, 6)
"""How busy each local hour is, beside the others."""

DAY_TO_DAY = 25.0
"""Shape of the gamma factor: a day has a fifth more or less than expected."""

SHIFT = timedelta(hours=4)
PEOPLE = 140
BEHAVIOUR: dict[Channel, Behaviour] = {
    "phone": Behaviour(
        Lognormal.of(750, 600),
        wrapup_share=0.1,
        patience=Exponential(480),
        redial_share=0.4,
        redial_after=Exponential(1800),
        heavy_share=0.05,
    ),
    "chat": Behaviour(
        Lognormal.of(2160, 1500), wrapup_share=0.1, patience=PATIENT_CHATS, redial_share=0.2, heavy_share=0.05
    ),
}
HABITS = Habits(
    show_rate=0.92,
    late=Exponential(180),
    break_share=0.8,
    answer=Lognormal.of(7, 4),
    decline_share=0.02,
)


def example(
    starts_at: datetime, *, people: int = PEOPLE, campaign: float = 1.0, show_rate: float | None = None
) -> Scenario:
    """The day that begins at an aware instant, 24 hours long, with so many people on it."""
    waves = np.repeat(np.array([WAVE[_hour(starts_at, quarter)] for quarter in range(0, 96, 4)], float), 4)
    share = waves / waves.sum()
    return Scenario(
        zone=ZONE,
        starts_at=starts_at,
        demand={channel: Demand(share * attempts, np.full(96, DAY_TO_DAY)) for channel, attempts in ATTEMPTS.items()},
        behaviour=BEHAVIOUR,
        people=_rota(starts_at, share, people),
        habits=HABITS if show_rate is None else replace(HABITS, show_rate=show_rate),
        campaign=campaign,
    )


def _hour(starts_at: datetime, quarter: int) -> int:
    return (starts_at + quarter * QUARTER).astimezone(ZONE).hour


def _rota(starts_at: datetime, share: Numbers, people: int) -> tuple[Listener, ...]:
    """Each in the middle of their shift when it is their turn: more are on where more is to do. Every day is the same, and
    of the days before and after those are there whose shift reaches into this one.
    """
    quarters = np.searchsorted(np.cumsum(share), (np.arange(people) + 0.5) / people).tolist()
    begins = [
        starts_at + timedelta(days=day) + quarter * QUARTER - SHIFT / 2 for day in (-1, 0, 1) for quarter in quarters
    ]
    there = [one for one in begins if one + SHIFT > starts_at and one < starts_at + timedelta(days=1)]
    return tuple(
        Listener(
            f"v{number:03}",
            (Stint(begin, begin + SHIFT, ("chat",) if number % 7 == 0 else ("chat", "phone")),),
            two_chats=number % 3 == 0,
        )
        for number, begin in enumerate(there)
    )
