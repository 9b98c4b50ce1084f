"""Somebody stops, and comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from luisterlijn.errors import NotAllowedError, RefusedError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import invitation, session
from luisterlijn.volunteer import leaving, people
from luisterlijn.volunteer.invitation import issue
from luisterlijn.volunteer.people import Acting
from luisterlijn.volunteer.profile import Profile
from tests.rota import NOW, Rota
from tests.volunteer.asking import Asking
from tests.volunteer.crowd import ANNA, CORA, DORA, facts, keep, known, noted, options, someone


@pytest.fixture
async def crowd(database: Database) -> Database:
    await keep(database, ANNA, CORA, DORA, someone("bram"))
    return database


def acting(by: Profile = CORA) -> Acting:
    return Acting(options(), by, NOW)


async def stop(database: Database, who: Profile, by: Profile = CORA) -> set[str]:
    async with database.transaction() as connection:
        _, touched = await leaving.deactivate(connection, acting(by), who.id)
    return set(touched)


async def test_deactivate_ends_sessions_and_links_and_is_noted(crowd: Database) -> None:
    row = {"token_hash": b"x", "person": ANNA.id, "created_at": NOW, "seen_at": NOW, "expires_at": NOW}
    async with crowd.transaction() as connection:
        await connection.execute(insert(session).values(**row))
        await issue(connection, "demo", [ANNA.id], NOW - timedelta(days=1))
    await stop(crowd, ANNA)
    async with crowd.transaction() as connection:
        left = (await connection.execute(select(session))).all()
        expiry = (await connection.execute(select(invitation.c.expires_at))).scalars().all()
        trail, told = await noted(connection), await facts(connection)
    assert ((await known(crowd, ANNA.id)).active, left, expiry) == (False, [], [NOW])
    assert trail == [(CORA.id, "person.deactivated", ANNA.id, {})]
    assert told[-1] == ("person.changed", {"volunteer": ANNA.id})


async def test_deactivate_gives_up_what_is_not_over_and_the_waitlist_moves_up(crowd: Database) -> None:
    rota = Rota(crowd)
    past, soon = await rota.shift(1, 1, 5), await rota.shift(4, maximum=1)
    before = NOW - timedelta(days=2)
    for shift in (past, soon):
        await rota.take(shift, ANNA.id, before)
    await rota.take(soon, "vbram", before)
    assert await stop(crowd, ANNA) == {ANNA.id, "vbram"}
    assert (await rota.on(past), await rota.on(soon)) == ([(ANNA.id, "signed")], [("vbram", "signed")])


async def test_deactivate_ends_what_somebody_was_asked(crowd: Database) -> None:
    rota = Asking(crowd)
    shift = await rota.shift()
    await rota.ask((shift, ANNA.id), (shift, "vbram"))
    await stop(crowd, ANNA)
    assert sorted(await rota.states()) == [(ANNA.id, "expired"), ("vbram", "open")]


async def test_deactivate_twice_changes_nothing_more(crowd: Database) -> None:
    await stop(crowd, ANNA)
    assert await stop(crowd, ANNA) == set()
    async with crowd.transaction() as connection:
        assert len(await noted(connection)) == 1


async def test_deactivate_of_a_coordinator_is_an_administrators(crowd: Database) -> None:
    with pytest.raises(NotAllowedError, match="not_yours_to_change"):
        await stop(crowd, CORA, CORA)
    await stop(crowd, CORA, DORA)
    assert not (await known(crowd, CORA.id)).active


async def test_deactivate_leaves_a_line_its_last_administrator(crowd: Database) -> None:
    with pytest.raises(RefusedError, match="last_administrator"):
        await stop(crowd, DORA, DORA)
    assert (await known(crowd, DORA.id)).active


async def test_activate_lets_somebody_take_part_again(crowd: Database) -> None:
    await stop(crowd, ANNA)
    for _ in range(2):
        async with crowd.transaction() as connection:
            assert (await leaving.activate(connection, acting(), ANNA.id)).active
    async with crowd.transaction() as connection:
        assert (await people.papers_of(connection, "demo", {ANNA.id}))[ANNA.id].active
        assert [what for _, what, _, _ in await noted(connection)] == ["person.deactivated", "person.activated"]
