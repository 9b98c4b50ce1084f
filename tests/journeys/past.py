"""A past for a line, read in as the dashboard does it, and a rota that is filled for as long as one likes."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.async_api import Page
from sqlalchemy import insert, select

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.sql.tables import person, sign_up
from luisterlijn.volunteer.template import local_day
from tests.history import AMSTERDAM, counts_csv
from tests.journeys.house import add_people

READ_IN = """async text => {
    const sent = { method: "POST", body: text, headers: { "Content-Type": "text/csv" } };
    const answer = await fetch("/api/v1/arrivals.csv", sent);
    return [answer.status, await answer.json()];
}"""


async def give_past(page: Page, weeks: int = 9, busiest: float = 12.0, channel: str = "chat") -> None:
    """Counts of so many weeks up to today, with the session of the page; `busiest`: attempts in the busiest hour."""
    today = local_day(clock.now(), AMSTERDAM)
    text = counts_csv(today, weeks, busiest, channel).decode()
    status, taken = await page.evaluate(READ_IN, text)
    assert (status, taken.get("troubles")) == (200, []), taken


async def staff(node: Node, count: int, days: int = 15, begins: datetime | None = None) -> None:
    """So many people of the line are on the rota for all of these days, from the beginning of today or from an instant on."""
    names = [f"vast{number}" for number in range(count)]
    await add_people(node.database, *names, shift=False)
    begin = begins or clock.now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(hours=2)
    wanted = select(person).where(person.c.email.in_([f"{name}@test.example" for name in names]))
    async with node.database.transaction() as connection:
        for one in (await connection.execute(wanted)).all():
            when = {"starts_at": begin, "ends_at": begin + timedelta(days=days), "since": clock.to_ms(clock.now())}
            row = {"id": f"s{one.id}", "line": one.line, "volunteer": one.id, "channels": ["chat"]}
            await connection.execute(insert(sign_up).values(**row, **when, state="signed", how="walk_in"))
