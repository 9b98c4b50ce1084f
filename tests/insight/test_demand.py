"""What a plan is made from is read anew once something it rests on was changed."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

from luisterlijn import settings
from luisterlijn.insight import campaigns
from luisterlijn.insight.demand import Pasts
from luisterlijn.insight.effects import Campaign
from luisterlijn.sql.database import Database

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SPOT = Campaign("Spot", date(2026, 12, 1), date(2026, 12, 2), 1.5)


async def add_campaign(database: Database, line: str) -> None:
    async with database.transaction() as connection:
        await campaigns.add(connection, line, SPOT, NOW, "cora")


async def test_past_is_held_until_it_is_forgotten(database: Database) -> None:
    options = settings.load(environment={})
    pasts = Pasts(database, options)
    assert (await pasts.of("chat", NOW)).campaigns == ()
    await add_campaign(database, options.line.id)
    assert (await pasts.of("chat", NOW)).campaigns == ()
    pasts.forget()
    assert [one.name for one in (await pasts.of("chat", NOW)).campaigns] == ["Spot"]


async def test_past_that_is_being_read_while_it_is_forgotten_is_not_kept(database: Database) -> None:
    options = settings.load(environment={})
    pasts = Pasts(database, options)
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(pasts.of("chat", NOW))
        await asyncio.sleep(0)
        assert not reading.done()
        pasts.forget()
    await add_campaign(database, options.line.id)
    assert [one.name for one in (await pasts.of("chat", NOW)).campaigns] == ["Spot"]
