"""Studies: computed once, in order, by whichever node; stopped, failed and left behind by a node that died."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import insert, update

from luisterlijn import clock
from luisterlijn import settings as settings_module
from luisterlijn.errors import RefusedError
from luisterlijn.insight import studies
from luisterlijn.insight.studies import GONE, MOST_WAITING, Studies, Study
from luisterlijn.live.tasks import cancelled, spawn
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person, study

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def computing(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """What is computed, by a name other processes find it under too."""
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.syspath_prepend(HERE)
    return import_module("computing")


@pytest.fixture(autouse=True)
async def cora(database: Database) -> None:
    who = {"id": "cora", "name": "Cora", "email": "cora@demo.example", "role": "coordinator", "password_hash": ""}
    async with database.transaction() as connection:
        await connection.execute(insert(person).values(line="demo", **who))


def node(database: Database, computing: ModuleType, compute: str = "ordered") -> Studies:
    settings = settings_module.load(environment={}, line={"id": "demo"})
    return Studies(database, settings, {"rota": vars(computing)[compute]})


async def ask(database: Database, what: Any) -> str:
    async with database.transaction() as connection:
        return await studies.ask(connection, "demo", "rota", {"handed": what}, "cora", clock.now())


async def read(database: Database, number: str) -> Study:
    async with database.transaction() as connection:
        return await studies.study_of(connection, "demo", number)


def told(one: Study) -> tuple[str, int, int, Any, str | None]:
    return one.state, one.done, one.whole, one.result, one.trouble


async def test_studies_are_computed_in_order_each_once(database: Database, computing: ModuleType) -> None:
    first, second = await ask(database, [2, 3]), await ask(database, [4])
    assert told(await read(database, first)) == ("queued", 0, 0, None, None)
    work = node(database, computing)
    assert [await work.step(), await work.step(), await work.step()] == [True, True, False]
    assert told(await read(database, first)) == ("done", 2, 2, [4, 9], None)
    assert told(await read(database, second)) == ("done", 1, 1, [16], None)
    async with database.transaction() as connection:
        assert [one.id for one in await studies.latest(connection, "demo", "rota")] == [second, first]


async def test_two_nodes_share_what_waits(database: Database, computing: ModuleType) -> None:
    asked = [await ask(database, [number]) for number in range(3)]
    nodes = node(database, computing), node(database, computing)
    assert sorted(await asyncio.gather(*(one.step() for one in nodes))) == [True, True]
    assert await nodes[0].step() is True
    assert [(await read(database, one)).result for one in asked] == [[0], [1], [4]]


async def test_study_that_cannot_be_says_why(database: Database, computing: ModuleType) -> None:
    number = await ask(database, "Publish shifts first.")
    await node(database, computing).step()
    assert told(await read(database, number)) == ("failed", 0, 0, None, "Publish shifts first.")


async def test_study_that_fails_keeps_what_it_had(database: Database, computing: ModuleType) -> None:
    number = await ask(database, "no such thing")
    await node(database, computing, "broken").step()
    assert told(await read(database, number)) == ("failed", 1, 2, "a first", "ValueError: no such thing")


async def test_stopped_study_keeps_what_it_has(database: Database, computing: ModuleType) -> None:
    number = await ask(database, "what there is")
    work = spawn(node(database, computing, "endless").step(), name="node")
    while (await read(database, number)).result is None:
        await asyncio.sleep(0.02)
    async with database.transaction() as connection:
        await studies.stop(connection, "demo", number)
    await work
    assert told(await read(database, number)) == ("stopped", 1, 1, "what there is", None)


async def test_study_stopped_before_it_began_never_begins(database: Database, computing: ModuleType) -> None:
    number = await ask(database, [2])
    async with database.transaction() as connection:
        await studies.stop(connection, "demo", number)
    assert await node(database, computing).step() is False
    assert (await read(database, number)).state == "stopped"


async def test_study_of_a_node_that_died_begins_again_elsewhere(database: Database, computing: ModuleType) -> None:
    number = await ask(database, [5])
    work = spawn(node(database, computing, "deaf").step(), name="node")
    while (await read(database, number)).result is None:
        await asyncio.sleep(0.02)
    await cancelled(work)
    other = node(database, computing)
    assert await other.step() is False  # it may still be at it
    async with database.transaction() as connection:
        await connection.execute(update(study).values(beat_at=clock.now() - GONE - timedelta(seconds=1)))
    assert await other.step() is True
    assert told(await read(database, number)) == ("done", 1, 1, [25], None)


async def test_few_wait_at_once(database: Database) -> None:
    for _ in range(MOST_WAITING):
        await ask(database, [1])
    with pytest.raises(RefusedError, match="studies_waiting") as refused:
        await ask(database, [1])
    assert refused.value.retry is True


async def test_study_of_another_line_is_not_there(database: Database) -> None:
    number = await ask(database, [1])
    async with database.transaction() as connection:
        with pytest.raises(RefusedError, match="no_such_study"):
            await studies.study_of(connection, "other", number)
