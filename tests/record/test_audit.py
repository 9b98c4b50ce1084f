"""The audit trail, read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from luisterlijn.record.audit import trail
from luisterlijn.sql.audit import COMMAND, note, note_each
from luisterlijn.sql.database import Database
from luisterlijn.volunteer import profile
from luisterlijn.volunteer.profile import Profile

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
ANNA = Profile(id="vanna", line="demo", name="Anna", email="anna@example.org", role="volunteer")
CORA = Profile(id="vcora", line="demo", name="Cora", email="cora@example.org", role="coordinator")


@pytest.fixture
async def noted(database: Database) -> Database:
    for one in (ANNA, CORA):
        await profile.save(database, one, "a hash")
    async with database.transaction() as connection:
        await note(connection, "demo", NOW, COMMAND, "person.added", CORA.id, role="coordinator")
        await note(connection, "demo", NOW, CORA.id, "person.changed", ANNA.id, fields=["name"])
        await note(connection, "demo", NOW, CORA.id, "sign_up.removed", "u1", volunteer=ANNA.id)
        await note(connection, "other", NOW, "vels", "person.changed", "vels")
    return database


async def test_trail_is_newest_first_with_names_of_people_of_this_line(noted: Database) -> None:
    async with noted.transaction() as connection:
        rows = await trail(connection, "demo")
        assert [(one.by, one.by_name, one.what, one.about, one.about_name) for one in rows] == [
            (CORA.id, "Cora", "sign_up.removed", "u1", None),
            (CORA.id, "Cora", "person.changed", ANNA.id, "Anna"),
            (COMMAND, None, "person.added", CORA.id, "Cora"),
        ]
        assert (rows[1].at, rows[1].detail) == (NOW, {"fields": ["name"]})
        assert [one.by_name for one in await trail(connection, "other")] == [None]


async def test_trail_about_somebody_has_their_sign_ups_too(noted: Database) -> None:
    async with noted.transaction() as connection:
        rows = await trail(connection, "demo", about=ANNA.id)
    assert [one.what for one in rows] == ["sign_up.removed", "person.changed"]


async def test_trail_goes_on_where_it_stopped_also_among_rows_of_one_instant(noted: Database) -> None:
    async with noted.transaction() as connection:
        many: list[tuple[str, dict[str, str]]] = [(f"v{number}", {}) for number in range(250)]
        await note_each(connection, "demo", NOW, CORA.id, "person.added", many)
        seen: list[int] = []
        before = None
        while rows := await trail(connection, "demo", before):
            assert len(rows) <= 100
            seen += [one.number for one in rows]
            before = rows[-1].number
    assert (len(seen), seen) == (253, sorted(set(seen), reverse=True))
