"""Own talks from the records; a whole story is in test_console."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from luisterlijn.channel.recorded import own_talks
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact

NOW = datetime(2026, 3, 29, 21, tzinfo=UTC)  # the day of 23 hours: 23:00 in Amsterdam
ZONE = ZoneInfo("Europe/Amsterdam")


async def test_own_talks_are_those_of_the_local_day(database: Database) -> None:
    midnight = datetime(2026, 3, 28, 23, tzinfo=UTC)
    rows = [
        ("today", "v1", midnight + timedelta(hours=1), "grief"),
        ("yesterday", "v1", midnight - timedelta(minutes=1), None),
        ("another's", "v2", midnight + timedelta(hours=1), None),
        ("first", "v1", midnight, None),
    ]
    async with database.transaction() as connection:
        for name, volunteer, at, topic in rows:
            values = {
                "line": "demo",
                "contact": name,
                "last_fact": "1-0",
                "channel": "chat",
                "urgent": False,
                "arrived_at": at,
                "ended_at": at,
                "closed_at": at,
                "talked_ms": 60_000,
                "volunteer": volunteer,
                "wrapup_topic": topic,
                "outcome": "answered",
            }
            await connection.execute(insert(contact).values(**values))
    found = await own_talks(database, "demo", "v1", ZONE, NOW)
    assert [(one.contact, one.talked_s, one.topic) for one in found] == [("first", 60, None), ("today", 60, "grief")]


async def test_own_talks_are_none_while_the_database_is_away() -> None:
    assert await own_talks(Database("postgresql://localhost:1/x", Path()), "demo", "v1", ZONE, NOW) == []
