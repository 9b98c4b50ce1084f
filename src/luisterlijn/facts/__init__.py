"""Everything that can happen to a line, in the past tense: one model a kind, one union keyed on `kind`.

A fact is written by the Valkey Function that made the change, in the same step (XADD), as flat field-value pairs.
Field names here are the field names there. Facts hold no chat text, no address, no name.
Instants travel as milliseconds since 1970 and are read as aware UTC; `_ms` fields are spans in milliseconds.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, TypeAdapter

from luisterlijn.facts.contacts import (
    CallerBlocked,
    ContactAbandoned,
    ContactArrived,
    ContactClosed,
    ContactConnectionChanged,
    ContactQueued,
    ContactRefused,
    ContactStepped,
    ConversationEnded,
    ConversationLost,
    CoordinatorJoined,
    CoordinatorLeft,
    FeedbackGiven,
    HandLowered,
    HandRaised,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
    TransferCancelled,
    TransferRequested,
    WrapupDone,
)
from luisterlijn.facts.rota import (
    AskChanged,
    CalloutAnswered,
    CalloutChanged,
    MessageDue,
    PersonChanged,
    ShiftChanged,
    SignUpChanged,
    SwapChanged,
)
from luisterlijn.facts.volunteers import (
    ChannelSwitched,
    LineEpochChanged,
    VolunteerConnectionChanged,
    VolunteerPresenceChanged,
    VolunteerShiftChanged,
)
from luisterlijn.facts.words import (
    Base,
    Channel,
    Connection,
    ContactFact,
    Helped,
    Instant,
    Lanes,
    Outcome,
    Party,
    Presence,
    RefusalReason,
    Word,
)

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
    | VolunteerShiftChanged
    | HandRaised
    | HandLowered
    | CoordinatorJoined
    | CoordinatorLeft
    | ChannelSwitched
    | ShiftChanged
    | SignUpChanged
    | SwapChanged
    | AskChanged
    | PersonChanged
    | CalloutChanged
    | CalloutAnswered
    | MessageDue
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


__all__ = [
    "AskChanged",
    "Base",
    "CallerBlocked",
    "CalloutAnswered",
    "CalloutChanged",
    "Channel",
    "ChannelSwitched",
    "Connection",
    "ContactAbandoned",
    "ContactArrived",
    "ContactClosed",
    "ContactConnectionChanged",
    "ContactFact",
    "ContactQueued",
    "ContactRefused",
    "ContactStepped",
    "ConversationEnded",
    "ConversationLost",
    "CoordinatorJoined",
    "CoordinatorLeft",
    "Fact",
    "FeedbackGiven",
    "HandLowered",
    "HandRaised",
    "Helped",
    "Instant",
    "Lanes",
    "LineEpochChanged",
    "MessageDue",
    "OfferAccepted",
    "OfferDeclined",
    "OfferExpired",
    "OfferMade",
    "OfferWithdrawn",
    "Outcome",
    "Party",
    "PersonChanged",
    "Presence",
    "RefusalReason",
    "ShiftChanged",
    "SignUpChanged",
    "SwapChanged",
    "TransferCancelled",
    "TransferRequested",
    "VolunteerConnectionChanged",
    "VolunteerPresenceChanged",
    "VolunteerShiftChanged",
    "Word",
    "WrapupDone",
    "parse",
]
