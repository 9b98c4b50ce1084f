"""Invitations as they are read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person
from luisterlijn.volunteer.ask_seen import AskSeen, between, of_person
from tests.rota import NOW, local, rules
from tests.volunteer.asking import Asking


@pytest.fixture
async def rota(database: Database) -> Asking:
    played = Asking(database)
    await played.people("anna", "bram", "carl")
    return played


async def mine(rota: Asking, name: str = "anna") -> list[AskSeen]:
    async with rota.database.transaction() as connection:
        return await of_person(connection, rota.of, name, NOW)


async def test_own_are_the_open_ones_by_when_they_begin(rota: Asking) -> None:
    later, soon, answered, full = [await rota.shift(day, maximum=1) for day in (6, 4, 5, 7)]
    await rota.ask(*((shift, "anna") for shift in (later, soon, answered, full)), (soon, "bram"))
    await rota.answer("anna", answered, "no")
    await rota.take(full, "carl")
    found = await mine(rota)
    assert [(one.seen.shift.id, one.state, one.reasons) for one in found] == [(soon, "open", ()), (later, "open", ())]


async def test_own_say_what_stands_in_the_way_of_a_yes(rota: Asking) -> None:
    evening, night = await rota.shift(4), await rota.shift(4, 22, 26)
    await rota.ask((evening, "anna"), (night, "anna"))
    await rota.take(await rota.shift(4, 20, 23), "anna")
    assert [rules(one.reasons) for one in await mine(rota)] == [["overlap"], ["overlap"]]


async def test_who_stopped_is_asked_nothing(rota: Asking) -> None:
    await rota.ask((await rota.shift(), "anna"))
    async with rota.database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == "anna").values(active=False))
    assert await mine(rota) == []


async def test_between_are_all_of_the_shifts_of_a_time_as_they_stand(rota: Asking) -> None:
    before, first, second = [await rota.shift(day, maximum=1) for day in (3, 4, 5)]
    await rota.ask((before, "anna"), (second, "anna"), (first, "anna"))
    await rota.ask((first, "bram"), now=NOW + timedelta(minutes=1))
    await rota.answer("anna", second)
    await rota.take(first, "carl")
    async with rota.database.transaction() as connection:
        found = await between(connection, "demo", local(4, 0), local(6, 0), NOW)
        assert await between(connection, "night", local(4, 0), local(6, 0), NOW) == []
    assert [(one.volunteer, one.seen.shift.id, one.state) for one in found] == [
        ("anna", first, "filled"),
        ("bram", first, "filled"),
        ("anna", second, "yes"),
    ]
