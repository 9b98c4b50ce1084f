"""Names by id: read when asked for, again when somebody changed, and never waited for."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import insert, update

from luisterlijn import facts
from luisterlijn.channel.names import UNNAMED, Names
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person


async def add(database: Database, who: str, name: str, line: str = "demo") -> None:
    values = {"id": who, "line": line, "email": f"{who}@demo.example", "name": name}
    async with database.transaction() as connection:
        await connection.execute(insert(person).values(**values, role="volunteer", password_hash=""))


async def test_name_is_at_hand_once_loaded(database: Database) -> None:
    await add(database, "vanna", "Anna")
    await add(database, "vbram", "Bram", "elsewhere")
    names = Names(database, "demo")
    await names.load(["vanna", "vbram", "vnobody"])
    assert [names.of(who) for who in ("vanna", "vbram", "vnobody")] == ["Anna", UNNAMED, UNNAMED]


async def test_name_asked_for_is_read_in_the_background(database: Database) -> None:
    await add(database, "vanna", "Anna")
    names = Names(database, "demo")
    assert names.of("vanna") == UNNAMED
    async with asyncio.timeout(5):
        while names.of("vanna") == UNNAMED:
            await asyncio.sleep(0.01)
    assert names.of("vanna") == "Anna"


async def test_name_is_read_again_when_the_person_changed(database: Database) -> None:
    await add(database, "vanna", "Anna")
    names = Names(database, "demo")
    await names.load(["vanna"])
    async with database.transaction() as connection:
        await connection.execute(update(person).values(name="Anna-Maria"))
    await names.load(["vanna"])
    assert names.of("vanna") == "Anna"
    names.told(facts.parse("1-0", {"kind": "person.changed", "at": "1", "volunteer": "vanna"}))
    await names.load(["vanna"])
    assert names.of("vanna") == "Anna-Maria"


async def test_name_waits_for_nobody_while_the_database_is_away() -> None:
    names = Names(Database("postgresql://nowhere.invalid/x", Path()), "demo")
    await names.load(["vanna"])
    assert names.of("vanna") == UNNAMED
