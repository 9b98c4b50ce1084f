"""The one wire model: every frame on the three websockets, the close codes, and who may retry.

TypeScript types are generated from here (`make protocol`). A frame is one JSON object with a `kind`; unknown fields are
refused.
Message bodies are opaque strings: nothing on the server reads them. Instants are ISO 8601 in UTC; `_s` fields are seconds.
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from luisterlijn.facts import Connection, Helped, Party, Presence, RefusalReason

Id: TypeAlias = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Body: TypeAlias = Annotated[str, Field(min_length=1, max_length=12000)]
Seq: TypeAlias = Annotated[int, Field(ge=0)]


class Close(IntEnum):
    """Why the server closes a socket."""

    COME_BACK = 4000
    BAD_FRAMES = 4001
    FRAME_TOO_BIG = 1009
    NOT_LOGGED_IN = 4003
    REPLACED = 4004
    DONE = 4005
    WRONG_ORIGIN = 4006


CLOSE_CODES: dict[Close, tuple[str, bool]] = {
    Close.COME_BACK: ("the server drains, lagged or the reader was too slow: reconnect with full jitter", True),
    Close.BAD_FRAMES: ("three frames in a row did not fit: fix the program", False),
    Close.FRAME_TOO_BIG: ("a frame was over the size limit: send less", False),
    Close.NOT_LOGGED_IN: ("no valid session: log in again", False),
    Close.REPLACED: ("the same person opened this page elsewhere: the newest socket stays", False),
    Close.DONE: ("the contact is over and nothing more will be said", False),
    Close.WRONG_ORIGIN: ("the page does not belong to this line", False),
}


class Frame(BaseModel):
    """A frame refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# --- parts ---------------------------------------------------------------------------------------------------------


class Message(Frame):
    """One message of a conversation; `seq` counts from 1 within the contact; `key` is the sender's idempotency key."""

    seq: int
    by: Party
    key: str
    body: str
    at: datetime


class WaitRange(Frame):
    """The coarse wait told to a caller: most people wait between `low_s` and `high_s` from now."""

    low_s: int
    high_s: int


class TopicChoice(Frame):
    """A topic with its name in both languages."""

    id: str
    nl: str
    en: str


class AlternativePlace(Frame):
    """Another place that helps."""

    name: str
    note_nl: str
    note_en: str
    phone: str
    url: str


class LineInfo(Frame):
    """What a page needs to know of the line; `opens_at` is the next opening while closed."""

    id: str
    name: str
    open: bool
    opens_at: datetime | None
    languages: list[str]
    topics: list[TopicChoice]
    regions: list[str]
    alternatives: list[AlternativePlace]
    message_chars: int
    heartbeat_s: float


CallerState: TypeAlias = Literal["waiting", "conversation", "ended", "abandoned", "refused"]


class CallerContact(Frame):
    """The whole truth about a caller's contact; each one replaces the one before.

    `volunteer`: connection of the other side while in conversation. `moving`: a transfer is under way.
    `delivered`/`read`: last seq of the caller's own messages that reached / was read by the volunteer.
    `reason`: why refused. `resumable`: an abandoned contact that its ticket still brings back.
    """

    kind: Literal["contact"] = "contact"
    contact: str
    state: CallerState
    ticket: str | None
    position: int | None = None
    wait: WaitRange | None = None
    nobody_on: bool = False
    volunteer: Connection | None = None
    moving: bool = False
    came_back: bool = False
    messages: list[Message] = []
    delivered: int = 0
    read: int = 0
    reason: RefusalReason | None = None
    resumable: bool = False
    feedback_given: bool = False


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

    `transfer`: this volunteer asked for another to take over. `caller`: the caller's connection.
    """

    contact: str
    state: Literal["conversation", "wrapup"]
    channel: Literal["chat", "phone"]
    language: str
    topic: str | None
    urgent: bool
    caller: Connection
    transfer: bool
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


# --- both ways, every page -----------------------------------------------------------------------------------------


class Beat(Frame):
    """Proof of presence, every `heartbeat_s`. The caller's page presents its ticket each time; answered by `beat`."""

    kind: Literal["beat"] = "beat"
    ticket: str | None = None


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


class Typing(Frame):
    """The other side is (no longer) writing."""

    kind: Literal["typing"] = "typing"
    contact: str
    on: bool


# --- caller says ---------------------------------------------------------------------------------------------------


class CallerHello(Frame):
    """The first frame. With a ticket the contact is resumed. `seen`: last message seq the page has."""

    kind: Literal["hello"]
    ticket: str | None = None
    seen: Seq = 0


class Enter(Frame):
    """The caller consents and joins the line. `other_languages`: languages that will do after a while."""

    kind: Literal["enter"]
    consent: Literal[True]
    language: Annotated[str, Field(min_length=2, max_length=8)]
    other_languages: list[str] = Field([], max_length=8)
    topic: str | None = Field(None, max_length=31)
    region: str | None = Field(None, max_length=31)
    urgent: bool = False


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


# --- caller hears --------------------------------------------------------------------------------------------------


class CallerWelcome(Frame):
    """Answer to `hello`, before any `contact`."""

    kind: Literal["welcome"] = "welcome"
    line: LineInfo


