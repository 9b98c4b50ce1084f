"""The people of a line are kept, found and listed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from luisterlijn.errors import RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import person
from luisterlijn.volunteer import profile
from luisterlijn.volunteer.profile import Profile

NOOR = Profile(
    id="vnoor",
    line="demo",
    name="Noor Voorbeeld",
    email="noor@example.org",
    role="volunteer",
    languages=("nl", "en"),
    topics=("grief",),
    channels=("chat",),
    region="north",
    may_take_two=True,
)
COR = Profile(id="vcor", line="demo", name="Cor Dinator", email="cor@example.org", role="coordinator")
ELSEWHERE = Profile(id="velse", line="other", name="Els Elders", email="els@example.org", role="volunteer")


@pytest.fixture
async def people(database: Database) -> Database:
    for one in (NOOR, COR, ELSEWHERE):
        await profile.save(database, one, "no hash")
    return database


async def test_everybody_leaves_out_who_stopped(people: Database) -> None:
    async with people.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == NOOR.id).values(active=False))
    assert await profile.everybody(people, "demo") == (COR,)


async def test_everybody_by_name_and_line(people: Database) -> None:
    assert await profile.everybody(people, "demo") == (COR, NOOR)
    assert await profile.everybody(people, "demo", "volunteer") == (NOOR,)
    assert await profile.everybody(people, "other") == (ELSEWHERE,)


async def test_save_with_an_address_somebody_has(people: Database) -> None:
    with pytest.raises(RefusedError) as refused:
        await profile.save(people, replace(COR, id="vtwin"), "no hash")
    assert (refused.value.code, refused.value.field) == ("email_taken", "email")


@pytest.mark.parametrize("email", ["", "noor", "noor@", "no or@example.org", "noor@example.org\n", "a\x00@example.org"])
async def test_save_with_no_address(database: Database, email: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await profile.save(database, replace(NOOR, email=email), "no hash")
    assert refused.value.code == "email_invalid"


@pytest.mark.parametrize("name", ["", " ", "No\nor", "x" * 121])
async def test_save_with_no_name(database: Database, name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await profile.save(database, replace(NOOR, name=name), "no hash")
    assert (refused.value.code, refused.value.field) == ("name_invalid", "name")


def test_new_id_is_opaque_and_new() -> None:
    ids = {profile.new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(one) for one in ids} == {13}
    assert all(one.startswith("v") and one.isalnum() and one.islower() for one in ids)
