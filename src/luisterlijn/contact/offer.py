"""Offer: one volunteer reserved for one contact until a deadline. The atomic half, and the choice, are in `offer.lua`."""

from __future__ import annotations

from luisterlijn.errors import RefusedError
from luisterlijn.live.line import Line


def offer_id(contact: str, fence: int | str) -> str:
    """The name of an offer on the wire: `contact.fence`."""
    return f"{contact}.{fence}"


def parse_offer_id(text: str) -> tuple[str, str]:
    """(contact, fence) of an offer's name.

    Raises:
        RefusedError: `offer_wrong`.
    """
    contact, _, fence = text.partition(".")
    if not contact or not fence.isdigit():
        code, remedy = "offer_wrong", "Send the offer exactly as it was given."
        raise RefusedError(code, remedy, field="offer")
    return contact, fence


async def accept(line: Line, contact: str, fence: str, volunteer: str) -> str:
    """Take the contact: ACCEPTED, TAKEN (by another) or OFFER_GONE (expired, withdrawn, answered late)."""
    return str((await line.live.call("offer_accept_v1", line.id, contact, fence, volunteer))[0])


async def decline(line: Line, contact: str, fence: str, volunteer: str) -> str:
    """Pass; the contact keeps its place: DECLINED or OFFER_GONE."""
    return str((await line.live.call("offer_decline_v1", line.id, contact, fence, volunteer))[0])