class WaitUpdate(Frame):
    """A new place in line or wait, sent only when what the page shows changes."""

    kind: Literal["wait"] = "wait"
    position: int
    wait: WaitRange | None
    nobody_on: bool


CallerHears: TypeAlias = Annotated[
    CallerWelcome | CallerContact | WaitUpdate | MessageFrame | Receipt | Typing | BeatBack | Error,
    Field(discriminator="kind"),
]


# --- volunteer says ------------------------------------------------------------------------------------------------


class ConsoleHello(Frame):
    """The first frame; the session is in the cookie. `seen`: last message seq held per contact."""

    kind: Literal["hello"]
    seen: dict[str, Seq] = Field({}, max_length=8)


class Ready(Frame):
    """The volunteer can take a contact; `chats`: conversations at once, by choice."""

    kind: Literal["ready"]
    chats: Literal[1, 2] = 1


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
    | WrapUp,
    Field(discriminator="kind"),
]


# --- volunteer hears -----------------------------------------------------------------------------------------------


class ConsoleWelcome(Frame):
    """Answer to `hello`, followed by `me`."""

    kind: Literal["welcome"] = "welcome"
    line: LineInfo
    name: str
    role: Literal["volunteer", "coordinator"]
    may_take_two: bool


class Me(Frame):
    """The whole truth about this volunteer; each one replaces the one before.

    `reason`: what caused the presence (`asked`, `missed_two_offers`, `rest`, `lost`, ...). `rest_until` while resting.
    """

    kind: Literal["me"] = "me"
    presence: Presence
    reason: str
    draining: bool
    chats: int
    rest_until: datetime | None
    offer: OfferCard | None
    talks: list[Talk]
    today: list[OwnTalk]


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
    """A talk is no longer this volunteer's: `handed_over`, `lost`, `closed`."""

    kind: Literal["talk_gone"] = "talk_gone"
    contact: str
    why: Literal["handed_over", "lost", "closed"]


ConsoleHears: TypeAlias = Annotated[
    ConsoleWelcome | Me | OfferGone | TalkFrame | TalkGone | MessageFrame | Receipt | Typing | BeatBack | Error,
    Field(discriminator="kind"),
]


# --- dashboard -----------------------------------------------------------------------------------------------------


class DashboardHello(Frame):
    """The first frame; the coordinator's session is in the cookie."""

    kind: Literal["hello"]


DashboardSays: TypeAlias = Annotated[DashboardHello | Beat, Field(discriminator="kind")]


class Board(Frame):
    """The live figures, at most once a second. Waits of today in seconds; None where nothing was measured."""

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


DashboardHears: TypeAlias = Annotated[Board | BeatBack | Error, Field(discriminator="kind")]

SOCKETS: dict[str, tuple[Any, Any]] = {
    "caller": (CallerSays, CallerHears),
    "console": (VolunteerSays, ConsoleHears),
    "dashboard": (DashboardSays, DashboardHears),
}

caller_says: TypeAdapter[Any] = TypeAdapter(CallerSays)
volunteer_says: TypeAdapter[Any] = TypeAdapter(VolunteerSays)
dashboard_says: TypeAdapter[Any] = TypeAdapter(DashboardSays)


# --- HTTP ----------------------------------------------------------------------------------------------------------


class LogIn(Frame):
    """POST /api/v1/login; answers `Person` and sets the session cookie."""

    email: str = Field(max_length=254)
    password: str = Field(min_length=1, max_length=256)


class Person(Frame):
    """GET /api/v1/me and the answer to a log-in."""

    name: str
    role: Literal["volunteer", "coordinator"]


class Problem(Frame):
    """The body of every HTTP error. `retry_after_s`: wait this long before trying again."""

    code: str
    field: str | None = None
    remedy: str
    retry: bool
    retry_after_s: int | None = None


HTTP_MODELS: tuple[type[Frame], ...] = (LogIn, Person, Problem, LineInfo)


def schema() -> dict[str, Any]:
    """The whole protocol as one JSON Schema document, with the close codes and who may retry."""
    definitions: dict[str, Any] = {}
    sockets: dict[str, Any] = {}
    for page, (says, hears) in SOCKETS.items():
        for direction, kind in (("Says", says), ("Hears", hears)):
            mode: Any = "validation" if direction == "Says" else "serialization"
            part = TypeAdapter(kind).json_schema(mode=mode, ref_template="#/$defs/{model}")
            definitions |= part.pop("$defs", {})
            name = f"{page.capitalize()}{direction}"
            definitions[name] = {"title": name, **part}
            sockets.setdefault(page, {})[direction.lower()] = {"$ref": f"#/$defs/{name}"}
    for model in HTTP_MODELS:
        part = model.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")
        definitions |= part.pop("$defs", {})
        definitions[model.__name__] = part
    codes = [
        {"code": int(code), "name": code.name, "why": why, "retry": retry} for code, (why, retry) in CLOSE_CODES.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Luisterlijn protocol",
        "sockets": sockets,
        "close_codes": codes,
        "$defs": dict(sorted(definitions.items())),
    }
