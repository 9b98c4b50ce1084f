"""The console page and who opens its websocket."""

from __future__ import annotations

from luisterlijn.app import Node
from tests.doors import House


async def test_page_is_served_to_anybody_and_asks_to_log_in(doors: House, node: Node) -> None:
    answer = await (await doors.visitor(node)).get("/console")
    assert (answer.status, answer.content_type) == (200, "text/html")


async def test_coordinator_may_listen_too(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node, "cora")).open("console")
    assert (await page.hear("welcome"))["role"] == "coordinator"


async def test_session_is_never_asked_for_in_the_address(doors: House, node: Node) -> None:
    anna = await doors.visitor(node, "anna")
    token = anna.headers["Cookie"].partition("=")[2]
    stranger = await doors.visitor(node)
    answer = await stranger.get(f"/api/v1/me?__Host-luisterlijn={token}&token={token}")
    assert answer.status == 401
