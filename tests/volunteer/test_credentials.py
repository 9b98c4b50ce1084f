"""Who may come in: the right password, not too often, for twelve hours from the last use."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import func, select, update

from luisterlijn.errors import RefusedError, StoreAwayError
from luisterlijn.sql.database import Database
from luisterlijn.sql.embedded import EmbeddedPostgres
from luisterlijn.sql.tables import audit, log_in_failure, person, session, untold, way
from luisterlijn.volunteer import credentials as module
from luisterlijn.volunteer.attempts import FREE_FAILURES, TooManyAttemptsError
from luisterlijn.volunteer.credentials import LIFE, Credentials
from luisterlijn.volunteer.profile import Profile

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
NOOR = Profile(id="vnoor", line="demo", name="Noor Voorbeeld", email="noor@example.org", role="volunteer")
RIGHT = "een lange zin om te onthouden"


@pytest.fixture
def halted(home: Path) -> Iterator[EmbeddedPostgres]:
    """A server of this test alone, to be halted."""
    server = EmbeddedPostgres(home, options=("fsync=off",))
    yield server
    server.stop()


@pytest.fixture
async def door(database: Database) -> Credentials:
    credentials = Credentials(database)
    await credentials.add_person(NOOR, RIGHT, NOW)
    return credentials


async def failed(door: Credentials, now: datetime, email: str = NOOR.email) -> str | timedelta:
    """What a wrong password brings: the code, or the wait."""
    with pytest.raises(RefusedError) as refused:
        await door.log_in(email, "something else", now)
    return refused.value.retry_after if isinstance(refused.value, TooManyAttemptsError) else refused.value.code


async def test_log_in_with_the_right_password(door: Credentials) -> None:
    logged_in = await door.log_in("  Noor@Example.org ", RIGHT, NOW)
    assert (logged_in.person, logged_in.expires_at) == (NOOR, NOW + LIFE)
    assert await door.who(logged_in.token, NOW) == NOOR


async def test_log_in_of_somebody_who_stopped(door: Credentials, database: Database) -> None:
    token = (await door.log_in(NOOR.email, RIGHT, NOW)).token
    async with database.transaction() as connection:
        await connection.execute(update(person).values(active=False))
    assert await door.who(token, NOW) is None
    with pytest.raises(RefusedError, match="wrong_credentials"):
        await door.log_in(NOOR.email, RIGHT, NOW)


async def test_log_in_while_delayed_refuses_the_right_password_too(door: Credentials) -> None:
    for _ in range(FREE_FAILURES + 1):
        await failed(door, NOW)
    with pytest.raises(TooManyAttemptsError):
        await door.log_in(NOOR.email, RIGHT, NOW)
    assert (await door.log_in(NOOR.email, RIGHT, NOW + timedelta(seconds=1))).person == NOOR


async def test_log_in_forgets_failures_after_a_success(door: Credentials, database: Database) -> None:
    await failed(door, NOW)
    await door.log_in(NOOR.email, RIGHT, NOW)
    async with database.transaction() as connection:
        assert (await connection.execute(select(func.count()).select_from(log_in_failure))).scalar_one() == 0


async def test_log_in_many_at_once_gain_nothing(door: Credentials) -> None:
    answers = await asyncio.gather(*(failed(door, NOW) for _ in range(FREE_FAILURES * 3)))
    assert answers.count("wrong_credentials") == FREE_FAILURES + 1


async def test_log_in_of_more_than_can_be_looked_at_is_asked_to_wait(
    door: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_LOOKED_AT", 2)
    emails = [f"nobody{number}@example.org" for number in range(5)]
    answers = await asyncio.gather(*(failed(door, NOW, email) for email in emails))
    assert sorted(map(str, answers)) == ["0:00:02"] * 3 + ["wrong_credentials"] * 2
    assert await failed(door, NOW) == "wrong_credentials"


async def test_who_renews_the_session_while_it_is_used(door: Credentials) -> None:
    token = (await door.log_in(NOOR.email, RIGHT, NOW)).token
    almost = LIFE - timedelta(seconds=1)
    assert await door.who(token, NOW + almost) == NOOR
    assert await door.who(token, NOW + almost * 2) == NOOR
    assert await door.who(token, NOW + almost * 2 + LIFE) is None


@pytest.mark.parametrize("token", ["", "made up", "\x00"])
async def test_who_of_no_token(door: Credentials, token: str) -> None:
    assert await door.who(token, NOW) is None


async def test_log_out_ends_the_session_on_every_node(door: Credentials, database: Database) -> None:
    token = (await door.log_in(NOOR.email, RIGHT, NOW)).token
    other_node = Credentials(database)
    assert await other_node.who(token, NOW) == NOOR
    await door.log_out(token)
    assert [await door.who(token, NOW), await other_node.who(token, NOW)] == [None, None]


async def test_sql_holds_neither_password_nor_token(door: Credentials, database: Database) -> None:
    token = (await door.log_in(NOOR.email, RIGHT, NOW)).token
    async with database.transaction() as connection:
        kept = [str(row) for table in (person, session) for row in await connection.execute(select(table))]
    assert len(kept) == 2
    assert NOOR.email in kept[0]
    assert [secret for secret in (token, RIGHT) if secret in "".join(kept)] == []


async def test_who_while_sql_is_away(halted: EmbeddedPostgres, home: Path) -> None:
    async with Database(halted.start(), home).opened() as database:
        door, stranger = Credentials(database), Credentials(database)
        await door.add_person(NOOR, RIGHT, NOW)
        token = (await door.log_in(NOOR.email, RIGHT, NOW)).token
        halted.halt()
        assert await door.who(token, NOW) == NOOR
        assert await door.who(token, NOW + LIFE) is None
        with pytest.raises(StoreAwayError):
            await stranger.who(token, NOW)
        with pytest.raises(StoreAwayError):
            await door.log_out(token)
        with pytest.raises(StoreAwayError):
            await door.who(token, NOW)


async def test_add_person_is_noted_and_reached_by_the_address(door: Credentials, database: Database) -> None:
    await door.add_person(replace(NOOR, id="vchief", email="chief@example.org", role="administrator"), RIGHT, NOW)
    async with database.transaction() as connection:
        trail = (await connection.execute(select(audit).order_by(audit.c.id))).all()
        ways = (await connection.execute(select(way.c.person, way.c.kind, way.c.address).order_by(way.c.id))).all()
        told = (await connection.execute(select(untold.c.fields).order_by(untold.c.id))).scalars().all()
    assert [(row.by, row.what, row.about, row.detail) for row in trail] == [
        ("command", "person.added", NOOR.id, {"role": "volunteer"}),
        ("command", "person.added", "vchief", {"role": "administrator"}),
    ]
    assert [tuple(row) for row in ways] == [
        (NOOR.id, "mail", "noor@example.org"),
        ("vchief", "mail", "chief@example.org"),
    ]
    assert told == [{"volunteer": NOOR.id}, {"volunteer": "vchief"}]


async def test_add_person_with_a_short_password(database: Database) -> None:
    with pytest.raises(RefusedError) as refused:
        await Credentials(database).add_person(NOOR, "too short", NOW)
    assert (refused.value.code, refused.value.field) == ("password_short", "password")


async def test_a_name_in_sql_is_not_in_the_error(database_url: str, database: Database) -> None:
    await Credentials(database).add_person(NOOR, RIGHT, NOW)
    admin = await asyncpg.connect(database_url)
    await admin.execute("ALTER TABLE person ADD CONSTRAINT odd CHECK (name = 'x') NOT VALID")
    await admin.close()
    with pytest.raises(Exception, match="odd") as error:
        await Credentials(database).add_person(
            Profile(id="vx", line="demo", name="Geheim", email="x@example.org", role="volunteer"), RIGHT, NOW
        )
    assert "Geheim" not in str(error.value)
