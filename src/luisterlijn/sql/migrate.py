"""Bring the tables to this release's form, with Alembic, from inside the package.

Migrations only add: two releases run side by side during an upgrade. A database that is already newer is left alone.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x6C756973746572  # "luister"; any number that is ours alone


async def migrate(connection: AsyncConnection) -> None:
    """Run what is missing, in the transaction of `connection`; several nodes may do so at once, one waits for the other."""
    await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and not _known(config, present):
        return
    command.upgrade(config, "head")


def _known(config: Config, revision: str) -> bool:
    try:
        ScriptDirectory.from_config(config).get_revision(revision)
    except CommandError:
        return False
    return True
