"""People of a line for tests, as they lie in SQL, and what changes of them left behind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luisterlijn import settings as settings_module
from luisterlijn.settings import Settings
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import audit, message, person, untold
from luisterlijn.volunteer import people, profile
from luisterlijn.volunteer.card import Card, Person
from luisterlijn.volunteer.people import Acting
from luisterlijn.volunteer.profile import Profile, Role

NOW = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
"""Already the 29th in Amsterdam."""


def someone(name: str, role: Role = "volunteer", line: str = "demo") -> Profile:
    return Profile(id=f"v{name}", line=line, name=name.title(), email=f"{name}@example.org", role=role)


ANNA = someone("anna")
CORA = someone("cora", "coordinator")
DORA = someone("dora", "administrator")


def options(**more: Any) -> Settings:
    return settings_module.load(environment={}, **more)


def acting(by: Profile = DORA, **more: Any) -> Acting:
    return Acting(options(**more), by, NOW)


async def keep(database: Database, *who: Profile, kept: str = "a hash") -> None:
    for one in who:
        await profile.save(database, one, kept)


async def change_row(database: Database, who: Profile, **values: Any) -> None:
    async with database.transaction() as connection:
        await connection.execute(update(person).where(person.c.id == who.id).values(**values))


async def known(database: Database, who: str, line: str = "demo") -> Person:
    async with database.transaction() as connection:
        return await people.one(connection, line, who)


async def card_of(database: Database, who: Profile) -> Card:
    return (await known(database, who.id)).card


async def noted(connection: AsyncConnection) -> list[tuple[str, str, str | None, dict[str, Any]]]:
    """The audit trail: who, what, about whom, the detail."""
    rows = await connection.execute(select(audit).order_by(audit.c.id))
    return [(row.by, row.what, row.about, row.detail) for row in rows]


async def facts(connection: AsyncConnection) -> list[tuple[str, dict[str, str]]]:
    """What is to be told."""
    rows = await connection.execute(select(untold).order_by(untold.c.id))
    return [(row.kind, row.fields) for row in rows]


async def letters(connection: AsyncConnection) -> list[tuple[str, str, dict[str, Any]]]:
    """Messages: to whom, of which kind, with what."""
    rows = await connection.execute(select(message).order_by(message.c.id))
    return [(row.person, row.kind, row.fields) for row in rows]
