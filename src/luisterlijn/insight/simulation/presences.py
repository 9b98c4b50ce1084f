"""Who was there in a simulated day, and how their time was spent, from the facts of presence. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np

from luisterlijn.facts import Channel
from luisterlijn.insight.simulation.draws import QUARTER_MS
from luisterlijn.insight.simulation.scenario import Scenario
from luisterlijn.live.driven import Happened

THERE = frozenset({"ready", "reserved", "busy", "wrapup", "resting"})
"""On, a rest included: somebody will be free before long. A break is none of these."""


class Presences:
    """Kept up fact by fact; what lies outside the day, in milliseconds since 1970, is not counted."""

    def __init__(self, begins_ms: int, ends_ms: int) -> None:
        self._begins_ms, self._ends_ms = begins_ms, ends_ms
        self._since: dict[str, tuple[str, int]] = {}
        self._spent: Counter[str] = Counter()
        self._takes: dict[str, frozenset[str]] = {}
        self._steps: list[tuple[int, str, int]] = []

    def hear(self, fact: Happened) -> None:
        """A fact of the day, in order."""
        if fact.kind != "volunteer.presence_changed":
            return
        volunteer, presence = fact.fields["volunteer"], fact.fields["presence"]
        self._count(volunteer, fact.at_ms)
        self._since[volunteer] = presence, fact.at_ms
        lanes = fact.fields["lanes"].split() if presence in THERE else []
        takes = frozenset(lane.partition(".")[0] for lane in lanes)
        before = self._takes.get(volunteer, frozenset())
        self._takes[volunteer] = takes
        self._steps += [(fact.at_ms, channel, 1) for channel in takes - before]
        self._steps += [(fact.at_ms, channel, -1) for channel in before - takes]

    def _count(self, volunteer: str, at_ms: int) -> None:
        presence, since_ms = self._since.get(volunteer, ("offline", at_ms))
        self._spent[presence] += max(0, min(at_ms, self._ends_ms) - max(since_ms, self._begins_ms))

    def spent_ms(self) -> Counter[str]:
        """Milliseconds of all volunteers together by presence, up to the end of the day."""
        for volunteer, (presence, _) in self._since.items():
            self._count(volunteer, self._ends_ms)
            self._since[volunteer] = presence, self._ends_ms
        return self._spent

    def uncovered_minutes(self, channel: Channel, scenario: Scenario) -> float:
        """How long nobody was there for this channel, in the quarters its callers are expected in."""
        open_ms = self._open_before(channel, scenario)
        uncovered, there, since_ms = 0.0, 0, self._begins_ms
        for at_ms, of, step in [*self._steps, (self._ends_ms, channel, 0)]:
            if of != channel:
                continue
            at = min(at_ms, self._ends_ms)
            if there == 0:
                uncovered += open_ms(at) - open_ms(since_ms)
            there, since_ms = there + step, at
        return float(uncovered) / 60_000

    def _open_before(self, channel: Channel, scenario: Scenario) -> Callable[[int], float]:
        demand = scenario.demand[channel]
        expected = np.ones(scenario.quarters) if demand.instants is not None else demand.expected > 0
        expected = expected if demand.open is None else expected * demand.open
        edges = self._begins_ms + QUARTER_MS * np.arange(scenario.quarters + 1)
        before = np.concatenate(([0.0], np.cumsum(expected * QUARTER_MS)))
        return lambda at_ms: float(np.interp(at_ms, edges, before))
