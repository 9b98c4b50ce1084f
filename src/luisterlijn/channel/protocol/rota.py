"""The rota over HTTP: templates, shifts, sign-ups, swaps, coverage. Instants in UTC, days and times of templates local."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from luisterlijn.channel.protocol.parts import Frame, Id
from luisterlijn.channel.protocol.people import Name, Note, Word
from luisterlijn.facts import Channel

Count: TypeAlias = Annotated[int, Field(ge=0, le=10_000)]
ShiftState: TypeAlias = Literal["draft", "published", "cancelled"]
SignUpState: TypeAlias = Literal["signed", "waiting", "withdrawn"]
How: TypeAlias = Literal["self", "coordinator", "moved_up", "swap", "call_out", "walk_in"]


class Demand(Frame):
    """How many and who: `minimum` makes a hole, `target` is wished for, past `maximum` (None: no end) people wait."""

    minimum: Count = 1
    target: Count = 1
    maximum: Count | None = None
    channels: list[Channel] = Field(["chat", "phone"], min_length=1, max_length=2)
    topics: list[Word] = Field([], max_length=50)
    trainings: list[Word] = Field([], max_length=50)
    standby: bool = False


class TemplateGiven(Demand):
    """POST /api/v1/templates, PUT /api/v1/templates/{id}. `recurrence`: RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,WE.

    DELETE /api/v1/templates/{id} ends one: it makes no more shifts, and those it made stay.
    `keeps`: on a night the clock changes, the shift ends at its usual time (`end`) or lasts its usual time (`length`).
    """

    name: Name
    starts: time
    minutes: int = Field(ge=15, le=1440)
    keeps: Literal["end", "length"] = "end"
    recurrence: str = Field("FREQ=DAILY", min_length=1, max_length=200)
    first_on: date
    last_on: date | None = None
    holidays: Literal["run", "skip", "only"] = "run"


class TemplateShown(TemplateGiven):
    """A template; `published_until`: the last day it has shifts for. `removed`: names of those the change just took off."""

    id: str
    active: bool
    published_until: date | None
    removed: list[str]


class Templates(Frame):
    """GET /api/v1/templates. `holidays`: those of the coming year by day, in the line's country."""

    templates: list[TemplateShown]
    holidays: dict[date, str]


class ShiftGiven(Demand):
    """POST /api/v1/shifts (one by itself), PUT /api/v1/shifts/{id} (an exception to its template)."""

    name: Name
    starts_at: datetime
    ends_at: datetime
    note: Note | None = None


class Reason(Frame):
    """Why a rule stands in the way. Soft ones a coordinator may override with a note; hard ones nobody.

    `until`: the instant from which it would do, where there is one; `count` and `most`: how many there are, and may be
    (of `longest_shift` in hours, rounded up).
    """

    rule: Literal[
        "overlap",
        "minor_night",
        "certificate",
        "training",
        "inactive",
        "shift_training",
        "shift_topic",
        "shift_channel",
        "started",
        "cancelled",
        "rest_after_night",
        "longest_shift",
        "days_in_a_row",
        "nights_in_16_weeks",
    ]
    hard: bool
    what: str = ""
    until: datetime | None = None
    count: int | None = None
    most: int | None = None


class SignUpShown(Frame):
    """A person on a shift. `place`: on the waitlist, from 1. `rules`: soft ones that were overridden, by `note`."""

    id: str
    volunteer: str
    name: str
    state: SignUpState
    how: How
    starts_at: datetime
    ends_at: datetime
    place: int | None
    checked_in_at: datetime | None
    missed_at: datetime | None
    note: str | None


class ShiftShown(Demand):
    """A shift. `signed` counts those who come, `short` what is lacking to the minimum; `people` only for coordinators.

    `removed`: names of those the change just took off, as they no longer fit; they were told.
    """

    id: str
    template: str | None
    day: date
    name: str
    starts_at: datetime
    ends_at: datetime
    state: ShiftState
    changed: bool
    note: str | None
    signed: int
    waiting: int
    short: int
    people: list[SignUpShown]
    removed: list[str]


class RotaWeek(Frame):
    """GET /api/v1/rota?from=2026-03-23&days=7: shifts that begin on these local days, in order."""

    first_on: date
    days: int
    timezone: str
    shifts: list[ShiftShown]
    holidays: dict[date, str]


class PublishGiven(Frame):
    """POST /api/v1/rota/publish: make the shifts of all templates up to and including a day. `dry`: change nothing."""

    until: date
    dry: bool = False


class Published(Frame):
    """What was (or would be) made, and the holes the rota then has until that day."""

    shifts: int
    holes: list[Hole]


class AssignGiven(Frame):
    """POST /api/v1/shifts/{id}/assign: a coordinator puts somebody on. `note` overrides soft rules. Answers `SignUpShown`."""

    volunteer: Id
    note: Note | None = None


