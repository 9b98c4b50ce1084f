"""What the frames of all pages are made of, and why the server closes a socket."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from luisterlijn.facts import Connection, Party, RefusalReason

Id: TypeAlias = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Body: TypeAlias = Annotated[str, Field(min_length=1, max_length=12000)]
Seq: TypeAlias = Annotated[int, Field(ge=0, le=2**31)]


class Close(IntEnum):
    """Why the server closes a socket."""

    COME_BACK = 4000
    BAD_FRAMES = 4001
    FRAME_TOO_BIG = 1009
    NOT_LOGGED_IN = 4003
    REPLACED = 4004
    TOO_MANY = 4005
    WRONG_ORIGIN = 4006


CLOSE_CODES: dict[Close, tuple[str, bool]] = {
    Close.COME_BACK: ("the server drains, lagged or the reader was too slow: reconnect with full jitter", True),
    Close.BAD_FRAMES: ("three frames in a row did not fit: fix the program", False),
    Close.FRAME_TOO_BIG: ("a frame was over the size limit: send less", False),
    Close.NOT_LOGGED_IN: ("no valid session: log in again", False),
    Close.REPLACED: ("the same person opened this page elsewhere: the newest socket stays", False),
    Close.TOO_MANY: ("too many sockets are open from this address: close some, or come back later", True),
    Close.WRONG_ORIGIN: ("the page does not belong to this line", False),
}


class Frame(BaseModel):
    """A frame refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Message(Frame):
    """One message of a conversation; `seq` counts from 1 within the contact; `key` is the sender's idempotency key."""

    seq: int
    by: Party
    key: str
    body: str
    at: datetime


Place: TypeAlias = Literal["exact", "at_most", "beyond"]
"""How to read a position: it is the place in line (1 is next), the place or one before it, or one further back."""


class WaitRange(Frame):
    """The coarse wait told to a caller: most people wait between `low_s` and `high_s` from now.

    `high_s` is null when it may take longer than `low_s`, nobody can say how much.
    """

    low_s: int
    high_s: int | None


class TopicChoice(Frame):
    """A topic with its name in both languages."""

    id: str
    nl: str
    en: str


class RegionChoice(Frame):
    """A region with its name."""

    id: str
    name: str


class AlternativePlace(Frame):
    """Another place that helps."""

    name: str
    note_nl: str
    note_en: str
    phone: str
    url: str


class LineInfo(Frame):
    """What a page needs to know of the line; `opens_at` is the next opening while closed, told in `timezone`."""

    id: str
    name: str
    open: bool
    opens_at: datetime | None
    timezone: str
    languages: list[str]
    topics: list[TopicChoice]
    regions: list[RegionChoice]
    alternatives: list[AlternativePlace]
    message_chars: int
    heartbeat_s: float


CallerState: TypeAlias = Literal["waiting", "conversation", "ended", "abandoned", "refused"]


class CallerContact(Frame):
    """The whole truth about a caller's contact; each one replaces the one before.

    `asking`: a volunteer is being asked at this moment. `volunteer`: connection of the other side while in conversation.
    `moving`: a transfer is under way. `carried_on`: the volunteer took over what another, or they themselves, began.
    `delivered`/`read`: last seq of the caller's own messages that reached / was read by the volunteer.
    `coordinator`: a colleague of the volunteer reads along to help.
    `reason`: why refused. `resumable`: an abandoned contact that its ticket still brings back.
    """

    kind: Literal["contact"] = "contact"
    contact: str
    state: CallerState
    ticket: str | None
    position: int | None = None
    place: Place = "exact"
    wait: WaitRange | None = None
    nobody_on: bool = False
    asking: bool = False
    volunteer: Connection | None = None
    moving: bool = False
    carried_on: bool = False
    came_back: bool = False
    messages: list[Message] = []
    delivered: int = 0
    read: int = 0
    reason: RefusalReason | None = None
    resumable: bool = False
    feedback_given: bool = False
    coordinator: bool = False


class OfferCard(Frame):
    """An offer as the volunteer sees it: no queue figures. `offer` is `contact.fence`."""

    offer: str
    contact: str
    channel: Literal["chat", "phone"]
    language: str
    topic: str | None
    urgent: bool
    waited_s: int
    wrote_already: bool
    transfer: bool
    due_at: datetime


class Talk(Frame):
    """One of the volunteer's own conversations, or its wrap-up; each replaces the one before.

    `transfer`: this volunteer asked for another to take over. `handed_over`: another did; what is left is the wrap-up.
    `caller`: the caller's connection. `hand`: help was asked for. `coordinator`: the name of who came into the conversation.
    """

    contact: str
    state: Literal["conversation", "wrapup"]
    channel: Literal["chat", "phone"]
    language: str
    topic: str | None
    urgent: bool
    caller: Connection
    transfer: bool
    hand: bool = False
    coordinator: str | None = None
    handed_over: bool = False
    started_at: datetime
    wrapup_due_at: datetime | None = None
    delivered: int = 0
    read: int = 0
    messages: list[Message] = []


class OwnTalk(Frame):
    """A finished talk of today, in the volunteer's own list."""

    contact: str
    started_at: datetime
    talked_s: int
    topic: str | None
    heavy: bool
    result: str | None
