"""People logged in who have a page open: once a minute it is looked up whether they still may."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from luisterlijn import clock
from luisterlijn.channel.outbox import Outbox
from luisterlijn.channel.protocol import Close
from luisterlijn.errors import NotAllowedError, StoreAwayError
from luisterlijn.volunteer.credentials import Credentials
from luisterlijn.web.session import May, allowed, person_of

EVERY_SECONDS = 60.0


@dataclass(frozen=True, eq=False)
class Visit:
    """One socket, the session token it was opened with, and what its page needs."""

    token: str
    may: May
    outbox: Outbox


class Visits:
    """The open sockets of people logged in at one node."""

    def __init__(self, credentials: Credentials, line: str) -> None:
        self._credentials, self._line = credentials, line
        self._open: set[Visit] = set()

    @contextmanager
    def visit(self, token: str, may: May, outbox: Outbox) -> Iterator[None]:
        """A socket is open while the block runs."""
        visit = Visit(token, may, outbox)
        self._open.add(visit)
        try:
            yield
        finally:
            self._open.discard(visit)

    def end(self, token: str) -> None:
        """The session is over: its sockets close."""
        for visit in self._open:
            if visit.token == token:
                visit.outbox.close(Close.NOT_LOGGED_IN)

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Close the sockets of those logged out, set inactive or given another role. An open page renews its session."""
        for visit in list(self._open):
            try:
                allowed(await person_of(visit.token, self._credentials, self._line, clock.now()), visit.may)
            except NotAllowedError:
                visit.outbox.close(Close.NOT_LOGGED_IN)
            except StoreAwayError:
                return
