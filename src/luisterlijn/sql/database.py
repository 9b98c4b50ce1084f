"""The door to PostgreSQL: one engine, brought up and migrated in the background, with errors that say "away".

`Database.run()` runs for as long as the process does. Until it has connected and migrated once, and whenever the server
is away, `transaction()` raises StoreAwayError; nobody who serves callers waits for it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import URL, event, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from luisterlijn.errors import StoreAwayError
from luisterlijn.settings import Settings
from luisterlijn.sql.away import away_named, refusal
from luisterlijn.sql.embedded import EmbeddedPostgres
from luisterlijn.sql.migrate import migrate

log = structlog.get_logger()

CONNECT_SECONDS = 2.0
COMMAND_SECONDS = 10.0
POOL = 8
WAITING = 4
"""So many of the connections at most wait for rows that others hold: the rest is for those who read."""

LEFT_SECONDS = 30
"""A transaction in which nothing happens for so long is rolled back: its node hangs, and others wait for what it holds."""

WATCH_SECONDS = 1.0
ALIVE_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 5.0


class Database:
    """The engine, and the program's own server behind it when no URL is given.

    Args:
        url: `postgresql://...`, or empty for the program's own server.
        data_dir: home of the program's own server.
    """

    def __init__(self, url: str, data_dir: Path) -> None:
        self._own = None if url else EmbeddedPostgres(data_dir)
        self._engine = _engine(url) if url else None
        self._ready = asyncio.Event()
        self._tried = asyncio.Event()
        self._trouble = ""
        self._turns = asyncio.Semaphore(WAITING)

    @classmethod
    def of(cls, settings: Settings) -> Database:
        """The database these settings ask for; nothing is started yet."""
        return cls(settings.database_url, settings.data_dir)

    @property
    def ready(self) -> bool:
        """Whether the server was reached and migrated once; it may be away again by now."""
        return self._ready.is_set()

    async def alive(self) -> bool:
        """Whether the server answers now, within a second."""
        with suppress(StoreAwayError, TimeoutError):
            async with asyncio.timeout(ALIVE_SECONDS), self.transaction() as connection:
                await connection.execute(text("SELECT 1"))
                return True
        return False

    async def wait_ready(self) -> None:
        """Return once the server was reached and migrated."""
        await self._ready.wait()

    async def wait_tried(self) -> str:
        """Return once the server was reached and migrated, or failed to be: why, or nothing."""
        await self._tried.wait()
        return self._trouble

    async def run(self) -> None:
        """Bring the database up, keep the own server up, and close all when cancelled."""
        try:
            await self._persist()
            while True:
                await asyncio.sleep(WATCH_SECONDS)
                if self._own is not None and not await asyncio.to_thread(self._own.running):
                    log.warning("sql.server_gone")
                    await self._persist()
        finally:
            await self._close()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Database]:
        """Bring the database up at once, for a command of the command line.

        Raises:
            StoreAwayError: it cannot be reached or migrated.
        """
        try:
            await self._bring_up()
            yield self
        finally:
            await self._close()

    @asynccontextmanager
    async def transaction(self, *, snapshot: bool = False, waits: bool = False) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end, rolled back on an exception.

        Args:
            snapshot: all statements see the same instant (REPEATABLE READ).
            waits: it may wait for rows that others hold; who comes while many do waits for their turn first.

        Raises:
            StoreAwayError: the server cannot be reached, or went away; nothing was changed for sure.
        """
        if self._engine is None or not self._ready.is_set():
            message = "PostgreSQL is not up yet"
            raise StoreAwayError(message)
        with away_named():
            async with AsyncExitStack() as stack:
                if waits:
                    async with asyncio.timeout(COMMAND_SECONDS):
                        await stack.enter_async_context(self._turns)
                async with asyncio.timeout(CONNECT_SECONDS):  # a kept connection is tried first: a silent one ends here
                    connection = await stack.enter_async_context(self._engine.connect())
                if snapshot:
                    await connection.execution_options(isolation_level="REPEATABLE READ")
                async with connection.begin():
                    yield connection

    async def _persist(self) -> None:
        tries = 0
        while True:
            try:
                await self._bring_up()
            except StoreAwayError as error:
                self._trouble = str(error)
                self._tried.set()
                log.warning("sql.away", why=self._trouble)
                tries += 1
                await asyncio.sleep(random.uniform(0, min(LONGEST_RETRY_SECONDS, 0.5 * 2**tries)))  # noqa: S311 - jitter
            else:
                return

    async def _bring_up(self) -> None:
        if self._own is not None:
            url = await self._start_own(self._own)
            if self._engine is None:
                self._engine = _engine(url)
        assert self._engine is not None  # noqa: S101 - one of both was given
        try:
            with away_named():
                async with self._engine.begin() as connection:
                    await migrate(connection)
        except DBAPIError as error:
            if (why := refusal(error)) is None:
                raise
            message = f"PostgreSQL lets nobody in at database_url: {why}"
            raise StoreAwayError(message) from error
        if not self._ready.is_set():
            log.info("sql.ready")
        self._trouble = ""
        self._ready.set()
        self._tried.set()

    @staticmethod
    async def _start_own(server: EmbeddedPostgres) -> str:
        try:
            return await asyncio.to_thread(server.start)
        except OSError as error:
            message = f"the program's own PostgreSQL cannot be started: {error.strerror}"
            raise StoreAwayError(message) from error

    async def _close(self) -> None:
        if self._engine is not None:
            with suppress(SQLAlchemyError, OSError):
                await self._engine.dispose()
        if self._own is not None:
            await asyncio.to_thread(self._own.stop)


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(
        _asyncpg_url(url),
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=CONNECT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,  # an error may be logged; a person's name may not
        connect_args={"timeout": CONNECT_SECONDS, "command_timeout": COMMAND_SECONDS},
    )
    event.listen(engine.sync_engine, "connect", _greet)
    return engine


def _greet(connection: Any, _: object) -> None:
    """Said, not asked for while connecting: poolers in between refuse what they do not know."""
    connection.run_async(lambda driver: driver.execute(f"SET idle_in_transaction_session_timeout = '{LEFT_SECONDS}s'"))


def _asyncpg_url(url: str) -> URL:
    """SQLAlchemy's name for the driver, and `sslmode` by the name asyncpg gives it."""
    parsed = make_url(url).set(drivername="postgresql+asyncpg")
    sslmode = parsed.query.get("sslmode")
    if sslmode is None:
        return parsed
    return parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": sslmode})
