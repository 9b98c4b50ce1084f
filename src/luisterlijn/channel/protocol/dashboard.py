"""The frames of a coordinator's socket."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from luisterlijn.channel.protocol.parts import Frame, Id, Message
from luisterlijn.channel.protocol.shared import Aside, AsideFrame, Beat, BeatBack, Error, MessageFrame
from luisterlijn.facts import Channel, Connection, Presence, RefusalReason


class DashboardHello(Frame):
    """The first frame; the coordinator's session is in the cookie.

    `joined`: the conversation the page shows still; it is told whole again, or that it is over.
    """

    kind: Literal["hello"]
    joined: Id | None = None


class Join(Frame):
    """Come into a conversation in which help was asked for; caller and volunteer see it."""

    kind: Literal["join"]
    contact: Id


class Part(Frame):
    """Leave it again."""

    kind: Literal["part"]
    contact: Id


DashboardSays: TypeAlias = Annotated[DashboardHello | Join | Part | Aside | Beat, Field(discriminator="kind")]


class ChannelNow(Frame):
    """One channel now. `by_hand`: a coordinator opened or closed it; else its hours say."""

    channel: Channel
    open: bool
    by_hand: bool
    waiting: int
    longest_wait_s: int
    in_conversation: int
    ready: int
    on_shift: int


class LaneNow(Frame):
    """The part of the line one kind of volunteer can take: who waits in it, and who could take it now."""

    channel: Channel
    language: str
    topic: str | None
    region: str | None
    waiting: int
    longest_wait_s: int
    able: int


class QuarterNow(Frame):
    """A quarter of today: who arrived in it, and what became of them; `wait_p50_s` of those answered, None if none."""

    at: datetime
    arrivals: int
    answered: int
    abandoned: int
    refused: int
    wait_p50_s: int | None


class HandUp(Frame):
    """A volunteer asks for help in a conversation. `joined`: a coordinator came, by name."""

    contact: str
    volunteer: str
    since: datetime
    joined: str | None


class LateNow(Frame):
    """Somebody whose shift has begun and who is not there; without a `shift` they had said they would come."""

    volunteer: str
    shift: str | None
    shift_name: str
    since: datetime


class Board(Frame):
    """The live figures, at most once a second. Waits of today in seconds; None where nothing was measured.

    Arrivals, answered and abandoned count attempts; `callers` and `callers_answered` count people, as far as pseudonyms
    tell them apart. `quarters`: today so far. `callouts`: how many run. `rota` rises whenever the rota, a call-out or a
    person changed: look again at what was fetched.
    """

    kind: Literal["board"] = "board"
    at: datetime
    open: bool
    waiting: int
    longest_wait_s: int
    volunteers: dict[Presence, int]
    arrivals: int
    answered: int
    abandoned: int
    refused: dict[RefusalReason, int]
    in_conversation: int
    wait_p50_s: int | None
    wait_p90_s: int | None
    service_level: float | None
    within_s: int
    callers: int
    callers_answered: int
    channels: list[ChannelNow]
    lanes: list[LaneNow]
    quarters: list[QuarterNow]
    hands: list[HandUp]
    late: list[LateNow]
    callouts: int
    rota: int


class JoinedTalk(Frame):
    """The conversation the coordinator has come into, whole; each one replaces the one before."""

    kind: Literal["joined"] = "joined"
    contact: str
    volunteer: str
    language: str
    topic: str | None
    caller: Connection
    messages: list[Message]
    asides: list[AsideFrame]


class JoinedOver(Frame):
    """It is over, or the coordinator is no longer in it."""

    kind: Literal["joined_over"] = "joined_over"
    contact: str
    why: Literal["ended", "parted"]


DashboardHears: TypeAlias = Annotated[
    Board | JoinedTalk | JoinedOver | MessageFrame | AsideFrame | BeatBack | Error, Field(discriminator="kind")
]
