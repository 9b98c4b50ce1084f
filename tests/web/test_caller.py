"""The caller page and who opens its websocket."""

from __future__ import annotations

from luisterlijn.app import Node
from tests.doors import House


async def test_page_and_its_assets_are_served_from_here_alone(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node)
    page = await (await visitor.get("/")).text()
    assets = [part.split('"')[0] for part in page.split('="/assets/')[1:]]
    assert "://" not in page
    assert assets
    for name in assets:
        answer = await visitor.get(f"/assets/{name}")
        assert (answer.status, "immutable" in answer.headers["Cache-Control"]) == (200, True)


async def test_caller_is_counted_while_the_socket_is_open(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    await page.hear("contact")
    assert len(node.ticks._callers) == 1
    await page.ws.close()
    assert (await doors.visitor(node)).node is node
    await (await doors.visitor(node)).get("/")
    assert len(node.ticks._callers) == 0
