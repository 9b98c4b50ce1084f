"""When people can come, and what they are asked to take, over HTTP. Days and times of the week are local."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from luisterlijn.channel.protocol.parts import Frame, Id
from luisterlijn.channel.protocol.rota import Reason, ShiftShown

AskState: TypeAlias = Literal["open", "yes", "no", "filled", "expired", "withdrawn"]
"""`filled`: others took the last place; `expired`: too late, or there is nothing left to take."""


class WeeklyWindow(Frame):
    """A time each week; `weekday` 0 is Monday. An end that is not later than the beginning is of the next day."""

    weekday: int
    begins: time
    ends: time


class DaysAway(Frame):
    """Days somebody cannot come, the last included."""

    first_on: date
    last_on: date


class AvailabilityGiven(Frame):
    """PUT /api/v1/my/availability, and PUT /api/v1/people/{id}/availability by a coordinator: in place of what was said before.

    Without `windows` nothing is said of when. `hours`, `shifts` and `nights`: how much a month; None: not said.
    """

    windows: list[WeeklyWindow] = Field([], max_length=100)
    away: list[DaysAway] = Field([], max_length=100)
    hours: int | None = None
    shifts: int | None = None
    nights: int | None = None


class AvailabilityShown(AvailabilityGiven):
    """GET at the same places, and the answer to PUT: as it is kept, in order and without days that are over."""


class AskPair(Frame):
    """Somebody to be asked for a shift."""

    shift: Id
    volunteer: Id


class AsksGiven(Frame):
    """POST /api/v1/asks: ask people for shifts, each by one letter for all of theirs."""

    pairs: list[AskPair] = Field(min_length=1, max_length=5000)


class PairAsked(AskPair):
    """What became of one: `open`, they were asked before and have not answered; `refused`, and `why`.

    `said_no`: to this shift, before. `rules`: as for signing up by oneself, with the `reasons`, soft ones too.
    """

    state: Literal["asked", "open", "refused"]
    why: Literal["no_such_shift", "no_such_person", "already_signed", "said_no", "shift_full", "rules"] | None
    reasons: list[Reason]


class AsksMade(Frame):
    """What became of each pair, in the order given, and how many are asked now, by how many letters."""

    pairs: list[PairAsked]
    asked: int
    letters: int


class ShiftAsk(Frame):
    """Somebody who was asked for a shift, for coordinators."""

    id: int
    shift: str
    volunteer: str
    name: str
    state: AskState
    asked_at: datetime
    expires_at: datetime
    ended_at: datetime | None


class Asks(Frame):
    """GET /api/v1/asks?from=2026-03-23&days=28: of shifts that begin on these local days, by shift, in the order asked."""

    asks: list[ShiftAsk]


class AsksWithdrawn(Frame):
    """POST /api/v1/asks/withdraw: ask no more; those that are answered or over stay so."""

    asks: list[Annotated[int, Field(ge=0, lt=2**63)]] = Field(min_length=1, max_length=5000)


class Withdrawn(Frame):
    """How many were still open."""

    withdrawn: int


class MyAsk(Frame):
    """A shift somebody is asked to take. `reasons`: what stands in the way of a yes, of one that is open."""

    id: int
    shift: ShiftShown
    state: AskState
    expires_at: datetime
    reasons: list[Reason]


class MyAsks(Frame):
    """GET /api/v1/my/asks: the open ones, by when the shift begins."""

    asks: list[MyAsk]


class MyAskAnswer(Frame):
    """POST /api/v1/my/asks/{id}: yes or no, once. Answers `MyAsk`; still `open` where a rule stands in the way."""

    answer: Literal["yes", "no"]


class AskedToken(Frame):
    """POST /api/v1/asked: from the link of a letter. Without `answer` it only looks; with it `ask` says to which."""

    token: str = Field(min_length=1, max_length=100)
    ask: int | None = Field(None, ge=0, lt=2**63)
    answer: Literal["yes", "no"] | None = None


class AskedShown(Frame):
    """What the person asked sees: every shift of the letter, as it stands."""

    line: str
    timezone: str
    asks: list[MyAsk]
