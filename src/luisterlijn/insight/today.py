"""The figures of one local day of a line, for the dashboard. Pure: kept up by changes, as `tally` is.

A contact belongs to the day it first arrived. Abandoned counts those who left and have not come back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from sortedcontainers import SortedList

from luisterlijn.contact.history import History
from luisterlijn.facts import RefusalReason
from luisterlijn.insight.service_level import Target, Verdict, nearest_rank, service_level, verdict

REASONS: tuple[RefusalReason, ...] = get_args(RefusalReason)


@dataclass(frozen=True, slots=True)
class Today:
    """The figures of a day so far; waits in seconds until answered, None where nothing was measured."""

    arrivals: int = 0
    answered: int = 0
    abandoned: int = 0
    refused: dict[RefusalReason, int] = field(default_factory=lambda: dict.fromkeys(REASONS, 0))
    wait_p50_s: int | None = None
    wait_p90_s: int | None = None
    service_level: float | None = None
    within_s: int = 60


class Day:
    """One day's figures, kept up contact by contact; a change costs O(log contacts)."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._counts: Counter[str] = Counter()
        self._refused: Counter[RefusalReason] = Counter()
        self._verdicts: Counter[Verdict] = Counter()
        self._waits: SortedList[int] = SortedList()

    def add(self, history: History) -> None:
        """Count a contact as it is now."""
        self._count(history, 1)
        if history.answered_at is not None and history.waited_ms is not None:
            self._waits.add(history.waited_ms)

    def take_off(self, history: History) -> None:
        """Undo `add` of the same history."""
        self._count(history, -1)
        if history.answered_at is not None and history.waited_ms is not None:
            self._waits.remove(history.waited_ms)

    def today(self) -> Today:
        """The figures now."""
        return Today(
            arrivals=self._counts["arrivals"],
            answered=self._counts["answered"],
            abandoned=self._counts["abandoned"],
            refused={reason: self._refused[reason] for reason in REASONS},
            wait_p50_s=_seconds(nearest_rank(self._waits, 0.5)),
            wait_p90_s=_seconds(nearest_rank(self._waits, 0.9)),
            service_level=service_level(self._verdicts),
            within_s=round(self._target.within.total_seconds()),
        )

    def _count(self, history: History, amount: int) -> None:
        answered = history.answered_at is not None
        abandoned = history.abandoned_at is not None and not answered
        self._counts["arrivals"] += amount
        self._counts["answered"] += amount * answered
        self._counts["abandoned"] += amount * abandoned
        if history.refusal_reason is not None:
            self._refused[history.refusal_reason] += amount
        if (answered or abandoned) and history.waited_ms is not None:
            waited = timedelta(milliseconds=history.waited_ms)
            self._verdicts[verdict(waited, self._target, answered=answered)] += amount


def _seconds(span_ms: int | None) -> int | None:
    return None if span_ms is None else round(span_ms / 1000)


def local_day(history: History, zone: ZoneInfo) -> date:
    """The line's local day a contact belongs to."""
    return history.arrived_at.astimezone(zone).date()
