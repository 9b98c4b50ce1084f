"""The dashboard page and who opens its websocket."""

from __future__ import annotations

from luisterlijn.app import Node
from tests.doors import House


async def test_page_is_served_to_anybody_and_asks_to_log_in(doors: House, node: Node) -> None:
    answer = await (await doors.visitor(node)).get("/dashboard")
    assert (answer.status, answer.content_type) == (200, "text/html")


async def test_volunteer_hears_no_figures(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node, "anna")).open("dashboard", hello=False)
    await page.closed()
    assert page.heard == []
