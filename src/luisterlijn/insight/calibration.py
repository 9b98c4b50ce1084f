"""Whether the waits told to callers come true: each is held against the range first told, as it was before rounding.

A node counts the contacts that came in through it, so the counters of several nodes add up. They begin at nought when it
starts; who was told something before that, or nothing before the answer, is not counted. What is told is the wait still to
come, so it is held against the wait from that instant on.

Whoever leaves has a wait nobody knows. Left after the 90th percentile told, it was longer than that; left before, it may
have become anything: a verdict of its own, and part of no share. Of those judged, true ranges have half below the median,
four tenths inside and a tenth above. Where many leave, the long waits are missing among those judged: fewer are above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Literal, TypeAlias, get_args

from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from luisterlijn.contact.estimate import Estimate
from luisterlijn.facts import ContactAbandoned, ContactClosed, ContactFact, ContactRefused, Fact, OfferAccepted
from luisterlijn.insight.catalogue import METRICS

Verdict: TypeAlias = Literal["below_p50", "inside", "above_p90", "left"]

MOST = 50_000
"""Contacts remembered; the oldest are then forgotten, and not counted."""


def judged(told: Estimate, waited: timedelta, *, left: bool) -> Verdict:
    """What became of a wait that was told, counted from when it was told."""
    if waited > told.p90:
        return "above_p90"
    if left:
        return "left"
    return "below_p50" if waited < told.p50 else "inside"


class Calibration(Collector):
    """The counters of one node for one line."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._told: dict[str, tuple[timedelta, Estimate] | None] = {}  # None: nothing yet
        self.counts: Counter[Verdict] = Counter()

    def entered(self, contact: str) -> None:
        """A contact came in through this node."""
        self._told.setdefault(contact, None)
        if len(self._told) > MOST:
            del self._told[next(iter(self._told))]

    def awaits(self, contact: str) -> bool:
        """Whether the first range this contact is told is still to come."""
        return contact in self._told and self._told[contact] is None

    def told(self, contact: str, waited: timedelta, estimate: Estimate | None) -> None:
        """A range was told to a contact that had waited so long; only the first one counts."""
        if estimate is not None and self.awaits(contact):
            self._told[contact] = (max(waited, timedelta()), estimate)

    def observe(self, fact: Fact) -> None:
        """A fact of the stream: an answer, or a leaving, is held against what was told."""
        if not isinstance(fact, ContactFact) or fact.contact not in self._told:
            return
        match fact:
            case OfferAccepted() | ContactAbandoned():
                known = self._told.pop(fact.contact)
                if known is not None:
                    before, estimate = known
                    waited = timedelta(milliseconds=fact.waited_ms) - before
                    self.counts[judged(estimate, waited, left=isinstance(fact, ContactAbandoned))] += 1
            case ContactRefused() | ContactClosed():
                del self._told[fact.contact]
            case _:
                pass

    def describe(self) -> list[CounterMetricFamily]:
        """Nothing: without this the registry would collect once to learn the names."""
        return []

    def collect(self) -> Iterator[CounterMetricFamily]:
        """How often each verdict was given."""
        name = "luisterlijn_wait_told"
        family = CounterMetricFamily(name, METRICS[f"{name}_total"].meaning, labels=["line", "verdict"])
        for verdict in get_args(Verdict):
            family.add_metric([self._line, verdict], self.counts[verdict])
        yield family
