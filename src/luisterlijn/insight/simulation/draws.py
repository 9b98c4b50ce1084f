"""The dice of a simulated day, thrown so that another rota meets the same callers (common random numbers). Pure.

Every stream is keyed: arrivals by (seed, day, channel), a contact by (seed, day, channel, number, attempt), a person by (seed,
day, id). What one of them uses up changes nothing for any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Self, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.scenario import QUARTER, Demand, Habits, Listener, Scenario, Stint

Numbers: TypeAlias = NDArray[np.float64]
ARRIVALS, CONTACT, PERSON = range(3)
QUARTER_MS = round(QUARTER.total_seconds() * 1000)
CHANNELS: tuple[Channel, ...] = ("chat", "phone")
MIDDLE = (1 / 3, 2 / 3)
"""The part of a duty in which its break is due."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody reaches the line `at_ms` after the start of the day; `number` counts the channel's from 0."""

    at_ms: int
    channel: Channel
    number: int


def arrivals(scenario: Scenario, seed: int, day: int) -> list[Arrival]:
    """All first attempts of the day, in order."""
    found = [
        Arrival(int(at), channel, number)
        for channel in CHANNELS
        if channel in scenario.demand
        for number, at in enumerate(
            _instants(
                scenario.demand[channel],
                scenario.campaign,
                np.random.default_rng((seed, day, ARRIVALS, CHANNELS.index(channel))),
            )
        )
    ]
    return sorted(found, key=lambda one: (one.at_ms, one.channel, one.number))


def _instants(demand: Demand, campaign: float, rng: np.random.Generator) -> Numbers:
    if demand.instants is not None:
        if campaign == 1:
            return np.sort(np.round(demand.instants * 1000))
        times = np.floor(campaign + rng.random(len(demand.instants))).astype(int)
        quarters = np.repeat(np.floor(demand.instants * 1000 / QUARTER_MS), times)
    else:
        busy = rng.random()
        counts = rng.poisson(demand.expected * campaign * _factor(demand, busy))
        quarters = np.repeat(np.arange(len(counts)), counts)
    return np.sort(np.floor((quarters + rng.random(len(quarters))) * QUARTER_MS))


def _factor(demand: Demand, busy: float) -> Numbers:
    """By which each quarter of this day differs from what is expected; `busy`: the quantile the day lies at."""
    factor = np.ones(len(demand.expected))
    if demand.shape is not None:
        varies = np.isfinite(demand.shape)
        factor[varies] = gammaincinv(demand.shape[varies], busy) / demand.shape[varies]
    return factor


@dataclass(slots=True)
class ContactDraws:
    """What one attempt would do, in seconds, whatever happens to it; the answers to its offers are drawn as they come."""

    rng: np.random.Generator
    talk_s: float
    wrapup_s: float
    patience_s: float
    redials_after_s: float | None
    heavy: bool
    wish: int

    @classmethod
    def of(cls, scenario: Scenario, key: tuple[int, int, Channel, int, int]) -> Self:
        """The draws of (seed, day, channel, number, attempt)."""
        seed, day, channel, number, attempt = key
        behaviour = scenario.behaviour[channel]
        rng = np.random.default_rng((seed, day, CONTACT, CHANNELS.index(channel), number, attempt))
        handle, patience, again, after, heavy, wish = rng.random(6).tolist()
        handle_s = behaviour.handle.at(handle) * scenario.handle
        return cls(
            rng=rng,
            talk_s=handle_s * (1 - behaviour.wrapup_share),
            wrapup_s=handle_s * behaviour.wrapup_share,
            patience_s=behaviour.patience.at(patience),
            redials_after_s=behaviour.redial_after.at(after) if again < behaviour.redial_share else None,
            heavy=heavy < behaviour.heavy_share,
            wish=int(wish * max(len(behaviour.wishes), 1)),
        )

    def answer(self, habits: Habits) -> tuple[bool, float]:
        """Whether the next offer of this contact is taken, and after how many seconds."""
        declined, after = self.rng.random(2).tolist()
        return declined >= habits.decline_share, habits.answer.at(after)


@dataclass(frozen=True, slots=True)
class Turn:
    """How one duty goes: `comes_at` None for a no-show; `break_at` None for no break."""

    duty: Stint
    comes_ms: int | None
    break_ms: int | None


def turns(scenario: Scenario, person: Listener, seed: int, day: int) -> list[Turn]:
    """The duties of one person as they go that day; instants in milliseconds since the start of the day."""
    rng = np.random.default_rng((seed, day, PERSON, crc32(person.id.encode())))
    return [
        _turn(scenario, person, duty, rng.random(4).tolist())
        for duty in sorted(person.duties, key=lambda one: one.begins)
        if duty.ends > scenario.starts_at
    ]


def _turn(scenario: Scenario, person: Listener, duty: Stint, dice: list[float]) -> Turn:
    habits, (shows, late, rests, where) = scenario.habits, dice
    begins, ends = duty.begins - scenario.starts_at, duty.ends - scenario.starts_at
    comes = max(begins + timedelta(seconds=habits.late.at(late)), timedelta())
    if shows >= habits.show_rate or comes >= ends:
        return Turn(duty, None, None)
    first, last = MIDDLE
    pause = begins + (ends - begins) * (first + (last - first) * where)
    takes = person.takes_breaks and rests < habits.break_share and comes < pause
    return Turn(duty, _ms(comes), _ms(pause) if takes else None)


def _ms(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
