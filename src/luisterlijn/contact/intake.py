"""Intake: open or closed, who is calling (a pseudonym), a channel's arrival -> a contact.

Every arrival becomes a contact and a fact before any routing; the refusals (closed, full, blocked, too many) are decided in
the same Function, after that.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from luisterlijn.contact import queue
from luisterlijn.contact.hours import Opening, opening
from luisterlijn.contact.routing import Patience, Wish, contact_plan
from luisterlijn.contact.ticket import Ticket, Tickets
from luisterlijn.live.line import Line
from luisterlijn.settings import Line as LineSettings
from luisterlijn.settings import Timing

BLOCK_DAYS = 8  # a block of seven days touches eight


@dataclass(frozen=True)
class Entered:
    """An arrival: `outcome` OFFERED | WAITING | REFUSED | KNOWN, `reason` if refused, `ticket` to come back with."""

    contact: str
    outcome: str
    reason: str | None
    ticket: str


def patience_of(timing: Timing) -> Patience:
    """The routing policy's spans, from the settings."""
    return Patience(timing.step_region, timing.step_topic, timing.step_language, timing.credit_urgent)


class Pseudonyms:
    """Keyed pseudonyms of a caller's address. Its key changes daily and lives nine days; nothing else is kept."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._keys: dict[str, str] = {}

    async def of(self, address: str, now: datetime) -> tuple[str, ...]:
        """Today's pseudonym first, then those of the days a block may still run; empty for no address."""
        if not address:
            return ()
        days = [(now - timedelta(days=back)).strftime("%Y-%m-%d") for back in range(BLOCK_DAYS)]
        for day in days:
            if day not in self._keys:
                self._keys[day] = await self._line.abuse_key(day, secrets.token_hex(32))
        self._keys = {day: self._keys[day] for day in days}
        return tuple(
            hmac.new(self._keys[day].encode(), address.encode(), hashlib.sha256).hexdigest()[:20] for day in days
        )


class Intake:
    """Lets callers of one line in."""

    def __init__(self, line: Line, settings: LineSettings, timing: Timing, tickets: Tickets) -> None:
        self._line, self._settings, self._timing, self._tickets = line, settings, timing, tickets
        self._pseudonyms = Pseudonyms(line)
        self._patience = patience_of(timing)

    def opening(self, channel: str, now: datetime) -> Opening:
        """Whether the channel is open now, and when it opens or closes next."""
        hours = self._settings.phone_hours if channel == "phone" else self._settings.chat_hours
        return opening(hours, self._settings.timezone, now)

    async def enter(self, contact: str, wish: Wish, address: str, now: datetime) -> Entered:
        """A new contact for a caller at `address` (compared as a pseudonym, never kept).

        Args:
            contact: its id; one that has already entered stays as it is (KNOWN).
        """
        names = await self._pseudonyms.of(address, now)
        is_open = self.opening(wish.channel, now).open
        plan = contact_plan(wish, self._patience)
        admitted = await queue.enter(self._line, contact, wish, plan, names, is_open=is_open)
        ticket = self._tickets.sign(contact, admitted.arrived_at, wish)
        return Entered(contact, admitted.outcome, admitted.reason, ticket)

    async def resume(self, ticket: Ticket, address: str, now: datetime, *, seen: int = 0) -> str:
        """Bring a contact back on its ticket: LIVE | REENTERED | OVER | TOO_LATE. `seen`: see `queue.resume`."""
        names = await self._pseudonyms.of(address, now)
        plan = contact_plan(ticket.wish, self._patience)
        return await queue.resume(self._line, ticket.contact, ticket.wish, plan, names, ticket.arrived_at, seen=seen)

    async def pseudonym(self, address: str, now: datetime) -> str:
        """Today's pseudonym of an address; empty for none."""
        return next(iter(await self._pseudonyms.of(address, now)), "")

    def read_ticket(self, text: str, now: datetime) -> Ticket:
        """See `Tickets.read`."""
        return self._tickets.read(text, now)
