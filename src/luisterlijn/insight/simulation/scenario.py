"""What a simulated day is made of: who calls, how they behave, and who is there to listen. Frozen, and checked when made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from luisterlijn.contact.routing import Wish
from luisterlijn.facts import Channel
from luisterlijn.insight.learned import LONG
from luisterlijn.insight.service_level import Target
from luisterlijn.insight.simulation.length import Exponential, Fixed, Length, Lognormal
from luisterlijn.settings import Limits, Rota, Timing

QUARTER = timedelta(minutes=15)
AT_ONCE, TEN_MINUTES, HALF_AN_HOUR = Fixed(), Exponential(600), Exponential(1800)
GRID = 400
"""Quantiles by which handle times of several channels are put together."""


def _shares(of: object, *names: str) -> None:
    for name in names:
        if not 0 <= getattr(of, name) <= 1:
            raise ValueError(f"{name}: is {getattr(of, name)}; give a share from 0 to 1")


def _to_utc(of: object, *names: str) -> None:
    """Where the clock changes, sums and differences of local instants are those of the clock on the wall."""
    for name in names:
        object.__setattr__(of, name, getattr(of, name).astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Demand:
    """The first attempts of one channel, either expected a quarter or recorded; those who try again come on top.

    Args:
        expected: a quarter, in the order of the day.
        shape: of the gamma factor (mean 1) by which a quarter differs from day to day; inf, or None: it does not. One draw a
            day and channel is read at every quarter's own spread: a busy day is busy all day.
        instants: of recorded attempts, in seconds since the start of the day; then `expected` is not looked at.
        open: the quarters the channel is open in; None: all. Who comes at another time is refused.
    """

    expected: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    shape: NDArray[np.float64] | None = None
    instants: NDArray[np.float64] | None = None
    open: NDArray[np.bool_] | None = None

    def open_at(self, since_ms: float) -> bool:
        """Whether somebody is let in who comes so long after the start of the day."""
        return self.open is None or bool(self.open[int(since_ms / 1000 / QUARTER.total_seconds())])

    @property
    def total(self) -> float:
        """Attempts of the day, as expected or as recorded."""
        return float(self.expected.sum()) if self.instants is None else float(len(self.instants))


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the callers of one channel behave, and how long they take.

    Args:
        handle: conversation and wrap-up, of a volunteer who has one contact at a time.
        wrapup_share: the part of it that is wrap-up.
        patience: how long somebody waits before they go.
        redial_share: of those who were not answered, how many try again.
        redial_after: how much later they do.
        second_slows: how many times longer a chat takes while its volunteer has two.
        heavy_share: talks called heavy, which bring the longer rest.
        wishes: what callers ask for, each as likely; none: the channel in Dutch.
    """

    handle: Length
    wrapup_share: float = 0.1
    patience: Length = TEN_MINUTES
    redial_share: float = 0.0
    redial_after: Length = HALF_AN_HOUR
    second_slows: float = 1.4
    heavy_share: float = 0.0
    wishes: tuple[Wish, ...] = ()

    def __post_init__(self) -> None:
        _shares(self, "wrapup_share", "redial_share", "heavy_share")
        if not 1 <= self.second_slows < float("inf"):
            raise ValueError(f"second_slows: is {self.second_slows}; give 1 (not slower) or more")


PATIENT_CHATS = Lognormal(2.72 + 4.0943446, 0.856)
"""Patience of people who wait for a chat, median 15 minutes (FIELD.md; its ln-mean is of minutes, ours of seconds)."""


@dataclass(frozen=True, slots=True)
class Stint:
    """Planned time between aware instants, and the channels offered in it."""

    begins: datetime
    ends: datetime
    channels: tuple[Channel, ...]

    def __post_init__(self) -> None:
        if self.begins.tzinfo is None or self.ends <= self.begins or not self.channels:
            raise ValueError("duties: give each an aware begin, a later end, and one or more channels")
        _to_utc(self, "begins", "ends")


@dataclass(frozen=True, slots=True)
class Listener:
    """One volunteer of the rota."""

    id: str
    duties: tuple[Stint, ...]
    languages: tuple[str, ...] = ("nl",)
    topics: tuple[str, ...] = ()
    region: str | None = None
    two_chats: bool = False
    takes_breaks: bool = True

    @property
    def channels(self) -> tuple[Channel, ...]:
        """All that any duty is for."""
        return tuple(sorted({channel for duty in self.duties for channel in duty.channels}))


