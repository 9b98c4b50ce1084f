"""How long talks take and how long callers wait for one, learned from the contacts of the last hours. Pure.

The waits told to callers rest on it (contact/estimate.py). It is made from histories, as figures are: a node that has just
started, and has read the rows, tells the same wait as one that has run for days.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, log
from operator import itemgetter

from luisterlijn.contact.estimate import Handling, Patience
from luisterlijn.contact.history import History

RECENT = 500
"""Contacts whose handle times the long ones are told by."""

FEW = 20
"""So many contacts tell little yet: the long ones are then those of an exponential spread around the prior."""

LONG = 0.8
"""Share of the contacts that take no longer than what counts as a long one."""


@dataclass(frozen=True, slots=True)
class Priors:
    """The means assumed before any was measured."""

    handle: timedelta = timedelta(minutes=20)
    patience: timedelta = timedelta(minutes=30)


class Learned:
    """The means of one line, kept up contact by contact.

    Args:
        recent: contacts of the last days, as they are now, in any order.
    """

    def __init__(self, priors: Priors, recent: Sequence[History] = ()) -> None:
        self.handling = Handling(priors.handle.total_seconds())
        self.patience = Patience(priors.patience.total_seconds())
        self._assumed = priors.handle * -log(1 - LONG)
        self._handled_ms: deque[int] = deque(maxlen=RECENT)
        for at, history in sorted(((_waited_at(one), one) for one in recent), key=itemgetter(0)):
            self._wait(None, history, at)
        for at, history in sorted(((one.closed_at, one) for one in recent if one.closed_at), key=itemgetter(0)):
            self._handle(None, history, at)

    def change(self, before: History | None, after: History, at: datetime) -> None:
        """One contact moved on at this instant: what it has waited, left and taken more than before counts."""
        self._wait(before, after, at)
        self._handle(before, after, at)

    def long_handle(self) -> timedelta:
        """The 80th percentile (nearest rank) of conversation and wrap-up time, over the last contacts closed."""
        ranked = sorted(self._handled_ms)
        if len(ranked) < FEW:
            return self._assumed
        return timedelta(milliseconds=ranked[ceil(LONG * len(ranked)) - 1])

    def _wait(self, before: History | None, after: History, at: datetime) -> None:
        left = _times_left(after) - _times_left(before)
        waited_s = (_waited_ms(after) - _waited_ms(before)) / 1000
        if left or waited_s:
            self.patience = self.patience.waited(at, waited_s, left=left)

    def _handle(self, before: History | None, after: History, at: datetime) -> None:
        if after.handled_ms is not None and (before is None or before.handled_ms is None):
            self.handling = self.handling.handled(at, after.handled_ms / 1000)
            self._handled_ms.append(after.handled_ms)


def _waited_at(history: History) -> datetime:
    return history.answered_at or history.abandoned_at or history.arrived_at


def _times_left(history: History | None) -> int:
    return 0 if history is None else history.times_left + history.times_silent


def _waited_ms(history: History | None) -> int:
    return 0 if history is None else history.waited_ms or 0
