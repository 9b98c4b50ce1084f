"""Takes the messages that are due, sends each by every way of its person, and keeps what became of it.

Every node has a courier. One takes a message by moving its `due_at` ahead, so that no other does meanwhile; should it die,
the message is due again a little later. A way that failed is tried again, later each time; one that worked is not. A letter
goes out twice only where its courier died, or PostgreSQL stayed away, after it was taken and before that was kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Executable, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import JSONB

from luisterlijn import clock
from luisterlijn.channel.notify.way import Letter, NotSentError, Sender, WayKind
from luisterlijn.channel.notify.words import URGENT, House, words
from luisterlijn.errors import StoreAwayError
from luisterlijn.facts import Fact, MessageDue
from luisterlijn.live.backoff import Backoff
from luisterlijn.settings import Notify
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import message, person, way

log = structlog.get_logger()

LOOK_SECONDS = 1.0
MOST_AT_ONCE = 100
MORE_URGENT = 100
"""So many more at once where something urgent waits behind messages that a slow server holds up."""

LONGEST, SPARE = timedelta(days=1), timedelta(seconds=10)


@dataclass(frozen=True)
class _Address:
    """A way of the person, and how often it was tried with this message."""

    id: int
    kind: WayKind
    address: str
    tries: int


@dataclass(frozen=True)
class _Due:
    """A message taken, with the ways it still has to go; by the clock of the loop nobody else takes it before `until`."""

    row: Any
    ways: tuple[_Address, ...]
    until: float


class Courier:
    """One node's courier of one line.

    Args:
        senders: those the line has; a way of another kind is no way here.
    """

    def __init__(
        self, database: Database, line: str, settings: Notify, senders: Mapping[WayKind, Sender], house: House
    ) -> None:
        self._database, self._line, self._settings = database, line, settings
        self._senders, self._house = senders, house
        self._asked = asyncio.Event()
        self._going = 0

    def told(self, fact: Fact) -> None:
        """A fact this node heard: a message that is due is looked for at once."""
        if isinstance(fact, MessageDue):
            self._asked.set()

    async def run(self) -> None:
        """Send what is due until cancelled; a slow way keeps only its own messages."""
        backoff = Backoff()
        async with asyncio.TaskGroup() as group:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await self._asked.wait()
                self._asked.clear()
                now = clock.now()
                try:
                    for due in await self._take(now, self._going):
                        self._going += 1
                        group.create_task(self._go(due, now))
                    backoff.reset()
                except StoreAwayError:
                    await backoff.wait()

    async def step(self, now: datetime) -> int:
        """Send what is due at `now` and see it through; how many messages.

        Raises:
            StoreAwayError: PostgreSQL is away.
        """
        taken = await self._take(now, 0)
        await asyncio.gather(*(self._send(due, now) for due in taken))
        return len(taken)

    async def _go(self, due: _Due, now: datetime) -> None:
        try:
            await self._send(due, now)
        except StoreAwayError:
            log.warning("notify.not_kept", message_id=due.row.id)  # it is due again after the lease
        except Exception as error:  # the others go on
            log.exception("notify.unforeseen", kind=due.row.kind, error=type(error).__name__)
        finally:
            self._going -= 1

    # --- taking ------------------------------------------------------------------------------------------------------

    async def _take(self, now: datetime, going: int) -> list[_Due]:
        """Take what is due, the urgent first; what is not waits while so many are going out."""
        most, urgent = MOST_AT_ONCE - going, message.c.kind.in_(URGENT)
        mine = (message.c.line == self._line) & (message.c.state == "due")
        first = select(message.c.id).where(mine, message.c.due_at <= now)
        if most <= 0:
            first, most = first.where(urgent), most + MORE_URGENT
        if most <= 0:
            return []
        first = first.order_by(urgent.desc(), message.c.due_at, message.c.id)
        chosen = first.limit(most).with_for_update(skip_locked=True).scalar_subquery()
        until, lease = asyncio.get_running_loop().time(), 2 * self._settings.timeout
        async with self._database.transaction() as connection:
            await connection.execute(
                update(message).where(mine, message.c.expires_at <= now).values(state="expired", sent_at=None)
            )
            taken = (
                update(message).where(message.c.id.in_(chosen)).values(due_at=now + lease + SPARE).returning(message)
            )
            rows = (await connection.execute(taken)).all()
            people = {row.person for row in rows}
            wanted = select(person.c.id, person.c.name, person.c.speaks, person.c.active).where(person.c.id.in_(people))
            names = {row.id: row for row in await connection.execute(wanted)}
            stopped = {row.id for row in rows if not names[row.person].active}
            if stopped:  # whoever takes part no more is written to no more
                await connection.execute(update(message).where(message.c.id.in_(stopped)).values(state="expired"))
            ways = (await connection.execute(select(way).where(way.c.person.in_(people)).order_by(way.c.id))).all()
        until += lease.total_seconds()
        return [
            _Due(_Said(row, names[row.person]), self._left(row, ways), until) for row in rows if row.id not in stopped
        ]

    def _left(self, row: Any, ways: Any) -> tuple[_Address, ...]:
        found = []
        only = row.fields.get("way")  # a try goes by one way alone
        for one in ways:
            if one.person == row.person and one.kind in self._senders and only in {None, one.id}:
                done = row.ways.get(str(one.id), {})
                if done.get("state", "due") == "due":
                    found.append(_Address(one.id, one.kind, one.address, done.get("tries", 0)))
        return tuple(found)

    # --- sending -----------------------------------------------------------------------------------------------------

    async def _send(self, due: _Due, now: datetime) -> None:
        said = due.row
        lives = (said.expires_at or now + LONGEST) - now
        try:
            text = words(said.kind, said.fields, said.name, said.speaks, self._house)
        except (KeyError, ValueError) as error:  # whoever wrote it left out what its words need
            log.exception("notify.unforeseen", kind=said.kind, error=type(error).__name__)
            await self._done(due, state="failed")
            return
        letter = Letter(said.id, text, said.kind in URGENT, max(lives, timedelta(seconds=1)))
        states = await asyncio.gather(*(self._try(due, one, letter, now) for one in due.ways))
        again = [span for span in states if isinstance(span, timedelta)]
        known = [done["state"] for key, done in said.ways.items() if key not in {str(one.id) for one in due.ways}]
        values: dict[str, Any] = {"tries": message.c.tries + 1}
        if "sent" in states or "sent" in known:
            values["sent_at"] = func.coalesce(message.c.sent_at, now)
        if again:
            values["due_at"] = now + min(again)
        else:
            values["state"] = "sent" if "sent" in states or "sent" in known else "failed"
            if values["state"] == "failed":
                log.warning("notify.failed", message_id=said.id, kind=said.kind, ways=len(due.ways) + len(known))
        await self._done(due, **values)

    async def _done(self, due: _Due, **values: Any) -> None:
        await self._write(due.until, update(message).where(message.c.id == due.row.id).values(**values))

    async def _write(self, until: float, *changes: Executable) -> None:
        """Keep what became of a letter; while PostgreSQL is away that is tried again until then."""
        backoff = Backoff()
        while True:
            try:
                async with self._database.transaction() as connection:
                    for change in changes:
                        await connection.execute(change)
            except StoreAwayError:
                if asyncio.get_running_loop().time() >= until:
                    raise
                await backoff.wait()
            else:
                return

    async def _try(self, due: _Due, one: _Address, letter: Letter, now: datetime) -> str | timedelta:
        """One try by one way: `sent`, `failed`, or how long to wait before the next try."""
        tries = one.tries + 1
        try:
            async with asyncio.timeout(self._settings.timeout.total_seconds()):
                await self._senders[one.kind].send(one.address, letter)
        except (NotSentError, TimeoutError) as error:
            failure = error if isinstance(error, NotSentError) else NotSentError("no answer in time")
        except Exception as error:
            log.exception("notify.unforeseen", kind=one.kind, error=type(error).__name__)
            failure = NotSentError(f"it could not be sent ({type(error).__name__})")
        else:
            await self._keep(due, one, {"kind": one.kind, "state": "sent", "tries": tries, "trouble": None})
            return "sent"
        over = failure.for_good or tries >= self._settings.tries
        kept = {"kind": one.kind, "state": "failed" if over else "due", "tries": tries, "trouble": failure.trouble}
        await self._keep(due, one, kept, failure, now)
        return "failed" if over else self._settings.retry * 2 ** (tries - 1)

    async def _keep(
        self,
        due: _Due,
        one: _Address,
        done: dict[str, Any],
        failure: NotSentError | None = None,
        now: datetime | None = None,
    ) -> None:
        added = message.c.ways.op("||")(bindparam("done", {str(one.id): done}, JSONB))
        since = None if failure is None else func.coalesce(way.c.failing_since, now)
        trouble = None if failure is None else failure.trouble
        changed: Executable = update(way).where(way.c.id == one.id).values(failing_since=since, trouble=trouble)
        if failure is not None and failure.gone:
            changed = delete(way).where(way.c.id == one.id)
        await self._write(due.until, update(message).where(message.c.id == due.row.id).values(ways=added), changed)


class _Said:
    """A message's row with the name and language of its person."""

    def __init__(self, row: Any, who: Any) -> None:
        self.id, self.kind, self.fields, self.ways = row.id, row.kind, row.fields, row.ways
        self.expires_at: datetime | None = row.expires_at
        self.name, self.speaks = who.name, who.speaks
