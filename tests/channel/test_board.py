"""The dashboard against a real node."""

from __future__ import annotations

from luisterlijn.app import Node
from tests.doors import House, talk


async def test_dashboard_shows_at_once_and_each_second(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node, "cora")).open("dashboard")
    first = await page.hear("board")
    assert (first["open"], first["waiting"], first["service_level"]) == (True, 0, None)
    assert first["refused"] == {"closed": 0, "full": 0, "blocked": 0, "too_many": 0}
    caller = await doors.caller(node)
    await caller.hear("contact")
    board = await page.hear("board", waiting=1, arrivals=1)
    assert board["longest_wait_s"] in {0, 1, 2}


async def test_dashboard_counts_volunteers_by_presence(doors: House, node: Node) -> None:
    page = await (await doors.visitor(node, "cora")).open("dashboard")
    caller, console = await doors.caller(node), await doors.console(node, "anna")
    await talk(caller, console)
    board = await page.hear("board", in_conversation=1, answered=1)
    assert {name: count for name, count in board["volunteers"].items() if count} == {"busy": 1}


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
