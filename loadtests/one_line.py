"""A line played from a seed, first come first served, in plain Python: callers with patience, volunteers with shifts.

It knows nothing of the product but how means are learned (`contact.estimate`): what is judged in it is not what plays it.
Who leaves keeps a place as a shadow: when a volunteer would have reached it, the wait that was offered is known.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import exp, log, pi, sin, sqrt

from luisterlijn.contact.estimate import Handling, Patience

HOUR, DAY = 3600.0, 86_400.0
START = datetime(2026, 1, 5, tzinfo=UTC)
TALK_S, TALK_SPREAD = 1200.0, sqrt(log(1 + 0.75**2))
"""Talks: lognormal, mean in seconds, and the standard deviation of the logarithm: 0.75 of the mean in all."""

LONG_TALK_S = TALK_S * exp(0.8416 * TALK_SPREAD - TALK_SPREAD**2 / 2)
"""Four in five talks are no longer: so long before the end of a shift no call is taken."""

PATIENCE = (2.72, 0.856)
"""Of chat callers, measured (Hong Kong): lognormal, in minutes; median 15, mean 22."""

SHOW_RATE = 0.92
SHIFT_S, EVERY_S, LATE_S = 4 * HOUR, 2 * HOUR, 2 * HOUR


@dataclass(frozen=True)
class Kind:
    """A kind of line: volunteers on average, calls as a share of what they can take, the wave's height, days played.

    With a wave the rota has shifts; without one everybody is on for ever.
    """

    name: str
    volunteers: int
    load: float
    wave: float
    days: int

    def rate(self, now: float) -> float:
        """Calls a second."""
        return self.volunteers * self.load / TALK_S * (1 + self.wave * sin(2 * pi * now / DAY))

    @property
    def top(self) -> float:
        """The highest rate."""
        return self.volunteers * self.load / TALK_S * (1 + self.wave)


@dataclass(eq=False)
class Volunteer:
    """From and until when, in seconds."""

    name: str
    begin: float
    end: float
    busy: bool = False

    def takes(self, now: float) -> bool:
        """Whether another call fits before the end."""
        return now < self.end - LONG_TALK_S


@dataclass(eq=False)
class Call:
    """Somebody who found nobody free; `offered`: the wait, once it is known."""

    at: float
    gone: bool = False
    offered: float | None = None


def rota(kind: Kind) -> list[Volunteer]:
    """Everybody for ever; or shifts of four hours, every two hours, for as many calls as there were two hours before."""
    end = kind.days * DAY
    if not kind.wave:
        return [Volunteer(f"v{number}", 0.0, 10 * end) for number in range(kind.volunteers)]
    working = SHOW_RATE * (SHIFT_S - LONG_TALK_S + TALK_S) / SHIFT_S
    found = []
    for slot in range(int(end / EVERY_S) + 6):
        at = slot * EVERY_S
        many = round(kind.rate(at - LATE_S) / kind.load * TALK_S * EVERY_S / SHIFT_S / working)
        found += [Volunteer(f"v{slot}.{number}", at, at + SHIFT_S) for number in range(many)]
    return found


@dataclass
class Play:
    """One line as it goes on; `seen` is called with whoever must wait, before they stand in line."""

    kind: Kind
    dice: random.Random
    seen: Callable[[float, Call], None]
    shifts: list[Volunteer] = field(default_factory=list)
    on: dict[str, Volunteer] = field(default_factory=dict)
    queue: deque[Call] = field(default_factory=deque)
    waiting: int = 0
    arrived_s: float = 0.0  # sum over the waiting
    talks: Handling = field(default_factory=lambda: Handling(TALK_S))
    patience: Patience = field(default_factory=lambda: Patience(1800.0))
    average_s: float = 0.0  # Asterisk's
    last_s: float = 0.0  # wait of who was answered last
    _events: list[tuple[float, int, Callable[[float], None]]] = field(default_factory=list)
    _number: int = 0

    def run(self) -> None:
        """To the end of the days; what is then not answered stays unknown."""
        self.shifts = rota(self.kind)
        for one in self.shifts:
            if not self.kind.wave or self.dice.random() < SHOW_RATE:
                self._put(one.begin, lambda now, one=one: self._begins(now, one))  # type: ignore[misc]  # bound now
        self._put(0.0, self._calls)
        while self._events[0][0] < self.kind.days * DAY:
            now, _, happens = heapq.heappop(self._events)
            happens(now)

    def _put(self, at: float, happens: Callable[[float], None]) -> None:
        self._number += 1
        heapq.heappush(self._events, (at, self._number, happens))

    def _begins(self, now: float, volunteer: Volunteer) -> None:
        self.on[volunteer.name] = volunteer
        self._next_for(now, volunteer)

    def _calls(self, now: float) -> None:
        self._put(now + self.dice.expovariate(self.kind.top), self._calls)
        if self.dice.random() * self.kind.top >= self.kind.rate(now):
            return
        self.on = {name: one for name, one in self.on.items() if one.busy or one.takes(now)}
        one, free = Call(now), next((one for one in self.on.values() if not one.busy), None)
        if free is not None:
            self._answer(now, free, one)
            return
        self.seen(now, one)
        self.queue.append(one)
        self.waiting += 1
        self.arrived_s += now
        self._put(now + 60 * self.dice.lognormvariate(*PATIENCE), lambda then: self._leaves(then, one))

    def _leaves(self, now: float, one: Call) -> None:
        if one.offered is None:
            one.gone = True
            self._out(now, one, left=1)

    def _out(self, now: float, one: Call, left: int) -> None:
        self.waiting -= 1
        self.arrived_s -= one.at
        self.patience = self.patience.waited(instant(now), now - one.at, left=left)

    def _next_for(self, now: float, volunteer: Volunteer) -> None:
        if not volunteer.takes(now):
            self.on.pop(volunteer.name, None)
            return
        while self.queue:
            one = self.queue.popleft()
            one.offered = now - one.at
            if not one.gone:
                self._out(now, one, left=0)
                self._answer(now, volunteer, one)
                return

    def _answer(self, now: float, volunteer: Volunteer, one: Call) -> None:
        self.last_s, self.average_s = now - one.at, (3 * self.average_s + now - one.at) / 4
        talk_s = self.dice.lognormvariate(log(TALK_S) - TALK_SPREAD**2 / 2, TALK_SPREAD)
        volunteer.busy = True

        def ends(then: float) -> None:
            volunteer.busy = False
            self.talks = self.talks.handled(instant(then), talk_s)
            self._next_for(then, volunteer)

        self._put(now + talk_s, ends)


def instant(now: float) -> datetime:
    """As the product has it."""
    return START + timedelta(seconds=now)