class Candidate(Frame):
    """Somebody who could be put on a shift, and what speaks against it."""

    volunteer: str
    name: str
    reasons: list[Reason]


class Candidates(Frame):
    """GET /api/v1/shifts/{id}/candidates: who could, without reasons first."""

    candidates: list[Candidate]


class WithdrawGiven(Frame):
    """POST /api/v1/sign_ups/{id}/withdraw. `cannot`: ill, or whatever else; holds at any time, and people are called."""

    cannot: bool = False


class NoteGiven(Frame):
    """A reason, where one may be given.

    POST /api/v1/shifts/{id}/cancel, /api/v1/sign_ups/{id}/remove and /api/v1/swaps/{id}/agree by a coordinator,
    /api/v1/swaps/{id}/refuse by one or by whom it was offered to. Without a body: POST /api/v1/shifts/{id}/sign_up
    (answers `MyShift`), /api/v1/sign_ups/{id}/withdraw (one's own), /api/v1/swaps/{id}/cancel (whose offer it is).
    """

    note: Note | None = None


class RefusedByRules(Frame):
    """Body of 409 `rules`: nothing was changed."""

    code: Literal["rules"] = "rules"
    remedy: str
    retry: bool = False
    reasons: list[Reason]


class OpenShift(Frame):
    """A shift a volunteer could take. `waitlist`: it is full, one may wait. `reasons`: why not, or what to mind."""

    shift: ShiftShown
    waitlist: bool
    reasons: list[Reason]


class OpenShifts(Frame):
    """GET /api/v1/shifts/open?days=28: where the need is greatest first (short, then sooner), then the others."""

    shifts: list[OpenShift]


class MyShift(Frame):
    """One of the own shifts, or a walk-in (`shift` None). `late`: withdrawing now needs a replacement first."""

    sign_up: str
    shift: ShiftShown | None
    state: SignUpState
    how: How
    starts_at: datetime
    ends_at: datetime
    standby: bool
    place: int | None
    checked_in_at: datetime | None
    late: bool
    swap: SwapShown | None


class MyShifts(Frame):
    """GET /api/v1/my/shifts: from now on, in order."""

    shifts: list[MyShift]


class WalkInGiven(Frame):
    """POST /api/v1/my/walk_in: I can help now, until then (None: as long as the line allows)."""

    until: datetime | None = None


class SwapGiven(Frame):
    """POST /api/v1/sign_ups/{id}/swap: give a shift away, to anybody or to one; `wants`: their sign-up in return."""

    to: Id | None = None
    wants: Id | None = None
    note: Note | None = None


class SwapShown(Frame):
    """An offer of a shift to others. `mine`: I offered it. `for_me`: I may take it. `reasons`: why I may not."""

    id: str
    state: Literal["open", "asked", "done", "refused", "cancelled", "expired"]
    sign_up: str
    shift_name: str
    starts_at: datetime
    ends_at: datetime
    offered_by: str
    taken_by: str | None
    wants_name: str | None
    wants_starts_at: datetime | None
    wants_ends_at: datetime | None
    note: str | None
    mine: bool
    for_me: bool
    reasons: list[Reason]


class Swaps(Frame):
    """GET /api/v1/swaps: those that concern me; for coordinators all open ones."""

    swaps: list[SwapShown]


class Colleague(Frame):
    """Whom a shift can be given to, with what they could give in return."""

    volunteer: str
    name: str
    shifts: list[ColleagueShift]


class ColleagueShift(Frame):
    """A shift of a colleague."""

    sign_up: str
    name: str
    starts_at: datetime
    ends_at: datetime


class Colleagues(Frame):
    """GET /api/v1/sign_ups/{id}/colleagues: who could take this shift without breaking a hard rule."""

    colleagues: list[Colleague]


class Hole(Frame):
    """A run of time with too few people. `short`: the most lacking at once.

    `severity`: the largest share lacking, 1 where nobody is planned. `uncovered_s`: seconds times people lacking.
    """

    channels: list[Channel]
    starts_at: datetime
    ends_at: datetime
    short: int
    severity: float
    uncovered_s: int


class Coverage(Frame):
    """GET /api/v1/coverage?from=...&until=...&channel=chat: one entry a quarter of UTC, at its worst instant.

    The first is the one `from` lies in: `starts_at`. Without a range it is the fortnight from now on.
    `required`: by the shifts, and at least what the forecast needs, where there is one (`forecast`). `expected`: how many
    of those planned come, on average. `gap`: how many more must be planned. `likely`: the chance that what callers are
    promised holds; without a forecast, that at least `required` come.
    `now`: how many are on for this channel at this moment, those in a conversation included.
    """

    channel: Channel
    starts_at: datetime
    quarter_s: int
    required: list[int]
    planned: list[int]
    expected: list[float]
    gap: list[int]
    likely: list[float]
    forecast: list[bool]
    now: int
    holes: list[Hole]
    uncovered_s: dict[Literal["day", "week", "fortnight"], int]
