"""What happens to a volunteer's presence, and to the line as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from luisterlijn.facts.words import Base, Channel, Connection, Instant, Lanes, Presence


class VolunteerPresenceChanged(Base):
    """A volunteer's true presence; `reason` is what caused it."""

    kind: Literal["volunteer.presence_changed"]
    volunteer: str
    version: int
    presence: Presence
    before: Presence
    reason: str
    draining: bool
    lanes: Lanes = ()


class VolunteerConnectionChanged(Base):
    """A volunteer's heartbeats stopped (`unsure`, then `gone`) or came back."""

    kind: Literal["volunteer.connection_changed"]
    volunteer: str
    version: int
    connection: Connection


class VolunteerShiftChanged(Base):
    """They may be offered contacts from `begins` to `ends`, as the engine knows it; both None: not at all."""

    kind: Literal["volunteer.shift_changed"]
    volunteer: str
    begins: Instant = None
    ends: Instant = None


class ChannelSwitched(Base):
    """A coordinator opened or closed a channel by hand; `by_hours`: its hours count again."""

    kind: Literal["channel.switched"]
    channel: Channel
    state: Literal["open", "closed", "by_hours"]


class LineEpochChanged(Base):
    """Live state was lost or made anew; matching is held until `held_until`."""

    kind: Literal["line.epoch_changed"]
    epoch: int
    held_until: datetime
