"""Real services for all tests: started once, a database of its own for every test that asks for one."""

from __future__ import annotations

import asyncio
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings

from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Limits, Timing
from luisterlijn.sql.database import Database
from luisterlijn.sql.embedded import EmbeddedPostgres
from luisterlijn.sql.tables import METADATA
from tests.play import Play

settings.register_profile("untimed", deadline=None)  # how fast something is, loadtests/ measures
settings.load_profile("untimed")


@pytest.fixture
def home() -> Iterator[Path]:
    """A data directory for one test. Not `tmp_path`: pytest closes that to others, and root's PostgreSQL is another."""
    with tempfile.TemporaryDirectory(prefix="luisterlijn-test-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of the superuser's database of a server for the whole run; it need not survive the machine."""
    with tempfile.TemporaryDirectory(prefix="luisterlijn-test-") as folder:
        server = EmbeddedPostgres(Path(folder), options=("fsync=off",))
        yield server.start()
        server.stop()


TABLES = ", ".join(table for table in METADATA.tables)
LEFT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
SHAPE = """
    SELECT array_agg(format('%s %s', attrelid::regclass, attname) ORDER BY attrelid, attnum)::text
        || (SELECT array_agg(conname ORDER BY conname)::text FROM pg_constraint WHERE connamespace = relnamespace)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace GROUP BY relnamespace
"""


class Databases:
    """Databases of one server: making one takes a third of a second, so tests with the usual tables share one, emptied."""

    def __init__(self, postgres: str) -> None:
        self._postgres = postgres
        self._shape = ""

    def url(self, name: str) -> str:
        return self._postgres.replace("/postgres?", f"/{name}?")

    async def make(self, name: str) -> None:
        admin = await asyncpg.connect(self._postgres)
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {name}")
        await admin.close()

    async def usual(self) -> str:
        """URL of the shared one, as the migrations leave it: a test that changed its tables has it made anew."""
        if not self._shape:
            await self.make("usual")
            async with Database(self.url("usual"), Path()).opened():
                pass
        connection = await asyncpg.connect(self.url("usual"))
        await connection.execute(f"TRUNCATE {TABLES}")
        self._shape = self._shape or await connection.fetchval(SHAPE)
        await connection.close()
        return self.url("usual")

    async def used(self) -> None:
        """A test is over: nobody stays connected, and the tables are looked at."""
        connection = await asyncpg.connect(self.url("usual"))
        await connection.fetch(LEFT, "usual")
        if await connection.fetchval(SHAPE) != self._shape:
            self._shape = ""
        await connection.close()


@pytest.fixture(scope="session")
def databases(postgres: str) -> Databases:
    """The databases of the run's server."""
    return Databases(postgres)


@pytest.fixture
async def empty_database_url(databases: Databases) -> str:
    """URL of an empty database for one test."""
    name = f"t{uuid.uuid4().hex}"
    await databases.make(name)
    return databases.url(name)


@pytest.fixture
async def database_url(databases: Databases) -> AsyncIterator[str]:
    """URL of a migrated database for one test."""
    yield await databases.usual()
    await databases.used()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database for one test, reached."""
    async with Database(database_url, Path()).opened() as opened:
        yield opened


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a Valkey for the whole run; it need not survive the machine. Tests keep apart by the id of their line."""
    with asyncio.Runner() as runner:
        server = EmbeddedValkey(tmp_path_factory.mktemp("v"), fsync="no")
        runner.run(server.__aenter__())
        yield server.url
        runner.run(server.__aexit__(None, None, None))


@pytest.fixture
async def live(valkey: str) -> AsyncIterator[Live]:
    """A node's connection to Valkey."""
    connection = Live(valkey)
    yield connection
    await connection.close()


@pytest.fixture
async def play(line: Line) -> AsyncIterator[Play]:
    """The line with callers and volunteers who act on request; its clock stands at `tests.play.START`."""
    player = Play(line)
    await player.begin()
    yield player
    await player.close()


@pytest.fixture
async def line(live: Live) -> Line:
    """A line of its own for one test, with the default timing; `play` drives its clock."""
    return Line(live, f"t{uuid.uuid4().hex[:12]}", Timing(), Limits())
