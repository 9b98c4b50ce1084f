"""Opening websockets."""

from __future__ import annotations

import asyncio

from luisterlijn.app import Node
from luisterlijn.channel.protocol import Close
from tests.doors import House


async def test_socket_is_not_compressed(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node)
    url = f"{node.url.replace('http', 'ws', 1)}/ws/caller"
    async with visitor.http.ws_connect(url, headers=visitor.headers, compress=15) as ws:
        assert ws.compress == 0
        assert "Sec-WebSocket-Extensions" not in ws._response.headers


async def test_draining_node_takes_no_socket(doors: House, node: Node) -> None:
    node._health.draining = True
    page = await (await doors.visitor(node)).open("caller", hello=False)
    assert await page.closed() == Close.COME_BACK


async def test_drain_tells_every_page_to_come_back(doors: House, node: Node) -> None:
    pages = [await doors.caller(node), await doors.console(node, "anna")]
    *codes, _ = await asyncio.gather(*(page.closed() for page in pages), node.drain())
    assert codes == [Close.COME_BACK, Close.COME_BACK]
    assert len((await node.line.snapshot()).waiting) == 1
