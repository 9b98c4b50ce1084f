"""The internal listener."""

from __future__ import annotations

from typing import Any

from luisterlijn.app import Node
from tests.doors import House


async def asked(doors: House, node: Node, path: str) -> tuple[int, Any]:
    visitor = await doors.visitor(node)
    async with visitor.http.get(f"{node.internal_url}{path}") as answer:
        return answer.status, await (answer.json() if path != "/metrics" else answer.text())


async def test_metrics_show_the_sockets_of_this_node(doors: House, node: Node) -> None:
    page = await doors.caller(node)
    await page.hear("contact")
    status, text = await asked(doors, node, "/metrics")
    assert status == 200
    assert f'luisterlijn_sockets{{line="{node.line.id}",page="caller"}} 1.0' in text
    assert f'luisterlijn_valkey_up{{line="{node.line.id}"}} 1.0' in text
    assert f'luisterlijn_engine_call_seconds_count{{function="queue_enter_v1",line="{node.line.id}"}}' in text


async def test_healthz_says_the_process_is_up(doors: House, node: Node) -> None:
    assert await asked(doors, node, "/healthz") == (200, {"up": True})


async def test_readyz_fails_while_draining_so_that_nobody_is_sent_here(doors: House, node: Node) -> None:
    ready = {"ready": True, "valkey": True, "draining": False, "database": True}
    assert await asked(doors, node, "/readyz") == (200, ready)
    node._health.draining = True
    assert await asked(doors, node, "/readyz") == (503, ready | {"ready": False, "draining": True})


async def test_public_pages_are_not_on_the_internal_listener(doors: House, node: Node) -> None:
    visitor = await doors.visitor(node)
    async with visitor.http.get(f"{node.internal_url}/") as answer:
        assert answer.status == 404
