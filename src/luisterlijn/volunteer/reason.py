"""The words of the rules: work somebody is or would be put on, what the line asks, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal, TypeAlias

from luisterlijn.errors import RefusedError
from luisterlijn.facts import Channel

Rule: TypeAlias = Literal[
    "overlap",
    "minor_night",
    "certificate",
    "training",
    "inactive",
    "shift_training",
    "shift_topic",
    "shift_channel",
    "started",
    "cancelled",
    "rest_after_night",
    "longest_shift",
    "days_in_a_row",
    "nights_in_16_weeks",
]


@dataclass(frozen=True, slots=True)
class Span:
    """Work from `starts_at` to `ends_at`."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: Span) -> bool:
        """Whether both hold one instant; those that adjoin do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Wanted(Span):
    """Work somebody would be put on, and what it asks of them. `open_until`: not from then on (None: until it ends)."""

    channels: tuple[Channel, ...] = ()
    topics: tuple[str, ...] = ()
    trainings: tuple[str, ...] = ()
    cancelled: bool = False
    open_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What the line asks: settings.rota, by the same names."""

    rest_after_night: timedelta
    longest_shift: timedelta
    days_in_a_row: int
    nights_in_16_weeks: int
    minor_from: time
    minor_until: time


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands in the way.

    `what`: of which training, topic or channel. `until`: the instant from which it would do, where there is one.
    `count`, `most`: how many there would be, and may be; of `longest_shift` in hours, rounded up.
    """

    rule: Rule
    hard: bool
    what: str = ""
    until: datetime | None = None
    count: int | None = None
    most: int | None = None


class RulesError(RefusedError):
    """Rules stand in the way; nothing was changed. `reasons` says which.

    Args:
        may_override: who asked is a coordinator, and a note would do where no rule is hard.
    """

    def __init__(self, reasons: Sequence[Reason], *, may_override: bool = False) -> None:
        if any(reason.hard for reason in reasons):
            remedy = "Choose another shift or person: a rule stands in the way."
        elif may_override:
            remedy = "Say in a note why it may be so this time: a rule stands in the way."
        else:
            remedy = "Ask a coordinator: a rule stands in the way."
        super().__init__("rules", remedy)
        self.reasons = tuple(reasons)
