"""What /metrics shows. Counters and histograms of the line come from its figures, gauges from the node's mirror of it.

A registry of our own, nothing global: several nodes fit in one process. Every line-level figure is the same on every node;
`sockets`, `valkey_up`, `process_*` and those of engine calls are the node's own. What each means is in catalogue.py.

Counters are shown once the rows of SQL are in them, not before: one that starts at nought and jumps would be read as as
many arrivals at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from math import isinf
from typing import Protocol, get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from luisterlijn.facts import Channel, Presence, RefusalReason
from luisterlijn.insight.catalogue import METRICS
from luisterlijn.insight.service_level import occupancy
from luisterlijn.insight.tally import OFFERS, Tally
from luisterlijn.insight.today import Today

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
ENGINE_BOUNDS_S = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
PAGES = ("caller", "console", "dashboard")

disable_created_metrics()  # type: ignore[no-untyped-call]  # of every counter and spread a series that nobody reads

COUNTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # metric without _total, figure and label name, every label
    ("arrivals", "channel", get_args(Channel)),
    ("answered", "channel", get_args(Channel)),
    ("offers", "result", OFFERS),
    ("abandons", "reason", ("left", "silent")),
    ("refusals", "reason", get_args(RefusalReason)),
)


class Past(Protocol):
    """The counted figures of the line (`insight.follower.Follower`)."""

    @property
    def tally(self) -> Tally:
        """All counters."""

    @property
    def complete(self) -> bool:
        """Whether the counters hold the rows of SQL too."""

    def today(self) -> Today:
        """The present day's figures."""


class Present(Protocol):
    """The line this second (`contact.mirror.Mirror`)."""

    def waiting_by_lane(self) -> Mapping[str, int]:
        """Contacts in line by first lane; empty lanes may be left out."""

    def longest_wait(self, now: datetime) -> timedelta:
        """The longest present wait; zero when nobody waits."""

    def presence_counts(self) -> Mapping[Presence, int]:
        """Volunteers by presence."""


class Metrics:
    """The metrics of one node.

    Args:
        line: the line's id.
        past: its figures.
        present: gives the node's mirror of the line, or None while it is not filled yet.
        record_lag: gives the age in seconds of the oldest fact not yet in SQL.
        now: the present instant.
    """

    def __init__(
        self,
        line: str,
        past: Past,
        present: Callable[[], Present | None],
        record_lag: Callable[[datetime], float],
        now: Callable[[], datetime],
    ) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(namespace="luisterlijn", registry=self._registry)
        self._registry.register(_LineCollector(line, past, present, record_lag, now))
        name = "luisterlijn_sockets"
        self._line = line
        self._sockets = Gauge(name, METRICS[name].meaning, ["line", "page"], registry=self._registry)
        for page in PAGES:
            self._sockets.labels(line, page)
        name = "luisterlijn_engine_call_seconds"
        self._calls = Histogram(
            name, METRICS[name].meaning, ["line", "function"], registry=self._registry, buckets=ENGINE_BOUNDS_S
        )
        name = "luisterlijn_engine_failures_total"
        failures = Counter(name, METRICS[name].meaning, ["line"], registry=self._registry)
        self._failures = failures.labels(line)
        name = "luisterlijn_valkey_up"
        self._valkey_up = Gauge(name, METRICS[name].meaning, ["line"], registry=self._registry).labels(line)

    def add(self, collector: Collector) -> None:
        """Show what this one collects too."""
        self._registry.register(collector)

    def observe_call(self, function: str, seconds: float) -> None:
        """One call of a Function took so long, from the asker's side."""
        self._calls.labels(self._line, function).observe(seconds)

    def call_failed(self) -> None:
        """A call of a Function was not answered, or with an error."""
        self._failures.inc()

    def valkey_answers(self, *, yes: bool) -> None:
        """Valkey answers, or no longer does."""
        self._valkey_up.set(yes)

    def socket_opened(self, page: str) -> None:
        """A page's websocket was opened on this node."""
        self._sockets.labels(self._line, page).inc()

    def socket_closed(self, page: str) -> None:
        """A page's websocket was closed on this node."""
        self._sockets.labels(self._line, page).dec()

    def render(self) -> bytes:
        """Everything, in the text format of Prometheus (`CONTENT_TYPE`)."""
        return generate_latest(self._registry)


