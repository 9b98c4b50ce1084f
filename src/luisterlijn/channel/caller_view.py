"""What a caller's page shows of a contact, from the engine's fields (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from luisterlijn import clock
from luisterlijn.channel import frames
from luisterlijn.channel.protocol import CallerContact, CallerState
from luisterlijn.channel.waits import Shown, wait_range
from luisterlijn.contact.conversation import Message
from luisterlijn.facts import Connection, RefusalReason

Fields = Mapping[str, str]

OVER: frozenset[CallerState] = frozenset(("ended", "abandoned", "refused"))
LIVE = frozenset(("waiting", "offered", "conversation"))
"""States of the engine in which somebody waits or talks."""

_STATES: dict[str, CallerState] = {
    "waiting": "waiting",
    "offered": "waiting",
    "conversation": "conversation",
    "wrapup": "ended",
    "closed": "ended",
    "abandoned": "abandoned",
    "refused": "refused",
}


def volunteer_of(fields: Fields) -> str:
    """The volunteer in conversation with this contact, or nothing."""
    return fields.get("volunteer", "") if fields.get("state") == "conversation" else ""


class Seen(NamedTuple):
    """What a page was told last, without messages, place and wait; small, since a node keeps one for each caller."""

    state: CallerState
    came_back: bool = False
    delivered: int = 0
    read: int = 0
    volunteer: Connection | None = None
    moving: bool = False
    carried_on: bool = False
    reason: RefusalReason | None = None
    resumable: bool = False
    feedback_given: bool = False
    coordinator: bool = False


def seen_of(fields: Fields, connection: str, resumable_after: datetime, before: Seen | None = None) -> Seen:
    """What a page is shown of a contact. One nobody knows any more has ended.

    Args:
        connection: of the volunteer in conversation.
        resumable_after: an abandoned contact may come back if its caller left later than this.
        before: what the page was shown last; it remembers a talk of which live state knows nothing.
    """
    talked = before is not None and (before.came_back or before.state == "conversation")
    state = _STATES.get(fields.get("state", ""), "ended")
    values: dict[str, Any] = {"feedback_given": bool(fields.get("helped"))}
    if state in {"waiting", "conversation"}:
        values["came_back"] = state == "waiting" and (talked or bool(fields.get("answered")))
        values["delivered"] = int(fields.get("delivered_volunteer", 0))
        values["read"] = int(fields.get("read_volunteer", 0))
    if state == "conversation":
        values["volunteer"] = connection
        values["moving"] = fields.get("moving") == "1"
        values["coordinator"] = bool(fields.get("coordinator"))
        values["carried_on"] = fields.get("talk_at") != fields.get("answered")
    if state == "refused":
        values["reason"] = fields["outcome"]
    if state == "abandoned":
        values["resumable"] = clock.from_ms(int(fields["left"])) > resumable_after
    return Seen(state, **values)


def contact_text(contact: str, ticket: str | None, seen: Seen, shown: Shown | None, fresh: Sequence[Message]) -> str:
    """The whole frame: with place and wait as shown, and the messages the page does not have yet."""
    values: dict[str, Any] = seen._asdict() | {"messages": frames.messages(fresh)}
    if shown is not None:
        values |= shown._asdict() | {"wait": wait_range(shown)}
        del values["range"]
    return CallerContact(contact=contact, ticket=ticket, **values).model_dump_json()
