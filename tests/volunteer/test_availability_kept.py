"""What people said of when they can come, kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select, update

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import audit, days_away, person, weekly_window
from luisterlijn.volunteer import availability_kept
from luisterlijn.volunteer.availability import NOTHING_SAID, Availability, Away, Window
from tests.rota import NOW, Rota

SAID = Availability(
    (Window(1, time(18), time(23)), Window(5, time(22), time(6))),
    (Away(date(2026, 8, 1), date(2026, 8, 15)),),
    hours=22,
    nights=1,
)


@pytest.fixture
async def rota(database: Database) -> Rota:
    played = Rota(database)
    await played.people("anna", "bram")
    return played


async def keep(rota: Rota, who: str, said: Availability, by: str = "anna") -> Availability:
    async with rota.database.transaction() as connection:
        return await availability_kept.keep(connection, rota.of, who, said, NOW, by=by)


async def known(rota: Rota, who: str, line: str = "demo") -> Availability:
    async with rota.database.transaction() as connection:
        return await availability_kept.of(connection, line, who)


async def test_what_is_kept_is_read_back_noted_and_told(rota: Rota) -> None:
    assert await known(rota, "anna") == NOTHING_SAID
    assert await keep(rota, "anna", SAID, by="cora") == SAID == await known(rota, "anna")
    assert await rota.audited() == [("cora", "availability.changed")]
    assert await rota.told() == [{"kind": "person.changed", "volunteer": "anna"}]
    async with rota.database.transaction() as connection:
        row = (await connection.execute(select(audit))).one()
    assert (row.about, row.detail) == ("anna", {})  # when somebody is away is theirs


async def test_what_is_kept_replaces_what_was_said_before(rota: Rota) -> None:
    await keep(rota, "anna", SAID)
    await keep(rota, "bram", SAID)
    less = Availability((Window(2, time(9), time(12)),), shifts=3)
    await keep(rota, "anna", less)
    assert (await known(rota, "anna"), await known(rota, "bram")) == (less, SAID)
    await keep(rota, "anna", NOTHING_SAID)
    assert await known(rota, "anna") == NOTHING_SAID


async def test_what_cannot_be_changes_nothing(rota: Rota) -> None:
    await keep(rota, "anna", SAID)
    with pytest.raises(RefusedError, match="bad_availability"):
        await keep(rota, "anna", replace(SAID, hours=999))
    assert await known(rota, "anna") == SAID


@pytest.mark.parametrize(("who", "line"), [("nobody", "demo"), ("anna", "night")])
async def test_somebody_of_another_line_is_not_there(rota: Rota, who: str, line: str) -> None:
    with pytest.raises(RefusedError, match="no_such_person"):
        await known(rota, who, line)
    with pytest.raises(RefusedError, match="no_such_person"):
        await keep(rota, "nobody", SAID)


async def test_of_all_leaves_out_who_said_nothing_or_stopped(rota: Rota) -> None:
    await rota.people("carl")
    for name in ("anna", "carl"):
        await keep(rota, name, SAID)
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "carl").values(active=False))
        assert await availability_kept.of_all(connection, "demo") == {"anna": SAID}
        assert await availability_kept.of_all(connection, "night") == {}


async def test_many_at_once_leave_what_one_of_them_said(rota: Rota) -> None:
    several = [replace(SAID, windows=(Window(day, time(18), time(23)),), hours=day) for day in range(6)]
    await asyncio.gather(*(keep(rota, "anna", one) for one in several))
    assert await known(rota, "anna") in several


async def test_what_somebody_said_goes_with_them(rota: Rota) -> None:
    await keep(rota, "anna", SAID)
    async with rota.database.transaction() as connection:
        await connection.execute(person.delete().where(person.c.id == "anna"))
        left = [(await connection.execute(select(table))).all() for table in (weekly_window, days_away)]
    assert left == [[], []]
