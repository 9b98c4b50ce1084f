"""Facts of the rota reach the stream: in order, after their change is committed, whoever dies in between."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from luisterlijn.errors import EngineAwayError
from luisterlijn.facts import MessageDue, PersonChanged
from luisterlijn.live.line import Line
from luisterlijn.live.valkey import Live
from luisterlijn.record.relay import BATCH, Relay
from luisterlijn.settings import Limits, Timing
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import untold
from luisterlijn.sql.telling import tell
from tests.play import Play

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


async def write(database: Database, line: str, *numbers: int) -> None:
    async with database.transaction() as connection:
        for number in numbers:
            await tell(connection, line, "message.due", NOW, message=number)


async def left(database: Database) -> int:
    async with database.transaction() as connection:
        return (await connection.execute(select(func.count()).select_from(untold))).scalar_one()


async def test_facts_are_told_in_order_and_once(database: Database, play: Play) -> None:
    await write(database, play.line.id, *range(BATCH + 5))
    relay = Relay(database, play.line)
    assert [await relay.tell() for _ in range(3)] == [BATCH, 5, 0]
    assert [fact.message for fact in await play.told(MessageDue)] == list(range(BATCH + 5))
    assert await left(database) == 0


async def test_facts_of_another_line_are_left_to_its_relay(database: Database, play: Play) -> None:
    await write(database, "other", 1)
    assert (await Relay(database, play.line).tell(), await left(database)) == (0, 1)


async def test_fact_of_a_change_that_is_not_committed_is_not_told(database: Database, play: Play) -> None:
    relay = Relay(database, play.line)
    async with database.transaction() as connection:
        await tell(connection, play.line.id, "person.changed", NOW, volunteer="vnoor")
        assert await relay.tell() == 0
    assert (await relay.tell(), len(await play.told(PersonChanged))) == (1, 1)


async def test_relays_of_several_nodes_tell_each_once(database: Database, play: Play) -> None:
    await write(database, play.line.id, *range(50))
    relays = [Relay(database, play.line) for _ in range(5)]
    assert sum(await asyncio.gather(*(relay.tell() for relay in relays))) == 50
    assert [fact.message for fact in await play.told(MessageDue)] == list(range(50))


async def test_facts_wait_while_valkey_is_away(database: Database) -> None:
    nowhere = Live("redis://127.0.0.1:1/0")
    line = Line(nowhere, "t", Timing(), Limits())
    await write(database, "t", 1)
    with pytest.raises(EngineAwayError):
        await Relay(database, line).tell()
    await nowhere.close()
    assert await left(database) == 1


async def test_relay_that_is_woken_tells_at_once(database: Database, play: Play) -> None:
    relay = Relay(database, play.line)
    running = asyncio.get_running_loop().create_task(relay.run())
    await write(database, play.line.id, 1)
    relay.wake()
    async with asyncio.timeout(5):
        while await left(database):
            await asyncio.sleep(0.01)
    running.cancel()
    assert len(await play.told(MessageDue)) == 1
