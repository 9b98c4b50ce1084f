"""What a change of the rota is done with: the line it is for, a shift, somebody's sign-up."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal, Self, TypeAlias
from zoneinfo import ZoneInfo

from luisterlijn.facts import Channel
from luisterlijn.settings import Settings
from luisterlijn.volunteer.reason import Limits, Span, Wanted

How: TypeAlias = Literal["self", "coordinator", "moved_up", "swap", "call_out", "walk_in"]
SignUpState: TypeAlias = Literal["signed", "waiting", "withdrawn"]


@dataclass(frozen=True, slots=True)
class RotaOf:
    """The rota of one line, for one transaction. `touched`: whose duty it changed, for `Roster.sync` once committed."""

    line: str
    settings: Settings
    zone: ZoneInfo
    touched: set[str] = field(default_factory=set, compare=False)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """That of the line of these settings."""
        return cls(settings.line.id, settings, ZoneInfo(settings.line.timezone))

    @property
    def limits(self) -> Limits:
        """What the rules go by."""
        asked = self.settings.rota
        return Limits(**{one.name: getattr(asked, one.name) for one in fields(Limits)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One shift, as its row has it."""

    id: str
    template: str | None
    day: date
    name: str
    starts_at: datetime
    ends_at: datetime
    minimum: int
    target: int
    maximum: int | None
    channels: tuple[Channel, ...]
    topics: tuple[str, ...]
    trainings: tuple[str, ...]
    standby: bool
    state: Literal["draft", "published", "cancelled"]
    changed: bool
    note: str | None
    sequence: int

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(self.starts_at, self.ends_at)

    def wanted(self, starts_at: datetime | None = None) -> Wanted:
        """What it asks of somebody: of who comes at its start, or of who joins later, at `starts_at`."""
        return Wanted(
            starts_at=starts_at or self.starts_at,
            ends_at=self.ends_at,
            channels=self.channels,
            topics=self.topics,
            trainings=self.trainings,
            cancelled=self.state == "cancelled",
            open_until=self.ends_at if starts_at else self.starts_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """Somebody on a shift, on its waitlist, or on duty without one. `since`: milliseconds, rising within a shift."""

    id: str
    shift: str | None
    volunteer: str
    starts_at: datetime
    ends_at: datetime
    channels: tuple[Channel, ...]
    standby: bool
    state: SignUpState
    how: How
    since: int
    note: str | None
    checked_in_at: datetime | None
    missed_at: datetime | None
    sequence: int

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(self.starts_at, self.ends_at)

    def is_late_to_withdraw(self, deadline: timedelta, now: datetime) -> bool:
        """Whether a replacement is needed first: always past the deadline, but for who was not asked before it.

        A walk-in was not planned. Who moved up from the waitlist after the deadline may still say no.
        """
        last = self.starts_at - deadline
        asked_late = self.how == "moved_up" and self.since > last.timestamp() * 1000
        return self.state == "signed" and self.how != "walk_in" and now > last and not asked_late


def new_id(kind: Literal["t", "s", "u", "w", "y", "c"]) -> str:
    """An opaque id of a template, shift, sign-up, swap, study or campaign: its letter and 60 random bits in base 32."""
    return kind + base64.b32encode(secrets.token_bytes(8)).decode().lower()[:12]


def shift_of_row(row: Mapping[str, Any]) -> Shift:
    """A shift from a row that has its columns."""
    return Shift(**{name: _frozen(row[name]) for name in names_of(Shift)})


def sign_up_of_row(row: Mapping[str, Any]) -> SignUp:
    """A sign-up from a row that has its columns."""
    return SignUp(**{name: _frozen(row[name]) for name in names_of(SignUp)})


@cache
def names_of(kind: type[Shift | SignUp]) -> tuple[str, ...]:
    """The columns its row has."""
    return tuple(one.name for one in fields(kind))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
