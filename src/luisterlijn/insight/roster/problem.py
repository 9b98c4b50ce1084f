"""What a proposal is made from: the shifts to fill, the people, and what is required. Instants are aware UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from luisterlijn.facts import Channel
from luisterlijn.volunteer.fitness import Needs, Papers
from luisterlijn.volunteer.reason import Limits, Span, Wanted
from luisterlijn.volunteer.rest import nights

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Opening:
    """A shift of the period; a full one belongs here too, for the people on it count.

    `maximum` None: no end. `signed`: the people on it, who stay; those who are no candidates count on every channel of it.
    """

    id: str
    starts_at: datetime
    ends_at: datetime
    channels: tuple[Channel, ...]
    minimum: int
    target: int
    maximum: int | None = None
    topics: tuple[str, ...] = ()
    trainings: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()

    def wanted(self) -> Wanted:
        """As the rules ask for it; nobody is proposed for what has begun."""
        return Wanted(
            self.starts_at, self.ends_at, self.channels, self.topics, self.trainings, open_until=self.starts_at
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer.

    `work`: what they are on beside the openings, sixteen weeks back and ahead. `windows`: when they can come; None: they did
    not say, and may be asked for any time. `refused`: openings they are not to be asked for (again). `most_shifts`,
    `most_minutes`, `most_nights`: of the openings, those they are signed for included; None: no limit beyond the rules.
    `nights`, `weekends`: how many they had lately, as `is_night` and `is_weekend` count; what they are signed for among the
    openings is added here.
    """

    id: str
    papers: Papers
    work: tuple[Span, ...] = ()
    windows: tuple[Span, ...] | None = None
    most_shifts: int | None = None
    most_minutes: int | None = None
    most_nights: int | None = None
    nights: int = 0
    weekends: int = 0
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One period of one line.

    `required`: people needed on a channel, a whole number for each quarter of UTC from that instant on. For a channel it does
    not name, and an opening it does not wholly reach, minimum and target of the opening count. `show_rate`: the share of
    those planned who come, above 0 and at most 1; more are planned than `required` accordingly.
    """

    openings: tuple[Opening, ...]
    candidates: tuple[Candidate, ...]
    required: Mapping[Channel, tuple[datetime, NDArray[np.int64]]]
    limits: Limits
    needs: Needs
    zone: ZoneInfo
    now: datetime
    show_rate: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what cannot be reckoned with, as ValueError that names the field."""
        for name, ids in (("openings", self.openings), ("candidates", self.candidates)):
            if len({one.id for one in ids}) < len(ids):
                raise ValueError(f"{name}: give every id once")
        if not 0 < self.show_rate <= 1:
            raise ValueError("show_rate: give a share above 0 and at most 1")
        for one in self.openings:
            if one.ends_at <= one.starts_at:
                raise ValueError(f"openings: {one.id} must end after it starts")
        for channel, (begin, _) in self.required.items():
            if begin.timestamp() % 900:
                raise ValueError(f"required: {channel} must begin at a whole quarter")


def is_night(span: Span, zone: ZoneInfo) -> bool:
    """Whether work counts as a night in fairness: as the rules of rest say."""
    return bool(nights([span], zone))


def is_weekend(span: Span, zone: ZoneInfo) -> bool:
    """Whether work counts as weekend in fairness: it begins on a local Saturday or Sunday."""
    return span.starts_at.astimezone(zone).weekday() >= SATURDAY
