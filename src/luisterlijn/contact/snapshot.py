"""The line in one instant, as the engine tells it: what a mirror begins with, and what it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from luisterlijn.facts import Channel, Presence

Lanes: TypeAlias = tuple[str, ...]
Switch: TypeAlias = Literal["open", "closed", "by_hours"]

ON: frozenset[Presence] = frozenset(("ready", "reserved", "busy", "wrapup", "resting"))


@dataclass(frozen=True, slots=True)
class WaitingContact:
    """A contact in line; `order_key` in ms, smaller is earlier; `version` and `on_offer` as of the snapshot or fact."""

    contact: str
    order_key: float
    lanes: Lanes
    first_arrival_at: datetime
    version: int
    on_offer: bool = False


@dataclass(frozen=True, slots=True)
class TalkingContact:
    """A contact in conversation, also while a transfer is sought; `hand_at`: when help was asked for last.

    `hand`: it still is. `coordinator`: the id of who came.
    """

    contact: str
    volunteer: str
    version: int
    channel: str = "chat"
    hand: bool = False
    hand_at: datetime | None = None
    coordinator: str | None = None

    @property
    def asking(self) -> bool:
        """Whether help is asked for, or there."""
        return self.hand or self.coordinator is not None


@dataclass(frozen=True, slots=True)
class VolunteerState:
    """A volunteer's presence and the lanes they can take."""

    volunteer: str
    presence: Presence
    draining: bool
    lanes: Lanes
    version: int
    heard: bool = True  # not `unsure`

    @property
    def on(self) -> bool:
        """Whether they will take another contact without doing anything first."""
        return self.presence in ON and not self.draining and self.heard


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole line in one instant: it holds every fact up to and including the stream id `at_id`."""

    at_id: str
    waiting: tuple[WaitingContact, ...] = ()
    talking: tuple[TalkingContact, ...] = ()
    volunteers: tuple[VolunteerState, ...] = ()
    declined: tuple[tuple[str, str], ...] = ()  # contact, volunteer
    switches: tuple[tuple[Channel, Switch], ...] = ()
