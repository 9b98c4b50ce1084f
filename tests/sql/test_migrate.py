"""Migrations make exactly the tables of tables.py, whoever runs them and however often."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from luisterlijn.sql.database import Database
from luisterlijn.sql.migrate import FOLDER
from luisterlijn.sql.tables import METADATA


def differences(connection: Connection) -> Any:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return compare_metadata(context, METADATA)


async def test_migrations_make_what_the_tables_say(database: Database) -> None:
    async with database.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_differences_would_be_seen(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("ALTER TABLE contact DROP COLUMN helped"))
        found = await connection.run_sync(differences)
    assert [(one[0], one[3].name) for one in found] == [("add_column", "helped")]


async def test_migrate_by_several_nodes_at_once(empty_database_url: str) -> None:
    nodes = [Database(empty_database_url, Path()) for _ in range(4)]

    async def bring_up(node: Database) -> bool:
        async with node.opened():
            return node.ready

    assert await asyncio.gather(*(bring_up(node) for node in nodes)) == [True] * 4


async def test_migrate_leaves_a_newer_database_alone(empty_database_url: str) -> None:
    async with Database(empty_database_url, Path()).opened() as database, database.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    async with Database(empty_database_url, Path()).opened() as database, database.transaction() as connection:
        assert (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one() == "9999"


def test_migrations_are_numbered_without_a_gap() -> None:
    names = sorted(path.name[:4] for path in (FOLDER / "versions").glob("*.py"))
    assert names == [f"{number:04}" for number in range(1, len(names) + 1)]
