"""What came in, quarter by quarter: the past a forecast is made from. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from luisterlijn.facts import Channel

QUARTER = timedelta(minutes=15)
QUARTER_S = 900

Counts: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

COUNTED = ("attempts", "callers", "answered", "abandoned", "refused")


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One channel, one entry for each quarter of UTC from `starts_at` on.

    `attempts` are all that came, those `refused` among them; `callers` the people behind them, each in the quarter of the
    first attempt of the day. `known` is False where nobody counted: before the history begins, or after it ends.

    Raises:
        ValueError: `starts_at` is no beginning of a quarter, or the arrays differ in length.
    """

    channel: Channel
    starts_at: datetime
    attempts: Counts
    callers: Counts
    answered: Counts
    abandoned: Counts
    refused: Counts
    known: Flags

    def __post_init__(self) -> None:
        quarter(self.starts_at, "starts_at")
        for name in COUNTED:
            if len(getattr(self, name)) != len(self.known):
                message = f"{name}: has {len(getattr(self, name))} entries and known {len(self.known)}; give one each"
                raise ValueError(message)

    def __len__(self) -> int:
        return len(self.known)

    @property
    def ends_at(self) -> datetime:
        """Where the last quarter ends."""
        return self.starts_at + len(self) * QUARTER

    def between(self, begin: datetime, end: datetime) -> Series:
        """The part from `begin` to `end`, both beginnings of quarters; what lies outside is left out."""
        first = min(max((quarter(begin, "begin") - self.starts_at) // QUARTER, 0), len(self))
        last = min(max((quarter(end, "end") - self.starts_at) // QUARTER, first), len(self))
        parts: dict[str, Any] = {name: getattr(self, name)[first:last] for name in (*COUNTED, "known")}
        return Series(self.channel, self.starts_at + first * QUARTER, **parts)


def nothing(channel: Channel, begin: datetime, end: datetime) -> Series:
    """A series of which nothing is known."""
    count = quarters(begin, end)
    parts: dict[str, Any] = {name: np.zeros(count, np.int64) for name in COUNTED}
    return Series(channel, quarter(begin, "begin"), **parts, known=np.zeros(count, np.bool_))


def quarter(at: datetime, field: str) -> datetime:
    """An instant in UTC that begins a quarter.

    Raises:
        ValueError: it does not; `field` is named.
    """
    if at.tzinfo is None or at.timestamp() % QUARTER_S:
        message = f"{field}: {at} does not begin a quarter of an hour; give an aware instant that does"
        raise ValueError(message)
    return at.astimezone(UTC)


def quarters(begin: datetime, end: datetime) -> int:
    """How many quarters lie between two beginnings of quarters.

    Raises:
        ValueError: one is none, or the end comes first.
    """
    count = (quarter(end, "end") - quarter(begin, "begin")) // QUARTER
    if count < 0:
        message = f"end: {end} lies before begin; give a later one"
        raise ValueError(message)
    return count
