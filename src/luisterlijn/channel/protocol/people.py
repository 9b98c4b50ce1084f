"""People over HTTP: their skills and papers, how they are reached, who may do what."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AwareDatetime, Field

from luisterlijn.channel.protocol.parts import Frame
from luisterlijn.facts import Channel

Role: TypeAlias = Literal["volunteer", "coordinator", "administrator"]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*$")]
Note: TypeAlias = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]
Email: TypeAlias = Annotated[str, Field(max_length=254, pattern=r"^[^\x00-\x1f]*$")]
Word: TypeAlias = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]*$")]


class TrainingDone(Frame):
    """A training somebody has done; `valid_until` None: for good."""

    name: Word
    done_on: date
    valid_until: date | None = None


class PersonGiven(Frame):
    """What a coordinator fills in of a person: POST /api/v1/people (invites them), PUT /api/v1/people/{id}.

    Empty `languages` or `topics`: those of the line. `region` None: any. `adult_from`: the eighteenth birthday of a minor.
    """

    name: Name
    email: Email
    role: Role = "volunteer"
    languages: list[Word] = Field([], max_length=50)
    topics: list[Word] = Field([], max_length=50)
    channels: list[Channel] = Field(["chat", "phone"], min_length=1, max_length=2)
    region: Word | None = None
    location: Word | None = None
    may_take_two: bool = False
    speaks: Literal["nl", "en"] = "nl"
    adult_from: date | None = None
    certificate_until: date | None = None
    trainings: list[TrainingDone] = Field([], max_length=50)


class PersonShown(PersonGiven):
    """A person as coordinators see them: the answer to PUT /api/v1/people/{id}, and POST to its /deactivate and /activate.

    `invited`: has not chosen a password yet. `lacks`: why nothing is offered to them.
    """

    id: str
    active: bool
    invited: bool
    lacks: list[Lack]
    expires: list[Lack]


class Lack(Frame):
    """Something a person lacks, or will from `on`. `what`: a training's name; empty for the certificate."""

    kind: Literal["certificate", "training", "inactive"]
    what: str = ""
    on: date | None = None


class People(Frame):
    """GET /api/v1/people, by name; with ?expiring=1 only those whose papers end soon or have ended."""

    people: list[PersonShown]
    trainings: list[str]
    certificate: Literal["required", "not_required"]
    mail: bool


class Invited(Frame):
    """The answer to POST /api/v1/people and to POST /api/v1/people/{id}/invite, which also helps who forgot a password.

    `link` works once until `expires_at`, those before it no more. `mailed`: the line has a mail server, and it goes by mail.
    """

    person: PersonShown
    link: str
    mailed: bool
    expires_at: datetime


class CsvTrouble(Frame):
    """What is wrong in a file; `row` counts from 1 with the heading, `column` is the heading's word."""

    row: int
    column: str
    value: str
    remedy: str


class CsvTaken(Frame):
    """POST /api/v1/people.csv (?invite=1 invites those who are new): all rows, or none and what is wrong."""

    added: int
    changed: int
    troubles: list[CsvTrouble]


class AuditRow(Frame):
    """One row of the audit trail; `by` and `about` with a name where it is a person's id."""

    number: int
    at: datetime
    by: str
    by_name: str | None
    what: str
    about: str | None
    about_name: str | None
    detail: dict[str, Any]


class Audit(Frame):
    """GET /api/v1/audit?before=...&about=...: newest first, at most a hundred; `before` is the number of a row."""

    rows: list[AuditRow]


class InvitationToken(Frame):
    """POST /api/v1/invitation: without a password it says whose the invitation is, with one it is taken."""

    token: str = Field(min_length=1, max_length=100)
    password: str | None = Field(None, min_length=1, max_length=256)


class InvitationShown(Frame):
    """`state`: `open` (choose a password), `taken` (log in now)."""

    state: Literal["open", "taken"]
    line: str
    name: str
    email: str
    shortest_password: int


class Way(Frame):
    """One way somebody is reached. `failing_since`: since when every try fails, and why."""

    id: int
    kind: Literal["mail", "push", "url"]
    address: str
    failing_since: datetime | None
    trouble: str | None


class WayGiven(Frame):
    """POST /api/v1/my/ways; `push`: the browser's subscription as JSON; `url`: an address apprise knows.

    Answers `Mine`, as does DELETE /api/v1/my/ways/{id}; POST /api/v1/my/ways/{id}/try sends a message there.
    """

    kind: Literal["mail", "push", "url"]
    address: str = Field(min_length=1, max_length=4000)


class MyStandby(Frame):
    """PUT /api/v1/my/standby: may I be called, and between which local times (both None: any hour). Answers `Mine`."""

    callable: bool
    call_from: time | None = None
    call_until: time | None = None


class Willing(Frame):
    """POST /api/v1/my/willing: call me if needed, until then (within a day); None: no longer. Answers `Mine`."""

    until: AwareDatetime | None


class Mine(Frame):
    """GET /api/v1/my: a volunteer's own standing. `push_key`: what browsers subscribe with; empty: no push here."""

    lacks: list[Lack]
    expires: list[Lack]
    standby: MyStandby
    willing_until: datetime | None
    ways: list[Way]
    push_key: str
    calendar: bool
    walk_in: bool
    minor: bool


class CalendarLink(Frame):
    """POST /api/v1/my/calendar: a new secret address of the own shifts; the one before stops working."""

    url: str
