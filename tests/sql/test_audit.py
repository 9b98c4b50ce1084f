from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from luisterlijn.sql.audit import SYSTEM, note, note_each
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import audit

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


async def test_note_is_kept_with_the_change_and_what_it_was_about(database: Database) -> None:
    async with database.transaction() as connection:
        await note(connection, "demo", NOW, SYSTEM, "callout.started", "c1", need=2, channels=["chat"])
    async with database.transaction() as connection:
        row = (await connection.execute(select(audit))).one()
    assert (row.line, row.at, row.by, row.what, row.about) == ("demo", NOW, "system", "callout.started", "c1")
    assert row.detail == {"need": 2, "channels": ["chat"]}


async def test_note_each_keeps_a_row_for_each_in_order(database: Database) -> None:
    async with database.transaction() as connection:
        await note_each(connection, "demo", NOW, "vcora", "person.added", [("va", {"role": "volunteer"}), ("vb", {})])
        await note_each(connection, "demo", NOW, "vcora", "person.added", [])
        rows = (await connection.execute(select(audit).order_by(audit.c.id))).all()
    assert [(row.by, row.about, row.detail) for row in rows] == [
        ("vcora", "va", {"role": "volunteer"}),
        ("vcora", "vb", {}),
    ]
