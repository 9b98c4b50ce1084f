"""A file of people is taken whole or not at all, and quickly."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, func, select

from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import invitation, person, training, way
from luisterlijn.volunteer import people, people_csv, people_import
from luisterlijn.volunteer.card import Card, Person, Training
from luisterlijn.volunteer.csv_file import Trouble
from luisterlijn.volunteer.people_import import Taken
from luisterlijn.volunteer.profile import Profile
from tests.volunteer.crowd import ANNA, CORA, DORA, NOW, acting, card_of, facts, keep, letters, noted, someone

MANY = 1500


@pytest.fixture
async def crowd(database: Database) -> Database:
    await keep(database, ANNA, CORA, DORA, someone("els", line="other"))
    return database


async def take(database: Database, text: str | bytes, by: Profile = DORA, *, invite: bool = False) -> Taken:
    sheet = people_csv.read(text if isinstance(text, bytes) else text.encode())
    async with database.transaction() as connection:
        return await people_import.take(connection, acting(by), sheet, invite=invite)


async def exported(database: Database) -> bytes:
    async with database.transaction() as connection:
        return people_csv.export(await people.everybody(connection, "demo"))


async def test_take_adds_and_changes(crowd: Database) -> None:
    text = (
        "name,email,role,trainings\n"
        "Anna Anders,anna@example.org,coordinator,basis:2026-01-01\n"
        "Bo,Bo@example.org,,basis:2026-01-02:2029-01-01\n"
    )
    taken = await take(crowd, text)
    (bo,) = taken.people - {ANNA.id}
    assert (taken.added, taken.changed, taken.troubles) == (1, 1, ())
    basis = Training("basis", date(2026, 1, 1))
    assert await card_of(crowd, ANNA) == Card(
        name="Anna Anders", email="anna@example.org", role="coordinator", trainings=(basis,)
    )
    async with crowd.transaction() as connection:
        added = await people.one(connection, "demo", bo)
        ways = (await connection.execute(select(way.c.address).where(way.c.person == bo))).scalars().all()
        trail, told, written = await noted(connection), await facts(connection), await letters(connection)
    assert (added.card.email, added.invited, ways) == ("bo@example.org", True, ["bo@example.org"])
    assert trail == [
        (DORA.id, "person.added", bo, {"role": "volunteer", "by_file": True}),
        (DORA.id, "rights.changed", ANNA.id, {"before": "volunteer", "after": "coordinator"}),
        (DORA.id, "person.changed", ANNA.id, {"fields": ["name", "trainings"], "by_file": True}),
    ]
    assert told[1:] == [("person.changed", {"volunteer": one}) for one in (bo, ANNA.id)]
    assert [(one, kind) for one, kind, _ in written] == [(ANNA.id, "invitation")]  # a new password, for the new role


async def test_take_that_gives_a_role_ends_a_link_others_may_know(crowd: Database) -> None:
    async with crowd.transaction() as connection:
        before = await people.invite_again(connection, acting(CORA), ANNA.id)
    await take(crowd, "name,email,role\nAnna,anna@example.org,administrator\n")
    async with crowd.transaction() as connection:
        wanted = select(invitation.c.id).where(invitation.c.expires_at > NOW)
        assert (await connection.execute(wanted)).scalars().all() == [before.number + 1]


async def test_take_with_one_wrong_row_keeps_none(crowd: Database) -> None:
    before = await exported(crowd)
    text = "name,email\nAnna Anders,anna@example.org\nBo,bo@example.org\nEls,els@example.org\nX,x\n"
    taken = await take(crowd, text)
    assert [(one.row, one.column, one.value) for one in taken.troubles] == [
        (4, "email", "els@example.org"),
        (5, "email", "x"),
    ]
    assert (taken.added, taken.changed, await exported(crowd)) == (0, 0, before)


async def test_take_of_what_was_exported_changes_nothing(crowd: Database) -> None:
    assert await take(crowd, await exported(crowd), CORA) == Taken(0, 0, ())
    async with crowd.transaction() as connection:
        assert (await noted(connection), await facts(connection)) == ([], [])


async def test_take_invites_who_is_new_if_asked(crowd: Database) -> None:
    taken = await take(crowd, "name,email\nAnna,anna@example.org\nBo,bo@example.org\n", invite=True)
    async with crowd.transaction() as connection:
        trail, written = await noted(connection), await letters(connection)
    assert [(who, kind) for who, kind, _ in written] == [(one, "invitation") for one in taken.people]
    assert [(what, about) for _, what, about, _ in trail] == [("person.invited", one) for one in taken.people]


async def test_take_says_that_the_file_has_no_heading(crowd: Database) -> None:
    (trouble,) = (await take(crowd, b"")).troubles
    assert trouble == Trouble(1, "", "", "Begin with a heading: the names of the columns.")


async def test_take_of_many_is_a_few_statements_and_quick(crowd: Database) -> None:
    cards = [
        Card(name=f"Person {n}", email=f"p{n}@example.org", trainings=(Training("basis", date(2026, 1, 1)),))
        for n in range(MANY)
    ]
    rows = [Person(id="", card=card, active=True, invited=False) for card in cards]
    statements: list[str] = []
    assert crowd._engine is not None
    event.listen(crowd._engine.sync_engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    began = time.perf_counter()
    assert (await take(crowd, people_csv.export(rows), invite=True)).added == MANY
    renamed = [replace(one, card=replace(one.card, location="Zwolle", trainings=())) for one in rows]
    assert (await take(crowd, people_csv.export(renamed))).changed == MANY
    took = time.perf_counter() - began
    async with crowd.transaction() as connection:
        left = (await connection.execute(select(func.count()).select_from(training))).scalar_one()
        moved = select(func.count()).where(person.c.location == "Zwolle")
        assert (left, (await connection.execute(moved)).scalar_one()) == (0, MANY)
    assert (len(statements) < 40, took < 10) == (True, True), (len(statements), took)
