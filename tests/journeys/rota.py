"""Shifts for the people of a journey, made by a coordinator over the API as the dashboard does it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from playwright.async_api import Page
from sqlalchemy import select

from luisterlijn import clock
from luisterlijn.app import Node
from luisterlijn.sql.tables import person
from tests.journeys.asked import ask
from tests.journeys.volunteer import log_in

HOUR = timedelta(hours=1)


async def coordinate(page: Page, node: Node) -> None:
    """Log in as Cora, on a page that only asks."""
    await page.goto(f"{node.url}/dashboard")
    await log_in(page, "cora")


async def id_of(node: Node, name: str) -> str:
    """The id of `name@test.example`."""
    async with node.database.transaction() as connection:
        wanted = select(person.c.id).where(person.c.email == f"{name}@test.example")
        return str((await connection.execute(wanted)).scalar_one())


def in_days(days: int, hour: int = 10) -> datetime:
    """An hour in UTC of a day to come: no night anywhere near."""
    return clock.now().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


async def add_shift(page: Page, begins: datetime, length: timedelta = 4 * HOUR, **more: Any) -> str:
    """One shift by itself, published; its id."""
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + length).isoformat()}
    made = await ask(page, "POST", "shifts", {"name": "Dagdienst", **times, **more})
    return str(made["id"])


async def assign(page: Page, node: Node, shift: str, name: str) -> None:
    """Put somebody on a shift, whatever the soft rules say."""
    given = {"volunteer": await id_of(node, name), "note": "voor deze reis"}
    await ask(page, "POST", f"shifts/{shift}/assign", given)
