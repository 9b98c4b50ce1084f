"""Everything that can happen to a line, in the past tense: one model a kind, one union keyed on `kind`.

A fact is written by the Valkey Function that made the change, in the same step (XADD), as flat field-value pairs.
Field names here are the field names there. Facts hold no chat text, no address, no name.
Instants travel as milliseconds since 1970 and are read as aware UTC; `_ms` fields are spans in milliseconds.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

Channel: TypeAlias = Literal["chat", "phone"]
Presence: TypeAlias = Literal["offline", "away", "ready", "reserved", "busy", "wrapup", "resting"]
Connection: TypeAlias = Literal["connected", "unsure", "gone"]
Outcome: TypeAlias = Literal["answered", "abandoned", "refused", "expired"]
RefusalReason: TypeAlias = Literal["closed", "full", "blocked", "too_many"]
Helped: TypeAlias = Literal["yes", "some", "no"]
Party: TypeAlias = Literal["caller", "volunteer"]


def _words(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


def _document(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _empty_as_none(value: Any) -> Any:
    return None if value == "" else value


Lanes: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_words)]
Word: TypeAlias = Annotated[str | None, BeforeValidator(_empty_as_none)]


class Base(BaseModel):
    """What every fact has: `id` (place in the stream) and `at` (the engine's clock)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    at: datetime


class ContactFact(Base):
    """A fact about one contact; `version` rises with every change of that contact."""

    contact: str
    version: int


class ContactArrived(ContactFact):
    """Somebody reached the line: written before anything else is decided. `caller` is a rotating keyed pseudonym."""

    kind: Literal["contact.arrived"]
    channel: Channel
    language: str
    topic: Word = None
    region: Word = None
    urgent: bool
    caller: Word = None


class ContactRefused(ContactFact):
    """The arrival was not let in, for the reason given."""

    kind: Literal["contact.refused"]
    channel: Channel
    reason: RefusalReason


class ContactQueued(ContactFact):
    """The contact waits in `lanes` at `order_key` (ms; smaller is earlier); `first_arrival_at` never changes."""

    kind: Literal["contact.queued"]
    channel: Channel
    order_key: float
    lanes: Lanes
    step: int
    first_arrival_at: datetime
    reason: Literal["arrival", "resumed", "volunteer_lost"]


class ContactStepped(ContactFact):
    """The wait relaxed a requirement: `lanes` are all lanes the contact waits in from now on."""

    kind: Literal["contact.stepped"]
    step: int
    lanes: Lanes


class ContactConnectionChanged(ContactFact):
    """The caller's heartbeats stopped (`unsure`, then `gone`) or came back."""

    kind: Literal["contact.connection_changed"]
    connection: Connection


class ContactAbandoned(ContactFact):
    """The caller left the line, or stayed silent past the grace, before being answered."""

    kind: Literal["contact.abandoned"]
    reason: Literal["left", "silent"]
    waited_ms: int


class ContactClosed(ContactFact):
    """The contact is over."""

    kind: Literal["contact.closed"]
    outcome: Outcome


class OfferMade(ContactFact):
    """One volunteer is reserved for one contact until `due_at`; `why` explains the choice.

    `why` = {"trigger", "turn", "order_key", "passed_volunteers": [[id, reason]...], "passed_contacts": [[id, reason]...]}
    """

    kind: Literal["offer.made"]
    offer: int
    volunteer: str
    lane: str
    due_at: datetime
    transfer: bool
    why: Annotated[dict[str, Any], BeforeValidator(_document)]


class OfferAccepted(ContactFact):
    """The volunteer took the contact; `waited_ms` counts from first arrival. `before` handed over, if a transfer."""

    kind: Literal["offer.accepted"]
    offer: int
    volunteer: str
    lane: str
    waited_ms: int
    before: Word = None


class OfferDeclined(ContactFact):
    """The volunteer passed; the contact kept its place."""

    kind: Literal["offer.declined"]
    offer: int
    volunteer: str


class OfferExpired(ContactFact):
    """Nobody answered in time; `in_a_row` counts this volunteer's unanswered offers."""

    kind: Literal["offer.expired"]
    offer: int
    volunteer: str
    in_a_row: int


class OfferWithdrawn(ContactFact):
    """The offer was taken back before it was answered."""

    kind: Literal["offer.withdrawn"]
    offer: int
    volunteer: str
    reason: Literal["caller_left", "caller_unsure", "volunteer_lost", "volunteer_left", "transfer_cancelled", "ended"]


class TransferRequested(ContactFact):
    """The volunteer asked for somebody else to go on; both stay connected until an offer is accepted."""

    kind: Literal["transfer.requested"]
    volunteer: str
    lanes: Lanes


class TransferCancelled(ContactFact):
    """The transfer was called off; the volunteer keeps the conversation."""

    kind: Literal["transfer.cancelled"]
    volunteer: str


class ConversationLost(ContactFact):
    """The volunteer stayed silent past the grace in mid-conversation; the contact went back, first in line."""

    kind: Literal["conversation.lost"]
    volunteer: str
    talked_ms: int


class ConversationEnded(ContactFact):
    """The talk is over and wrap-up begins; `talked_ms` counts this volunteer's part."""

    kind: Literal["conversation.ended"]
    volunteer: str
    by: Literal["caller", "volunteer", "silence"]
    talked_ms: int


class WrapupDone(ContactFact):
    """After-contact work is finished, or its deadline passed (`late`)."""

    kind: Literal["wrapup.done"]
    volunteer: str
    topic: Word = None
    heavy: bool
    result: Word = None
    took_ms: int
    late: bool


class FeedbackGiven(ContactFact):
    """The caller answered "did this help"."""

    kind: Literal["feedback.given"]
    helped: Helped


class CallerBlocked(Base):
    """A caller's pseudonym is refused until the instant given."""

    kind: Literal["caller.blocked"]
    contact: str
    until: datetime


class VolunteerPresenceChanged(Base):
    """A volunteer's true presence; `reason` is what caused it."""

    kind: Literal["volunteer.presence_changed"]
    volunteer: str
    version: int
    presence: Presence
    before: Presence
    reason: str
    draining: bool
    lanes: Lanes = ()


class VolunteerConnectionChanged(Base):
    """A volunteer's heartbeats stopped (`unsure`, then `gone`) or came back."""

    kind: Literal["volunteer.connection_changed"]
    volunteer: str
    version: int
    connection: Connection


class LineEpochChanged(Base):
    """Live state was lost or made anew; matching is held until `held_until`."""

    kind: Literal["line.epoch_changed"]
    epoch: int
    held_until: datetime


Fact: TypeAlias = Annotated[
    ContactArrived
    | ContactRefused
    | ContactQueued
    | ContactStepped
    | ContactConnectionChanged
    | ContactAbandoned
    | ContactClosed
    | OfferMade
    | OfferAccepted
    | OfferDeclined
    | OfferExpired
    | OfferWithdrawn
    | TransferRequested
    | TransferCancelled
    | ConversationLost
    | ConversationEnded
    | WrapupDone
    | FeedbackGiven
    | CallerBlocked
    | VolunteerPresenceChanged
    | VolunteerConnectionChanged
    | LineEpochChanged,
    Field(discriminator="kind"),
]

_adapter: TypeAdapter[Fact] = TypeAdapter(Fact)


def parse(entry_id: str, fields: dict[str, str]) -> Fact:
    """Read one entry of the fact stream.

    Args:
        entry_id: the stream id, `ms-seq`.
        fields: the entry's pairs; all values are text.

    Raises:
        pydantic.ValidationError: the entry is not a fact this release knows.
    """
    return _adapter.validate_python({"id": entry_id, **fields})
