"""Facts by hand, as a day's stream has them."""

from __future__ import annotations

from luisterlijn.live.driven import Happened
from tests.insight.simulation.small import START

LANES = {"phone": "phone.nl.any.any", "chat": "chat.nl.any.any", "both": "chat.nl.any.any phone.nl.any.any", "": ""}


def at(seconds: float) -> int:
    return round((START.timestamp() + seconds) * 1000)


def fact(kind: str, seconds: float, **fields: str) -> Happened:
    return Happened(kind, at(seconds), fields)


def arrived(contact: str, seconds: float) -> Happened:
    return fact("contact.arrived", seconds, contact=contact, channel=contact.rstrip("0123456789."))


def answered(contact: str, seconds: float, after: float) -> list[Happened]:
    """Who came then and was answered so much later."""
    waited = str(round(after * 1000))
    return [arrived(contact, seconds), fact("offer.accepted", seconds + after, contact=contact, waited_ms=waited)]


def abandoned(contact: str, seconds: float, after: float) -> list[Happened]:
    waited = str(round(after * 1000))
    return [arrived(contact, seconds), fact("contact.abandoned", seconds + after, contact=contact, waited_ms=waited)]


def refused(contact: str, seconds: float) -> list[Happened]:
    return [arrived(contact, seconds), fact("contact.refused", seconds, contact=contact)]


def presence(volunteer: str, seconds: float, now: str, takes: str = "phone") -> Happened:
    return fact("volunteer.presence_changed", seconds, volunteer=volunteer, presence=now, lanes=LANES[takes])


def wrapped(volunteer: str, seconds: float, *, heavy: bool = False) -> Happened:
    return fact("wrapup.done", seconds, volunteer=volunteer, contact="c", heavy="1" if heavy else "0")


def offered(volunteer: str, seconds: float) -> Happened:
    return fact("offer.made", seconds, volunteer=volunteer, contact="c")
