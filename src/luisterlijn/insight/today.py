"""The figures of one local day of a line, for the dashboard. Pure: kept up by changes, as `tally` is.

A contact belongs to the day, and the quarter, it first arrived in. Abandoned counts those who left and have not come back.
Callers are told apart by their pseudonym, which is another one each day; an attempt without one counts as a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from sortedcontainers import SortedList

from luisterlijn.contact.history import History
from luisterlijn.facts import RefusalReason
from luisterlijn.insight.service_level import Target, Verdict, nearest_rank, service_level, verdict

REASONS: tuple[RefusalReason, ...] = get_args(RefusalReason)


QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of an hour that begins `at`, in UTC: who arrived in it and what became of them by now."""

    at: datetime
    arrivals: int = 0
    answered: int = 0
    abandoned: int = 0
    refused: int = 0
    wait_p50_s: int | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The figures of a day so far; waits in seconds until answered, None where nothing was measured.

    `callers`: people behind the arrivals; `callers_answered`: those of them answered at least once.
    """

    arrivals: int = 0
    answered: int = 0
    abandoned: int = 0
    refused: dict[RefusalReason, int] = field(default_factory=lambda: dict.fromkeys(REASONS, 0))
    wait_p50_s: int | None = None
    wait_p90_s: int | None = None
    service_level: float | None = None
    within_s: int = 60
    callers: int = 0
    callers_answered: int = 0
    quarters: tuple[Quarter, ...] = ()


class _Counts:
    """What is counted of a set of contacts, and the waits of those answered."""

    __slots__ = ("counts", "waits")

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.waits: SortedList[int] = SortedList()

    def change(self, history: History, amount: int) -> None:
        """Count a contact as it is (1), or take it off again (-1)."""
        answered = history.answered_at is not None
        self.counts["arrivals"] += amount
        self.counts["answered"] += amount * answered
        self.counts["abandoned"] += amount * (history.abandoned_at is not None and not answered)
        self.counts["refused"] += amount * (history.refusal_reason is not None)
        if answered and history.waited_ms is not None:
            (self.waits.add if amount > 0 else self.waits.remove)(history.waited_ms)

    def quarter(self, at: datetime) -> Quarter:
        """As a quarter of the day."""
        counts = self.counts
        return Quarter(
            at,
            arrivals=counts["arrivals"],
            answered=counts["answered"],
            abandoned=counts["abandoned"],
            refused=counts["refused"],
            wait_p50_s=_seconds(nearest_rank(self.waits, 0.5)),
        )


class Day:
    """One day's figures, kept up contact by contact; a change costs O(log contacts)."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._all = _Counts()
        self._quarters: defaultdict[datetime, _Counts] = defaultdict(_Counts)
        self._refused: Counter[RefusalReason] = Counter()
        self._verdicts: Counter[Verdict] = Counter()
        self._callers: Counter[str] = Counter()
        self._callers_answered: Counter[str] = Counter()

    def add(self, history: History) -> None:
        """Count a contact as it is now."""
        self._count(history, 1)

    def take_off(self, history: History) -> None:
        """Undo `add` of the same history."""
        self._count(history, -1)

    def today(self, begins: datetime, now: datetime) -> Today:
        """The figures now, with every quarter from the beginning of the day to this one."""
        counts, waits = self._all.counts, self._all.waits
        return Today(
            arrivals=counts["arrivals"],
            answered=counts["answered"],
            abandoned=counts["abandoned"],
            refused={reason: self._refused[reason] for reason in REASONS},
            wait_p50_s=_seconds(nearest_rank(waits, 0.5)),
            wait_p90_s=_seconds(nearest_rank(waits, 0.9)),
            service_level=service_level(self._verdicts),
            within_s=round(self._target.within.total_seconds()),
            callers=len(self._callers),
            callers_answered=len(self._callers_answered),
            quarters=tuple(self._quarters_of(begins, now)),
        )

    def _count(self, history: History, amount: int) -> None:
        self._all.change(history, amount)
        self._quarters[quarter_of(history.arrived_at)].change(history, amount)
        answered = history.answered_at is not None
        abandoned = history.abandoned_at is not None and not answered
        if history.refusal_reason is not None:
            self._refused[history.refusal_reason] += amount
        if (answered or abandoned) and history.waited_ms is not None:
            waited = timedelta(milliseconds=history.waited_ms)
            self._verdicts[verdict(waited, self._target, answered=answered)] += amount
        caller = history.caller or f"contact {history.contact}"
        _change(self._callers, caller, amount)
        if answered:
            _change(self._callers_answered, caller, amount)

    def _quarters_of(self, begins: datetime, now: datetime) -> Iterator[Quarter]:
        for number in range((now - begins) // QUARTER + 1):
            at = begins + number * QUARTER
            counted = self._quarters.get(at)
            yield Quarter(at) if counted is None else counted.quarter(at)


def _change(counts: Counter[str], name: str, amount: int) -> None:
    counts[name] += amount
    if not counts[name]:
        del counts[name]


def quarter_of(at: datetime) -> datetime:
    """The beginning of the quarter an instant is in, in UTC."""
    at = at.astimezone(UTC)
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def _seconds(span_ms: int | None) -> int | None:
    return None if span_ms is None else round(span_ms / 1000)


def local_day(history: History, zone: ZoneInfo) -> date:
    """The line's local day a contact belongs to."""
    return history.arrived_at.astimezone(zone).date()


def beginning(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, in UTC: with 92 or 100 quarters to the next, where the clock changes."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
