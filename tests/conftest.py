"""Real services for all tests: started once, a database of its own for every test that asks for one."""

from __future__ import annotations

import asyncio
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from luisterlijn.live.embedded import EmbeddedValkey
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.settings import Limits, Timing
from luisterlijn.sql.database import Database
from luisterlijn.sql.embedded import EmbeddedPostgres
from tests.play import Play


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


@asynccontextmanager
async def made(postgres: str, template: str) -> AsyncIterator[str]:
    """URL of a new database."""
    name = f"t{uuid.uuid4().hex}"
    admin = await asyncpg.connect(postgres)
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield postgres.replace("/postgres?", f"/{name}?")
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


@pytest.fixture(scope="session")
def migrated(postgres: str) -> str:
    """Name of a database that has its tables, to be copied."""

    async def make() -> None:
        admin = await asyncpg.connect(postgres)
        await admin.execute("CREATE DATABASE migrated")
        await admin.close()
        async with Database(postgres.replace("/postgres?", "/migrated?"), Path()).opened():
            pass

    asyncio.run(make())
    return "migrated"


@pytest.fixture
async def empty_database_url(postgres: str) -> AsyncIterator[str]:
    """URL of an empty database for one test."""
    async with made(postgres, "template1") as url:
        yield url


@pytest.fixture
async def database_url(postgres: str, migrated: str) -> AsyncIterator[str]:
    """URL of a migrated database for one test."""
    async with made(postgres, migrated) as url:
        yield url


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
