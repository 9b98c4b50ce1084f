from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from luisterlijn import facts
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import untold
from luisterlijn.sql.telling import tell, tell_each

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


async def test_what_is_written_is_read_back_as_the_fact_it_tells(database: Database) -> None:
    told = {"sign_up": "s1", "shift": None, "volunteer": "vnoor", "begins": NOW, "ends": NOW, "state": "signed"}
    async with database.transaction() as connection:
        await tell(connection, "demo", "sign_up.changed", NOW, **told)
        row = (await connection.execute(select(untold))).one()
    fact = facts.parse("1-0", {"kind": row.kind, "at": "0", **row.fields})
    assert isinstance(fact, facts.SignUpChanged)
    assert {name: getattr(fact, name) for name in told} == told


async def test_many_are_told_in_order(database: Database) -> None:
    async with database.transaction() as connection:
        await tell_each(connection, "demo", "person.changed", NOW, [{"volunteer": one} for one in "cab"])
        await tell_each(connection, "demo", "person.changed", NOW, [])
        rows = (await connection.execute(select(untold).order_by(untold.c.id))).all()
    assert [row.fields for row in rows] == [{"volunteer": one} for one in "cab"]
