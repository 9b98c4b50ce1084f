"""The second hand."""

from __future__ import annotations

from luisterlijn.app import Node
from tests.doors import House


async def test_broadcast_sends_nothing_when_nothing_happened(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    await page.hear("contact")
    await page.rest()
    sent = node.ticks.sent
    assert await node.ticks.broadcast() == 0
    assert await node.ticks.broadcast(force=True) == 1
    assert node.ticks.sent == sent + 1


async def test_broadcast_asks_the_engine_nothing(doors: House, node: Node) -> None:
    pages = [await doors.caller(node) for _ in range(5)]
    for page in pages:
        await page.hear("contact")
    before = node.live.calls
    for _ in range(20):
        await node.ticks.broadcast(force=True)
    swept = node.live.calls - before  # the sweep and beats go on meanwhile
    assert swept < 20


async def test_broadcast_tells_all_when_somebody_comes_on(doors: House, node: Node) -> None:
    page = await doors.caller(node, language="en")
    await page.hear("contact")  # so that it is first in line
    other = await doors.caller(node, language="en")
    await other.hear("contact")
    console = await doors.console(node, "anna")
    await console.say("ready")
    await console.hear("me", presence="reserved")
    wait = await other.hear("wait", nobody_on=False)
    assert wait["wait"]["low_s"] < wait["wait"]["high_s"]
