"""The nights the clock changes, on the watches of two nodes: each reminder and each call-out once, at its local time."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import insert, select

from luisterlijn.channel.notify.words import House, words
from luisterlijn.sql.database import Database
from luisterlijn.sql.tables import call_out, message, shift
from luisterlijn.volunteer.messages import Kind
from tests.calling import HOURS, LINKS, MINUTES, SECONDS, Calling
from tests.rota import AMSTERDAM

AUTUMN, SPRING = date(2026, 10, 24), date(2027, 3, 27)
HOUSE = House("Luisterlijn", AMSTERDAM, lambda: "https://x.example", LINKS)


class Night(Calling):
    """A night of two from 23:00 to 07:00, with Anna on it; Bram and Will may be called."""

    async def make(self, day: date) -> None:
        """Make it, on this evening."""
        begins, ends = (
            datetime.combine(one, at, AMSTERDAM).astimezone(UTC)
            for one, at in ((day, time(23)), (day + timedelta(1), time(7)))
        )
        self.begins, self.ends = begins, ends
        await self.people("anna")
        await self.willing("bram", "will")
        values = {"id": "night", "line": "demo", "day": day, "name": "night", "minimum": 2, "target": 2}
        async with self.database.transaction() as connection:
            times = {"starts_at": begins, "ends_at": ends, "channels": ["chat"], "state": "published"}
            await connection.execute(insert(shift).values(**values, **times))
        await self.take("night", "anna", begins - timedelta(days=7))
        self.watches = [self.watch(), self.watch()]

    async def at(self, *times: datetime) -> None:
        """Both nodes look at these instants, at once."""
        for now in times:
            await asyncio.gather(*(one.step(now) for one in self.watches))

    async def said(self) -> list[tuple[str, str, str]]:
        """Every message: its kind, to whom, and its words about the time."""
        async with self.database.transaction() as connection:
            rows = (await connection.execute(select(message).order_by(message.c.id))).all()
        kinds: list[Kind] = [row.kind for row in rows]
        bodies = [words(kind, row.fields, row.person, "nl", HOUSE).body for kind, row in zip(kinds, rows, strict=True)]
        return [(row.kind, row.person, body) for row, body in zip(rows, bodies, strict=True)]

    async def calls(self) -> list[tuple[str, str, timedelta]]:
        """Why people were called, how it ended, and how long before the night ends it began."""
        async with self.database.transaction() as connection:
            rows = (await connection.execute(select(call_out).order_by(call_out.c.started_at))).all()
        return [(row.why, row.state, self.ends - row.started_at) for row in rows]


@pytest.fixture(params=[(AUTUMN, 9), (SPRING, 7)], ids=["autumn", "spring"])
async def night(database: Database, request: pytest.FixtureRequest) -> Night:
    day, hours = request.param
    played = Night(database)
    await played.make(day)
    assert played.ends - played.begins == hours * HOURS
    return played


async def test_night_of_a_clock_change_is_reminded_of_and_called_for_once(night: Night) -> None:
    begins, ends = night.begins, night.ends
    await night.at(begins - 24 * HOURS - SECONDS)
    assert await night.said() == []
    await night.at(begins - 24 * HOURS, begins - 9 * HOURS)
    assert [(kind, who) for kind, who, _ in await night.said()] == [("reminder_day", "anna")]

    await night.at(begins - 8 * HOURS - SECONDS)
    assert await night.calls() == []
    await night.at(begins - 8 * HOURS)
    assert await night.calls() == [("short", "running", ends - begins + 8 * HOURS)]
    assert await night.says("bram", "yes", begins - 7 * HOURS) == "yes"
    await night.at(begins - 7 * HOURS, begins - HOURS - SECONDS, begins - HOURS, begins)

    night.present = {"bram": "ready"}
    await night.at(*(begins + number * MINUTES for number in (1, 3, 5, 6)))
    assert [(why, state) for why, state, _ in await night.calls()] == [("short", "filled"), ("no_show", "running")]
    change = datetime.combine(begins.date() + timedelta(1), time(1), UTC)
    await night.at(*(change + number * 10 * MINUTES for number in range(-7, 8)), ends - SECONDS, ends, ends + HOURS)
    assert [(why, state) for why, state, _ in await night.calls()] == [("short", "filled"), ("no_show", "exhausted")]

    assert sorted((kind, who) for kind, who, _ in await night.said()) == [
        ("callout", "bram"),
        ("callout", "will"),
        ("callout", "will"),  # for what lacked, and for Anna
        ("late", "anna"),
        ("reminder_day", "anna"),
        ("reminder_hour", "anna"),
    ]
    when = {kind: body for kind, _, body in await night.said()}
    assert ["23:00-07:00" in when[kind] for kind in ("reminder_day", "reminder_hour", "late")] == [True] * 3
    assert "23:05-07:00" in when["callout"]  # what is left of it
