"""What each coming quarter needs, kept up in SQL: computed from history, by one node at a time, and only when it is due."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.testing import capture_logs

from luisterlijn import settings as settings_module
from luisterlijn.insight import campaigns, demand, history_csv, history_import
from luisterlijn.insight.effects import Campaign
from luisterlijn.insight.planner import EVERY, LOCK, Planner
from luisterlijn.live.tasks import spawn
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import quarter, requirement
from luisterlijn.volunteer.template import day_begins
from tests.history import AMSTERDAM, counts_csv

TODAY = date(2026, 5, 4)
NOW = day_begins(TODAY, AMSTERDAM) + timedelta(hours=9, minutes=7)
FIRST = NOW - timedelta(minutes=7)
AHEAD = {"planning": {"ahead": 86400 * 2}}


class Line:
    """The line `demo` with a clock that is driven."""

    def __init__(self, database: Database, **more: Any) -> None:
        self.database, self.now = database, NOW
        self.settings = settings_module.load(environment={}, **(AHEAD | more))

    def node(self) -> Planner:
        return Planner(self.database, self.settings, lambda: self.now)

    async def imported(self, weeks: int = 6, **more: Any) -> None:
        sheet = history_csv.read(counts_csv(TODAY, weeks, **more))
        async with self.database.transaction() as connection:
            taken = await history_import.take(connection, "demo", AMSTERDAM, sheet, NOW, "cora")
        assert taken.troubles == ()

    async def rows(self, channel: str = "chat") -> list[Any]:
        wanted = select(requirement).where(requirement.c.channel == channel).order_by(requirement.c.starts_at)
        async with self.database.transaction() as connection:
            return list((await connection.execute(wanted)).all())


async def test_need_is_computed_from_now_on_where_there_is_history(database: Database) -> None:
    line = Line(database)
    await line.imported()
    assert await line.node().look() is True
    rows = await line.rows()
    assert (rows[0].starts_at, len(rows), rows[0].made_at) == (FIRST, 2 * 96, NOW)
    assert await line.rows("phone") == []
    assert all(len(row.spread) == 10 and row.spread == sorted(row.spread) for row in rows)
    assert all(row.spread[0] <= row.people <= row.spread[-1] + 1 and row.low <= row.high for row in rows)
    evening = next(row for row in rows if row.starts_at == day_begins(TODAY, AMSTERDAM) + timedelta(hours=21))
    assert evening.people > rows[0].people > 0
    assert (rows[0].mean, rows[0].binds) == (pytest.approx(1.0, abs=0.5), "share")


async def test_need_is_computed_anew_when_it_is_old_or_something_changed(database: Database) -> None:
    line = Line(database)
    await line.imported()
    node = line.node()
    assert [await node.look(), await node.look(), await line.node().look()] == [True, False, False]
    line.now = NOW + EVERY
    assert await node.look() is True
    rows = await line.rows()
    assert [rows[0].made_at, rows[1].made_at, rows[-1].made_at] == [NOW, NOW + EVERY, NOW + EVERY]
    before = rows[20].mean
    async with line.database.transaction() as connection:
        tv = Campaign("TV", TODAY, TODAY, 2.0)
        await campaigns.add(connection, "demo", tv, NOW, "cora")
    assert await node.look(anew=True) is True
    assert (await line.rows())[20].mean == pytest.approx(2 * before)


async def test_two_nodes_compute_once(database: Database) -> None:
    line = Line(database)
    await line.imported()
    assert sorted(await asyncio.gather(line.node().look(), line.node().look())) == [False, True]


async def test_what_changed_while_another_node_computes_is_computed_after_it(database: Database) -> None:
    line = Line(database)
    await line.imported()
    async with database.transaction() as other:
        await other.execute(select(func.pg_advisory_xact_lock(LOCK, func.hashtext("demo"))))
        assert await line.node().look() is False
        waiting = spawn(line.node().look(anew=True), name="look")
        assert (await asyncio.wait({waiting}, timeout=0.2))[0] == set()
    assert await waiting is True
    assert len(await line.rows()) == 2 * 96


async def test_counts_that_cannot_be_leave_no_need_and_the_other_channel_its_own(database: Database) -> None:
    line = Line(database)
    await line.imported(channel="phone")
    days = [TODAY - timedelta(days=day) for day in range(1, 15)]
    rows = [f"chat,{day} {hour:02}:00,100000,100000,60,86400" for day in days for hour in range(24)]
    sheet = history_csv.read("\n".join(["channel,starts_at,attempts,answered,minutes,handle_s", *rows]).encode())
    async with database.transaction() as connection:
        await history_import.take(connection, "demo", AMSTERDAM, sheet, NOW, "cora")
    with capture_logs() as lines:
        assert await line.node().look() is True
    assert [(one["event"], one["channel"]) for one in lines] == [("plan.refused", "chat")]
    assert (await line.rows(), len(await line.rows("phone"))) == ([], 2 * 96)


async def test_need_is_computed_from_one_snapshot(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is rolled up while it is read would else be missing."""
    seen = set()

    async def past(connection: AsyncConnection, *given: Any) -> demand.Past:
        seen.add((await connection.execute(text("SHOW transaction_isolation"))).scalar_one())
        return await read(connection, *given)

    read = demand.past
    monkeypatch.setattr(demand, "past", past)
    await Line(database).node().look()
    assert seen == {"repeatable read"}


async def test_closed_hours_need_nobody(database: Database) -> None:
    every_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    hours = [{"days": every_day, "opens": "20:00", "closes": "22:00"}]
    line = Line(database, line={"chat_hours": hours})
    await line.imported()
    await line.node().look()
    needed = {row.starts_at.astimezone(AMSTERDAM).hour for row in await line.rows() if row.people or row.mean}
    assert needed == {20, 21}


async def test_history_that_is_gone_leaves_no_need_ahead(database: Database) -> None:
    line = Line(database)
    await line.imported()
    await line.node().look()
    async with line.database.transaction() as connection:
        await connection.execute(delete(quarter))
    line.now = NOW + EVERY
    await line.node().look()
    assert [row.starts_at for row in await line.rows()] == [FIRST]  # what was forecast stays beside what came


async def test_need_of_the_day_of_25_hours_has_a_hundred_quarters(database: Database) -> None:
    line = Line(database)
    await line.imported(weeks=8)
    line.now = datetime(2026, 10, 24, 22, tzinfo=UTC)  # midnight before the night of 25 hours
    await line.node().look()
    async with line.database.transaction() as connection:
        assert (await connection.execute(select(func.count()).select_from(requirement))).scalar_one() == 2 * 96
    local = [row.starts_at.astimezone(AMSTERDAM) for row in await line.rows()]
    assert sum(one.date() == date(2026, 10, 25) for one in local) == 100