class _LineCollector(Collector):
    """Computes the line's metrics when they are asked for: nothing is kept that could be counted twice."""

    def __init__(
        self,
        line: str,
        past: Past,
        present: Callable[[], Present | None],
        record_lag: Callable[[datetime], float],
        now: Callable[[], datetime],
    ) -> None:
        self._line, self._past, self._present = line, past, present
        self._record_lag, self._now = record_lag, now
        self._lanes: set[str] = set()

    def describe(self) -> list[CounterMetricFamily]:
        """Nothing: without this the registry would collect once to learn the names."""
        return []

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily]:
        """Every metric of the line."""
        if self._past.complete:
            yield from self._counted()
        now, today = self._now(), self._past.today()
        yield self._gauge("record_lag_seconds", self._record_lag(now))
        if today.service_level is not None:
            yield self._gauge("service_level_ratio", today.service_level)
        present = self._present()
        if present is not None:
            yield from self._live(present, now)

    def _counted(self) -> Iterator[CounterMetricFamily | HistogramMetricFamily]:
        tally = self._past.tally
        for figure, label, values in COUNTERS:
            name = f"luisterlijn_{figure}"
            family = CounterMetricFamily(name, METRICS[f"{name}_total"].meaning, labels=["line", label])
            for value in values:
                family.add_metric([self._line, value], tally.of(figure, value))
            yield family
        waits = self._histogram("wait_seconds", ["line", "outcome"])
        for outcome in ("answered", "abandoned"):
            _spread(waits, [self._line, outcome], tally, f"wait_{outcome}")
        yield waits
        handles = self._histogram("handle_seconds", ["line"])
        _spread(handles, [self._line], tally, "handle")
        yield handles

    def _live(self, present: Present, now: datetime) -> Iterator[GaugeMetricFamily]:
        waiting = present.waiting_by_lane()
        self._lanes |= set(waiting)  # a lane that is empty again stays, at nought
        yield self._gauges("waiting_contacts", "lane", {lane: waiting.get(lane, 0) for lane in sorted(self._lanes)})
        yield self._gauge("longest_wait_seconds", present.longest_wait(now).total_seconds())
        counts = present.presence_counts()
        yield self._gauges(
            "volunteers", "presence", {presence: counts.get(presence, 0) for presence in get_args(Presence)}
        )
        busy = occupancy(*(counts.get(presence, 0) for presence in ("busy", "wrapup", "ready", "reserved")))
        if busy is not None:
            yield self._gauge("occupancy_ratio", busy)

    def _gauge(self, name: str, value: float) -> GaugeMetricFamily:
        family = GaugeMetricFamily(f"luisterlijn_{name}", METRICS[f"luisterlijn_{name}"].meaning, labels=["line"])
        family.add_metric([self._line], value)
        return family

    def _gauges(self, name: str, label: str, values: Mapping[str, int]) -> GaugeMetricFamily:
        full = f"luisterlijn_{name}"
        family = GaugeMetricFamily(full, METRICS[full].meaning, labels=["line", label])
        for value, count in values.items():
            family.add_metric([self._line, value], count)
        return family

    def _histogram(self, name: str, labels: list[str]) -> HistogramMetricFamily:
        return HistogramMetricFamily(f"luisterlijn_{name}", METRICS[f"luisterlijn_{name}"].meaning, labels=labels)


def _spread(family: HistogramMetricFamily, labels: list[str], tally: Tally, figure: str) -> None:
    upto, total = tally.spread(figure)
    family.add_metric(labels, [("+Inf" if isinf(bound) else str(bound), count) for bound, count in upto], total)