@dataclass(frozen=True, slots=True)
class Habits:
    """How the people of the rota behave.

    Args:
        show_rate: share of the duties somebody comes to.
        late: how much after its begin they do.
        break_share: of the duties with a break in it, of those who take breaks.
        break_length: of such a break; it begins in the middle third, and after the contact that is under way.
        answer: how long an offer waits for an answer; longer than the line lets it, it expires.
        decline_share: of the offers answered, those that are declined.
    """

    show_rate: float = 1.0
    late: Length = AT_ONCE
    break_share: float = 0.0
    break_length: timedelta = timedelta(minutes=15)
    answer: Length = AT_ONCE
    decline_share: float = 0.0

    def __post_init__(self) -> None:
        _shares(self, "show_rate", "break_share", "decline_share")


@dataclass(frozen=True)
class Scenario:
    """A day to repeat: everything but the dice.

    Args:
        zone: the line's, for hours of the day.
        starts_at: aware; the line is empty then, and who is on duty already comes in.
        demand: by channel.
        behaviour: of every channel in `demand`.
        people: the rota of the day. Each id once.
        quarters: length of the day: 92 or 100 where the clock changes.
        campaign: every quarter expects so many times as many.
        handle: everybody takes so many times as long.
        target: of the service level.
    """

    zone: ZoneInfo
    starts_at: datetime
    demand: Mapping[Channel, Demand]
    behaviour: Mapping[Channel, Behaviour]
    people: tuple[Listener, ...]
    habits: Habits = Habits()
    quarters: int = 96
    campaign: float = 1.0
    handle: float = 1.0
    timing: Timing = field(default_factory=Timing)
    limits: Limits = field(default_factory=Limits)
    rota: Rota = field(default_factory=Rota)
    target: Target = field(default_factory=Target)

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None:
            raise ValueError("starts_at: has no zone; give an aware instant")
        _to_utc(self, "starts_at")
        if self.quarters < 1:
            raise ValueError(f"quarters: is {self.quarters}; give 1 or more")
        for name in ("campaign", "handle"):
            if not 0 < getattr(self, name) < float("inf"):
                raise ValueError(f"{name}: is {getattr(self, name)}; give a factor above 0, 1 for none")
        if len({one.id for one in self.people}) != len(self.people):
            raise ValueError("people: somebody is there more than once; give each id once, with all duties")
        for channel, demand in self.demand.items():
            if channel not in self.behaviour:
                raise ValueError(f"behaviour: has nothing for {channel}; give every channel of `demand`")
            self._check(channel, demand)

    def _check(self, channel: Channel, demand: Demand) -> None:
        if demand.open is not None and demand.open.shape != (self.quarters,):
            raise ValueError(f"demand: {channel} is open in {demand.open.shape} values; give one for each quarter")
        if demand.instants is not None:
            if not np.all((demand.instants >= 0) & (demand.instants < self.quarters * QUARTER.total_seconds())):
                raise ValueError(f"demand: {channel} has instants outside the day; leave those out")
            return
        if demand.expected.shape != (self.quarters,):
            raise ValueError(f"demand: {channel} expects {demand.expected.shape} values; give one for each quarter")
        if not np.all(np.isfinite(demand.expected) & (demand.expected >= 0)):
            raise ValueError(f"demand: {channel} expects something below 0, or no number; give 0 or more")
        if demand.shape is not None and not (demand.shape.shape == demand.expected.shape and np.all(demand.shape > 0)):
            raise ValueError(f"demand: shape of {channel} must be above 0, one for each quarter; or None")

    @property
    def ends_at(self) -> datetime:
        """The end of the day: nobody arrives after it, and what is under way goes on."""
        return self.starts_at + self.quarters * QUARTER

    @cached_property
    def fit(self) -> timedelta:
        """So long before the end of a duty nothing new is offered: the 80th percentile of the handle times of all contacts.

        As `Learned.long_handle` has it: of all channels together, by how many come.
        """
        grid = (np.arange(GRID) + 0.5) / GRID
        parts = [
            ([self.behaviour[channel].handle.at(u) * self.handle for u in grid], demand.total / GRID)
            for channel, demand in self.demand.items()
        ]
        lengths = np.concatenate([part for part, _ in parts])
        weights = np.concatenate([np.full(GRID, weight) for _, weight in parts])
        order = np.argsort(lengths)
        reached = np.cumsum(weights[order])
        return timedelta(seconds=float(lengths[order][np.searchsorted(reached, LONG * reached[-1])]))
