"""The frames of a volunteer's socket."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from luisterlijn.channel.protocol.parts import Body, Frame, Id, LineInfo, OfferCard, OwnTalk, Seq, Talk
from luisterlijn.channel.protocol.people import Role
from luisterlijn.channel.protocol.shared import Aside, AsideFrame, Beat, BeatBack, Error, MessageFrame, Receipt, Typing
from luisterlijn.facts import Channel, Presence


class ConsoleHello(Frame):
    """The first frame; the session is in the cookie. `seen`: last message seq held per contact."""

    kind: Literal["hello"]
    seen: dict[str, Seq] = Field({}, max_length=8)


class Ready(Frame):
    """The volunteer can take a contact; `chats`: conversations at once, by choice.

    `past_end`: also near the end of the shift, where a conversation may run past it.
    """

    kind: Literal["ready"]
    chats: Literal[1, 2] = 1
    past_end: bool = False


class Pause(Frame):
    """A break: no offers until `ready`. A pending offer goes back."""

    kind: Literal["pause"]


class Drain(Frame):
    """Stop after this one (or, with `on` false, do go on)."""

    kind: Literal["drain"]
    on: bool


class Rest(Frame):
    """A longer recovery, by choice: no offers for this long, then ready again."""

    kind: Literal["rest"]
    minutes: int = Field(ge=1, le=120)


class Accept(Frame):
    """Take the contact on offer."""

    kind: Literal["accept"]
    offer: str = Field(max_length=96)


class Decline(Frame):
    """Pass; no reason needed. The caller keeps the place."""

    kind: Literal["decline"]
    offer: str = Field(max_length=96)


class VolunteerWrite(Frame):
    """A message of the volunteer."""

    kind: Literal["write"]
    contact: Id
    key: Id
    body: Body


class VolunteerTyping(Frame):
    """The volunteer is (no longer) writing."""

    kind: Literal["typing"]
    contact: Id
    on: bool


class VolunteerRead(Frame):
    """The volunteer has read everything up to `seq`."""

    kind: Literal["read"]
    contact: Id
    seq: Seq


class Transfer(Frame):
    """Ask for another volunteer to take over, optionally one for a topic or language; both stay until somebody accepts."""

    kind: Literal["transfer"]
    contact: Id
    topic: str | None = Field(None, max_length=31)
    language: str | None = Field(None, max_length=8)


class TransferCancel(Frame):
    """Keep the conversation after all."""

    kind: Literal["transfer_cancel"]
    contact: Id


class End(Frame):
    """End the conversation; wrap-up begins. `block`: misuse; refuse this caller for a day."""

    kind: Literal["end"]
    contact: Id
    block: bool = False


class Hand(Frame):
    """Ask a coordinator to come and help in this conversation (or, with `on` false, no longer)."""

    kind: Literal["hand"]
    contact: Id
    on: bool


class WrapUp(Frame):
    """After-contact answers; `heavy` brings a longer rest."""

    kind: Literal["wrap_up"]
    contact: Id
    topic: str | None = Field(None, max_length=31)
    heavy: bool = False
    result: Literal["listened", "referred", "emergency", "silent", "misuse", "other"] | None = None


VolunteerSays: TypeAlias = Annotated[
    ConsoleHello
    | Beat
    | Ready
    | Pause
    | Drain
    | Rest
    | Accept
    | Decline
    | VolunteerWrite
    | VolunteerTyping
    | VolunteerRead
    | Transfer
    | TransferCancel
    | End
    | Hand
    | Aside
    | WrapUp,
    Field(discriminator="kind"),
]


class ConsoleWelcome(Frame):
    """Answer to `hello`, followed by `me`. `at`: the server's clock, which the page goes by."""

    kind: Literal["welcome"] = "welcome"
    at: datetime
    line: LineInfo
    name: str
    role: Role
    may_take_two: bool


class ShiftNow(Frame):
    """The shift a volunteer is on, or the next one: offers come from `begins` to `ends`.

    `nothing_new_from`: from then on none that may run past the end, unless the volunteer wants one more (`past_end`).
    `only`: the channels that are offered, where the shift is not for all that the volunteer takes.
    """

    begins: datetime
    ends: datetime
    nothing_new_from: datetime | None = None
    only: tuple[Channel, ...] = ()


class Notice(Frame):
    """A coordinator's word to everybody on shift."""

    kind: Literal["notice"] = "notice"
    at: datetime
    by: str
    body: str


class Me(Frame):
    """The whole truth about this volunteer; each one replaces the one before.

    `reason`: what caused the presence (`asked`, `missed_two_offers`, `rest`, `lost`, ...). `rest_until` while resting.
    `may_be_ready`: `early` is soon before a shift; `no_shift`: walk in, or wait for one; `lacks`: see GET /api/v1/my.
    `rota` rises whenever something of the own shifts has changed.
    `lost_talk`: a conversation went back to the line because this volunteer was away too long, and they were not ready since.
    """

    kind: Literal["me"] = "me"
    presence: Presence
    reason: str
    lost_talk: bool
    draining: bool
    chats: int
    rest_until: datetime | None
    offer: OfferCard | None
    talks: list[Talk]
    today: list[OwnTalk]
    shift: ShiftNow | None = None
    may_be_ready: Literal["yes", "early", "no_shift", "lacks"] = "yes"
    past_end: bool = False
    rota: int = 0


class OfferGone(Frame):
    """An offer is no longer to be had: `taken` (already taken), `expired`, `withdrawn`."""

    kind: Literal["offer_gone"] = "offer_gone"
    offer: str
    why: Literal["taken", "expired", "withdrawn"]


class TalkFrame(Frame):
    """One talk changed; replaces the talk of that contact, but `messages` holds only what is new."""

    kind: Literal["talk"] = "talk"
    talk: Talk


class TalkGone(Frame):
    """A talk is no longer this volunteer's: `lost` in the middle, or `closed`."""

    kind: Literal["talk_gone"] = "talk_gone"
    contact: str
    why: Literal["lost", "closed"]


ConsoleHears: TypeAlias = Annotated[
    ConsoleWelcome
    | Me
    | OfferGone
    | TalkFrame
    | TalkGone
    | MessageFrame
    | Receipt
    | Typing
    | AsideFrame
    | Notice
    | BeatBack
    | Error,
    Field(discriminator="kind"),
]
