"""Frames that go both ways, or that more than one page hears."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from luisterlijn.channel.protocol.parts import Body, Frame, Id, Message


class Beat(Frame):
    """Proof of presence, every `heartbeat_s`; answered by `beat`. The line keeps what hello or enter told it beside."""

    kind: Literal["beat"] = "beat"


class BeatBack(Frame):
    """Answer to a beat: the engine heard it; `at` is the server's clock."""

    kind: Literal["beat"] = "beat"
    at: datetime


class Error(Frame):
    """A frame was refused; nothing was changed. `retry`: the same frame may succeed later."""

    kind: Literal["error"] = "error"
    code: str
    field: str | None = None
    remedy: str
    retry: bool
    key: str | None = None


class MessageFrame(Frame):
    """A message of the conversation, the sender's own included (that is its acknowledgement)."""

    kind: Literal["message"] = "message"
    contact: str
    message: Message


class Receipt(Frame):
    """The other side's receipt for this side's messages, up to and including the seqs given."""

    kind: Literal["receipt"] = "receipt"
    contact: str
    delivered: int
    read: int


class Aside(Frame):
    """A word between volunteer and coordinator, in a conversation the coordinator has joined; the caller sees none of it."""

    kind: Literal["aside"]
    contact: Id
    key: Id
    body: Body


class AsideFrame(Frame):
    """Such a word, the sender's own included."""

    kind: Literal["aside"] = "aside"
    contact: str
    seq: int
    by: Literal["volunteer", "coordinator"]
    key: str
    body: str
    at: datetime


class Typing(Frame):
    """The other side is (no longer) writing."""

    kind: Literal["typing"] = "typing"
    contact: str
    on: bool
