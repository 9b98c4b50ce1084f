"""The ticket: a signed statement of a caller's place, kept by the page in sessionStorage and never in a URL.

It carries line, contact, first arrival, expiry and the caller's wish, so that the place can be made anew when live state is
lost. It says who nobody is: no name, no address. Signed with HMAC-SHA-256; `base64url(json).base64url(mac)`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from luisterlijn import clock
from luisterlijn.contact.routing import Wish
from luisterlijn.errors import RefusedError


def contact_id(line: str, arrival: str) -> str:
    """The opaque id, of 128 bits, of the contact of this arrival; it does not give away the page's secret `arrival`."""
    return _encode(hashlib.blake2b(arrival.encode(), key=line.encode(), digest_size=16).digest())


@dataclass(frozen=True)
class Ticket:
    """What a ticket says."""

    line: str
    contact: str
    arrived_at: datetime
    expires_at: datetime
    wish: Wish


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Tickets:
    """Signs and reads the tickets of one line."""

    def __init__(self, secret: str, line: str, life: timedelta) -> None:
        self._key = hashlib.blake2b(b"ticket", key=secret.encode()[:64], digest_size=32).digest()
        self._line = line
        self._life = life

    def _mac(self, payload: bytes) -> bytes:
        return hmac.new(self._key, payload, hashlib.sha256).digest()

    def sign(self, contact: str, arrived_at: datetime, wish: Wish) -> str:
        """The ticket of a contact; expires a ticket's life after arrival."""
        content = {
            "l": self._line,
            "c": contact,
            "a": clock.to_ms(arrived_at),
            "e": clock.to_ms(arrived_at + self._life),
            "w": asdict(wish),
        }
        payload = json.dumps(content, separators=(",", ":"), sort_keys=True).encode()
        return f"{_encode(payload)}.{_encode(self._mac(payload))}"

    def read(self, text: str, now: datetime) -> Ticket:
        """The ticket in `text`.

        Raises:
            RefusedError: `ticket_wrong` (not ours or changed) or `ticket_expired`.
        """
        try:
            payload, mac = (_decode(part) for part in text.split("."))
        except ValueError:
            payload, mac = b"", b""
        if not payload or not hmac.compare_digest(mac, self._mac(payload)):
            code, remedy = "ticket_wrong", "This ticket is not of this line; enter anew."
            raise RefusedError(code, remedy, field="ticket")
        content = json.loads(payload)
        wish = Wish(**{**content["w"], "other_languages": tuple(content["w"]["other_languages"])})
        ticket = Ticket(content["l"], content["c"], clock.from_ms(content["a"]), clock.from_ms(content["e"]), wish)
        if ticket.line != self._line or now > ticket.expires_at:
            code, remedy = "ticket_expired", "This ticket is too old; enter anew."
            raise RefusedError(code, remedy, field="ticket")
        return ticket
