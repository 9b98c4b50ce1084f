"""The rota ahead, for Prometheus: how many are required, planned and expected, and how long somebody is lacking.

The rota of the coming fortnight is read from SQL when a fact says that it changed, and every minute; what /metrics shows is
counted from that. While PostgreSQL is away the last known goes on to be shown for as long as it reaches: a day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from luisterlijn import clock
from luisterlijn.errors import StoreAwayError
from luisterlijn.facts import Fact, PersonChanged, ShiftChanged, SignUpChanged
from luisterlijn.insight.catalogue import METRICS
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import covered
from luisterlijn.volunteer.coverage import CHANNELS, NOTHING, Count, count
from luisterlijn.volunteer.covered import AHEAD

HOUR = timedelta(hours=1)
INSTANTS = {
    "now": 0 * HOUR,
    "1h": HOUR,
    "2h": 2 * HOUR,
    "4h": 4 * HOUR,
    "8h": 8 * HOUR,
    "24h": 24 * HOUR,
    "7d": 168 * HOUR,
}
"""How far ahead one looks, by the label `ahead`."""

LASTS = timedelta(days=1)
"""So long what was read reaches a whole fortnight ahead."""

EVERY_SECONDS, SETTLE_SECONDS = 60.0, 1.0
"""The rota is read every minute, and so long after a fact: those that follow at once are then in it too."""


@dataclass(frozen=True, slots=True)
class Known:
    """The rota as it was read at an instant, counted by channel: all that is required, and what shifts alone ask for.

    `show_rate`: the share of those planned who come.
    """

    at: datetime
    counts: tuple[tuple[Count, Count], ...]
    show_rate: float


class RotaGauges(Collector):
    """The gauges of one node; `run` keeps them up, `told` hears the facts.

    Args:
        show_rate: the share of those planned who come, until it was measured.
    """

    def __init__(
        self, database: Database, line: str, show_rate: float, now: Callable[[], datetime] = clock.now
    ) -> None:
        self._database, self._line, self._prior, self._now = database, line, show_rate, now
        self._known: Known | None = None
        self._changed = asyncio.Event()

    @property
    def show_rate(self) -> float:
        """The share of those planned who come, as it was measured last."""
        return self._prior if self._known is None else self._known.show_rate

    def told(self, fact: Fact) -> None:
        """A fact of the stream."""
        if isinstance(fact, ShiftChanged | SignUpChanged | PersonChanged):
            self._changed.set()

    async def run(self) -> None:
        """Read until cancelled; does without PostgreSQL while that is away."""
        await self._database.wait_ready()
        while True:
            self._changed.clear()
            with suppress(StoreAwayError):
                await self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._changed.wait()
                    await asyncio.sleep(SETTLE_SECONDS)

    async def look(self) -> None:
        """Read the rota once.

        Raises:
            StoreAwayError: PostgreSQL is away.
        """
        now = self._now()
        end = now + max(AHEAD.values()) + LASTS
        async with self._database.transaction() as connection:
            rota = await covered.rota(connection, self._line, now, end)
            rate = await covered.show_rate(connection, self._line, now, self._prior)
        asked = replace(rota, needed=NOTHING)
        both = [(count(rota, one, now, end), count(asked, one, now, end)) for one in CHANNELS]
        self._known = Known(now, tuple(both), rate)

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: without this the registry would collect once to learn the names."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge; none before the rota was read."""
        known, now = self._known, self._now()
        if known is None or not known.at <= now <= known.at + LASTS:
            return
        at = {name: _gauge(f"coverage_{name}", "ahead") for name in ("required", "minimum", "planned", "expected")}
        within = {name: _gauge(f"{name}_seconds", "within") for name in ("uncovered", "lacking")}
        for whole, asked in known.counts:
            for ahead, span in INSTANTS.items():
                labels = [self._line, whole.channel, ahead]
                needed, there = whole.at(now + span)
                at["required"].add_metric(labels, needed)
                at["minimum"].add_metric(labels, asked.at(now + span)[0])
                at["planned"].add_metric(labels, there)
                at["expected"].add_metric(labels, there * known.show_rate)
            for name, span in AHEAD.items():
                labels = [self._line, whole.channel, name]
                within["lacking"].add_metric(labels, whole.uncovered_s(now, now + span))
                within["uncovered"].add_metric(labels, asked.uncovered_s(now, now + span))
        yield from (*at.values(), *within.values())


def _gauge(name: str, label: str) -> GaugeMetricFamily:
    full = f"luisterlijn_{name}"
    return GaugeMetricFamily(full, METRICS[full].meaning, labels=["line", "channel", label])
