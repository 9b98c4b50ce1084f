"""A coordinator's socket against a real node."""

from __future__ import annotations

from luisterlijn.app import Node
from tests.doors import House


async def test_dashboard_answers_beats(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node, "cora")).open("dashboard")
    await page.say("beat")
    await page.hear("beat")


async def test_closed_dashboard_is_forgotten(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node, "cora")).open("dashboard")
    await page.hear("board")
    assert len(node._doors.boards._open) == 1
    await page.ws.close()
    await node.ticks.broadcast()
    assert node._doors.boards._open == set()


async def test_volunteer_is_in_no_dashboard(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node, "anna")).open("dashboard")
    assert await page.closed() == 4003
