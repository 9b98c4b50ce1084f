"""What happens to a contact, from arrival to closed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from luisterlijn.facts.words import (
    Base,
    Channel,
    Connection,
    ContactFact,
    Helped,
    Lanes,
    Outcome,
    RefusalReason,
    Word,
    document,
)


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
    why: Annotated[dict[str, Any], BeforeValidator(document)]


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


class HandRaised(ContactFact):
    """The volunteer asks a coordinator to come and help in this conversation."""

    kind: Literal["hand.raised"]
    volunteer: str


class HandLowered(ContactFact):
    """No help is asked for any more: the volunteer said so (`asked`), a coordinator `joined`, or the conversation is `over`."""

    kind: Literal["hand.lowered"]
    volunteer: str
    reason: Literal["asked", "joined", "over"]


class CoordinatorJoined(ContactFact):
    """A coordinator came into the conversation; caller and volunteer both see it."""

    kind: Literal["coordinator.joined"]
    volunteer: str
    coordinator: str


class CoordinatorLeft(ContactFact):
    """The coordinator is no longer in the conversation."""

    kind: Literal["coordinator.left"]
    volunteer: str
    coordinator: str
