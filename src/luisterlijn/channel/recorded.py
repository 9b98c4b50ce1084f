"""A volunteer's finished talks of today, from the records."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from luisterlijn.channel.protocol import OwnTalk
from luisterlijn.errors import StoreAwayError
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import contact


async def own_talks(database: Database, line: str, volunteer: str, zone: ZoneInfo, now: datetime) -> list[OwnTalk]:
    """Those that began on the local day of `now`, oldest first; none while PostgreSQL is away."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    row = contact.c
    wanted = (
        select(row.contact, row.ended_at, row.talked_ms, row.wrapup_topic, row.heavy, row.result)
        .where(row.line == line, row.volunteer == volunteer, row.closed_at.is_not(None), row.ended_at >= midnight)
        .order_by(row.ended_at)
    )
    try:
        async with database.transaction() as connection:
            rows = (await connection.execute(wanted)).all()
    except StoreAwayError:
        return []
    return [
        OwnTalk(
            contact=one.contact,
            started_at=one.ended_at - timedelta(milliseconds=one.talked_ms),
            talked_s=round(one.talked_ms / 1000),
            topic=one.wrapup_topic,
            heavy=bool(one.heavy),
            result=one.result,
        )
        for one in rows
    ]
