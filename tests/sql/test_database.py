"""The door to PostgreSQL says "away" in time, and opens again by itself."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from luisterlijn.errors import StoreAwayError
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.sql import database as module
from luisterlijn.sql.database import CONNECT_SECONDS, POOL, WAITING, Database
from luisterlijn.sql.embedded import EmbeddedPostgres

PATIENCE = 5.0


async def one(database: Database) -> int:
    async with database.transaction() as connection:
        return int((await connection.execute(text("SELECT 1"))).scalar_one())


async def eventually_one(database: Database) -> int:
    async with asyncio.timeout(30):
        while True:
            try:
                return await one(database)
            except StoreAwayError:
                await asyncio.sleep(0.05)


async def test_transaction_before_the_database_is_up(home: Path) -> None:
    with pytest.raises(StoreAwayError, match="not up yet"):
        await one(Database("", home))


async def test_opened_where_nobody_listens(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(StoreAwayError, match="ConnectionRefusedError"):
        async with Database(f"postgresql://nobody@127.0.0.1:{port}/none", home).opened():
            pass


async def test_opened_where_nobody_answers(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        async with asyncio.timeout(CONNECT_SECONDS * 2):
            with pytest.raises(StoreAwayError, match="TimeoutError"):
                async with Database(url, home).opened():
                    pass


async def test_transaction_with_a_mistake_is_no_absence(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction() as connection:
            await connection.execute(text("SELECT nothing_of_the_kind"))


async def test_transaction_is_rolled_back_on_an_exception(database: Database) -> None:
    async def half() -> None:
        async with database.transaction() as connection:
            await connection.execute(text("CREATE TABLE half (id int)"))
            raise KeyError

    with pytest.raises(KeyError):
        await half()
    async with database.transaction() as connection:
        assert (await connection.execute(text("SELECT to_regclass('half')"))).scalar_one() is None


async def test_run_goes_on_when_the_server_comes_back(home: Path) -> None:
    server = EmbeddedPostgres(home / "away", options=("fsync=off",))
    url = server.start()
    server.halt()
    database = Database(url, home)
    running = spawn(database.run(), name="database")
    try:
        with pytest.raises(StoreAwayError):
            await one(database)
        server.start()
        assert await eventually_one(database) == 1
        server.halt()
        with pytest.raises(StoreAwayError):
            await one(database)
        server.start()
        assert await eventually_one(database) == 1
    finally:
        await cancelled(running)
        server.stop()


async def test_run_brings_its_own_server_up_again_and_takes_it_down(home: Path) -> None:
    database, watcher = Database("", home), EmbeddedPostgres(home)
    running = spawn(database.run(), name="database")
    await database.wait_ready()
    assert await one(database) == 1
    assert await database.alive()
    watcher.halt()
    with pytest.raises(StoreAwayError):
        await one(database)
    assert not await database.alive()
    assert await eventually_one(database) == 1
    await cancelled(running)
    assert not watcher.running()


async def test_transaction_while_the_server_is_silent(home: Path) -> None:
    server = EmbeddedPostgres(home, options=("fsync=off",))
    async with Database(server.start(), home).opened() as database:
        async with database.transaction() as connection:
            processes = list((await connection.execute(text("SELECT pid FROM pg_stat_activity"))).scalars())
        processes.append(int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0]))
        try:
            for process in processes:
                os.kill(process, signal.SIGSTOP)
            async with asyncio.timeout(CONNECT_SECONDS * 3):
                with pytest.raises(StoreAwayError):
                    await one(database)
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)
        assert await eventually_one(database) == 1
    server.stop()


async def test_two_that_wait_for_one_another_are_no_mistake(database: Database) -> None:
    both = asyncio.Barrier(2)

    async def lock(first: int, second: int) -> str:
        try:
            async with database.transaction() as connection:
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({first})"))
                await both.wait()
                await connection.execute(text(f"SELECT pg_advisory_xact_lock({second})"))
        except StoreAwayError:
            return "again"
        return "done"

    assert sorted(await asyncio.gather(lock(1, 2), lock(2, 1))) == ["again", "done"]


async def test_node_that_hangs_lets_go_of_what_it_holds(
    database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEFT_SECONDS", 0.2)
    held = asyncio.Event()
    async with Database(database_url, home).opened() as hangs, Database(database_url, home).opened() as goes_on:

        async def hang() -> None:
            async with hangs.transaction() as connection:
                await connection.execute(text("SELECT pg_advisory_xact_lock(3)"))
                held.set()
                await let_go.wait()
                await connection.execute(text("SELECT 1"))

        let_go = asyncio.Event()
        hanging = spawn(hang(), name="hanging")
        await held.wait()
        async with asyncio.timeout(PATIENCE), goes_on.transaction() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(3)"))
        let_go.set()
        with pytest.raises(StoreAwayError):
            await hanging
        assert await one(hangs) == 1


async def test_readers_are_served_while_many_wait_for_one_another(database: Database) -> None:
    held, let_go, served = asyncio.Event(), asyncio.Event(), 0

    async def hold() -> None:
        async with database.transaction() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(77)"))
            held.set()
            await let_go.wait()

    async def wait_for_it() -> None:
        nonlocal served
        async with database.transaction(waits=True) as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(77)"))
            served += 1

    async def waiting() -> int:
        async with database.transaction() as connection:
            wanted = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted"
            return int((await connection.execute(text(wanted))).scalar_one())

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hold())
        await held.wait()
        for _ in range(POOL * 2):
            tasks.create_task(wait_for_it())
        while await waiting() < WAITING:
            await asyncio.sleep(0.01)
        assert (await asyncio.gather(*(one(database) for _ in range(POOL))), served) == ([1] * POOL, 0)
        let_go.set()
    assert served == POOL * 2
