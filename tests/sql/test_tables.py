"""What the tables refuse to hold, and what they have no place for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from luisterlijn.facts import Outcome
from luisterlijn.insight.logs import PERSONAL
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import METADATA, campaign, contact, person, quarter

NOW = datetime(2026, 3, 29, tzinfo=UTC)
NOOR = {
    "id": "vnoor",
    "line": "demo",
    "email": "noor@example.org",
    "name": "Noor Voorbeeld",
    "role": "volunteer",
    "password_hash": "",
}
LINES = {"line": "demo", "last_fact": "1-0", "channel": "chat", "urgent": False, "arrived_at": NOW}


@pytest.mark.parametrize("odd", [{"email": "Noor@example.org"}, {"role": "user"}, {"name": None}])
async def test_person_refuses_what_is_odd(database: Database, odd: dict[str, Any]) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(person).values(**NOOR))
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(insert(person).values(**{**NOOR, "id": "vx", "email": "x@example.org", **odd}))


async def test_contact_holds_every_outcome_and_no_other(database: Database) -> None:
    async with database.transaction() as connection:
        for outcome in get_args(Outcome):
            await connection.execute(insert(contact).values(**LINES, contact=outcome, outcome=outcome))
        assert set((await connection.execute(select(contact.c.outcome))).scalars()) == set(get_args(Outcome))
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(insert(contact).values(**LINES, contact="x", outcome="bored"))


@pytest.mark.parametrize(
    "odd",
    [
        {"last_on": date(2026, 10, 2)},
        {"factor": 0.0},
        {"fading_days": -1},
        {"channel": "mail"},
    ],
)
async def test_campaign_refuses_what_is_odd(database: Database, odd: dict[str, Any]) -> None:
    day = date(2026, 10, 3)
    sound = {"id": "c1", "line": "demo", "name": "TV", "first_on": day, "last_on": day, "factor": 1.6}
    async with database.transaction() as connection:
        await connection.execute(insert(campaign).values(**sound))
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(insert(campaign).values(**{**sound, "id": "c2", **odd}))


async def test_quarter_is_recorded_or_imported(database: Database) -> None:
    key = {"line": "demo", "channel": "chat", "starts_at": NOW}
    async with database.transaction() as connection:
        await connection.execute(insert(quarter), [{**key, "source": one} for one in ("recorded", "imported")])
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(insert(quarter).values(**key, source="guessed"))


def test_only_people_have_personal_columns() -> None:
    found = {(table.name, column) for table in METADATA.tables.values() for column in PERSONAL & set(table.c.keys())}
    of_the_rota = {("shift", "name"), ("shift_template", "name"), ("training", "name")}  # names of things
    of_the_rota |= {("campaign", "name")}  # as above
    of_the_rota |= {("shift", "note"), ("sign_up", "note"), ("swap", "note")}  # what colleagues say to one another
    assert found - of_the_rota == {("person", "email"), ("person", "name"), ("way", "address")}
