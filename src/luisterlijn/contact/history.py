"""What the facts say of one contact: a pure fold, one frozen value per contact.

`record` writes these values as rows and `insight` counts them; so a figure counted from rows and one counted from facts
agree. A fact that was folded before changes nothing (`last_fact`), which makes any repeated delivery harmless. The fields
that are counted never shrink: a contact that left and came back has been left once for good (`times_left`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from luisterlijn.facts import (
    Channel,
    ContactAbandoned,
    ContactArrived,
    ContactClosed,
    ContactFact,
    ContactQueued,
    ContactRefused,
    ConversationEnded,
    ConversationLost,
    Fact,
    FeedbackGiven,
    Helped,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
    Outcome,
    RefusalReason,
    WrapupDone,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One contact so far; `_ms` are spans in milliseconds.

    `waited_ms`: until first answered, or until it left if it was not. `first_left_after_ms`: the first time it left, kept
    when it came back. `handled_ms`: talk and wrap-up of all volunteers, once closed. `volunteer`, `lane`: the last ones.
    `talking_since`: when the present volunteer took it. `closed_at` of an abandoned contact is when it left; coming back
    reopens it.
    """

    contact: str
    last_fact: str
    channel: Channel
    arrived_at: datetime
    language: str | None = None
    topic: str | None = None
    region: str | None = None
    urgent: bool = False
    caller: str | None = None
    lane: str | None = None
    first_offered_at: datetime | None = None
    answered_at: datetime | None = None
    abandoned_at: datetime | None = None
    talking_since: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    waited_ms: int | None = None
    first_left_after_ms: int | None = None
    talked_ms: int = 0
    wrapup_ms: int = 0
    handled_ms: int | None = None
    offers_made: int = 0
    offers_accepted: int = 0
    offers_declined: int = 0
    offers_expired: int = 0
    offers_withdrawn: int = 0
    transfers: int = 0
    times_lost: int = 0
    times_left: int = 0
    times_silent: int = 0
    outcome: Outcome | None = None
    refusal_reason: RefusalReason | None = None
    abandon_reason: str | None = None
    volunteer: str | None = None
    wrapup_topic: str | None = None
    heavy: bool | None = None
    result: str | None = None
    helped: Helped | None = None


def place(fact_id: str) -> tuple[int, int]:
    """The place of a fact in its stream, for comparing ids."""
    milliseconds, _, sequence = fact_id.partition("-")
    return int(milliseconds), int(sequence or 0)


def apply(history: History | None, fact: Fact) -> History | None:
    """The history after `fact`; None while nothing that begins one was seen (its beginning is past retention)."""
    if not isinstance(fact, ContactFact):
        return history
    if history is None:
        if not isinstance(fact, ContactArrived | ContactQueued):
            return None
        history = History(contact=fact.contact, last_fact="0-0", channel=fact.channel, arrived_at=fact.at)
    elif place(fact.id) <= place(history.last_fact):
        return history
    changes = _arrival(history, fact) or _offer(history, fact) or _talk(history, fact)
    return replace(history, last_fact=fact.id, **changes)


def _arrival(history: History, fact: ContactFact) -> dict[str, Any]:
    match fact:
        case ContactArrived() if history.last_fact == "0-0":
            described = {name: getattr(fact, name) for name in ("language", "topic", "region", "urgent", "caller")}
            return {"channel": fact.channel, **described}
        case ContactRefused():
            reason = history.refusal_reason or fact.reason
            return {"outcome": "refused", "refusal_reason": reason, "closed_at": fact.at}
        case ContactQueued():
            arrived_at = min(history.arrived_at, fact.first_arrival_at)
            back = {"arrived_at": arrived_at, "closed_at": None, "abandoned_at": None, "outcome": None}
            return back if history.answered_at is None else {**back, "outcome": "answered"}
        case ContactAbandoned():
            return _abandoned(history, fact)
        case ContactClosed():
            handled = history.talked_ms + history.wrapup_ms if history.answered_at else None
            first = history.handled_ms is None
            return {
                "outcome": fact.outcome,
                "closed_at": fact.at,
                "handled_ms": handled if first else history.handled_ms,
            }
    return {}


def _abandoned(history: History, fact: ContactAbandoned) -> dict[str, Any]:
    count = "times_left" if fact.reason == "left" else "times_silent"
    changes = {
        count: getattr(history, count) + 1,
        "abandoned_at": fact.at,
        "closed_at": fact.at,
        "abandon_reason": fact.reason,
        "outcome": "abandoned",
    }
    if history.answered_at is None:
        changes["waited_ms"] = fact.waited_ms
        if history.first_left_after_ms is None:
            changes["first_left_after_ms"] = fact.waited_ms
    return changes


def _offer(history: History, fact: ContactFact) -> dict[str, Any]:
    match fact:
        case OfferMade():
            return {
                "offers_made": history.offers_made + 1,
                "first_offered_at": history.first_offered_at or fact.at,
                "lane": fact.lane,
            }
        case OfferAccepted():
            return _accepted(history, fact)
        case OfferDeclined():
            return {"offers_declined": history.offers_declined + 1}
        case OfferExpired():
            return {"offers_expired": history.offers_expired + 1}
        case OfferWithdrawn():
            return {"offers_withdrawn": history.offers_withdrawn + 1}
    return {}


def _accepted(history: History, fact: OfferAccepted) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "offers_accepted": history.offers_accepted + 1,
        "volunteer": fact.volunteer,
        "lane": fact.lane,
        "talking_since": fact.at,
        "outcome": "answered",
    }
    if fact.before is not None:
        changes["transfers"] = history.transfers + 1
        if history.talking_since is not None:  # the part of who handed over ends without a fact of its own
            changes["talked_ms"] = history.talked_ms + (fact.at - history.talking_since) // timedelta(milliseconds=1)
    if history.answered_at is None:
        changes |= {"answered_at": fact.at, "waited_ms": fact.waited_ms}
    return changes


def _part(history: History, fact: ConversationLost | ConversationEnded) -> int:
    """The volunteer's part that ends here; none if it has ended before, in a live state that was lost."""
    return 0 if history.talking_since is None else fact.talked_ms


def _talk(history: History, fact: ContactFact) -> dict[str, Any]:
    match fact:
        case ConversationLost():
            talked_ms = history.talked_ms + _part(history, fact)
            return {"talked_ms": talked_ms, "talking_since": None, "times_lost": history.times_lost + 1}
        case ConversationEnded():
            talked_ms = history.talked_ms + _part(history, fact)
            return {"talked_ms": talked_ms, "talking_since": None, "ended_at": fact.at}
        case WrapupDone():
            return {
                "wrapup_ms": history.wrapup_ms + fact.took_ms,
                "wrapup_topic": fact.topic or history.wrapup_topic,
                "heavy": fact.heavy or bool(history.heavy),
                "result": fact.result or history.result,
            }
        case FeedbackGiven():
            return {"helped": fact.helped}
    return {}
