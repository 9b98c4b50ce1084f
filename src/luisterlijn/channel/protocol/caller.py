"""The frames of a caller's socket."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from luisterlijn.channel.protocol.parts import Body, CallerContact, Frame, Id, LineInfo, Place, Seq, WaitRange
from luisterlijn.channel.protocol.shared import Beat, BeatBack, Error, MessageFrame, Receipt, Typing
from luisterlijn.facts import Helped


class CallerHello(Frame):
    """The first frame. With a ticket the contact is resumed. `seen`: last message seq the page has."""

    kind: Literal["hello"]
    ticket: str | None = None
    seen: Seq = 0


class Enter(Frame):
    """The caller consents and joins the line. `other_languages`: languages that will do after a while.

    `arrival`: a random secret of the page, the same when it says this again after a broken connection: one contact is made.
    """

    kind: Literal["enter"]
    consent: Literal[True]
    language: Annotated[str, Field(min_length=2, max_length=8)]
    other_languages: list[str] = Field([], max_length=8)
    topic: str | None = Field(None, max_length=31)
    region: str | None = Field(None, max_length=31)
    urgent: bool = False
    arrival: Annotated[str, Field(min_length=16, max_length=64)]


class CallerWrite(Frame):
    """A message, while waiting or in conversation; the same `key` again is the same message."""

    kind: Literal["write"]
    key: Id
    body: Body


class CallerTyping(Frame):
    """The caller is (no longer) writing."""

    kind: Literal["typing"]
    on: bool


class CallerRead(Frame):
    """The caller has read everything up to `seq`."""

    kind: Literal["read"]
    seq: Seq


class Leave(Frame):
    """The caller leaves the line or ends the conversation."""

    kind: Literal["leave"]


class Feedback(Frame):
    """Optional answer to "did this help"."""

    kind: Literal["feedback"]
    helped: Helped


CallerSays: TypeAlias = Annotated[
    CallerHello | Enter | Beat | CallerWrite | CallerTyping | CallerRead | Leave | Feedback,
    Field(discriminator="kind"),
]


class CallerWelcome(Frame):
    """Answer to `hello`, before any `contact`."""

    kind: Literal["welcome"] = "welcome"
    line: LineInfo


class WaitUpdate(Frame):
    """A new place in line or wait, sent only when what the page shows changes.

    `nobody_on`: nobody is on who could take the contact; with a `wait` somebody is due.
    """

    kind: Literal["wait"] = "wait"
    position: int
    place: Place
    wait: WaitRange | None
    nobody_on: bool
    asking: bool


CallerHears: TypeAlias = Annotated[
    CallerWelcome | CallerContact | WaitUpdate | MessageFrame | Receipt | Typing | BeatBack | Error,
    Field(discriminator="kind"),
]
