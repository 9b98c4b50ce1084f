"""Call-outs, messages and the switches of a coordinator over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from pydantic import Field

from luisterlijn.channel.protocol.parts import Frame
from luisterlijn.facts import Channel

CalloutState: TypeAlias = Literal["running", "filled", "stopped", "exhausted", "over"]
StageName: TypeAlias = Literal["standby", "willing", "coordinator"]


class WayTried(Frame):
    """What one way did with a message."""

    kind: Literal["mail", "push", "url"]
    state: Literal["due", "sent", "failed"]
    tries: int
    trouble: str | None


class AskShown(Frame):
    """One person asked: when, how, and what they said. `answer` None: nothing yet."""

    round: int
    stage: StageName
    name: str
    asked_at: datetime
    answer: Literal["yes", "no", "too_late"] | None
    answered_at: datetime | None
    ways: list[WayTried]


class CalloutShown(Frame):
    """A call-out. `stage`: whom the running round asks; `next_at`: when the next round begins."""

    id: str
    why: Literal["no_show", "short", "long_wait", "asked"]
    channels: list[Channel]
    starts_at: datetime
    ends_at: datetime
    shift_name: str | None
    need: int
    filled: int
    state: CalloutState
    round: int
    stage: StageName | None
    next_at: datetime | None
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    asks: list[AskShown]


class Callouts(Frame):
    """GET /api/v1/callouts: running ones, then those of the last days."""

    callouts: list[CalloutShown]


class CalloutGiven(Frame):
    """POST /api/v1/callouts: call people for a time, by hand."""

    channels: list[Channel] = Field(min_length=1, max_length=2)
    starts_at: datetime
    ends_at: datetime
    need: int = Field(1, ge=1, le=100)


class AnswerToken(Frame):
    """POST /api/v1/answer: from the link of a message. `answer` None only looks."""

    token: str = Field(min_length=1, max_length=100)
    answer: Literal["yes", "no"] | None = None


class AnswerShown(Frame):
    """What the person asked sees. `filled`: others were sooner, thank you. `blocked`: a rule stands in the way."""

    state: Literal["open", "yes", "no", "filled", "expired", "blocked"]
    line: str
    timezone: str
    channels: list[Channel]
    starts_at: datetime
    ends_at: datetime


class BroadcastGiven(Frame):
    """POST /api/v1/broadcast: a message to everybody on shift, in their consoles at once and by their ways."""

    body: str = Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")


class Broadcast(Frame):
    """How many people it went to."""

    people: int


class SwitchGiven(Frame):
    """POST /api/v1/switch: open or close a channel by hand; `by_hours`: as its hours say."""

    channel: Channel
    state: Literal["open", "closed", "by_hours"]
