"""What the rota does by itself: who came is seen, who did not is replaced, holes are called for, people are reminded.

Every node has a watch. Each part of it is one transaction, done by one node at a time, by a lock that PostgreSQL gives back
should the node die: it is done whole, or not at all, and a second later by whoever comes next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.errors import StoreAwayError
from luisterlijn.facts import Channel
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import ask_ends, attendance, callout_watch, messages, people, reminders, swap, waitlist
from luisterlijn.volunteer.callout_watch import Seen
from luisterlijn.volunteer.rota import RotaOf

log = structlog.get_logger()

LOCK = 0x77617463  # "watc"; the other half of the lock is the line and the part
LOOK_SECONDS = 1.0
GONE = frozenset({"offline", "away"})
SWAPS_EVERY = WAITLISTS_EVERY = timedelta(minutes=1)
PAPERS_AT = time(9)
"""Local time from which people are told, once a day, that their papers end, and what old messages said is forgotten."""

Part: TypeAlias = Callable[[AsyncConnection, RotaOf, datetime], Awaitable[None]]


class Watch:
    """One node's watch of one line.

    Args:
        present: the presence of every volunteer known; None while it is not known who is there.
        longest_wait: by channel, as far as it is known.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        present: Callable[[], Mapping[str, str] | None],
        longest_wait: Callable[[datetime], Mapping[Channel, timedelta]],
    ) -> None:
        self._database, self._settings = database, settings
        self._present, self._longest_wait = present, longest_wait
        self._here: frozenset[str] | None = None
        self._known_since: datetime | None = None
        self._swaps_at: datetime | None = None
        self._waitlists_at: datetime | None = None
        self._papers_on: date | None = None
        self._parts: Mapping[str, Part] = {
            "attendance": self._attend,
            "callouts": self._call,
            "swaps": self._expire,
            "waitlists": self._move_up,
            "reminders": self._remind,
        }

    async def run(self) -> None:
        """Look each second until cancelled; while PostgreSQL is away that is said once."""
        said = False
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.step(clock.now())
                said = False
            except StoreAwayError:
                if not said:
                    log.warning("watch.waits", line=self._settings.line.id)
                said = True

    async def step(self, now: datetime) -> None:
        """Do everything that is due at `now`, unless another node is at it.

        Raises:
            StoreAwayError: PostgreSQL is away; the next step makes it good.
        """
        self._look(now)
        for name, part in self._parts.items():
            try:
                await self._alone(name, part, now)
            except StoreAwayError:
                raise
            except Exception as error:
                log.exception("watch.failed", line=self._settings.line.id, part=name, error=type(error).__name__)

    async def _alone(self, name: str, part: Part, now: datetime) -> None:
        rota = RotaOf.of(self._settings)
        free = select(func.pg_try_advisory_xact_lock(LOCK, func.hashtext(f"{rota.line} {name}")))
        async with self._database.transaction() as connection:
            if (await connection.execute(free)).scalar_one():
                await part(connection, rota, now)

    def _look(self, now: datetime) -> None:
        """Who is here, and since when that is known."""
        present = self._present()
        if present is None:
            self._here = self._known_since = None
            return
        self._here = frozenset(one for one, presence in present.items() if presence not in GONE)
        self._known_since = self._known_since or now

    async def _attend(self, connection: AsyncConnection, rota: RotaOf, now: datetime) -> None:
        if self._here is None or self._known_since is None:
            return
        await attendance.check_in(connection, rota, self._here, now)
        await attendance.tell_late(connection, rota, self._known_since, now)
        await attendance.miss(connection, rota, self._known_since, now)

    async def _call(self, connection: AsyncConnection, rota: RotaOf, now: datetime) -> None:
        busy = self._here if self._settings.rota.shifts == "free" else None
        await callout_watch.call(connection, rota, Seen(self._longest_wait(now), busy or ()), now)

    async def _expire(self, connection: AsyncConnection, rota: RotaOf, now: datetime) -> None:
        if self._swaps_at is None or not self._swaps_at <= now < self._swaps_at + SWAPS_EVERY:
            await swap.expire(connection, rota.line, now)
            await ask_ends.expire(connection, rota.line, now)
            self._swaps_at = now

    async def _move_up(self, connection: AsyncConnection, rota: RotaOf, now: datetime) -> None:
        if self._waitlists_at is None or not self._waitlists_at <= now < self._waitlists_at + WAITLISTS_EVERY:
            await waitlist.catch_up(connection, rota, now)
            self._waitlists_at = now

    async def _remind(self, connection: AsyncConnection, rota: RotaOf, now: datetime) -> None:
        await reminders.remind(connection, rota, now)
        local = now.astimezone(rota.zone)
        if local.time() >= PAPERS_AT and local.date() != self._papers_on:
            await people.tell_expiring(connection, rota.line, rota.settings, rota.zone, now)
            await messages.forget(connection, rota.line, now)
            self._papers_on = local.date()
