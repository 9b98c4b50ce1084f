"""Facts become rows: one minimal row per contact, in batches, with the position in the same transaction.

Any number of nodes run a writer. The position row decides: who finds it locked, or moved since it read, stands by and
looks again after a while; so one writes, and another takes over when it stops. Writing the same facts twice changes
nothing. While PostgreSQL is away the facts wait in their stream, which is never trimmed past `consumed`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import clock
from luisterlijn.contact.history import History, apply
from luisterlijn.errors import EngineAwayError, StoreAwayError
from luisterlijn.facts import ContactFact, Fact
from luisterlijn.live.backoff import Backoff
from luisterlijn.sql.away import is_unfit
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import RECORD, contact, fact_position

log = structlog.get_logger()

BEGINNING = "0-0"
BATCH = 1000
BLOCK_MS = 1000
GATHER = timedelta(milliseconds=100)
STAND_BY = timedelta(seconds=1)
COLUMNS = tuple(field.name for field in fields(History))


class Reader(Protocol):
    """Where facts come from (`live.stream.FactReader`)."""

    last_id: str

    async def read(self, after: str, count: int, block_ms: int) -> list[Fact]:
        """Facts after an id; `last_id` is then the last entry seen, read or not."""


class Writer:
    """One node's writer of one line.

    Args:
        consumed: told (consumer, fact id) after every commit; the stream may be trimmed up to there.
        batch: most facts in one transaction.
        gather: pause between two small batches, so that a quiet line does not commit every fact by itself.
        stand_by: pause before looking again while another node writes.
    """

    def __init__(
        self,
        database: Database,
        reader: Reader,
        line: str,
        consumed: Callable[[str, str], Awaitable[None]],
        *,
        batch: int = BATCH,
        gather: timedelta = GATHER,
        stand_by: timedelta = STAND_BY,
    ) -> None:
        self._database = database
        self._reader = reader
        self._line = line
        self._consumed = consumed
        self._batch = batch
        self._gather = gather.total_seconds()
        self._stand_by = stand_by.total_seconds()
        self._position: str | None = None
        self._oldest: datetime | None = None

    def record_lag(self, now: datetime) -> float:
        """Seconds the oldest fact not yet written has waited; 0 if there is none."""
        return 0.0 if self._oldest is None else max((now - self._oldest).total_seconds(), 0.0)

    async def run(self) -> None:
        """Write until cancelled; waits out an absent PostgreSQL or Valkey."""
        backoff, said = Backoff(cap=STAND_BY.total_seconds() * 2), False
        while True:
            try:
                pause = await self.step(BLOCK_MS)
            except (StoreAwayError, EngineAwayError, DBAPIError) as error:
                said = said or self._say_held_up(error)
                await self._note_oldest()
                await backoff.wait()
                continue
            if said:
                log.info("record.goes_on", line=self._line)
            said = False
            backoff.reset()
            await asyncio.sleep(pause)

    def _say_held_up(self, error: Exception) -> bool:
        """Log it, unless PostgreSQL is only just being brought up, which its own lines tell."""
        if isinstance(error, DBAPIError):
            log.error("record.failed", line=self._line, error=type(error).__name__, exc_info=error)
        elif self._database.ready:
            log.warning("record.held_up", line=self._line, error=type(error).__name__)
        return isinstance(error, DBAPIError) or self._database.ready

    async def step(self, block_ms: int = 0) -> float:
        """Write one batch if there is one; returns the seconds to wait before the next step.

        Raises:
            StoreAwayError: PostgreSQL is away; nothing was written.
            EngineAwayError: the facts cannot be read.
        """
        if self._position is None:
            self._position = await self._load_position()
            await self._consumed(RECORD, self._position)
        facts = await self._reader.read(self._position, self._batch, block_ms)
        reached = self._reader.last_id
        if reached == self._position:
            self._oldest = None
            return 0.0
        if facts:
            self._oldest = facts[0].at
        if not await self._write(facts, reached):
            self._position = None
            return self._stand_by
        at_the_end = 0 < len(facts) < self._batch
        if at_the_end:
            self._oldest = None
        elif facts:
            self._oldest = facts[-1].at  # about: what follows is not read yet
        await self._consumed(RECORD, reached)
        return self._gather if at_the_end else 0.0

    async def _write(self, facts: Sequence[Fact], reached: str) -> bool:
        """Write the facts and move to `reached`; a fact no row can hold is logged and left out. False: another writes."""
        try:
            moved = await self._commit(facts, reached)
        except DBAPIError as error:
            if not is_unfit(error):
                raise
            if len(facts) > 1:
                middle = len(facts) // 2
                return await self._write(facts[:middle], facts[middle - 1].id) and await self._write(
                    facts[middle:], reached
                )
            log.exception("record.fact_left_out", line=self._line, fact=reached, error=type(error).__name__)
            moved = await self._commit((), reached)
        if moved:
            self._position = reached
        return moved

    async def _commit(self, facts: Sequence[Fact], reached: str) -> bool:
        mine = (fact_position.c.consumer == RECORD) & (fact_position.c.line == self._line)
        locked = select(fact_position.c.last_fact).where(mine).with_for_update(skip_locked=True)
        async with self._database.transaction() as connection:
            if (await connection.execute(locked)).scalar_one_or_none() != self._position:
                return False
            await _fold_in(connection, self._line, facts)
            await connection.execute(update(fact_position).where(mine).values(last_fact=reached))
        return True

    async def _load_position(self) -> str:
        key = {"consumer": RECORD, "line": self._line}
        made = insert(fact_position).values(**key, last_fact=BEGINNING).on_conflict_do_nothing()
        found = select(fact_position.c.last_fact).filter_by(**key)
        async with self._database.transaction() as connection:
            await connection.execute(made)
            return str((await connection.execute(found)).scalar_one())

    async def _note_oldest(self) -> None:
        """Find out since when facts wait, if they can be read and the position is known; else since the first hold-up."""
        if self._oldest is not None:
            return
        if self._position is None:
            self._oldest = clock.now()
            return
        try:
            waiting = await self._reader.read(self._position, 1, 0)
        except EngineAwayError:
            self._oldest = clock.now()
            return
        self._oldest = waiting[0].at if waiting else None


async def _fold_in(connection: AsyncConnection, line: str, facts: Sequence[Fact]) -> None:
    names = {fact.contact for fact in facts if isinstance(fact, ContactFact)}
    if not names:
        return
    wanted = [contact.c[name] for name in COLUMNS]
    rows = await connection.execute(select(*wanted).where(contact.c.line == line, contact.c.contact.in_(names)))
    histories: dict[str, History] = {row["contact"]: History(**row) for row in rows.mappings()}
    before = dict(histories)
    for fact in facts:
        if isinstance(fact, ContactFact):
            after = apply(histories.get(fact.contact), fact)
            if after is not None:
                histories[fact.contact] = after
    changed = [history for name, history in histories.items() if history is not before.get(name)]
    if changed:
        await connection.execute(_UPSERT, [_row(line, history) for history in changed])


def _row(line: str, history: History) -> dict[str, Any]:
    return {"line": line, **asdict(history)}


def _upsert() -> Any:
    new = insert(contact)
    key = ("line", "contact")
    kept = {name: new.excluded[name] for name in COLUMNS if name not in key}
    return new.on_conflict_do_update(index_elements=key, set_=kept)


_UPSERT = _upsert()
