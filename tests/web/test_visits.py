"""Open pages of people logged in."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from luisterlijn.app import Node
from luisterlijn.channel.protocol import Close
from luisterlijn.errors import StoreAwayError
from luisterlijn.sql.tables import person
from tests.doors import House, address


async def change(node: Node, name: str, **values: Any) -> None:
    async with node.database.transaction() as connection:
        mine = person.c.email == address(node, name)
        await connection.execute(update(person).where(mine).values(**values))


async def test_console_of_somebody_set_inactive_is_closed(doors: House, node: Node) -> None:
    console, other = await doors.console(node, "anna"), await doors.console(node, "bram")
    await change(node, "anna", active=False)
    await node._doors.visits.look()
    assert await console.closed() == Close.NOT_LOGGED_IN
    assert await other.rest() == []
    assert not other.ws.closed


async def test_dashboard_of_somebody_no_longer_coordinator_is_closed(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node, "cora")).open("dashboard")
    await page.hear("board")
    await change(node, "cora", role="volunteer")
    await node._doors.visits.look()
    assert await page.closed() == Close.NOT_LOGGED_IN


async def test_log_out_closes_every_page_of_the_session_and_no_other(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node, "cora")
    board, elsewhere = await visitor.open("dashboard"), await (await doors.visitor(node, "cora")).open("dashboard")
    await board.hear("board")
    await elsewhere.hear("board")
    await visitor.post("/api/v1/logout")
    assert await board.closed() == Close.NOT_LOGGED_IN
    await node._doors.visits.look()
    assert not elsewhere.ws.closed


async def test_pages_stay_while_the_records_are_away(doors: House, node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> None:
        raise StoreAwayError

    console = await doors.console(node, "anna")
    monkeypatch.setattr(node._doors.credentials, "who", away)
    await node._doors.visits.look()
    assert await console.rest() == []
    assert not console.ws.closed
