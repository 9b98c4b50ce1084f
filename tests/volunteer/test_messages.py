from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import message, person, untold
from luisterlijn.volunteer.messages import SAID_FOR, forget, post, post_each

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NOOR = {"id": "vnoor", "line": "demo", "email": "noor@test.example", "name": "Noor", "role": "volunteer"}


@pytest.fixture(autouse=True)
async def noor(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(person).values(**NOOR, password_hash=""))


async def write(database: Database, line: str, key: str) -> int | None:
    async with database.transaction() as connection:
        return await post(connection, line, NOW, "vnoor", "reminder_day", key, about="s1", starts_at="x")


async def test_message_is_due_at_once_and_told(database: Database) -> None:
    number = await write(database, "demo", "reminder_day:s1")
    async with database.transaction() as connection:
        row = (await connection.execute(select(message))).one()
        told = (await connection.execute(select(untold))).one()
    assert (row.id, row.state, row.due_at, row.about, row.fields) == (number, "due", NOW, "s1", {"starts_at": "x"})
    assert (told.kind, told.fields) == ("message.due", {"message": str(number)})


async def test_message_by_one_key_is_written_once_a_line_whoever_writes(database: Database) -> None:
    numbers = await asyncio.gather(*(write(database, "demo", "reminder_day:s1") for _ in range(6)))
    assert len([number for number in numbers if number is not None]) == 1
    assert await write(database, "night", "reminder_day:s1") is not None


async def test_many_messages_are_written_at_once_and_each_once(database: Database) -> None:
    async with database.transaction() as connection:
        first = [("vnoor", f"expiring:{number}", {"on": number}) for number in range(3)]
        assert await post_each(connection, "demo", NOW, "expiring", first[:2]) == 2
        assert await post_each(connection, "demo", NOW, "expiring", first, expires_at=NOW) == 1
        assert await post_each(connection, "demo", NOW, "expiring", []) == 0
        rows = (await connection.execute(select(message).order_by(message.c.id))).all()
        told = (await connection.execute(select(untold).order_by(untold.c.id))).all()
    assert [(row.key, row.fields, row.due_at, row.expires_at) for row in rows] == [
        ("expiring:0", {"on": 0}, NOW, None),
        ("expiring:1", {"on": 1}, NOW, None),
        ("expiring:2", {"on": 2}, NOW, NOW),
    ]
    assert [row.fields["message"] for row in told] == [str(row.id) for row in rows]


async def test_what_an_old_message_said_is_forgotten_but_not_that_it_was_sent(database: Database) -> None:
    await write(database, "demo", "old")
    await write(database, "demo", "due")
    async with database.transaction() as connection:
        await connection.execute(update(message).values(created_at=NOW - SAID_FOR - timedelta(seconds=1)))
        await connection.execute(update(message).where(message.c.key == "old").values(state="sent"))
        await forget(connection, "demo", NOW)
        rows = (await connection.execute(select(message).order_by(message.c.id))).all()
    assert [(row.key, row.state, row.fields) for row in rows] == [
        ("old", "sent", {}),
        ("due", "due", {"starts_at": "x"}),
    ]
